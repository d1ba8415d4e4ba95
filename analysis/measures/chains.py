"""Chains of successive awards: candidates by rule, verdicts by people.

No field of the record says that one award continues another, or that one is a bridge. So a
candidate is a question with its evidence, and only a row of `rules/chains.csv` confirms it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import ibis
import ibis.expr.types as ir

from analysis import rules
from analysis.measures.awards import Keep, as_it_is
from analysis.measures.families import psc_family
from analysis.measures.flags import has
from analysis.measures.one_identity import present
from analysis.rules.chain_links import Link

NEAREST = 5
"""Candidates kept per earlier award; an office that orders weekly would list hundreds."""
OF_GROUP = 5
"""Candidates kept per vendor, office and kind of purchase."""
SHORTEST_WORD = 4
COMMON_WORDS = ("AWARD", "CONTRACT", "FOR", "FROM", "ORDER", "SERVICES", "SUPPORT", "THIS", "WITH")
"""Words of every other description, no evidence in common."""
FACTS = (
    "piid",
    "recipient_name",
    "vendor_family",
    "awarding_office_code",
    "product_or_service_code",
    "psc_family",
    "start_date",
    "start_from",
    "end_date",
    "end_from",
    "potential_end_date",
    "competition_class",
    "competition_rule",
    "rates_class",
    "obligated_usd",
    "ceiling_usd",
    "parent_award_key",
)
JUDGED = {field.name: "string" for field in fields(Link) if field.name != "where"}


@dataclass(frozen=True)
class Window:
    """Limits in days: gap between the awards, and length of a bridge.

    A start on the next day is day 1; a negative gap is an overlap. All three numbers are ours.
    """

    min_days: int = -90
    max_days: int = 180
    bridge_days: int = 366


DEFAULT = Window()


def chains(
    awards: ir.Table,
    judged: Sequence[Link],
    window: Window = DEFAULT,
    keep: Keep = as_it_is,
    keys: ir.Table | None = None,
) -> ir.Table:
    """Two awards of which the later may have followed the earlier, with the evidence for it.

    In: the published awards, the links that people judged, and keys that awards left. Out: one
    row a pair:
    `confirmed` and `rejected` by a person whatever the window, else `possible`: the same
    vendor family, the same office or programme, the same family of product codes, and a start
    within the window around the other's end. Purchases kept out of rates (rule R70) are no
    candidates, and of each earlier award the five nearest are kept.
    """
    # without it each of the seven uses would compute the joins again
    facts = keep(_facts(awards, judged, keys), "facts_of_chains")  # read seven times below
    verdicts = _verdicts(judged, facts, keys)
    pairs = verdicts.union(_possible(facts, verdicts, window))
    links = _with_words(_with_evidence(pairs, facts, window), awards)
    return _marked(links, window).select(*COLUMNS)


def _facts(awards: ir.Table, judged: Sequence[Link], keys: ir.Table | None) -> ir.Table:
    """Facts for the links, one row an award."""
    # a program is known from confirmed links only: a rejected row says nothing of membership
    programmes = ibis.memtable(
        sorted({(key, link.programme) for link in judged if link.confirmed for key in _ends(link)}),
        schema={"award_key": "string", "programme": "string"},
    )
    programmes = present(programmes, "award_key", keys).distinct()
    table = awards.left_join(programmes, "award_key").drop("award_key_right")
    return table.mutate(
        psc_family=psc_family(table.product_or_service_code),
        rated=~has(table.competition_flags, "not_in_rates"),
    ).select("award_key", "programme", "rated", *FACTS)


def _ends(link: Link) -> tuple[str, str]:
    return link.earlier, link.later


def _verdicts(judged: Sequence[Link], facts: ir.Table, keys: ir.Table | None) -> ir.Table:
    """Judged pairs whose awards are both held."""
    rows = [tuple(getattr(link, name) for name in JUDGED) for link in judged]
    table = ibis.memtable(rows, schema=JUDGED)
    for name in ("earlier", "later"):
        table = present(table, name, keys)
        # a reader with some years only is not to see half a pair: docs/decisions/0022
        table = table.semi_join(facts.select(**{name: "award_key"}), name)
    # both may be numbers of one award, which does not follow itself
    table = table.filter(table.earlier != table.later)
    return table.select(
        earlier_key="earlier",
        later_key="later",
        status="verdict",
        programme=table.programme.nullif(""),
        because="because",
        source="source",
        since="since",
        by="by",
        candidates_of_earlier=ibis.null("int64"),
    )


def _possible(facts: ir.Table, verdicts: ir.Table, window: Window) -> ir.Table:
    """Unjudged pairs within the window: the nearest of each earlier award."""
    known = facts.filter(
        facts.rated & facts.vendor_family.notnull() & facts.psc_family.notnull()
    ).select(
        "award_key",
        "vendor_family",
        "psc_family",
        "awarding_office_code",
        "programme",
        "start_date",
        "end_date",
        "parent_award_key",
    )
    by_place = [_meeting(known, place, window) for place in ("awarding_office_code", "programme")]
    # office and program may both be the same: one pair, not two
    pairs = by_place[0].union(by_place[1], distinct=True)
    pairs = pairs.anti_join(verdicts, ["earlier_key", "later_key"])
    # the key breaks ties, so that every engine keeps the same five
    nearest = ibis.row_number().over(
        group_by=pairs.earlier_key, order_by=[pairs.days.abs(), pairs.later_key]
    )
    # counted before the cut: a reader sees of how many candidates five are shown
    all_of_it = ibis.window(group_by=pairs.earlier_key)
    pairs = pairs.mutate(
        place=nearest, candidates_of_earlier=pairs.later_key.count().over(all_of_it)
    ).filter(lambda t: t.place < NEAREST)
    pairs = _of_most_money(pairs, facts)
    nothing = {name: ibis.null("string") for name in ("because", "source", "since", "by")}
    return pairs.select(
        "earlier_key",
        "later_key",
        status=ibis.literal("possible"),
        programme=ibis.null("string"),
        **nothing,
        candidates_of_earlier="candidates_of_earlier",
    )


def _of_most_money(pairs: ir.Table, facts: ir.Table) -> ir.Table:
    """Of the pairs of one vendor, office and kind of purchase, those of most money.

    A pair's money is that of its smaller award. So a reseller's many small calls, each of
    which might follow any other, leave room for what may be a chain.
    """
    group = ("vendor_family", "psc_family", "awarding_office_code")
    money = facts.obligated_usd.fill_null(0)
    earlier = facts.select(earlier_key="award_key", earlier_usd=money, **{n: n for n in group})
    later = facts.select(later_key="award_key", later_usd=money)
    both = pairs.join(earlier, "earlier_key").join(later.view(), "later_key")
    smaller = ibis.least(both.earlier_usd, both.later_usd)
    place = ibis.row_number().over(
        group_by=group, order_by=[smaller.desc(), both.earlier_key, both.later_key]
    )
    kept = both.mutate(in_group=place).filter(lambda t: t.in_group < OF_GROUP)
    return kept.select(*pairs.columns)


def _meeting(known: ir.Table, place: str, window: Window) -> ir.Table:
    """Pairs with one vendor family, one code family and one office or program."""
    same = ["vendor_family", "psc_family", place]
    earlier = known.filter(known[place].notnull() & known.end_date.notnull()).select(
        *same, e_key="award_key", e_start="start_date", e_end="end_date", e_over="parent_award_key"
    )
    later = known.filter(known[place].notnull() & known.start_date.notnull()).select(
        *same, l_key="award_key", l_start="start_date", l_over="parent_award_key"
    )
    # a self-join: Ibis tells both sides apart by a view
    both = earlier.join(later.view(), same)
    both = both.mutate(days=both.l_start.delta(both.e_end, unit="day"))
    # an order does not follow its own vehicle, though all the rest agrees
    one_under_the_other = (both.e_key == both.l_over) | (both.l_key == both.e_over)
    return both.filter(
        both.days.between(window.min_days, window.max_days),
        # the earlier of a pair began earlier; an unknown start proves no order
        (both.e_start < both.l_start).fill_null(False),
        ~one_under_the_other.fill_null(False),
    ).select(earlier_key="e_key", later_key="l_key", days="days")


def _with_evidence(pairs: ir.Table, facts: ir.Table, window: Window) -> ir.Table:
    """Each pair with the facts of both awards and their comparison."""
    for side in ("earlier", "later"):
        renamed = {f"{side}_{name}": facts[name] for name in FACTS}
        of_side = facts.select(**{f"{side}_key": facts.award_key}, **renamed)
        pairs = pairs.join(of_side.view(), f"{side}_key")
    days = pairs.later_start_date.delta(pairs.earlier_end_date, unit="day")
    return pairs.mutate(
        days_after_end=days,
        days_after_potential_end=pairs.later_start_date.delta(
            pairs.earlier_potential_end_date, unit="day"
        ),
        in_window=days.between(window.min_days, window.max_days),
        same_vendor_family=pairs.earlier_vendor_family == pairs.later_vendor_family,
        same_office=pairs.earlier_awarding_office_code == pairs.later_awarding_office_code,
        same_psc_family=pairs.earlier_psc_family == pairs.later_psc_family,
        # both days count: from the 1st to the 1st is one day
        later_days=pairs.later_end_date.delta(pairs.later_start_date, unit="day") + 1,
    )


def _with_words(links: ir.Table, awards: ir.Table) -> ir.Table:
    """Words common to both descriptions, in alphabetical order."""
    text = ibis.literal(" ").join([awards.label.fill_null(""), awards.description.fill_null("")])
    for side in ("earlier", "later"):
        texts = awards.select(**{f"{side}_key": awards.award_key, f"{side}_text": text})
        links = links.join(texts.view(), f"{side}_key")
    common = _words(links.earlier_text).intersect(_words(links.later_text))
    return links.mutate(words_in_common=common.unique().sort().join(" ").nullif(""))


def _words(text: ir.StringColumn) -> ir.ArrayColumn:
    """The words of a text that could tell one need from another."""
    words = text.upper().re_replace("[^A-Z0-9]+", " ").strip().split(" ")
    return words.filter(lambda word: (word.length() >= SHORTEST_WORD) & ~word.isin(COMMON_WORDS))


def _marked(links: ir.Table, window: Window) -> ir.Table:
    """Bridge flags: short, not competed, itself followed; each condition in its own column."""
    not_competed = [
        name for name, each in rules.load().classes.items() if each.not_competed == "yes"
    ]
    # a rejected link neither is a bridge nor makes one of another
    standing = links.filter(links.status != "rejected")
    followed = standing.group_by(standing.earlier_key).aggregate(links_after=standing.count())
    followed = followed.select(followed_key="earlier_key", links_after="links_after")
    table = links.left_join(followed, links.later_key == followed.followed_key)
    table = table.mutate(
        later_is_short=table.later_days <= window.bridge_days,
        later_not_competed=table.later_rates_class.isin(not_competed),
        later_is_followed=table.links_after.notnull(),
    )
    bridge = table.later_is_short & table.later_not_competed & table.later_is_followed
    standing_link = table.status != "rejected"
    return table.mutate(possible_bridge=bridge.fill_null(False) & standing_link)


PAIR = tuple(
    f"{side}_{name}"
    for side in ("earlier", "later")
    for name in ("key", *(name for name in FACTS if name != "rates_class"))
)
COLUMNS = (
    "status",
    "programme",
    *PAIR,
    "days_after_end",
    "days_after_potential_end",
    "in_window",
    "same_vendor_family",
    "same_office",
    "same_psc_family",
    "words_in_common",
    "later_days",
    "later_is_short",
    "later_not_competed",
    "later_is_followed",
    "possible_bridge",
    "candidates_of_earlier",
    "because",
    "source",
    "since",
    "by",
)
