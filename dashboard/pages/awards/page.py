"""The awards behind a figure: where a bar, a point or a headline leads."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis.published import drilldown, queries
from analysis.published.build import Build
from dashboard import facets, live_view
from dashboard.components import common, download_bar, page_frame, subjects
from dashboard.components import drilldown as components_drilldown
from dashboard.html import elements
from dashboard.published_data import PublishedData, rows
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.query import Filters

PATH = components_drilldown.PATH
NAME = "Awards behind a figure"
TITLE = "Awards behind a figure, Sole Source"
MOST = 200
COLUMNS = [
    ("Award", ""),
    ("Obligated in this view", "number"),
    ("Actions in it", "number"),
    ("What", "words"),
    ("Component", ""),
    ("How bought", "bought"),
    ("Obligated in all", "number"),
    ("Counts in shares", ""),
    ("Official record", ""),
]


def layout(data: PublishedData, search: str = "", **_: Any) -> Component:
    """The filters and the awards, the greatest sums first."""
    build = data.build()
    lead = (
        "Each award with what its actions of this view add up to: of the years, days and signs "
        "chosen, and no others. An award’s number leads to its actions."
    )
    return page_frame.of(
        build,
        NAME,
        elements.P(lead, className="lead"),
        *live_view.boxes("awards", _view, build, search),
    )


def register(app: Dash, data: PublishedData) -> None:
    """The address draws the page."""
    live_view.follow(app, data, "awards", PATH, _view)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search, PATH)
    place = facets.PageAddress(PATH)
    totals = queries.totals(build, query.selection(chosen))
    bar = facets.bar(chosen, offered, facets.matching(totals, chosen, offered), place)
    if not totals["actions"]:
        return bar, [facets.nothing(chosen, offered, facets.counted(build), place)]
    found = drilldown.awards(build, query.selection(chosen), MOST)
    return bar, [_listed(build, chosen, found, totals, facets.in_words(chosen, offered))]


def _listed(
    build: Build, chosen: Filters, found: pd.DataFrame, totals: dict[str, Any], told: str
) -> Component:
    body = [
        [
            [
                subjects.award_link(row),
                elements.Span(
                    subjects.vendor_link(row["recipient_name"], row["vendor_family"]),
                    className="small",
                ),
            ],
            fmt.exact(row["obligated_here_usd"]),
            f"{row['actions_here']:,}",
            subjects.own_words(row),
            fmt.text(row["component"]),
            subjects.bought(row["competition_class"]),
            fmt.exact(row["obligated_usd"]),
            "yes" if row["in_rates"] else "no",
            subjects.official(row),
        ]
        for row in rows(found)
    ]
    count, search = totals["awards"], query.to_search(chosen)
    cut = fmt.first_of(MOST, count, "greatest sums")
    usd = fmt.exact(totals["obligated_usd"])
    sums = f"{fmt.count(count, 'award')}, {usd} obligated in this view.{_in_shares(totals)}"
    first = citations.leading(found, "award_key", citations.HERE, total=count)
    return common.section(
        "The awards and their sums",
        "behind",
        [
            elements.P(sums, className="verdict", id="sum"),
            elements.P(f"{cut}The greatest first, whatever their sign.", className="lead"),
            common.table("Awards of this view", COLUMNS, body, "behind-table"),
            elements.P(fmt.source_line(build.as_of, build.build_id, told), className="source"),
            download_bar.bar(
                build,
                [(f"behind{search}", "These awards")],
                PATH + search,
                f"Awards behind a figure: {told}. {sums} {first}",
                found,
            ),
        ],
    )


def _in_shares(totals: dict[str, Any]) -> str:
    """How much of it shares of what was competed count, where that is not all."""
    rated = totals["rated_awards"]
    if rated == totals["awards"]:
        return ""
    usd = fmt.exact(totals["rated_usd"], "nothing")
    return f" Shares of what was competed count {usd} of it, on {fmt.count(rated, 'award')}."
