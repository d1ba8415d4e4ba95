"""Money through time, on sums that can be done by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest

from analysis.documents.money import money_document, years
from analysis.measures import money
from analysis.published import queries
from analysis.published.dollars import base_years
from analysis.published.selection import Selection
from analysis.rules.rule_sets import names
from fetch import fiscal
from fetch.codes import prices
from fetch.errors import InputError
from tests import sample_size

USD = pa.decimal128(18, 2)


def actions(*rows: tuple[str, str, str | None]) -> ibis.Table:
    """Published actions: award, day, obligation."""
    keys, days, amounts = zip(*rows, strict=True)
    columns = {
        "award_key": pa.array(keys),
        "action_date": pa.array([date.fromisoformat(day) for day in days]),
        "obligated_usd": pa.array([usd and Decimal(usd) for usd in amounts], USD),
    }
    return ibis.memtable(pa.table(columns))


def deflator(**months: str | None) -> ibis.Table:
    """A made-up series: `m2023_10="100"`."""
    days = [date.fromisoformat(f"{name[1:].replace('_', '-')}-01") for name in months]
    columns = {
        "month": pa.array(days),
        "fiscal_year": pa.array([day.year + (day.month >= 10) for day in days], pa.int64()),
        "price_index": pa.array(
            [value and Decimal(value) for value in months.values()], pa.decimal128(9, 3)
        ),
    }
    return ibis.memtable(pa.table(columns))


def told(table: ibis.Table, by: str = "fiscal_year") -> dict:
    rows = ibis.duckdb.connect().to_pyarrow(money.by_time(table, [by])).to_pylist()
    return {str(row[by])[:7]: row for row in rows}


def test_what_was_given_and_taken_back_add_up_to_the_net():
    made = actions(("A", "2024-03-01", "10.00"), ("A", "2024-03-31", "-4.50"))
    [year] = told(money.award_months(made)).values()
    assert (year["given_usd"], year["taken_back_usd"]) == (Decimal("10.00"), Decimal("-4.50"))
    assert (year["obligated_usd"], year["actions"], year["awards"]) == (Decimal("5.50"), 2, 1)


def test_october_begins_the_fiscal_year():
    frame = told(money.award_months(actions(("A", "2023-09-30", "1"), ("A", "2023-10-01", "2"))))
    assert {year: row["obligated_usd"] for year, row in frame.items()} == {"2023": 1, "2024": 2}


def test_nothing_taken_back_is_zero_and_nothing_stated_is_missing():
    frame = told(
        money.award_months(
            actions(("A", "2024-01-05", "7"), ("A", "2024-01-06", None), ("B", "2025-01-05", None))
        )
    )
    assert (frame["2024"]["taken_back_usd"], frame["2024"]["obligations_missing"]) == (0, 1)
    assert frame["2025"]["obligated_usd"] is frame["2025"]["given_usd"] is None


def test_a_month_has_its_first_day_a_leap_day_its_february():
    made = money.award_months(actions(("A", "2024-02-29", "7"), ("A", "2024-02-01", "1")))
    assert told(made, "month")["2024-02"]["obligated_usd"] == 8


PRICES = {"m2022_10": "50", "m2023_10": "100", "m2024_01": "110", "m2024_10": "210"}


def constant(made: ibis.Table, base_year: int, **months: str | None) -> dict:
    series = deflator(**{**PRICES, **months})
    return told(money.in_constant_dollars(money.award_months(made), series, base_year))


def test_each_month_is_told_in_dollars_of_the_base_years_average_index():
    made = actions(("A", "2022-10-15", "10.00"), ("A", "2024-01-15", "11.00"))
    frame = constant(made, 2024)  # its average index is (100 + 110) / 2 = 105
    assert frame["2023"]["obligated_usd"] == Decimal("21.00")  # 10 × 105 / 50
    assert frame["2024"]["obligated_usd"] == Decimal("10.50")  # 11 × 105 / 110
    assert frame["2024"]["share_left_out"] == 0


def test_another_base_year_moves_every_amount_by_one_factor():
    made = actions(("A", "2022-10-15", "10.00"), ("A", "2024-01-15", "-11.00"))
    early, late = constant(made, 2023), constant(made, 2025)
    assert late["2023"]["obligated_usd"] == early["2023"]["obligated_usd"] * 210 / 50
    assert (early["2024"]["taken_back_usd"], late["2024"]["taken_back_usd"]) == (-5, -21)


def test_a_month_without_an_index_is_left_out_and_its_share_is_told():
    made = actions(
        ("A", "2023-10-15", "60.00"), ("A", "2023-11-15", "30.00"), ("A", "2023-12-01", "-10.00")
    )
    year = constant(made, 2025, m2023_11=None)["2024"]  # December is not in the series at all
    assert year["obligated_usd"] == Decimal("126.00")  # 60 × 210 / 100
    assert year["share_left_out"] == pytest.approx(40 / 100)


def test_a_year_of_no_known_month_is_missing_and_never_zero():
    year = constant(actions(("A", "2021-01-15", "5.00")), 2024)["2021"]
    assert (year["obligated_usd"], year["share_left_out"]) == (None, 1)


def test_a_year_without_an_index_is_no_base():
    assert constant(actions(("A", "2023-10-15", "5")), 2019)["2024"]["obligated_usd"] is None


def test_large_sums_are_exact():
    made = actions(("A", "2024-10-15", "123456789012.34"))
    assert constant(made, 2025)["2025"]["given_usd"] == Decimal("123456789012.34")


# --- the sample


def test_nominal_dollars_are_the_default_and_add_up_to_everything_held(sample):
    document = money_document(sample)
    assert document["dollars"] == {"kind": "nominal", "fiscal_year": None}
    total = sum(Decimal(row["obligated_usd"]) for row in document["rows"])
    assert str(total) == sample.manifest["obligated_usd"]
    assert [row["fiscal_year"] for row in document["rows"] if not row["over"]] == [2026]


def _in_dollars_of_2025(year: int) -> Decimal:
    """The sample's obligations of a fiscal year, month by month, by the average index of 2025."""
    index = {each.month: each.index for each in prices.months()}
    months = [date(2024 + (n > 2), (n + 9) % 12 + 1, 1) for n in range(12)]
    average = sum(index[month] for month in months) / 12
    amounts = {month: Decimal(0) for month in index if fiscal.of(month) == year}
    for row in sample_size.rows():
        month = date.fromisoformat(row["action_date"]).replace(day=1)
        if month in amounts:
            amounts[month] += Decimal(row["federal_action_obligation"] or 0)
    return sum(usd * average / index[month] for month, usd in amounts.items() if usd)


def test_the_sample_in_dollars_of_2025_says_by_which_series_and_what_it_lacks(sample):
    document = money_document(sample, constant=2025)
    assert document["dollars"]["index_through"] == "2026-08"
    assert document["dollars"]["months_without_index"] == ["2025-10"]
    assert document["dollars"]["base_months"] == 12
    [year] = [row for row in document["rows"] if row["fiscal_year"] == 2024]
    assert abs(Decimal(year["obligated_usd"]) - _in_dollars_of_2025(2024)) < Decimal("0.12")
    [year] = [row for row in document["rows"] if row["fiscal_year"] == 2026]
    assert 0 < year["share_left_out"] < 0.01


def test_months_and_components_are_parts_of_the_whole(sample):
    by_month = money_document(sample, "month", ["ICE"])["rows"]
    by_year = money_document(sample, component="7012")["rows"]
    assert sum(Decimal(row["obligated_usd"]) for row in by_month) == sum(
        Decimal(row["obligated_usd"]) for row in by_year
    )


def test_a_year_whose_index_is_not_there_to_its_end_is_refused(sample):
    assert base_years(sample) == list(range(2005, 2026))
    with pytest.raises(InputError, match=r"no dollars of fiscal year 2026.*2005 to 2025"):
        money_document(sample, constant=2026)
    with pytest.raises(InputError, match="no money by 'week'; by: fiscal_year, month"):
        money_document(sample, by="week")


@pytest.mark.parametrize("rule_set", names())
def test_years_by_class_are_those_of_the_actions_and_only_the_dollars_change(sample, rule_set):
    asked = Selection("ICE", fiscal_years=[2024, 2025, 2026], rule_set=rule_set)
    nominal, figures = queries.years(sample, asked), years(sample, None, asked)
    shown = list(nominal.columns)
    assert figures[shown].astype(str).values.tolist() == nominal.astype(str).values.tolist()
    constant = years(sample, 2025, asked)
    counts = ["fiscal_year", "competition_group", "awards", "actions"]
    assert constant[counts].astype(str).equals(nominal[counts].astype(str))
    assert constant["obligated_usd"].sum() != nominal["obligated_usd"].sum()
