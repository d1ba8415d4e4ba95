"""The embedded sample in figures: what its own description says, and what tests hold."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from functools import cache

from fetch.sample import SAMPLE

Row = dict[str, str]

ACTIONS, AWARDS, VEHICLES = 3312, 798, 61
OBLIGATED = "6297109442.09"
"""Dollars obligated by all actions."""
LOADED = f"the embedded sample, {ACTIONS:,} actions of {AWARDS} awards"
"""How a page names what is loaded."""


@cache
def rows() -> tuple[Row, ...]:
    """The file's own rows, read by nothing of this project."""
    with SAMPLE.open(newline="", encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def obligated(holds: Callable[[Row], bool] = lambda _: True) -> str:
    """Dollars obligated by the actions of which a condition holds, as documents write them."""
    stated = [row["federal_action_obligation"] for row in rows() if holds(row)]
    return f"{sum(Decimal(usd) for usd in stated if usd):.2f}"


def signed(first: str, before: str) -> Callable[[Row], bool]:
    """Actions signed from a day on and before another."""
    return lambda row: first <= row["action_date"] < before
