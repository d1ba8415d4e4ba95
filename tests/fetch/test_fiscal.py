"""One fiscal year for Python, for SQL and for Ibis."""

from __future__ import annotations

from datetime import date

import duckdb
import ibis
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fetch import fiscal

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
FIRST, LAST = fiscal.sql_span("year")
BY_IBIS = ibis.to_sql(
    ibis.table({"day": "date"}, "days").mutate(by_ibis=lambda t: fiscal.ibis(t.day)), "duckdb"
)
OF_EVERY_DAY = f"""
WITH days AS (SELECT unnest(?::DATE[]) AS day), years AS ({BY_IBIS})
SELECT day, {fiscal.sql("day")} AS year, by_ibis, {FIRST}, {LAST} FROM years"""


@example([date(2024, 9, 30), date(2024, 10, 1), date(2024, 2, 29), date(2024, 12, 31)])
@settings(max_examples=20)
@given(st.lists(DAYS, min_size=1, max_size=500))
def test_python_sql_and_ibis_give_every_day_the_same_year(days):
    for day, by_sql, by_ibis, first, last in duckdb.execute(OF_EVERY_DAY, [days]).fetchall():
        assert fiscal.of(day) == by_sql == by_ibis
        assert fiscal.span(by_sql) == fiscal.DateSpan(first, last)
        assert first <= day <= last
        assert fiscal.is_last_day(day) == (day == last)
        assert fiscal.month_number(day.month) == (day.year - first.year) * 12 + day.month - 9


def test_a_day_that_is_not_stated_has_no_year():
    assert duckdb.execute(f"SELECT {fiscal.sql('NULL::DATE')}").fetchone() == (None,)


def test_october_begins_the_year_that_is_named_after_the_next():
    assert fiscal.of(date(2024, 9, 30)) == 2024
    assert fiscal.of(date(2024, 10, 1)) == 2025
    assert fiscal.span(2025) == fiscal.DateSpan(date(2024, 10, 1), date(2025, 9, 30))
