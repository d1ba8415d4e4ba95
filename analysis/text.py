"""Text: amounts and counts in words, and why a share is missing."""

from __future__ import annotations

from decimal import Decimal

NOT_KNOWN = "the part whose class is known is not above zero"
TAKEN_BACK = "money taken back leaves a part below zero or above the whole"
"""Why a share of obligations is missing."""


def usd(amount: str | None, missing: str = "not stated") -> str:
    """Dollars to the cent, from a document's text; `missing` for a missing amount."""
    return missing if amount is None else f"${Decimal(amount):,.2f}"


def count(number: int, what: str) -> str:
    """A number of things: `1 award`, `1,024 awards`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
