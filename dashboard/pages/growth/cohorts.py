"""The awards of one year, year after year: the part of the page on growth about cohorts."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from dash.development.base_component import Component

from analysis.published import build as published_build
from analysis.published import queries
from analysis.published.build import Build
from dashboard.charts import growth as growth_charts
from dashboard.components import common, download_bar
from dashboard.html import elements
from dashboard.published_data import Row, rows
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.query import Filters

PATH = "/growth"
LONG = 3
"""Whole years after which a cohort is worth a curve."""
COLUMNS = [
    ("Years after", ""),
    ("How bought", ""),
    ("Awards", "number"),
    ("Lower quartile", "number"),
    ("Median", "number"),
    ("Upper quartile", "number"),
]


def section(build: Build, chosen: Filters) -> Component:
    """The curves of the cohort that is chosen, or of the latest that was followed for long."""
    title = "The awards of one year, year after year"
    every = _curves(build.directory)
    year = _cohort_year(every, chosen)
    if year is None:
        says = (
            "No cell of any year holds five awards of known growth, so no median is told. With all "
            "of DHS loaded there are."
        )
        return common.section(
            title, "cohorts", [elements.P(says, className="lead", id="no-cohorts")]
        )
    cells = every.of_year[year]
    source = fmt.source_line(build.as_of, build.build_id)

    drawn = growth_charts.cohort_curves(cells, "ceilings", source)
    body = [
        [
            f"{row['years_after']}",
            row["competition_group"],
            f"{row['awards']:,}",
            fmt.times(row["q1_ratio"]),
            fmt.times(row["median_ratio"]),
            fmt.times(row["q3_ratio"]),
        ]
        for row in cells
    ]
    says = (
        f"Awards that began in FY{year}, those given to one source beside those that drew two or "
        "more offers. Half grew less than the median; a cell of fewer than five awards is not told."
    )
    return common.section(
        title,
        "cohorts",
        [
            elements.P(says, className="lead"),
            common.chart(
                "cohorts",
                drawn,
                f"Line chart: median growth of the ceilings of awards of FY{year} after each year.",
                source,
                elements.Span(),
                [common.table(f"Growth of the ceilings of awards of FY{year}", COLUMNS, body)],
            ),
            download_bar.bar(
                build,
                [("cohorts", "Every cohort")],
                PATH + query.to_search(chosen),
                f"Median growth of the ceilings of awards of FY{year}, by how they were bought: "
                f"{citations.leading(_longest(cells), 'competition_group', *COHORT)}",
                every.frame,
                chart="cohorts",
            ),
        ],
    )


COHORT = (
    citations.Measure("years_after", "{} years after"),
    citations.Measure("median_ratio", "the median {} the first ceiling"),
)


def _longest(cells: list[Row]) -> list[Row]:
    """Of each way of buying the last year after the first that has a median."""
    last: dict[str, Row] = {}
    for row in cells:  # year after year
        if row["median_ratio"] is not None:
            last[row["competition_group"]] = row
    return sorted(last.values(), key=lambda row: int(row["years_after"]))


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
            if row["median_ratio"] is not None:
                followed[row["start_fiscal_year"]] = row["years_after"]
    return _Curves(frame, of_year, followed)


def _cohort_year(every: _Curves, chosen: Filters) -> int | None:
    """The chosen year that is told, else the latest that can be followed for three years."""
    for year in chosen.fiscal_years:
        if year in every.followed:
            return year
    long = [year for year, years in every.followed.items() if years >= LONG]
    return max(long or every.followed, default=None)
