"""Time growth: extension of the potential end date."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures import not_in_copy
from analysis.measures.growth.start import NO_BASE, of_award

POTENTIAL_END = "period_of_performance_potential_end_date"


def time_growth(actions: ir.Table) -> ir.Table:
    """Time growth is the days from the base action's potential end date, with all options, to the
    latest one that is stated.

    In: actions with their start. Out: one row an award. On a vehicle the last day to order
    stands in where no potential end is stated. The ratio is over the days first planned, from
    the stated start of performance or else the first action; it is missing where those are
    not positive. Below zero where the end was brought forward.
    """
    place, base = actions.order_in_award, actions.is_base
    end = actions.period_of_performance_potential_end_date.fill_null(
        actions.ordering_period_end_date
    )
    start = actions.period_of_performance_start_date
    dates = actions.group_by("award_key").aggregate(
        base_held=of_award(actions.base_held),
        not_in_copy=of_award(actions.not_in_copy),
        first_potential_end_date=end.argmin(place, where=base & end.notnull()),
        latest_potential_end_date=end.argmax(place, where=end.notnull()),
        start=start.argmin(place, where=base & start.notnull()).fill_null(
            of_award(actions.first_action_date)
        ),
    )
    planned = dates.first_potential_end_date.delta(dates.start, unit="day")
    growth = dates.latest_potential_end_date.delta(dates.first_potential_end_date, unit="day")
    return dates.select(
        "award_key",
        "first_potential_end_date",
        "latest_potential_end_date",
        planned_days=planned,
        time_growth_days=growth,
        time_growth_ratio=(planned > 0).ifelse(
            # nullif: an engine may compute the branch that it does not take
            (planned + growth).cast("float64") / planned.nullif(0).cast("float64"),
            ibis.null("float64"),
        ),
        time_growth_missing_because=ibis.cases(
            (~dates.base_held, NO_BASE),
            (
                dates.first_potential_end_date.isnull()
                & not_in_copy.is_named(dates.not_in_copy, POTENTIAL_END),
                "the copy held here lacks the potential end",
            ),
            (dates.first_potential_end_date.isnull(), "the base action states no potential end"),
            (planned <= 0, "the potential end first stated is not after the start"),
            else_=ibis.null("string"),
        ),
    )
