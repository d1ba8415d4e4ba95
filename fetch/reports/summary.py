"""Text of a round: changes by component and fiscal year, sums, alarms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from fetch import codes
from fetch.ingest import release_gate


def lines(report: dict[str, Any], most: int = 40) -> list[str]:
    """A round in words, a line each."""
    levels = report["levels_changed"]
    listed = [_level_line(level) for level in levels[:most]]
    if len(levels) > most:
        listed.append(f"  and {len(levels) - most:,} more (see --json)")
    listed.append(
        f"obligated: {_dollars(report['obligated_before_usd'])} before, "
        f"{_dollars(report['obligated_after_usd'])} now"
    )
    return listed + check_lines(report)


def check_lines(report: dict[str, Any]) -> list[str]:
    """Alarms of a round, in words, and the way on where one stops the publication."""
    listed = []
    for check in report["checks"]:
        mark = "STOPS THE PUBLICATION" if check["stops"] else "note"
        listed.append(f"{mark}: {release_gate.check_text(release_gate.GateCheck(**check))}")
    return [*listed, report["how_to_go_on"]] if report["how_to_go_on"] else listed


def component_text(code: str | None, name: str | None, department: str | None) -> str:
    """A component in words; one outside DHS with its department, for many share a name."""
    known = codes.table("components").get(code or "")
    if known:
        return known["meaning"]
    called = name or code or "component unknown"
    return f"{called} ({department})" if department and code else called


def _level_line(level: dict[str, Any]) -> str:
    name = component_text(level["component"], level["component_name"], level["agency_name"])
    moved = level["actions_after"] - level["actions_before"]
    return (
        f"  {name}, FY{level['fiscal_year']}: {_actions(level['actions_after'])} ({moved:+,}), "
        f"{_dollars(level['obligated_after_usd'])} obligated"
    )


def _actions(count: int) -> str:
    return f"{count:,} action{'' if count == 1 else 's'}"


def _dollars(amount: str | None) -> str:
    return "nothing" if amount is None else f"${Decimal(amount):,.2f}"
