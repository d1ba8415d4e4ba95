"""Sheet: the rows of one view and the notes for a file.

A cell that a spreadsheet would take for a formula is given as text. Missing stays blank: a
blank is never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from analysis.documents import marks
from analysis.published import lists
from analysis.published.build import Build
from dashboard.text import coverage_line
from dashboard.text import format as fmt

DATA = "/data/"
"""Where files of rows have their addresses."""
BLANK = "A blank cell is not stated in the records held. It is never zero."


@dataclass(frozen=True)
class Sheet:
    """Rows of one view: its name in the address, what each row is, and the view it is from."""

    name: str
    title: str
    definition: str
    frame: pd.DataFrame
    filters: str = "all that is held"
    view: str = "/"


def notes(sheet: Sheet, build: Build) -> list[tuple[str, str]]:
    """What a reader of the rows alone must know: name and words."""
    return [
        ("What", sheet.title),
        ("Definition", sheet.definition),
        ("Filters", sheet.filters),
        ("Rows", f"{len(sheet.frame):,}"),
        ("As of", build.as_of),
        ("Coverage", coverage_line.line(build)),
        ("Source", "USAspending.gov and FPDS records, read by Sole Source"),
        ("Build", build.build_id),
        ("View", sheet.view),
        ("Missing", BLANK),
        (
            "Money",
            "Columns that end in _usd are US dollars. Obligations and ceilings are not added.",
        ),
        ("SQL", sheet.frame.attrs.get("sql", "")),
    ]


def with_marks(build: Build, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of awards with `look_first`, what may be an error of the record, in words."""
    if "award_key" not in frame.columns:
        return frame
    of_award = lists.marks(build)
    said = [" ".join(marks.says(of_award.get(key))) for key in frame["award_key"]]
    marked = frame.drop(columns="marks", errors="ignore").assign(look_first=said)
    marked.attrs.update(frame.attrs)
    return marked


def plain(value: Any) -> Any:
    """A value as Python has it; None where missing."""
    if fmt.missing(value):
        return None
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else str(value)
    return value.item() if hasattr(value, "item") else value
