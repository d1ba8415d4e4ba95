"""Cohorts: growth of the awards of one fiscal year, by competition group."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.published import build as published_build
from analysis.published import queries
from dashboard import views
from dashboard.charts import growth as growth_charts
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.published_data import Row, rows
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url.paths import GROWTH as PATH
from dashboard.url.query import Filters
from dashboard.url.view_request import ViewRequest
from dashboard.views import Chart, Column, Result, Table, View

LONG = 3
"""Whole years after which a cohort is worth a curve."""
COHORT = (
    citations.Measure("years_after", "{} years after"),
    citations.Measure("median_ratio", "the median {} the first ceiling"),
)


class _Curves(NamedTuple):
    """Every cohort of a build: its rows, those on ceilings by year, how long each is followed."""

    frame: pd.DataFrame
    of_year: dict[int, list[Row]]
    followed: dict[int, int]


@lru_cache(maxsize=2)
def _curves(directory: Path) -> _Curves:
    """The same whatever is chosen: read once for the build in a folder."""
    frame = queries.cohorts(published_build.opened(directory))
    of_year: dict[int, list[Row]] = {}
    followed: dict[int, int] = {}
    for row in rows(frame):  # year after year
        if row["what"] == "ceiling":
            of_year.setdefault(row["start_fiscal_year"], []).append(row)
            # a year of which neither side has a median is no curve
            drawn = row["competition_group"] in growth_charts.SIDES
            if drawn and row["median_ratio"] is not None:
                followed[row["start_fiscal_year"]] = row["years_after"]
    return _Curves(frame, of_year, followed)


def _cohort_year(every: _Curves, chosen: Filters) -> int | None:
    """The chosen year that is known, else the latest that can be followed for three years.

    Where none can, the one that is followed the longest.
    """
    for year in chosen.fiscal_years:
        if year in every.followed:
            return int(year)
    long = [year for year, years in every.followed.items() if years >= LONG]
    return max(
        long or every.followed,
        key=lambda year: (0 if long else every.followed[year], year),
        default=None,
    )


def _year(result: Result) -> int:
    year = _cohort_year(_curves(result.request.build.directory), result.request.filters)
    assert year is not None  # the section is empty otherwise
    return year


def _cells(result: Result) -> list[Row]:
    """The rows on ceilings of the cohort that is drawn."""
    return _curves(result.request.build.directory).of_year[_year(result)]


def _longest(cells: list[Row]) -> list[Row]:
    """Of each way of buying the last year after the first that has a median."""
    last: dict[str, Row] = {}
    for row in cells:  # year after year
        if row["median_ratio"] is not None:
            last[row["competition_group"]] = row
    return sorted(last.values(), key=lambda row: int(row["years_after"]))


def _lead(result: Result) -> list[str]:
    unknown = int(_cells(result)[0]["unknown_awards"])
    # all of them could have grown as either group did, or otherwise
    left = (
        f" {fmt.count(unknown, 'award')} of that year {fmt.verb(unknown, 'has', 'have')} no known "
        f"class and {fmt.verb(unknown, 'is', 'are')} in neither."
    )
    return [
        f"Awards that began in FY{_year(result)}, those given to one source beside those that drew "
        "two or more offers. Half grew less than the median; a cell of fewer than five awards is "
        f"not told.{left if unknown else ''}"
    ]


def _cite(result: Result) -> str:
    first = citations.leading(_longest(_cells(result)), "competition_group", *COHORT)
    return (
        f"Median growth of the ceilings of awards of FY{_year(result)}, by how they were bought: "
        f"{first}"
    )


NONE_HELD = (
    "No cell of any year holds five awards of known growth, so no median is told. With all "
    "of DHS loaded there are."
)


def _none(result: Result) -> list[Element] | None:
    if _cohort_year(_curves(result.request.build.directory), result.request.filters) is not None:
        return None
    return [elements.P(NONE_HELD, className="lead", id="no-cohorts")]


def _rows(request: ViewRequest) -> pd.DataFrame:
    return _curves(request.build.directory).frame


COHORTS = View(
    "cohorts",
    "Growth of the awards of a fiscal year after each year",
    "Median and quartiles of the ceiling and of obligations over the base action's, by how the "
    "award was bought; cells of fewer than five awards have none.",
    _rows,
    PATH,
    read=views.all_held(PATH),
    takes="Every cohort",
    search=lambda _: "",
    heading="The awards of one year, year after year",
    part="cohorts",
    lead=_lead,
    chart=Chart(
        "cohorts",
        lambda result, source: growth_charts.cohort_curves(_cells(result), "ceilings", source),
        lambda result: (
            f"Line chart: median growth of the ceilings of awards of FY{_year(result)} after each "
            "year."
        ),
        source=lambda result: result.request.source_of_all,
    ),
    tables=[
        Table(
            lambda result: f"Growth of the ceilings of awards of FY{_year(result)}",
            [
                Column("Years after", lambda row, _: f"{row['years_after']}"),
                Column("How bought", lambda row, _: row["competition_group"]),
                views.number("awards", "Awards"),
                views.times("q1_ratio", "Lower quartile"),
                views.times("median_ratio", "Median"),
                views.times("q3_ratio", "Upper quartile"),
            ],
            rows=_cells,
        )
    ],
    cite=_cite,
    empty=_none,
)
