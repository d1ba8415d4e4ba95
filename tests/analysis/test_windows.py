"""Windows of equal length, over leap days, short months and the borders of fiscal years."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.documents.money import compare_document, money_document
from analysis.measures import money, windows
from fetch import fiscal
from fetch.errors import InputError
from tests import sample_size

DAYS = st.dates(date(2008, 1, 1), date(2030, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


def actions(*days: str) -> ibis.Table:
    """One action of a dollar of an award to nobody on each day."""
    columns = {
        "award_key": pa.array(["70EXAMPLE0001"] * len(days)),
        "action_date": pa.array([day(text) for text in days]),
        "obligated_usd": pa.array([Decimal(1)] * len(days), pa.decimal128(18, 2)),
    }
    return ibis.memtable(pa.table(columns))


def sums(table: ibis.Table, by: str) -> dict:
    rows = ibis.duckdb.connect().to_pyarrow(money.by_time(table, [by])).to_pylist()
    return {row[by]: int(row["obligated_usd"]) for row in rows}


@pytest.mark.parametrize(
    ("begins", "months", "ends"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2023-12-15", 1, "2024-01-15"),
        ("2024-01-15", -1, "2023-12-15"),
    ],
)
def test_a_month_ends_before_the_same_day_or_the_last_there_is(begins, months, ends):
    assert windows.plus_months(day(begins), months) == day(ends)


@given(DAYS, DAYS)
def test_whole_months_are_as_many_as_fit(start, end):
    months = windows.whole_months(start, end)
    assert months == 0 or windows.plus_months(start, months) <= end
    assert windows.plus_months(start, months + 1) > end


@given(DAYS)
def test_the_last_month_that_is_over_ends_by_that_day(as_of):
    latest = windows.last_month_over(as_of)
    ends = windows.plus_months(latest, 1)
    assert latest.day == 1
    assert (ends - as_of).days <= 1
    assert windows.plus_months(latest, 2) > as_of


@pytest.mark.parametrize(
    ("as_of", "latest", "number"),
    [
        ("2026-08-22", "2026-07-01", 10),
        ("2026-08-31", "2026-08-01", 11),
        ("2026-09-30", "2026-09-01", 12),
        ("2026-10-30", "2026-09-01", 12),
        ("2026-10-31", "2026-10-01", 1),
    ],
)
def test_months_are_counted_from_october(as_of, latest, number):
    assert windows.last_month_over(day(as_of)) == day(latest)
    assert fiscal.month_number(day(latest).month) == number


def test_a_year_that_is_not_over_stands_beside_as_much_of_the_others():
    made = money.award_months(
        actions("2023-09-30", "2023-10-01", "2024-01-31", "2024-02-01", "2024-12-01", "2025-02-03")
    )
    assert sums(windows.same_months(made, day("2025-01-01")), "fiscal_year") == {2024: 2, 2025: 1}


def test_before_the_first_month_of_a_year_is_over_that_year_is_left_out():
    made = money.award_months(actions("2023-10-01", "2024-09-30", "2024-10-02"))
    assert sums(windows.same_months(made, day("2024-09-01")), "fiscal_year") == {2024: 2}


def test_the_shorter_length_cuts_both_spans():
    first, second = windows.equal_spans(day("2021-01-20"), day("2025-01-20"), day("2025-04-19"))
    assert (first.months, first.last_day) == (3, day("2021-04-19"))
    assert (second.months, second.last_day) == (3, day("2025-04-19"))
    first, second = windows.equal_spans(day("2024-01-20"), day("2024-03-01"), day("2026-04-19"))
    assert (first.months, first.last_day, second.last_day) == (
        1,
        day("2024-02-19"),
        day("2024-03-31"),
    )


def test_equal_months_may_differ_by_a_leap_day_and_that_is_told():
    spans = windows.equal_spans(day("2023-02-01"), day("2024-02-01"), day("2024-03-01"))
    assert [span.days for span in spans] == [28, 29]


def test_the_first_day_is_in_a_span_and_the_same_day_of_the_next_month_is_not():
    made = actions("2024-01-19", "2024-01-20", "2024-02-19", "2024-02-20", "2025-01-20")
    spans = windows.equal_spans(day("2024-01-20"), day("2025-01-20"), day("2026-01-01"), 1)
    assert sums(windows.in_spans(made, *spans), "span") == {"first": 2, "second": 1}


def test_fewer_months_can_be_asked_for_and_never_more():
    begins = (day("2024-01-01"), day("2025-01-01"), day("2025-06-30"))
    assert windows.equal_spans(*begins, 2)[0].months == 2
    assert windows.equal_spans(*begins, 48)[0].months == 6


@pytest.mark.parametrize("second", ["2024-01-20", "2023-01-20", "2024-02-10", "2026-07-30"])
def test_spans_into_which_no_month_fits_are_refused(second):
    with pytest.raises(InputError, match=r"no whole month|begins after the first"):
        windows.equal_spans(day("2024-01-20"), day(second), day("2026-08-22"))


# --- the sample


def test_windows_of_the_sample_are_over_and_are_parts_of_their_years(sample):
    cut, whole = money_document(sample, same_months=True), money_document(sample)
    assert cut["same_months"] == {"months": 10, "from": "October", "to": "July"}
    assert all(row["over"] for row in cut["rows"])
    [latest] = [row for row in cut["rows"] if row["fiscal_year"] == 2026]
    assert latest["obligated_usd"] == sample_size.obligated(
        sample_size.signed("2025-10-01", "2026-08-01")
    )
    assert sum(r["actions"] for r in cut["rows"]) < sum(r["actions"] for r in whole["rows"])


def test_a_span_without_actions_is_missing_and_never_zero(sample):
    document = compare_document(sample, "2004-01-01", "2025-01-20", asked_months=12)
    early, late = document["spans"]
    assert (early["obligated_usd"], early["actions"]) == (None, 0)
    assert late["actions"] > 0
    assert document["records_begin"] == min(row["action_date"] for row in sample_size.rows())
