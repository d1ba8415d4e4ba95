"""Justified actions: the action behind a justification, and the days until its posting."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from analysis.measures.notices.judged_links import PAIR
from analysis.measures.notices.notices import stated_words, states
from analysis.rules.matching import joined, texts_of
from analysis.rules.notice_rules import Deadline

BEFORE, AFTER = 30, 180
"""Days before and after an action in which its justification may be posted; ours."""
SURE = ("certain", "confirmed")
LINK = (*PAIR, "judged_modification")
"""One link: a notice, an award, and the modification where a person named one, else empty."""
DEADLINE = ("deadline_paragraph", "deadline_unconfirmed", "deadline_because", "deadline_source")
"""Rule behind the days allowed: its paragraph, what of it is unconfirmed, reason and source."""
NOT_HELD = "a person names a modification that the award as held does not have"


def justified_actions(
    links: ir.Table,
    notices: ir.Table,
    actions: ir.Table,
    authorities: ir.Table,
    deadlines: Sequence[Deadline],
) -> ir.Table:
    """The action that a justification explains, and the days from it to the posting.

    In: the table of `notice_links`, the published notices, actions and authorities. Out: one
    row a link that nobody rejected, whose notice is a justification: `action_status`
    confirmed or certain (a number, or day and amount) or possible (the nearest action that
    may need one), `not held` where a person names a modification that the award does not
    have, null where none fits; `days_to_posting`; `days_allowed` by the rule in
    force on the day of the action; `days_late`, never below zero, missing where either is.
    """
    wanted = notices.filter(notices.kind == "justification")
    wanted = wanted.select(
        "notice_id",
        "award_date",
        "award_amount_usd",
        posted_date=wanted.first_posted_date,
        stated=stated_words(wanted),
    )
    links = links.mutate(judged_modification=links.judged_modification.fill_null(""))
    rejected = links.filter(links.status == "rejected").select(*LINK)
    standing = links.filter(links.status != "rejected").join(wanted, "notice_id")
    best = _best_action(standing, actions, rejected)
    table = standing.left_join(best, list(LINK))
    table = table.drop(*(f"{name}_right" for name in LINK))
    table = _with_not_held(table)
    likeliest = authorities.filter(authorities.place == 1)
    sure = likeliest.confidence == "certain"  # a deadline of a guess would be a false charge
    likeliest = likeliest.select(
        "notice_id",
        "authority",
        lane=sure.ifelse(likeliest.lane, ibis.null("string")),
        urgent="urgent",
    )
    table = table.left_join(likeliest, "notice_id").drop("notice_id_right")
    table = table.mutate(days_to_posting=table.posted_date.delta(table.action_date, unit="day"))
    table = _with_deadline(table, deadlines)
    return table.mutate(judged_modification=table.judged_modification.nullif("")).select(*JUSTIFIED)


def _with_not_held(table: ir.Table) -> ir.Table:
    """Status `not held` where a judged modification is not among the award's actions."""
    lacks = (table.judged_modification != "") & table.transaction_key.isnull()
    return table.mutate(
        action_status=lacks.ifelse("not held", table.action_status),
        action_evidence=lacks.ifelse(NOT_HELD, table.action_evidence),
    )


def _best_action(standing: ir.Table, actions: ir.Table, rejected: ir.Table) -> ir.Table:
    """Best action of each link, if any, plus every action that the notice states."""
    able = actions.select(
        "award_key",
        "transaction_key",
        "modification_number",
        "action_date",
        "is_base",
        "growth_bucket",
        "obligated_usd",
        "ceiling_change_usd",
    )
    both = standing.join(able, "award_key")
    # a blank number is the base action, which rows of judged links call 0
    both = both.mutate(number=both.modification_number.fill_null("0"))
    ruled_out = [*PAIR, ("number", "judged_modification")]
    both = both.anti_join(rejected.filter(rejected.judged_modification != ""), ruled_out)
    number, is_whole = both.number, both.judged_modification == ""
    gap = both.posted_date.delta(both.action_date, unit="day")
    adds = both.is_base | (both.growth_bucket == "new work").fill_null(False)
    both = both.mutate(
        is_judged=(number == both.judged_modification).fill_null(False),
        is_stated=states(both.stated, number).fill_null(False),
        is_that_day=(both.award_date == both.action_date).fill_null(False),
        is_that_amount=(
            (both.award_amount_usd == both.obligated_usd)
            | (both.award_amount_usd == both.ceiling_change_usd)
        ).fill_null(False),
        is_near=(gap.between(-BEFORE, AFTER) & adds).fill_null(False),
        # an action without a date is last, but may still be named by its number
        gap=gap.abs().fill_null(9999),
    )
    both = both.filter(
        is_whole | both.is_judged,
        both.is_judged | both.is_stated | both.is_that_day | both.is_near,
    )
    first = ibis.row_number().over(
        group_by=[both[name] for name in LINK],
        order_by=[
            both.is_judged.desc(),
            both.is_stated.desc(),
            (both.is_that_day & both.is_that_amount).desc(),
            both.is_that_day.desc(),
            both.gap,
            both.transaction_key,
        ],
    )
    # one notice can justify several modifications: every one it states stays
    best = both.mutate(place=first).filter(lambda t: (t.place == 0) | t.is_stated)
    of_notice = ibis.window(group_by=best.notice_id)  # of several awards, which is it of?
    alone = best.award_key.min().over(of_notice) == best.award_key.max().over(of_notice)
    by_fact = (best.is_stated & alone) | (best.is_that_day & best.is_that_amount)
    words = {
        "is_judged": "a person's word",
        "is_stated": "the notice states the modification",
        "is_that_day": "the notice's day of award is the action's",
        "is_that_amount": "the notice's amount is the action's",
        "is_near": "the action nearest to the posting that adds work",
    }
    return best.select(
        *LINK,
        "transaction_key",
        "modification_number",
        "action_date",
        action_status=ibis.cases(
            (best.is_judged, "confirmed"),
            (by_fact & best.status.isin(SURE), "certain"),
            else_="possible",
        ),
        action_evidence=joined(texts_of([(best[n], text) for n, text in words.items()]), "; "),
    )


def _with_deadline(table: ir.Table, deadlines: Sequence[Deadline]) -> ir.Table:
    """Days allowed and days late, by the rule of the lane in force on the action date."""
    rules = ibis.memtable(
        [(d.lane, d.urgent, d.from_date, _of_award(d), d.cites, *_reasons(d)) for d in deadlines],
        schema={
            "rule_lane": "string",
            "rule_urgent": "boolean",
            "from_date": "date",
            "days_allowed": "int64",
            "deadline_paragraph": "string",
            "deadline_unconfirmed": "string",
            "deadline_because": "string",
            "deadline_source": "string",
        },
    )
    each = (*LINK, "transaction_key")
    keyed = table.select(*each, "lane", "urgent", "action_date")
    met = keyed.join(rules, [keyed.lane == rules.rule_lane, keyed.urgent == rules.rule_urgent])
    # the rule in force on that day, not today's
    met = met.filter(met.from_date <= met.action_date)
    latest = ibis.row_number().over(
        group_by=[met[name] for name in each], order_by=met.from_date.desc()
    )
    met = met.mutate(place=latest).filter(lambda t: t.place == 0)
    met = met.select(*each, "days_allowed", *DEADLINE)
    table = table.left_join(met, list(each)).drop(*(f"{name}_right" for name in each))
    late = ibis.greatest(table.days_to_posting - table.days_allowed, 0)
    known = table.days_to_posting.notnull() & table.days_allowed.notnull()
    return table.mutate(days_late=known.ifelse(late, ibis.null("int64")))


def _of_award(deadline: Deadline) -> int | None:
    """Days allowed after award; None where they count from the solicitation, whose day is not
    held with the action.
    """
    return deadline.days if deadline.counts_from == "award" else None


def _reasons(deadline: Deadline) -> tuple[str | None, str, str]:
    return deadline.unconfirmed or None, deadline.because, deadline.source


JUSTIFIED = (
    *LINK,
    "transaction_key",
    "modification_number",
    "action_date",
    "action_status",
    "action_evidence",
    "posted_date",
    "authority",
    "days_to_posting",
    "days_allowed",
    "days_late",
    *DEADLINE,
)
