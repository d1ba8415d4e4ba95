"""Base numbers: modification numbers that stand for the award itself, `base_numbers.csv`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from analysis.rules.reachability import BrokenRules
from analysis.rules.row_types import Line, filled, read

FILE = Path(__file__).parent / "base_numbers.csv"
COLUMNS = ("number", "plain", "because", "source", "since")


@cache
def pattern(path: Path = FILE) -> str:
    """One pattern over the number in capitals, without blanks around it."""
    numbers = read(path, _number, COLUMNS)
    if not numbers:
        raise BrokenRules(f"{path.name}: no row, so no award would have a base action")
    return f"^({'|'.join(numbers)})$"


def base(number: str | None) -> bool:
    """True where the number is that of a base action."""
    return bool(re.search(pattern(), (number or "").strip().upper()))


def _number(row: Line) -> str:
    for name in COLUMNS:
        filled(row, name)
    try:
        re.compile(row["number"])
    except re.error as reason:
        raise ValueError(f"number {row['number']!r} is no pattern: {reason}") from reason
    return row["number"]
