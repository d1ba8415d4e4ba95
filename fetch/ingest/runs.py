"""Run: one file read into the warehouse, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from fetch.archive.store import Arrival
from fetch.ingest import code_checks
from fetch.ingest.inspect import inspect
from fetch.ingest.types import Inspection, Run, RunContext
from fetch.ingest.unpack import unpack
from fetch.sample import as_sample
from fetch.schema.file_types import ACTIONS, FUNDING, SUBAWARDS, Shape
from fetch.warehouse import closures, fast_path, merge, quarantine, staging, upsert
from fetch.warehouse.checked_csv import CheckedCsv
from fetch.warehouse.database import Warehouse, now

READ_SINCE = "rows in quarantine that were read since, now released"
"""The note on a run that brought rows which no earlier file gave whole."""
REPAIRED = "written again by another program, read as official files write it: columns"
"""The note on a run whose file a spreadsheet or a program saved in a form of its own."""
UNREAD_CELLS = "cells that could not be read, their rows held without them: columns (rows)"
"""The note on a run whose rows are held with cells left null."""
AHEAD = "days after the day it came, not believed: columns (rows)"
"""The note on a run whose file names a day that had not come."""
NOT_WHOLE = "not taken as a whole file, nothing closed by it"
"""The note on a run whose file is not all that its name says."""


def read_file(store: Warehouse, arrival: Arrival, place: RunContext) -> Run:
    """One run: every CSV of a file that is read, or FileRefused where it has none."""
    path = place.archive.file(arrival.objects["file"], place.folder)
    file = place.inspection.at(path) if place.inspection else inspect(path, arrival.name)
    file.require_readable()
    kinds = {csv.layout.kind for csv in file.csvs}
    if fast_path.is_likely(store, file.scope, kinds, [csv.as_of for csv in file.csvs]):
        run = run_of(arrival, file)
        # what fails here is rolled back, and its run with it: the careful way has a run of its own
        if _write_fast(store, run, _unpacked(file, place, latest_of(arrival))):
            return run
    run = run_of(arrival, file)
    return _write(store, run, _unpacked(file, place, latest_of(arrival)))


def read_sample(store: Warehouse, arrival: Arrival, place: RunContext) -> Run:
    """One run: the embedded sample as it was when it was taken."""
    path = place.archive.file(arrival.objects["file"], place.folder)
    [csv] = inspect(path, arrival.name).csvs
    return _write(store, run_of(arrival), [as_sample(unpack(csv, place.folder))])


def latest_of(arrival: Arrival) -> datetime | None:
    """The latest time that a file a person brought can speak for: the end of the day it came."""
    came = arrival.about.get("came")
    return datetime.fromisoformat(came) + timedelta(days=1) if came else None


def run_of(arrival: Arrival, file: Inspection | None = None) -> Run:
    """The run of an arrival, before anything of it is read."""
    return Run(
        run_id=arrival.run_id,
        file=arrival.name,
        part_of=arrival.part_of,
        command=arrival.command,
        left_out=bool(file and file.left_out),
        scope=(file.scope if file else None) or closures.asked_for(arrival.about),
    )


def _unpacked(file: Inspection, place: RunContext, latest: datetime | None) -> Iterator[CheckedCsv]:
    """Each CSV, checked and unpacked when its turn comes; one at a time lies on disk."""
    for csv in file.csvs:
        name, size = csv.member.name, csv.member.size
        checked = unpack(csv, place.folder, place.announce(name, size))
        place.announce(f"to the warehouse: {name}", 0)
        yield not_after(checked, latest)


def not_after(file: CheckedCsv, latest: datetime | None) -> CheckedCsv:
    """A file whose name states a time after it came speaks for the day it came, not for that."""
    if latest is None:
        return file
    ahead = file.as_of is not None and file.as_of > latest
    return replace(file, as_of=latest if ahead else file.as_of, latest=latest)


def _write(store: Warehouse, run: Run, files: Iterable[CheckedCsv]) -> Run:
    """Read every file first, then write all of them at once: a run is whole or absent."""
    staged: list[staging.StagedFile] = []
    for file in files:
        if one := _stage(store, run, file, staged):
            staged.append(one)

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


def _write_fast(store: Warehouse, run: Run, files: Iterable[CheckedCsv]) -> bool:
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
    """Write the rows of `take` and the run's own in one transaction; `take` counts its files."""
    started = now()
    with store.transaction():
        before = _obligated(store)
        files = take()
        if released := quarantine.release(store):
            run.note(READ_SINCE, [f"{released:,}"])
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
    """The snapshot that the run's file is; a note where its name claims one and it cannot be."""
    if run.scope is None:
        return None
    whole: closures.Snapshot | str = "a part of it was left out"
    if not run.left_out:
        whole = closures.declare(store, run.scope, run.file_ids)
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


def _stage(
    store: Warehouse, run: Run, file: CheckedCsv, before: list[staging.StagedFile]
) -> staging.StagedFile | None:
    """The file's rows in a temporary table, or None where the very file is held already.

    `before` are those of the same ZIP: it may have the same member twice.
    """
    known = _held_already(store, run, file)
    known += [(one.records, one.unread) for one in before if one.file.file_id == file.file_id]
    if not known:
        return staging.stage(store, file, run.run_id)
    [(read, unread)] = known
    run.add({"rows_read": read, "rows_same": read - unread, "rows_quarantined": unread})
    run.note("held already, byte for byte", [file.name])
    return None


def _held_already(store: Warehouse, run: Run, file: CheckedCsv) -> list[tuple[Any, ...]]:
    """Rows read and unread of the very same file, if it came before."""
    run.file_ids.append(file.file_id)
    return store.rows(
        "SELECT rows_read, rows_quarantined FROM files WHERE file_id = ?", [file.file_id]
    )


def _note(store: Warehouse, run: Run, staged: staging.StagedFile) -> None:
    """Write the facts of one CSV: its rows, its quarantine, its oddities."""
    staging.use(store, [staged], staged.file.layout.shape)
    quarantine.keep(store, staged.table, staged.file, run.run_id)
    run.add({"rows_read": staged.records, "rows_quarantined": staged.unread})
    run.note(REPAIRED, list(staged.repaired))
    run.note(AHEAD, staging.days_ahead(store, staged))
    run.note(UNREAD_CELLS, quarantine.cells(store, staged.table))
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
    if run.scope and (strays := closures.strays(store, run.scope)):
        run.note("rows outside the scope that the file's name states", strays)


def _note_file(store: Warehouse, run: Run, staged: staging.StagedFile) -> None:
    file = staged.file
    store.insert(
        "files",
        {
            "file_id": file.file_id,
            "run_id": run.run_id,
            "name": file.name,
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
