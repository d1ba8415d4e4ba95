"""The one door to the network: patient, polite, and plain about what it could not have."""

from __future__ import annotations

import json
import re
import threading
import time

import pytest

from fetch.archive.store import Archive
from fetch.errors import (
    Overloaded,
    RequestRefused,
    ServerFault,
    TruncatedResponse,
    UnknownRecord,
    Unreachable,
    WrongShape,
)
from fetch.http.responses import RawResponse, Request, require_good
from fetch.http.retry import Clock
from tests.fetch.serving import client, place, served
from tests.service import faults
from tests.service.server import Reply, Server

LAST = "/api/v2/awards/last_updated/"
SHAPE = {"last_updated": str}
FILE = "FY2024_070_Contracts_Full_20261006.zip"
FILE_URL = f"https://files.usaspending.gov/award_data_archive/{FILE}"


def ask(settings, path=LAST, shape=SHAPE):
    with client(settings) as asking:
        return asking.get(path, shape=shape)


@pytest.mark.parametrize("fault", [*faults.PASSING, *faults.WRONG_SHAPES], ids=lambda f: f.name)
def test_what_goes_wrong_twice_and_passes_is_asked_again(tmp_path, fault):
    plan = faults.Plan().on(fault, times=2)
    with served(tmp_path, plan) as (_, _, settings):
        assert ask(settings)["last_updated"] == "10/06/2026"
    assert len(plan.log) == 2


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (faults.TOO_MANY_SILENT, Overloaded, "429 Too many"),
        (faults.SERVER_ERROR, ServerFault, "500 an HTML page: <!doctype html>"),
        (faults.UNAVAILABLE, Overloaded, "503 with an empty body"),
        (faults.RESET, Unreachable, "ReadError"),
        (faults.NO_BYTE, Unreachable, "disconnected"),
        (faults.TOO_LONG, Unreachable, "RemoteProtocolError"),
        (faults.TRUNCATED, TruncatedResponse, "JSON that breaks off"),
        (faults.LIST, WrongShape, "no last_updated in []"),
        (faults.KEYLESS, WrongShape, 'no last_updated in {"hello": "world"}'),
        (faults.HTML_200, WrongShape, "not JSON: <!doctype html>"),
    ],
    ids=lambda given: getattr(given, "name", ""),
)
def test_each_way_to_fail_is_told_apart_and_says_what_came_and_what_to_do(
    tmp_path, fault, error, words
):
    plan = faults.Plan().on(fault, times=100)
    with served(tmp_path, plan, attempts=3) as (_, server, settings):
        with pytest.raises(error) as raised:
            ask(settings)
        assert len(server.asked) == 3
    assert type(raised.value) is error
    assert f"GET {server.url}{LAST}" in str(raised.value)
    assert words in str(raised.value)
    assert raised.value.advice in str(raised.value)
    assert len(raised.value.answer) <= 300


def test_each_further_attempt_is_told_in_one_short_line(tmp_path):
    said = []
    plan = faults.Plan().on(faults.SERVER_ERROR).on(faults.RESET, nth=2)
    with served(tmp_path, plan) as (_, server, settings), client(settings) as asking:
        asking.say = said.append
        asking.post("/api/v2/download/count/", {"filters": {"keywords": ["EXAMPLE"] * 50}})
    assert len(said) == 2
    for line in said:
        assert re.match(rf"again in \d+ s: POST {server.url}/api/v2/download/count/: ", line)
        assert "\n" not in line
        assert "EXAMPLE" not in line
        assert len(line) < 200


def test_a_refusal_is_not_asked_again_and_gives_the_services_own_words(tmp_path):
    with served(tmp_path) as (_, server, settings), client(settings) as asking:
        with pytest.raises(UnknownRecord, match="404 No Award"):
            asking.get("/api/v2/awards/CONT_AWD_NOWHERE_7012_-NONE-_-NONE-/")
        with pytest.raises(RequestRefused, match="070 agency not found"):
            asking.post(
                "/api/v2/bulk_download/list_monthly_files/",
                {"agency": "070", "fiscal_year": 2024, "type": "contracts"},
            )
        assert len(server.asked) == 2


class Waiting:
    """A clock that notes every pause and lets none pass."""

    def __init__(self):
        self.time = 0.0
        self.pauses = []

    def sleep(self, seconds):
        self.pauses.append(seconds)
        self.time += seconds

    def clock(self):
        return Clock(moment=lambda: self.time, sleep=self.sleep, chance=lambda: 1.0)


def waited(settings, **more):
    """The pauses of one request that meets the faults of the plan."""
    waiting = Waiting()
    with client(settings) as asking:
        asking.clock = waiting.clock()
        asking.pace.moment = waiting.clock().moment
        try:
            asking.get(LAST, shape=SHAPE)
        except Overloaded as error:
            return waiting.pauses, error
    return waiting.pauses, None


def test_a_wish_for_patience_is_honoured_in_seconds_and_as_a_date(tmp_path):
    plan = faults.Plan().on(faults.too_many(7)).on(faults.too_many(9, as_date=True), nth=2)
    with served(tmp_path, plan) as (_, _, settings):
        pauses, error = waited(settings)
    assert error is None
    assert [round(p) for p in pauses if p > 1] in ([7, 9], [7, 8])


def test_pauses_grow_where_nothing_is_wished_for(tmp_path):
    plan = faults.Plan().on(faults.TOO_MANY_SILENT, times=4)
    with served(tmp_path, plan, requests_per_second=1) as (_, _, settings):
        pauses, _ = waited(settings.model_copy(update={"most_seconds_back_off": 8}))
    assert [p for p in pauses if p >= 2] == [2, 4, 8, 8]


def test_a_pause_longer_than_the_budget_ends_the_request_at_once(tmp_path):
    plan = faults.Plan().on(faults.too_many(10_000), times=9)
    with served(tmp_path, plan) as (_, server, settings):
        _, error = waited(settings)
        assert isinstance(error, Overloaded)
        assert len(server.asked) == 1


def test_requests_keep_the_pace(tmp_path):
    waiting = Waiting()
    with (
        served(tmp_path, requests_per_second=2) as (_, _, settings),
        client(settings) as asking,
    ):
        asking.clock = waiting.clock()
        asking.pace.moment = waiting.clock().moment
        for _ in range(3):
            asking.get(LAST)
    assert waiting.pauses == [0.5, 0.5]


def test_no_more_than_the_allowed_number_is_under_way_at_once(tmp_path):
    under_way, most, lock = 0, 0, threading.Lock()

    class Slow:
        def answer(self, _):
            nonlocal under_way, most
            with lock:
                under_way += 1
                most = max(most, under_way)
            time.sleep(0.05)
            with lock:
                under_way -= 1
            return Reply({"last_updated": ""})

    with Server(Slow()) as server, client(place(tmp_path, server.url, at_once=2)) as asking:
        threads = [threading.Thread(target=asking.get, args=(LAST,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most == 2


def test_a_stalled_socket_is_given_up_and_asked_again(tmp_path):
    plan = faults.Plan().on(faults.stalled(3), times=1)
    with served(tmp_path, plan, read_seconds=0.3) as (_, _, settings):
        assert ask(settings)["last_updated"] == "10/06/2026"


def test_a_closed_port_says_so(tmp_path):
    with Server(Reply) as server:
        url = server.url
    with pytest.raises(Unreachable, match="look at the connection"):
        ask(place(tmp_path, url, attempts=2))


def test_a_download_that_is_cut_costs_only_what_is_lacking(tmp_path):
    plan = faults.Plan().on(faults.reset(0.9), path="Full_")
    with served(tmp_path, plan) as (_, server, settings), client(settings) as asking:
        stored = asking.download(FILE_URL, lambda _: lambda __: None)
        first, second = [r for r in server.asked if FILE in r.path]
    assert "range" not in {name.lower() for name in first.headers}
    start = int({k.lower(): v for k, v in second.headers.items()}["range"].split("=")[1][:-1])
    assert start == pytest.approx(stored.size * 0.9, rel=0.05)
    assert Archive(settings.archive).has(stored.sha256)
    assert not list((settings.archive / "partial").iterdir())


@pytest.mark.parametrize("fault", [faults.TRUNCATED, faults.TOO_LONG, faults.HTML_200])
def test_a_download_that_is_no_whole_zip_is_begun_again(tmp_path, fault):
    plan = faults.Plan().on(fault, path="Full_")
    with served(tmp_path, plan) as (service, _, settings), client(settings) as asking:
        stored = asking.download(FILE_URL, lambda _: lambda __: None)
        whole = service.archive.files[FILE]
    assert asking.archive.read(stored.sha256) == whole


def test_a_file_that_changed_meanwhile_is_begun_again(tmp_path):
    plan = faults.Plan().on(faults.reset(0.5), "Full_").on(faults.NO_BYTE, "Full_", nth=2)
    with served(tmp_path, plan, attempts=1) as (service, _, settings):
        with client(settings) as asking, pytest.raises(Unreachable):
            asking.download(FILE_URL, lambda _: lambda __: None)
        plan.rules.clear()
        key = next(iter(service.book.rows))
        service.change(key, federal_action_obligation="5.00")
        service.publish("2026-10-06")
        with client(settings) as asking:
            stored = asking.download(FILE_URL, lambda _: lambda __: None)
        assert asking.archive.read(stored.sha256) == service.archive.files[FILE]


def test_an_address_outside_the_service_is_never_a_target(tmp_path):
    with served(tmp_path) as (_, server, settings), client(settings) as asking:
        with pytest.raises(WrongShape, match="outside the service's own"):
            asking.download("https://example.org/a.zip", lambda _: lambda __: None)
        assert server.asked == []


def test_every_answer_is_in_the_archive_even_a_bad_one(tmp_path):
    plan = faults.Plan().on(faults.SERVER_ERROR)
    with served(tmp_path, plan) as (_, _, settings):
        ask(settings)
    archive = Archive(settings.archive)
    bad, good = archive.exchanges()
    assert (bad.status, good.status) == (500, 200)
    assert b"Server Error" in archive.read(bad.sha256)
    assert json.loads(archive.read(good.sha256)) == {"last_updated": "10/06/2026"}
    assert good.headers["content-type"].startswith("application/json")
    assert good.at.startswith("20")


@pytest.mark.parametrize(
    ("wish", "seconds"),
    [
        ("120", 120),
        ("Sun, 22 Nov 2026 07:28:00 -0000", 60),
        ("Sun, 22 Nov 2026 07:28:00 GMT", 60),
        ("²", None),
        ("١", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_wish_for_patience_is_read_whatever_its_spelling(wish, seconds):
    headers = {"retry-after": wish, "date": "Sun, 22 Nov 2026 07:27:00 GMT"}
    with pytest.raises(Overloaded) as raised:
        require_good(Request("GET", "/"), RawResponse(429, headers, b""))
    assert raised.value.retry_after == seconds


def test_the_tool_says_who_it_is_and_how_to_reach_who_runs_it(tmp_path):
    with served(tmp_path, contact="desk@example.org") as (_, server, settings):
        ask(settings)
        headers = {k.lower(): v for k, v in server.asked[0].headers.items()}
    assert headers["user-agent"].startswith("sole-source/")
    assert "desk@example.org" in headers["user-agent"]
    assert "gzip" in headers["accept-encoding"]
