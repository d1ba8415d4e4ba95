"""What the commands of this folder have in common: options, and amounts in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import typer

Component = Annotated[list[str] | None, typer.Option(help="ICE, 7012 or the official name.")]

NOT_KNOWN = "the part whose class is known is not above zero"
TAKEN_BACK = "money taken back leaves a part below zero or above the whole"
"""Why a share of obligations is missing."""


def usd(amount: str | None, missing: str = "not stated") -> str:
    """Dollars to the cent, from the text that documents hold; a missing one is said so."""
    return missing if amount is None else f"${Decimal(amount):,.2f}"


def count(number: int, what: str) -> str:
    """A number of things: `1 award`, `1,024 awards`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
