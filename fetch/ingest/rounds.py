"""Rounds in figures: rows, levels that changed, and whether they may be published."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from fetch.errors import NothingHeld
from fetch.ingest import release_gate
from fetch.ingest.types import Run
from fetch.schema import tables
from fetch.schema.columns import as_text
from fetch.settings import Settings
from fetch.warehouse.closures import AWARDING_AGENCY
from fetch.warehouse.database import Warehouse

AS_IT_IS: dict[str, Any] = {"publication": "as it is", "checks": [], "how_to_go_on": None}
NAMES = (
    "agency",
    "component",
    "component_name",
    "agency_name",
    "fiscal_year",
    "actions_before",
    "actions_after",
    "obligated_before_usd",
    "obligated_after_usd",
)


def counts(runs: Iterable[Run]) -> dict[str, int]:
    """Rows of several runs together, by what became of them."""
    total = dict.fromkeys(tables.ROW_COUNTS, 0)
    for run in runs:
        for name, count in run.counts.items():
            total[name] += count
    return total


def of_round(settings: Settings, round_id: str) -> dict[str, Any]:
    """Levels that changed, sums before and after, checks, and how to go on; money as text."""
    with Warehouse(settings.warehouse, read_only=True) as store:
        base, in_order, before, after, checks = store.rows(
            "SELECT base, in_order, obligated_before_usd, obligated_after_usd, checks "
            "FROM rounds WHERE run_id = ?",
            [round_id],
        )[0]
        levels = changed_levels(store, round_id)
    return {
        "round": round_id,
        "compared_with": base,
        "levels_changed": levels,
        "obligated_before_usd": as_text(before),
        "obligated_after_usd": as_text(after),
        "checks": json.loads(checks),
        "publication": "as it is" if in_order else "stopped",
        "how_to_go_on": None if in_order else release_gate.HOW_TO_GO_ON,
    }


def changed_levels(store: Warehouse, round_id: str) -> list[dict[str, Any]]:
    """Components and fiscal years that a round left otherwise than its base, with both."""
    rows = store.rows(
        f"""WITH names AS (
            SELECT {AWARDING_AGENCY} AS agency, arg_max(awarding_agency_name, last_seen) AS name
            FROM transactions GROUP BY 1
        )
        SELECT coalesce(a.agency, b.agency) AS agency, coalesce(a.component, b.component),
            coalesce(a.component_name, b.component_name), name,
            coalesce(a.fiscal_year, b.fiscal_year),
            coalesce(b.actions, 0), coalesce(a.actions, 0), b.obligated_usd, a.obligated_usd
        FROM (FROM levels WHERE run_id = ?) a
        FULL JOIN (FROM levels WHERE run_id = (SELECT base FROM rounds WHERE run_id = ?)) b
            ON a.agency = b.agency AND a.component = b.component AND a.fiscal_year = b.fiscal_year
        LEFT JOIN names ON names.agency = coalesce(a.agency, b.agency)
        WHERE a.actions IS DISTINCT FROM b.actions
            OR a.obligated_usd IS DISTINCT FROM b.obligated_usd ORDER BY 1, 2, 5""",
        [round_id, round_id],
    )
    return [
        {
            name: as_text(v) if isinstance(v, Decimal) else v
            for name, v in zip(NAMES, r, strict=True)
        }
        for r in rows
    ]


def publication(settings: Settings) -> dict[str, Any]:
    """Whether the last round holds the publication back, by which checks, and what to do."""
    try:
        with Warehouse(settings.warehouse, read_only=True) as store:
            return publication_of(store)
    except NothingHeld:
        return AS_IT_IS


def publication_of(store: Warehouse) -> dict[str, Any]:
    stopped = release_gate.held_back(store)
    if not stopped:
        return AS_IT_IS
    return {
        "publication": "stopped",
        "checks": [asdict(check) for check in stopped],
        "how_to_go_on": release_gate.HOW_TO_GO_ON,
    }
