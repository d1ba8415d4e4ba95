"""Components side by side: the section of the page on how things were bought, and its rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
from dash.development.base_component import Component

from analysis.published.build import Build
from analysis.published.component_years import component_years
from dashboard import facets
from dashboard.charts import base, small_multiples, theme
from dashboard.components import common, download_bar, drilldown
from dashboard.downloads import Sheet
from dashboard.facets import Offered
from dashboard.html import elements
from dashboard.published_data import Row
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.query import Filters
from fetch import fiscal

PATH = "/bought"
COLUMNS = [
    ("Component", ""),
    ("Fiscal year", ""),
    ("How bought", "bought"),
    ("Obligated", "number"),
    ("Actions", "number"),
]


def rows_of(build: Build, chosen: Filters) -> pd.DataFrame:
    """The components of most obligations in a view, year by year."""
    every = chosen.with_values("class", ())
    return component_years(build, query.selection(every))


def section(build: Build, chosen: Filters, offered: Offered) -> Component:
    """One small chart a component, all on the same axes."""
    every, told = chosen.with_values("class", ()), facets.in_words(chosen, offered)
    found = rows_of(build, chosen)
    bars = drilldown.with_addresses(found, drilldown.of(every, offered))
    count = len({row["component"] for row in bars})
    source = fmt.source_line(build.as_of, build.build_id, told)
    title = "Million dollars obligated by component and fiscal year, by how they were bought"

    drawn = small_multiples.panels(bars, build.as_of, title, source)
    search = query.to_search(chosen)
    sums = citations.by(bars, "component")
    most = f"The {count} components of most obligations" if count > 1 else "One component"
    says = (
        f"{most}, each in a panel of its own. All panels have the same years and the same dollars "
        f"on their axes, so heights can be compared. Dollars are nominal. A bar "
        f"leads to its awards.{_not_over(build, bars)}"
    )
    return common.section(
        "Component by component",
        "panels",
        [
            elements.P(says, className="lead"),
            common.chart(
                "panels",
                drawn,
                "Small stacked bars: obligations by fiscal year and how they were bought, one "
                "panel a component.",
                source,
                common.group_key(base.groups(bars)),
                [_table(bars)],
            ),
            download_bar.bar(
                build,
                [(f"panels{search}", "These panels")],
                PATH + search,
                f"{title}: {told}. {citations.leading(sums, 'component', citations.OF_VIEW)}",
                found,
                chart="panels",
            ),
        ],
    )


def _not_over(build: Build, found: list[Row]) -> str:
    now = fiscal.of(date.fromisoformat(build.as_of))
    return " The shaded year is not over." if now in {row["fiscal_year"] for row in found} else ""


def _table(found: list[Row]) -> Component:
    body = [
        [
            row["component"],
            f"FY{row['fiscal_year']}",
            elements.Span(
                [
                    common.swatch(row["competition_group"]),
                    theme.GROUP_WORDS[row["competition_group"]],
                ]
            ),
            drilldown.link(row["obligated_usd"], row["address"]),
            f"{row['actions']:,}",
        ]
        for row in found
    ]
    return common.table("Obligations by component and fiscal year", COLUMNS, body, "panels-table")


def _sheet(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search, PATH)
    return Sheet(
        "panels",
        "Obligations by component, fiscal year and how they were bought",
        f"{query.sums_of(chosen)} of the actions signed in each fiscal year, by the class of "
        "their award; the components of most obligations, rank 1 the first. Dollars are nominal.",
        rows_of(build, chosen),
        facets.in_words(chosen, offered),
        PATH + query.to_search(chosen),
    )


SHEETS: dict[str, Callable[[Build, str], Sheet]] = {"panels": _sheet}
