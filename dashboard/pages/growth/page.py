"""Growth: awards by increase, increase against size, and cohorts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.published import queries
from dashboard import views
from dashboard.charts import growth as growth_charts
from dashboard.components import common, filter_bar
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages import most_grown
from dashboard.pages.growth import cohorts
from dashboard.pages.page import FilteredPage
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.paths import GROWTH as PATH
from dashboard.url.query import Filters
from dashboard.url.view_request import ViewRequest
from dashboard.views import Chart, Column, Result, Table, View

BELLS = 15
"""Awards in the chart."""
SHOWN = (
    "award_key",
    "piid",
    "recipient_name",
    "competition_group",
    "competition_label",
    "initial_ceiling_usd",
    "ceiling_usd",
    "ceiling_changes_missing",
    "ceiling_growth_usd",
    "ceiling_growth_ratio",
    "marks",
)
"""What the page shows of the awards that grew most."""


def _left_out(counts: dict[Any, Any]) -> str:
    left_out, matching = int(counts["left_out"]), int(counts["matching"])
    if not left_out:
        return f"The growth of every one of {fmt.count(matching, 'award')} is known."
    return (
        f"Of {fmt.count(matching, 'award')} the growth of {left_out:,} is not known: the first "
        "action is not held, or states no ceiling. They are in no chart below."
    )


def _bought(row: Mapping[str, Any], _: Result) -> Element:
    return elements.Span([common.swatch(row["competition_group"]), row["competition_label"]])


def _groups(result: Result, most: int | None = None) -> Element:
    groups = dict.fromkeys(row["competition_group"] for row in result.rows[:most])
    return common.group_key(list(groups))


def _ceilings(what: str) -> Any:
    """A citation of the first rows: their first ceiling and that of now."""
    return lambda result: (
        f"{what}: {result.request.in_words}. "
        + citations.leading(result.rows, "award_key", citations.FIRST_CEILING, citations.CEILING)
    )


def _none_grown(result: Result) -> list[Element] | None:
    if len(result.frame):
        return None
    return [elements.P(_left_out(result.frame.attrs), className="lead")]


MOST = replace(
    most_grown.MOST_GROWN,
    takes="These awards",
    heading="The awards that grew most, surveillance first",
    part="most",
    lead=lambda result: [_left_out(result.frame.attrs)],
    leads=lambda _: views.award_mark,
    chart=Chart(
        "dumbbells",
        lambda result, source: growth_charts.dumbbells(result.led[:BELLS], source),
        lambda result: (
            f"Dumbbell chart: first ceiling and ceiling now of the {len(result.rows[:BELLS])} "
            "awards whose ceiling grew most."
        ),
        lambda result: _groups(result, BELLS),
    ),
    tables=[
        Table(
            "Awards whose ceiling grew most, surveillance first",
            [
                views.award(),
                views.text("recipient_name", "Vendor"),
                Column("How bought", _bought, "bought"),
                views.usd("initial_ceiling_usd", "First ceiling"),
                views.usd("ceiling_usd", "Ceiling now"),
                views.usd("ceiling_growth_usd", "Growth"),
                views.times("ceiling_growth_ratio", "Times"),
            ],
            "most-table",
        )
    ],
    cite=_ceilings("Awards whose ceiling grew most, surveillance first"),
    empty=_none_grown,
)


def _cut(result: Result) -> list[str]:
    total = int(result.frame.attrs["matching"])
    cut = (
        f"The {len(result.frame):,} most obligated of {total:,} are drawn."
        if total > len(result.frame)
        else f"All {fmt.count(total, 'award')} of known growth are drawn."
    )
    return [
        f"{cut} Both scales go up by times ten: equal steps are equal ratios. A large ratio over a "
        "tiny first ceiling says little."
    ]


SIZED = View(
    "sized",
    "Growth of ceilings against their first size",
    "The ceiling now over the ceiling of the base action. Awards whose growth is not known are "
    "not among them.",
    lambda request: queries.sized(request.build, request.selection, growth_charts.MOST_POINTS),
    PATH,
    takes="Every point",
    heading="Growth against size",
    part="size",
    lead=_cut,
    leads=lambda _: views.award_mark,
    chart=Chart(
        "size",
        lambda result, source: growth_charts.growth_by_size(result.led, source),
        "Scatter chart: growth of the ceiling against its size at the start, one point an award.",
        _groups,
    ),
    tables=[
        Table(
            "The most obligated hundred at most",
            [
                views.award(),
                views.usd("initial_ceiling_usd", "First ceiling"),
                views.times("ceiling_growth_ratio", "Ceiling now over it"),
            ],
            most=100,
        )
    ],
    cite=_ceilings("Growth of ceilings against their first size"),
    empty=views.if_none(elements.P("No growth is known in this view.")),
)


def _says(request: ViewRequest, grown: pd.DataFrame) -> str:
    timed = " that began" if request.filters.of("fy") or request.filters.of("days") else ""
    return f"{fmt.count(grown.attrs['matching'], 'award')}{timed}: {request.in_words}."


def _nothing(request: ViewRequest, grown: pd.DataFrame) -> list[Element] | None:
    def began(there: Filters) -> int:
        return queries.began(request.build, query.selection(there))

    return None if grown.attrs["matching"] else [filter_bar.nothing(request, began)]


def _sections(request: ViewRequest, grown: pd.DataFrame) -> list[Element]:
    return [MOST.section(request, grown), SIZED.section(request), cohorts.COHORTS.section(request)]


PAGE = FilteredPage(
    PATH,
    "Growth",
    "How awards grew",
    "A ceiling is the most an award may reach. Here: the ceiling of the first action, and what "
    "the changes that are stated make of it now. A vehicle’s ceiling includes its orders.",
    "growth",
    measure=lambda request: most_grown.grown(request, SHOWN),
    says=_says,
    empty=_nothing,
    sections=_sections,
    views=[MOST, SIZED, cohorts.COHORTS],
)
