"""Common input of the growth measures: actions beside their award's first sums."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures.actions import AWARD

EXACT = "decimal(18, 2)"
"""Dollars narrow enough that every engine multiplies them by a small number to the cent."""
NO_BASE = "the base action is not held"
OF_THE_ACTION = (
    "order_in_award",
    "is_base",
    "action_date",
    "action_type_code",
    "growth_bucket",
    "ceiling_change_usd",
    "cumulative_obligated_usd",
    "cumulative_ceiling_usd",
    "base_and_exercised_options_value",
    "period_of_performance_start_date",
    "period_of_performance_potential_end_date",
    "ordering_period_end_date",
)
OF_THE_AWARD = (
    "award_key",
    "base_held",
    "first_action_date",
    "initial_obligated_usd",
    "initial_ceiling_usd",
    "obligated_usd",
    "ceiling_usd",
    "ceiling_growth_usd",
    "ceiling_growth_missing_because",
    "not_in_copy",
)


def with_start(actions: ir.Table, awards: ir.Table) -> ir.Table:
    """Each action of `growth.by_action` with its award's first and latest sums.

    Adds `type_code`, the action's type in capitals, null where blank. An award without
    actions is not in it.
    """
    table = actions.select(AWARD, *OF_THE_ACTION).join(
        awards.select(*OF_THE_AWARD), actions[AWARD] == awards.award_key
    )
    return table.mutate(type_code=table.action_type_code.strip().upper().nullif("")).drop(AWARD)


def of_award(column: ir.Column) -> ir.Scalar:
    """Aggregate of a fact that every action of an award repeats."""
    return column.max()


def positive(usd: ir.DecimalValue) -> ir.DecimalValue:
    """Dollars above zero, safe as a divisor; else null."""
    return (usd > 0).ifelse(usd, ibis.null(usd.type()))


def stated_sum(change: ir.DecimalColumn, counted: ir.BooleanColumn) -> ir.DecimalScalar:
    """Sum over counted actions: zero without any, null where none states its change."""
    # a sum over no rows is null in SQL, but "no such action" is a known zero
    zero = ibis.literal(0).cast(EXACT)
    return counted.any().ifelse(change.sum(where=counted), zero).cast("decimal(38, 2)")
