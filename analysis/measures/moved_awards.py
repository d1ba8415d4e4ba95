"""Moved awards: pairs of keys that may be one award under two numbers, with the evidence.

The record names no earlier number. So a pair is a question: the same vendor, the same days and the
same amounts under both keys, beside an action by which numbers change (`moving_actions.csv`).
`moved_verdicts` answers it where the evidence is whole; a person answers it in any case.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analysis.measures.actions import AWARD
from analysis.measures.awards import Keep, as_it_is
from analysis.measures.growth.by_action import MONEY
from analysis.measures.moved_candidates import (
    PAIR,
    carried_over,
    given_again,
    judged_pairs,
    named,
    under_moved_vehicles,
    with_same_events,
)
from analysis.measures.moved_events import EVENT, names, slim, whole
from analysis.rules.moved_awards import Tie

OF_AN_EVENT = ("times", "text", "ceiling", "moving")
COUNTS = (
    "shared_actions",
    "shared_days",
    "alike_texts",
    "other_texts",
    "other_ceilings",
    "alone_actions",
)
LATEST = {"key": "action_key", "number": "number", "code": "code"}
"""What is told of an award's latest moving action, by its columns."""
MOVING = ("moving_actions", "moving_day", "moving_key", "moving_number", "moving_code")
OF_AN_AWARD = (
    "first_day",
    "last_day",
    "last_plain_day",
    "obligated_usd",
    "moving_actions",
    "moving_day",
    "moving_key",
    "moving_number",
    "moving_code",
    "vendor_uei",
    "vendor_name",
    "seen",
    "is_held",
)

OF_A_PAIR = (
    "shared_actions",
    "shared_days",
    "shared_usd",
    "shared_from",
    "shared_to",
    "alone_actions",
    "moved_usd",
    "carried_usd",
)
"""Columns of a pair that are published beside the verdict."""


class PairEvidence(NamedTuple):
    """Pairs that may be one award, and the facts of the awards in judged ties."""

    pairs: ir.Table
    known: ir.Table


def evidence(
    transactions: ir.Table, past: ir.Table, judged: Sequence[Tie], keep: Keep = as_it_is
) -> PairEvidence:
    """Pairs of keys that may be one award, and what both have in common.

    In: the actions held, their past versions, and the ties that people judged. Out: one row a
    pair, `one_key` before `other_key` by spelling; each award's facts under `one_…` and
    `other_…`; `shared_…` of events under both, an event being a day with an obligation, or with a
    ceiling change alone; `alone_actions` of events in the days of both that stand under one key
    only; `moved_usd` where one took back what the other gave, `carried_usd` where one begins with
    the sum of the other.
    """
    known = keep(names(transactions, past), "names_of_vendors")
    every = keep(slim(transactions, past, known), "slim_actions")
    moving = keep(every.filter(every.is_moving), "moving_actions")
    same = with_same_events(every, moving, keep)
    same = same.union(under_moved_vehicles(every, moving, keep), distinct=True)
    same = keep(same, "moving_pairs")
    again = keep(given_again(every, moving, keep), "given_again")
    carried = keep(carried_over(every, moving, keep), "carried_over")
    three = (same, again, carried)
    sides = [table.select(award_key=name) for table in three for name in PAIR]
    vehicles = moving.filter(moving.is_vehicle).select("award_key")
    keys = ibis.union(*sides, named(judged), vehicles, distinct=True)
    # from here on the few awards in question, with all that is compared of them
    keys = keep(keys, "moving_keys")
    held, gone = (
        table.semi_join(keys, table[AWARD] == keys.award_key) for table in (transactions, past)
    )
    close = keep(whole(held, gone, known), "moving_rows")
    facts = keep(_with_vehicles_move(_facts(close)), "moving_facts")
    found = ibis.union(
        *(table.select(*PAIR) for table in three), judged_pairs(judged, facts), distinct=True
    )
    events = _events(close)
    table = both = _with_facts(found, facts)
    for part in (_shared(found, events), _alone(both, events), again, carried):
        table = table.left_join(part, list(PAIR)).drop(*(f"{name}_right" for name in PAIR))
    # a pair without an event in common has none of them, which is a count and not a gap
    counts = {name: table[name].fill_null(0).cast("int64") for name in COUNTS}
    return PairEvidence(table.mutate(**counts), facts.semi_join(named(judged), "award_key"))


def _events(every: ir.Table) -> ir.Table:
    """Days on which an award's money moved: one row an award, day and amounts."""
    money = every.filter(every.is_money)
    return money.group_by("award_key", *EVENT).aggregate(
        times=money.count(),
        text=money.text.min(),
        ceiling=money.ceiling.min(),
        usd=money.usd.min(),
        moving=money.is_moving.any(),
    )


def _facts(every: ir.Table) -> ir.Table:
    """Facts of one award; its latest moving action stands for all of them."""
    # the key breaks ties, so that every engine names the same action
    order = every.day.cast("string").fill_null("").concat(every.action_key)
    every = every.mutate(order=every.is_moving.ifelse(order, ibis.null("string")))
    moving = every.is_moving
    latest = {
        f"moving_{name}": every[column].argmax(every.order) for name, column in LATEST.items()
    }
    table = every.group_by("award_key").aggregate(
        first_day=every.day.min(),
        last_day=every.day.max(),
        last_plain_day=every.day.max(where=~moving),
        obligated_usd=every.usd.sum().cast(MONEY),
        moving_actions=every.count(where=moving),
        moving_day=every.day.max(where=moving),
        **latest,
        piid=every.piid.max(),
        parent_piid=every.parent_piid.max(),
        is_vehicle=every.is_vehicle.any(),
        vendor_uei=every.uei.max(),
        vendor_name=every.name.max(),
        seen=every.seen.min(),
        is_held=every.is_held.any(),
    )
    # engines differ in what the greatest of nothing is
    has = table.moving_actions > 0
    named = {
        name: has.ifelse(table[name], ibis.null("string"))
        for name in ("moving_key", "moving_number", "moving_code")
    }
    return table.mutate(**named)


def _with_vehicles_move(facts: ir.Table) -> ir.Table:
    """An order without a moving action of its own has that of its vehicle."""
    of_vehicle = facts.filter(facts.is_vehicle & (facts.moving_actions > 0))
    of_vehicle = of_vehicle.group_by(parent_piid="piid").aggregate(
        **{f"of_{name}": of_vehicle[name].argmax(of_vehicle.moving_key) for name in MOVING}
    )
    table = facts.left_join(of_vehicle, "parent_piid").drop("parent_piid_right")
    own = table.moving_actions > 0
    moving = {name: own.ifelse(table[name], table[f"of_{name}"]) for name in MOVING}
    moving["moving_actions"] = moving["moving_actions"].fill_null(0)
    return table.mutate(**moving).drop(*(f"of_{name}" for name in MOVING))


def _with_facts(found: ir.Table, facts: ir.Table) -> ir.Table:
    for side in ("one", "other"):
        named = {f"{side}_{name}": facts[name] for name in OF_AN_AWARD}
        of_side = facts.select(**{f"{side}_key": facts.award_key}, **named)
        found = found.join(of_side.view(), f"{side}_key")
    return found.mutate(
        from_day=ibis.greatest(found.one_first_day, found.other_first_day),
        to_day=ibis.least(found.one_last_day, found.other_last_day),
    )


def _whole(sum_: ir.IntegerScalar) -> ir.IntegerValue:
    # a sum of whole numbers is wider on one engine, and read as a fraction
    return sum_.cast("int32").cast("int64")


def _of(events: ir.Table, side: str) -> ir.Table:
    named = {f"{side}_{name}": events[name] for name in OF_AN_EVENT}
    return events.select(*EVENT, "usd", **{f"{side}_key": events.award_key}, **named).view()


def _shared(found: ir.Table, events: ir.Table) -> ir.Table:
    """Events under both keys of a pair; as often as they stand under the one that has fewer."""
    both = found.join(_of(events, "one"), "one_key").join(
        _of(events, "other").drop("usd"), ["other_key", *EVENT]
    )
    times = ibis.least(both.one_times, both.other_times)
    alike = (both.one_text == both.other_text).fill_null(False)
    differ = (both.one_text != both.other_text).fill_null(False)
    return both.group_by(*PAIR).aggregate(
        shared_actions=_whole(times.sum()),
        shared_days=both.day.nunique(),
        shared_usd=(both.usd * times).sum().cast(MONEY),
        shared_from=both.day.min(),
        shared_to=both.day.max(),
        alike_texts=both.count(where=alike),
        other_texts=both.count(where=differ),
        other_ceilings=both.count(where=both.one_ceiling != both.other_ceiling),
    )


def _alone(table: ir.Table, events: ir.Table) -> ir.Table:
    """Events that one key has oftener than the other, in the days that both cover.

    Beside them money on moving actions whatever their day: it moved and was not copied.
    """
    parts = []
    for side, beside in (("one", "other"), ("other", "one")):
        # the whole list of the one, and for each what the other has of it
        mine = table.select(*PAIR, "from_day", "to_day").join(_of(events, side), f"{side}_key")
        theirs = _of(events, beside).drop("usd")
        mine = mine.left_join(theirs, [f"{beside}_key", *EVENT])
        more = mine[f"{side}_times"] - mine[f"{beside}_times"].fill_null(0)
        counts = mine.day.between(mine.from_day, mine.to_day) | mine[f"{side}_moving"]
        parts.append(mine.select(*PAIR, more=(counts & (more > 0)).ifelse(more, 0).cast("int64")))
    both = ibis.union(*parts)
    return both.group_by(*PAIR).aggregate(alone_actions=_whole(both.more.sum()))


def moved_awards(verdicts: ir.Table, pairs: ir.Table) -> ir.Table:
    """A moved award is one that stands under two numbers: the same vendor, days and amounts under
    both, beside an action by which numbers change.

    In: the rows of `moved_verdicts`, and `evidence`. Out: one row a pair. `award_key` is the key
    under which the two are counted as one, null where they are not: a possible tie is a question,
    a rejected one was answered by a person.
    """
    one = ibis.least(verdicts.earlier_key, verdicts.later_key)
    table = verdicts.mutate(
        one_key=one, other_key=ibis.greatest(verdicts.earlier_key, verdicts.later_key)
    )
    table = table.left_join(pairs, list(PAIR)).drop(*(f"{name}_right" for name in PAIR))
    first = table.earlier_key == table.one_key

    def of(side: str, name: str) -> ir.Value:
        one, other = table[f"one_{name}"], table[f"other_{name}"]
        return first.ifelse(one, other) if side == "earlier" else first.ifelse(other, one)

    # the number that was changed to has the moving action as a rule; else the one that was left
    on_later = of("later", "moving_key").notnull()
    moving = {
        f"moving_{name}": on_later.ifelse(
            of("later", f"moving_{name}"), of("earlier", f"moving_{name}")
        )
        for name in ("key", "number", "code", "day")
    }
    return table.select(
        "status",
        "award_key",
        "earlier_key",
        "later_key",
        earlier_piid=table.earlier_key.split("_")[2],
        later_piid=table.later_key.split("_")[2],
        earlier_held=of("earlier", "is_held"),
        later_held=of("later", "is_held"),
        recipient_uei=of("later", "vendor_uei").coalesce(of("earlier", "vendor_uei")),
        recipient_name=of("later", "vendor_name").coalesce(of("earlier", "vendor_name")),
        way=table.way,
        **{name: table[name] for name in OF_A_PAIR},
        **moving,
        **{
            name: table[name]
            for name in ("place", "open_because", "because", "source", "since", "by")
        },
    )
