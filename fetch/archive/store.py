"""Archive: every response and file as it came, by SHA-256, with address and time.

    archive/
      objects/ab/ab12…      the bytes, once, however often they came; .gz where that is shorter
      exchanges/<run>.jsonl what was asked and what came, one line each, in order
      arrivals.jsonl        what was read into the warehouse, in the order it was read
      lost.jsonl            answers that were gone when a person said `rebuild --anyway`
      partial/              downloads under way

Nothing here is ever changed; a name stands for its content. Secrets are taken out before
anything is written.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import os
import shutil
import threading
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from fetch.archive import forms, places
from fetch.archive.jsonl import JsonlFile
from fetch.errors import ArchiveDamaged, StoreBusy

PIECE = 1 << 20
GZIP_LEVEL = 3
PACKED = (b"PK\x03\x04", b"\x1f\x8b")
"""First bytes of ZIP and gzip files: packing them again would gain nothing."""


@dataclass(frozen=True)
class Blob:
    """Bytes that are in the archive."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Exchange:
    """One request and what came of it; `problem` where nothing whole came."""

    run_id: str
    at: str
    method: str
    url: str
    body: Any
    status: int | None
    headers: dict[str, str]
    sha256: str | None
    size: int | None
    problem: str | None = None


CAME_AGAIN = "came again in "
"""How the reason begins where an arrival was given up for its successor."""


@dataclass(frozen=True)
class Arrival:
    """Something to be read into the warehouse, and what its reader must know.

    `objects` are the SHA-256 of what is read, under the names the reader gives them;
    `about` is whatever else it needs, so that the same arrival always reads the same.
    """

    run_id: str
    part_of: str
    command: str
    reader: str
    name: str
    objects: dict[str, str]
    about: dict[str, Any] = field(default_factory=dict)


class Archive:
    """The folder `archive`. One process writes at a time (`writing`); anybody may read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.objects = folder / "objects"
        self.partial = folder / "partial"
        self.arrived = JsonlFile(folder / "arrivals.jsonl", forms.is_arrival)
        self.lost = JsonlFile(folder / "lost.jsonl", forms.is_lost)
        self._noting: dict[str, JsonlFile] = {}
        self._lock = threading.Lock()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write; StoreBusy while another command has it."""
        for within in ("", "objects", "exchanges", "partial", "tmp"):
            places.folder(self.folder / within)
        for journal in (self.arrived, self.lost):
            places.file(journal.path)
        with places.file(self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise StoreBusy(
                    f"{self.folder}: another command is writing; try again when it is done"
                ) from None
            yield

    def keep(self, content: bytes) -> Blob:
        """Keep an answer's bytes."""
        stored = Blob(hashlib.sha256(content).hexdigest(), len(content))
        if not self._holds(stored.sha256):
            fresh = self._fresh()
            # no time in the header: the same bytes always make the same file
            packed = gzip.compress(content, GZIP_LEVEL, mtime=0)
            shorter = len(packed) < len(content) and not content.startswith(PACKED)
            fresh.write_bytes(packed if shorter else content)
            self._place(fresh, stored.sha256, ".gz" if shorter else "")
        return stored

    def keep_file(self, path: Path, *, move: bool = False) -> Blob:
        """Keep a file's bytes; `move` gives the file itself up to the archive."""
        with path.open("rb") as file:
            packed = file.read(4).startswith(PACKED)
            file.seek(0)
            # a ZIP is kept as it is: hashed in place and renamed, its gigabytes are not copied
            if packed and move:
                stored = Blob(hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)
                fresh = path
            else:
                fresh = self._fresh()
                stored = _copy(file, fresh, pack=not packed)
        if not self._holds(stored.sha256):
            self._place(fresh, stored.sha256, "" if packed else ".gz")
        for left in {fresh, path} if move else {fresh}:
            left.unlink(missing_ok=True)
        return stored

    def has(self, sha256: str) -> bool:
        return self._path(sha256) is not None

    def open(self, sha256: str) -> IO[bytes]:
        """The bytes as they came; ArchiveDamaged where they are gone."""
        path = self._require(sha256)
        return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]

    def read(self, sha256: str) -> bytes:
        """The bytes as they came; ArchiveDamaged where they are gone or cannot be unpacked."""
        with self._unpacking(sha256), self.open(sha256) as file:
            return file.read()

    def require_unaltered(self, arrival: Arrival) -> None:
        """ArchiveDamaged where an object of an arrival is gone, or not the bytes that came."""
        for sha256 in arrival.objects.values():
            self._require(sha256)
            if not self.is_unaltered(sha256):
                raise self._altered(sha256)

    def is_unaltered(self, sha256: str) -> bool:
        """Whether an object is there, and the bytes that came."""
        digest = hashlib.sha256()
        try:
            with self.open(sha256) as file:
                while piece := file.read(PIECE):
                    digest.update(piece)
        except (OSError, EOFError, zlib.error, ArchiveDamaged):
            return False
        return digest.hexdigest() == sha256

    @contextmanager
    def _unpacking(self, sha256: str) -> Iterator[None]:
        try:
            yield
        except (EOFError, zlib.error, gzip.BadGzipFile, IsADirectoryError) as error:
            raise self._altered(sha256) from error

    def _altered(self, sha256: str) -> ArchiveDamaged:
        return ArchiveDamaged(
            f"{self.folder}: {sha256} was altered in the archive; import the file again, fetch "
            "it again with `python -m fetch sync --full`, or leave it out with "
            "`python -m fetch rebuild --anyway`"
        )

    def file(self, sha256: str, folder: Path) -> Path:
        """A plain file of the bytes: the archive's own, or one unpacked into `folder`."""
        path = self._require(sha256)
        if path.suffix != ".gz":
            return path
        plain = folder / sha256
        with self._unpacking(sha256), gzip.open(path, "rb") as packed, plain.open("wb") as out:
            shutil.copyfileobj(packed, out, PIECE)
        return plain

    def note(self, exchange: Exchange) -> None:
        """Add an exchange to its run's journal."""
        self._exchanges_of(exchange.run_id).add(asdict(exchange))

    def exchanges(self, since: datetime | None = None) -> Iterator[Exchange]:
        """Every exchange of every run that began since then, the oldest run first."""
        first = f"{since:%Y%m%dT%H%M%SZ}" if since else ""
        for path in sorted((self.folder / "exchanges").glob("*.jsonl")):
            # run ids begin with their time, so the names of journals sort by it
            if path.name >= first:
                yield from (Exchange(**line) for line in _exchanges(path).lines())

    def arrive(self, arrival: Arrival) -> None:
        """Note what is about to be read; from then on it is never forgotten."""
        self.arrived.add(asdict(arrival))

    def give_up(self, run_id: str, because: str) -> None:
        """Note that an arrival cannot be read, ever; its bytes stay."""
        self.arrived.add({"given_up": run_id, "because": because})

    def note_lost(self, sha256: str, was: str) -> None:
        """Note that an answer's bytes are gone, and that a person knows it."""
        self.lost.add({"lost": sha256, "was": was})

    def arrivals(self) -> list[Arrival]:
        """Arrivals that make the warehouse, in the order in which they were read."""
        ordered: dict[str, Arrival] = {}
        for line in self.arrived.lines():
            run_id = line.get("given_up") or line["run_id"]
            # noted again after a crash, it takes the place at which it was read
            ordered.pop(run_id, None)
            if "given_up" not in line:
                ordered[run_id] = Arrival(**line)
        return list(ordered.values())

    def set_aside(self) -> list[tuple[Arrival, str]]:
        """Arrivals that could not be read, with the reason; not those that came again."""
        aside: dict[str, tuple[Arrival, str]] = {}
        noted: dict[str, Arrival] = {}
        for line in self.arrived.lines():
            if "given_up" not in line:
                arrival = Arrival(**line)
                noted[arrival.run_id] = arrival
                same = [r for r, (a, _) in aside.items() if a.objects == arrival.objects]
                for run_id in same:
                    del aside[run_id]
            elif line["given_up"] in noted and not line["because"].startswith(CAME_AGAIN):
                aside[line["given_up"]] = (noted[line["given_up"]], line["because"])
        return list(aside.values())

    def names(self) -> Iterator[tuple[str, Path]]:
        """Every object that lies in the archive, with where it lies."""
        for path in sorted(self.objects.glob("??/*")):
            if forms.is_sha256(name := path.name.removesuffix(".gz")):
                yield name, path

    def journals(self) -> list[JsonlFile]:
        found = sorted((self.folder / "exchanges").glob("*.jsonl"))
        return [self.arrived, self.lost, *map(_exchanges, found)]

    def _exchanges_of(self, run_id: str) -> JsonlFile:
        """One object a journal: its lock is what keeps the lines of several threads apart."""
        with self._lock:
            if run_id not in self._noting:
                self._noting[run_id] = _exchanges(self.folder / "exchanges" / f"{run_id}.jsonl")
            return self._noting[run_id]

    def _require(self, sha256: str) -> Path:
        path = self._path(sha256)
        if path is None:
            raise ArchiveDamaged(
                f"{self.folder}: {sha256} is gone from the archive; `python -m fetch verify` "
                "names all that is missing: import the file again, or fetch it again with "
                "`python -m fetch sync --full`"
            )
        return path

    def _holds(self, sha256: str) -> bool:
        """Whether the bytes are there and unaltered; altered ones make room for good ones."""
        path = self._path(sha256)
        if path is None:
            return False
        whole = self.is_unaltered(sha256)
        if not whole:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return whole

    def _path(self, sha256: str) -> Path | None:
        plain = self.objects / sha256[:2] / sha256
        for path in (plain, plain.with_name(f"{sha256}.gz")):
            if path.exists():
                return path
        return None

    def _fresh(self) -> Path:
        return places.folder(self.folder / "tmp") / uuid.uuid4().hex

    def _place(self, fresh: Path, sha256: str, suffix: str) -> None:
        """Give a file its name for good, once its bytes are on the disk."""
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        target = self.objects / sha256[:2] / f"{sha256}{suffix}"
        places.folder(target.parent)
        fresh.replace(target)


def _exchanges(path: Path) -> JsonlFile:
    return JsonlFile(path, forms.is_exchange)


def _copy(file: IO[bytes], target: Path, *, pack: bool) -> Blob:
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as raw:
        out = gzip.GzipFile("", "wb", GZIP_LEVEL, raw, mtime=0) if pack else raw
        while piece := file.read(PIECE):
            digest.update(piece)
            size += len(piece)
            out.write(piece)
        if pack:
            out.close()
    return Blob(digest.hexdigest(), size)
