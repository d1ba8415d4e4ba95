"""Types of ingestion: an inspected file, a run, and the reader between them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from fetch.archive.store import Archive, Arrival
from fetch.errors import FileRefused
from fetch.progress import Announce
from fetch.schema import tables
from fetch.schema.headers import Layout
from fetch.warehouse.closures import Scope
from fetch.warehouse.database import Warehouse


class Recoded(io.RawIOBase):
    """Bytes of a text in another encoding, read as UTF-8; UnicodeError where they are not it."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self.stream = io.TextIOWrapper(cast(io.BufferedReader, stream), encoding, newline="\n")

    def read(self, size: int = -1) -> bytes:
        return self.stream.read(size).encode("utf-8")

    def readline(self, size: int | None = -1) -> bytes:
        return self.stream.readline(-1 if size is None else size).encode("utf-8")

    def close(self) -> None:
        self.stream.close()
        super().close()


@dataclass(frozen=True)
class CsvMember:
    """One CSV to read: a file of its own, or one inside a ZIP.

    `called` is the name its publisher gave the file; it may lie elsewhere under another.
    `place` is the member's place in the ZIP: two may have one name. `encoding` is that of its
    bytes, which come out of `open` as UTF-8.
    """

    path: Path
    inside: str = ""
    called: str = ""
    place: int = 0
    encoding: str = "utf-8"

    @property
    def is_utf8(self) -> bool:
        return self.encoding == "utf-8"

    @property
    def outside(self) -> str:
        return self.called or self.path.name

    @property
    def name(self) -> str:
        return f"{self.outside}/{self.inside}" if self.inside else self.outside

    @property
    def size(self) -> int:
        """Bytes as they come out, for the progress bar."""
        if not self.inside:
            return self.path.stat().st_size
        with zipfile.ZipFile(self.path) as archive:
            return archive.infolist()[self.place].file_size

    def open(self) -> IO[bytes]:
        if not self.inside:
            stream: IO[bytes] = self.path.open("rb")
        else:
            archive = zipfile.ZipFile(self.path)
            stream = archive.open(archive.infolist()[self.place])
        return stream if self.is_utf8 else cast(IO[bytes], Recoded(stream, self.encoding))


@dataclass(frozen=True)
class InspectedCsv:
    """A CSV whose header is one that is read; `as_of` is the time that its name states.

    `preamble` is the line before the header in which a spreadsheet says its separator.
    """

    member: CsvMember
    first_line: bytes
    layout: Layout
    as_of: datetime | None
    preamble: bytes = b""


@dataclass(frozen=True)
class Inspection:
    """A file looked at once, at the door: its readable CSVs, the others, and its scope.

    `left_out` gives the reason by name inside the ZIP (empty: the file itself). `scope` is
    what the file's own name says it holds everything of. `stamp` is the size and the time of
    change of the file that was looked at.
    """

    name: str
    stamp: tuple[int, int]
    csvs: tuple[InspectedCsv, ...]
    left_out: Mapping[str, str]
    scope: Scope | None

    def require_readable(self) -> None:
        """FileRefused, with every reason, where no CSV of the file is read."""
        if not self.csvs:
            raise FileRefused("; ".join(self.left_out.values()))

    def at(self, path: Path) -> Inspection:
        """The same of the same bytes where they lie elsewhere, under their publisher's name."""
        csvs = tuple(
            replace(csv, member=replace(csv.member, path=path, called=self.name))
            for csv in self.csvs
        )
        return replace(self, csvs=csvs)


@dataclass
class Run:
    """One arrival read: counts of rows, and what was odd about it.

    `scope` is what its file claims to hold everything of; `left_out`: a part was not read.
    """

    run_id: str
    file: str
    part_of: str = ""
    command: str = ""
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(tables.ROW_COUNTS, 0))
    notes: dict[str, Any] = field(default_factory=dict)
    file_ids: list[str] = field(default_factory=list)
    left_out: bool = False
    scope: Scope | None = None

    def add(self, counts: dict[str, int]) -> None:
        for name, count in counts.items():
            self.counts[name] += count

    def note(self, name: str, listed: list[str]) -> None:
        """Note something odd; what several CSVs of a ZIP have in common is listed once."""
        if not listed:
            return
        noted = self.notes.setdefault(name, [])
        noted += [one for one in listed if one not in noted]

    @property
    def readable(self) -> int:
        """Rows that came in, or were held already."""
        return self.counts["rows_read"] - self.counts["rows_quarantined"]

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {"run_id": self.run_id, "file": self.file, **self.counts, "notes": self.notes}


@dataclass(frozen=True)
class RunContext:
    """Context of a run: the archive, a folder to unpack in, and the progress.

    `inspection` is that of the door, where there was one; a rebuild has none.
    """

    archive: Archive
    folder: Path
    announce: Announce
    inspection: Inspection | None = None


Reader = Callable[[Warehouse, Arrival, RunContext], Run]
"""Reads one kind of arrival into the warehouse. It sees the archive, never the network."""
