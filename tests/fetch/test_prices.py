"""The consumer prices are whole, sourced, and a month without a value says so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fetch.codes import prices


def test_every_month_since_2004_stands_in_turn_with_its_source():
    months = prices.months()
    assert months[0].month == date(2004, 1, 1)
    assert months[-1].month == date(2026, 8, 1)
    assert len(months) == 22 * 12 + 8
    assert all("CUUR0000SA0" in each.source and each.as_of for each in months)


def test_the_month_that_was_never_published_is_missing_and_says_so():
    assert [each.month for each in prices.months() if each.index is None] == [date(2025, 10, 1)]


def test_the_years_average_is_the_bureaus():
    """The Bureau's averages of 2024 and of 2025, which has eleven months."""
    for year, average in ((2024, "313.689"), (2025, "321.943")):
        known = [each.index for each in prices.months() if each.month.year == year and each.index]
        assert round(sum(known) / len(known), 3) == Decimal(average)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("2020-01,1.5,,source,2026-01-31\n2020-03,1.5,,source,2026-01-31", "2020-02 should stand"),
        ("2020-12,1.5,,source,2026-01-31\n2020-12,1.5,,source,2026-01-31", "2021-01 should stand"),
        ("2020-01,,,source,2026-01-31", "either an index or a note"),
        ("2020-01,1.5,why,source,2026-01-31", "either an index or a note"),
        ("2020-01,0,,source,2026-01-31", "above zero"),
        ("2020-01,1.5,,,2026-01-31", "source is empty"),
        ("2020-13,1.5,,source,2026-01-31", "no month, number or day"),
        ("2020-01,high,,source,2026-01-31", "no month, number or day"),
        ("2020-01,1.5,,source,soon", "no month, number or day"),
        ("2020-01,1.5", "no month, number or day"),
    ],
)
def test_a_broken_series_is_refused_by_file_and_line(tmp_path, rows, said):
    path = tmp_path / "example.csv"
    path.write_text(f"month,index,note,source,as_of\n{rows}\n", "utf-8")
    with pytest.raises(ValueError, match=rf"example.csv, line \d: .*{said}"):
        prices.read(path)
