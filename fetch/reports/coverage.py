"""Coverage by component and fiscal year: actions, reporting lag, gaps."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

from fetch import fiscal
from fetch.schema.columns import as_text
from fetch.usaspending.api import FIRST_FISCAL_YEAR
from fetch.warehouse.closures import AWARDING_AGENCY, FISCAL_YEAR
from fetch.warehouse.database import Warehouse, now
from fetch.warehouse.versions import KEY

Row = dict[str, Any]


def levels(store: Warehouse) -> list[Row]:
    """Per source, component and fiscal year: actions, obligations, latest as-of day."""
    names = (
        "source",
        "component_code",
        "component_name",
        "agency_name",
        "fiscal_year",
        "rows",
        "obligated_usd",
    )
    rows = store.rows(
        f"""SELECT source, awarding_sub_agency_code,
            arg_max(awarding_sub_agency_name, last_seen), arg_max(awarding_agency_name, last_seen),
            {FISCAL_YEAR} AS fiscal_year, count(*),
            sum(federal_action_obligation), max(last_seen)::DATE
        FROM transactions GROUP BY source, awarding_sub_agency_code, fiscal_year
        ORDER BY source, awarding_sub_agency_code NULLS LAST, fiscal_year"""
    )
    listed = [dict(zip((*names, "as_of"), row, strict=True)) for row in rows]
    for row in listed:
        row |= {name: as_text(row[name]) for name in ("obligated_usd", "as_of")}
    return listed


def lag_meter(store: Warehouse) -> Row:
    """Days from an action's date to the day of the first file that had it.

    Only of actions that were not there yet when their component and year were first looked
    at: first seen after the first whole file of that scope, else after the first file with
    any of its rows. What that load brought (`not_counted`) says nothing of how late it was.
    The median, and the days that nine in ten take at most. The sample does not count.
    """
    names = ("component_code", "component_name", "counted", "not_counted", *DAYS)
    every, components = NO_LAG, []
    for of_all, *figures in store.rows(_LAGS):
        row = dict(zip(names, figures, strict=True))
        if of_all:
            every = {name: row[name] for name in names[2:]}
        elif row["counted"]:
            components.append(row)
    return {**every, "components": components}


DAYS = ("median_days", "p90_days")
NO_LAG: Row = {"counted": 0, "not_counted": 0, **dict.fromkeys(DAYS), "components": []}
_SCOPE = "component, agency, fiscal_year"
_LAGS = f"""
WITH past AS (
    -- the first sight of an action may lie in a content that is no longer the record
    SELECT {KEY}, min(first_seen) AS first_seen FROM past_versions GROUP BY {KEY}
), held AS (
    SELECT coalesce(awarding_sub_agency_code, '') AS component, awarding_sub_agency_name AS name,
        coalesce({AWARDING_AGENCY}, '') AS agency, {FISCAL_YEAR} AS fiscal_year, action_date,
        least(t.first_seen, past.first_seen) AS first_seen
    FROM transactions t LEFT JOIN past ON t.{KEY} = past.{KEY} WHERE source <> 'sample'
), whole AS (
    -- the first whole file of an agency and fiscal year
    SELECT whole_agency, whole_fiscal_year, min(as_of) AS begun FROM files
    WHERE whole_agency IS NOT NULL GROUP BY ALL
), looked_at AS (
    -- since when a scope is watched: its first whole file, else the first file with a row of it
    SELECT {_SCOPE}, coalesce(min(begun), min(first_seen)) AS begun FROM (
        SELECT {_SCOPE}, min(first_seen) AS first_seen FROM held GROUP BY {_SCOPE}
    ) LEFT JOIN whole ON whole_fiscal_year = fiscal_year AND whole_agency IN ('All', agency)
    GROUP BY {_SCOPE}
), late AS (
    -- what came with the first load says nothing of how late it was
    SELECT held.*, held.first_seen > begun AS counts,
        date_diff('day', action_date, held.first_seen::DATE) AS days
    FROM held JOIN looked_at USING ({_SCOPE})
)
SELECT grouping(component) = 1, nullif(component, ''), max(name), count(*) FILTER (counts),
    count(*) FILTER (NOT counts), quantile_disc(days, 0.5) FILTER (counts),
    quantile_disc(days, 0.9) FILTER (counts)
FROM late GROUP BY GROUPING SETS ((component), ()) ORDER BY component"""


def missing(store: Warehouse) -> Row:
    """Gaps: facts no file contains, years without rows, and years without a whole file.

    Of the agency that most of the actions held are of.
    """
    rows = store.rows(
        f"""SELECT agency, list(DISTINCT fiscal_year) FROM (
            SELECT {AWARDING_AGENCY} AS agency, {FISCAL_YEAR} AS fiscal_year FROM transactions
        ) GROUP BY agency ORDER BY count(*) DESC, agency LIMIT 1"""
    )
    [(agency, held)] = rows or [(None, [])]
    whole = store.rows(
        "SELECT DISTINCT whole_fiscal_year FROM files WHERE whole_agency IN ('All', ?)", [agency]
    )
    return missing_of(agency, held, [year for (year,) in whole])


def missing_of(agency: str | None, held: list[int], whole: list[int]) -> Row:
    """The same, from the years with rows and the years with a whole file."""
    # the year under way counts as well
    years = range(FIRST_FISCAL_YEAR, fiscal.of(now()) + 1)
    return {
        "never_held": never_held(),
        "agency_code": agency,
        "fiscal_years_without_rows": [year for year in years if year not in held],
        "fiscal_years_not_whole": [year for year in years if year not in whole],
    }


@cache
def never_held() -> list[Row]:
    """Facts that these records cannot contain, each with reason and source."""
    with Path(__file__).with_name("never_held.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
