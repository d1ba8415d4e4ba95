"""Ingestion pipeline, the only way into the warehouse: keep, note as an arrival, then read.

The warehouse is what comes of reading every arrival in order, and nothing else. So a
crash loses nothing: an arrival that was noted and not read is read by the next command
that writes; and the warehouse can be made again from the archive alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from fetch.archive.store import CAME_AGAIN, Archive, Arrival
from fetch.errors import (
    ArchiveDamaged,
    IncompleteRead,
    InputError,
    NothingHeld,
    PublicationBlocked,
    SoleSourceError,
)
from fetch.ingest import registry, release_gate
from fetch.ingest.inspect import named_if_unreadable, plain_name, stamp
from fetch.ingest.types import Inspection, Reader, Run, RunContext
from fetch.ingest.unpack import clean_folder
from fetch.progress import Announce
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse, new_run_id

OWN_READERS: dict[str, Reader] = {"round": release_gate.close_round}
"""Arrivals that no source brings; the rest is registered by the sources."""


UNREADABLE = (InputError, IncompleteRead)
"""Errors of an arrival itself, which no later try mends; others are the machine's."""
RELEASED = date(2026, 11, 29)
"""Day before which a clock of this version is known to be wrong."""


def present() -> date:
    """Today, by a clock that is not believed before this version was released."""
    return max(datetime.now(UTC).date(), RELEASED)


class IngestPipeline:
    """The right to write, held by one command; `part_of` is the command's own sign.

    StoreBusy while another command has it. On entering, what an earlier command left
    unread is read; `late` are those runs, `failed` says why one could not be read yet.
    `keeps_open` is for a command that waits for nobody: others could not look into the
    warehouse meanwhile.
    """

    def __init__(
        self, settings: Settings, command: str, announce: Announce, *, keeps_open: bool = False
    ) -> None:
        registry.registered()  # a command that cannot read every arrival must not begin
        self.settings, self.command, self.announce = settings, command, announce
        self.keeps_open = keeps_open
        self.store: Warehouse | None = None
        self.archive = Archive(settings.archive)
        self.folder = settings.data / "tmp"
        self.part_of = new_run_id()
        self.owes_a_round = False
        self.late: list[Run] = []
        self.failed: dict[str, str] = {}
        self.unreadable: list[Arrival] = []

    def __enter__(self) -> IngestPipeline:
        # the lock is of the archive: the warehouse is closed between reads, so that others can
        # look in
        self.right = self.archive.writing()
        self.right.__enter__()
        try:
            clean_folder(self.folder)
            clean_folder(self.archive.folder / "tmp").rmdir()
            self._read_unread()
        except BaseException:
            self._close()
            self.right.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_: Any) -> None:
        self._close()
        clean_folder(self.folder).rmdir()
        self.right.__exit__(None, None, None)

    def take_file(
        self,
        path: Path,
        *,
        reader: str = "file",
        about: Mapping[str, Any] | None = None,
        inspection: Inspection | None = None,
    ) -> Run:
        """Keep a person's file and read it; InputError where it cannot be read, ever."""
        self.announce(f"to the archive: {path.name}", 0)
        stored = self.archive.keep_file(path)
        if inspection and inspection.stamp != stamp(path):
            inspection = None  # it was written to meanwhile: what is kept is looked at anew
        came = {"came": f"{present():%Y-%m-%d}"} if reader == "file" else {}
        about = {**(about or {}), **came}
        return self.take(reader, plain_name(path), {"file": stored.sha256}, about, inspection)

    def take(
        self,
        reader: str,
        name: str,
        objects: Mapping[str, str],
        about: Mapping[str, Any] | None = None,
        inspection: Inspection | None = None,
    ) -> Run:
        """Note what is kept as an arrival, and read it into the warehouse."""
        arrival = Arrival(
            run_id=new_run_id(),
            part_of=self.part_of,
            command=self.command,
            reader=reader,
            name=name,
            objects=dict(objects),
            about=dict(about or {}),
        )
        # noted before it is read: a crash in between loses nothing, the next command reads it
        self.archive.arrive(arrival)
        run = self._read(arrival, inspection)
        self._give_up_replaced(arrival)
        self.owes_a_round = reader != "round"
        return run

    def close_round(self, about: Mapping[str, Any] | None = None) -> str | None:
        """Compare what is held now with the round before; None where nothing was written."""
        if not self.owes_a_round:
            return None
        return self.take("round", self.command, {}, about).run_id

    def _read(self, arrival: Arrival, inspection: Inspection | None = None) -> Run:
        place = RunContext(self.archive, self.folder, self.announce, inspection)
        try:
            with self._warehouse() as store:
                return read(store, arrival, place)
        except UNREADABLE as error:
            # bytes that were altered here were good when they came: they may be got again
            self.archive.require_unaltered(arrival)
            self.archive.give_up(arrival.run_id, str(error))
            raise
        finally:
            clean_folder(self.folder)

    @contextmanager
    def _warehouse(self) -> Iterator[Warehouse]:
        """The warehouse, opened where it is not; after an error it is opened anew."""
        self.store = self.store or Warehouse(self.settings.warehouse)
        whole = False
        try:
            yield self.store
            whole = True
        finally:
            # after an error the state of the connection is unknown: it is not used again
            if not (whole and self.keeps_open):
                self._close()

    def _close(self) -> None:
        if self.store:
            self.store.close()
            self.store = None

    def _give_up_replaced(self, arrival: Arrival) -> None:
        """Give up unreadable arrivals that have now come again under their name."""
        for lost in self.unreadable:
            if (lost.reader, lost.name) == (arrival.reader, arrival.name):
                self.archive.give_up(lost.run_id, f"{CAME_AGAIN}{arrival.run_id}")
                self.failed.pop(lost.name, None)

    def _read_unread(self) -> None:
        """Read what was noted and not read; it takes its place in the order anew."""
        if self.keeps_open and self.settings.warehouse.exists():
            with self._warehouse() as store:
                waiting, self.owes_a_round = _left_over(store, self.archive)
        else:
            waiting, self.owes_a_round = left_over(self.settings.warehouse, self.archive)
        for arrival in waiting:
            try:
                self.archive.arrive(arrival)
                run = self._read(arrival)
                self.late += [run] if arrival.reader != "round" else []
                self.owes_a_round = arrival.reader != "round"
            except SoleSourceError as error:
                self.failed[arrival.name] = str(error)
                self.unreadable.append(arrival)


def read(store: Warehouse, arrival: Arrival, place: RunContext) -> Run:
    """Read one arrival into a warehouse: its run is there whole, or absent."""
    reader = OWN_READERS.get(arrival.reader) or registry.reader_of(arrival.reader)
    if reader is None:
        raise ArchiveDamaged(
            f"{arrival.name}: no reader called {arrival.reader}; update the tool, "
            "or leave it out with `python -m fetch rebuild --anyway`"
        )
    with named_if_unreadable(arrival.name), store.failing_as(arrival.name):
        return reader(store, arrival, place)


def unread(warehouse: Path, archive: Archive) -> list[Arrival]:
    """Arrivals that the warehouse does not have, in order."""
    return left_over(warehouse, archive)[0]


def left_over(warehouse: Path, archive: Archive) -> tuple[list[Arrival], bool]:
    """Arrivals that no command has read yet; and whether runs lack their round."""
    with suppress(NothingHeld), Warehouse(warehouse, read_only=True) as store:
        return _left_over(store, archive)
    return archive.arrivals(), False


def _left_over(store: Warehouse, archive: Archive) -> tuple[list[Arrival], bool]:
    # a round is an arrival as well, though it reads no file
    every = store.rows("SELECT run_id FROM runs UNION ALL SELECT run_id FROM rounds")
    held = {run_id for (run_id,) in every}
    waiting = [arrival for arrival in archive.arrivals() if arrival.run_id not in held]
    return waiting, release_gate.is_owed(store)


def require_all_read(warehouse: Path, archive: Archive) -> None:
    """PublicationBlocked where an arrival is not in the warehouse yet: a total would lack it."""
    waiting = unread(warehouse, archive)
    if waiting:
        raise PublicationBlocked(
            f"not published: {len(waiting)} arrivals were noted and not read, the first "
            f"{waiting[0].name}; any command that writes reads them, and says what hinders it: "
            "python -m fetch import, or sync"
        )
