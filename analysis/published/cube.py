"""Cube: the sums of a view by year, component and class, made once for all its questions.

To count an award once per view, each row stores the previous year (or day) in which the award
had an action: its first row in a span has no previous one inside the span.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.published.build import Build
from analysis.published.memory_tables import (
    ACTIONS,
    AWARDS,
    BEFORE_ALL,
    PROFILES,
    YEARS,
    actions_of,
    amounts,
    bought_of,
    years_of,
)
from analysis.published.reproducible_sql import Where
from analysis.published.selection import (
    Selection,
    as_list,
    classed,
    day_of,
    of_time,
    of_years,
    whose_actions,
)
from analysis.rules.lookups import check_rates
from analysis.rules.rule_sets import DEFAULT, class_column

if TYPE_CHECKING:  # Ibis takes a second that pages should not wait for
    import ibis.expr.types as ir

KEYS = "fiscal_year, component, class, competition_group, headline, in_rates"
"""Dimensions of a cell."""
AWARD_YEARS = "award_years"
"""Counts an award once in each of its fiscal years, where `awards` counts it once in the view."""
CELLED = ("all", "component", "fiscal_year")
"""Dimensions of rates that cells can answer; the others need the awards."""


def cells_of(build: Build, selection: Selection) -> Where:
    """SQL: the cells of a view in the competition classes of the selection.

    Columns: those of `KEYS`, `usd` (net, or gross where that is chosen; missing where no action
    states any), `actions`, `awards` and `award_years`. The class and the group are by the rules of
    one set. Sums of `awards` count each award once, whatever its cells. Run it at once: the cells
    belong to this thread and are dropped after those of some other views.
    """
    # summed over all classes and narrowed after: the same cells answer for every class
    every = replace(selection, classes=None)
    question = _of_actions(build, every) if selection.cuts_years else _of_years(build, every)
    condition = classed(selection, "class")
    return Where(
        f"SELECT * FROM {build.part(question)} WHERE {condition.sql}", condition.parameters
    )


def _of_years(build: Build, selection: Selection) -> Where:
    years = as_list(selection.fiscal_years)
    if not _in_a_row(years):
        return _counted(build, selection)
    years_of(build)
    usd, actions = amounts(selection, whole=False)
    before = f"previous_{actions.removesuffix('actions')}year"
    condition = of_years(selection)
    # the first year of the award in the view: none before it, or one before the view begins
    first = [f"{before} IS NULL", *([f"{before} < {min(years)}"] if years else [])]
    # a gross view holds awards with such an action: others are no zero but absent
    gross = f"AND {actions} > 0" if selection.money else ""
    return _grouped(
        f"SELECT {_told(selection)}, {usd} AS usd, {actions} AS actions, 1 AS award_years, "
        f"({' OR '.join(first)})::INTEGER AS awards FROM {YEARS} WHERE {condition.sql} {gross}",
        selection,
        condition,
    )


def _of_actions(build: Build, selection: Selection) -> Where:
    """The same by day. A program or a gap between years is no span: then award by award."""
    years = as_list(selection.fiscal_years)
    if as_list(selection.program) or not _in_a_row(years):
        return _counted(build, selection)
    actions_of(build)
    time, whose = of_time(selection), whose_actions(selection)
    # profiles are few and awards many: by number only where profiles cannot tell them apart
    key, table = ("number", AWARDS) if selection.by_award else ("profile", PROFILES)
    side = "_of_sign" if selection.money else ""
    first = [f"previous_date{side} IS NULL", f"previous_date{side} = DATE '{BEFORE_ALL}'"]
    first += [f"previous_date{side} < DATE '{day_of(selection.since)}'"] if selection.since else []
    first += [f"previous_year{side} < {min(years)}"] if years else []
    # an action without a day has no year: IS DISTINCT FROM counts it once too
    new_year = f"previous_year{side} IS DISTINCT FROM fiscal_year"
    sums = (
        "SELECT fiscal_year, profile, sum(obligated_usd) AS usd, count(*) AS actions, "
        f"count(*) FILTER ({' OR '.join([*first, new_year])}) AS award_years, "
        f"count(*) FILTER ({' OR '.join(first)}) AS awards FROM {ACTIONS} WHERE {time.sql} "
        f"AND {key} IN (SELECT {key} FROM {table} WHERE {whose.sql}) GROUP BY ALL"
    )
    return _grouped(
        f"SELECT {_told(selection)}, usd, actions, award_years, awards "
        f"FROM ({sums}) JOIN {PROFILES} USING (profile)",
        selection,
        Where("", [*time.parameters, *whose.parameters]),
    )


def _counted(build: Build, selection: Selection) -> Where:
    """The same for any selection, award by award."""
    rows = bought_of(build, selection, by_year=True)
    first = "row_number() OVER (PARTITION BY number ORDER BY fiscal_year NULLS FIRST) = 1"
    return Where(
        f"SELECT {KEYS}, sum(usd) AS usd, sum(actions)::BIGINT AS actions, "
        "count(*) AS award_years, count(*) FILTER (first) AS awards "
        f"FROM (SELECT *, {first} AS first FROM ({rows.sql})) GROUP BY ALL",
        rows.parameters,
    )


def _grouped(rows: str, selection: Selection, condition: Where) -> Where:
    """Cells of rows; groups of another rule set are joined to the few cells, not the many rows."""
    own = selection.rule_set == DEFAULT
    keys = KEYS if own else KEYS.replace("competition_group, ", "")
    sums = (
        f"SELECT {keys}, sum(usd) AS usd, sum(actions)::BIGINT AS actions, "
        f"sum(award_years)::BIGINT AS award_years, sum(awards)::BIGINT AS awards "
        f"FROM ({rows}) GROUP BY ALL"
    )
    if own:
        return Where(sums, condition.parameters)
    group = 'SELECT class, "group" AS competition_group FROM classes'
    return Where(f"SELECT * FROM ({sums}) JOIN ({group}) USING (class)", condition.parameters)


def _told(selection: Selection) -> str:
    """Columns of class, group and rates, by the rules of one set."""
    own = selection.rule_set == DEFAULT
    how = "competition_group, in_rates" if own else "true AS in_rates"
    name = class_column(selection.rule_set)
    return f"fiscal_year, component, {name} AS class, headline, {how}"


def _in_a_row(years: Sequence[int | str]) -> bool:
    """True for years without a gap, or for all years; "not stated" counts as a gap."""
    stated = [year for year in years if isinstance(year, int)]
    # "not stated" beside years is two spans
    if len(stated) < len(years):
        return False
    return not stated or max(stated) - min(stated) + 1 == len(set(stated))


def classes_of(build: Build, selection: Selection, by: str) -> Where:
    """SQL: the table of `rates.by_class`, over all classes, whatever classes are selected.

    WrongChoice for an unknown set of rules or `by`.
    """
    check_rates(by, selection.rule_set)
    told_by = {"all": None, "vendor": "recipient_name"}.get(by, by)
    value = "'all'" if told_by is None else "coalesce(told_by::VARCHAR, 'not stated')"
    every = replace(selection, classes=None)
    count, bought = "sum(awards)::BIGINT", cells_of(build, every) if by in CELLED else None
    if bought is None:
        count, bought = "count(*)", bought_of(build, every)
    elif by == "fiscal_year":
        count = f"sum({AWARD_YEARS})::BIGINT"
    return Where(
        f"""SELECT {value} AS value, b.class AS competition_class, c."group" AS competition_group,
            c.not_competed, in_rates, obligated_usd, awards, actions
        FROM (
            SELECT {told_by or "NULL"} AS told_by, class, in_rates, {count} AS awards,
                sum(usd)::DECIMAL(18, 2) AS obligated_usd, sum(actions)::BIGINT AS actions
            FROM ({bought.sql}) GROUP BY ALL
        ) b JOIN classes c ON c.class = b.class""",
        bought.parameters,
    )


SUMMED = {
    "value": "string",
    "competition_class": "string",
    "competition_group": "string",
    "not_competed": "string",
    "in_rates": "boolean",
    "obligated_usd": "decimal(18, 2)",
    "awards": "int64",
    "actions": "int64",
}


def rates_of_classes(_: Build) -> ir.Table:
    """Rates over a table named `by_class`."""
    import ibis

    from analysis.measures import rates  # Ibis takes a second: only when it is asked

    return rates.rates(ibis.table(SUMMED, "by_class")).order_by("value")
