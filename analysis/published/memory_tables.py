"""Memory tables: awards, fiscal years and actions, for the counts and sums of views."""

from __future__ import annotations

from analysis.published.build import Build
from analysis.published.reproducible_sql import Where
from analysis.published.selection import (
    ALL,
    TOLD_AWARDS,
    Selection,
    as_list,
    of_time,
    of_years,
    signed,
    whose_actions,
)
from analysis.rules.rule_sets import DEFAULT, class_column

AWARDS = TOLD_AWARDS
YEARS, MONTHS, ACTIONS = "told_years", "told_months", "told_dates"
PROFILES = "told_profiles"
# columns of few values: two million actions carry one small number in their place
PROFILE = """award_kind, award_type_code, component_code, component, technology, headline, in_rates,
        competition_group, rates_class, class_extent_only, class_fpds2011, class_csis"""
"""Columns with few combinations: actions refer to each combination by a number."""
# inside out: gross sums of each award from its years; a number for its key; a number for its
# profile; rows in the order of lists
AWARDS_KEPT = f"""
    SELECT *, dense_rank() OVER (ORDER BY {PROFILE})::INTEGER AS profile FROM (
    SELECT row_number() OVER (ORDER BY award_key)::INTEGER AS number, award_key, piid, award_kind,
        award_type_code, recipient_name, component, component_code, vendor_family, vendor_name,
        maker, technology, is_surveillance, is_technology,
        technology_category IS NULL AND possible_category IS NOT NULL AS possible,
        psc_family, competition_class, competition_rule,
        competition_label, competition_group, headline, rates_class, own_class,
        class_extent_only, class_fpds2011, class_csis,
        NOT coalesce(contains('|' || competition_flags || '|', '|not_in_rates|'), false)
            AS in_rates,
        first_action_date, start_fiscal_year, action_count, obligated_usd, initial_ceiling_usd,
        ceiling_usd, ceiling_changes_missing, ceiling_growth_usd, ceiling_growth_ratio, flags,
        usaspending_url, as_of, marks, given_usd, given_actions, taken_back_usd, taken_back_actions
    FROM awards JOIN (
        SELECT award_key, sum(given_usd)::DECIMAL(18, 2) AS given_usd,
            sum(given_actions)::INTEGER AS given_actions,
            sum(taken_back_usd)::DECIMAL(18, 2) AS taken_back_usd,
            sum(taken_back_actions)::INTEGER AS taken_back_actions
        FROM award_years GROUP BY award_key
    ) USING (award_key)
    )
    ORDER BY obligated_usd DESC NULLS LAST, number
"""
"""Awards by obligations, largest first: lists read little more than the first rows."""
TOLD_PROFILES = f"SELECT DISTINCT profile, {PROFILE} FROM told_awards"
CARRIED = (
    "headline",
    "component",
    "recipient_name",
    "vendor_family",
    "maker",
    "technology",
    "is_surveillance",
    "is_technology",
    "possible",
    "psc_family",
)
"""Award columns in the rows of `bought_of`."""
BEFORE_ALL = "-infinity"
"""Sort day of an action without a date: before every stated date."""
# an action without a day belongs to no year: it sorts before all, so that "before" is defined
YEAR = "coalesce(fiscal_year, -1)"


def _before(side: str) -> str:
    """SQL: the previous year with actions of the award, of one sign where `side` names it."""
    held = f"CASE WHEN {side}actions > 0 THEN {YEAR} END"
    return (
        f"last_value({held} IGNORE NULLS) OVER (PARTITION BY award_key ORDER BY {YEAR} "
        f"ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS previous_{side}year"
    )


# `previous_…year` lets a view count an award once over any run of years: it counts where the
# year before lies outside the run. A gross view asks the year before of the same sign.
TOLD_YEARS = f"""
    SELECT number, y.fiscal_year, y.obligated_usd AS year_usd, y.actions, y.given_usd,
        y.given_actions, y.taken_back_usd, y.taken_back_actions, y.previous_year,
        y.previous_given_year, y.previous_taken_back_year, award_kind, award_type_code,
        component_code, competition_group, rates_class, class_extent_only, class_fpds2011,
        class_csis, in_rates, told_awards.obligated_usd, {", ".join(CARRIED)}
    FROM (
        SELECT *, {_before("")}, {_before("given_")}, {_before("taken_back_")} FROM award_years
    ) y JOIN told_awards USING (award_key)
"""
NET = ("obligated_usd", "action_count"), ("year_usd", "actions")
GROSS = {
    "given": ("given_usd", "given_actions"),
    "taken-back": ("taken_back_usd", "taken_back_actions"),
}
"""Columns of dollars and actions: net of an award and of its year, and gross of both."""
# the number goes by the name of the key, so that the measures run on it unchanged
TOLD_MONTHS = """
    SELECT number AS award_key, m.* EXCLUDE (award_key)
    FROM award_months m JOIN told_awards USING (award_key)
"""
"""The published `award_months`, with numbers for keys."""
TOLD_NUMBERS = "SELECT * REPLACE (number AS award_key) FROM told_awards"
# of_award finds the action before of the same award, of_sign the one before of the same sign: net
# and gross views count an award once by different neighbors
TOLD_ACTIONS = f"""
    SELECT *, lag(day) OVER of_award AS previous_date, lag({YEAR}) OVER of_award AS previous_year,
        lag(day) OVER of_sign AS previous_date_of_sign,
        lag({YEAR}) OVER of_sign AS previous_year_of_sign
    FROM (
        SELECT number, profile, action_date, a.fiscal_year, a.obligated_usd,
            coalesce(action_date, DATE '{BEFORE_ALL}') AS day
        FROM actions a JOIN told_awards USING (award_key)
    )
    WINDOW of_award AS (PARTITION BY number ORDER BY day),
        of_sign AS (PARTITION BY number, sign(obligated_usd) ORDER BY day)
    ORDER BY action_date
"""
"""Actions by date, so that a span is one contiguous read."""


def awards_of(build: Build) -> str:
    """Load all awards into memory; returns the name of the table."""
    build.keep(AWARDS, AWARDS_KEPT)
    return AWARDS


def years_of(build: Build) -> None:
    """Load awards and their fiscal years into memory."""
    awards_of(build)
    build.keep(YEARS, TOLD_YEARS)


def actions_of(build: Build) -> None:
    """Load actions by date into memory."""
    awards_of(build)
    build.keep(PROFILES, TOLD_PROFILES)
    build.keep(ACTIONS, TOLD_ACTIONS)


def months_of(build: Build) -> tuple[str, str]:
    """Load awards and months into memory; returns queries over both, with numbers for keys."""
    awards_of(build)
    build.keep(MONTHS, TOLD_MONTHS)
    return f"({TOLD_NUMBERS})", MONTHS


def bought_of(build: Build, selection: Selection, *, by_year: bool = False) -> Where:
    """SQL: the selection, one row an award, with class and group by one rule set.

    Columns: `number` of the award, `usd`, `actions`, `class`, `competition_group`, `in_rates` and
    those of `CARRIED`. `by_year`: one row an award and `fiscal_year`. Summed from the actions
    where the selection cuts through a year.
    """
    awards_of(build)
    own = selection.rule_set == DEFAULT
    name = class_column(selection.rule_set)
    # rules of others give a class alone: its group comes from the table of classes
    group = "t.competition_group" if own else 'c."group"'
    # R70 is ours: sets of others count every award
    marks = "t.in_rates" if own else "true"
    columns = [f"t.number, t.{name} AS class, {group} AS competition_group, {marks} AS in_rates"]
    columns += [f"t.{each}" for each in CARRIED]
    sides = "" if own else f"JOIN classes c ON c.class = t.{name}"
    year = "fiscal_year, " if by_year else ""
    amounts, source = _rows(build, selection, year, sides)
    return Where(
        f"SELECT {year}{amounts}, {', '.join(columns)} FROM {source.sql}", source.parameters
    )


def _rows(build: Build, selection: Selection, year: str, sides: str) -> tuple[str, Where]:
    """Columns of dollars and actions, and the tables and condition of the rows."""
    if selection.cuts_years:
        actions_of(build)
        return "usd, actions", _of_actions(selection, year, sides)
    condition, years = of_years(selection), len(as_list(selection.fiscal_years))
    whole = not year and not years
    usd, actions = amounts(selection, whole=whole)
    columns = f"t.{usd} AS usd, t.{actions} AS actions"
    gross = f"AND t.{actions} > 0" if selection.money else ""
    if whole:
        return columns, Where(
            f"{AWARDS} t {sides} WHERE {condition.sql} {gross}", condition.parameters
        )
    years_of(build)
    # one row an award and year is already the answer; several years need a sum by award
    if year or years == 1:
        return columns, Where(
            f"{YEARS} t {sides} WHERE {condition.sql} {gross}", condition.parameters
        )
    sums = f"SELECT number, sum({usd}) AS usd, sum({actions})::BIGINT AS actions FROM {YEARS} t"
    each = f"({sums} WHERE {condition.sql} {gross} GROUP BY 1)"
    return "usd, actions", Where(
        f"{each} JOIN {AWARDS} t USING (number) {sides}", condition.parameters
    )


def amounts(selection: Selection, *, whole: bool) -> tuple[str, str]:
    """Columns of dollars and actions, of whole awards or of their years. WrongChoice for an
    unknown gross view."""
    if not selection.money:
        return NET[0] if whole else NET[1]
    signed(selection.money)
    return GROSS[selection.money]


def _of_actions(selection: Selection, year: str, sides: str) -> Where:
    """Sums over actions: those in memory, or the published ones, whose keys programs use."""
    by_key = bool(as_list(selection.program))
    # programs name transactions, and the table in memory does not keep their keys
    held, key = ("actions", "award_key") if by_key else (ACTIONS, "number")
    time, whose = of_time(selection), whose_actions(selection)
    awards = f"SELECT {key} FROM {AWARDS} WHERE {whose.sql}"
    by_award = f"AND {key} IN ({awards})" if whose != ALL else ""
    sums = f"SELECT {key}, {year}sum(obligated_usd) AS usd, count(*) AS actions FROM {held}"
    return Where(
        f"({sums} WHERE {time.sql} {by_award} GROUP BY ALL) JOIN {AWARDS} t USING ({key}) {sides}",
        [*time.parameters, *whose.parameters],
    )
