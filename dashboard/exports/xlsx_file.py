"""XLSX: the rows as a workbook, with a sheet of notes."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pandas as pd
import xlsxwriter  # type: ignore[import-untyped]

from analysis.published.build import Build
from dashboard.exports.file_link import link
from dashboard.exports.sheet import Sheet, notes, plain
from dashboard.exports.way_out import ROWS, WayOut

WIDEST = 60
LONGEST = 32_767
"""Signs that a cell of a workbook holds; Excel's own limit."""
CUT = "… (cut: a cell of a workbook holds 32,767 signs; the CSV has the whole text)"


def as_xlsx(sheet: Sheet, build: Build) -> bytes:
    """The rows as a workbook: `Rows`, and `Notes` that say what they are."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        _write_rows(book, sheet.frame)
        _write_notes(book, notes(sheet, build))
    return out.getvalue()


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
            _write_cell(paper, line, place, plain(value), money, day)
    # the heading and the name of each row stay in sight
    paper.freeze_panes(1, 1)


def _write_cell(paper: Any, line: int, place: int, value: Any, money: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        paper.write_boolean(line, place, value)
    elif isinstance(value, Decimal):
        # Excel holds 15 digits: cents are exact up to ten trillion dollars
        paper.write_number(line, place, float(value), money)
    elif isinstance(value, int | float):
        paper.write_number(line, place, value)
    elif isinstance(value, date):
        paper.write_datetime(line, place, value, day)
    else:
        paper.write_string(line, place, _fitting(str(value)))


def _write_notes(book: xlsxwriter.Workbook, pairs: list[tuple[str, str]]) -> None:
    paper = book.add_worksheet("Notes")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    paper.set_column(0, 0, 14)
    paper.set_column(1, 1, 110)
    for line, (name, says) in enumerate(pairs):
        paper.write_string(line, 0, name, bold)
        paper.write_string(line, 1, _fitting(says), wrapped)


def _fitting(text: str) -> str:
    """Text that a cell can hold; a longer one says that it was cut, and where the rest is."""
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WAYS = (WayOut("xlsx", 11, ROWS, partial(link, "xlsx"), as_xlsx, MEDIA),)
