"""What is bought to watch people, by kind of technology, and how much of it was not competed."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis.documents import technology as technology_document
from analysis.published.build import Build
from dashboard import facets, live_view
from dashboard.components import common, download_bar, page_frame
from dashboard.html import elements
from dashboard.pages.technology import sections
from dashboard.published_data import PublishedData
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.query import Filters

PATH = "/technology"
NAME = "Technology"
TITLE = "Technology, Sole Source"
COLUMNS = [
    ("Kind of technology", ""),
    ("In plain words", "words"),
    ("Obligated", "number"),
    ("Awards", "number"),
    ("Actions", "number"),
    ("Counts as surveillance", ""),
]


def layout(data: PublishedData, search: str = "", **_: Any) -> Component:
    """The filters, the share by year, the kinds, and what only looks like one."""
    build = data.build()
    lead = (
        "Which kind an award is of was found by rules that are written down: its words, its "
        "vendor, its product code. " + technology_document.CAUTIONS[0]
    )
    return page_frame.of(
        build,
        "Surveillance technology",
        elements.P(lead, className="lead"),
        *live_view.boxes("technology", _view, build, search),
    )


def register(app: Dash, data: PublishedData) -> None:
    """The address draws the page."""
    live_view.follow(app, data, "technology", PATH, _view)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search, PATH)
    place = facets.PageAddress(PATH)
    selection = query.selection(chosen)
    kinds = technology_document.kinds(build, selection)
    summary = technology_document.summary(build, selection, kinds)
    told = facets.in_words(chosen, offered)
    bar = facets.bar(chosen, offered, f"In this view: {told}.", place)
    if not summary["all"]["awards"]:
        return bar, [facets.nothing(chosen, offered, facets.counted(build), place)]
    return bar, [
        sections.by_year(build, chosen, offered),
        _kinds(build, chosen, offered, kinds, summary),
        *sections.awards(build, chosen, told),
        sections.look_alikes(build, chosen),
    ]


def _kinds(
    build: Build,
    chosen: Filters,
    offered: facets.Offered,
    kinds: pd.DataFrame,
    summary: dict[str, Any],
) -> Component:
    body = [_kind(row, chosen) for row in summary["categories"]]
    watched, unsure = summary["surveillance"], summary["possible"]
    says = (
        f"{fmt.exact(watched['obligated_usd'], 'Nothing')} obligated on "
        f"{fmt.count(watched['awards'], 'award')} of surveillance technology. "
        f"Rules are unsure of {fmt.count(unsure['awards'], 'award')}, "
        f"{fmt.exact(unsure['obligated_usd'], 'nothing')}."
    )
    search = query.to_search(chosen)
    told_of_all = facets.in_words(chosen.with_values("technology", ()), offered)  # each is told
    return common.section(
        "How much, by kind",
        "kinds",
        [
            elements.P(says, className="lead"),
            elements.P(technology_document.CAUTIONS[1]),
            common.table("Obligations by kind of technology", COLUMNS, body, "kinds-table"),
            elements.P(fmt.source_line(build.as_of, build.build_id), className="source"),
            download_bar.bar(
                build,
                [(f"technology{search}", "These kinds")],
                PATH + search,
                f"Obligations by kind of technology: {told_of_all}. {says} "
                f"{citations.leading(kinds, 'technology', citations.OF_VIEW)}",
                kinds,
            ),
        ],
    )


def _kind(row: dict[str, Any], chosen: Filters) -> list[Any]:
    name = row["technology"]
    there = facets.PageAddress(PATH).address(chosen.with_values("technology", (name,)))
    link = elements.A(name, href=there, id=f"kind-{name.replace(' ', '-')}", **{"data-view": "yes"})
    return [
        link if row["awards"] else name,
        fmt.text(row["plain"], ""),
        fmt.exact(row["obligated_usd"], "none held"),
        f"{row['awards']:,}",
        f"{row['actions']:,}",
        "yes" if row["kind"] == "surveillance" else "no",
    ]
