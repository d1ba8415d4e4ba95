"""Which awards are meant, and what becomes of them: named, failing, taken again, said in words."""

from __future__ import annotations

from decimal import Decimal

from fetch.ingest.importer import import_paths
from fetch.ingest.rebuild import rebuild
from fetch.usaspending.award.lookup import award
from fetch.warehouse.database import Warehouse
from tests.builders import csv_file
from tests.fetch.serving import fetch, records, served, silent, without_times
from tests.service.rows import CONTRACT, CONTRACT_KEY, ORDERS, VEHICLE_KEY, made

TABLES = ("transactions", "orders", "reconciliation")


def take(settings, *keys):
    return award(settings, keys, silent, lambda _: None)


def rows(settings, sql):
    with Warehouse(settings.warehouse, read_only=True) as store:
        return store.rows(sql)


def test_an_award_that_fails_is_named_and_the_others_are_taken(tmp_path):
    nowhere = "CONT_AWD_NOWHERE_7012_-NONE-_-NONE-"
    with served(tmp_path) as (service, _, settings):
        service.desk.ends = ["fails"]
        told = take(settings, CONTRACT_KEY, nowhere, VEHICLE_KEY)
    assert set(told["problems"]) == {CONTRACT_KEY, nowhere}
    assert "404" in told["problems"][nowhere]
    assert "EXAMPLE FAILURE" in told["problems"][CONTRACT_KEY]
    assert [one["award_key"] for one in told["awards"]] == [VEHICLE_KEY]


def test_a_number_that_one_held_award_has_is_as_good_as_its_key(tmp_path):
    with served(tmp_path) as (_, _, settings):
        take(settings, CONTRACT_KEY)
        told = take(settings, CONTRACT.lower())
    assert [one["award_key"] for one in told["awards"]] == [CONTRACT_KEY]
    assert told["rows_same"] == 13 + 5, "actions, then sub-awards and lines of funding"


def test_a_number_that_several_or_no_awards_have_is_an_error_that_says_how_to_go_on(tmp_path):
    with served(tmp_path) as (_, server, settings):
        twins = [made("0001", "0", "2024-01-01", agency) for agency in ("7012", "7014")]
        import_paths(settings, [csv_file(tmp_path / "twins.csv", twins)])
        told = take(settings, "0001", "70TEST99")
        assert server.asked == []
    for twin in twins:
        assert twin["contract_award_unique_key"] in told["problems"]["0001"]
    assert "fetch search --award-id 70TEST99" in told["problems"]["70TEST99"]


def test_a_key_with_a_slash_and_a_space_reaches_the_service_whole(tmp_path):
    key = "CONT_AWD_70/TEST 1_7012_-NONE-_-NONE-"
    with served(tmp_path) as (_, server, settings):
        take(settings, key)
        assert server.paths("TEST 1") == [f"/api/v2/awards/{key}/"]


def test_an_award_taken_again_stands_once_as_it_is_now(tmp_path):
    with served(tmp_path) as (service, _, settings):
        take(settings, VEHICLE_KEY)
        service.remove(next(k for k in service.book.rows if ORDERS[0] in k))
        take(settings, VEHICLE_KEY)
        measures = rows(settings, "SELECT measure FROM reconciliation")
        orders = rows(settings, "SELECT obligated_usd FROM orders WHERE piid = '" + ORDERS[0] + "'")
    assert len(measures) == len(set(measures))
    assert orders == [(Decimal("2000.00"),)]


def test_a_warehouse_of_awards_is_made_again_from_the_archive_alone(tmp_path):
    with served(tmp_path) as (service, _, settings):
        service.misreported[CONTRACT_KEY] = {"total_obligation": 1.0}
        take(settings, CONTRACT_KEY, VEHICLE_KEY)
        take(settings, CONTRACT_KEY)
    assert rebuild(settings, silent)["equal"]


def test_what_was_kept_and_not_read_is_read_by_the_next_command(tmp_path):
    with served(tmp_path) as (_, _, settings):
        take(settings, CONTRACT_KEY)
        whole = without_times(records(settings, *TABLES))
        settings.warehouse.unlink()
        take(settings, "nobody")
    assert without_times(records(settings, *TABLES)) == whole


def test_answers_that_cannot_be_read_are_no_award(tmp_path):
    with served(tmp_path) as (service, _, settings):
        service.misreported[CONTRACT_KEY] = {"total_obligation": "much"}
        told = take(settings, CONTRACT_KEY)
    assert "an answer is not as expected" in told["problems"][CONTRACT_KEY]
    assert "fetch doctor" in told["problems"][CONTRACT_KEY]
    assert told["round"] is None


def test_the_command_says_in_words_what_agrees_and_what_differs(tmp_path):
    with served(tmp_path) as (service, server, settings):
        service.misreported[CONTRACT_KEY] = {"total_obligation": 100000}
        done = fetch(settings, server, "award", CONTRACT_KEY)
        state = fetch(settings, server, "status")
    assert done.returncode == 0
    assert (
        "  obligated: ours $117,502.50, the service's $100,000.00: DIFFERENCE $17,502.50"
        in done.stdout
    )
    assert "  actions: ours 13, the service's 13: no difference" in done.stdout
    assert "compared with the service: 1 awards, 3 checks, 1 differ" in state.stdout


def test_the_command_ends_with_1_where_an_award_failed(tmp_path):
    with served(tmp_path) as (_, server, settings):
        done = fetch(settings, server, "award", "CONT_AWD_NOWHERE_7012_-NONE-_-NONE-", "--json")
    assert done.returncode == 1
    assert "failed: CONT_AWD_NOWHERE" in done.stderr


def test_what_is_no_contract_is_refused_before_any_request(tmp_path):
    with served(tmp_path) as (_, server, settings):
        told = take(settings, "ASST_NON_1_7012")
        assert server.asked == []
    assert "give its key" in told["problems"]["ASST_NON_1_7012"]
