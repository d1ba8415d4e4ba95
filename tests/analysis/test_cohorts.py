"""Awards of one year are compared after as many years as all of them could be followed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from statistics import quantiles

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.growth.cohorts import cohorts

USD = pa.decimal128(38, 2)
ACTION = pa.schema(
    [
        ("award_key", pa.string()),
        ("action_date", pa.date32()),
        ("ceiling_change_usd", USD),
        ("obligated_usd", USD),
    ]
)
AWARD = pa.schema(
    [
        ("award_key", pa.string()),
        ("award_kind", pa.string()),
        ("base_held", pa.bool_()),
        ("first_action_date", pa.date32()),
        ("start_fiscal_year", pa.int64()),
        ("competition_group", pa.string()),
        ("competition_flags", pa.string()),
        ("headline", pa.bool_()),
        ("initial_ceiling_usd", USD),
        ("initial_obligated_usd", USD),
        ("followed_until", pa.date32()),
    ]
)


class Records:
    """Published actions and awards, made up award by award."""

    def __init__(self, as_of: str = "2024-06-30") -> None:
        self.as_of = date.fromisoformat(as_of)
        self.actions: list[dict] = []
        self.awards: list[dict] = []

    def award(self, *changes: tuple[str, str | None], start: str = "2022-01-15", **cells) -> None:
        """An award that begins with a ceiling of 100; then its later ceiling changes."""
        key, first = f"70EXAMPLE{len(self.awards):05}", date.fromisoformat(start)
        self.awards.append(
            {
                "award_key": key,
                "award_kind": "AWARD",
                "base_held": True,
                "first_action_date": first,
                "start_fiscal_year": first.year + (first.month >= 10),
                "competition_group": "sole source",
                "competition_flags": "",
                "headline": cells.get("competition_group", "sole source") == "sole source",
                "initial_ceiling_usd": Decimal(100),
                "initial_obligated_usd": Decimal(10),
                "followed_until": self.as_of,
                **cells,
            }
        )
        initial = self.awards[-1]["initial_ceiling_usd"]
        self._action(key, first, initial, Decimal(10))
        for day, usd in changes:
            change = None if usd is None else Decimal(usd)
            self._action(key, date.fromisoformat(day), change, Decimal(5))

    def _action(self, key: str, day: date, ceiling: Decimal | None, obligated: Decimal) -> None:
        values = (key, day, ceiling, obligated)
        self.actions.append(dict(zip(ACTION.names, values, strict=True)))

    def cells(self) -> dict[tuple, dict]:
        """Each cell by what it is of."""
        actions = ibis.memtable(pa.Table.from_pylist(self.actions, ACTION))
        awards = ibis.memtable(pa.Table.from_pylist(self.awards, AWARD))
        rows = cohorts(actions, awards).to_pyarrow().to_pylist()
        by = ("start_fiscal_year", "years_after", "competition_group", "what")
        return {tuple(row[name] for name in by): row for row in rows}


@pytest.fixture
def records() -> Records:
    return Records()


def grown(records: Records, *changes: str, **cells) -> None:
    for usd in changes:
        records.award(("2022-06-01", usd), **cells)


FIRST = (2022, 1, "sole source", "ceiling")
SECOND = (2022, 2, "sole source", "ceiling")


def three(cell: dict) -> tuple[float, ...]:
    return tuple(round(cell[name], 9) for name in ("q1_ratio", "median_ratio", "q3_ratio"))


def test_quartiles_of_five_are_its_second_third_and_fourth(records):
    grown(records, "0", "20", "50", "100", "300")
    assert records.cells()[FIRST]["awards"] == 5
    assert three(records.cells()[FIRST]) == (1.2, 1.5, 2.0)


def test_quartiles_of_six_lie_between_neighbours_in_proportion(records):
    grown(records, "0", "20", "50", "100", "300", "800")
    assert three(records.cells()[FIRST]) == (1.275, 1.75, 3.5)


def test_a_cell_of_fewer_than_five_keeps_its_number_and_has_no_quartiles(records):
    grown(records, "0", "20", "50", "100")
    cell = records.cells()[FIRST]
    assert cell["awards"] == 4
    assert cell["q1_ratio"] is cell["median_ratio"] is cell["q3_ratio"] is None


def test_obligations_are_a_cell_of_their_own(records):
    grown(records, "0", "0", "0", "0", "0")
    assert three(records.cells()[(2022, 1, "sole source", "obligation")]) == (1.5, 1.5, 1.5)


def test_growth_counts_from_the_year_it_came_in_and_an_anniversary_ends_a_year(records):
    for _ in range(5):
        records.award(("2023-01-15", "10"), ("2023-01-16", "90"), ("2024-06-01", "800"))
    assert records.cells()[FIRST]["median_ratio"] == 1.1
    assert records.cells()[SECOND]["median_ratio"] == 2.0


def test_an_award_too_young_to_have_been_followed_is_in_no_later_cell(records):
    grown(records, "0", "0", "0", "0", "0")
    grown(records, "900", start="2022-07-01")
    cells = records.cells()
    assert cells[FIRST]["awards"] == 6
    assert cells[SECOND]["awards"] == 5
    assert (2022, 3, "sole source", "ceiling") not in cells


def test_an_award_is_followed_for_a_year_on_its_anniversary_and_not_the_day_before():
    for as_of, years in (("2023-01-14", set()), ("2023-01-15", {1})):
        records = Records(as_of)
        records.award()
        assert {years_after for _, years_after, *_ in records.cells()} == years


def test_an_award_of_a_leap_day_ends_its_year_with_february():
    records = Records("2021-03-01")
    for _ in range(5):
        records.award(("2021-02-28", "10"), ("2021-03-01", "90"), start="2020-02-29")
    assert records.cells()[(2020, 1, "sole source", "ceiling")]["median_ratio"] == 1.1


def test_the_year_of_a_cohort_is_fiscal(records):
    records.award(start="2021-10-01")
    records.award(start="2021-09-30")
    assert {year for year, *_ in records.cells()} == {2021, 2022}


def test_a_competition_with_one_offer_stands_with_neither_side(records):
    for group in ("competed", "one offer", "offers unknown", "limited", "unknown", "conflict"):
        records.award(competition_group=group)
    records.award()
    found = {group for _, _, group, _ in records.cells()}
    assert found == {"sole source", "competed", "one offer", "offers unknown"}


@pytest.mark.parametrize(
    "cells",
    [
        {"award_kind": "IDV"},
        {"base_held": False},
        {"headline": False},
        {"competition_flags": "late_fill|not_in_rates"},
        {"initial_ceiling_usd": Decimal(0), "initial_obligated_usd": None},
    ],
)
def test_what_has_no_start_or_no_place_in_rates_is_in_no_cohort(records, cells):
    records.award(**cells)
    assert records.cells() == {}


def test_an_award_leaves_the_ceiling_cells_once_a_change_is_not_stated(records):
    records.award(("2022-06-01", "50"), ("2023-06-01", None))
    cells = records.cells()
    assert FIRST in cells
    assert SECOND not in cells
    assert cells[(2022, 2, "sole source", "obligation")]["awards"] == 1


@settings(max_examples=15)
@given(st.lists(st.integers(-99, 10_000), min_size=5, max_size=12))
def test_the_quartiles_are_those_of_the_statistics_book(changes):
    records = Records()
    grown(records, *map(str, changes))
    expected = quantiles([1 + change / 100 for change in changes], method="inclusive")
    assert three(records.cells()[FIRST]) == pytest.approx(expected)
