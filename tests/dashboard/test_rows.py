"""The rows of an answer: what is missing is None, and only what is asked is read."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pyarrow as pa

from dashboard.published_data import rows

FRAME = pa.table(
    {
        "name": ["A", "B", None],
        "usd": pa.array([Decimal("1.10"), None, Decimal("3.00")], pa.decimal128(18, 2)),
    }
).to_pandas(types_mapper=pd.ArrowDtype)


def test_what_is_missing_is_none_and_money_stays_exact() -> None:
    assert rows(FRAME) == [
        {"name": "A", "usd": Decimal("1.10")},
        {"name": "B", "usd": None},
        {"name": None, "usd": Decimal("3.00")},
    ]


def test_a_plain_column_says_what_is_missing_too() -> None:
    assert rows(FRAME.assign(more=[1.5, float("nan"), 2.0]), ("more",)) == [
        {"more": 1.5},
        {"more": None},
        {"more": 2.0},
    ]


def test_some_columns_and_the_first_rows_alone() -> None:
    assert rows(FRAME, ("usd", "not there"), 2) == [{"usd": Decimal("1.10")}, {"usd": None}]


def test_rows_that_were_read_stay_what_they_are() -> None:
    read = rows(FRAME)
    assert rows(read) == read
    assert rows(read, ("usd",), 1) == [{"name": "A", "usd": Decimal("1.10")}]
