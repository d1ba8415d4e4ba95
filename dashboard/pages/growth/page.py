"""Which awards grew, by how much against their size, and what became of the awards of a year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis.published import queries
from analysis.published.build import Build
from dashboard import facets, live_view, sheets
from dashboard.charts import growth as growth_charts
from dashboard.components import common, download_bar, drilldown, page_frame
from dashboard.html import elements
from dashboard.pages.growth import cohorts
from dashboard.published_data import PublishedData, rows
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.query import Filters

PATH = "/growth"
NAME = "Growth"
TITLE = "Growth, Sole Source"
BELLS = 15
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
)
"""What the page shows of the awards that grew most."""


def layout(data: PublishedData, search: str = "", **_: Any) -> Component:
    """The filters, three charts and their rows."""
    build = data.build()
    lead = (
        "A ceiling is the most an award may reach. Here: the ceiling of the first action, and what "
        "the changes that are stated make of it now. A vehicle’s ceiling includes its orders."
    )
    return page_frame.of(
        build,
        "How awards grew",
        elements.P(lead, className="lead"),
        *live_view.boxes("growth", _view, build, search),
    )


def register(app: Dash, data: PublishedData) -> None:
    """The address draws the page."""
    live_view.follow(app, data, "growth", PATH, _view)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search, PATH)
    grown = sheets.grown(build, chosen, SHOWN)
    told, place = facets.in_words(chosen, offered), facets.PageAddress(PATH)
    timed = " that began" if chosen.fiscal_year or chosen.days else ""
    says = f"{fmt.count(grown.attrs['matching'], 'award')}{timed}: {told}."
    bar = facets.bar(chosen, offered, says, place)
    if not grown.attrs["matching"]:

        def began(there: Filters) -> int:
            return queries.began(build, query.selection(there))

        return bar, [facets.nothing(chosen, offered, began, place)]
    return bar, [
        _most(build, chosen, told, grown),
        _by_size(build, chosen, told),
        cohorts.section(build, chosen),
    ]


# --- the awards that grew most


def _most(build: Build, chosen: Filters, told: str, grown: pd.DataFrame) -> Component:
    lead = elements.P(_left_out(grown.attrs), className="lead")
    if not len(grown):
        return common.section("The awards that grew most", "most", [lead])
    source = fmt.source_line(build.as_of, build.build_id, told)
    held = rows(grown)
    shown = held[:BELLS]
    search = query.to_search(chosen)

    drawn = growth_charts.dumbbells(drilldown.with_addresses(shown, _award), source)
    cells = [
        [
            elements.Link(row["piid"], href=common.award_path(row["award_key"])),
            fmt.text(row["recipient_name"]),
            elements.Span([common.swatch(row["competition_group"]), row["competition_label"]]),
            fmt.exact(row["initial_ceiling_usd"]),
            fmt.exact(row["ceiling_usd"]),
            fmt.exact(row["ceiling_growth_usd"]),
            fmt.times(row["ceiling_growth_ratio"]),
        ]
        for row in held
    ]
    columns = [
        ("Award", ""),
        ("Vendor", ""),
        ("How bought", "bought"),
        ("First ceiling", "number"),
        ("Ceiling now", "number"),
        ("Growth", "number"),
        ("Times", "number"),
    ]
    return common.section(
        "The awards that grew most",
        "most",
        [
            lead,
            common.chart(
                "dumbbells",
                drawn,
                f"Dumbbell chart: first ceiling and ceiling now of the {len(shown)} awards whose "
                "ceiling grew most.",
                source,
                common.group_key(list(dict.fromkeys(row["competition_group"] for row in shown))),
                [common.table("Awards whose ceiling grew most", columns, cells, "most-table")],
            ),
            download_bar.bar(
                build,
                [(f"growth{search}", "These awards")],
                PATH + search,
                f"Awards whose ceiling grew most: {told}. "
                + citations.leading(held, "award_key", citations.FIRST_CEILING, citations.CEILING),
                grown,
                chart="dumbbells",
            ),
        ],
    )


def _left_out(counts: dict[Any, Any]) -> str:
    left_out, matching = int(counts["left_out"]), int(counts["matching"])
    if not left_out:
        return f"The growth of every one of {fmt.count(matching, 'award')} is known."
    return (
        f"Of {fmt.count(matching, 'award')} the growth of {left_out:,} is not known: the first "
        "action is not held, or states no ceiling. They are in no chart below."
    )


# --- growth against size


def _by_size(build: Build, chosen: Filters, told: str) -> Component:
    frame = sheets.sized(build, chosen, growth_charts.MOST_POINTS)
    title = "Growth against size"
    if not len(frame):
        return common.section(title, "size", [elements.P("No growth is known in this view.")])
    source = fmt.source_line(build.as_of, build.build_id, told)
    total = int(frame.attrs["matching"])
    cut = (
        f"The {len(frame):,} most obligated of {total:,} are drawn."
        if total > len(frame)
        else f"All {fmt.count(total, 'award')} of known growth are drawn."
    )
    says = (
        f"{cut} Both scales go up by times ten: equal steps are equal ratios. A large ratio over a "
        "tiny first ceiling says little."
    )
    search = query.to_search(chosen)

    held = rows(frame)
    drawn = growth_charts.growth_by_size(drilldown.with_addresses(held, _award), source)
    top = [
        [
            elements.Link(row["piid"], href=common.award_path(row["award_key"])),
            fmt.exact(row["initial_ceiling_usd"]),
            fmt.times(row["ceiling_growth_ratio"]),
        ]
        for row in held[:100]
    ]
    columns = [("Award", ""), ("First ceiling", "number"), ("Ceiling now over it", "number")]
    return common.section(
        title,
        "size",
        [
            elements.P(says, className="lead"),
            common.chart(
                "size",
                drawn,
                "Scatter chart: growth of the ceiling against its size at the start, one point an "
                "award.",
                source,
                common.group_key(list(dict.fromkeys(row["competition_group"] for row in held))),
                [common.table("The most obligated hundred at most", columns, top)],
            ),
            download_bar.bar(
                build,
                [(f"sized{search}", "Every point")],
                PATH + search,
                f"Growth of ceilings against their first size: {told}. "
                + citations.leading(held, "award_key", citations.FIRST_CEILING, citations.CEILING),
                frame,
                chart="size",
            ),
        ],
    )


def _award(row: Mapping[str, Any]) -> str:
    """Where the mark of an award leads."""
    return common.award_path(row["award_key"])
