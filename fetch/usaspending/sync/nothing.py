"""Reader of a count of zero: a whole file of a scope that has no rows any more."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from fetch.archive.store import Arrival
from fetch.errors import InputError
from fetch.ingest.runs import run_of, write_run
from fetch.ingest.types import Run, RunContext
from fetch.warehouse import closures, merge, staging
from fetch.warehouse.database import Warehouse


def read_nothing(store: Warehouse, arrival: Arrival, _: RunContext) -> Run:
    """One run: it closes what is held of the scope that its arrival states."""
    run, scope = run_of(arrival), closures.asked_for(arrival.about)
    if scope is None:
        raise InputError(f"{arrival.name}: it does not say of what nothing is there")
    at = datetime.fromisoformat(arrival.about["asked_at"])
    as_of = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    told = arrival.objects["count"]

    def take() -> int:
        store.insert(
            "files",
            {
                "file_id": sha256(f"{arrival.name} {as_of} {told}".encode()).hexdigest(),
                "run_id": arrival.run_id,
                "name": arrival.name,
                "sha256": told,
                "as_of": as_of,
                "layout": "transactions",
                "whole_agency": scope.agency,
                "whole_fiscal_year": scope.fiscal_year,
                "rows_read": 0,
                "rows_quarantined": 0,
                "columns_missing": "",
                "columns_unknown": "",
            },
        )
        staging.use(store, [])
        merged = merge.merge(store, closures.Snapshot(scope, as_of))
        run.add({"rows_closed": merged.closed})
        return 0

    write_run(store, run, take)
    return run
