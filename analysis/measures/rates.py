"""Competition rates: shares of obligations not competed, as a range, by rule set."""

from __future__ import annotations

from functools import reduce
from operator import and_

import ibis
import ibis.expr.types as ir

from analysis.measures.families import psc_family
from analysis.measures.flags import has
from analysis.measures.growth.by_action import MONEY
from analysis.rules.lookups import check_rates
from analysis.rules.rule_sets import DEFAULT, class_column

COMPARABLE_FROM = 2011
"""First fiscal year of comparable rates; competition of orders is recorded since October 2010."""


def award_years(actions: ir.Table) -> ir.Table:
    """Obligations of each award in each fiscal year: what was given, what was taken back.

    In: the published `actions`. Out: one row an award and fiscal year: `obligated_usd` (net),
    `given_usd` (sum of what is above zero), `taken_back_usd` (below zero), `actions`, of which
    `given_actions` and `taken_back_actions`, and `obligations_missing`, those that state none.
    """
    amount = actions.obligated_usd
    return actions.group_by("award_key", "fiscal_year").aggregate(
        obligated_usd=amount.sum().cast(MONEY),
        given_usd=amount.sum(where=amount > 0).cast(MONEY),
        taken_back_usd=amount.sum(where=amount < 0).cast(MONEY),
        actions=actions.count(),
        given_actions=actions.count(where=amount > 0),
        taken_back_actions=actions.count(where=amount < 0),
        obligations_missing=actions.count(where=amount.isnull()),
    )


def by_class(
    years: ir.Table, awards: ir.Table, classes: ir.Table, rule_set: str = DEFAULT, by: str = "all"
) -> ir.Table:
    """Obligations by class of the award, each class on its own, by the rules of one set.

    In: the published `award_years`, `awards` and `classes`. Out: one row a value of `by` and
    class: `value`, `competition_class`, `competition_group`, `not_competed`, `in_rates`,
    `obligated_usd`, `awards`, `actions`. An obligation counts once, where it sits: on an order
    or on a vehicle, a vehicle by its own competition. WrongChoice for an unknown set or `by`.
    """
    check_rates(by, rule_set)
    bought = awards.select(
        "award_key",
        component=awards.component.fill_null("not stated"),
        vendor=awards.recipient_name.fill_null("not stated"),
        psc_family=psc_family(awards.product_or_service_code).fill_null("not stated"),
        technology="technology",
        competition_class=awards[class_column(rule_set)],
        in_rates=_in_rates(awards, rule_set),
    )
    sides = classes.select(
        competition_class="class", competition_group="group", not_competed="not_competed"
    )
    # an obligation counts where it sits, so orders and their vehicle are never added twice
    table = years.join(bought, "award_key").join(sides, "competition_class")
    table = table.mutate(value=ibis.literal("all") if by == "all" else table[by].cast("string"))
    keys = ("value", "competition_class", "competition_group", "not_competed", "in_rates")
    return table.group_by(*keys).aggregate(
        obligated_usd=table.obligated_usd.sum().cast(MONEY),
        awards=table.award_key.nunique(),
        actions=table.actions.sum().cast("int64"),
    )


def rates(by_class: ir.Table) -> ir.Table:
    """Share of obligations not competed: a range.

    In: the table of `by_class`. Out: one row a value: the sums `obligated_usd`,
    `not_competed_usd`, `one_offer_usd`, `unknown_usd` (unknown and contradictory);
    `not_competed_low`, as if all that is unknown was competed, and `not_competed_high`, as if
    none of it was; `unknown_share`. All three are missing where money taken back leaves a part
    below zero or above the whole. A competition that drew one offer is never among those not
    competed. Awards kept out of rates (R70) are in none of them.
    """
    table = by_class.filter(by_class.in_rates)
    amount = table.obligated_usd
    sums = table.group_by("value").aggregate(
        obligated_usd=amount.sum().cast(MONEY),
        not_competed_usd=_sum(amount, table.not_competed == "yes"),
        one_offer_usd=_sum(amount, table.competition_group == "one offer"),
        unknown_usd=_sum(amount, table.not_competed == "unknown"),
        awards=table.awards.sum().cast("int64"),
    )
    whole, part, unknown = sums.obligated_usd, sums.not_competed_usd, sums.unknown_usd
    sound = reduce(and_, [whole > 0, part >= 0, unknown >= 0, part + unknown <= whole])
    return sums.mutate(
        not_competed_low=_share(part, whole, sound),
        not_competed_high=_share(part + unknown, whole, sound),
        unknown_share=_share(unknown, whole, sound),
    )


def _in_rates(awards: ir.Table, rule_set: str) -> ir.BooleanValue:
    """False for awards under our rule R70; other rule sets count every award."""
    if rule_set != DEFAULT:
        return ibis.literal(True)
    return ~has(awards.competition_flags, "not_in_rates")


def _sum(amount: ir.DecimalColumn, where: ir.BooleanColumn) -> ir.DecimalScalar:
    return amount.sum(where=where).fill_null(0).cast(MONEY)


def _share(
    part: ir.DecimalColumn, whole: ir.DecimalColumn, sound: ir.BooleanValue
) -> ir.FloatingColumn:
    share = part.cast("float64") / whole.cast("float64")
    return sound.ifelse(share, ibis.null("float64"))
