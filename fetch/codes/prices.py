"""Consumer price index by month (CPI-U, not seasonally adjusted), as published."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent / "series" / "consumer_prices.csv"
SERIES = "CPI-U, series CUUR0000SA0"


@dataclass(frozen=True)
class Month:
    """One month of the series; `index` is None where the series has no value, and `note` says so.

    `month` is its first day; `as_of` the day the table was made from.
    """

    month: date
    index: Decimal | None
    note: str
    source: str
    as_of: date


@cache
def months() -> tuple[Month, ...]:
    """The series as it is kept here, without a gap; ValueError, with the line, where broken."""
    return read(PATH)


def read(path: Path) -> tuple[Month, ...]:
    """A series from a file: every month in turn, each with a source, a value or a reason."""
    listed: list[Month] = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            where = f"{path.name}, line {reader.line_num}"
            listed.append(_month(row, where))
            _check(listed, where)
    return tuple(listed)


def _month(row: dict[str, str], where: str) -> Month:
    try:
        return Month(
            date.fromisoformat(f"{row['month']}-01"),
            Decimal(row["index"]) if row["index"] else None,
            row["note"],
            row["source"],
            date.fromisoformat(row["as_of"]),
        )
    except (TypeError, ValueError, InvalidOperation):
        raise ValueError(f"{where}: no month, number or day in {list(row.values())}") from None


def _check(listed: list[Month], where: str) -> None:
    last = listed[-1]
    if not last.source:
        raise ValueError(f"{where}: source is empty")
    if last.index is not None and last.index <= 0:
        raise ValueError(f"{where}: an index is above zero, not {last.index}")
    if (last.index is None) != bool(last.note):
        raise ValueError(f"{where}: a month has either an index or a note why it has none")
    if len(listed) > 1 and last.month != following(listed[-2].month):
        raise ValueError(f"{where}: {following(listed[-2].month):%Y-%m} should stand here")


def following(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
