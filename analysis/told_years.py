"""Awards and fiscal years with how they were bought, kept in memory: what views sum over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.published import Build
from analysis.recipe import Where
from analysis.rules.rule_sets import DEFAULT, class_column
from analysis.selection import Columns, Selection, of_actions, of_years, where

if TYPE_CHECKING:  # Ibis takes a second that pages should not wait for
    import ibis.expr.types as ir

IN_RATES = "NOT coalesce(contains('|' || competition_flags || '|', '|not_in_rates|'), false)"
TOLD = "told_years"
TOLD_YEARS = f"""
    SELECT n.* EXCLUDE (award_key), y.fiscal_year, y.obligated_usd AS year_usd, y.actions
    FROM award_years y JOIN (
        SELECT award_key, row_number() OVER (ORDER BY award_key)::INTEGER AS number, obligated_usd,
            component, component_code, technology, vendor_family, maker, award_kind,
            award_type_code, headline, rates_class, competition_group, class_extent_only,
            class_fpds2011, class_csis, {IN_RATES} AS in_rates
        FROM awards
    ) n USING (award_key)
"""
"""What the first view asks of all actions, one row an award and fiscal year: kept in memory."""


def bought_of(build: Build, selection: Selection) -> Where:
    """SQL: what is chosen, by award and fiscal year, with class and group by the rules of one set.

    Columns: `number` of the award, `component`, `fiscal_year`, `usd`, `actions`, `class`,
    `competition_group`, `in_rates`, `headline`. Summed from the actions where the choice
    cuts through a year.
    """
    build.keep(TOLD, TOLD_YEARS)
    own = selection.rule_set == DEFAULT
    name = class_column(selection.rule_set)
    group = "t.competition_group" if own else 'c."group"'
    marks = "t.in_rates" if own else "true"
    sides = "" if own else f"JOIN classes c ON c.class = t.{name}"
    columns = f"t.{name} AS class, {group} AS competition_group, {marks} AS in_rates, t.headline, "
    columns += "t.component"
    if not selection.cuts_awards:
        asked = of_years(selection)
        return Where(
            f"SELECT t.number, t.fiscal_year, t.year_usd AS usd, t.actions, {columns} "
            f"FROM {TOLD} t {sides} WHERE {asked.sql}",
            asked.parameters,
        )
    asked = of_actions(replace(selection, classes=None))
    classed = where(Columns(competition_class=f"t.{name}"), classes=selection.classes)
    return Where(
        f"""SELECT t.award_key AS number, a.fiscal_year, a.usd, a.actions, {columns} FROM (
            SELECT award_key, fiscal_year, sum(obligated_usd) AS usd, count(*) AS actions
            FROM actions WHERE {asked.sql} GROUP BY ALL
        ) a JOIN (SELECT *, {IN_RATES} AS in_rates FROM awards) t USING (award_key) {sides}
        WHERE {classed.sql}""",
        [*asked.parameters, *classed.parameters],
    )


CHOSEN_YEARS = {
    "award_key": "string",
    "fiscal_year": "int64",
    "obligated_usd": "decimal(38, 2)",
    "actions": "int64",
    "competition_class": "string",
    "in_rates": "boolean",
}


def rates_of_years(build: Build) -> ir.Table:
    """The rates by fiscal year of what stands as `chosen_years`."""
    import ibis

    from analysis import rates  # Ibis takes a second: only when it is asked

    years = ibis.table(CHOSEN_YEARS, "chosen_years")
    bought = rates.with_sides(years, build.table("classes"))
    return rates.rates(rates.summed(bought, "fiscal_year")).order_by("value")
