"""Sync over sockets, from genuine answers and files: totals equal the recording's own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fetch import fiscal
from fetch.archive.store import Archive
from fetch.errors import JobFailed, RequestRefused, UnknownRecord
from fetch.ingest.importer import import_paths
from fetch.ingest.rebuild import rebuild, verify
from fetch.reports.history import history
from fetch.usaspending import api
from fetch.usaspending.api import BULK, Agency
from fetch.usaspending.downloads import DownloadJobs, ReadyDownload
from fetch.warehouse.database import Warehouse
from tests.conftest import ROOT
from tests.fetch.serving import client, place, records, silent, synced
from tests.service.replay import Replay, exchanges
from tests.service.server import Server

pytestmark = pytest.mark.recorded

RECORDED = ROOT.parent / "shared" / "data" / "recorded"
DHS = Agency("070", 63, "Department of Homeland Security")
TOTALS = {2024: (3022, Decimal("2813598502.01")), 2025: (19, Decimal("81223690.32"))}
"""Actions and sums of obligations that the recording's README took from its database."""


@pytest.fixture
def replayed(tmp_path):
    """The recorded service, and settings that lead to it."""
    with Server(Replay(RECORDED)) as server:
        yield server, place(tmp_path, server.url)


def by_year(settings) -> dict[int, tuple[int, Decimal]]:
    with Warehouse(settings.warehouse, read_only=True) as store:
        rows = store.rows(
            "SELECT year(action_date) + (month(action_date) >= 10)::INT, count(*), "
            "sum(federal_action_obligation) FROM transactions GROUP BY 1 ORDER BY 1"
        )
    return {year: (count, total) for year, count, total in rows}


def test_a_sync_brings_the_totals_of_the_recorded_years(replayed):
    server, settings = replayed
    told = synced(settings, years=(2024, 2025), parts=("archive",))
    assert server.handler.refused == []
    assert told["problems"] == {}
    assert told["data_as_of"] == "2026-11-20"
    runs = {run["file"]: run for run in told["runs"]}
    for year, (count, _) in TOTALS.items():
        assert runs[f"FY{year}_070_Contracts_Full_20261106.zip"]["rows_new"] == count
    delta = runs["FY(All)_070_Contracts_Delta_20261106.zip"]
    assert (delta["rows_read"], delta["rows_deleting"]) == (3, 1)
    assert delta["rows_quarantined"] == 0


def test_the_full_files_alone_sum_to_the_cent(replayed):
    _, settings = replayed
    with client(settings) as asking:
        for year in TOTALS:
            asked = api.list_monthly(DHS, year)
            listing = asking.post(api.MONTHLY_FILES, asked)
            [full] = [f for f in api.monthly_files(listing.document) if f.fiscal_year == year]
            stored = asking.download(full.url, lambda _: lambda __: None)
            path = settings.data / full.name
            path.write_bytes(asking.archive.read(stored.sha256))
            assert import_paths(settings, [path]).good
    assert by_year(settings) == TOTALS


def test_all_agencies_come_the_same_way(replayed):
    server, settings = replayed
    told = synced(settings, years=(2024,), agency="all", parts=("archive",))
    assert server.handler.refused == []
    full = told["runs"][0]
    assert (full["file"], full["rows_new"]) == ("FY2024_All_Contracts_Full_20261106.zip", 3029)


def test_a_second_sync_over_the_recording_writes_nothing(replayed):
    server, settings = replayed
    synced(settings, years=(2024, 2025), parts=("archive",))
    before, asked = settings.warehouse.read_bytes(), len(server.asked)
    told = synced(settings, years=(2024, 2025), parts=("archive",))
    assert told["round"] is None
    assert len(server.asked) - asked == 3
    assert settings.warehouse.read_bytes() == before


def test_the_archive_of_a_recorded_sync_is_whole_and_makes_the_same_warehouse(replayed):
    _, settings = replayed
    synced(settings, years=(2024, 2025), parts=("archive",))
    assert verify(Archive(settings.archive), silent)["good"]
    before = records(settings)
    settings.warehouse.unlink()
    rebuild(settings, silent)
    assert records(settings) == before


def made(settings, body) -> ReadyDownload:
    with client(settings) as asking:
        return DownloadJobs(asking, silent).make(BULK, body)


@pytest.mark.parametrize(("year", "rows"), [(2019, 12), (2024, 3022), (2025, 19)])
def test_a_custom_download_goes_through_its_whole_life(replayed, year, rows):
    server, settings = replayed
    made_ = made(settings, api.bulk(DHS, "action_date", fiscal.span(year)))
    assert server.handler.refused == []
    assert made_.rows == rows
    assert Archive(settings.archive).has(made_.stored.sha256)


def recorded(number: int) -> dict:
    [found] = [e for e in exchanges(RECORDED) if e.name.startswith(f"{number}-")]
    return found.request["body"]


def test_changes_of_a_month_come_by_the_day_of_change(replayed):
    _, settings = replayed
    assert made(settings, recorded(510)).rows == 147


def test_a_job_that_the_service_gave_up_says_why(replayed):
    _, settings = replayed
    with client(settings) as asking, pytest.raises(JobFailed, match="An exception was raised"):
        DownloadJobs(asking, silent).make("/api/v2/download/contract/", recorded(576))


def test_a_refusal_is_told_in_the_services_words(replayed):
    _, settings = replayed
    with client(settings) as asking:
        with pytest.raises(RequestRefused, match="must be within a year"):
            asking.post(BULK, recorded(530))
        with pytest.raises(UnknownRecord, match="does not exist"):
            asking.get(api.STATUS, {"file_name": "nope.zip"})


def test_the_history_of_what_the_delta_changed_shows_both_contents(replayed):
    _, settings = replayed
    synced(settings, years=(2024, 2025), parts=("archive",))
    with Warehouse(settings.warehouse, read_only=True) as store:
        [(key,)] = store.rows(
            "SELECT contract_transaction_unique_key FROM past_versions "
            "WHERE version_state = 'superseded'"
        )
    told = history(settings, key)
    assert len(told["actions"][0]["versions"]) == 2
