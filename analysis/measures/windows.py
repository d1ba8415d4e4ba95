"""Windows of equal length: the same months of each fiscal year, or two spans."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from analysis.measures.money import award_months
from fetch import fiscal
from fetch.errors import WrongChoice


@dataclass(frozen=True)
class MonthSpan:
    """Span of whole months; `end` is the day after the last."""

    name: str
    start: date
    months: int

    @property
    def end(self) -> date:
        return plus_months(self.start, self.months)

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)


def same_months(months: ir.Table, latest: date) -> ir.Table:
    """The same months of each fiscal year: from October to the last month that is over in the
    latest year.

    In: a table by month, such as `award_months`, and the first day of that last month. Out: its
    rows of those months, up to that year.
    """
    through = fiscal.month_number(latest.month)
    table = months.filter(months.fiscal_year <= fiscal.of(latest))
    number = fiscal.month_number(table.month.month())
    return table.filter(number <= through)


def in_spans(actions: ir.Table, first: MonthSpan, second: MonthSpan) -> ir.Table:
    """Two spans of equal length: the actions signed in as many whole months from each of two
    days on.

    In: the published `actions`. Out: the table of `money.award_months` for each, with `span`.
    """
    day = actions.action_date
    parts = []
    for span in (first, second):
        within = actions.filter(day >= span.start, day < span.end)
        parts.append(award_months(within).mutate(span=ibis.literal(span.name)))
    return ibis.union(*parts)


def equal_spans(
    first: date, second: date, as_of: date, asked: int | None = None
) -> list[MonthSpan]:
    """Two spans of as many months as fit: before the second begins, and before the records end.

    `asked` cuts them shorter, never longer. WrongChoice where not one month fits.
    """
    if not first < second:
        raise WrongChoice(f"the second span begins after the first, not on {second} after {first}")
    # neither span may reach into the other, nor beyond the records
    fit = min(whole_months(first, second), whole_months(second, as_of + timedelta(days=1)))
    if fit < 1:
        raise WrongChoice(
            f"no whole month lies between {first} and {second}, or between {second} and {as_of}, "
            "the latest day the records speak for"
        )
    months = min(fit, asked or fit)
    return [MonthSpan("first", first, months), MonthSpan("second", second, months)]


def last_month_over(as_of: date) -> date:
    """The first day of the latest month whose last day is not after a day."""
    return plus_months((as_of + timedelta(days=1)).replace(day=1), -1)


def plus_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of its month: 31 January to 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_months(start: date, end: date) -> int:
    """How many whole months lie from one day up to, and without, another; never below zero."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (plus_months(start, months) > end))
