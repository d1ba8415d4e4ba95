"""Members of ZIPs and plain CSVs, opened safely; each comes whole or is an error.

Nothing here reads a row.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO

from fetch.errors import DamagedFile, FileRefused
from fetch.ingest.types import CsvMember

MOST_EXPANSION = 200
"""Official files unpack to about twenty times their size; far more is an attack or a mistake."""
EXPANSION_FLOOR = 64 << 20
"""Small files may repeat themselves: under this size the ratio says nothing."""
TEXT_ENDINGS = (".csv", ".tsv", ".txt")
COMPANIONS = re.compile(r"(readme\.txt|Data_Dictionary_Crosswalk\.xlsx)$", re.IGNORECASE)
BROKEN = (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError)
"""Errors of Python for a ZIP that it cannot take apart."""


def members(path: Path, called: str = "") -> list[CsvMember]:
    """The CSVs of a file: itself, or each text file inside a ZIP that is safe to open.

    DamagedFile for a ZIP that is cut short, names a path outside itself, is encrypted or
    expands absurdly; FileRefused for anything that is neither ZIP nor text.
    """
    with path.open("rb") as file:
        start = file.read(4)
    ending = Path(called or path.name).suffix.lower()
    if start[:2] == b"PK" or ending == ".zip":
        return _inside(path, called or path.name)
    if ending in TEXT_ENDINGS:
        return [CsvMember(path, called=called)]
    raise FileRefused(f"{called or path.name}: neither a CSV nor a ZIP of CSVs")


def _inside(path: Path, called: str) -> list[CsvMember]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            for entry in entries:
                _require_safe(called, entry)
            _require_one_of_each(called, entries)
    except zipfile.BadZipFile as error:
        raise DamagedFile(
            f"{called}: the ZIP is cut short or damaged ({error}); download it again"
        ) from error
    inside = [e for e in entries if e.filename.lower().endswith(TEXT_ENDINGS)]
    kept = [
        CsvMember(path, e.filename, called) for e in inside if not COMPANIONS.search(e.filename)
    ]
    if not kept:
        raise FileRefused(f"{called}: no CSV inside this ZIP")
    return kept


def _require_one_of_each(called: str, entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DamagedFile(f"{called}: two files in this ZIP are called {twice[0]}")


def _require_safe(called: str, entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or re.match(r"^[A-Za-z]:", name) or ".." in name.split("/"):
        raise DamagedFile(f"{called}: unsafe, it names a path outside itself ({entry.filename})")
    if entry.flag_bits & 1:
        raise DamagedFile(f"{called}: {entry.filename} is encrypted; official files are not")
    ratio = entry.file_size / max(entry.compress_size, 1)
    if entry.file_size > EXPANSION_FLOOR and ratio > MOST_EXPANSION:
        raise DamagedFile(
            f"{called}: unsafe, {entry.filename} would unpack to {entry.file_size:,} bytes, "
            f"{ratio:,.0f} times its size"
        )


class WholeStream:
    """A member's bytes; a ZIP that ends early or fails its checksum is a DamagedFile."""

    def __init__(self, member: CsvMember) -> None:
        self.member = member

    def __enter__(self) -> IO[bytes]:
        try:
            self.stream = self.member.open()
        except BROKEN as error:
            raise self._damaged(error) from error
        return self.stream

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self.stream.close()
        if isinstance(error, BROKEN):
            raise self._damaged(error) from error

    def _damaged(self, error: BaseException) -> DamagedFile:
        return DamagedFile(
            f"{self.member.name}: the ZIP is cut short or damaged ({error}); download it again"
        )
