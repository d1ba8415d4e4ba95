"""Fiscal years as options give them: 2024, 2019-2026, 2024-, or a day."""

from __future__ import annotations

from datetime import date, datetime

import typer

from fetch import fiscal


def fiscal_years(years: str, since: datetime | None) -> tuple[int, ...]:
    """The years meant; to the present fiscal year where no end is given."""
    first, last = first_and_last(years, since)
    newest = fiscal.of(date.today()) + 1
    last = last or newest - 1
    if not first <= last <= newest:
        raise typer.BadParameter(f"{first} to {last}: fiscal years run to {newest}")
    return tuple(range(first, last + 1))


def first_and_last(years: str, since: datetime | None) -> tuple[int, int | None]:
    """The first fiscal year meant, and the last; None to the newest."""
    from fetch.usaspending.api import FIRST_FISCAL_YEAR

    if years and since:
        raise typer.BadParameter("--years and --since: give one of them")
    start, dash, end = years.partition("-")
    try:
        first = int(start) if years else FIRST_FISCAL_YEAR
        last = int(end or 0) or (first if years and not dash else None)
    except ValueError:
        raise typer.BadParameter(f"{years}: write 2024, 2019-2026 or 2024-") from None
    first = fiscal.of(since.date()) if since else first
    if not FIRST_FISCAL_YEAR <= first <= (last or first) <= date.max.year:
        named = f"{first} to {last or 'the newest'}"
        raise typer.BadParameter(f"{named}: fiscal years begin with {FIRST_FISCAL_YEAR}")
    return first, last
