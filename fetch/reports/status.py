"""Status of the warehouse: counts, sources, lag, quarantine, publication."""

from __future__ import annotations

import json
from typing import Any

from fetch.archive.store import Archive
from fetch.errors import StoreDamaged
from fetch.ingest.rounds import AS_IT_IS, publication_of
from fetch.reports import coverage, gaps, unread
from fetch.schema import tables
from fetch.schema.columns import as_text
from fetch.settings import Settings
from fetch.usaspending.award import reader as award_reader
from fetch.warehouse.database import Warehouse

NOTHING: dict[str, Any] = {
    "transactions": {
        "rows": 0,
        "awards": 0,
        "obligated_usd": None,
        "first_action_date": None,
        "last_action_date": None,
    },
    "versions": {"past": 0, "closed": 0},
    "sources": [],
    "runs": [],
    "lag": {"as_of": None, "last_action_date": None, "days": None},
    "quarantine": {"rows": 0, "reasons": {}},
    "unread": unread.NOTHING,
    "set_aside": [],
    "reconciliation": {"awards": 0, "checks": 0, "not_comparable": 0, "differing": []},
    "levels": [],
    "lag_meter": coverage.NO_LAG,
    "missing": None,
    "gaps": gaps.NONE,
    "beside": {"subawards": 0, "funding": 0, "notices": 0},
    "publication": AS_IT_IS,
}


def status(settings: Settings) -> dict[str, Any]:
    """Counts and sums over the whole warehouse; money as text with two decimals."""
    if not settings.warehouse.exists():
        _require_nothing_noted(settings)
        return {
            **NOTHING,
            "missing": coverage.missing_of(None, [], []),
            "set_aside": _set_aside(settings),
        }
    with Warehouse(settings.warehouse, read_only=True) as store:
        transactions = _transactions(store)
        return {
            "transactions": transactions,
            "versions": _versions(store),
            "sources": _sources(store),
            "runs": _runs(store),
            "lag": _lag(store, transactions["last_action_date"]),
            "quarantine": _quarantine(store),
            "unread": unread.unread(store),
            "set_aside": _set_aside(settings),
            "reconciliation": award_reader.summarised(store),
            "levels": coverage.levels(store),
            "lag_meter": coverage.lag_meter(store),
            "missing": coverage.missing(store),
            "gaps": gaps.gaps(store),
            "beside": _beside(store),
            "publication": publication_of(store),
        }


def _require_nothing_noted(settings: Settings) -> None:
    """StoreDamaged where records came and the warehouse is gone: nothing held is not so."""
    noted = Archive(settings.archive).arrivals()
    if noted:
        raise StoreDamaged(
            f"{settings.warehouse}: gone, though {len(noted)} arrivals are in the archive; "
            "`python -m fetch rebuild` makes it again"
        )


def _transactions(store: Warehouse) -> dict[str, Any]:
    rows, awards, obligated, first, last = store.one(
        "SELECT count(*), count(DISTINCT contract_award_unique_key), "
        "sum(federal_action_obligation), min(action_date), max(action_date) FROM transactions"
    )
    return {
        "rows": rows,
        "awards": awards,
        "obligated_usd": as_text(obligated),
        "first_action_date": as_text(first),
        "last_action_date": as_text(last),
    }


def _versions(store: Warehouse) -> dict[str, int]:
    past, closed = store.one(
        "SELECT count(*), count(*) FILTER (version_state = 'closed') FROM past_versions"
    )
    return {"past": past, "closed": closed}


def _sources(store: Warehouse) -> list[dict[str, Any]]:
    found = store.rows(
        "SELECT source, count(*), max(last_seen)::DATE FROM transactions GROUP BY source ORDER BY 1"
    )
    return [{"source": name, "rows": rows, "as_of": as_text(as_of)} for name, rows, as_of in found]


def _runs(store: Warehouse, most: int = 20) -> list[dict[str, Any]]:
    names = ("run_id", "command", "file", "finished_at", *tables.ROW_COUNTS, "notes")
    found = store.rows(f"SELECT {', '.join(names)} FROM runs ORDER BY rowid DESC LIMIT {most}")
    runs = [dict(zip(names, row, strict=True)) for row in found]
    for run in runs:
        run["finished_at"] = as_text(run["finished_at"])
        run["notes"] = json.loads(run["notes"] or "{}")
    return runs


def _lag(store: Warehouse, last_action_date: str | None) -> dict[str, Any]:
    """Days from the latest action to the latest as-of day."""
    as_of, days = store.one(
        "SELECT max(last_seen)::DATE, date_diff('day', max(action_date), max(last_seen)::DATE) "
        "FROM transactions"
    )
    return {"as_of": as_text(as_of), "last_action_date": last_action_date, "days": days}


def _beside(store: Warehouse) -> dict[str, int]:
    """Rows of the tables beside the actions."""
    return {table: store.one(f"SELECT count(*) FROM {table}")[0] for table in NOTHING["beside"]}


def _set_aside(settings: Settings) -> list[dict[str, str]]:
    """Arrivals that could not be read; `python -m fetch again` tries them once more."""
    aside = Archive(settings.archive).set_aside()
    return [
        {"run_id": arrival.run_id, "name": arrival.name, "because": because}
        for arrival, because in aside
    ]


def _quarantine(store: Warehouse) -> dict[str, Any]:
    reasons = store.rows(
        "SELECT file || ', line ' || line, reason FROM quarantine ORDER BY 1 LIMIT 50"
    )
    return {"rows": store.one("SELECT count(*) FROM quarantine")[0], "reasons": dict(reasons)}
