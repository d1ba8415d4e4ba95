"""CSV metadata: what a CSV's columns are and what it holds, as CSV on the Web describes a file."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

from analysis.published.build import Build
from dashboard.exports.csv_file import COVERAGE
from dashboard.exports.sheet import Sheet, notes, plain
from dashboard.exports.way_out import ROWS, Taken, WayOut

ENDING = "csv-metadata.json"
"""Beside `NAME.csv`: the place where a reader of CSV on the Web looks."""
MEDIA = "application/csvm+json; charset=utf-8"
KINDS: tuple[tuple[type | tuple[type, ...], Any], ...] = (
    # a bool is an int in Python, so it stands first; the CSV has Python's words for it
    (bool, {"base": "boolean", "format": "True|False"}),
    (int, "integer"),
    (Decimal, "decimal"),
    (float, "number"),
    (date, "date"),
)


def as_metadata(sheet: Sheet, build: Build) -> bytes:
    """The notes of the rows and the kind of each column, as JSON."""
    says = dict(notes(sheet, build))
    query = sheet.view.partition("?")[2]
    columns = [_column(str(name), _kind(sheet.frame[name])) for name in sheet.frame.columns]
    document = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{sheet.name}.csv{'?' if query else ''}{query}",
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n", "\n"], "header": True},
        "dc:title": says["What"],
        "dc:description": says["Definition"],
        "dc:coverage": says["Coverage"],
        "dc:source": says["Source"],
        "dc:date": says["As of"],
        "rdfs:comment": f"{says['Missing']} {says['Money']}",
        "notes": [{"name": name, "says": value} for name, value in says.items()],
        "tableSchema": {"columns": [*columns, _column(COVERAGE, "string")]},
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _column(name: str, kind: Any) -> dict[str, Any]:
    # the standard's names have no spaces and signs; the title is the heading of the file
    return {
        "name": re.sub(r"\W", "_", name),
        "titles": name,
        "datatype": kind,
        # a blank cell is missing, never an empty text or zero
        "null": [""],
    }


def _kind(column: Any) -> Any:
    """The kind that fits every value of a column; text where values differ or none is known."""
    kinds = [_kind_of(value) for each in column if (value := plain(each)) is not None]
    first = kinds[0] if kinds else "string"
    if all(kind == first for kind in kinds):
        return first
    return "number" if all(kind in ("integer", "number") for kind in kinds) else "string"


def _kind_of(value: Any) -> Any:
    return next((kind for python, kind in KINDS if isinstance(value, python)), "string")


def _beside(_: Taken) -> None:
    """No link of its own in the bar: the CSV names it in its answer."""


WAYS = (WayOut(ENDING, 12, ROWS, _beside, as_metadata, MEDIA),)
