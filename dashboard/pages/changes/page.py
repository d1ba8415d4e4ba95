"""Changes: published records that their publisher altered, and new ones."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.published import lists
from analysis.published.build import Build
from dashboard import views
from dashboard.html import elements
from dashboard.pages.page import FilteredPage
from dashboard.published_data import Row
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url.paths import CHANGES as PATH
from dashboard.url.view_request import ViewRequest
from dashboard.views import Column, Result, Table, View

MOST = 200
MOST_NEW = 50
DAYS = 7
NO_CHANGE = (
    "No record held was published a second time with another content. A change shows only after "
    "a second load."
)
SAMPLE = (
    "Of the sample, 18 actions are held as earlier copies had them too. With all of DHS loaded, "
    "each month's files are compared with the month before."
)
COPIED = "In the sample the day is that of the list from which a row was copied."
VALUE = "words"
ACTION = views.text("modification_number", "Action", "0")


def value(field: str, text: Any) -> str:
    """A value as it was published; money to the cent, nothing in words."""
    if fmt.missing(text):
        return fmt.NOT_STATED
    is_money = field.endswith("_usd") or field == "withdrawn"
    return fmt.exact(text) if is_money else str(text)


def now(row: Row) -> str:
    """What a record states now; a withdrawn one is no longer among the records."""
    if row["field"] == "withdrawn":
        return "missing"
    return value(row["field"], row["new_value"])


def _field(row: Row, _: Result) -> str:
    return str(row["field"]).removesuffix("_usd").replace("_", " ")


def _why_none(build: Build) -> str:
    return f"{NO_CHANGE} {SAMPLE}" if build.only_sample else NO_CHANGE


def _latest(result: Result) -> list[str]:
    cut = f"The latest {MOST} of {len(result.frame):,}. " if len(result.frame) > MOST else ""
    says = f"{cut}The days are those on which we saw the files, not those of the correction."
    return [f"{says} {SAMPLE}" if result.request.build.only_sample else says]


def _greatest(result: Result) -> list[str]:
    total = len(result.frame)
    cut = f"The {MOST_NEW} greatest of {total:,}." if total > MOST_NEW else "Greatest first."
    return [f"{cut} {COPIED}" if result.request.build.only_sample else cut]


def _no_change(result: Result) -> list[Any] | None:
    if len(result.frame):
        return None
    return [elements.P(_why_none(result.request.build), id="no-changes")]


def _nothing_new(result: Result) -> list[Any] | None:
    if len(result.frame):
        return None
    says = "No action was first seen in these days, the first load of all left out."
    more = f" {SAMPLE}" if result.request.build.only_sample else ""
    return [elements.P(says + more, id="nothing-new")]


ALTERED = View(
    "changes",
    "What the publisher changed in records held",
    "Each row is one field of one action that a later publication states otherwise, or an "
    "action that was withdrawn; the days are those on which each was seen, or first missing, and "
    "the file is the one that says so or lacks it.",
    lambda request: lists.changes(request.build, request.selection),
    PATH,
    takes="Every change",
    heading="Altered or withdrawn",
    part="changed",
    lead=_latest,
    tables=[
        Table(
            "Old and new side by side",
            [
                views.award(),
                ACTION,
                views.text("recipient_name", "Vendor"),
                Column("Field", _field),
                Column("Before", lambda row, _: value(row["field"], row["old_value"]), VALUE),
                Column("Now", lambda row, _: now(row), VALUE),
                views.day("seen_until", "Before, last seen"),
                views.day("seen_from", "Now, first seen or missing"),
                views.text("file", "By the file"),
                views.official(),
            ],
            "changes-table",
            MOST,
        )
    ],
    cite=lambda result: (
        f"What the publisher changed: {result.request.in_words}. "
        f"{fmt.count(len(result.frame), 'change')}."
    ),
    empty=_no_change,
)
NEWEST = View(
    "newest",
    "Actions first seen in the last days",
    "Actions first seen in the seven days before the as-of date, the first load of all left out.",
    lambda request: lists.newest(request.build, request.selection, DAYS),
    PATH,
    takes="Every new action",
    heading=f"First seen in the last {DAYS} days",
    part="newest",
    lead=_greatest,
    tables=[
        Table(
            "Actions first seen",
            [
                views.award(),
                ACTION,
                views.text("recipient_name", "Vendor"),
                views.text("component", "Component"),
                views.day("action_date", "Signed"),
                views.text("action_type", "What it was", kind="kind"),
                views.usd("obligated_usd", "Obligated"),
                views.usd("ceiling_change_usd", "Change of the ceiling"),
                views.day("first_seen", "First seen"),
                views.official(),
            ],
            "newest-table",
            MOST_NEW,
        )
    ],
    cite=lambda result: (
        f"Actions first seen in {DAYS} days: {result.request.in_words}. "
        f"{citations.leading(result.frame, 'award_key', citations.OF_ACTION)}"
    ),
    empty=_nothing_new,
)


def _changed(request: ViewRequest) -> pd.DataFrame:
    return ALTERED.rows(request)


PAGE = FilteredPage(
    PATH,
    "Changes",
    "What changed in the records",
    "Records are corrected after they are published, sometimes years later. Nothing is "
    "overwritten here: the old value stands beside the new, with the days each was seen.",
    "changes",
    measure=_changed,
    says=lambda request, changed: f"{fmt.count(len(changed), 'change')}: {request.in_words}.",
    sections=lambda request, changed: [ALTERED.section(request, changed), NEWEST.section(request)],
    views=[ALTERED, NEWEST],
)
