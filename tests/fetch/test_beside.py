"""Sub-awards and the accounts that fund an award come in too; a row is its own content."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fetch.ingest.importer import import_paths
from fetch.schema.file_types import FUNDING, SUBAWARDS
from tests.builders import Row, action, csv_file, csv_text, zip_file

AWARD = action()["contract_award_unique_key"]
SUB_HEADER = (*SUBAWARDS.names, *SUBAWARDS.left_out)
FUND_HEADER = (*FUNDING.names, *FUNDING.left_out)


def sub(number: str = "S-1", **cells: str) -> Row:
    """One sub-award, with plain defaults."""
    return {
        "prime_award_unique_key": AWARD,
        "subaward_sam_report_id": f"REPORT-{number}",
        "subaward_number": number,
        "subaward_amount": "250.50",
        "subaward_action_date": "2024-03-01",
        "subawardee_name": "EXAMPLE LENSES INC",
        "subaward_sam_report_last_modified_date": "2024-07-09 00:00:00+00",
        "subawardee_highly_compensated_officer_1_name": "NOBODY",
    } | cells


def line(**cells: str) -> Row:
    """One line of funding, with plain defaults."""
    return {
        "award_unique_key": AWARD,
        "submission_period": "FY2026P12",
        "treasury_account_symbol": "070-2026/2026-0540-000",
        "transaction_obligated_amount": "10.00",
        "last_modified_date": "2026-11-20",
    } | cells


def test_sub_awards_come_in_with_their_amounts_and_days(settings, tmp_path, warehouse):
    outcome = import_paths(
        settings, [csv_file(tmp_path / "a.csv", [sub(), sub("S-2")], SUB_HEADER)]
    )
    counts = outcome.runs[0].counts
    assert outcome.good
    assert (counts["rows_read"], counts["rows_new"]) == (2, 2)
    assert outcome.runs[0].notes == {}
    assert warehouse(
        "SELECT subaward_number, subaward_amount, subaward_action_date::VARCHAR, "
        "first_seen::DATE::VARCHAR FROM subawards ORDER BY 1"
    ) == [
        ("S-1", Decimal("250.50"), "2024-03-01", "2024-07-09"),
        ("S-2", Decimal("250.50"), "2024-03-01", "2024-07-09"),
    ]
    assert warehouse("SELECT layout FROM files") == [("subawards",)]


def test_an_awards_zip_brings_its_actions_sub_awards_and_funding(settings, tmp_path, warehouse):
    path = zip_file(
        tmp_path / "CONT_70TEST24C00000001_2026-11-21_H23M59S28854160.zip",
        Contract_TransactionHistory_1__csv=csv_text([action()]),
        Contract_SubAwards_1__csv=csv_text([sub()], SUB_HEADER),
        Contract_FederalAccountFunding_1__csv=csv_text([line()], FUND_HEADER),
    )
    outcome = import_paths(settings, [path])
    assert outcome.good
    assert outcome.left_out == {}
    assert outcome.runs[0].counts["rows_new"] == 3
    for table in ("transactions", "subawards", "funding"):
        assert warehouse(f"SELECT count(*), max(last_seen)::DATE::VARCHAR FROM {table}") == [
            (1, "2026-11-21")
        ]


@pytest.mark.parametrize("months", [("10", "11", "12"), ("12", "10", "11")])
def test_a_row_seen_again_is_the_same_row_seen_for_longer(settings, tmp_path, warehouse, months):
    again = {"10": [sub(), sub()], "11": [sub(subaward_amount="9.00")], "12": [sub()]}
    for month in months:
        path = tmp_path / f"All_Subawards_2026-{month}-06_H00M00S00.zip"
        run = import_paths(settings, [zip_file(path, a__csv=csv_text(again[month], SUB_HEADER))])
        counts = run.runs[0].counts
        assert counts["rows_read"] == counts["rows_new"] + counts["rows_same"]
    assert warehouse(
        "SELECT subaward_amount, first_seen::DATE::VARCHAR, last_seen::DATE::VARCHAR, "
        "left(name, 24) FROM subawards JOIN files USING (file_id) ORDER BY 1"
    ) == [
        (Decimal("9.00"), "2026-11-06", "2026-11-06", "All_Subawards_2026-11-06"),
        (Decimal("250.50"), "2026-10-06", "2026-12-06", "All_Subawards_2026-10-06"),
    ]


def test_reports_that_repeat_each_other_under_other_numbers_are_all_kept(
    settings, tmp_path, warehouse
):
    rows = [sub(), sub(subaward_sam_report_id="REPORT-AGAIN")]
    import_paths(settings, [csv_file(tmp_path / "a.csv", rows, SUB_HEADER)])
    assert warehouse("SELECT count(*) FROM subawards") == [(2,)]


@pytest.mark.parametrize(
    ("cells", "reason", "held"),
    [
        ({"subaward_amount": "a lot"}, "subaward_amount: not an amount in dollars and cents", 1),
        ({"subaward_action_date": "soon"}, "subaward_action_date: not a date (soon)", 2),
        ({"prime_award_unique_key": ""}, "no prime_award_unique_key", 1),
    ],
)
def test_what_cannot_be_read_of_a_sub_award_is_in_quarantine(
    settings, tmp_path, warehouse, cells, reason, held
):
    rows = [sub(), sub("S-2", **cells)]
    import_paths(settings, [csv_file(tmp_path / "a.csv", rows, SUB_HEADER)])
    [(where, why)] = warehouse("SELECT line, reason FROM quarantine")
    assert where == 3
    assert reason in why
    assert warehouse("SELECT count(*) FROM subawards") == [(held,)]


def test_the_same_file_again_changes_nothing(settings, tmp_path, warehouse):
    path = csv_file(tmp_path / "a.csv", [line(), line(object_class_code="252")], FUND_HEADER)
    import_paths(settings, [path])
    before = warehouse("FROM funding ORDER BY ALL")
    assert import_paths(settings, [path]).runs[0].counts["rows_same"] == 2
    assert warehouse("FROM funding ORDER BY ALL") == before


def test_an_assistance_file_of_sub_awards_is_refused(settings, tmp_path):
    path = csv_file(tmp_path / "a.csv", [sub()], (*SUB_HEADER, "prime_award_fain"))
    [reason] = import_paths(settings, [path]).refused.values()
    assert "an assistance file" in reason


def test_an_unknown_column_of_a_funding_file_is_listed(settings, tmp_path):
    path = csv_file(tmp_path / "a.csv", [line()], (*FUND_HEADER, "moon_phase"))
    assert import_paths(settings, [path]).runs[0].notes == {"unknown columns": ["moon_phase"]}
