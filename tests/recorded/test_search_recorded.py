"""Searches over sockets, from genuine answers: walks by the last record, counts, ties."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fetch.fiscal import DateSpan
from fetch.usaspending import pagination
from fetch.usaspending.query import Query
from fetch.usaspending.search.search import KEY, search, walk
from tests.conftest import ROOT
from tests.fetch.serving import client, fetch, place, silent
from tests.service.replay import Replay, exchanges
from tests.service.server import Server

pytestmark = pytest.mark.recorded

RECORDED = ROOT.parent / "shared" / "data" / "recorded"
EVER = DateSpan(date(2007, 10, 1), date(2026, 9, 30))
YEAR_2024 = DateSpan(date(2023, 10, 1), date(2024, 9, 30))


@pytest.fixture
def replayed(tmp_path):
    """The recorded service, and settings that lead to it."""
    with Server(Replay(RECORDED)) as server:
        yield server, place(tmp_path, server.url)


def recorded_body(number):
    [found] = [e for e in exchanges(RECORDED) if e.name.startswith(f"{number}-")]
    return found.request["body"]


def walked(settings, body):
    with client(settings) as asking:
        return list(walk(asking, body))


def test_the_command_finds_the_contracts_of_one_vendor(replayed):
    server, settings = replayed
    words = ("--keyword", "PALANTIR", "--kind", "contracts", "--years", "2008-2026")
    done = fetch(
        settings, server, "search", *words, "--sort", "Award Amount", "--order", "desc", "--json"
    )
    assert done.returncode == 0, done.stderr
    assert server.handler.refused == []
    assert [name[:3] for name in server.handler.served] == ["355", "255", "250", "255"]
    assert '"contracts": 14' in done.stdout


def test_what_was_found_is_kept_to_the_cent_and_in_the_order_asked(replayed):
    _, settings = replayed
    asked = Query(EVER, ("contracts",), keywords=("PALANTIR",), sort="Award Amount", order="desc")
    told = search(settings, asked, silent, lambda _: None)
    assert told["counted"] == {"contracts": 14}
    amounts = [Decimal(row["obligated_usd"]) for row in told["found"]]
    assert len(amounts) == 14
    assert amounts == sorted(amounts, reverse=True)
    assert told["found"][0]["piid"] == "70CTD022FR0000170"
    assert str(amounts[0]) == "139314020.61"


def test_the_walk_over_a_components_year_meets_916_awards_once(replayed):
    """By function: no count of this search was recorded."""
    server, settings = replayed
    ice = {
        "type": "awarding",
        "tier": "subtier",
        "name": "U.S. Immigration and Customs Enforcement",
        "toptier_name": "Department of Homeland Security",
    }
    asked = Query(YEAR_2024, ("contracts",), sort="Award Amount", order="desc")
    pages = walked(settings, asked.body("contracts", asked.filters("contracts", [ice])))
    assert server.handler.refused == []
    assert [name[:3] for name in server.handler.served] == [str(n) for n in range(220, 230)]
    assert sum(len(pagination.rows(page)) for page in pages) == 916
    assert len(pagination.distinct(pages, KEY)) == 916


def test_488_awards_of_one_amount_come_once_each_over_ten_pages(replayed):
    """By function: equal amounts, told apart by the last record's number alone."""
    server, settings = replayed
    body = {name: value for name, value in recorded_body(277).items() if name != "page"}
    pages = walked(settings, body)
    assert server.handler.refused == []
    assert len(pages) == 10
    assert sum(len(pagination.rows(page)) for page in pages) == 488
    assert len(pagination.distinct(pages, KEY)) == 488


def test_the_bodies_that_are_sent_are_those_that_were_recorded():
    asked = Query(EVER, ("contracts",), keywords=("PALANTIR",), sort="Award Amount", order="desc")
    sent = asked.body("contracts", asked.filters("contracts", []))
    assert {**sent, "page": 1} == recorded_body(250)
    assert list(sent["fields"]) == recorded_body(250)["fields"]
