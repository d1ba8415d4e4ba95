"""Serialization of a frame: money and days as text, missing as null."""

from __future__ import annotations

from typing import Any

import pandas as pd


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame as plain values for JSON or CSV."""
    return [
        {str(name): plain(value) for name, value in row.items()} for row in frame.to_dict("records")
    ]


def plain(value: Any) -> Any:
    """A value as JSON has it: money and days as text, missing as null."""
    if pd.isna(value):
        return None
    return value if isinstance(value, bool | int | float | str) else str(value)


FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""First characters of a spreadsheet formula."""


def harmless(value: Any) -> Any:
    """Text safe for spreadsheets: a formula gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value
