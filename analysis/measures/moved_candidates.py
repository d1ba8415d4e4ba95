"""Candidates for moved awards: pairs of keys with an event in common, or with money given again.

Each join is bounded: what more than some awards have in common is no evidence, and only what a
moving action stands beside is looked at. So the work grows with the actions, not with their pairs.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from analysis.measures.actions import is_base
from analysis.measures.awards import Keep
from analysis.measures.growth.by_action import MONEY
from analysis.rules.moved_awards import Tie

CROWD = 20
"""Awards with one event in common, above which it is no evidence; it bounds every join here."""
MOST_DAYS = 31
"""Days between money taken back under one number and given again under the other; ours."""
EVENT = ("vendor", "is_vehicle", "day", "obligation", "ceiling_alone")
PAIR = ("one_key", "other_key")
SIZE = ("vendor", "is_vehicle", "size")


def with_same_events(every: ir.Table, moving: ir.Table, keep: Keep) -> ir.Table:
    """Pairs with an event in common, one of them with a moving action."""
    marked = moving.select("award_key").distinct()
    money = every.filter((every.obligation != 0) | (every.ceiling_alone != 0))
    money = money.select("award_key", *EVENT)
    wanted = money.semi_join(marked, "award_key").select(*EVENT).distinct()
    near = keep(money.semi_join(wanted, list(EVENT)).distinct(), "moving_events")
    crowd = ibis.window(group_by=[near[name] for name in EVENT])
    few = near.mutate(crowd=near.award_key.count().over(crowd))
    few = few.filter(few.crowd.between(2, CROWD)).drop("crowd")
    ours = few.semi_join(marked, "award_key").rename(ours="award_key")
    both = ours.join(few.rename(theirs="award_key").view(), list(EVENT))
    both = both.filter(both.ours != both.theirs)
    return in_order(both, both.ours, both.theirs).distinct()


def under_moved_vehicles(every: ir.Table, moving: ir.Table, keep: Keep) -> ir.Table:
    """Pairs of orders of one number under two vehicles, of which one changed its number.

    An order's key has its vehicle's number in it, so all of them change with it, and no action of
    theirs says so.
    """
    vehicles = moving.filter(moving.is_vehicle).select(parent_piid="piid").distinct()
    money = every.filter(every.parent_piid.notnull(), every.piid.notnull())
    money = money.filter((money.obligation != 0) | (money.ceiling_alone != 0))
    event = ["piid", *EVENT]
    money = money.select("award_key", "parent_piid", *event)
    wanted = money.semi_join(vehicles, "parent_piid").select(*event).distinct()
    near = keep(money.semi_join(wanted, event).distinct(), "moving_orders")
    crowd = ibis.window(group_by=[near[name] for name in event])
    few = near.mutate(crowd=near.award_key.count().over(crowd))
    few = few.filter(few.crowd.between(2, CROWD)).drop("crowd")
    ours = few.semi_join(vehicles, "parent_piid").rename(ours="award_key", our="parent_piid")
    both = ours.join(few.rename(theirs="award_key", their="parent_piid").view(), event)
    both = both.filter(both.our != both.their)
    return in_order(both, both.ours, both.theirs).distinct()


def given_again(every: ir.Table, moving: ir.Table, keep: Keep) -> ir.Table:
    """An obligation taken back under one key and given under another within some days.

    One of the two actions is a moving one itself, and what is given is a base action or moving.
    """
    sized = moving.filter(moving.obligation != 0)
    sizes = sized.select(*SIZE[:2], size=sized.obligation.abs()).distinct()
    money = every.filter(every.obligation != 0).mutate(size=lambda t: t.obligation.abs())
    money = money.select(*SIZE, "award_key", "day", "obligation", "number", "is_moving")
    near = keep(money.semi_join(sizes, list(SIZE)), "moving_money")
    crowd = ibis.window(group_by=[near[name] for name in SIZE])
    few = near.mutate(crowd=near.award_key.count().over(crowd))
    few = few.filter(few.crowd.between(2, CROWD))
    taken = few.filter(few.obligation < 0)
    taken = taken.select(*SIZE, taker="award_key", taken_on="day", taken_moving="is_moving")
    given = few.filter((few.obligation > 0) & (few.is_moving | is_base(few.number)))
    given = given.select(*SIZE, giver="award_key", given_on="day", given_moving="is_moving")
    both = taken.join(given.view(), list(SIZE))
    both = both.filter(
        both.taker != both.giver,
        both.given_on.delta(both.taken_on, unit="day").between(-MOST_DAYS, MOST_DAYS),
        both.taken_moving | both.given_moving,
    )
    pairs = in_order(both, both.taker, both.giver)
    return pairs.group_by(*PAIR).aggregate(
        moved_usd=pairs["size"].max().cast(MONEY),
        # a pair that took and gave in both directions tells no direction
        taker=(pairs.taker.nunique() == 1).ifelse(pairs.taker.min(), ibis.null("string")),
    )


def carried_over(every: ir.Table, moving: ir.Table, keep: Keep) -> ir.Table:
    """A moving action that obligates all that was obligated under another key by its day."""
    given = moving.filter(moving.obligation > 0).mutate(size=lambda t: t.obligation)
    given = given.select(*SIZE, giver="award_key", given_on="day")
    vendors = given.select(*SIZE[:2]).distinct()
    near = every.filter(every.obligation != 0).semi_join(vendors, list(SIZE[:2]))
    sums = near.group_by("award_key", *SIZE[:2]).aggregate(
        size=near.obligation.sum(), last_day=near.day.max()
    )
    sums = keep(sums, "moving_sums")
    crowd = ibis.window(group_by=[sums[name] for name in SIZE])
    few = sums.mutate(crowd=sums.award_key.count().over(crowd))
    few = few.filter(few.crowd <= CROWD).rename(left="award_key")
    few = few.mutate(size=few["size"].cast(given["size"].type()))
    both = few.join(given, list(SIZE))
    both = both.filter(both.left != both.giver, both.last_day <= both.given_on)
    pairs = in_order(both, both.left, both.giver)
    return pairs.group_by(*PAIR).aggregate(
        carried_usd=pairs["size"].max().cast(MONEY), carrier=pairs.giver.min()
    )


def in_order(table: ir.Table, one: ir.StringColumn, other: ir.StringColumn) -> ir.Table:
    """Rows of a pair, whichever of the two comes first by spelling."""
    table = table.mutate(one_key=ibis.least(one, other), other_key=ibis.greatest(one, other))
    return table.select(
        *PAIR, *(name for name in ("size", "taker", "giver") if name in table.columns)
    )


def named(judged: Sequence[Tie]) -> ir.Table:
    """Keys in judged ties."""
    keys = sorted({key for tie in judged for key in (tie.earlier, tie.later)})
    return ibis.memtable([(key,) for key in keys], schema={"award_key": "string"})


def judged_pairs(judged: Sequence[Tie], facts: ir.Table) -> ir.Table:
    """Judged pairs of which both keys are known."""
    rows = [tuple(sorted((tie.earlier, tie.later))) for tie in judged]
    table = ibis.memtable(rows, schema=dict.fromkeys(PAIR, "string"))
    for name in PAIR:
        table = table.semi_join(facts.select(**{name: "award_key"}), name)
    return table
