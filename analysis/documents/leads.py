"""Leads as a document: the contract of `python -m analysis leads --kind no-notice --json`.

Money is text with two decimals, a missing figure is null.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.documents import lead_rows
from analysis.measures.notices import missing_notices
from analysis.published.build import Build
from analysis.published.reproducible_sql import Where
from analysis.published.selection import EVERYTHING, Selection
from analysis.rules import notice_rules
from analysis.serialise import rows

CAUTIONS = (
    "A missing notice is a question, not a finding: what is below the threshold, directed by "
    "statute, classified, archived before the first sync or posted elsewhere has none here.",
    "The threshold is the simplified acquisition threshold in force on the day of the action; "
    "awards whose record does not state how they were bought are not among these.",
)
NO_RATE = (
    "No base rate: no notice of SAM.gov's own files is held, only facts of the sample; how many "
    "of the same kind have one cannot be told."
)
SAID_OF_REASON = ("reason", "plain", "because", "source")
Row = dict[str, Any]


def no_notice_document(build: Build, selection: Selection = EVERYTHING, top: int = 50) -> Row:
    """The leads, the greatest amount first, with the reasons that may make them legitimate."""
    return document_of(build, lead_rows.no_notice(build, selection), selection, top)


def document_of(build: Build, frame: pd.DataFrame, selection: Selection, top: int) -> Row:
    """The document of all rows of `lead_rows.no_notice` of a choice, the first `top` listed."""
    leads = rows(frame.head(top))
    words = {row["reason"]: row for row in notice_rules.reasons()}
    for lead in leads:
        named = [name for name in lead.pop("reasons").split("|") if name]
        lead["may_be_because"] = [
            {name: words[reason][name] for name in SAID_OF_REASON} for reason in named
        ]
        lead["question"] = _question(lead)
        lead["threshold_because"] = _threshold_because(lead["action_date"])
    [held] = rows(
        build.query(
            "SELECT count(*) AS notices, count(*) FILTER (source <> 'sample') AS official, "
            "min(posted_date) FILTER (source <> 'sample') AS first_posted, "
            "max(posted_date) FILTER (source <> 'sample') AS last_posted FROM notices"
        )
    )
    return {
        "kind": "no-notice",
        "matching": len(frame),
        "leads": leads,
        "base_rates": _rates(build, lead_rows.chosen(selection)) if held["official"] else [],
        "base_rates_missing_because": None if held["official"] else NO_RATE,
        "notices_held": held,
        "cautions": list(CAUTIONS),
        **build.told,
    }


def _threshold_because(day: str) -> str:
    """Why the threshold of that day is what it is, as its row says."""
    return next(each.because for each in missing_notices.book() if str(each.from_date) <= day)


def _question(lead: Row) -> str:
    what = (
        "the award" if lead["what"] == "award" else f"the new work of {lead['modification_number']}"
    )
    if lead["notice"] == "possible":
        return f"A notice may be that of {what}. Is it?"
    return f"No notice of {what} is among those held. Was a justification posted, and where?"


def _rates(build: Build, asked: Where) -> list[Row]:
    """How many of the same kind have a notice: by component, and over all that was asked for."""
    sums = (
        "count(*) AS above_threshold, count(*) FILTER (notice = 'yes') AS with_notice, "
        "count(*) FILTER (notice = 'possible') AS with_possible_notice, "
        "count(*) FILTER (notice = 'yes')::DOUBLE / count(*) AS share_with_notice"
    )
    found = rows(
        build.query(
            f"SELECT what, component, {sums} FROM above_threshold WHERE {asked.sql} "
            "GROUP BY GROUPING SETS ((what, component), (what)) "
            "ORDER BY what, component NULLS FIRST",
            asked.parameters,
        )
    )
    return [{**row, "component": row["component"] or "all"} for row in found]
