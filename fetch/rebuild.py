"""The archive put to the proof: hashed again, and the warehouse made from it anew."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fetch import schema
from fetch.archive import PIECE, Archive
from fetch.errors import ArchiveDamaged, DamagedFile, OldLayout
from fetch.files import Announce, clean_folder
from fetch.intake import read
from fetch.reading import Place
from fetch.settings import Settings
from fetch.store import Warehouse

RUN_TIMES = ("started_at", "finished_at")
"""When a run was made: all that may differ between a warehouse and its rebuilt twin."""


def verify(archive: Archive, announce: Announce) -> dict[str, Any]:
    """Hash every object again; name what is missing, altered, unreadable or in no journal."""
    listed = _listed(archive)
    lying = dict(archive.names())
    moved = announce("hashing", len(lying))
    altered = []
    for sha256 in lying:
        if _hash(archive, sha256) != sha256:
            altered.append(sha256)
        moved(1)
    damaged = {str(j.path): lines for j in archive.journals() if (lines := j.damaged())}
    missing = sorted(set(listed) - set(lying))
    return {
        "objects": len(lying),
        "bytes": sum(path.stat().st_size for path in lying.values()),
        "missing": [{"sha256": sha256, "was": listed[sha256]} for sha256 in missing],
        "altered": [{"sha256": s, "was": listed.get(s, "in no journal")} for s in altered],
        "in_no_journal": sorted(set(lying) - set(listed)),
        "damaged_lines": damaged,
        "good": not (missing or altered or damaged),
    }


def rebuild(settings: Settings, announce: Announce, *, anyway: bool = False) -> dict[str, Any]:
    """Make the warehouse again from the archive alone, and put it in the old one's place.

    Answers, for each table, its rows and whether they equal the old one's in everything
    but run times. ArchiveDamaged where the old one holds runs that the archive lacks,
    unless `anyway`.
    """
    archive = Archive(settings.archive)
    fresh = settings.warehouse.with_name("warehouse.rebuilt.duckdb")
    with archive.writing():
        _require_all_kept(settings.warehouse, archive, anyway)
        _remove(fresh)
        _read_all(archive, fresh, settings.data / "tmp", announce)
        tables = _compared(settings.warehouse, fresh)
        if not all(table["equal"] for table in tables.values()):
            settings.warehouse.replace(settings.warehouse.with_name("warehouse.before.duckdb"))
        fresh.replace(settings.warehouse)
    return {"tables": tables, "equal": all(table["equal"] for table in tables.values())}


def digests(store: Warehouse) -> dict[str, tuple[int, str]]:
    """Of each table its rows, and one hash of all of them in whatever order they lie."""
    found = {}
    for table, columns in schema.TABLES.items():
        kept = schema.names(tuple(c for c in columns if c.name not in RUN_TIMES))
        found[table] = store.one(
            f"SELECT count(*), coalesce(sum(hash(row({kept}))::HUGEINT), 0)::VARCHAR || '-' || "
            f"coalesce(bit_xor(hash(row({kept}))), 0) FROM {table}"
        )
    return found


def _read_all(archive: Archive, fresh: Path, folder: Path, announce: Announce) -> None:
    with Warehouse(fresh):
        pass
    for arrival in archive.arrivals():
        place = Place(archive, clean_folder(folder), announce)
        try:
            read(fresh, arrival, place)
        except DamagedFile as error:
            raise ArchiveDamaged(
                f"{error}: `python -m fetch verify` names what is altered"
            ) from error
    clean_folder(folder).rmdir()


def _require_all_kept(warehouse: Path, archive: Archive, anyway: bool) -> None:
    if anyway or not warehouse.exists():
        return
    kept = {arrival.run_id for arrival in archive.arrivals()}
    try:
        with Warehouse(warehouse, read_only=True) as store:
            runs = store.rows("SELECT run_id, file FROM runs ORDER BY run_id")
    except OldLayout:
        return
    lost = [f"{file} ({run_id})" for run_id, file in runs if run_id not in kept]
    if lost:
        raise ArchiveDamaged(
            f"{warehouse}: {len(lost)} runs are not in the archive and would be lost, the first "
            f"{lost[0]}; import their files again, or add --anyway"
        )


def _compared(warehouse: Path, fresh: Path) -> dict[str, dict[str, Any]]:
    """Table by table; where there was no warehouse, nothing can differ."""
    with Warehouse(fresh, read_only=True) as store:
        new = digests(store)
    old = _digests_before(warehouse) if warehouse.exists() else new
    return {name: {"rows": new[name][0], "equal": new[name] == old.get(name)} for name in new}


def _digests_before(warehouse: Path) -> dict[str, tuple[int, str]]:
    try:
        with Warehouse(warehouse, read_only=True) as store:
            return digests(store)
    except OldLayout:
        return {}


def _listed(archive: Archive) -> dict[str, str]:
    """Every SHA-256 that a journal names, with what it was."""
    listed = {
        sha256: line["name"]
        for line in archive.arrived.lines()
        for sha256 in line.get("objects", {}).values()
    }
    for exchange in archive.exchanges():
        if exchange.sha256:
            listed.setdefault(exchange.sha256, f"{exchange.method} {exchange.url}")
    return listed


def _hash(archive: Archive, sha256: str) -> str:
    try:
        with archive.open(sha256) as file:
            return _digest(iter(lambda: file.read(PIECE), b""))
    except (OSError, EOFError, zlib.error):
        return "unreadable"


def _digest(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def _remove(path: Path) -> None:
    for lying in (path, path.with_name(f"{path.name}.wal")):
        lying.unlink(missing_ok=True)
