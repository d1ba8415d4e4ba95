"""A round, told to a person: what came, by component and year, and whether it is in order."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from fetch import codes
from fetch.ingest import release_gate
from fetch.ingest.runs import Run
from fetch.schema import tables
from fetch.schema.columns import as_text
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse

NAMES = (
    "agency",
    "component",
    "component_name",
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
        """SELECT coalesce(a.agency, b.agency), coalesce(a.component, b.component),
            coalesce(a.component_name, b.component_name), coalesce(a.fiscal_year, b.fiscal_year),
            coalesce(b.actions, 0), coalesce(a.actions, 0), b.obligated_usd, a.obligated_usd
        FROM (FROM levels WHERE run_id = ?) a
        FULL JOIN (FROM levels WHERE run_id = (SELECT base FROM rounds WHERE run_id = ?)) b
            ON a.agency = b.agency AND a.component = b.component AND a.fiscal_year = b.fiscal_year
        WHERE a.actions IS DISTINCT FROM b.actions
            OR a.obligated_usd IS DISTINCT FROM b.obligated_usd ORDER BY 1, 2, 4""",
        [round_id, round_id],
    )
    return [
        {
            name: as_text(v) if isinstance(v, Decimal) else v
            for name, v in zip(NAMES, r, strict=True)
        }
        for r in rows
    ]


def lines(told: dict[str, Any], most: int = 40) -> list[str]:
    """A round in words, a line each."""
    levels = told["levels_changed"]
    said = [_level_line(level) for level in levels[:most]]
    if len(levels) > most:
        said.append(f"  and {len(levels) - most:,} more (see --json)")
    said.append(
        f"obligated: {_dollars(told['obligated_before_usd'])} before, "
        f"{_dollars(told['obligated_after_usd'])} now"
    )
    return said + check_lines(told)


def check_lines(told: dict[str, Any]) -> list[str]:
    """What a round found odd, in words, and how to go on where it stops the publication."""
    said = []
    for check in told["checks"]:
        mark = "STOPS THE PUBLICATION" if check["stops"] else "note"
        said.append(f"{mark}: {release_gate.check_text(release_gate.GateCheck(**check))}")
    return [*said, told["how_to_go_on"]] if told["how_to_go_on"] else said


def _level_line(level: dict[str, Any]) -> str:
    known = codes.table("components").get(level["component"])
    name = known["meaning"] if known else level["component_name"] or level["component"]
    name = name or "component unknown"
    moved = level["actions_after"] - level["actions_before"]
    return (
        f"  {name}, FY{level['fiscal_year']}: {_actions(level['actions_after'])} ({moved:+,}), "
        f"{_dollars(level['obligated_after_usd'])} obligated"
    )


def _actions(count: int) -> str:
    return f"{count:,} action{'' if count == 1 else 's'}"


def _dollars(amount: str | None) -> str:
    return "nothing" if amount is None else f"${Decimal(amount):,.2f}"
