"""Likely errors: amounts and days that a reader should look at before quoting them.

A mark is a question; nothing is dropped, and every sum has the marked amounts.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures.actions import ACTION, AWARD
from analysis.measures.flags import has
from analysis.measures.growth.screens import values
from analysis.measures.growth.start import EXACT
from analysis.rules.matching import joined, texts_of
from fetch import fiscal

READS = ("solicitation_identifier",)
TAKEN_BACK, OUT_OF_SCALE, UNLIMITED, AFTER_FILE, SHARED = (
    "TAKEN_BACK",
    "OUT_OF_SCALE",
    "UNLIMITED_CEILING",
    "AFTER_FILE",
    "SHARED_CEILING",
)
OF_ACTIONS = (TAKEN_BACK, OUT_OF_SCALE, UNLIMITED, AFTER_FILE)
NO_ERROR = ("NO_BASE",)
"""Screens of growth that say what is not held; every other one marks a likely error."""
YEARS = 2
NEAR = (1, 2, 3)
"""How far the neighbors of an amount lie, on each side."""
SMALLEST = 1_000_000
"""Dollars from which an amount can be out of scale: a thousand times a dollar is no error."""


def of_actions(actions: ir.Table) -> ir.Table:
    """Marks of actions: transaction key and `marks`, joined by `|`; only actions that have one.

    In: the table of `growth.by_action` with `last_seen`.
    """
    table = actions.select(
        ACTION,
        AWARD,
        "order_in_award",
        "action_date",
        "last_seen",
        obligated=actions.obligated_usd.cast(EXACT),
        ceiling=actions.ceiling_change_usd.cast(EXACT),
    )
    limit = values()[UNLIMITED]
    marks = [
        _marked(table.filter((table.ceiling >= limit).fill_null(False)), UNLIMITED),
        _marked(
            table.filter((table.action_date > table.last_seen.date()).fill_null(False)), AFTER_FILE
        ),
        _marked(_taken_back(table), TAKEN_BACK),
        *(_marked(_out_of_scale(table, name), OUT_OF_SCALE) for name in ("obligated", "ceiling")),
    ]
    every = ibis.union(*marks)
    of_any = {name: (every["mark"] == name).any() for name in OF_ACTIONS}
    each = every.group_by(ACTION, AWARD).aggregate(**of_any)
    marks = joined(texts_of([(each[name], name) for name in OF_ACTIONS]), "|")
    return each.select(ACTION, AWARD, marks=marks)


def of_awards(
    marked: ir.Table, screened: ir.Table, actions: ir.Table, awards: ir.Table
) -> ir.Table:
    """Marks of awards: `award_key` and `marks`, null where there is none.

    In: `of_actions`, the screens of growth, the actions with `solicitation_identifier`, awards.
    """
    of_any = {name: has(marked.marks, name).any() for name in OF_ACTIONS}
    below = marked.group_by(AWARD).aggregate(**of_any)
    shared = _shared(actions, awards)
    table = awards.select("award_key").left_join(screened, "award_key").drop("award_key_right")
    table = table.left_join(below, table.award_key == below[AWARD])
    table = table.left_join(shared, table.award_key == shared.shared_key)
    own = [name for name in values() if name not in (*OF_ACTIONS, SHARED, *NO_ERROR)]
    conditions = [
        *((has(table.screens, name), name) for name in own),
        *((table[name].fill_null(False), name) for name in OF_ACTIONS),
        (table.shared_key.notnull(), SHARED),
    ]
    marks = joined(texts_of(conditions), "|").nullif("")
    return table.select("award_key", marks=marks)


def _marked(rows: ir.Table, mark: str) -> ir.Table:
    return rows.select(ACTION, AWARD, mark=ibis.literal(mark))


def _taken_back(table: ir.Table) -> ir.Table:
    """Obligations of which one later action takes back the share, within two fiscal years."""
    years = {"year": fiscal.ibis(table.action_date)}
    back = table.filter(table.obligated < 0).select(
        back_award=AWARD,
        back_order="order_in_award",
        back=-table.obligated,
        back_year=years["year"],
    )
    given = table.filter(table.obligated > 0).mutate(**years)
    share = values()[TAKEN_BACK]
    both = given.join(
        back,
        [
            given[AWARD] == back.back_award,
            back.back_order > given.order_in_award,
            # more than was given was given elsewhere too
            back.back <= given.obligated,
            back.back >= (given.obligated * share).cast(EXACT),
            back.back_year <= given.year + YEARS,
        ],
    )
    return both.select(ACTION, AWARD).distinct()


def _out_of_scale(table: ir.Table, name: str) -> ir.Table:
    """Amounts so many times those of the actions before and after that state one but zero."""
    times = int(values()[OUT_OF_SCALE] or 0)
    stated = table.filter(table[name] != 0)
    size = stated[name].abs()
    in_place = {"group_by": stated[AWARD], "order_by": stated.order_in_award}
    window = ibis.window(**in_place)
    # the largest of several: one small change beside a large one is usual
    sides = {
        side: ibis.greatest(*(getattr(size, side)(far).over(window) for far in NEAR))
        for side in ("lag", "lead")
    }
    beside = stated.select(ACTION, AWARD, size=size, **sides)
    # an amount with no neighbor on one side is not told: a base action is larger than what follows
    return beside.filter(
        beside["size"] >= SMALLEST,
        beside["size"] >= beside["lag"] * times,
        beside["size"] >= beside["lead"] * times,
    )


def _shared(actions: ir.Table, awards: ir.Table) -> ir.Table:
    """Vehicles of one solicitation that state one ceiling."""
    named = actions.filter(actions.solicitation_identifier.notnull())
    named = named.group_by(AWARD).aggregate(solicitation=named.solicitation_identifier.max())
    vehicles = awards.filter(awards.award_kind == "IDV", awards.ceiling_usd > 0)
    table = vehicles.select("award_key", "ceiling_usd", "component_code").join(
        named, vehicles.award_key == named[AWARD]
    )
    alike = table.mutate(
        alike=table.count().over(group_by=("solicitation", "component_code", "ceiling_usd"))
    )
    return alike.filter(alike.alike > 1).select(shared_key="award_key")
