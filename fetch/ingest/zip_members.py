"""Members of ZIPs and plain CSVs, opened safely; each comes whole or is an error.

Nothing here reads a row.
"""

from __future__ import annotations

import lzma
import re
import struct
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
OTHER_ENDINGS = {
    ".xml": "XML, such as an ATOM feed of FPDS; contracts come as CSV or ZIP",
    ".json": "JSON, such as an answer of an API; contracts come as CSV or ZIP",
    ".gz": "packed by gzip; unpack it and import the CSV",
    ".ods": "a spreadsheet; import the CSV or ZIP as it was downloaded",
    ".xlsx": "a spreadsheet; import the CSV or ZIP as it was downloaded",
    ".xls": "a spreadsheet; import the CSV or ZIP as it was downloaded",
    ".pdf": "a PDF; contracts come as CSV or ZIP",
    ".parquet": "Parquet; contracts come as CSV or ZIP",
}
COMPANIONS = re.compile(
    r"(readme\.txt|Data_Dictionary_Crosswalk\.xlsx)$|(^|/)(__MACOSX/|\._|\.DS_Store$)",
    re.IGNORECASE,
)
"""Files beside the tables: the publisher's own, and what a Mac puts into every ZIP."""
BROKEN = (
    zipfile.BadZipFile,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,  # an encrypted member
    struct.error,
    OverflowError,
)
"""Errors of Python for a ZIP that it cannot take apart."""


def members(path: Path, called: str = "") -> tuple[list[CsvMember], dict[str, str]]:
    """The CSVs of a file: itself, or each text file inside a ZIP that is safe to open.

    And of what else lies in a ZIP, the reason by name why it is not read.

    DamagedFile for a ZIP that is cut short, names a path outside itself, is encrypted or
    expands absurdly; FileRefused for anything that is neither ZIP nor text.
    """
    with path.open("rb") as file:
        start = file.read(4)
    ending = Path(called or path.name).suffix.lower()
    if start[:2] == b"PK" and ending in (".xlsx", ".ods"):
        raise FileRefused(f"{called or path.name}: {OTHER_ENDINGS[ending]}")
    if start[:2] == b"PK" or ending == ".zip":
        return _inside(path, called or path.name)
    if ending in TEXT_ENDINGS:
        return [CsvMember(path, called=called)], {}
    kind = OTHER_ENDINGS.get(ending, "neither a CSV nor a ZIP of CSVs")
    raise FileRefused(f"{called or path.name}: {kind}")


def _inside(path: Path, called: str) -> tuple[list[CsvMember], dict[str, str]]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [
                (place, entry.filename)
                for place, entry in enumerate(archive.infolist())
                if not entry.is_dir() and not COMPANIONS.search(entry.filename)
            ]
            for entry in archive.infolist():
                _require_safe(called, entry)
            _require_sane(
                called,
                "it",
                sum(entry.file_size for entry in archive.infolist()),
                sum(entry.compress_size for entry in archive.infolist()),
            )
    except zipfile.BadZipFile as error:
        raise DamagedFile(
            f"{called}: the ZIP is cut short or damaged ({error}); download it again"
        ) from error
    kept = [
        CsvMember(path, name, called, place)
        for place, name in entries
        if name.lower().endswith(TEXT_ENDINGS)
    ]
    others = {
        name: _why_no_csv(called, name)
        for _, name in entries
        if not name.lower().endswith(TEXT_ENDINGS)
    }
    if not kept:
        why = "".join(f"; {reason}" for reason in others.values())
        raise FileRefused(f"{called}: no CSV inside this ZIP{why}")
    return kept, others


def _why_no_csv(called: str, name: str) -> str:
    if name.lower().endswith(".zip"):
        return f"{called}: a ZIP inside this ZIP ({name}); unpack it and import what is inside"
    return f"{called}: {name} is no CSV"


def _require_safe(called: str, entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or re.match(r"^[A-Za-z]:", name) or ".." in name.split("/"):
        raise DamagedFile(f"{called}: unsafe, it names a path outside itself ({entry.filename})")
    if entry.flag_bits & 1:
        raise DamagedFile(f"{called}: {entry.filename} is encrypted; official files are not")
    _require_sane(called, entry.filename, entry.file_size, entry.compress_size)


def _require_sane(called: str, what: str, size: int, packed: int) -> None:
    """DamagedFile for an absurd expansion: of a member, and of many small ones together."""
    ratio = size / max(packed, 1)
    if size > EXPANSION_FLOOR and ratio > MOST_EXPANSION:
        raise DamagedFile(
            f"{called}: unsafe, {what} would unpack to {size:,} bytes, {ratio:,.0f} times its size"
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
        except OSError as error:
            if error.errno:
                raise
            raise self._damaged(error) from error
        return self.stream

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self.stream.close()
        # bz2 raises an OSError without a number; one with a number is the disk's
        if isinstance(error, BROKEN) or (isinstance(error, OSError) and not error.errno):
            raise self._damaged(error) from error
        if isinstance(error, UnicodeError):
            raise FileRefused(
                f"{self.member.name}: not whole {self.member.encoding.upper()} text; official "
                "files are UTF-8: download it again"
            ) from error

    def _damaged(self, error: BaseException) -> DamagedFile:
        return DamagedFile(
            f"{self.member.name}: the ZIP is cut short or damaged ({error}); download it again"
        )
