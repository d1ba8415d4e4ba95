"""What the publisher changed in records it had published, and what is new."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis.published import lists
from analysis.published.build import Build
from dashboard import facets, live_view
from dashboard.components import common, download_bar, page_frame, subjects
from dashboard.html import elements
from dashboard.published_data import PublishedData, rows
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.query import Filters

PATH = "/changes"
NAME = "Changes"
TITLE = "Changes, Sole Source"
MOST = 200
MOST_NEW = 50
DAYS = 7
CHANGES = [
    ("Award", ""),
    ("Action", ""),
    ("Vendor", ""),
    ("Field", ""),
    ("Before", "words"),
    ("Now", "words"),
    ("Before, last seen", "date"),
    ("Now, first seen", "date"),
    ("Official record", ""),
]
NEW = [
    ("Award", ""),
    ("Action", ""),
    ("Vendor", ""),
    ("Component", ""),
    ("Signed", "date"),
    ("What it was", "kind"),
    ("Obligated", "number"),
    ("Change of the ceiling", "number"),
    ("First seen", "date"),
    ("Official record", ""),
]
NO_CHANGE = (
    "No record held was published a second time with another content. A change shows only after "
    "a second load."
)
SAMPLE = (
    "The sample was loaded once and is never published again, so nothing can have changed in it. "
    "With all of DHS loaded, each month's files are compared with the month before."
)

COPIED = "In the sample the day is that of the list from which a row was copied."


def layout(data: PublishedData, search: str = "", **_: Any) -> Component:
    """The filter, the changes, and what was first seen in the last days."""
    build = data.build()
    lead = (
        "Records are corrected after they are published, sometimes years later. Nothing is "
        "overwritten here: the old value stands beside the new, with the days each was seen."
    )
    return page_frame.of(
        build,
        "What changed in the records",
        elements.P(lead, className="lead"),
        *live_view.boxes("changes", _view, build, search),
    )


def register(app: Dash, data: PublishedData) -> None:
    """The address draws the page."""
    live_view.follow(app, data, "changes", PATH, _view)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search, PATH)
    told, asked = facets.in_words(chosen, offered), query.selection(chosen)
    changed, new = lists.changes(build, asked), lists.newest(build, asked, DAYS)
    says = f"{fmt.count(len(changed), 'change')}: {told}."
    bar = facets.bar(chosen, offered, says, facets.PageAddress(PATH))
    return bar, [_changed(build, chosen, changed, told), _newest(build, chosen, new, told)]


def _changed(build: Build, chosen: Filters, found: pd.DataFrame, told: str) -> Component:
    title = "Altered or withdrawn"
    if not len(found):
        return common.section(title, "changed", [elements.P(_why_none(build), id="no-changes")])
    body = [
        [
            subjects.award_link(row),
            fmt.text(row["modification_number"], "0"),
            fmt.text(row["recipient_name"]),
            row["field"].removesuffix("_usd").replace("_", " "),
            value(row["field"], row["old_value"]),
            value(row["field"], row["new_value"]),
            fmt.day(row["seen_until"]),
            fmt.day(row["seen_from"]),
            subjects.official(row),
        ]
        for row in rows(found.head(MOST))
    ]
    search = query.to_search(chosen)
    cut = f"The latest {MOST} of {len(found):,}. " if len(found) > MOST else ""
    says = f"{cut}The days are those on which we saw the files, not those of the correction."
    return common.section(
        title,
        "changed",
        [
            elements.P(says, className="lead"),
            common.table("Old and new side by side", CHANGES, body, "changes-table"),
            elements.P(fmt.source_line(build.as_of, build.build_id), className="source"),
            download_bar.bar(
                build,
                [(f"changes{search}", "Every change")],
                PATH + search,
                f"What the publisher changed: {told}. {fmt.count(len(found), 'change')}.",
                found,
            ),
        ],
    )


def _why_none(build: Build) -> str:
    return f"{NO_CHANGE} {SAMPLE}" if build.only_sample else NO_CHANGE


def value(field: str, said: Any) -> str:
    """A value as it was published; money to the cent, nothing in words."""
    if fmt.missing(said):
        return fmt.NOT_STATED
    is_money = field.endswith("_usd") or field == "withdrawn"
    return fmt.exact(said) if is_money else str(said)


def _newest(build: Build, chosen: Filters, found: pd.DataFrame, told: str) -> Component:
    title = f"First seen in the last {DAYS} days"
    if not len(found):
        says = "No action was first seen in these days, the first load of all left out."
        more = f" {SAMPLE}" if build.only_sample else ""
        return common.section(title, "newest", [elements.P(says + more, id="nothing-new")])
    body = [
        [
            subjects.award_link(row),
            fmt.text(row["modification_number"], "0"),
            fmt.text(row["recipient_name"]),
            fmt.text(row["component"]),
            fmt.day(row["action_date"]),
            fmt.text(row["action_type"]),
            fmt.exact(row["obligated_usd"]),
            fmt.exact(row["ceiling_change_usd"]),
            fmt.day(row["first_seen"]),
            subjects.official(row),
        ]
        for row in rows(found.head(MOST_NEW))
    ]
    search = query.to_search(chosen)
    cut = (
        f"The {MOST_NEW} greatest of {len(found):,}."
        if len(found) > MOST_NEW
        else "Greatest first."
    )
    if build.only_sample:
        cut = f"{cut} {COPIED}"
    return common.section(
        title,
        "newest",
        [
            elements.P(cut, className="lead"),
            common.table("Actions first seen", NEW, body, "newest-table"),
            elements.P(fmt.source_line(build.as_of, build.build_id), className="source"),
            download_bar.bar(
                build,
                [(f"newest{search}", "Every new action")],
                PATH + search,
                f"Actions first seen in {DAYS} days: {told}. "
                f"{citations.leading(found, 'award_key', citations.OF_ACTION)}",
                found,
            ),
        ],
    )
