"""Parquet export of the warehouse: one folder, partitioned by fiscal year, for other engines.

    <folder>/transactions/fiscal_year=2024/*.parquet
    <folder>/past_versions/*.parquet
    <folder>/files/*.parquet, and likewise the tables of SAM.gov
    <folder>/export.json     from which run, how much, as of when

A folder is written aside and put in its place whole. It may be copied to where a cluster can
read it, an object store too.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from fetch import signing
from fetch.archive.store import Archive
from fetch.errors import InputError, NothingHeld
from fetch.ingest import release_gate
from fetch.ingest.pipeline import require_all_read
from fetch.reports import unread
from fetch.schema import sam as sam_tables
from fetch.schema import tables
from fetch.schema.columns import as_text
from fetch.settings import Settings
from fetch.warehouse.closures import FISCAL_YEAR
from fetch.warehouse.database import Warehouse

MANIFEST = "export.json"
BESIDE = ("files", "closures", "quarantine", *sam_tables.TABLES)


def export(settings: Settings, folder: Path) -> dict[str, Any]:
    """Write what is held to a folder; its manifest.

    NothingHeld, StoreBusy and PublicationBlocked as in a build: what may not be published is
    not exported.
    InputError for a folder that holds something else.
    """
    if folder.exists() and not (folder / MANIFEST).exists() and any(folder.iterdir()):
        raise InputError(f"{folder} holds something else; name an empty or a new folder")
    fresh = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    with held_in_order(settings) as store:
        manifest = facts(store)
        _copy(store, "transactions", fresh, by_year=True)
        _copy(store, "past_versions", fresh)
        for name in BESIDE:
            _copy(store, name, fresh)
    (fresh / MANIFEST).write_text(json.dumps(manifest, indent=2), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return manifest


def held_in_order(settings: Settings) -> Warehouse:
    """The warehouse to read from, where what it holds may be published."""
    require_all_read(settings.warehouse, Archive(settings.archive))
    store = Warehouse(settings.warehouse, read_only=True)
    try:
        if not store.one("SELECT count(*) FROM transactions")[0]:
            raise NothingHeld("no action is held: nothing to build")
        release_gate.require_in_order(store)
    except BaseException:
        store.close()
        raise
    return store


def facts(store: Warehouse) -> dict[str, Any]:
    """Manifest of an export: counts, the last run, and the as-of day.

    Counts and sums are of awards that the agency signs; `also_held` are those of the others.
    """
    key = "contract_award_unique_key"
    mine = f"{key} IN (SELECT {key} FROM transaction_versions WHERE {signing.sql()})"
    paid = f"coalesce({signing.sql(signing.PAYER)}, false)"
    counted = {
        is_mine: counts
        for is_mine, *counts in store.rows(
            f"SELECT mine, count(*), count(DISTINCT {key}), sum(federal_action_obligation), "
            "max(last_seen)::DATE, count(*) FILTER (paid), "
            "sum(federal_action_obligation) FILTER (paid) "
            f"FROM (SELECT *, {mine} AS mine, {paid} AS paid FROM transactions) GROUP BY mine"
        )
    }
    if True not in counted:
        raise NothingHeld("no action is held that DHS signs: nothing to build")
    actions, awards, obligated, as_of, *_ = counted[True]
    others = counted.get(False, [0, 0, None, None, 0, None])
    sources = [
        name for (name,) in store.rows("SELECT DISTINCT source FROM transactions ORDER BY 1")
    ]
    return {
        "run_id": last_run(store),
        "as_of": str(as_of),
        "sources": sources,
        "unread": unread.unread(store),
        "also_held": {
            "actions": others[0],
            "awards": others[1],
            "obligated_usd": as_text(others[2]),
            "paid_actions": others[4],
            "paid_usd": as_text(others[5]),
        },
        "actions": actions,
        "awards": awards,
        "obligated_usd": as_text(obligated),
    }


def last_run(store: Warehouse) -> str:
    """The last run that changed anything, by the order of reading: a clock may have been ahead."""
    found = store.rows("SELECT run_id FROM runs WHERE files > 0 ORDER BY rowid DESC LIMIT 1")
    return str(found[0][0]) if found else "none"


def _copy(store: Warehouse, table: str, folder: Path, *, by_year: bool = False) -> None:
    """Every row of a table; Spark reads no UUID, so hashes go as text."""
    columns = [
        f'"{c.name}"::VARCHAR AS "{c.name}"' if c.kind == "hash" else f'"{c.name}"'
        for c in tables.TABLES[table]
    ]
    where, options = folder / table / "all.parquet", ["FORMAT parquet", "COMPRESSION zstd"]
    if by_year:
        where = folder / table
        columns.append(f"{FISCAL_YEAR} AS fiscal_year")
        options.append("PARTITION_BY (fiscal_year)")
    where.parent.mkdir(exist_ok=True)
    path = str(where).replace("'", "''")
    store.execute(
        f"COPY (SELECT {', '.join(columns)} FROM {table}) TO '{path}' ({', '.join(options)})"
    )
