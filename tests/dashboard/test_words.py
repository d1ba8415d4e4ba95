"""Money, dates and sentences as a reader sees them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.text import format as fmt

CENTS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@pytest.mark.parametrize(
    ("usd", "exact", "short"),
    [
        ("150703824.61", "$150,703,824.61", "$150.7 million"),
        ("0.00", "$0.00", "$0"),
        ("-18000.00", "-$18,000.00", "-$18,000"),
        ("999949.99", "$999,949.99", "$999,950"),
        ("999999.99", "$999,999.99", "$1.0 million"),
        ("999949999.99", "$999,949,999.99", "$999.9 million"),
        ("999950000.00", "$999,950,000.00", "$1.0 billion"),
        ("2216562177.89", "$2,216,562,177.89", "$2.2 billion"),
        ("0.004", "$0.00", "$0"),
    ],
)
def test_money_is_exact_in_tables_and_short_in_headlines(usd: str, exact: str, short: str) -> None:
    assert fmt.exact(Decimal(usd)) == exact
    assert fmt.short(Decimal(usd)) == short


@given(CENTS)
def test_exact_money_can_be_read_back_to_the_cent(usd: Decimal) -> None:
    assert Decimal(fmt.exact(usd).replace("$", "").replace(",", "")) == usd


@pytest.mark.parametrize("nothing", [None, pd.NA, float("nan"), pd.NaT, ""])
def test_what_is_missing_is_said_and_never_zero(nothing: object) -> None:
    assert fmt.exact(nothing) == "not stated"
    assert fmt.short(nothing) == "not known"
    assert fmt.times(nothing) == "not known"
    assert fmt.share(nothing) == "not known"
    assert fmt.day(nothing) == "not stated"
    assert fmt.text(nothing) == "not stated"
    assert fmt.millions(nothing) is None


def test_zero_is_not_missing() -> None:
    assert fmt.exact(Decimal(0)) == "$0.00"
    assert fmt.share(0.0) == "0.0%"
    assert fmt.millions(Decimal(0)) == 0


@pytest.mark.parametrize(
    "day",
    [dt.date(2025, 4, 11), dt.datetime(2025, 4, 11, 8), "2025-04-11", pd.Timestamp("2025-04-11")],
)
def test_a_day_is_written_one_way(day: object) -> None:
    assert fmt.day(day) == "2025-04-11"


def test_numbers_of_things_read_as_english() -> None:
    assert fmt.count(1, "award") == "1 award"
    assert fmt.count(0, "award") == "no awards"
    assert fmt.count(1234, "action") == "1,234 actions"
    assert fmt.join(["a", "b", "c"]) == "a, b and c"
    assert fmt.join(["a", "b"], "or") == "a or b"
    assert fmt.join([]) == ""


def test_a_sentence_has_a_capital_and_one_stop() -> None:
    assert fmt.sentence("the record says so") == "The record says so."
    assert fmt.sentence("Was it?") == "Was it?"
    assert fmt.sentence(None) == ""


def test_what_is_loaded_names_the_sample_only_where_it_is_alone() -> None:
    manifest = {"actions": 3312, "awards": 798, "as_of": "2026-08-22", "sources": ["sample"]}
    assert fmt.loaded(manifest) == (
        "Loaded: the embedded sample, 3,312 actions of 798 awards, as of 2026-08-22."
    )
    assert "sample" not in fmt.loaded({**manifest, "sources": ["archive"]})


def test_a_name_that_ends_in_a_stop_ends_the_sentence_too():
    narrowed = fmt.source_line("2026-08-22", "b1", "vendor’s recorded name EXAMPLE OPTICS, INC.")
    assert narrowed.startswith("Only vendor’s recorded name EXAMPLE OPTICS, INC. Source: ")
    assert fmt.source_line("2026-08-22", "b1", "component ICE").startswith("Only component ICE. ")
