"""Reader of a looked-up award: its orders and its reconciliation."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from fetch.archive.store import Arrival
from fetch.ingest.runs import run_of, write_run
from fetch.ingest.types import Run, RunContext
from fetch.schema.columns import as_text
from fetch.usaspending.award import responses as award_responses
from fetch.usaspending.award.reconciliation import COUNT, Comparison, reconcile
from fetch.warehouse.database import Warehouse

SHOWN = (
    "award_key",
    "measure",
    "unit",
    "ours",
    "services",
    "difference",
    "because",
    "we_lack",
    "only_we_hold",
    "as_of",
)


def read_award(store: Warehouse, arrival: Arrival, place: RunContext) -> Run:
    """One run: the award's orders and checks, in place of those of an earlier arrival."""
    detail = award_responses.parse(arrival.name, arrival.objects, place.archive.read)
    run = run_of(arrival)
    stamp = {**stamped(arrival), "run_id": arrival.run_id}

    def take() -> int:
        store.execute("DELETE FROM orders WHERE vehicle_key = ?", [detail.key])
        store.execute("DELETE FROM reconciliation WHERE award_key = ?", [detail.key])
        orders = [{"vehicle_key": detail.key, **order, **stamp} for order in detail.orders]
        store.insert_many("orders", orders)
        checks = [_row(detail.key, check) | stamp for check in reconcile(store, detail)]
        store.insert_many("reconciliation", checks)
        return 0

    write_run(store, run, take)
    return run


def stamped(arrival: Arrival) -> dict[str, Any]:
    """The day that the service's data go to, and the time at which it was asked."""
    at = datetime.fromisoformat(arrival.about["asked_at"])
    return {
        "as_of": arrival.about["as_of"],
        "asked_at": at.astimezone(UTC).replace(tzinfo=None),
    }


def _row(key: str, check: Comparison) -> dict[str, Any]:
    return {
        "award_key": key,
        "measure": check.measure,
        "unit": check.unit,
        "ours": check.ours,
        "services": check.services,
        "difference": check.difference,
        "agrees": check.agrees,
        "because": check.because,
        "we_lack": json.dumps(check.we_lack),
        "only_we_hold": json.dumps(check.only_we_hold),
    }


def checks_of(store: Warehouse, keys: Iterable[str]) -> list[dict[str, Any]]:
    """The checks of awards as they stand; amounts as text with two decimals, numbers whole."""
    rows = store.rows(
        f"SELECT {', '.join(SHOWN)} FROM reconciliation "
        "WHERE list_contains(?::VARCHAR[], award_key) ORDER BY award_key, rowid",
        [list(keys)],
    )
    return [_shown(dict(zip(SHOWN, row, strict=True))) for row in rows]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    for name in ("ours", "services", "difference"):
        value: Decimal | None = row[name]
        if value is not None:
            row[name] = int(value) if row["unit"] == COUNT else str(value)
    for name in ("we_lack", "only_we_hold"):
        row[name] = json.loads(row[name])
    row["as_of"] = as_text(row["as_of"])
    return row


def summarised(store: Warehouse) -> dict[str, Any]:
    """For `fetch status`: how many awards were reconciled, and which measures differ."""
    awards, checks, missing = store.one(
        "SELECT count(DISTINCT award_key), count(*), count(*) FILTER (difference IS NULL) "
        "FROM reconciliation"
    )
    differing = store.rows(
        "SELECT DISTINCT award_key FROM reconciliation WHERE NOT agrees "
        "AND difference IS NOT NULL ORDER BY 1"
    )
    shown = [check for check in checks_of(store, [key for (key,) in differing]) if _differs(check)]
    return {"awards": awards, "checks": checks, "not_comparable": missing, "differing": shown}


def _differs(check: dict[str, Any]) -> bool:
    moved = check["difference"] is not None and Decimal(check["difference"]) != 0
    return moved or bool(check["we_lack"] or check["only_we_hold"])
