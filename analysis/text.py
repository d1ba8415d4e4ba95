"""Text: amounts and counts in words, and why a share is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

VEHICLE, IDV = "VEHICLE", "IDV"
TAKEN_BACK = "money taken back leaves a part below zero or above the whole"
"""Why a share of obligations is missing."""
NOTHING_OBLIGATED = "nothing is obligated, net"
NOT_IN_COPY = "not in this copy"
BLANK = "blank in the record"
WIDEST = 0.2
"""Width of a range from which no sentence gives one figure, as a share of one."""


def percent_range(low: float | None, high: float | None, missing: str = "no share") -> str:
    """A share that lies between two: `34.5%`, or `12.0% to 34.5%` where they differ."""
    if low is None or high is None:
        return missing
    ends = dict.fromkeys((f"{low:.1%}", f"{high:.1%}"))
    return " to ".join(ends)


def is_wide(low: float, high: float) -> bool:
    """Is a range too wide for a sentence with one figure?"""
    return high - low > WIDEST


def usd(amount: str | None, missing: str = "not stated") -> str:
    """Dollars to the cent, from a document's text; `missing` for a missing amount."""
    return missing if amount is None else f"${Decimal(amount):,.2f}"


def blank(not_in_copy: str | None, column: str) -> str:
    """Why an official column has no value: our copy could not state it, or the record is blank.

    `not_in_copy` is the published list of an award or action, its names with spaces between.
    """
    return NOT_IN_COPY if column in (not_in_copy or "").split() else BLANK


def bought(row: Mapping[str, Any], label: Callable[[str], str] = str) -> str:
    """The class of an award in a row, and for a vehicle which of its two answers is meant.

    `VEHICLE, itself COMPETED` where the row shows it as a vehicle; `COMPETED, the vehicle itself`
    where it stands under the class that sums count it under.
    """
    shown, own = row["competition_class"], row.get("own_class")
    if row.get("award_kind") != IDV:
        return label(shown)
    if shown != VEHICLE:
        return f"{label(shown)}, the vehicle itself"
    return f"{label(shown)}, itself {label(own)}" if isinstance(own, str) else label(shown)


def count(number: int, what: str) -> str:
    """A number of things: `1 award`, `1,024 awards`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
