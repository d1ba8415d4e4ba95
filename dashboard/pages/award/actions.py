"""Actions of one award as tables, with both running sums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import text
from analysis.documents import marks
from dashboard.charts import award_steps, theme
from dashboard.components import common, notices
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.published_data import rows
from dashboard.text import format as fmt
from dashboard.text import rules_text

Award = Mapping[str, Any]
MOST = 500
"""Actions that a table lists: what a browser lays out without a pause."""

SUM_COLUMNS = [
    ("Modification", ""),
    ("Date", ""),
    ("Kind", ""),
    ("Cumulative obligated", "number"),
    ("Cumulative ceiling", "number"),
]


def sums_table(actions: pd.DataFrame) -> Element:
    """The figures of the chart."""
    cells = [
        [
            fmt.text(row["modification_number"], "base"),
            fmt.day(row["action_date"]),
            _kind_of(row),
            fmt.exact(row["cumulative_obligated_usd"]),
            fmt.exact(row["cumulative_ceiling_usd"]),
        ]
        for row in rows(actions.tail(MOST))
    ]
    caption = f"Cumulative obligation and ceiling{_cut(actions)}"
    return common.table(caption, SUM_COLUMNS, cells)


ACTION_COLUMNS = [
    ("Action", "date"),
    ("Kind, and type on the record", "kind"),
    ("Obligated", "number"),
    ("Ceiling change", "number"),
    ("Obligated so far", "number"),
    ("Ceiling so far", "number"),
    ("What it says, and where from", "words"),
]


def actions_table(
    award: Award, actions: pd.DataFrame, justified: Mapping[str, list[Any]] | None = None
) -> Element:
    """The actions in order, the latest where there are many, with what each says, where that comes
    from, and what justifies it."""
    held = justified or {}
    cells = [
        _action_row(row, award["label"], held.get(row.get("transaction_key", ""), []))
        for row in rows(actions.tail(MOST))
    ]
    caption = f"All actions in order{_cut(actions)}"
    return common.table(caption, ACTION_COLUMNS, cells, "actions", "actions")


def _cut(actions: pd.DataFrame) -> str:
    """How a table was cut; nothing where it is whole."""
    count = len(actions)
    return f", the latest {MOST:,} of {count:,}; the file has all" if count > MOST else ""


def _action_row(row: Mapping[str, Any], label: Any, justified: list[Any]) -> list[Any]:
    return [
        [
            elements.Span(
                fmt.text(row["modification_number"], "base"),
                id=award_steps.spot(row),
                tabIndex="-1",
            ),
            _small(fmt.day(row["action_date"])),
        ],
        _kind_cell(row),
        fmt.exact(row["obligated_usd"]),
        rules_text.ceiling(row, "ceiling_change_usd"),
        fmt.exact(row["cumulative_obligated_usd"]),
        rules_text.ceiling(row, "cumulative_ceiling_usd"),
        [
            *_says(row, label),
            *(_small(f"Look first: {says}") for says in marks.says(_marks(row))),
            *notices.marks(justified),
            _small(_where_from(row)),
        ],
    ]


def _marks(row: Mapping[str, Any]) -> str | None:
    return None if fmt.missing(row["marks"]) else str(row["marks"])


def _kind_cell(row: Mapping[str, Any]) -> list[Any]:
    kind = "new-work" if row["growth_bucket"] == "new work" else ""
    says, type_says = _kind_of(row), row["action_type"]
    if fmt.missing(type_says):
        why = f"type {text.blank(rules_text.listed(row), 'action_type_code')}"
        # once, and in one way: what the copy lacks is no blank of the record
        says = why if fmt.missing(row["growth_bucket"]) else says
        type_says = "" if says == why or row["is_base"] else why
    mark = common.glyph(fmt.text(row["growth_bucket"], theme.UNSTATED_BUCKET))
    return [elements.Span([mark, says], className=f"bucket {kind}"), _small(type_says)]


def _kind_of(row: Mapping[str, Any]) -> str:
    bucket = fmt.text(row["growth_bucket"], theme.UNSTATED_BUCKET)
    return theme.MARKS[bucket].words


def _says(row: Mapping[str, Any], label: Any) -> list[Any]:
    """The record's own words, and ours told apart from them; the award's label is not repeated."""
    words = [] if fmt.missing(row["description"]) else [elements.Span(row["description"])]
    if not fmt.missing(row["label"]) and row["label"] != label:
        words.append(elements.Span(["Our label: ", row["label"]], className="ours"))
    same = not fmt.missing(label) and row["label"] == label
    quiet = "same label as the award" if same else "no words of its own"
    return words or [elements.Span(quiet, className="quiet")]


def _where_from(row: Mapping[str, Any]) -> str:
    """The source and the day it speaks for; the source's own words often name the day."""
    as_of, basis = fmt.day(row["as_of"]), fmt.text(row["basis"])
    return basis if as_of in basis else f"{basis}, as of {as_of}"


def _small(says: str) -> Element:
    return elements.Span(says, className="small")
