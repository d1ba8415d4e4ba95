"""The awards behind a figure: where a bar, a point or a headline leads."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis import queries, within
from analysis.published import Build
from dashboard import (
    behind,
    citing,
    facets,
    filters,
    following,
    html,
    page,
    parts,
    subjects,
    ways_out,
    words,
)
from dashboard.data import Held, rows
from dashboard.filters import Filters

PATH = behind.PATH
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


def layout(data: Held, search: str = "", **_: Any) -> Component:
    """The filters and the awards, the greatest sums first."""
    build = data.build()
    lead = (
        "Each award with what its actions of this view add up to: of the years, days and signs "
        "chosen, and no others. An award’s number leads to its actions."
    )
    return page.of(
        build,
        NAME,
        html.P(lead, className="lead"),
        *following.boxes("awards", _view, build, search),
    )


def register(app: Dash, data: Held) -> None:
    """The address draws the page."""
    following.follow(app, data, "awards", PATH, _view)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search, PATH)
    place = facets.Place(PATH)
    totals = queries.totals(build, filters.selection(chosen))
    bar = facets.bar(chosen, offered, facets.matching(totals, chosen, offered), place)
    if not totals["actions"]:
        return bar, [facets.nothing(chosen, offered, facets.counted(build), place)]
    found = within.awards(build, filters.selection(chosen), MOST)
    return bar, [_listed(build, chosen, found, totals, facets.in_words(chosen, offered))]


def _listed(
    build: Build, chosen: Filters, found: pd.DataFrame, totals: dict[str, Any], told: str
) -> Component:
    body = [
        [
            [
                subjects.award_link(row),
                html.Span(
                    subjects.vendor_link(row["recipient_name"], row["vendor_family"]),
                    className="small",
                ),
            ],
            words.exact(row["obligated_here_usd"]),
            f"{row['actions_here']:,}",
            subjects.own_words(row),
            words.text(row["component"]),
            subjects.bought(row["competition_class"]),
            words.exact(row["obligated_usd"]),
            "yes" if row["in_rates"] else "no",
            subjects.official(row),
        ]
        for row in rows(found)
    ]
    count, search = totals["awards"], filters.to_search(chosen)
    cut = words.first_of(MOST, count, "greatest sums")
    usd = words.exact(totals["obligated_usd"])
    sums = f"{words.count(count, 'award')}, {usd} obligated in this view.{_in_shares(totals)}"
    first = citing.leading(found, "award_key", citing.HERE, total=count)
    return parts.section(
        "The awards and their sums",
        "behind",
        [
            html.P(sums, className="verdict", id="sum"),
            html.P(f"{cut}The greatest first, whatever their sign.", className="lead"),
            parts.table("Awards of this view", COLUMNS, body, "behind-table"),
            html.P(words.source_line(build.as_of, build.build_id, told), className="source"),
            ways_out.bar(
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
    usd = words.exact(totals["rated_usd"], "nothing")
    return f" Shares of what was competed count {usd} of it, on {words.count(rated, 'award')}."
