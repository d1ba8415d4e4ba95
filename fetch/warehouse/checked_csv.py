"""Checked CSV: a file ready to be read, with its hash, layout and record count."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fetch.schema.headers import Layout


@dataclass(frozen=True)
class CheckedCsv:
    """A CSV on disk, UTF-8 without a byte-order mark.

    `name` is its publisher's, with the ZIP's in front; `inside` its name in the ZIP, or
    empty. `lines` counts records with the header. `as_of` is the time its name states.
    `lines_before` the header were dropped.
    `latest` is the latest time that it can speak for, where that is known.
    `wrapped`: somewhere in it stands =", by which spreadsheets keep a code from being a number.
    """

    name: str
    inside: str
    path: Path
    sha256: str
    layout: Layout
    lines: int
    as_of: datetime | None
    wrapped: bool = False
    lines_before: int = 0
    latest: datetime | None = None

    @property
    def file_id(self) -> str:
        """The same bytes, stated for the same time, are the same file."""
        # NUL stands in no name and no time: the parts cannot run into each other
        stated = f"{self.inside}\0{self.as_of}\0{self.sha256}"
        return hashlib.sha256(stated.encode()).hexdigest()
