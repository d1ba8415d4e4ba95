"""The SQL that is offered gives the same figures in plain DuckDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import duckdb
import pandas as pd
import pytest

from analysis.documents import caveats
from analysis.documents import money as money_document
from analysis.measures import windows
from analysis.published import queries
from analysis.published.reproducible_sql import recipe, with_values
from analysis.published.selection import Selection
from analysis.rules.lookups import RATES_BY
from analysis.rules.rule_sets import names

ICE = Selection("ICE", fiscal_years=[2023, 2024])
CUT = Selection("ICE", since="2022-01-01", until="2025-06-30", money="given")


def asked(sample):
    """Every frame that a page or a command shows, in some of its variations."""
    yield from (queries.years(sample, replace(ICE, rule_set=name)) for name in names())
    yield from (queries.shares(sample, Selection("ICE", rule_set=name)) for name in names())
    for by in RATES_BY:
        yield from queries.competition(sample, by=by)
        yield from queries.competition(sample, CUT, by)
    yield from (queries.differences(sample, name) for name in names()[1:])
    yield queries.said_competed(sample)
    yield queries.growth(sample, Selection("ICE", "SOLE_SOURCE", since="2020-01-01"), top=5)
    yield queries.orders(sample, "CONT_IDV_70B02C20D00000019_7014")
    for by in money_document.BY:
        yield money_document.through_time(sample, by)
        yield money_document.through_time(sample, by, "ICE", 2024)
    yield money_document.through_time(sample, "fiscal_year", same_months=True)
    spans = windows.equal_spans(date(2021, 1, 20), date(2025, 1, 20), date(2026, 8, 22))
    yield money_document.compared(sample, spans, "CBP", 2025)
    for rule_set in names():
        late = Selection("ICE", "SOLE_SOURCE", [2025, 2026], rule_set=rule_set)
        yield money_document.years(sample, 2025, late)
    yield money_document.years(sample, 2024, CUT)
    yield money_document.still_to_come(sample, 22)
    yield caveats.caveats(sample)
    yield sample.actions("CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730")


def test_every_text_gives_the_figures_shown(sample, monkeypatch):
    monkeypatch.chdir(sample.directory)
    frames = list(asked(sample))
    assert len(frames) > 20
    for frame in frames:
        *views, question = frame.attrs["sql"].rstrip(";").split(";\n")
        plain = duckdb.connect()
        for view in views:
            plain.execute(view)
        again = plain.sql(question).to_arrow_table().to_pylist()
        shown = frame[list(again[0])].to_dict("records") if again else []
        assert len(again) == len(frame)
        assert [plain_row(row) for row in again] == [plain_row(row) for row in shown]


def plain_row(row):
    return {name: None if pd.isna(value) else str(value) for name, value in row.items()}


def test_values_are_written_where_they_belong():
    sql = "SELECT * FROM awards WHERE a = ? AND b IN (?, ?) AND c < ?"
    assert with_values(sql, ["O'Hare", 3, Decimal("1.50"), date(2024, 1, 2)]) == (
        "SELECT * FROM awards WHERE a = 'O''Hare' AND b IN (3, 1.50) AND c < '2024-01-02'"
    )


def test_a_value_too_many_is_an_error():
    with pytest.raises(ValueError, match="1 places for 2 parameters"):
        with_values("SELECT ?", [1, 2])


def test_a_recipe_names_the_views_that_it_needs_alone():
    text = recipe("\n    SELECT *\n        FROM awards\n    ", ("awards", "actions"))
    assert text == (
        "CREATE OR REPLACE VIEW awards AS FROM 'awards.parquet';\nSELECT *\nFROM awards;"
    )
