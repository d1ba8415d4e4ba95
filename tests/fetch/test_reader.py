"""What readers keep in memory of published files."""

from __future__ import annotations

import duckdb
import pytest

from fetch.warehouse.parquet_reader import ParquetReader


def test_what_could_not_be_kept_once_can_be_kept_later():
    reader = ParquetReader({})
    with pytest.raises(duckdb.Error):
        reader.keep("answer", "SELECT no_such_column")
    assert "answer" not in reader.kept
    reader.keep("answer", "SELECT 42 AS n")
    assert list(reader.query("SELECT n FROM answer")["n"]) == [42]
