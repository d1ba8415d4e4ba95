"""Typed cells of notices: days in the service's two forms, dollars to the cent."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})/(\d{1,2})/(\d{4})")


def typed_cell(kind: str, cell: str) -> Any:
    """A cell by its column's kind; None for what is blank, "null", or cannot be read."""
    cell = cell.strip()
    if not cell or cell == "null":
        return None
    if kind == "date":
        return day_of(cell)
    return amount_of(cell) if kind == "money" else cell


def day_of(cell: str) -> date | None:
    """The day that a cell names, in either of the service's two ways; None for neither."""
    match = DAY.match(cell)
    if not match:
        return None
    parts = match[1], match[2], match[3]
    year, month, day = parts if match[1] else (match[6], match[4], match[5])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def amount_of(cell: str) -> Decimal | None:
    """Dollars and cents; None for what is none. Signs of thousands and dollars are no matter."""
    try:
        amount = Decimal(cell.replace("$", "").replace(",", "").strip())
        return amount.quantize(Decimal("0.01")) if abs(amount) < Decimal(10) ** 16 else None
    except InvalidOperation:
        return None
