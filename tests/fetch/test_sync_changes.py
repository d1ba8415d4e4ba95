"""No change is lost between the monthly files, whatever was missed, refused or not listed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fetch.errors import InputError
from fetch.http.retry import Clock
from fetch.ingest import release_gate
from fetch.ingest.acceptance import accept
from fetch.reports.status import status
from fetch.reports.status_text import lines
from fetch.usaspending.sync.sync import sync
from fetch.usaspending.sync.sync_run import SyncScope
from fetch.warehouse.database import Warehouse
from tests.builders import action, csv_text
from tests.fetch.serving import fetch, lose_2023, served, silent, synced
from tests.fetch.test_sync import expected, held
from tests.service import faults, rows
from tests.service.archive import packed

FULL_2024 = "FY2024_070_Contracts_Full_20261006.zip"
FULL_2025 = "FY2025_070_Contracts_Full_20261006.zip"


def key_of(service, year: str) -> str:
    """An action signed by DHS in a calendar year."""
    return next(
        key
        for key, row in service.book.rows.items()
        if row["action_date"].startswith(year) and row["awarding_agency_code"] == "070"
    )


def test_a_delta_that_was_missed_loses_no_change(tmp_path):
    with served(tmp_path) as (service, _, settings):
        synced(settings)
        service.today = "2026-10-28"
        service.change(key_of(service, "2024"), federal_action_obligation="777777.00")
        service.publish("2026-11-01")
        service.publish("2026-11-06")
        synced(settings)
        assert held(settings) == expected(service)


def test_a_year_taken_by_a_custom_download_goes_on_being_brought(tmp_path):
    with served(tmp_path) as (service, _, settings):
        assert "FY2027" in synced(settings, years=(2027,))["notes"][0]
        service.today = "2026-12-20"
        new = rows.made("70TEST27C00000009", "0", "2026-11-10")
        service.add({**new, "last_modified_date": "2026-11-12"})
        synced(settings, years=(2027,))
        assert held(settings, "action_date = '2026-11-10'")[0] == 1


def test_deletions_of_a_month_that_was_skipped_come_by_full_files(tmp_path):
    with served(tmp_path) as (service, _, settings):
        service.publish("2026-10-20")
        synced(settings)
        service.remove(key_of(service, "2024"))
        service.publish("2026-11-05")
        service.publish("2026-12-02")
        assert synced(settings)["rows_closed"] == 1
        assert held(settings) == expected(service)


@pytest.mark.parametrize("wrong", ["of another year", "a header alone"])
def test_a_full_file_that_is_not_what_its_name_says_is_told_and_fetched_again(tmp_path, wrong):
    with served(tmp_path) as (service, _, settings):
        files = service.archive.files
        right = files[FULL_2024]
        empty = packed({FULL_2024.replace(".zip", "_1.csv"): csv_text([])})
        files[FULL_2024] = files[FULL_2025] if wrong == "of another year" else empty
        for _ in range(2):
            told = synced(settings)
            assert list(told["problems"]) == [FULL_2024]
            assert "none of its rows is of agency 070, fiscal year 2024" in str(told["problems"])
        files[FULL_2024] = right
        assert synced(settings)["problems"] == {}
        assert held(settings) == expected(service)
        assert synced(settings)["round"] is None


def test_rows_in_quarantine_are_no_reason_to_fetch_a_full_file_again(tmp_path):
    with served(tmp_path) as (service, server, settings):
        odd = action("70TEST24C00000099", action_date="not a day")
        ours = [r for r in service.book.rows.values() if r["awarding_agency_code"] == "070"]
        of_year = [r for r in ours if "2023-10" <= r["action_date"] < "2024-10"]
        name = FULL_2024.replace(".zip", "_1.csv")
        service.archive.files[FULL_2024] = packed({name: csv_text([*of_year, odd])})
        told = synced(settings)
        assert (told["problems"], told["rows_quarantined"]) == ({}, 1)
        synced(settings)
        assert len([r for r in server.asked if FULL_2024 in r.path]) == 1


def test_newer_full_files_are_seen_though_nothing_is_listed_for_the_newest_year(tmp_path):
    with served(tmp_path) as (service, _, settings):
        service.archive.deltas = False
        service.publish("2026-10-06")
        synced(settings)
        service.remove(key_of(service, "2024"))
        service.publish("2026-11-06")
        assert synced(settings)["rows_closed"] == 1
        assert held(settings) == expected(service)


def test_a_stopped_publication_is_told_until_it_is_accepted(tmp_path):
    with served(tmp_path) as (service, server, settings):
        synced(settings)
        lose_2023(service)
        synced(settings)
        told = synced(settings)
        said = fetch(settings, server, "sync", "--years", "2023-2027").stderr
        assert (told["round"], told["publication"]) == (None, "stopped")
        assert told["checks"][0]["subject"] == "agency 070, FY2023"
        assert told["how_to_go_on"] == release_gate.HOW_TO_GO_ON
        assert "STOPS THE PUBLICATION: a fiscal year shrank: agency 070, FY2023" in said
        assert "nothing written" in said
        assert status(settings)["publication"]["publication"] == "stopped"
        assert release_gate.HOW_TO_GO_ON in list(lines(status(settings)))
        accept(settings)
        assert synced(settings)["publication"] == "as it is"
        assert "publication: as it is" in list(lines(status(settings)))


def test_the_newest_year_is_the_services_and_not_that_of_a_wrong_clock(tmp_path):
    past = Clock(now=lambda: datetime(2020, 1, 1, tzinfo=UTC))
    with served(tmp_path) as (service, _, settings):
        told = sync(settings, SyncScope("070", since=2023), silent, lambda _: None, clock=past)
        assert told["problems"] == {}
        assert held(settings) == expected(service)
        sync(settings, SyncScope("070", (2027,)), silent, lambda _: None, clock=past)
        with pytest.raises(InputError, match="2099 to 2099: fiscal years run from 2008 to 2027"):
            sync(settings, SyncScope("070", (2099,)), silent, lambda _: None, clock=past)


def test_a_change_of_what_an_unlisted_department_signs_comes_too(tmp_path):
    unlisted = rows.made(
        "99TEST24F00000001", "0", "2024-03-01", "4732",
        awarding_agency_name="Example Agency In No List", awarding_agency_code="999",
    )  # fmt: skip
    with served(tmp_path) as (service, _, settings):
        service.add(unlisted)
        synced(settings)
        service.today = "2026-10-20"
        key = unlisted["contract_transaction_unique_key"]
        service.change(key, federal_action_obligation="31.00")
        synced(settings)
        assert held(settings) == expected(service)


def test_what_an_earlier_command_left_unread_is_told_as_written(tmp_path):
    with served(tmp_path) as (service, server, settings):
        synced(settings)
        assert not synced(settings)["written"]
        settings.warehouse.unlink()
        said = fetch(settings, server, "sync", "--years", "2023-2027").stderr
        assert "nothing written" not in said
        assert f"{held(settings)[0]} new" in said
        assert held(settings) == expected(service)


def test_full_fetches_every_full_file_again_though_it_is_held(tmp_path):
    with served(tmp_path) as (_, server, settings):
        synced(settings)
        asked = len(server.asked)
        synced(settings, full=True)
        again = [r.path for r in server.asked[asked:] if r.path.startswith("/award_data")]
        assert len(again) == 4
        assert all("_Full_" in path for path in again)


def test_years_of_which_only_changes_came_are_named(tmp_path):
    with served(tmp_path) as (service, _, settings):
        assert synced(settings, years=(2026,))["notes"] == []
        for year in ("2023-01", "2024-01"):
            service.change(key_of(service, year), federal_action_obligation="5.00")
        service.publish("2026-11-06")
        told = synced(settings, years=(2026,))
        assert "FY2023, FY2024: only changed records are held, not the year" in told["notes"]
        assert held(settings, "action_date < '2024-10-01'")[0] == 2
        with Warehouse(settings.warehouse, read_only=True) as store:
            assert not release_gate.held_back(store)


def test_changes_alone_in_an_empty_store_are_said_to_have_no_start(tmp_path):
    with served(tmp_path) as (_, _, settings):
        told = synced(settings, parts=("recent",))
        assert (told["runs"], told["written"]) == ([], False)
        assert "recent: nothing is held to start from" in told["notes"][0]


def test_what_failed_is_said_once(tmp_path, monkeypatch):
    monkeypatch.setenv("SOLESOURCE_ATTEMPTS", "1")
    plan = faults.Plan().on(faults.SERVER_ERROR, r"FY2024_070_Contracts_Full", times=99)
    with served(tmp_path, plan) as (_, server, settings):
        answer = fetch(settings, server, "sync", "--years", "2024", "--part", "archive")
    assert answer.returncode == 1
    assert answer.stderr.count(FULL_2024) == answer.stderr.count(f"failed: {FULL_2024}") * 2
    assert answer.stderr.count("failed: ") == 1


@pytest.mark.parametrize(
    "words", [("--years", "2024", "--since", "2025-01-01"), ("--years", "20x4-"), ("--years", "-2")]
)
def test_years_that_are_said_twice_or_not_at_all_are_wrong_usage(command, words):
    assert command("fetch", "sync", *words).code == 2
