"""What the publisher changed in records it had published, and what is new."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis import listing
from analysis.published import Build
from dashboard import (
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


def layout(data: Held, search: str = "", **_: Any) -> Component:
    """The filter, the changes, and what was first seen in the last days."""
    build = data.build()
    lead = (
        "Records are corrected after they are published, sometimes years later. Nothing is "
        "overwritten here: the old value stands beside the new, with the days each was seen."
    )
    return page.of(
        build,
        "What changed in the records",
        html.P(lead, className="lead"),
        *following.boxes("changes", _view, build, search),
    )


def register(app: Dash, data: Held) -> None:
    """The address draws the page."""
    following.follow(app, data, "changes", PATH, _view)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search, PATH)
    told, asked = facets.in_words(chosen, offered), filters.selection(chosen)
    changed, new = listing.changes(build, asked), listing.newest(build, asked, DAYS)
    says = f"{words.count(len(changed), 'change')}: {told}."
    bar = facets.bar(chosen, offered, says, facets.Place(PATH))
    return bar, [_changed(build, chosen, changed, told), _newest(build, chosen, new, told)]


def _changed(build: Build, chosen: Filters, found: pd.DataFrame, told: str) -> Component:
    title = "Altered or withdrawn"
    if not len(found):
        return parts.section(title, "changed", [html.P(_why_none(build), id="no-changes")])
    body = [
        [
            subjects.award_link(row),
            words.text(row["modification_number"], "0"),
            words.text(row["recipient_name"]),
            row["field"].removesuffix("_usd").replace("_", " "),
            value(row["field"], row["old_value"]),
            value(row["field"], row["new_value"]),
            words.day(row["seen_until"]),
            words.day(row["seen_from"]),
            subjects.official(row),
        ]
        for row in rows(found.head(MOST))
    ]
    search = filters.to_search(chosen)
    cut = f"The latest {MOST} of {len(found):,}. " if len(found) > MOST else ""
    says = f"{cut}The days are those on which we saw the files, not those of the correction."
    return parts.section(
        title,
        "changed",
        [
            html.P(says, className="lead"),
            parts.table("Old and new side by side", CHANGES, body, "changes-table"),
            html.P(words.source_line(build.as_of, build.build_id), className="source"),
            ways_out.bar(
                build,
                [(f"changes{search}", "Every change")],
                PATH + search,
                f"What the publisher changed: {told}. {words.count(len(found), 'change')}.",
                found,
            ),
        ],
    )


def _why_none(build: Build) -> str:
    return f"{NO_CHANGE} {SAMPLE}" if build.only_sample else NO_CHANGE


def value(field: str, said: Any) -> str:
    """A value as it was published; money to the cent, nothing in words."""
    if words.missing(said):
        return words.NOT_STATED
    is_money = field.endswith("_usd") or field == "withdrawn"
    return words.exact(said) if is_money else str(said)


def _newest(build: Build, chosen: Filters, found: pd.DataFrame, told: str) -> Component:
    title = f"First seen in the last {DAYS} days"
    if not len(found):
        says = "No action was first seen in these days, the first load of all left out."
        more = f" {SAMPLE}" if build.only_sample else ""
        return parts.section(title, "newest", [html.P(says + more, id="nothing-new")])
    body = [
        [
            subjects.award_link(row),
            words.text(row["modification_number"], "0"),
            words.text(row["recipient_name"]),
            words.text(row["component"]),
            words.day(row["action_date"]),
            words.text(row["action_type"]),
            words.exact(row["obligated_usd"]),
            words.exact(row["ceiling_change_usd"]),
            words.day(row["first_seen"]),
            subjects.official(row),
        ]
        for row in rows(found.head(MOST_NEW))
    ]
    search = filters.to_search(chosen)
    cut = (
        f"The {MOST_NEW} greatest of {len(found):,}."
        if len(found) > MOST_NEW
        else "Greatest first."
    )
    if build.only_sample:
        cut = f"{cut} {COPIED}"
    return parts.section(
        title,
        "newest",
        [
            html.P(cut, className="lead"),
            parts.table("Actions first seen", NEW, body, "newest-table"),
            html.P(words.source_line(build.as_of, build.build_id), className="source"),
            ways_out.bar(
                build,
                [(f"newest{search}", "Every new action")],
                PATH + search,
                f"Actions first seen in {DAYS} days: {told}. "
                f"{citing.leading(found, 'award_key', citing.OF_ACTION)}",
                found,
            ),
        ],
    )
