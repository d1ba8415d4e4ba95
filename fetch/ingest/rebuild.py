"""Proof of the archive: hash everything again, rebuild the warehouse from it, compare."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fetch.archive.store import Archive
from fetch.errors import ArchiveDamaged, NothingHeld, SoleSourceError, StoreBusy
from fetch.ingest.pipeline import UNREADABLE, read, unread
from fetch.ingest.types import RunContext
from fetch.ingest.unpack import clean_folder
from fetch.progress import Announce
from fetch.schema import tables as schema_tables
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse

RUN_TIMES = ("started_at", "finished_at")
"""Times of a run: all that may differ between a warehouse and its rebuilt twin."""


@dataclass(frozen=True)
class Before:
    """Digests of the old warehouse by table, none where it cannot be opened.

    `without` names the columns that it could not be compared by.
    """

    without: tuple[str, ...]
    tables: dict[str, tuple[int, str]]


def verify(archive: Archive, announce: Announce, warehouse: Path | None = None) -> dict[str, Any]:
    """Hash every object again; name what is missing, altered, unreadable or in no journal.

    `left_out` are objects lost of arrivals that were given up, and answers noted as lost: no
    record is made from them.
    `not_noted` are runs of the warehouse that the journal of arrivals lacks.
    """
    noted, given_up = _listed(archive)
    listed = {**given_up, **noted}
    lying = dict(archive.names())
    moved = announce("hashing", len(lying))
    broken = []
    for sha256 in lying:
        if not archive.is_unaltered(sha256):
            broken.append(sha256)
        moved(1)
    damaged = {str(j.path): lines for j in archive.journals() if (lines := j.damaged())}
    missing = sorted(set(noted) - set(lying))
    altered = [sha256 for sha256 in broken if sha256 in noted]
    lost = sorted((set(given_up) - set(noted)) & {*broken, *(set(given_up) - set(lying))})
    not_noted = (_not_noted(warehouse, archive) if warehouse else None) or []
    return {
        "objects": len(lying),
        "bytes": sum(path.stat().st_size for path in lying.values()),
        "missing": [{"sha256": sha256, "was": listed[sha256]} for sha256 in missing],
        "altered": [{"sha256": sha256, "was": listed[sha256]} for sha256 in altered],
        "left_out": [{"sha256": sha256, "was": listed[sha256]} for sha256 in lost],
        "not_noted": not_noted,
        "in_no_journal": sorted(set(lying) - set(listed)),
        "damaged_lines": damaged,
        "good": not (missing or altered or damaged or not_noted),
    }


def rebuild(settings: Settings, announce: Announce, *, anyway: bool = False) -> dict[str, Any]:
    """Make the warehouse again from the archive alone, and put it in the old one's place.

    Answers, for each table, its rows and whether they equal the old one's in everything
    but run times (`equal` is null where the old one cannot be opened, or is of another
    version); an old one that differs is kept beside the new.
    ArchiveDamaged where the old one holds runs that the archive lacks, or where an arrival
    cannot be read any more; with `anyway` both are left out, and named, and so are lost
    answers of a service.
    """
    archive, warehouse = Archive(settings.archive), settings.warehouse
    fresh = warehouse.with_name("warehouse.rebuilt.duckdb")
    with archive.writing():
        place = RunContext(archive, settings.data / "tmp", announce)
        _require_all_kept(warehouse, archive, anyway)
        if anyway:
            for journal in archive.journals():
                journal.set_damaged_aside()
        before = _digests_before(warehouse, place) if warehouse.exists() else None
        _remove(fresh)
        left_out = _read_all(fresh, place, anyway)
        answers_lost = _note_lost(archive) if anyway else []
        tables = _compared(before, fresh)
        equal = (
            None
            if before and not before.tables
            else all(table["equal"] for table in tables.values())
        )
        if not equal:
            _set_aside(warehouse)
        _remove(warehouse)
        fresh.replace(warehouse)
    return {"tables": tables, "equal": equal, "left_out": left_out, "answers_lost": answers_lost}


def digests(store: Warehouse, without: Collection[str] = ()) -> dict[str, tuple[int, str]]:
    """Of each table its rows, and one hash of all of them in whatever order they lie.

    Times of runs do not count, nor do the columns in `without`.
    """
    hashes = {}
    for table, columns in schema_tables.TABLES.items():
        kept = schema_tables.names(
            tuple(c for c in columns if c.name not in RUN_TIMES and c.name not in without)
        )
        # two digests that do not depend on the order of rows; one alone could agree by chance
        hashes[table] = store.one(
            f"SELECT count(*), coalesce(sum(hash(row({kept}))::HUGEINT), 0)::VARCHAR || '-' || "
            f"coalesce(bit_xor(hash(row({kept}))), 0) FROM {table}"
        )
    return hashes


def _read_all(fresh: Path, place: RunContext, anyway: bool) -> dict[str, str]:
    """Every arrival into a new warehouse; those that cannot be read any more, with the reason."""
    left_out = {}
    with Warehouse(fresh):
        pass
    for arrival in place.archive.arrivals():
        clean_folder(place.folder)
        try:
            place.archive.require_unaltered(arrival)
            with Warehouse(fresh) as store:
                read(store, arrival, place)
        except (*UNREADABLE, ArchiveDamaged) as error:
            if not anyway:
                raise ArchiveDamaged(
                    f"{arrival.name}: {error}; `python -m fetch verify` names all that is "
                    "missing or altered, and --anyway leaves it out"
                ) from error
            left_out[arrival.name] = str(error)
            place.archive.give_up(arrival.run_id, str(error))
    clean_folder(place.folder).rmdir()
    return left_out


def _note_lost(archive: Archive) -> list[str]:
    """Note the answers that are gone or altered, so that `verify` holds without them; in words."""
    # every arrival left in force was read just now: what is missing was an answer and no more
    noted, _ = _listed(archive)
    gone = {sha256: was for sha256, was in noted.items() if not archive.is_unaltered(sha256)}
    for sha256, was in sorted(gone.items()):
        archive.note_lost(sha256, was)
    return [f"{sha256} ({was})" for sha256, was in sorted(gone.items())]


def _require_all_kept(warehouse: Path, archive: Archive, anyway: bool) -> None:
    if anyway:
        return
    damaged = archive.arrived.damaged()
    if damaged:
        raise ArchiveDamaged(
            f"{archive.arrived.path}: {len(damaged)} lines cannot be read, the first of them line "
            f"{damaged[0]}; what they noted would be lost: import their files again, and then "
            "`python -m fetch rebuild --anyway`"
        )
    if not warehouse.exists():
        return
    lost = _not_noted(warehouse, archive)
    if lost is None and not archive.arrivals():
        raise ArchiveDamaged(
            f"{archive.folder}: no arrival is noted to make {warehouse} from; "
            "`python -m fetch rebuild --anyway` sets that aside and begins an empty one"
        )
    if lost:
        raise ArchiveDamaged(
            f"{warehouse}: {len(lost)} runs are not in the archive and would be lost, the first "
            f"{lost[0]}; import their files again, and then `python -m fetch rebuild --anyway`"
        )


def _not_noted(warehouse: Path, archive: Archive) -> list[str] | None:
    """Runs of the warehouse that are not in the archive; None where it cannot be read."""
    kept = {arrival.run_id for arrival in archive.arrivals()}
    try:
        with Warehouse(warehouse, read_only=True) as store:
            runs = store.rows("SELECT run_id, file FROM runs ORDER BY rowid")
    except StoreBusy:
        raise
    except NothingHeld:
        return []
    except SoleSourceError:
        return None
    return [f"{file} ({run_id})" for run_id, file in runs if run_id not in kept]


def _digests_before(warehouse: Path, place: RunContext) -> Before:
    """The old warehouse brought up to the archive first; none of one that cannot be opened."""
    try:
        for arrival in unread(warehouse, place.archive):
            clean_folder(place.folder)
            with Warehouse(warehouse) as store:
                read(store, arrival, place)
        with Warehouse(warehouse) as store:
            without = _added_since(store)
            return Before(without, digests(store, without))
    except StoreBusy:
        raise
    except SoleSourceError:  # it need not be comparable: the archive is what counts
        return Before((), {})


def _added_since(store: Warehouse) -> tuple[str, ...]:
    """Columns that an older version did not write: no row can be compared by them."""
    older = store.rows("SELECT 1 FROM quarantine WHERE kept IS NULL LIMIT 1")
    return tuple(column.name for column in schema_tables.QUARANTINE_ADDED) if older else ()


def _compared(before: Before | None, fresh: Path) -> dict[str, dict[str, Any]]:
    """Table by table; where there was no warehouse, nothing can differ."""
    with Warehouse(fresh, read_only=True) as store:
        new = digests(store, before.without if before else ())
    old = before.tables if before else new
    return {
        name: {"rows": new[name][0], "equal": new[name] == old[name] if old else None}
        for name in new
    }


def _set_aside(warehouse: Path) -> None:
    """Keep the old file, with what its last writer had not yet folded into it."""
    aside = warehouse.with_name("warehouse.before.duckdb")
    _remove(aside)
    # the log with its file: apart, either would be damaged
    for old, kept in zip(_files(warehouse), _files(aside), strict=True):
        if old.exists():
            old.replace(kept)


def _listed(archive: Archive) -> tuple[dict[str, str], dict[str, str]]:
    """Every SHA-256 that a journal names, with what it was; apart, those given up."""
    in_force = {arrival.run_id for arrival in archive.arrivals()}
    noted: dict[str, str] = {}
    given_up: dict[str, str] = {}
    for line in archive.arrived.lines():
        where = noted if line.get("run_id") in in_force else given_up
        where.update({sha256: line["name"] for sha256 in line.get("objects", {}).values()})
    lost = {line["lost"] for line in archive.lost.lines()}
    for exchange in archive.exchanges():
        if exchange.sha256 and not (exchange.sha256 in given_up or exchange.sha256 in noted):
            where = given_up if exchange.sha256 in lost else noted
            where[exchange.sha256] = f"{exchange.method} {exchange.url}"
    return noted, given_up


def _files(warehouse: Path) -> tuple[Path, Path]:
    """A warehouse is its file and, while or after a writer, its log."""
    return warehouse, warehouse.with_name(f"{warehouse.name}.wal")


def _remove(warehouse: Path) -> None:
    # the log first: one left behind would be replayed into the next file of this name
    for lying in reversed(_files(warehouse)):
        shutil.rmtree(lying) if lying.is_dir() else lying.unlink(missing_ok=True)
