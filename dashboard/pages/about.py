"""About the data: what is held and from when, how late it comes, and what it cannot contain."""

from __future__ import annotations

from typing import Any

from dash import Dash
from dash.development.base_component import Component

from analysis import listing
from analysis.published import Build
from dashboard import (
    behind,
    facets,
    filters,
    html,
    missing,
    other_transactions,
    parts,
    ways_out,
    words,
)
from dashboard.data import Held, rows

PATH = "/about"
NAME = "About the data"
TITLE = "About the data, Sole Source"
MOST = 60


def layout(data: Held, **_: Any) -> Component:
    """What is held by component, from which files, and what is not."""
    build = data.build()
    return html.Div(
        [
            html.H1("About the data"),
            parts.notice(build.manifest),
            _components(build),
            _sources(build),
            _build(build),
            other_transactions.section(build),
            missing.panel(build),
            html.P(
                [
                    "What the records that are held lack, with its size: ",
                    html.Link("caveats", href="/method#caveats"),
                    ".",
                ]
            ),
        ]
    )


def register(app: Dash, data: Held) -> None:
    """Nothing moves on this page."""


def _components(build: Build) -> Component:
    found = listing.components(build)
    address = behind.of(filters.NONE, facets.offered(build))
    body = [
        [
            row["component"],
            f"{row['awards']:,}",
            f"{row['actions']:,}",
            behind.link(row["obligated_usd"], address(row)),
            words.day(row["first_action_date"]),
            words.day(row["last_action_date"]),
            words.day(row["as_of"]),
            f"{row['provisional_actions']:,}",
        ]
        for row in rows(found)
    ]
    columns = [
        ("Component", ""),
        ("Awards", "number"),
        ("Actions", "number"),
        ("Obligated", "number"),
        ("First action", "date"),
        ("Last action", "date"),
        ("As of", "date"),
        ("Actions of its last 30 days", "number"),
    ]
    says = (
        "Each component has its own as-of date. Its last 30 days are provisional: most actions are "
        "published within days of being signed, some only after months."
    )
    return parts.section(
        "What is held",
        "held",
        [
            html.P(says, className="lead"),
            parts.table("Actions held by component", columns, body, "held-table"),
            ways_out.bar(build, [("components", "These rows")], PATH, "Actions held.", found),
        ],
    )


def _sources(build: Build) -> Component:
    found = listing.basis(build)
    body = [
        [row["basis"], f"{row['actions']:,}", words.day(row["as_of"])]
        for row in rows(found.head(MOST))
    ]
    columns = [("Where it was read", "words"), ("Actions", "number"), ("As of", "date")]
    cut = words.first_of(MOST, len(found), "largest")
    return parts.section(
        "Where it comes from",
        "sources",
        [
            html.P(
                "Every action can be followed to its official page and to the file or document it "
                f"was read in. {cut}",
                className="lead",
            ),
            parts.table("Actions by the file or document they were read in", columns, body),
        ],
    )


def _build(build: Build) -> Component:
    told = build.manifest
    pairs = [
        ("Build", build.build_id),
        ("Made", words.text(told["built_at"])[:19]),
        ("As of", build.as_of),
        ("Actions", f"{told['actions']:,}"),
        ("Awards", f"{told['awards']:,}"),
        ("Obligated", words.exact(told["obligated_usd"])),
    ]
    listed = [part for name, says in pairs for part in (html.Dt(name), html.Dd(says))]
    return parts.section("This build", "build", [html.Dl(listed, className="pairs")])
