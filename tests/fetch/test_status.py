"""What is held, how late it comes, and what is missing: counted, never guessed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from fetch.ingest import rounds
from fetch.ingest.importer import import_paths, import_sample
from fetch.reports import coverage, status_text, summary
from fetch.reports.status import status
from fetch.warehouse.database import Warehouse
from tests.builders import Row, action, csv_file, csv_text, delta_text, zip_file

ICE = {"component_code": "7012", "component_name": "U.S. Immigration and Customs Enforcement"}


def dated(folder: Path, day: str, *rows: Row) -> Path:
    """A custom download made on a day."""
    return zip_file(folder / f"All_PrimeTransactions_{day}_H00M00S00.zip", a__csv=csv_text(rows))


def signed(number: int, day: str, **cells: str) -> Row:
    return action(f"70TEST24C{number:08}", action_date=day, **cells)


@pytest.fixture
def watched(settings, tmp_path):
    """A first load, and then actions that come 5, 10 and 40 days after they were signed."""
    first = [signed(number, "2026-09-01") for number in range(20)]
    later = [signed(20, "2026-11-01"), signed(21, "2026-10-27"), signed(22, "2026-09-27")]
    import_paths(settings, [dated(tmp_path, "2026-10-01", *first)])
    import_paths(settings, [dated(tmp_path, "2026-11-06", *first, *later)])
    return settings


def test_levels_say_rows_obligations_and_as_of_per_source_component_and_year(settings, tmp_path):
    rows = [
        signed(1, "2024-09-30"),
        signed(2, "2024-10-01"),
        signed(3, "2024-10-02", federal_action_obligation="-0.50"),
        signed(4, "2024-10-02", awarding_sub_agency_code="", awarding_sub_agency_name=""),
    ]
    import_paths(settings, [dated(tmp_path, "2026-10-01", *rows)])
    every = {"source": "usaspending", "agency_name": None, "as_of": "2026-10-01"}
    assert status(settings)["levels"] == [
        {**every, **ICE, "fiscal_year": 2024, "rows": 1, "obligated_usd": "1000.00"},
        {**every, **ICE, "fiscal_year": 2025, "rows": 2, "obligated_usd": "999.50"},
        {
            **every,
            "component_code": None,
            "component_name": None,
            "fiscal_year": 2025,
            "rows": 1,
            "obligated_usd": "1000.00",
        },
    ]


def test_departmental_offices_are_named_with_their_department(settings, tmp_path):
    offices = {"awarding_sub_agency_name": "Departmental Offices"}
    treasury = {
        **offices,
        "awarding_agency_code": "020",
        "awarding_agency_name": "Department of the Treasury",
        "awarding_sub_agency_code": "2001",
    }
    named = "Departmental Offices (Department of the Treasury)"
    path = dated(
        tmp_path, "2026-10-01", signed(1, "2024-09-30"), signed(2, "2024-09-30", **treasury)
    )
    import_paths(settings, [path])
    with Warehouse(settings.warehouse, read_only=True) as store:
        [(round_id,)] = store.rows("SELECT run_id FROM rounds")
    lines = summary.lines(rounds.of_round(settings, round_id))
    assert any(line.startswith(f"  {named}, FY2024: 1 action ") for line in lines)
    told = list(status_text.lines(status(settings)))
    assert any(line.startswith(f"  2001 {named}: 1 actions") for line in told)
    assert "  7012 U.S. Immigration and Customs Enforcement: " in "\n".join(told)


def test_the_lag_counts_only_what_came_after_the_first_load_of_its_year(watched):
    meter = status(watched)["lag_meter"]
    assert (meter["counted"], meter["not_counted"]) == (1, 22)
    assert (meter["median_days"], meter["p90_days"]) == (40, 40)
    assert meter["components"] == [
        {**ICE, "counted": 1, "not_counted": 22, "median_days": 40, "p90_days": 40}
    ]


def test_the_lag_is_the_median_and_what_nine_in_ten_take(settings, tmp_path):
    later = [signed(n, f"2026-10-{20 - n:02}") for n in range(1, 11)]
    first = signed(0, "2026-10-02")
    import_paths(settings, [dated(tmp_path, "2026-10-05", first)])
    import_paths(settings, [dated(tmp_path, "2026-10-20", first, *later)])
    meter = status(settings)["lag_meter"]
    assert (meter["counted"], meter["median_days"], meter["p90_days"]) == (10, 5, 9)


def test_a_changed_action_was_first_seen_when_its_first_content_was(settings, tmp_path):
    first, other = signed(0, "2026-10-02"), signed(1, "2026-10-02")
    changed = {**first, "federal_action_obligation": "7.00"}
    import_paths(settings, [dated(tmp_path, "2026-10-05", first, other)])
    import_paths(settings, [dated(tmp_path, "2026-11-20", changed)])
    assert status(settings)["lag_meter"]["counted"] == 0


def test_what_stood_in_a_whole_file_after_a_part_of_its_year_was_no_late_record(settings, tmp_path):
    first, other, late = (signed(n, "2025-10-02") for n in range(3))
    import_paths(settings, [dated(tmp_path, "2025-10-05", first)])
    whole = tmp_path / "FY2026_070_Contracts_Full_20260106.zip"
    import_paths(settings, [zip_file(whole, a__csv=csv_text([first, other]))])
    import_paths(settings, [dated(tmp_path, "2026-01-10", late)])
    meter = status(settings)["lag_meter"]
    assert (meter["counted"], meter["not_counted"], meter["median_days"]) == (1, 2, 100)


def test_one_load_and_the_sample_tell_no_lag(settings, tmp_path):
    import_sample(settings)
    import_paths(settings, [dated(tmp_path, "2026-10-01", signed(1, "2026-09-01"))])
    meter = status(settings)["lag_meter"]
    assert (meter["counted"], meter["median_days"], meter["p90_days"]) == (0, None, None)
    assert meter["components"] == []


def test_years_without_a_row_and_years_not_whole_are_listed(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(coverage, "now", lambda: datetime(2010, 10, 1))
    whole = tmp_path / "FY2010_070_Contracts_Full_20101106.zip"
    import_paths(settings, [zip_file(whole, a__csv=csv_text([signed(1, "2010-09-30")]))])
    import_paths(settings, [dated(tmp_path, "2010-11-07", signed(2, "2009-09-30"))])
    missing = status(settings)["missing"]
    assert missing["agency_code"] == "070"
    assert missing["fiscal_years_without_rows"] == [2008, 2011]
    assert missing["fiscal_years_not_whole"] == [2008, 2009, 2011]


def test_a_whole_file_of_all_agencies_covers_the_year(settings, tmp_path):
    whole = tmp_path / "FY2010_All_Contracts_Full_20101106.zip"
    import_paths(settings, [zip_file(whole, a__csv=csv_text([signed(1, "2010-09-30")]))])
    assert 2010 not in status(settings)["missing"]["fiscal_years_not_whole"]


def test_what_can_never_be_held_says_why_and_who_says_so():
    listed = coverage.never_held()
    assert {row["what"] for row in listed} >= {"classified contracts", "other transactions"}
    assert all(row["because"] and row["source"] and row["as_of"] for row in listed)


def test_an_empty_store_is_missing_every_year(settings):
    found = status(settings)
    assert found["levels"] == []
    assert found["missing"]["fiscal_years_without_rows"][0] == 2008
    assert found["lag_meter"]["median_days"] is None


def test_a_store_of_deletions_alone_has_no_agency(settings, tmp_path):
    gone = zip_file(
        tmp_path / "FY(All)_070_Contracts_Delta_20261106.zip", a__csv=delta_text([("D", action())])
    )
    import_paths(settings, [gone])
    assert status(settings)["missing"]["agency_code"] is None


def test_the_command_says_it_in_lines(watched, command):
    said = command("fetch", "status").out
    assert "7012 U.S. Immigration and Customs Enforcement: 23 actions, FY 2026–2027, " in said
    assert "lag: half of 1 actions came within 40 days" in said
    assert "never in these records: before fiscal year 2008; " in said
    assert "fiscal years not covered by a whole file (agency 070): 2008–" in said


def test_status_while_another_command_writes_is_one_sentence(settings, apart, tmp_path):
    import_paths(settings, [csv_file(tmp_path / "a.csv", [action()])])
    with Warehouse(settings.warehouse):
        answer = apart("fetch", "status", "--json")
    assert answer.code == 1
    assert "another command is writing" in answer.err
