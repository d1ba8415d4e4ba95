"""Counts over a bulk file: the department's records, oddities, columns that differ."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from fetch import pii
from fetch.archive.store import Arrival
from fetch.sam import bulk_csv
from fetch.schema.sam import NOTICE, NOTICES_LEFT_OUT, RECORD_OF
from fetch.settings import AGENCY

DEPARTMENTS = {AGENCY: "HOMELAND SECURITY"}
"""Words in a department's name, for records whose code is lost."""
SHOWN = 200
"""Characters of an unreadable record that are kept: of its beginning, before any contact."""
Row = dict[str, Any]


class RecordCounts:
    """Counts and oddities of one bulk file."""

    def __init__(self, arrival: Arrival, as_of: datetime | None) -> None:
        self.arrival, self.as_of = arrival, as_of
        self.sha256 = arrival.objects["file"]
        self.file_id = hashlib.sha256(f"{arrival.name}|{as_of}|{self.sha256}".encode()).hexdigest()
        self.code = str(arrival.about["agency"])
        self.records = self.ours = 0
        self.columns: list[str] = []
        self.unread: list[Row] = []
        self.odd: dict[str, list[str]] = {}

    def is_ours(self, cells: Mapping[str, str]) -> bool:
        """By the department's code, or by its name where the code is lost."""
        code = cells.get("CGAC", "").strip()
        if self.code == "all" or (code and code.zfill(3) == self.code):
            return True
        name = DEPARTMENTS.get(self.code)
        return bool(name and name in cells.get("Department/Ind.Agency", "").upper())

    @property
    def missing(self) -> list[str]:
        """Kept columns that the file does not have: missing in all that it brings."""
        return [name for name in RECORD_OF if name not in self.columns]

    @property
    def unknown(self) -> list[str]:
        """Columns of the file that are neither kept nor left out with a reason."""
        return [n for n in self.columns if n not in RECORD_OF and n not in NOTICES_LEFT_OUT]

    def notes(self) -> Iterator[tuple[str, list[str]]]:
        """Notes for the run; all but the first tell of something odd."""
        yield "records of all departments", [f"{self.records:,}"]
        if self.records and not self.ours:
            yield "no record of the department", [f"{self.code}: its code or name may have changed"]
        for what, listed in (("missing", self.missing), ("unknown", self.unknown)):
            if listed:
                yield what, listed
        for name, odd in sorted(self.odd.items()):
            yield f"cells of {name} that are no day or amount", odd

    def refuse(self, record: bulk_csv.BulkRecord) -> None:
        """Keep where a record that cannot be read stands, and how it begins."""
        self.unread.append(
            {
                "run_id": self.arrival.run_id,
                "file_id": self.file_id,
                "file": self.arrival.name,
                "line": record.line,
                "reason": record.problem,
                "raw": pii.masked(record.raw[:SHOWN]),
            }
        )

    def note_odd(self, cells: Mapping[str, str], row: Row) -> None:
        """Note a day or an amount that cannot be read: it is missing, and the notice stays."""
        for column in NOTICE:
            cell = cells.get(column.source, "").strip()
            if column.kind != "text" and cell and row[column.name] is None:
                listed = self.odd.setdefault(column.name, [])
                listed += [cell[:40]] if len(listed) < 20 else []
