"""Bringing files in: one run a file, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fetch import checks, merge, schema, staging
from fetch.errors import FileRefused, SoleSourceError
from fetch.files import (
    Announce,
    Member,
    Progress,
    Unpacked,
    candidates,
    clean_folder,
    members,
    unpack,
)
from fetch.sample import open_sample
from fetch.settings import Settings
from fetch.store import Warehouse, new_run_id, now


@dataclass
class Run:
    """What one file brought: counts of rows, and what was odd about it."""

    run_id: str
    file: str
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(schema.ROW_COUNTS, 0))
    notes: dict[str, Any] = field(default_factory=dict)

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


@dataclass
class Outcome:
    """Every file of a command: taken, left out (with the reason), damaged."""

    runs: list[Run] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    damaged: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """A row came in, nothing was damaged, no file given by name was refused."""
        came_in = any(run.readable for run in self.runs)
        return came_in and not self.damaged and not self.refused

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        runs = [
            {"run_id": run.run_id, "file": run.file, **run.counts, "notes": run.notes}
            for run in self.runs
        ]
        problems = {"left_out": self.left_out, "refused": self.refused, "damaged": self.damaged}
        return {"runs": runs, **problems}


def _silent(_: str, __: int) -> Progress:
    return lambda _: None


def import_paths(settings: Settings, paths: list[Path], announce: Announce = _silent) -> Outcome:
    """Take every official transaction file among the paths; InputError for a path not there."""
    outcome = Outcome()
    every = list(candidates(paths))
    with Warehouse(settings.warehouse) as store:
        folder = clean_folder(settings.data / "tmp")
        for path, named in every:
            try:
                with store.failing_as(str(path)):
                    run = _import_file(store, path, folder, announce, outcome)
                outcome.runs.append(run)
            except FileRefused as error:
                (outcome.refused if named else outcome.left_out)[str(path)] = str(error)
            except SoleSourceError as error:
                outcome.damaged[str(path)] = str(error)
            except OSError as error:
                outcome.damaged[str(path)] = f"{path}: {error.strerror or error}"
        clean_folder(folder).rmdir()
    return outcome


def import_sample(settings: Settings) -> Run:
    """Take the embedded sample."""
    file = open_sample()
    run = Run(new_run_id(), file.member.name)
    with Warehouse(settings.warehouse) as store:
        _write(store, run, "sample", [file])
    return run


def _import_file(
    store: Warehouse, path: Path, folder: Path, announce: Announce, outcome: Outcome
) -> Run:
    """One run: every transaction CSV of a file, or FileRefused where it has none."""
    run = Run(new_run_id(), path.name)
    taken, left_out = _transaction_members(path)
    if not taken:
        raise FileRefused("; ".join(left_out.values()))
    _write(store, run, "import", _unpacked(taken, folder, announce))
    outcome.left_out.update(left_out)
    return run


def _unpacked(taken: list[Member], folder: Path, announce: Announce) -> Iterator[Unpacked]:
    """Each member checked and unpacked when it is asked for; one at a time lies on disk."""
    for member in taken:
        file = unpack(member, folder, announce(member.name, member.size))
        announce(f"to the warehouse: {member.name}", 0)
        yield file


def _transaction_members(path: Path) -> tuple[list[Member], dict[str, str]]:
    """The members whose header is that of a transaction file; the others with the reason."""
    taken, left_out = [], {}
    for member in members(path):
        try:
            member.layout()
            taken.append(member)
        except FileRefused as error:
            left_out[f"{path}: {member.inside}" if member.inside else str(path)] = str(error)
    return taken, left_out


def _write(store: Warehouse, run: Run, command: str, files: Iterable[Unpacked]) -> None:
    """Read every file first, then write all of them at once: a run is whole or absent."""
    started = now()
    staged = [s for file in files if (s := _stage(store, run, file))]
    with store.transaction():
        before = _obligated(store)
        for one in staged:
            _take(store, run, one)
        store.insert(
            "runs",
            {
                "run_id": run.run_id,
                "command": command,
                "started_at": started,
                "finished_at": now(),
                "file": run.file,
                "files": len(staged),
                **run.counts,
                "obligated_before_usd": before,
                "obligated_after_usd": _obligated(store),
                "notes": json.dumps(run.notes, ensure_ascii=False),
            },
        )
    for one in staged:
        staging.drop(store, one)


def _stage(store: Warehouse, run: Run, file: Unpacked) -> staging.Staged | None:
    """The file's rows in a temporary table, or None where the very file is held already."""
    held = store.rows(
        "SELECT rows_read, rows_quarantined FROM files WHERE file_id = ?", [file.file_id]
    )
    if not held:
        return staging.stage(store, file, run.run_id)
    [(read, unread)] = held
    run.add({"rows_read": read, "rows_same": read - unread, "rows_quarantined": unread})
    run.note("held already, byte for byte", [file.member.name])
    return None


def _take(store: Warehouse, run: Run, staged: staging.Staged) -> None:
    staging.use(store, staged)
    staging.quarantine(store, staged, run.run_id)
    notes = {} if staged.file.layout.kind == "sample" else checks.layout_notes(staged.file)
    unknown = checks.unknown_codes(store)
    merged = merge.merge(store)
    run.add(
        {
            "rows_read": staged.records,
            "rows_new": merged.new,
            "rows_changed": merged.changed,
            "rows_same": merged.same,
            "rows_deleting": merged.deleting,
            "rows_closed": merged.closed,
            "rows_quarantined": staged.unread,
        }
    )
    for name, columns in notes.items():
        run.note(f"{name} columns", columns)
    for column, odd in unknown.items():
        run.note(f"unknown codes in {column}", odd)
    _note_file(store, run, staged)


def _note_file(store: Warehouse, run: Run, staged: staging.Staged) -> None:
    file = staged.file
    store.insert(
        "files",
        {
            "file_id": file.file_id,
            "run_id": run.run_id,
            "name": file.member.name,
            "sha256": file.sha256,
            "as_of": staged.as_of,
            "layout": file.layout.kind,
            "rows_read": staged.records,
            "rows_quarantined": staged.unread,
            "columns_missing": " ".join(file.layout.missing),
            "columns_unknown": " ".join(file.layout.unknown),
        },
    )


def _obligated(store: Warehouse) -> Any:
    return store.one("SELECT sum(federal_action_obligation) FROM transactions")[0]
