"""Spans of days in an address: `2025-01-20..2026-01-19`. Pure."""

from __future__ import annotations

from datetime import date

FORM = "write the first and the last day, like 2025-01-20..2026-01-19, the earlier first"


def span(text: str) -> tuple[str, str] | None:
    """The first and last day of a span; either may be open, not both.

    None where a day does not exist, or the span ends before it begins.
    """
    first, dots, last = text.partition("..")
    written = [each for each in (first, last) if each]
    try:
        days = [str(date.fromisoformat(each)) for each in written]
    except ValueError:
        return None
    return (first, last) if dots and days and days == sorted(written) == written else None


def words(text: str) -> str:
    """A span of days in words."""
    first, last = text.split("..")
    if first and last:
        return f"{first} to {last}"
    return f"since {first}" if first else f"until {last}"
