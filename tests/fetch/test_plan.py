"""What is held is told from the arrivals alone: by names, by pieces, year by year."""

from __future__ import annotations

from datetime import date

import pytest

from fetch.archive.store import Arrival
from fetch.fiscal import DateSpan
from fetch.schema import file_names
from fetch.usaspending import plan

FULL_2024 = "FY2024_070_Contracts_Full_20261006.zip"


def arrival(name: str = "made.zip", **about: object) -> Arrival:
    given = {"agency": "070", **about} if about else {}
    return Arrival("R1", "C1", "sync", "file", name, {"file": "0" * 64}, given)


def piece(part: str, start: str, end: str, data_date: str | None = None) -> Arrival:
    return arrival(part=part, start=start, end=end, data_date=data_date)


def test_changes_are_told_to_where_the_pieces_by_day_of_change_adjoin():
    full = arrival(FULL_2024)
    first = piece("recent", "2026-09-29", "2026-10-20")
    second = piece("recent", "2026-10-21", "2026-11-01")
    apart = piece("recent", "2026-11-03", "2026-11-09")
    assert plan.holdings("070", [full]).covered_to(2024) == date(2026, 10, 6)
    assert plan.holdings("070", [second, full, first]).covered_to(2024) == date(2026, 11, 1)
    assert plan.holdings("070", [full, first, second, apart]).covered_to(2024) == date(2026, 11, 1)
    assert plan.holdings("070", [full, second]).covered_to(2024) == date(2026, 10, 6)
    assert plan.holdings("070", [first]).covered_to(2024) is None


def test_a_delta_tells_of_no_change_and_a_custom_download_to_its_day():
    delta = arrival("FY(All)_070_Contracts_Delta_20261106.zip")
    year = piece("year", "2026-10-01", "2027-09-30", "2026-11-20")
    undated = piece("year", "2025-10-01", "2026-09-30")
    found = plan.holdings("070", [arrival(FULL_2024), delta, year, undated])
    assert found.covered_to(2024) == date(2026, 10, 6)
    assert found.reaches(2024) == date(2026, 11, 6)
    assert found.covered_to(2027) == date(2026, 11, 20)
    assert found.covered_to(2026) == date(2025, 10, 1)


def test_what_changed_is_asked_for_from_the_year_that_is_told_least():
    days = [date(2026, 11, 6), None, date(2026, 10, 6)]
    wanted = DateSpan(date(2026, 9, 29), date(2026, 11, 20))
    assert plan.recent_span(days, date(2026, 11, 20)) == wanted
    assert plan.recent_span(days, date(2026, 10, 6)) is None
    assert plan.recent_span([None], date(2026, 10, 6)) is None


@pytest.mark.parametrize("saved", [" (1).zip", "(2).zip", ".csv", ".zip"])
def test_a_file_is_known_by_its_name_however_a_browser_saved_it(saved):
    known = file_names.archive_name(f"FY2024_070_Contracts_Full_20261006{saved}")
    assert known
    assert known.name == FULL_2024
    assert file_names.archive_name("FY2024_070_Contracts_Full_20261399.zip") is None
