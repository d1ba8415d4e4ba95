"""Panels: components side by side, one small chart each, all on the same axes."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.published.component_years import component_years
from dashboard import views
from dashboard.charts import base, small_multiples, theme
from dashboard.components import common, drilldown
from dashboard.html import elements
from dashboard.published_data import Row
from dashboard.text import citations
from dashboard.url import query
from dashboard.url.paths import BOUGHT as PATH
from dashboard.url.view_request import ViewRequest
from dashboard.views import Chart, Column, Result, Table, View
from fetch import fiscal

TITLE = "Million dollars obligated by component and fiscal year, by how they were bought"


def _every_class(request: ViewRequest) -> ViewRequest:
    return request.choosing(request.filters.with_values("class", ()))


def _rows(request: ViewRequest) -> pd.DataFrame:
    """The components of most obligations in a view, year by year."""
    return component_years(request.build, _every_class(request).selection)


def _leads(request: ViewRequest) -> drilldown.Address:
    every = _every_class(request)
    return drilldown.of(every.filters, every.offered)


def _lead(result: Result) -> list[str]:
    count = len({row["component"] for row in result.rows})
    most = f"The {count} components of most obligations" if count > 1 else "One component"
    return [
        f"{most}, each in a panel of its own. All panels have the same years and the same dollars "
        f"on their axes, so heights can be compared. Dollars are nominal. A bar "
        f"leads to its awards.{_not_over(result)}"
    ]


def _not_over(result: Result) -> str:
    now = fiscal.of(date.fromisoformat(result.request.build.as_of))
    years = {row["fiscal_year"] for row in result.rows}
    return " The shaded year is not over." if now in years else ""


def _bought(row: Row, _: Result) -> object:
    group = row["competition_group"]
    return elements.Span([common.swatch(group), theme.GROUP_WORDS[group]])


def _cite(result: Result) -> str:
    sums = citations.by(result.rows, "component")
    first = citations.leading(sums, "component", citations.OF_VIEW)
    return f"{TITLE}: {result.request.in_words}. {first}"


PANELS = View(
    "panels",
    "Obligations by component, fiscal year and how they were bought",
    lambda result: (
        f"{query.sums_of(result.request.filters)} of the actions signed in each fiscal year, by "
        "the class of their award; the components of most obligations, rank 1 the first. Dollars "
        "are nominal."
    ),
    _rows,
    PATH,
    takes="These panels",
    heading="Component by component",
    part="panels",
    lead=_lead,
    leads=_leads,
    chart=Chart(
        "panels",
        lambda result, source: small_multiples.panels(
            result.led, result.request.build.as_of, TITLE, source
        ),
        "Small stacked bars: obligations by fiscal year and how they were bought, one panel a "
        "component.",
        lambda result: common.group_key(base.groups(result.led)),
    ),
    tables=[
        Table(
            "Obligations by component and fiscal year",
            [
                Column("Component", lambda row, _: row["component"]),
                views.fiscal_year(),
                Column("How bought", _bought, "bought"),
                views.led_usd(),
                views.number("actions", "Actions"),
            ],
            "panels-table",
        )
    ],
    cite=_cite,
)
