"""Federal fiscal year: 1 October to 30 September, named after the year in which it ends.

Said here once for Python, for DuckDB's SQL and for Ibis; one test compares all three.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # Ibis takes a second to import, and `fetch` never needs it
    import ibis.expr.types as ir

FIRST_MONTH = 10


@dataclass(frozen=True)
class DateSpan:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def words(self) -> str:
        return f"{self.start} to {self.end}"

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.end

    def halves(self) -> tuple[DateSpan, DateSpan]:
        """The span cut in the middle; of an odd number of days the first half has one more."""
        middle = self.start + (self.end - self.start) // 2
        return DateSpan(self.start, middle), DateSpan(middle + timedelta(days=1), self.end)

    def pieces(self, longest: timedelta) -> Iterator[DateSpan]:
        """Spans whose ends are at most `longest` apart and that cover this one, in order."""
        start = self.start
        while start <= self.end:
            end = min(start + longest, self.end)
            yield DateSpan(start, end)
            start = end + timedelta(days=1)

    def as_dict(self) -> dict[str, str]:
        """Both days in ISO form, under the names that USAspending uses."""
        return {"start_date": self.start.isoformat(), "end_date": self.end.isoformat()}


def of(day: date) -> int:
    """The fiscal year of a day: 2025 for 1 October 2024."""
    return day.year + (day.month >= FIRST_MONTH)


def span(year: int) -> DateSpan:
    """The days of a fiscal year."""
    return DateSpan(date(year - 1, FIRST_MONTH, 1), date(year, FIRST_MONTH, 1) - timedelta(days=1))


def is_last_day(day: date) -> bool:
    """Whether a fiscal year ends on this day."""
    return day == span(of(day)).end


def month_number(month: int) -> int:
    """The place of a calendar month in its fiscal year: October is 1, September 12.

    Plain arithmetic, so it takes an Ibis column of months as well.
    """
    return (month + 12 - FIRST_MONTH) % 12 + 1


def sql(column: str) -> str:
    """SQL: the fiscal year of a column of dates, an INTEGER; NULL where there is no date."""
    return f"(year({column}) + (month({column}) >= {FIRST_MONTH})::INT)"


def sql_span(year: str) -> tuple[str, str]:
    """SQL: the first and the last day of a column of fiscal years."""
    return (
        f"make_date({year} - 1, {FIRST_MONTH}, 1)",
        f"make_date({year}, {FIRST_MONTH}, 1) - 1",
    )


def ibis(day: ir.DateColumn) -> ir.IntegerColumn:
    """Ibis: the fiscal year of a column of dates, an int64; missing where there is no date."""
    return (day.year() + (day.month() >= FIRST_MONTH).cast("int64")).cast("int64")
