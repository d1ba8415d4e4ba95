"""One command brings everything, the next one only what changed, and neither loses a row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fetch.errors import InputError, Unreachable
from fetch.ingest.importer import import_paths
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse
from tests.fetch.serving import YEARS, place, records, served, synced
from tests.service import faults, rows
from tests.service.fictional import Service
from tests.service.server import Server


def held(settings: Settings, where: str = "true") -> tuple:
    with Warehouse(settings.warehouse, read_only=True) as store:
        return store.one(
            f"SELECT count(*), sum(federal_action_obligation) FROM transactions WHERE {where}"
        )


def expected(service: Service) -> tuple:
    """What DHS signs or pays for in the fictional service's books."""
    ours = [
        row
        for row in service.book.rows.values()
        if "070" in (row["awarding_agency_code"], row["funding_agency_code"])
    ]
    return len(ours), sum(Decimal(row["federal_action_obligation"]) for row in ours)


def test_a_first_sync_brings_every_action_signed_or_paid_for(tmp_path):
    with served(tmp_path) as (service, _, settings):
        told = synced(settings)
        assert held(settings) == expected(service)
    assert told["problems"] == {}
    assert told["rows_new"] == held(settings)[0]
    assert told["obligated_after_usd"] == str(held(settings)[1])
    assert held(settings, "awarding_agency_code = '047'")[0] == 2


def test_a_second_sync_with_nothing_new_asks_few_questions_and_writes_nothing(tmp_path):
    with served(tmp_path) as (_, server, settings):
        synced(settings)
        before = settings.warehouse.read_bytes()
        asked = len(server.asked)
        told = synced(settings)
        assert [request.path.split("/")[-2] for request in server.asked[asked:]] == [
            "last_updated",
            "list_agencies",
            "list_monthly_files",
            # each year of what others sign, and what no listed department signs
            *["count"] * (len(YEARS) + 2),
        ]
    assert settings.warehouse.read_bytes() == before
    assert told["round"] is None


def test_the_next_month_costs_one_delta_and_what_changed_since(tmp_path):
    with served(tmp_path) as (service, server, settings):
        synced(settings)
        first, second = list(service.book.rows)[:2]
        service.change(first, federal_action_obligation="77.01")
        service.remove(second)
        service.publish("2026-11-06")
        asked = len(server.asked)
        told = synced(settings)
        fetched = [r.path for r in server.asked[asked:] if r.path.startswith("/award_data")]
        assert held(settings) == expected(service)
    assert [path.rsplit("/", 1)[1] for path in fetched] == [
        "FY(All)_070_Contracts_Delta_20261106.zip"
    ]
    assert (told["rows_changed"], told["rows_closed"]) == (1, 1)
    assert ("77.01",) in [(str(row[9]),) for row in records(settings)["transactions"]]


def test_a_month_that_was_skipped_is_made_good_with_full_files(tmp_path):
    with served(tmp_path) as (service, server, settings):
        synced(settings)
        service.remove(next(iter(service.book.rows)))
        service.publish("2026-11-06")
        service.publish("2026-12-06")
        asked = len(server.asked)
        told = synced(settings)
        fetched = [r.path for r in server.asked[asked:] if "_Full_20261206" in r.path]
        assert held(settings) == expected(service)
    assert len(fetched) == 4
    assert told["rows_closed"] == 1


def test_full_files_bridge_the_time_where_there_is_no_delta(tmp_path):
    with served(tmp_path) as (service, _, settings):
        service.archive.deltas = False
        service.publish("2026-10-06")
        synced(settings)
        service.change(next(iter(service.book.rows)), federal_action_obligation="5.55")
        service.publish("2026-11-06")
        synced(settings)
        assert held(settings) == expected(service)


def test_what_changed_between_the_monthly_files_comes_by_the_day_of_change(tmp_path):
    with served(tmp_path) as (service, server, settings):
        synced(settings)
        service.today = "2026-10-20"
        key = next(iter(service.book.rows))
        service.change(key, federal_action_obligation="9.99")
        told = synced(settings)
        assert held(settings) == expected(service)
        [asked] = [r.body for r in server.asked if "bulk_download/awards" in r.path][1:]
    assert told["rows_changed"] == 1
    assert asked["filters"]["date_type"] == "last_modified_date"
    assert asked["filters"]["date_range"] == {"start_date": "2026-09-29", "end_date": "2026-10-20"}


@pytest.mark.parametrize("end", ["fails", "never ends", "is forgotten"])
def test_a_download_that_is_not_made_is_asked_for_by_search(tmp_path, end):
    with served(tmp_path, job_seconds=0.2) as (service, _, settings):
        synced(settings)
        service.today = "2026-10-20"
        service.change(next(iter(service.book.rows)), federal_action_obligation="9.99")
        service.desk.ends = [end]
        told = synced(settings)
        assert held(settings) == expected(service)
    assert told["problems"] == {}


def test_a_job_an_earlier_run_asked_for_is_taken_up_and_not_made_twice(tmp_path):
    with served(tmp_path, job_seconds=0.2) as (service, server, settings):
        service.desk.ends = ["never ends"]
        first = synced(settings, parts=("archive",))
        assert "FY2027" in first["problems"]
        for job in service.desk.jobs.values():
            job.ends = "finishes"
        assert synced(settings, parts=("archive",))["problems"] == {}
        assert len([r for r in server.asked if r.path.endswith("bulk_download/awards/")]) == 1


def test_a_search_over_the_limit_is_split_until_each_piece_fits(tmp_path):
    with served(tmp_path) as (service, server, settings):
        service.download_limit = 1
        synced(settings)
        assert held(settings) == expected(service)
        spans = [
            r.body["filters"]["time_period"][0] for r in server.asked if "download/trans" in r.path
        ]
    assert len(spans) == 2
    assert synced_years(spans)


def synced_years(spans: list[dict]) -> bool:
    return all(span["start_date"] < span["end_date"] for span in spans)


def test_an_actor_that_no_list_names_makes_the_search_take_everything(tmp_path):
    with served(tmp_path) as (service, _, settings):
        service.add(
            rows.made(
                "99TEST24F00000001",
                "0",
                "2024-03-01",
                "4732",
                awarding_agency_name="Example Agency In No List",
                awarding_agency_code="999",
            )
        )
        told = synced(settings)
        assert held(settings, "awarding_agency_code = '999'")[0] == 1
    assert "no listed signer" in " ".join(told["notes"])


def test_another_agency_or_all_of_them_work_the_same_way(tmp_path):
    for agency, signed in (("047", "awarding_agency_code = '047'"), ("all", "true")):
        with served(tmp_path / agency) as (service, _, settings):
            told = synced(settings, agency=agency)
            listed = service.book.rows.values()
            wanted = [r for r in listed if agency == "all" or r["awarding_agency_code"] == agency]
            assert held(settings, signed)[0] == len(wanted)
        assert told["problems"] == {}


def test_an_agency_nobody_knows_is_refused_with_those_there_are(tmp_path):
    known = "070 Department of Homeland Security"
    with served(tmp_path) as (_, _, settings), pytest.raises(InputError, match=known):
        synced(settings, agency="999")


def test_a_file_a_person_brought_is_not_fetched_again(tmp_path):
    with served(tmp_path) as (service, server, settings):
        name = "FY2024_070_Contracts_Full_20261006.zip"
        brought = tmp_path / name
        brought.write_bytes(service.archive.files[name])
        import_paths(settings, [brought])
        synced(settings)
        assert held(settings) == expected(service)
        assert not [r for r in server.asked if name in r.path]


def test_one_year_that_cannot_be_had_does_not_stop_the_others(tmp_path):
    plan = faults.Plan().on(faults.SERVER_ERROR, r"FY2024_070_Contracts_Full", times=99)
    with served(tmp_path, plan, attempts=2) as (service, _, settings):
        told = synced(settings)
        assert list(told["problems"]) == ["FY2024_070_Contracts_Full_20261006.zip"]
        assert held(settings, "action_date >= '2024-10-01'")[0] > 0
        plan.rules.clear()
        assert synced(settings)["problems"] == {}
        assert held(settings) == expected(service)


def test_a_service_that_cannot_be_reached_is_one_clear_sentence(tmp_path, command, monkeypatch):
    with Server(Service.small()) as server:
        url = server.url
    monkeypatch.setenv("SOLESOURCE_USASPENDING", url)
    monkeypatch.setenv("SOLESOURCE_ATTEMPTS", "2")
    monkeypatch.setenv("SOLESOURCE_REQUESTS_PER_SECOND", "500")
    answer = command("fetch", "sync")
    assert answer.code == 1
    assert answer.out == ""
    assert "look at the connection and try again" in answer.err
    with pytest.raises(Unreachable):
        synced(place(tmp_path, url, attempts=1))


def test_the_command_says_what_came_and_as_json_nothing_else(tmp_path, command, monkeypatch):
    with served(tmp_path) as (service, server, _):
        monkeypatch.setenv("SOLESOURCE_USASPENDING", server.url)
        monkeypatch.setenv("SOLESOURCE_USASPENDING_FILES", server.url)
        monkeypatch.setenv("SOLESOURCE_REQUESTS_PER_SECOND", "500")
        monkeypatch.setenv("SOLESOURCE_POLL_SECONDS", "0.01")
        first = command("fetch", "sync", "--years", "2023-2026", "--json")
        second = command("fetch", "sync", "--years", "2023-2026")
        rows_held = expected(service)[0]
    assert first.code == second.code == 0
    assert first.json()["rows_new"] == rows_held
    assert "U.S. Customs and Border Protection, FY2024: 8 actions (+8)" in first.err
    assert "nothing new as of 2026-10-06; 9 requests, nothing written" in second.err


@pytest.mark.parametrize("years", ["2007", "2026-2024", "all", "99999"])
def test_years_that_cannot_be_meant_are_wrong_usage(command, years):
    assert command("fetch", "sync", "--years", years).code == 2
