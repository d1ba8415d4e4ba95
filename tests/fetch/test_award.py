"""Single awards: taken whole, compared to the cent, whatever the pages do."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fetch.cli.speech import say_awards_round
from fetch.ingest.importer import import_paths
from fetch.reports.status import status
from fetch.usaspending.award.lookup import award
from fetch.warehouse.database import Warehouse
from tests.builders import csv_file
from tests.fetch.serving import records, served, silent, without_times
from tests.service import faults
from tests.service.rows import CONTRACT, CONTRACT_KEY, ORDER_KEYS, ORDERS, VEHICLE_KEY, made

TABLES = ("transactions", "orders", "reconciliation")


def take(settings, *keys):
    return award(settings, keys, silent, lambda _: None)


def checks(told, key=None):
    """The checks of an award by their measure."""
    [one] = [a for a in told["awards"] if key in (None, a["award_key"])]
    return {check["measure"]: check for check in one["checks"]}


def compared(told, measure):
    check = checks(told)[measure]
    return check["ours"], check["services"], check["difference"]


def rows(settings, sql):
    with Warehouse(settings.warehouse, read_only=True) as store:
        return store.rows(sql)


def test_an_award_is_taken_with_all_its_actions_and_agrees_to_the_cent(tmp_path):
    with served(tmp_path) as (_, server, settings):
        answer = take(settings, CONTRACT_KEY)
    assert answer["problems"] == {}
    assert answer["rows_new"] == 13 + 2 + 2, "actions, sub-awards, lines of funding"
    assert compared(answer, "obligated") == ("117502.50", "117502.50", "0.00")
    assert compared(answer, "ceiling") == ("200000.00", "200000.00", "0.00")
    assert compared(answer, "actions") == (13, 13, 0)
    assert checks(answer)["obligated"]["as_of"] == "2026-10-06"
    assert len(server.asked) == answer["requests"]


def test_a_sum_that_the_service_states_otherwise_is_a_difference_and_no_error(tmp_path):
    with served(tmp_path) as (service, _, settings):
        service.misreported[CONTRACT_KEY] = {"total_obligation": 117502.49}
        answer = take(settings, CONTRACT_KEY)
    assert answer["problems"] == {}
    assert compared(answer, "obligated") == ("117502.50", "117502.49", "0.01")
    [differing] = status(settings)["reconciliation"]["differing"]
    assert differing["difference"] == "0.01"


def test_a_sum_that_is_not_stated_is_missing_and_not_zero(tmp_path):
    with served(tmp_path) as (service, _, settings):
        service.misreported[CONTRACT_KEY] = {"base_and_all_options": None}
        answer = take(settings, CONTRACT_KEY)
    assert compared(answer, "ceiling") == ("200000.00", None, None)
    assert checks(answer)["ceiling"]["because"] == "the service states no total"
    assert status(settings)["reconciliation"]["not_comparable"] == 1


def test_the_rows_of_an_award_that_went_to_quarantine_are_listed(tmp_path, capsys):
    with served(tmp_path) as (service, _, settings):
        key = next(k for k, r in service.book.rows.items() if r["award_id_piid"] == CONTRACT)
        service.change(key, number_of_offers_received="two")
        answer = take(settings, CONTRACT_KEY)
        again = take(settings, CONTRACT_KEY)
    [row] = answer["quarantine"]
    assert row["reason"] == "number_of_offers_received: not a whole number (two)"
    assert row["kept"]
    assert len(again["quarantine"]) == 1
    say_awards_round(answer)
    told = capsys.readouterr().err
    assert f"quarantine: {row['file']}, line {row['line']}: {row['reason']}; held without" in told


def test_an_award_that_was_read_whole_has_nothing_in_quarantine(tmp_path):
    with served(tmp_path) as (_, _, settings):
        assert take(settings, CONTRACT_KEY)["quarantine"] == []


def test_an_amount_with_a_floats_noise_is_compared_to_the_cent(tmp_path):
    with served(tmp_path) as (service, _, settings):
        service.misreported[CONTRACT_KEY] = {"total_obligation": 117502.50000000001}
        answer = take(settings, CONTRACT_KEY)
    assert compared(answer, "obligated") == ("117502.50", "117502.50", "0.00")


def test_actions_that_state_no_ceiling_change_are_named(tmp_path):
    with served(tmp_path) as (service, _, settings):
        for row in [r for r in service.book.rows.values() if r["award_id_piid"] == CONTRACT]:
            if row["modification_number"] != "0":
                row["base_and_all_options_value"] = ""
        answer = take(settings, CONTRACT_KEY)
    assert compared(answer, "ceiling") == ("200000.00", "200000.00", "0.00")
    assert checks(answer)["ceiling"]["because"].startswith("12 of the actions held state no change")


def test_an_action_held_that_the_service_no_longer_lists_is_named(tmp_path):
    gone = made(CONTRACT, "P00099", "2026-07-01")
    with served(tmp_path) as (_, _, settings):
        import_paths(settings, [csv_file(tmp_path / "earlier.csv", [gone])])
        answer = take(settings, CONTRACT_KEY)
    check = checks(answer)["actions"]
    assert (check["ours"], check["services"], check["difference"]) == (14, 13, 1)
    assert check["only_we_hold"] == [gone["contract_transaction_unique_key"]]
    assert check["because"] == "1 are held that it does not list"


def test_an_action_that_the_service_lists_and_its_download_lacks_is_named(tmp_path):
    with served(tmp_path) as (service, _, settings):
        take(settings, CONTRACT_KEY)
        new = made(CONTRACT, "P00013", "2026-09-01", federal_action_obligation="5.00")
        service.add(new)
        service.desk.reuse = True  # the download of the day before is given again
        answer = take(settings, CONTRACT_KEY)
    assert checks(answer)["actions"]["we_lack"] == [new["contract_transaction_unique_key"]]
    assert compared(answer, "obligated") == ("117502.50", "117507.50", "-5.00")


def test_a_vehicle_comes_with_its_orders_their_sums_and_their_ceilings(tmp_path):
    with served(tmp_path) as (_, _, settings):
        answer = take(settings, VEHICLE_KEY)
    assert answer["problems"] == {}
    assert compared(answer, "child_awards") == (3, 3, 0)
    assert compared(answer, "child_awards obligated") == ("9000.00", "9000.00", "0.00")
    assert compared(answer, "child_awards ceiling") == ("45000.00", "45000.00", "0.00")
    found = rows(settings, "SELECT order_key, level, piid, obligated_usd FROM orders ORDER BY 1")
    amount = Decimal("3000.00")
    assert found == [
        (key, "child_awards", piid, amount) for key, piid in zip(ORDER_KEYS, ORDERS, strict=True)
    ]


def test_the_sub_awards_of_a_vehicle_are_listed_and_counted(tmp_path):
    with served(tmp_path) as (service, server, settings):
        service.book.subawards = [
            {**row, "prime_award_unique_key": VEHICLE_KEY} for row in service.book.subawards
        ]
        answer = take(settings, VEHICLE_KEY)
        assert server.paths("subawards") == ["/api/v2/subawards/"]
    [one] = answer["awards"]
    assert len(one["subawards"]) == 5
    assert compared(answer, "subawards") == (5, 5, 0)


def test_a_hundred_orders_on_a_page_are_not_the_last_although_the_service_says_so(tmp_path):
    vehicle = VEHICLE_KEY.split("_")[2]
    with served(tmp_path) as (service, server, settings):
        for number in range(197):
            service.add(made(f"70TEST26F{number:08}", "0", "2026-01-05", "7014", parent=vehicle))
        server.handler = NeverMore(service)
        answer = take(settings, VEHICLE_KEY)
    assert compared(answer, "child_awards") == (200, 200, 0)


class NeverMore:
    """The same service, whose lists of orders never say that there is more."""

    def __init__(self, service):
        self.service = service

    def answer(self, request):
        reply = self.service.answer(request)
        if request.path == "/api/v2/idvs/awards/":
            reply.body["page_metadata"]["hasNext"] = False
        return reply


@pytest.mark.parametrize("fault", faults.PAGES, ids=lambda fault: fault.name)
@pytest.mark.parametrize("path", ["transactions/$", "idvs/awards/$", "idvs/activity/$"])
def test_a_page_that_lies_once_leaves_the_same_award(tmp_path, fault, path):
    with served(tmp_path / "good") as (_, _, settings):
        take(settings, VEHICLE_KEY)
        good = records(settings, *TABLES)
    plan = faults.Plan().on(fault, path, nth=2 if "awards" in path else 1)
    with served(tmp_path / "bad", plan) as (_, _, settings):
        assert take(settings, VEHICLE_KEY)["problems"] == {}
        found = records(settings, *TABLES)
    assert plan.log
    assert without_times(found) == without_times(good)


@pytest.mark.parametrize("fault", [faults.LOSES, faults.SWAPS], ids=lambda fault: fault.name)
def test_actions_that_never_are_as_many_as_counted_are_not_taken(tmp_path, fault):
    plan = faults.Plan().on(fault, "transactions/$", times=9)
    with served(tmp_path, plan) as (_, server, settings):
        answer = take(settings, CONTRACT_KEY)
        assert len(server.paths("/api/v2/transactions/")) == 2
    assert "12 came, 13 are counted" in answer["problems"][CONTRACT_KEY]
    assert answer["awards"] == []
    assert answer["round"] is None


@pytest.mark.parametrize("fault", [*faults.PASSING, *faults.WRONG_SHAPES], ids=lambda f: f.name)
def test_what_goes_wrong_on_the_way_and_passes_leaves_the_same_award(tmp_path, fault):
    plan = faults.Plan(seed=7, rate=0.3, faults=[fault])
    with served(tmp_path, plan) as (_, _, settings):
        answer = take(settings, CONTRACT_KEY, VEHICLE_KEY)
    assert answer["problems"] == {}
    assert all(not c["difference"] or not Decimal(c["difference"]) for c in all_checks(answer))
    assert plan.log


def all_checks(told):
    return [check for one in told["awards"] for check in one["checks"]]


@pytest.mark.parametrize("fault", [faults.TRUNCATED, faults.ALTERED])
def test_a_damaged_download_is_made_once_more(tmp_path, fault):
    plan = faults.Plan().on(fault, "generated_downloads")
    with served(tmp_path, plan) as (_, _, settings):
        answer = take(settings, CONTRACT_KEY)
    assert answer["problems"] == {}
    assert compared(answer, "actions") == (13, 13, 0)


def test_actions_of_one_day_that_move_between_pages_are_complete_or_not_taken(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("fetch.usaspending.award.requests.MOST_ACTIONS", 5)
    outcomes = set()
    with served(tmp_path) as (service, _, settings):
        service.unstable_ties = True
        for row in service.book.rows.values():
            row["action_date"] = "2024-03-15"
        for _ in range(12):
            answer = take(settings, CONTRACT_KEY)
            outcomes.add(bool(answer["awards"]))
            if answer["awards"]:
                assert compared(answer, "actions") == (13, 13, 0)
                assert checks(answer)["actions"]["we_lack"] == []
            else:
                assert "13 are counted" in answer["problems"][CONTRACT_KEY]
    assert False in outcomes


def test_two_actions_of_one_day_on_pages_that_are_complete_are_taken(tmp_path, monkeypatch):
    monkeypatch.setattr("fetch.usaspending.award.requests.MOST_ACTIONS", 5)
    with served(tmp_path) as (_, server, settings):
        answer = take(settings, CONTRACT_KEY)
        assert len(server.paths("/api/v2/transactions/")) == 3
    assert compared(answer, "actions") == (13, 13, 0)
