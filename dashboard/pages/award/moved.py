"""The other numbers of an award: what ties them, as a question with its quoted fields."""

from __future__ import annotations

from typing import Any

from analysis.documents.moved import sentences
from dashboard.components import common
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.text import format as fmt
from dashboard.url import paths

COLUMNS = (
    ("Action", ""),
    ("Signed", ""),
    ("Obligated", "number"),
    ("Ceiling change", "number"),
    ("Under", ""),
    ("Counted as", ""),
)


def section(part: dict[str, Any]) -> list[Element]:
    """Nothing for an award with one number only."""
    if not part["ties"]:
        return []
    body: list[Any] = [
        elements.P("A question is not a finding.", className="quiet"),
        elements.Ul([elements.Li(said) for said in sentences(part)], className="plain"),
        elements.Dl([each for tie in part["ties"] for each in _pair(tie)], className="pairs"),
    ]
    if part["counted_once"]:
        body.append(common.table("Actions under two numbers", COLUMNS, _rows(part), "counted-once"))
    return [common.section("One award, two numbers?", "moved", body)]


def _pair(tie: dict[str, Any]) -> list[Element]:
    key = tie["other_key"]
    return [
        elements.Dt("Other key"),
        elements.Dd([elements.Link(key, href=paths.award(key)), f", {tie['status']}"]),
    ]


def _rows(part: dict[str, Any]) -> list[list[Any]]:
    return [
        [
            row["modification_number"] or "0",
            fmt.day(row["action_date"]),
            fmt.exact(row["obligated_usd"]),
            fmt.exact(row["ceiling_change_usd"]),
            row["transaction_key"],
            row["counted_as"] or "the actions that it sums",
        ]
        for row in part["counted_once"]
    ]
