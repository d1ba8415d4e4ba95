"""A round, told to a person: what came, by component and year, and whether it is in order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from fetch import codes
from fetch.ingest import release_gate


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
