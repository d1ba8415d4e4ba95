"""A search meets every award once, proves it by counts, and asks nothing that is not heeded."""

from __future__ import annotations

import weakref
from datetime import date

import pytest

from fetch.errors import InputError, WrongShape
from fetch.fiscal import DateSpan
from fetch.http.client import Response
from fetch.ingest.rebuild import rebuild
from fetch.usaspending.query import Query
from fetch.usaspending.search.search import COUNT, search, walk
from fetch.warehouse.database import Warehouse
from tests.fetch.serving import client, fetch, served, silent
from tests.service import faults
from tests.service.rows import CONTRACT, CONTRACT_KEY, FUNDED_KEY, ORDERS, VEHICLE_KEY

EVER = DateSpan(date(2022, 10, 1), date(2026, 9, 30))
BY_AWARD = "/api/v2/search/spending_by_award/"


def find(settings, *, take=False, window=50_000, **asked):
    return search(
        settings,
        Query(**{"span": EVER, **asked}),
        silent,
        lambda _: None,
        take=take,
        window=window,
    )


def found(told):
    return [row["award_key"] for row in told["found"]]


@pytest.mark.parametrize("sort", ["Award ID", "Award Amount", "Base Obligation Date"])
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_a_walk_meets_every_award_once_whatever_the_order(tmp_path, monkeypatch, sort, order):
    monkeypatch.setattr("fetch.usaspending.query.LIMIT", 7)
    with served(tmp_path) as (service, server, settings):
        answer = find(settings, sort=sort, order=order)
        bodies = [request.body for request in server.asked if request.path == BY_AWARD]
    assert answer["problems"] == {}
    assert answer["counted"] == {"contracts": 41, "idvs": 1}
    assert sorted(found(answer)) == sorted(award.key for award in service.book.awards())
    assert [body.get("page") for body in bodies] == [1, 2, 3, 4, 5, 6, 1]
    assert all("last_record_unique_id" in body for body in bodies[1:6])


def test_what_is_found_is_kept_under_its_question_and_replaced_by_the_next_answer(tmp_path):
    with served(tmp_path) as (service, _, settings):
        find(settings, award_ids=(CONTRACT.lower(), ORDERS[0]), kinds=("contracts",))
        for key in [key for key in service.book.rows if ORDERS[0] in key]:
            service.remove(key)
        answer = find(settings, award_ids=(CONTRACT.lower(), ORDERS[0]), kinds=("contracts",))
        assert rebuild(settings, silent)["equal"]
    assert found(answer) == [CONTRACT_KEY]
    with Warehouse(settings.warehouse, read_only=True) as store:
        [row] = store.rows("SELECT award_key, obligated_usd, base_date, sub_agency FROM finds")
    assert (row[0], str(row[1]), str(row[2])) == (CONTRACT_KEY, "117502.50", "2023-11-15")
    assert row[3] == "U.S. Immigration and Customs Enforcement"


def test_nothing_found_is_an_answer(tmp_path):
    with served(tmp_path) as (_, _, settings):
        answer = find(settings, keywords=("NO SUCH WORD",))
    assert (answer["problems"], answer["found"]) == ({}, [])
    assert answer["counted"] == {"contracts": 0, "idvs": 0}


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({"component": "ICE", "agency": "070"}, 13),
        ({"component": "7014", "agency": "070"}, 16),
        ({"agency": "070"}, 41),
        ({"recipients": ("EXAMPLE NETWORKS",)}, 1),
        ({"psc": ("7A",)}, 42),
        ({"naics": ("54",)}, 42),
        ({"naics": ("33",)}, 0),
    ],
    ids=str,
)
def test_each_filter_narrows_as_the_service_means_it(tmp_path, asked, number):
    with served(tmp_path) as (_, _, settings):
        answer = find(settings, **asked)
    assert answer["problems"] == {}
    assert sum(answer["counted"].values()) == number == len(answer["found"])


def test_a_search_that_takes_takes_each_award_that_it_finds(tmp_path):
    with served(tmp_path) as (_, _, settings):
        answer = find(settings, award_ids=(CONTRACT,), take=True)
    assert answer["problems"] == {}
    assert [one["award_key"] for one in answer["awards"]] == [CONTRACT_KEY]
    assert answer["rows_new"] == 13 + 2 + 2, "actions, sub-awards, lines of funding"


@pytest.mark.parametrize("fault", faults.PAGES, ids=lambda fault: fault.name)
def test_a_page_that_lies_once_loses_nothing(tmp_path, fault):
    plan = faults.Plan().on(fault, "spending_by_award/$")
    with served(tmp_path, plan) as (_, _, settings):
        answer = find(settings, kinds=("contracts",))
    assert answer["problems"] == {}
    assert len(set(found(answer))) == len(answer["found"]) == 41
    assert plan.log


@pytest.mark.parametrize("fault", [faults.LOSES, faults.SWAPS], ids=lambda fault: fault.name)
def test_pages_that_always_lose_a_record_are_not_stored(tmp_path, fault):
    plan = faults.Plan().on(fault, "spending_by_award/$", times=9)
    with served(tmp_path, plan) as (_, _, settings):
        answer = find(settings, kinds=("contracts",))
    problem = answer["problems"]["search for contracts"]
    assert "40 awards came; 41 were counted before and 41 after" in problem
    assert answer["round"] is None


def test_records_that_change_during_the_walk_are_walked_again(tmp_path):
    with served(tmp_path) as (service, server, settings):
        server.handler = Growing(service)
        answer = find(settings, kinds=("contracts",))
    assert answer["problems"] == {}
    assert len(answer["found"]) == answer["counted"]["contracts"] == 40


class Moving:
    """The same service, whose count is one more each time, from before what it has."""

    def __init__(self, service, first):
        self.service, self.next = service, first

    def answer(self, request):
        reply = self.service.answer(request)
        if request.path == COUNT:
            reply.body["results"]["contracts"] = self.next
            self.next += 1
        return reply


def test_a_count_that_never_stands_still_is_noted_and_what_lies_between_is_kept(tmp_path):
    with served(tmp_path) as (service, server, settings):
        server.handler = Moving(service, 38)
        answer = find(settings, kinds=("contracts",))
        assert rebuild(settings, silent)["equal"]
    assert answer["problems"] == {}
    assert len(answer["found"]) == answer["counted"]["contracts"] == 41
    [note] = answer["notes"]
    assert "41 awards came; 40 were counted before and 41 after" in note


def test_a_count_that_moves_past_what_came_is_an_error(tmp_path):
    with served(tmp_path) as (service, server, settings):
        server.handler = Moving(service, 50)
        answer = find(settings, kinds=("contracts",))
    assert "41 awards came; 52 were counted" in answer["problems"]["search for contracts"]


def test_of_the_pages_of_a_search_only_keys_and_names_stay_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("fetch.usaspending.query.LIMIT", 2)
    monkeypatch.setattr("fetch.usaspending.search.reader.AT_ONCE", 3)
    alive, most, made = [0], [0], Response.__init__

    def counted(self, *given):
        made(self, *given)
        alive[0] += 1
        most[0] = max(most + alive)
        weakref.finalize(self, lambda: alive.append(alive.pop() - 1))

    monkeypatch.setattr(Response, "__init__", counted)
    with served(tmp_path) as (_, server, settings):
        answer = find(settings, kinds=("contracts",))
        assert len(server.paths(BY_AWARD)) > 20
    assert most[0] < 8
    assert len(set(found(answer))) == len(answer["found"]) == 41


class Growing:
    """The same service, which loses an award after the first count."""

    def __init__(self, service):
        self.service, self.lost = service, False

    def answer(self, request):
        reply = self.service.answer(request)
        if request.path == COUNT and not self.lost:
            self.lost = True
            for key in [key for key in self.service.book.rows if ORDERS[0] in key]:
                self.service.remove(key)
        return reply


def test_what_is_over_the_window_comes_in_parts_and_no_award_twice(tmp_path):
    with served(tmp_path) as (service, server, settings):
        answer = find(settings, window=12)
        bodies = [request.body["filters"] for request in server.asked if request.path == BY_AWARD]
    assert answer["problems"] == {}
    assert answer["counted"] == {"contracts": 41, "idvs": 1}
    assert sorted(found(answer)) == sorted(award.key for award in service.book.awards())
    assert {"B"} in [set(filters["award_type_codes"]) for filters in bodies]
    assert len({filters["time_period"][0]["start_date"] for filters in bodies}) > 1


def test_what_cannot_be_divided_any_more_is_an_error_with_the_figures(tmp_path):
    with served(tmp_path) as (_, _, settings):
        one = date(2024, 9, 20)
        answer = find(settings, span=DateSpan(one, one), kinds=("contracts",), window=0)
    assert "are over the window of 0" in answer["problems"]["search for contracts"]


class Changed:
    """The same service, whose pages of awards are changed by a function."""

    def __init__(self, service, change, path=BY_AWARD):
        self.service, self.change, self.path = service, change, path

    def answer(self, request):
        reply = self.service.answer(request)
        if request.path == self.path:
            self.change(reply.body)
        return reply


@pytest.mark.parametrize(
    "cursor",
    [
        {"last_record_unique_id": None},
        {"last_record_sort_value": "None"},
        {"last_record_sort_value": None},
        {"last_record_unique_id": "9000001"},
    ],
    ids=str,
)
def test_a_page_that_promises_more_and_does_not_say_where_is_of_the_wrong_shape(tmp_path, cursor):
    def change(page):
        page["page_metadata"] |= {"hasNext": True, **cursor}

    with served(tmp_path) as (service, server, settings):
        server.handler = Changed(service, change)
        answer = find(settings, kinds=("contracts",))
        assert len(server.paths(BY_AWARD)) == 1
    assert "more is promised" in answer["problems"]["search for contracts"]


def test_a_service_that_gives_the_same_page_for_ever_is_left(tmp_path):
    def change(page):
        last = {"last_record_unique_id": 1, "last_record_sort_value": "A"}
        page["page_metadata"] |= {"hasNext": True, **last}

    body = Query(EVER).body("contracts", Query(EVER).filters("contracts", []))
    with served(tmp_path) as (service, server, settings):
        server.handler = Changed(service, change)
        with client(settings) as asking, pytest.raises(WrongShape, match="no record that is new"):
            list(walk(asking, body))
        assert len(server.asked) == 2


def test_a_message_that_is_new_is_told_to_the_person(tmp_path):
    def change(page):
        page["messages"].append("Welcome to the new search.")

    with served(tmp_path) as (service, server, settings):
        server.handler = Changed(service, change)
        answer = find(settings)
    assert answer["notes"] == ["Welcome to the new search."]


def test_an_answer_to_another_question_is_not_stored(tmp_path):
    def change(page):
        page["messages"].append(
            "The following filters from the request were not used: {'keywords'}."
        )

    with served(tmp_path) as (service, server, settings):
        server.handler = Changed(service, change)
        answer = find(settings, keywords=("EXAMPLE",))
    assert all("it dropped keywords" in problem for problem in answer["problems"].values())
    assert answer["found"] == []


def test_the_command_lists_what_it_finds_and_counts_it(tmp_path):
    with served(tmp_path) as (_, server, settings):
        done = fetch(settings, server, "search", "--component", "CBP", "--years", "2023-2026")
        wrong = fetch(settings, server, "search", "--psc", "d3")
        one = fetch(settings, server, "search", "--agency", "047", "--years", "2024", "--json")
        everything = fetch(settings, server, "search")
        both = fetch(settings, server, "search", "--component", "ICE", "--agency", "all")
    assert everything.returncode == both.returncode == 2
    assert "a component is of one agency" in both.stderr
    assert done.returncode == 0
    assert VEHICLE_KEY in done.stdout
    assert "15 contracts\n1 idvs\n" in done.stdout
    assert wrong.returncode == 2
    assert FUNDED_KEY in one.stdout


def test_an_agency_that_the_service_does_not_list_is_named_with_those_it_does(tmp_path):
    with served(tmp_path) as (_, _, settings), pytest.raises(InputError, match="999: no such"):
        find(settings, agency="999")


def test_a_list_in_place_of_a_page_is_not_taken(tmp_path):
    plan = faults.Plan().on(faults.KEYLESS, "spending_by_award/$", times=9)
    with served(tmp_path, plan) as (_, _, settings):
        answer = find(settings, kinds=("contracts",))
    assert "no page_metadata" in answer["problems"]["search for contracts"]
