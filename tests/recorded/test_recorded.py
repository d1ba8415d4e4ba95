"""The same code over genuine files of the USAspending server."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from analysis.documents.award import award_document
from analysis.publish.run import build as publish
from analysis.published import queries
from analysis.published.build import Build, current
from fetch.ingest.acceptance import accept
from fetch.ingest.importer import import_paths, import_sample
from fetch.reports.status import status
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse
from tests.conftest import ROOT

pytestmark = pytest.mark.recorded

FILES = ROOT.parent / "shared" / "data" / "recorded" / "files"
FULL_2024 = "FY2024_070_Contracts_Full_20261106.zip"
DELTA = "FY(All)_070_Contracts_Delta_20261106.zip"
ACTIONS = {
    FULL_2024: (3022, "2813598502.01"),
    "FY2024_All_Contracts_Full_20261106.zip": (3029, "2813598502.01"),
    "FY2025_070_Contracts_Full_20261106.zip": (19, "81223690.32"),
    "All_PrimeTransactions_2026-11-21_H23M58S49392533.zip": (3022, "2813598502.01"),
    "All_PrimeTransactions_2026-11-22_H00M00S51723712.zip": (19, "81223690.32"),
    "CONT_70CTD022FR0000170_2026-11-21_H23M59S28854160.zip": (14, "139314020.61"),
    "IDV_HSCETC14C00002_2026-11-21_H23M59S38228346.zip": (26, "51683783.50"),
}


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    assert FILES.exists(), f"the recorded files are not at {FILES.relative_to(ROOT.parent)}"
    return Settings(data=tmp_path / "data")


@pytest.mark.parametrize("name", ACTIONS)
def test_a_genuine_download_comes_in_whole_and_to_the_cent(place, name):
    outcome = import_paths(place, [FILES / name])
    held = status(place)
    assert outcome.good
    assert (held["transactions"]["rows"], held["transactions"]["obligated_usd"]) == ACTIONS[name]
    assert held["quarantine"]["rows"] == 0
    assert "unknown columns" not in outcome.runs[0].notes


def test_a_folder_of_everything_recorded_comes_in_and_names_what_it_left_out(place):
    outcome = import_paths(place, [FILES])
    held = status(place)
    assert outcome.good
    assert (
        sum(run.counts["rows_read"] for run in outcome.runs)
        == sum(
            run.counts[name]
            for run in outcome.runs
            for name in ("rows_new", "rows_changed", "rows_same")
        )
        + 2
    )  # each of the two Delta files deletes one action
    assert held["quarantine"]["rows"] == 0
    reasons = " ".join(outcome.left_out.values())
    for kind in ("award summary", "empty"):
        assert kind in reasons
    with Warehouse(place.warehouse, read_only=True) as store:
        [(subawards, amount)] = store.rows("SELECT count(*), sum(subaward_amount) FROM subawards")
        [(outlayed,)] = store.rows("SELECT sum(gross_outlay_amount_FYB_to_period_end) FROM funding")
    assert (subawards, amount) == (10, Decimal("2727731.19"))
    assert outlayed == Decimal("94257219.99")


def test_a_genuine_delta_changes_adds_and_closes(place):
    import_paths(place, [FILES / FULL_2024])
    counts = import_paths(place, [FILES / DELTA]).runs[0].counts
    assert (counts["rows_read"], counts["rows_new"], counts["rows_changed"]) == (3, 1, 1)
    with Warehouse(place.warehouse, read_only=True) as store:
        [(key,)] = store.rows("SELECT contract_transaction_unique_key FROM closures")
    assert key == "7012_4730_70CTD022FR0000070_P00002_GS35F0086U_0"


@pytest.mark.parametrize("backwards", [False, True])
def test_the_order_of_genuine_files_makes_no_difference(place, backwards):
    names = sorted(path.name for path in FILES.glob("*.zip"))
    for name in reversed(names) if backwards else names:
        import_paths(place, [FILES / name])
    held = status(place)
    assert held["transactions"]["rows"] == 3279
    assert held["transactions"]["obligated_usd"] == "3139865156.25"
    assert held["versions"] == {"past": 15, "closed": 0}


@pytest.fixture(scope="module")
def build(tmp_path_factory) -> Build:
    """The sample and everything recorded, together.

    The recorded Full files hold a part of their years, so rows of the sample are closed by
    them: a year that shrank is accepted.
    """
    place = Settings(data=tmp_path_factory.mktemp("both"))
    import_sample(place)
    import_paths(place, [FILES])
    accept(place)
    publish(place)
    return current(place)


def test_the_case_management_order_is_sole_source_in_the_genuine_rows(build):
    found = award_document(build, "70CTD022FR0000170")
    assert (found["competition_class"], found["competition_rule"]) == ("SOLE_SOURCE", "R15")
    assert found["initial_ceiling_usd"] == "95948553.57"
    assert found["ceiling_usd"] == "159411518.37"
    assert found["obligated_usd"] == "150703824.61"


def test_every_obligation_of_the_genuine_rows_is_in_the_years_once(build):
    years = queries.years(build)
    assert sum(years["obligated_usd"]) == Decimal(build.manifest["obligated_usd"])


def test_awards_whose_start_is_not_among_the_rows_have_no_growth(build):
    [row] = build.query(
        "SELECT count(*) FILTER (NOT base_held) AS without, "
        "count(ceiling_usd) FILTER (NOT base_held) AS ceilings FROM awards"
    ).to_dict("records")
    assert row["without"] > 100
    assert row["ceilings"] == 0


def test_a_file_cut_in_the_middle_is_damaged_and_the_whole_one_then_completes(place, tmp_path):
    cut = tmp_path / FULL_2024
    shutil.copyfile(FILES / FULL_2024, cut)
    cut.write_bytes(cut.read_bytes()[:-5000])
    assert import_paths(place, [cut]).damaged
    assert status(place)["transactions"]["rows"] == 0
    assert import_paths(place, [FILES / FULL_2024]).good
    assert status(place)["transactions"]["rows"] == 3022
