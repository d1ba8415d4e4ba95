"""What is bought to watch people, by kind of technology, and how much of it was not competed."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis import technology
from analysis.published import Build
from dashboard import (
    citing,
    facets,
    filters,
    following,
    html,
    page,
    parts,
    technology_parts,
    ways_out,
    words,
)
from dashboard.data import Held
from dashboard.filters import Filters

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


def layout(data: Held, search: str = "", **_: Any) -> Component:
    """The filters, the share by year, the kinds, and what only looks like one."""
    build = data.build()
    lead = (
        "Which kind an award is of was found by rules that are written down: its words, its "
        "vendor, its product code. " + technology.CAUTIONS[0]
    )
    return page.of(
        build,
        "Surveillance technology",
        html.P(lead, className="lead"),
        *following.boxes("technology", _view, build, search),
    )


def register(app: Dash, data: Held) -> None:
    """The address draws the page."""
    following.follow(app, data, "technology", PATH, _view)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search, PATH)
    place = facets.Place(PATH)
    selection = filters.selection(chosen)
    kinds = technology.kinds(build, selection)
    summary = technology.summary(build, selection, kinds)
    told = facets.in_words(chosen, offered)
    bar = facets.bar(chosen, offered, f"In this view: {told}.", place)
    if not summary["all"]["awards"]:
        return bar, [facets.nothing(chosen, offered, facets.counted(build), place)]
    return bar, [
        technology_parts.by_year(build, chosen, offered),
        _kinds(build, chosen, offered, kinds, summary),
        *technology_parts.awards(build, chosen, told),
        technology_parts.look_alikes(build, chosen),
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
        f"{words.exact(watched['obligated_usd'], 'Nothing')} obligated on "
        f"{words.count(watched['awards'], 'award')} of surveillance technology. "
        f"Rules are unsure of {words.count(unsure['awards'], 'award')}, "
        f"{words.exact(unsure['obligated_usd'], 'nothing')}."
    )
    search = filters.to_search(chosen)
    told_of_all = facets.in_words(chosen.with_values("technology", ()), offered)  # each is told
    return parts.section(
        "How much, by kind",
        "kinds",
        [
            html.P(says, className="lead"),
            html.P(technology.CAUTIONS[1]),
            parts.table("Obligations by kind of technology", COLUMNS, body, "kinds-table"),
            html.P(words.source_line(build.as_of, build.build_id), className="source"),
            ways_out.bar(
                build,
                [(f"technology{search}", "These kinds")],
                PATH + search,
                f"Obligations by kind of technology: {told_of_all}. {says} "
                f"{citing.leading(kinds, 'technology', citing.OF_VIEW)}",
                kinds,
            ),
        ],
    )


def _kind(row: dict[str, Any], chosen: Filters) -> list[Any]:
    name = row["technology"]
    there = facets.Place(PATH).address(chosen.with_values("technology", (name,)))
    link = html.A(name, href=there, id=f"kind-{name.replace(' ', '-')}", **{"data-view": "yes"})
    return [
        link if row["awards"] else name,
        words.text(row["plain"], ""),
        words.exact(row["obligated_usd"], "none held"),
        f"{row['awards']:,}",
        f"{row['actions']:,}",
        "yes" if row["kind"] == "surveillance" else "no",
    ]
