"""Awards given without full competition, and new work, above the threshold: questions.

A missing notice proves nothing. Each row lists possible innocent reasons
(`rules/no_notice.csv`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import and_

import ibis
import ibis.expr.types as ir

from analysis import rules
from analysis.measures.award_codes import names_event
from analysis.rules.notice_rules import Deadline, Row
from analysis.rules.row_types import Threshold
from fetch import codes

THRESHOLD = "simplified_acquisition"
TO_COME_DAYS = 30
"""Days before the last notice held in which a justification may still be posted; ours."""
CODES = {
    "set_aside": "type_of_set_aside_code",
    "other_than_full": "other_than_full_and_open_competition_code",
    "fair_opportunity": "fair_opportunity_limited_sources_code",
    "extent": "extent_competed_code",
}
NOT_HELD, ORDERS_NOT_YET = "NOT_HELD", "ORDERS_NOT_YET"
"""Reasons by the notices held, and by the first day of another table."""
EVENT = "national_interest_action_code"
"""The record's field for an emergency or event; the word NONE stands for none."""
ORDERS = ("schedule order", "multiple-award order")
LIMITED = "LIMITED"
"""Class of a competition among few sources: by urgency or another exception, which is justified."""
BRAND_NAME, BRAND_NAME_LANE = "BND", "brand name"
"""Code of the reason, and the lane of its rule: also owed where the brand's sellers compete."""
OWN_CODES = ("stand_alone", "agreement", "no_vehicle", "vehicle")
"""Lanes of awards whose reason code is their own; an order's is the vehicle's."""
EXCEPTIONS = "6.302"
"""Section of the FAR with the exceptions to full and open competition."""


def above_threshold(
    actions: ir.Table,
    awards: ir.Table,
    justified: ir.Table,
    notices: ir.Table,
    events: ir.Table,
    reasons: Sequence[Row],
    deadlines: Sequence[Deadline],
) -> ir.Table:
    """The base action of an award given without full and open competition, or new work on any
    award, above the simplified acquisition threshold in force that day, with whether a notice of
    it is held.

    In: the published actions and awards, `justified.justified_actions`, the published
    notices, `events_of` the actions, and the rows of `rules/no_notice.csv` and
    `rules/posting_deadlines.csv`. Out: one row an action since any duty to post was in force,
    `notice` yes (linked surely), possible, or no; `reasons` for which none may be needed, joined
    by `|`, empty where one is held. The amount is the greater of obligation and ceiling change,
    where stated; `amount_measure` is which of them.
    """
    table = _wanted(actions, awards, deadlines)
    table = table.filter(table.action_date >= min(each.from_date for each in deadlines))
    table = table.mutate(orders_from=_first_of_orders(deadlines))
    table = _with_notice(table, justified)
    table = _with_span(table, notices)
    table = table.left_join(events, "award_key").drop("award_key_right")
    holds = [(_applies(row, table), row["reason"]) for row in reasons]
    raised = [condition.fill_null(False).ifelse(f"{name}|", "") for condition, name in holds]
    texts = raised[0].concat(*raised[1:]).re_replace(r"\|$", "")
    reasons_left = (table.notice == "yes").ifelse("", texts)
    return table.mutate(reasons=reasons_left).select(*COLUMNS)


def events_of(transactions: ir.Table) -> ir.Table:
    """Awards whose record names an emergency or event, one row an award, `event` named."""
    named = transactions.filter(names_event(transactions[EVENT])).select(
        award_key="contract_award_unique_key"
    )
    return named.distinct().mutate(event=ibis.literal("named"))


def _first_of_orders(deadlines: Sequence[Deadline]) -> ir.DateScalar:
    """First day of the duty to post justifications of orders."""
    return ibis.date(str(min(each.from_date for each in deadlines if each.lane in ORDERS)))


def _wanted(actions: ir.Table, awards: ir.Table, deadlines: Sequence[Deadline]) -> ir.Table:
    facts = awards.select(
        "award_key",
        "component_code",
        "rates_class",
        "competition_lane",
        "award_kind",
        "own_class",
        "parent_award_key",
        "parent_award_single_or_multiple_code",
        *CODES.values(),
    )
    table = actions.drop("component_code").join(facts, "award_key")
    # each side falls back on the other: engines differ on a null in greatest
    amount = ibis.greatest(
        table.obligated_usd.coalesce(table.ceiling_change_usd),
        table.ceiling_change_usd.coalesce(table.obligated_usd),
    )
    is_ceiling = (table.ceiling_change_usd == amount).fill_null(False)
    ceiling = table.is_base.ifelse("ceiling", "ceiling change")
    table = table.mutate(
        amount_usd=amount,
        amount_measure=is_ceiling.ifelse(ceiling, "obligation"),
        threshold_usd=threshold(table.action_date),
    )
    # of later actions only added work asks for a new justification
    adds = (table.growth_bucket == "new work").fill_null(False)
    table = table.mutate(what=table.is_base.ifelse("award", "new work"))
    return table.filter(
        (table.is_base & _is_justified(table, deadlines)) | (adds & ~table.is_base),
        table.amount_usd > table.threshold_usd,
    )


def _is_justified(table: ir.Table, deadlines: Sequence[Deadline]) -> ir.BooleanValue:
    """True of an award that its class, or the exception it names, asks a justification of.

    Several offers change nothing: what was competed among few, or among a brand's sellers, is in
    law no full and open competition either.
    """
    book = rules.load().classes
    classes = [name for name, each in book.items() if each.not_competed == "yes"]
    by_class = table.rates_class.isin([*classes, LIMITED]).fill_null(False)
    return by_class | _names_exception(table, deadlines)


def _names_exception(table: ir.Table, deadlines: Sequence[Deadline]) -> ir.BooleanValue:
    """True where the award's own reason code stands for an exception, whatever its extent says."""
    rows = codes.table("other_than_full_and_open_competition")
    names = [code for code, row in rows.items() if row["far"].startswith(EXCEPTIONS)]
    code = table[CODES["other_than_full"]].upper()
    brand_day = min(each.from_date for each in deadlines if each.lane == BRAND_NAME_LANE)
    # before that day a brand name whose sellers competed had nothing to post by this rule
    in_force = (code != BRAND_NAME) | (table.action_date >= ibis.date(str(brand_day)))
    # a schedule agreement was given by its fair-opportunity code, not by this one
    own = table.competition_lane.isin(OWN_CODES) & table[CODES["fair_opportunity"]].isnull()
    return (own & code.isin(names) & in_force).fill_null(False)


def threshold(day: ir.DateColumn) -> ir.DecimalColumn:
    """The simplified acquisition threshold in force on a day, in dollars."""
    return in_force(THRESHOLD, day)


def in_force(name: str, day: ir.DateColumn) -> ir.DecimalColumn:
    """The threshold of a name in force on a day, in dollars; missing where none was."""
    latest_first = reversed(rules.load().thresholds_of(name))
    cases = [(_holds(each, day), each.usd) for each in latest_first]
    # a typed null beside the figures would make the cast a no-op for DuckDB and not for Spark
    return ibis.cases(*cases).cast("decimal(18, 2)")


def _holds(row: Threshold, day: ir.DateColumn) -> ir.BooleanValue:
    # an open end is no condition: engines differ on the first and last days of the calendar
    ends: list[ir.BooleanValue] = [day.notnull()]
    if row.from_date != date.min:
        ends.append(day >= ibis.date(str(row.from_date)))
    if row.until_date != date.max:
        ends.append(day <= ibis.date(str(row.until_date)))
    return reduce(and_, ends)


def _with_notice(table: ir.Table, justified: ir.Table) -> ir.Table:
    # a possible link does not answer the question: it is asked in other words
    sure = justified.action_status.isin(["certain", "confirmed"])
    by_action = justified.filter(justified.transaction_key.notnull()).group_by("transaction_key")
    by_action = by_action.aggregate(surely=sure.max())
    table = table.left_join(by_action, "transaction_key").drop("transaction_key_right")
    notice = ibis.cases(
        (table.surely.fill_null(False), "yes"),
        (table.surely.notnull(), "possible"),
        else_="no",
    )
    return table.mutate(notice=notice)


def _with_span(table: ir.Table, notices: ir.Table) -> ir.Table:
    """Adds first and last posting day of official notices; null with the sample alone."""
    official = notices.filter(notices["source"] != "sample")
    span = official.aggregate(
        first_posted=official.posted_date.min(), last_posted=official.posted_date.max()
    )
    return table.cross_join(span)


def _applies(row: Row, table: ir.Table) -> ir.BooleanValue:
    """True where every filled cell of a reason matches the action."""
    if row["reason"] == NOT_HELD:
        last = table.last_posted - ibis.interval(days=TO_COME_DAYS)
        held = (table.action_date >= table.first_posted) & (table.action_date <= last)
        return ~held.fill_null(False)
    if row["reason"] == ORDERS_NOT_YET:
        return table.parent_award_key.notnull() & (table.action_date < table.orders_from)
    tests = [*_codes_met(row, table), *_days_met(row, table), *_parent_met(row["parent"], table)]
    return reduce(and_, [test.fill_null(False) for test in tests], ibis.literal(True))


def _codes_met(row: Row, table: ir.Table) -> list[ir.BooleanValue]:
    tests = [
        table[column].upper().isin(row[name].split()) for name, column in CODES.items() if row[name]
    ]
    if row["component"]:
        tests.append(table.component_code == row["component"])
    if row["event"]:
        tests.append(table.event == row["event"])
    return tests


def _days_met(row: Row, table: ir.Table) -> list[ir.BooleanValue]:
    """Days on which the reason holds, and the line that the amount may not be above."""
    tests = []
    if row["from_date"]:
        tests.append(table.action_date >= ibis.date(row["from_date"]))
    if row["until_date"]:
        tests.append(table.action_date <= ibis.date(row["until_date"]))
    if row["up_to"]:
        # on a day without a line the reason does not hold either
        tests.append(table.amount_usd <= in_force(row["up_to"], table.action_date))
    return tests


def _parent_met(parent: str, table: ir.Table) -> list[ir.BooleanValue]:
    key = table.parent_award_key
    if parent == "none":
        return [key.isnull()]
    if parent == "single":
        return [table.parent_award_single_or_multiple_code == "S"]
    if parent == "other agency":
        # the owner's agency code ends the key of a vehicle; those of DHS begin with 70
        owner = key.re_extract("_([0-9]{4})$", 1)
        return [owner.notnull() & (owner != "") & ~owner.startswith("70")]
    return []


COLUMNS = (
    "transaction_key",
    "award_key",
    "piid",
    "modification_number",
    "what",
    "action_date",
    "component",
    "component_code",
    "recipient_name",
    "award_kind",
    "competition_class",
    "own_class",
    "amount_usd",
    "amount_measure",
    "obligated_usd",
    "ceiling_change_usd",
    "threshold_usd",
    "notice",
    "reasons",
    "usaspending_url",
    "as_of",
)
