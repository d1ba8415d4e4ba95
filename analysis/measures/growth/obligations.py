"""Growth of obligations, and the room left under the ceiling."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures import not_in_copy
from analysis.measures.growth.by_action import MONEY
from analysis.measures.growth.start import NO_BASE, positive


def obligation_growth(awards: ir.Table) -> ir.Table:
    """Growth of obligations is what is obligated now less what the base action obligated, and as
    a ratio over it.

    In: awards. Out: one row an award. Money taken back counts against it. There is none where
    the base action is not held, or obligates nothing or less.
    """
    start = positive(awards.initial_obligated_usd)
    return awards.select(
        "award_key",
        "obligation_growth_ratio",
        "obligations_missing",
        obligation_growth_usd=(awards.obligated_usd - start).cast(MONEY),
        obligation_growth_missing_because=ibis.cases(
            (~awards.base_held, NO_BASE),
            (awards.initial_obligated_usd.isnull(), "the base action states no obligation"),
            (start.isnull(), "the base action's obligation is not positive"),
            else_=ibis.null("string"),
        ),
    )


def room_left(awards: ir.Table) -> ir.Table:
    """Room left is the ceiling now less what is obligated, and as a share of that ceiling.

    In: awards. Out: one row an award. Below zero where more is obligated than the ceiling.
    """
    now = positive(awards.ceiling_usd)
    return awards.select(
        "award_key",
        "room_left_usd",
        room_left_pct=awards.room_left_usd.cast("float64") / now.cast("float64") * 100,
        room_left_missing_because=ibis.cases(
            (~awards.base_held, NO_BASE),
            (
                awards.ceiling_usd.isnull()
                & not_in_copy.is_named(awards.not_in_copy, not_in_copy.CEILING),
                not_in_copy.NO_CEILING_HELD,
            ),
            (awards.ceiling_usd.isnull(), "the base action states no ceiling"),
            (awards.obligated_usd.isnull(), "no action states an obligation"),
            (now.isnull(), "the ceiling is not positive"),
            else_=ibis.null("string"),
        ),
    )
