"""A record that vanishes is closed, and only by a file that holds everything of its scope."""

from __future__ import annotations

from pathlib import Path

import pytest

from fetch.ingest.importer import import_paths, import_sample
from fetch.ingest.runs import Run
from fetch.warehouse.closures import Scope, stated_by
from tests.builders import action, csv_file, csv_text, delta_text, full, zip_file

HERE, GONE = action(), action(mod="P00001")
STATES = (
    "SELECT modification_number, version_state FROM transaction_versions "
    "WHERE award_id_piid = '70TEST24C00000001' ORDER BY ALL"
)


def taken(settings, *paths: Path) -> Run:
    """The last of the runs that import these files in turn."""
    return import_paths(settings, list(paths)).runs[-1]


def test_a_record_that_a_later_whole_file_leaves_out_is_closed(settings, tmp_path, warehouse):
    run = taken(
        settings,
        full(tmp_path, "20261006", HERE, GONE),
        full(tmp_path, "20261106", HERE),
    )
    assert run.counts["rows_closed"] == 1
    assert warehouse(STATES) == [("0", "current"), ("P00001", "closed")]
    assert warehouse(
        "SELECT c.closed_as_of::DATE::VARCHAR, because, f.name FROM closures c JOIN files f "
        "USING (file_id)"
    ) == [
        (
            "2026-11-06",
            "left out of a whole file",
            "FY2024_070_Contracts_Full_20261106.zip/FY2024_070_Contracts_Full_20261106_1.csv",
        )
    ]
    assert warehouse("SELECT whole_agency, whole_fiscal_year FROM files") == [("070", 2024)] * 2


@pytest.mark.parametrize(
    "partial",
    [
        "All_PrimeTransactions_2026-11-06_H00M00S00.zip",
        "FY2024_070_Contracts_Delta_20261106.zip",
        "My_FY2024_070_Contracts_Full_20261106.zip",
    ],
)
def test_a_partial_download_closes_nothing(settings, tmp_path, warehouse, partial):
    path = zip_file(tmp_path / partial, a__csv=csv_text([HERE]))
    run = taken(settings, full(tmp_path, "20261006", HERE, GONE), path)
    assert run.counts["rows_closed"] == 0
    assert warehouse(STATES) == [("0", "current"), ("P00001", "current")]


def test_one_part_of_a_full_file_alone_closes_nothing(settings, tmp_path, warehouse):
    part = csv_file(tmp_path / "FY2024_070_Contracts_Full_20261106_1.csv", [HERE])
    taken(settings, full(tmp_path, "20261006", HERE, GONE), part)
    assert warehouse(STATES) == [("0", "current"), ("P00001", "current")]


def test_every_part_of_a_full_file_is_read_before_anything_is_closed(settings, tmp_path, warehouse):
    path = zip_file(
        tmp_path / "FY2024_070_Contracts_Full_20261106.zip",
        a_1__csv=csv_text([HERE]),
        a_2__csv=csv_text([GONE]),
    )
    taken(settings, full(tmp_path, "20261006", HERE, GONE), path)
    assert warehouse(STATES) == [("0", "current"), ("P00001", "current")]


@pytest.mark.parametrize(
    "cells",
    [
        {"awarding_agency_code": "097"},
        {"action_date": "2023-09-30"},
        {"action_date": "2024-10-01"},
    ],
)
def test_another_agency_or_year_is_not_closed(settings, tmp_path, warehouse, cells):
    other = {**GONE, **cells}
    plain = csv_file(tmp_path / "other.csv", [other])
    taken(settings, plain, full(tmp_path, "20261106", HERE))
    assert warehouse(STATES) == [("0", "current"), ("P00001", "current")]


@pytest.mark.parametrize("day", ["2023-10-01", "2024-09-30"])
def test_a_fiscal_year_begins_in_october_and_ends_in_september(settings, tmp_path, warehouse, day):
    edge = {**GONE, "action_date": day, "awarding_agency_code": "097"}
    plain = csv_file(tmp_path / "other.csv", [edge])
    taken(settings, plain, full(tmp_path, "20261106", HERE, agency="All"))
    assert warehouse(STATES) == [("0", "current"), ("P00001", "closed")]


def test_a_whole_file_with_a_row_that_cannot_be_read_closes_nothing(settings, tmp_path, warehouse):
    bad = action("70TEST24C00000009", action_date="never")
    run = taken(
        settings,
        full(tmp_path, "20261006", HERE, GONE),
        full(tmp_path, "20261106", HERE, bad),
    )
    why = run.notes["not taken as a whole file, nothing closed by it"]
    assert why == ["1 of its rows could not be read"]
    assert warehouse(STATES) == [("0", "current"), ("P00001", "current")]
    assert warehouse("SELECT count(whole_agency) FROM files") == [(1,)]


def test_a_whole_file_with_none_of_its_own_rows_closes_nothing(settings, tmp_path, warehouse):
    stray = {**HERE, "action_date": "2020-01-15"}
    run = taken(
        settings,
        full(tmp_path, "20261006", HERE, GONE),
        full(tmp_path, "20261106", stray),
    )
    assert run.notes["not taken as a whole file, nothing closed by it"] == [
        "none of its rows is of agency 070, fiscal year 2024"
    ]
    assert warehouse("SELECT count(*) FROM closures") == [(0,)]


def test_rows_outside_the_scope_of_a_whole_file_are_noted(settings, tmp_path):
    stray = action("70TEST24C00000002", action_date="2020-01-15")
    run = taken(settings, full(tmp_path, "20261106", HERE, stray))
    assert run.notes["rows outside the scope that the file's name states"] == [
        "1 of another agency or year (agency 070, fiscal year 2024)"
    ]


def test_an_older_content_that_comes_later_is_closed_by_the_whole_file_already_held(
    settings, tmp_path, warehouse
):
    run = taken(
        settings,
        full(tmp_path, "20261106", HERE),
        full(tmp_path, "20261006", HERE, GONE),
    )
    assert (run.counts["rows_new"], run.counts["rows_closed"]) == (1, 1)
    assert warehouse(STATES) == [("0", "current"), ("P00001", "closed")]


def test_a_record_that_is_seen_again_is_held_again(settings, tmp_path, warehouse):
    later = zip_file(
        tmp_path / "All_PrimeTransactions_2026-11-07_H00M00S00.zip", a__csv=csv_text([GONE])
    )
    october, november = full(tmp_path, "20261006", HERE, GONE), full(tmp_path, "20261106", HERE)
    run = taken(settings, october, november, later)
    assert run.counts["rows_closed"] == 0
    assert warehouse(STATES) == [("0", "current"), ("P00001", "current")]
    assert warehouse("SELECT count(*) FROM closures") == [(0,)]


def test_a_record_that_moved_to_another_year_is_not_closed_by_the_year_it_left(
    settings, tmp_path, warehouse
):
    moved = {**GONE, "action_date": "2024-10-02"}
    delta = zip_file(
        tmp_path / "FY(All)_070_Contracts_Delta_20261020.zip", a__csv=delta_text([("C", moved)])
    )
    taken(
        settings,
        full(tmp_path, "20261006", HERE, GONE),
        delta,
        full(tmp_path, "20261106", HERE),
    )
    assert warehouse("SELECT count(*) FROM closures") == [(0,)]
    assert warehouse(STATES) == [
        ("0", "current"),
        ("P00001", "current"),
        ("P00001", "superseded"),
    ]


def test_a_deletion_and_an_absence_are_both_kept(settings, tmp_path, warehouse):
    delta = zip_file(
        tmp_path / "FY(All)_070_Contracts_Delta_20261020.zip", a__csv=delta_text([("D", GONE)])
    )
    taken(
        settings,
        full(tmp_path, "20261006", HERE, GONE),
        delta,
        full(tmp_path, "20261106", HERE),
    )
    assert warehouse(
        "SELECT because, closed_as_of::DATE::VARCHAR FROM closures ORDER BY closed_as_of"
    ) == [("deleted", "2026-10-20"), ("left out of a whole file", "2026-11-06")]
    assert warehouse(STATES) == [("0", "current"), ("P00001", "closed")]


def test_a_row_of_the_sample_that_the_whole_year_lacks_is_closed(settings, tmp_path, warehouse):
    import_sample(settings)
    # the sample's own copies delete one action, which lies in another year
    before = warehouse("SELECT count(*) FROM closures")[0][0]
    taken(settings, full(tmp_path, "20261106", HERE))
    inside = "WHERE source = 'sample' AND action_date BETWEEN '2023-10-01' AND '2024-09-30'"
    [(closed,)] = warehouse(f"SELECT count(*) FROM past_versions {inside}")
    assert closed == warehouse("SELECT count(*) FROM closures")[0][0] - before > 0
    assert warehouse(
        f"SELECT DISTINCT left(awarding_sub_agency_code, 2) = '70' FROM transactions {inside}"
    ) in ([], [(False,)])


def test_a_whole_file_that_comes_first_under_another_name_is_whole_when_it_says_so(
    settings, tmp_path, warehouse
):
    named = full(tmp_path, "20261106", HERE)
    copy = tmp_path / "copy_20261106.zip"
    copy.write_bytes(named.read_bytes())
    taken(settings, full(tmp_path, "20261006", HERE, GONE), copy, named)
    assert warehouse(STATES) == [("0", "current"), ("P00001", "closed")]


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("FY2024_070_Contracts_Full_20261106.zip", Scope("070", 2024)),
        ("FY2024_All_Contracts_Full_20261106 (1).zip", Scope("All", 2024)),
        ("FY2024_070_Contracts_Full_20261106.csv", Scope("070", 2024)),
        ("FY2024_070_Contracts_Full_20261106_1.csv", None),
        ("FY(All)_070_Contracts_Delta_20261106.zip", None),
        ("FY2024_070_Assistance_Full_20261106.zip", None),
        ("sample_actions.csv", None),
    ],
)
def test_only_the_name_of_a_full_file_states_a_scope(name, scope):
    assert stated_by(name) == scope
