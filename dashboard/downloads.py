"""Rows to take away: CSV and XLSX of exactly what is on screen, with notes that say what it is.

A cell that a spreadsheet would take for a formula is given as text. Missing stays blank: a
blank is never zero.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import xlsxwriter  # type: ignore[import-untyped]

from analysis.published.build import Build
from dashboard.text import format as fmt

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet reads as the beginning of a formula."""
BLANK = "A blank cell is not stated in the records held. It is never zero."
WIDEST = 60


@dataclass(frozen=True)
class Sheet:
    """Rows of one view: its name in the address, what each row is, and the view it is from."""

    name: str
    title: str
    definition: str
    frame: pd.DataFrame
    chosen: str = "all that is held"
    view: str = "/"


def notes(sheet: Sheet, build: Build) -> list[tuple[str, str]]:
    """What a reader of the rows alone must know: name and words."""
    return [
        ("What", sheet.title),
        ("Definition", sheet.definition),
        ("Filters", sheet.chosen),
        ("Rows", f"{len(sheet.frame):,}"),
        ("As of", build.as_of),
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


def as_csv(sheet: Sheet, _: Build) -> bytes:
    """The rows as UTF-8 CSV with the names of the columns first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.frame.columns)
    for row in sheet.frame.itertuples(index=False, name=None):
        writer.writerow([_harmless(_plain(value)) for value in row])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet, build: Build) -> bytes:
    """The rows as a workbook: `Rows`, and `Notes` that say what they are."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        _write_rows(book, sheet.frame)
        _write_notes(book, notes(sheet, build))
    return out.getvalue()


KINDS: dict[str, tuple[Callable[[Sheet, Build], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""Each kind of file: how it is made, and its media type."""


def _write_rows(book: xlsxwriter.Workbook, frame: pd.DataFrame) -> None:
    paper = book.add_worksheet("Rows")
    head = book.add_format({"bold": True, "bottom": 1})
    money = book.add_format({"num_format": "#,##0.00"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for place, name in enumerate(frame.columns):
        paper.write_string(0, place, str(name), head)
        paper.set_column(place, place, min(max(len(str(name)) + 2, 14), WIDEST))
    for line, row in enumerate(frame.itertuples(index=False, name=None), 1):
        for place, value in enumerate(row):
            _write_cell(paper, line, place, _plain(value), money, day)
    paper.freeze_panes(1, 1)


def _write_cell(paper: Any, line: int, place: int, value: Any, money: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        paper.write_boolean(line, place, value)
    elif isinstance(value, Decimal):
        paper.write_number(line, place, float(value), money)
    elif isinstance(value, int | float):
        paper.write_number(line, place, value)
    elif isinstance(value, date):
        paper.write_datetime(line, place, value, day)
    else:
        paper.write_string(line, place, str(value))


def _write_notes(book: xlsxwriter.Workbook, pairs: list[tuple[str, str]]) -> None:
    paper = book.add_worksheet("Notes")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    paper.set_column(0, 0, 14)
    paper.set_column(1, 1, 110)
    for line, (name, says) in enumerate(pairs):
        paper.write_string(line, 0, name, bold)
        paper.write_string(line, 1, says, wrapped)


def _plain(value: Any) -> Any:
    """A value as Python has it; None where missing."""
    if fmt.missing(value):
        return None
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else str(value)
    return value.item() if hasattr(value, "item") else value


def _harmless(value: Any) -> Any:
    """Text that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value
