"""Reading a file into the warehouse: one run a file, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fetch.archive.store import Archive, Arrival
from fetch.errors import FileRefused
from fetch.ingest import code_checks
from fetch.ingest.files import Announce, CsvMember, Unpacked, members, unpack
from fetch.sample import as_sample
from fetch.schema import tables
from fetch.schema.file_types import ACTIONS, FUNDING, SUBAWARDS, Shape
from fetch.warehouse import closures, fast_path, merge, staging, upsert
from fetch.warehouse.database import Warehouse, now

NOT_WHOLE = "not taken as a whole file, nothing closed by it"
"""The note on a run whose file is not all that its name says."""


@dataclass
class Run:
    """What one file brought: counts of rows, and what was odd about it."""

    run_id: str
    file: str
    part_of: str = ""
    command: str = ""
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(tables.ROW_COUNTS, 0))
    notes: dict[str, Any] = field(default_factory=dict)
    file_ids: list[str] = field(default_factory=list)
    left_out: bool = False

    def add(self, counts: dict[str, int]) -> None:
        for name, count in counts.items():
            self.counts[name] += count

    def note(self, name: str, listed: list[str]) -> None:
        """Something odd; what several CSVs of a ZIP have in common is listed once."""
        held = self.notes.setdefault(name, [])
        held += [one for one in listed if one not in held]

    @property
    def readable(self) -> int:
        """Rows that came in, or were held already."""
        return self.counts["rows_read"] - self.counts["rows_quarantined"]

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {"run_id": self.run_id, "file": self.file, **self.counts, "notes": self.notes}


@dataclass(frozen=True)
class RunContext:
    """Where an arrival's bytes lie, where to unpack them, and who hears of it."""

    archive: Archive
    folder: Path
    announce: Announce


def read_file(store: Warehouse, arrival: Arrival, place: RunContext) -> Run:
    """One run: every CSV of a file that is read, or FileRefused where it has none."""
    path = place.archive.file(arrival.objects["file"], place.folder)
    taken, left_out = readable_members(path, arrival.name)
    if not taken:
        raise FileRefused("; ".join(left_out.values()))
    if fast_path.is_likely(store, arrival.name, taken):
        run = run_of(arrival, left_out=bool(left_out))
        if _write_straight(store, run, _unpacked(taken, place)):
            return run
    run = run_of(arrival, left_out=bool(left_out))
    return _write(store, run, _unpacked(taken, place))


def read_sample(store: Warehouse, arrival: Arrival, place: RunContext) -> Run:
    """One run: the embedded sample as it was when it was taken."""
    path = place.archive.file(arrival.objects["file"], place.folder)
    file = as_sample(unpack(CsvMember(path, called=arrival.name), place.folder))
    return _write(store, run_of(arrival), [file])


def run_of(arrival: Arrival, *, left_out: bool = False) -> Run:
    """The run of an arrival, before anything is read; `left_out`: a part of it will not be."""
    about = (arrival.run_id, arrival.name, arrival.part_of, arrival.command)
    return Run(*about, left_out=left_out)


def _unpacked(taken: list[CsvMember], place: RunContext) -> Iterator[Unpacked]:
    """Each member checked and unpacked when it is asked for; one at a time lies on disk."""
    for member in taken:
        file = unpack(member, place.folder, place.announce(member.name, member.size))
        place.announce(f"to the warehouse: {member.name}", 0)
        yield file


def readable_members(path: Path, called: str = "") -> tuple[list[CsvMember], dict[str, str]]:
    """The members whose header is one that is read; the others with the reason."""
    taken, left_out = [], {}
    for member in members(path, called):
        try:
            member.layout()
            taken.append(member)
        except FileRefused as error:
            left_out[member.inside] = str(error)
    return taken, left_out


def _write(store: Warehouse, run: Run, files: Iterable[Unpacked]) -> Run:
    """Read every file first, then write all of them at once: a run is whole or absent."""
    staged = [s for file in files if (s := _stage(store, run, file))]

    def take() -> int:
        for one in staged:
            _note(store, run, one)
        _merge(store, run, [one for one in staged if one.file.layout.shape is ACTIONS])
        for shape in (SUBAWARDS, FUNDING):
            _sight(store, run, shape, [one for one in staged if one.file.layout.shape is shape])
        return len(staged)

    write_run(store, run, take)
    for one in staged:
        staging.drop(store, one)
    return run


def _write_straight(store: Warehouse, run: Run, files: Iterable[Unpacked]) -> bool:
    """Write every row as it is read; False, and nothing is written, where that will not do."""
    staged: list[staging.StagedFile] = []

    def take() -> int:
        for file in files:
            if _held_already(store, run, file):
                raise fast_path.NotFastPath
            staged.append(fast_path.put(store, file, run.run_id))
        fast_path.require_new(store, run.run_id)
        for one in staged:
            _note(store, run, one)
            run.add({"rows_new": one.rows})
        staging.use(store, staged)
        _whole(store, run)
        return len(staged)

    try:
        write_run(store, run, take)
    except fast_path.NotFastPath:
        return False
    for one in staged:
        staging.drop(store, one)
    return True


def write_run(store: Warehouse, run: Run, take: Callable[[], int]) -> None:
    """What `take` writes, and the run's own row, in one transaction; it answers how many files."""
    started = now()
    with store.transaction():
        before = _obligated(store)
        files = take()
        store.insert(
            "runs",
            {
                "run_id": run.run_id,
                "part_of": run.part_of,
                "command": run.command,
                "started_at": started,
                "finished_at": now(),
                "file": run.file,
                "files": files,
                **run.counts,
                "obligated_before_usd": before,
                "obligated_after_usd": _obligated(store),
                "notes": json.dumps(run.notes, ensure_ascii=False),
            },
        )


def _whole(store: Warehouse, run: Run) -> closures.Snapshot | None:
    """What the run's file is everything of; a note where its name says so and it cannot be."""
    scope = closures.stated_by(run.file)
    if scope is None:
        return None
    whole: closures.Snapshot | str = "a part of it was left out"
    if not run.left_out:
        whole = closures.declare(store, scope, run.file_ids)
    if isinstance(whole, closures.Snapshot):
        return whole
    run.note(NOT_WHOLE, [whole])
    return None


def _merge(store: Warehouse, run: Run, staged: list[staging.StagedFile]) -> None:
    """All the actions that a file brings, at once."""
    staging.use(store, staged)
    whole = _whole(store, run)
    if not (staged or whole):
        return
    merged = merge.merge(store, whole)
    run.add(
        {
            "rows_new": merged.new,
            "rows_changed": merged.changed,
            "rows_same": merged.same,
            "rows_deleting": merged.deleting,
            "rows_closed": merged.closed,
        }
    )


def _sight(store: Warehouse, run: Run, shape: Shape, staged: list[staging.StagedFile]) -> None:
    """All the sub-awards, or lines of funding, that a file brings."""
    if staged:
        staging.use(store, staged, shape)
        new, same = upsert.sight(store, shape.table)
        run.add({"rows_new": new, "rows_same": same})


def _stage(store: Warehouse, run: Run, file: Unpacked) -> staging.StagedFile | None:
    """The file's rows in a temporary table, or None where the very file is held already."""
    held = _held_already(store, run, file)
    if not held:
        return staging.stage(store, file, run.run_id)
    [(read, unread)] = held
    run.add({"rows_read": read, "rows_same": read - unread, "rows_quarantined": unread})
    run.note("held already, byte for byte", [file.member.name])
    return None


def _held_already(store: Warehouse, run: Run, file: Unpacked) -> list[tuple[Any, ...]]:
    """How many rows were read of the very file, and how many not, if it came before."""
    run.file_ids.append(file.file_id)
    return store.rows(
        "SELECT rows_read, rows_quarantined FROM files WHERE file_id = ?", [file.file_id]
    )


def _note(store: Warehouse, run: Run, staged: staging.StagedFile) -> None:
    """What is to be known of one CSV: how many rows, which not read, what is odd about it."""
    staging.use(store, [staged], staged.file.layout.shape)
    staging.quarantine(store, staged, run.run_id)
    run.add({"rows_read": staged.records, "rows_quarantined": staged.unread})
    notes = {} if staged.file.layout.kind == "sample" else code_checks.layout_notes(staged.file)
    for name, columns in notes.items():
        run.note(f"{name} columns", columns)
    if staged.file.layout.shape is ACTIONS:
        _note_oddities(store, run)
    _note_file(store, run, staged)


def _note_oddities(store: Warehouse, run: Run) -> None:
    """Codes of actions that no list has; actions outside what the file says it is whole of."""
    for column, odd in code_checks.unknown_codes(store).items():
        run.note(f"unknown codes in {column}", odd)
    scope = closures.stated_by(run.file)
    if scope and (strays := closures.strays(store, scope)):
        run.note("rows outside the scope that the file's name states", strays)


def _note_file(store: Warehouse, run: Run, staged: staging.StagedFile) -> None:
    file = staged.file
    store.insert(
        "files",
        {
            "file_id": file.file_id,
            "run_id": run.run_id,
            "name": file.member.name,
            "sha256": file.sha256,
            "as_of": staged.as_of or file.as_of,
            "layout": file.layout.kind,
            "rows_read": staged.records,
            "rows_quarantined": staged.unread,
            "columns_missing": " ".join(file.layout.missing),
            "columns_unknown": " ".join(file.layout.unknown),
        },
    )


def _obligated(store: Warehouse) -> Any:
    return store.one("SELECT sum(federal_action_obligation) FROM transactions")[0]
