"""Lenient CSV reader for damaged files: line by line, slow, exact, losing nothing.

The fast reader is used first. Where it meets a row that it cannot read, the file is read
again here: every record with its line number and its text as it came, good or bad, so
that the bad ones can be shown and the good ones kept.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from fetch.schema.csv_records import LONGEST_RECORD, rows_of

LONGEST_LINE = LONGEST_RECORD + 2
"""Characters of a line that are read at once: one that is longer is no record."""

NEVER_CLOSED = "a quote is never closed"
STAND_INS = [chr(code) for code in range(0xE000, 0xE100)]
"""Signs of no meaning (private use), one of which stands for a carriage return meanwhile."""


@dataclass(frozen=True)
class CsvRecord:
    """One record: the line it begins on, its text as it came, its fields or why there are none."""

    line: int
    raw: str
    fields: list[str] | None
    problem: str = ""


def records(path: Path, width: int, delimiter: str) -> Iterator[CsvRecord]:
    """Every record after the header; blank lines are no records.

    A quote that is never closed costs one record: reading takes up again at the next line
    that is whole by itself.
    """
    # only line feeds end a line: a lone carriage return inside a cell must not
    with path.open(encoding="utf-8", newline="\n") as file:
        lines = _Lines(file)
        lines.next()
        while (line := lines.next()) is not None:
            if line.strip("\r\n"):
                record = _record(lines, line, width, delimiter)
                yield from [record] if record.fields else _apart(record, width, delimiter)


class _Lines:
    """Physical lines with their numbers, and a place to put lines back."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        self.number = 0
        self.back: list[str] = []

    def next(self) -> str | None:
        line = self.back.pop() if self.back else self._read()
        if not line:
            return None
        self.number += 1
        return line

    def _read(self) -> str:
        """The next line; of one longer than any record its beginning, the rest is passed over."""
        line = self.file.readline(LONGEST_LINE)
        rest = line
        while len(rest) == LONGEST_LINE and not rest.endswith("\n"):
            rest = self.file.readline(LONGEST_LINE)
        return line

    def put_back(self, lines: list[str]) -> None:
        self.back.extend(reversed(lines))
        self.number -= len(lines)


def _record(lines: _Lines, first: str, width: int, delimiter: str) -> CsvRecord:
    start, taken, still_open = lines.number, [first], _open_quote(first)
    length = len(first)
    while still_open:
        line = lines.next()
        # counted as it grows: summed anew a million short lines would take a day
        if line is None or length > LONGEST_RECORD or _fields(line, width, delimiter):
            lines.put_back(taken[1:] + ([line] if line else []))
            return CsvRecord(start, first.rstrip("\r\n"), None, NEVER_CLOSED)
        taken.append(line)
        length += len(line)
        still_open ^= _open_quote(line)
    raw = "".join(taken).rstrip("\r\n")
    fields = _fields(raw, width, delimiter)
    if fields is None and len(taken) > 1 and not _is_one(raw, delimiter):
        # the quote that closed it opens the next record: only the first line is damaged
        lines.put_back(taken[1:])
        return CsvRecord(start, first.rstrip("\r\n"), None, NEVER_CLOSED)
    return CsvRecord(start, raw, fields, "" if fields else _why(raw, width, delimiter))


def _apart(record: CsvRecord, width: int, delimiter: str) -> list[CsvRecord]:
    """The records of a line in which carriage returns end them; else the record as it was."""
    pieces = [piece for piece in record.raw.split("\r") if piece]
    if len(pieces) == 1:
        return [record]
    apart = [CsvRecord(record.line, raw, _fields(raw, width, delimiter)) for raw in pieces]
    return apart if all(piece.fields for piece in apart) else [record]


def _open_quote(text: str) -> bool:
    return text.count('"') % 2 == 1


def _fields(text: str, width: int, delimiter: str) -> list[str] | None:
    """The fields of a text that is one whole record of the right width, else None."""
    if _open_quote(text):
        return None
    try:
        rows = _rows(text.rstrip("\r\n"), delimiter)
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 and len(rows[0]) == width else None


def _is_one(text: str, delimiter: str) -> bool:
    """Whether a text is one record, of whatever width."""
    try:
        return len(_rows(text, delimiter)) == 1
    except csv.Error:
        return False


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """The records in a text, where no lone carriage return ends one."""
    # the csv module takes it for an end of line: another sign stands for it meanwhile
    sign = next((sign for sign in STAND_INS if sign not in text), "\r") if "\r" in text else "\r"
    rows = rows_of(text.replace("\r", sign), delimiter)
    return [[field.replace(sign, "\r") for field in row] for row in rows]


def _why(raw: str, width: int, delimiter: str) -> str:
    if len(raw) > LONGEST_RECORD:
        return f"longer than {LONGEST_RECORD:,} characters"
    try:
        fields = _rows(raw, delimiter)[0]
    except (csv.Error, IndexError):
        return "a quote stands where none may"
    return f"{len(fields)} fields where the header has {width}"
