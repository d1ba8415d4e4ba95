"""Growth by change orders, and ceiling breaches, as CSIS defines them."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures.growth.by_action import MONEY
from analysis.measures.growth.start import NO_BASE, of_award, positive, stated_sum

# D is a change order, L definitizes one (CSIS, ReasonForModification)
CODES = ("D", "L")
UNCLEAR = "an action that may be a change order does not state its type or its ceiling change"


def change_orders(actions: ir.Table) -> ir.Table:
    """Change-order growth is the sum of the ceiling changes, none of them below zero, of later
    actions coded D or L; where it is above zero there is a ceiling breach (CSIS).

    In: actions with their start. Out: one row an award. The ratio is the initial ceiling with
    this growth over the initial ceiling. `change_orders_unclear` counts later actions that
    may be change orders but state no known type or no ceiling change; where there are any, an award
    without growth is not said to have had no breach.
    """
    change, later = actions.ceiling_change_usd, ~actions.is_base
    coded = later & actions.type_code.isin(CODES).fill_null(False)
    rose = (change >= 0).fill_null(True)
    # a type outside the list could be any: such an action makes "no breach" unsafe
    untyped = later & actions.growth_bucket.isnull() & (change > 0).fill_null(True)
    sums = actions.group_by("award_key").aggregate(
        base_held=of_award(actions.base_held),
        initial=of_award(actions.initial_ceiling_usd),
        no_start=of_award(actions.ceiling_growth_missing_because),
        growth=stated_sum(change, coded & rose),
        unclear=actions.count(where=(coded & change.isnull()) | untyped),
    )
    growth = sums.base_held.ifelse(sums.growth, ibis.null(MONEY))
    # yes needs one known rise, no needs every action to be clear; else null
    breach = (growth > 0) | (sums.unclear > 0).ifelse(ibis.null("boolean"), False)
    return sums.select(
        "award_key",
        change_order_growth_usd=growth,
        change_order_growth_ratio=(sums.initial + growth).cast("float64")
        / positive(sums.initial).cast("float64"),
        ceiling_breach=sums.base_held.ifelse(breach, ibis.null("boolean")),
        change_orders_unclear=sums.unclear,
        change_orders_missing_because=ibis.cases(
            (~sums.base_held, NO_BASE),
            (growth.isnull() | breach.isnull(), UNCLEAR),
            else_=sums.no_start,
        ),
    )
