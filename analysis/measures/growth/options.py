"""Options exercised, as CSIS defines them."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures import not_in_copy
from analysis.measures.growth.by_action import MONEY
from analysis.measures.growth.start import NO_BASE, of_award, positive, stated_sum

# codes that may exercise an option, by CSIS
CODES = ("B", "C", "G")
UNCLEAR = "an action that may exercise an option does not state what it exercised"
EXERCISED = "base_and_exercised_options_value"
NOT_HELD = "the copy held here lacks the value of base and exercised options"
NO_START = "the base action states no positive value of base and exercised options"


def exercised_options(actions: ir.Table) -> ir.Table:
    """Exercised options are the base-and-exercised value, above zero, of later actions coded B, C
    or G that leave the ceiling where it is or lower it (CSIS).

    In: actions with their start. Out: one row an award. The ratio is the options over the base
    action's base-and-exercised value, plus one. `unexercised_options_at_start` is whether that
    value was below the initial ceiling; it is missing where either is not positive or the base
    action obligates more. `options_unclear` counts later actions that may exercise an option
    but state no known type or not both values.
    """
    sums = _sums(actions)
    options = sums.base_held.ifelse(sums.options, ibis.null(MONEY))
    start = positive(sums.start)
    # a base obligated beyond its own exercised value is a record that contradicts itself
    sound = (sums.initial > 0) & (start > 0) & ~(sums.initial_obligated > start).fill_null(False)
    return sums.select(
        "award_key",
        initial_exercised_usd=sums.start,
        exercised_options_usd=options,
        option_growth_ratio=options.cast("float64") / start.cast("float64") + 1,
        unexercised_options_at_start=sound.fill_null(False).ifelse(
            start < sums.initial, ibis.null("boolean")
        ),
        options_unclear=sums.unclear,
        options_missing_because=ibis.cases(
            (~sums.base_held, NO_BASE),
            (options.isnull() & not_in_copy.is_named(sums.not_in_copy, EXERCISED), NOT_HELD),
            (options.isnull(), UNCLEAR),
            (start.isnull() & not_in_copy.is_named(sums.not_in_copy, EXERCISED), NOT_HELD),
            (start.isnull(), NO_START),
            else_=ibis.null("string"),
        ),
    )


def _sums(actions: ir.Table) -> ir.Table:
    """Certain option exercises of each award, and the count of unclear actions."""
    exercised, later = actions.base_and_exercised_options_value, ~actions.is_base
    # an exercised option adds to base-and-exercised and leaves the ceiling, which held it already
    raises_base, steady = exercised > 0, actions.ceiling_change_usd <= 0
    may_be = raises_base.fill_null(True) & steady.fill_null(True)
    certain = raises_base.fill_null(False) & steady.fill_null(False)
    coded = later & actions.type_code.isin(CODES).fill_null(False)
    left_open = (coded & may_be & ~certain) | (later & actions.growth_bucket.isnull() & may_be)
    told = (coded & certain).any() | ~(coded & may_be).any()
    return actions.group_by("award_key").aggregate(
        base_held=of_award(actions.base_held),
        not_in_copy=of_award(actions.not_in_copy),
        initial=of_award(actions.initial_ceiling_usd),
        initial_obligated=of_award(actions.initial_obligated_usd),
        start=exercised.sum(where=actions.is_base).cast(MONEY),
        options=told.ifelse(stated_sum(exercised, coded & certain), ibis.null(MONEY)),
        unclear=actions.count(where=left_open),
    )
