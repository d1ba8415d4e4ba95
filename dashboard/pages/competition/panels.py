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
from dashboard.views import Chart, Column, Shown, Table, View
from fetch import fiscal

TITLE = "Million dollars obligated by component and fiscal year, by how they were bought"


def _every_class(asked: ViewRequest) -> ViewRequest:
    return asked.choosing(asked.chosen.with_values("class", ()))


def _rows(asked: ViewRequest) -> pd.DataFrame:
    """The components of most obligations in a view, year by year."""
    return component_years(asked.build, _every_class(asked).selection)


def _leads(asked: ViewRequest) -> drilldown.Address:
    every = _every_class(asked)
    return drilldown.of(every.chosen, every.offered)


def _lead(shown: Shown) -> list[str]:
    count = len({row["component"] for row in shown.rows})
    most = f"The {count} components of most obligations" if count > 1 else "One component"
    return [
        f"{most}, each in a panel of its own. All panels have the same years and the same dollars "
        f"on their axes, so heights can be compared. Dollars are nominal. A bar "
        f"leads to its awards.{_not_over(shown)}"
    ]


def _not_over(shown: Shown) -> str:
    now = fiscal.of(date.fromisoformat(shown.asked.build.as_of))
    years = {row["fiscal_year"] for row in shown.rows}
    return " The shaded year is not over." if now in years else ""


def _bought(row: Row, _: Shown) -> object:
    group = row["competition_group"]
    return elements.Span([common.swatch(group), theme.GROUP_WORDS[group]])


def _cite(shown: Shown) -> str:
    sums = citations.by(shown.rows, "component")
    first = citations.leading(sums, "component", citations.OF_VIEW)
    return f"{TITLE}: {shown.asked.in_words}. {first}"


PANELS = View(
    "panels",
    "Obligations by component, fiscal year and how they were bought",
    lambda shown: (
        f"{query.sums_of(shown.asked.chosen)} of the actions signed in each fiscal year, by the "
        "class of their award; the components of most obligations, rank 1 the first. Dollars are "
        "nominal."
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
        lambda shown, source: small_multiples.panels(
            shown.led, shown.asked.build.as_of, TITLE, source
        ),
        "Small stacked bars: obligations by fiscal year and how they were bought, one panel a "
        "component.",
        lambda shown: common.group_key(base.groups(shown.led)),
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
