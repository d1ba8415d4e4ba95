"""The files a person can download: found, told apart, checked and unpacked.

Nothing here reads a row. A file passes through as bytes, once, in pieces of a fixed size;
what comes out is a plain CSV on disk with its hash, its header and a count of its lines.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from fetch.errors import DamagedFile, FileRefused, InputError
from fetch.schema.headers import Layout, header_of, layout_of

PIECE = 1 << 22
MOST_EXPANSION = 200
"""Official files unpack to about twenty times their size; far more is an attack or a mistake."""
EXPANSION_FLOOR = 64 << 20
"""Small files may repeat themselves: under this size the ratio says nothing."""
TEXT_ENDINGS = (".csv", ".tsv", ".txt")
COMPANIONS = re.compile(r"(readme\.txt|Data_Dictionary_Crosswalk\.xlsx)$", re.IGNORECASE)
DATED = (
    (re.compile(r"(\d{4}-\d{2}-\d{2})_H(\d{2})M(\d{2})S(\d{2})"), "%Y-%m-%d%H%M%S"),
    (re.compile(r"_(20\d{6})(?=\D|$)"), "%Y%m%d"),
)

BROKEN = (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError)
"""What Python raises for a ZIP that it cannot take apart."""

Progress = Callable[[int], None]
Announce = Callable[[str, int], Progress]
"""Begin a step of so many bytes, under a name; answers with what moves it on."""


@dataclass(frozen=True)
class CsvMember:
    """One CSV to read: a file of its own, or one inside a ZIP.

    `called` is the name its publisher gave the file; it may lie elsewhere under another.
    """

    path: Path
    inside: str = ""
    called: str = ""

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
            return archive.getinfo(self.inside).file_size

    def open(self) -> IO[bytes]:
        if not self.inside:
            return self.path.open("rb")
        return zipfile.ZipFile(self.path).open(self.inside)

    def layout(self) -> Layout:
        """What the header says, nothing else read; FileRefused where it is not one that is read."""
        with _WholeStream(self) as stream:
            return layout_of(self.name, header_of(self.name, stream.readline(PIECE)))


@dataclass(frozen=True)
class Unpacked:
    """A checked CSV on disk, UTF-8 without a byte-order mark, and what is known of it."""

    member: CsvMember
    path: Path
    sha256: str
    layout: Layout
    lines: int
    as_of: datetime | None

    @property
    def file_id(self) -> str:
        """The same bytes, stated for the same time, are the same file."""
        stated = f"{self.member.inside}\0{self.as_of}\0{self.sha256}"
        return hashlib.sha256(stated.encode()).hexdigest()


def candidates(paths: list[Path]) -> Iterator[tuple[Path, bool]]:
    """Each file to look at, and whether it was named itself (not found in a folder)."""
    for path in paths:
        if path.is_dir():
            found = (p for p in sorted(path.rglob("*")) if p.is_file() and not _hidden(p, path))
            yield from ((p, False) for p in found)
        elif path.exists():
            yield path, True
        else:
            raise InputError(f"{path}: no such file or folder")


def _hidden(path: Path, under: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in path.relative_to(under).parts)


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


def unpack(member: CsvMember, folder: Path, progress: Progress = lambda _: None) -> Unpacked:
    """A member checked from end to end and laid where DuckDB can read it.

    Checked: the header (before anything else is read), UTF-8, the ZIP's own checksum.
    A plain file is read where it lies; only a ZIP's member is copied to `folder`.
    """
    with _WholeStream(member) as stream:
        first = stream.readline(PIECE)
        layout = layout_of(member.name, header_of(member.name, first))
        target = folder / "member.csv" if member.inside or _has_mark(first) else None
        passing = _Passing(member.name)
        with target.open("wb") if target else _Nowhere() as out, ThreadPoolExecutor(1) as beside:
            piece, kept = first, first.removeprefix(codecs.BOM_UTF8)
            while piece:
                written = beside.submit(out.write, kept)  # while it is looked at, the next unpacked
                passing.take(piece)
                progress(len(piece))
                piece = kept = stream.read(PIECE)
                written.result()
        passing.close()
    return Unpacked(
        member, target or member.path, passing.sha256, layout, passing.lines, as_of(member)
    )


class _WholeStream:
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


class _Nowhere:
    """Takes bytes and keeps none: a plain file needs no copy."""

    def __enter__(self) -> _Nowhere:
        return self

    def __exit__(self, *_: object) -> None: ...

    def write(self, _: bytes) -> None: ...


class _Passing:
    """Bytes on their way: hashed, proved to be UTF-8, their records counted."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.hash = hashlib.sha256()
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.bytes = 0
        self.lines = 0
        self.quoted = False
        self.last = b""

    def take(self, piece: bytes) -> None:
        self.hash.update(piece)
        self._require_utf8(piece)
        self._count(piece)
        self.bytes += len(piece)
        self.last = piece[-1:]

    def close(self) -> None:
        self._require_utf8(b"", final=True)
        if self.last not in (b"\n", b""):
            self.lines += 1

    @property
    def sha256(self) -> str:
        return self.hash.hexdigest()

    def _count(self, piece: bytes) -> None:
        """Line ends outside quotes: what stands between quotes belongs to a text."""
        parts = piece.split(b'"')
        self.lines += b"".join(parts[self.quoted :: 2]).count(b"\n")
        self.quoted ^= len(parts) % 2 == 0

    def _require_utf8(self, piece: bytes, final: bool = False) -> None:
        try:
            self.decoder.decode(piece, final)
        except UnicodeDecodeError as error:
            raise FileRefused(
                f"{self.name}: not UTF-8 text (near byte {self.bytes + error.start:,}); official "
                "files are UTF-8: download it again, or save it as UTF-8"
            ) from None


def _has_mark(first: bytes) -> bool:
    return first.startswith(codecs.BOM_UTF8)


def as_of(member: CsvMember) -> datetime | None:
    """The time that a download's own name states, or None.

    `FY2024_070_Contracts_Full_20261106.zip`, `…_2026-11-21_H23M58S49392533.zip`.
    """
    for name in (member.inside, member.outside):
        for pattern, form in DATED:
            found = pattern.search(name)
            if found:
                try:
                    return datetime.strptime("".join(found.groups()), form)
                except ValueError:
                    continue
    return None


def clean_folder(folder: Path) -> Path:
    """An empty folder for what an import unpacks; whatever a killed run left is removed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
