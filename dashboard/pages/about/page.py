"""About the data: what is held and from when, how late it comes, and what it cannot contain."""

from __future__ import annotations

from typing import Any

from dash import Dash
from dash.development.base_component import Component

from analysis.published import lists
from analysis.published.build import Build
from dashboard import facets
from dashboard.components import common, coverage, download_bar, drilldown
from dashboard.html import elements
from dashboard.pages.about import other_transactions
from dashboard.published_data import PublishedData, rows
from dashboard.text import format as fmt
from dashboard.url import query

PATH = "/about"
NAME = "About the data"
TITLE = "About the data, Sole Source"
MOST = 60


def layout(data: PublishedData, **_: Any) -> Component:
    """What is held by component, from which files, and what is not."""
    build = data.build()
    return elements.Div(
        [
            elements.H1("About the data"),
            common.notice(build.manifest),
            _components(build),
            _sources(build),
            _build(build),
            other_transactions.section(build),
            coverage.panel(build),
            elements.P(
                [
                    "What the records that are held lack, with its size: ",
                    elements.Link("caveats", href="/method#caveats"),
                    ".",
                ]
            ),
        ]
    )


def register(app: Dash, data: PublishedData) -> None:
    """Nothing moves on this page."""


def _components(build: Build) -> Component:
    found = lists.components(build)
    address = drilldown.of(query.NONE, facets.offered(build))
    body = [
        [
            row["component"],
            f"{row['awards']:,}",
            f"{row['actions']:,}",
            drilldown.link(row["obligated_usd"], address(row)),
            fmt.day(row["first_action_date"]),
            fmt.day(row["last_action_date"]),
            fmt.day(row["as_of"]),
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
    return common.section(
        "What is held",
        "held",
        [
            elements.P(says, className="lead"),
            common.table("Actions held by component", columns, body, "held-table"),
            download_bar.bar(build, [("components", "These rows")], PATH, "Actions held.", found),
        ],
    )


def _sources(build: Build) -> Component:
    found = lists.basis(build)
    body = [
        [row["basis"], f"{row['actions']:,}", fmt.day(row["as_of"])]
        for row in rows(found.head(MOST))
    ]
    columns = [("Where it was read", "words"), ("Actions", "number"), ("As of", "date")]
    cut = fmt.first_of(MOST, len(found), "largest")
    return common.section(
        "Where it comes from",
        "sources",
        [
            elements.P(
                "Every action can be followed to its official page and to the file or document it "
                f"was read in. {cut}",
                className="lead",
            ),
            common.table("Actions by the file or document they were read in", columns, body),
        ],
    )


def _build(build: Build) -> Component:
    told = build.manifest
    pairs = [
        ("Build", build.build_id),
        ("Made", fmt.text(told["built_at"])[:19]),
        ("As of", build.as_of),
        ("Actions", f"{told['actions']:,}"),
        ("Awards", f"{told['awards']:,}"),
        ("Obligated", fmt.exact(told["obligated_usd"])),
    ]
    listed = [part for name, says in pairs for part in (elements.Dt(name), elements.Dd(says))]
    return common.section("This build", "build", [elements.Dl(listed, className="pairs")])
