"""The test servers themselves, seen from a plain client."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest

from tests.service import faults
from tests.service.archive import packed
from tests.service.faults import Plan, one_by_one
from tests.service.replay import Replay
from tests.service.server import Reply, Request, Server

FILE = packed({"a.csv": "example,columns\n" * 5000, "noise": bytes(range(256)) * 200})
PAGE = {"results": [{"id": 1}, {"id": 2}, {"id": 3}], "page_metadata": {"hasNext": False}}


class Shop:
    """A page, a file, and nothing else."""

    def answer(self, request: Request) -> Reply:
        return Reply(FILE, ranges=True) if request.path == "/file.zip" else Reply(PAGE)


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=60) as open_client:
        yield open_client


def test_an_answer_is_packed_for_a_client_that_can_unpack(client):
    with Server(Shop()) as server:
        packed_answer = client.post(f"{server.url}/page/", params={"a": "b c"}, json={"x": 1})
        plain = client.get(f"{server.url}/page/", headers={"Accept-Encoding": "identity"})
    assert packed_answer.headers["Content-Encoding"] == "gzip"
    assert packed_answer.json() == plain.json() == PAGE
    first = server.asked[0]
    assert (first.method, first.path, first.query) == ("POST", "/page/", {"a": "b c"})
    assert (first.body, "user-agent" in first.headers) == ({"x": 1}, True)


def keep(answer: httpx.Response, held: bytearray) -> None:
    """All that arrives, also if no more does."""
    for part in answer.iter_bytes(1000):
        held += part


def test_a_cut_download_goes_on_where_it_was_cut(client):
    with Server(Shop(), Plan().on(faults.reset(0.9), "file.zip")) as server:
        held = bytearray()
        with client.stream("GET", f"{server.url}/file.zip") as whole:
            tag = whole.headers["ETag"]
            with pytest.raises(httpx.ReadError):
                keep(whole, held)
        more = {"Range": f"bytes={len(held)}-", "If-Range": tag}
        rest = client.get(f"{server.url}/file.zip", headers=more)
    assert len(held) > 0.8 * len(FILE)
    assert rest.status_code == 206
    assert rest.headers["Content-Range"] == f"bytes {len(held)}-{len(FILE) - 1}/{len(FILE)}"
    assert held + rest.content == FILE


@pytest.mark.parametrize(
    ("asked", "status", "length"),
    [
        ({"Range": "bytes=0-9"}, 206, 10),
        ({"Range": "bytes=99999999-"}, 416, 0),
        ({"Range": "bytes=10-", "If-Range": '"another file"'}, 200, len(FILE)),
        ({}, 200, len(FILE)),
    ],
)
def test_a_part_of_a_file_is_given_only_of_the_same_file(client, asked, status, length):
    with Server(Shop()) as server:
        answer = client.get(f"{server.url}/file.zip", headers=asked)
    assert (answer.status_code, len(answer.content)) == (status, length)
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        (faults.TOO_MANY_SILENT, 429, "application/json"),
        (faults.SERVER_ERROR, 500, "text/html"),
        (faults.UNAVAILABLE, 503, ""),
        (faults.BAD_GATEWAY, 502, "text/html"),
        (faults.GATEWAY_TIMEOUT, 504, "text/html"),
        (faults.HTML_200, 200, "text/html"),
        (faults.LIST, 200, "application/json"),
        (faults.KEYLESS, 200, "application/json"),
    ],
)
def test_a_fault_in_place_of_an_answer(client, fault, status, kind):
    with Server(Shop(), Plan().on(fault)) as server:
        spoilt, good = client.get(server.url), client.get(server.url)
    assert spoilt.status_code == status
    assert spoilt.headers.get("Content-Type", "").startswith(kind)
    assert spoilt.content != good.content
    assert good.json() == PAGE


def test_how_long_to_wait_is_told_in_seconds_or_as_a_date(client):
    plan = Plan().on(faults.too_many(7)).on(faults.too_many(60, as_date=True), nth=2)
    with Server(Shop(), plan) as server:
        told = [client.get(server.url).headers["Retry-After"] for _ in range(2)]
    assert told[0] == "7"
    assert 50 < parsedate_to_datetime(told[1]).timestamp() - time.time() <= 60


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.RESET, httpx.ReadError),
        (faults.NO_BYTE, httpx.RemoteProtocolError),
        (faults.stalled(0.2), httpx.RemoteProtocolError),
        (faults.stalled(30), httpx.ReadTimeout),
        (faults.TOO_LONG, httpx.RemoteProtocolError),
    ],
)
def test_a_fault_of_the_connection_is_over_with_the_next_request(client, fault, error):
    with Server(Shop(), Plan().on(fault)) as server:
        with pytest.raises(error):
            client.get(f"{server.url}/file.zip", timeout=0.5)
        assert client.get(f"{server.url}/file.zip").content == FILE


def test_a_body_cut_short_under_its_own_length_looks_whole(client):
    with Server(Shop(), Plan().on(faults.TRUNCATED, times=2)) as server:
        file, page = client.get(f"{server.url}/file.zip"), client.get(server.url)
    assert len(file.content) == int(file.headers["Content-Length"]) < len(FILE)
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(file.content))
    with pytest.raises(json.JSONDecodeError):
        page.json()


@pytest.mark.parametrize(
    ("fault", "ids"),
    [(faults.REPEATS, [1, 2, 3, 1]), (faults.LOSES, [1, 2]), (faults.SWAPS, [1, 2, 1])],
)
def test_a_page_with_other_rows(client, fault, ids):
    with Server(Shop(), Plan().on(fault)) as server:
        assert [row["id"] for row in client.get(server.url).json()["results"]] == ids


def test_faults_come_one_by_one_where_they_were_planned(client):
    plan = one_by_one([faults.UNAVAILABLE, faults.BAD_GATEWAY], "page")
    with Server(Shop(), plan) as server:
        for path in ("page", "other", "page", "page", "page"):
            client.get(f"{server.url}/{path}/")
    assert [(each.number, each.path) for each in plan.log] == [(1, "/page/"), (4, "/page/")]
    assert plan.names() == ["503 empty", "502"]


def test_faults_at_random_are_the_same_for_a_seed_and_let_a_patient_client_through(client):
    logs = []
    for _ in range(2):
        plan = Plan(seed=5, rate=0.9, faults=(faults.UNAVAILABLE, faults.BAD_GATEWAY), at_most=2)
        with Server(Shop(), plan) as server:
            statuses = [client.get(f"{server.url}/p/").status_code for _ in range(60)]
        assert max(len(run) for run in "".join(str(s)[0] for s in statuses).split("2")) == 2
        logs.append(plan.names())
    assert logs[0] == logs[1]
    assert len(logs[0]) > 30


def test_an_error_of_a_handler_is_raised_at_the_end(client):
    class Wrong:
        def answer(self, request: Request) -> Reply:
            raise KeyError(f"mistake at {request.path}")

    with pytest.raises(KeyError, match="mistake"), Server(Wrong()) as server:
        assert client.get(server.url).status_code == 500


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Two polls of one job, a search, and the file."""
    poll = {"method": "GET", "path": "/api/v2/download/status/", "query": {"file_name": "x.zip"}}
    search = {"filters": {"keywords": ["EXAMPLE"], "award_type_codes": ["A"]}, "page": 1}
    post = {"method": "POST", "path": "/api/v2/search/spending_by_award/", "query": {}}
    told = {
        "001-ready": ({**poll, "body": None}, {"status": "ready"}),
        "002-finished": ({**poll, "body": None}, {"status": "finished"}),
        "003-search": ({**post, "body": search}, PAGE),
    }
    for folder in ("exchanges", "files"):
        (tmp_path / folder).mkdir()
    for name, (request, body) in told.items():
        response = {"status": 200, "headers": {"content-type": "application/json"}, "body": body}
        text = json.dumps({"request": request, "response": response, "note": ""})
        (tmp_path / "exchanges" / f"{name}.json").write_text(text)
    (tmp_path / "files" / "x(1).zip").write_bytes(FILE)
    return tmp_path


def test_a_recording_is_given_in_its_order_whatever_the_order_of_keys(client, recording):
    replay = Replay(recording)
    search = {"page": 1, "filters": {"award_type_codes": ["A"], "keywords": ["EXAMPLE"]}}
    with Server(replay) as server:
        api = f"{server.url}/api/v2"
        polls = [client.get(f"{api}/download/status/?file_name=x.zip").json() for _ in range(3)]
        page = client.post(f"{api}/search/spending_by_award/", json=search).json()
        file = client.get(f"{server.url}/award_data_archive/x(1).zip").content
    assert [poll["status"] for poll in polls] == ["ready", "finished", "finished"]
    assert (page, file, replay.refused) == (PAGE, FILE, [])
    assert replay.served == ["001-ready", "002-finished", "002-finished", "003-search"]


def test_a_request_never_recorded_is_refused_with_the_nearest(client, recording):
    replay = Replay(recording)
    search = {"page": 2, "filters": {"award_type_codes": ["A"], "keyword": ["EXAMPLE"]}}
    with Server(replay) as server:
        answer = client.post(f"{server.url}/api/v2/search/spending_by_award/", json=search)
        client.get(f"{server.url}/generated_downloads/unknown.zip")
    assert answer.status_code == 501
    detail = answer.json()["detail"]
    assert detail.startswith("never recorded: POST /api/v2/search/spending_by_award/")
    assert "nearest: 003-search: " in detail
    assert "page 2 asked, 1 recorded" in detail
    assert 'filters.keyword ["EXAMPLE"] asked, not recorded' in detail
    assert 'filters.keywords not asked, ["EXAMPLE"] recorded' in detail
    assert len(replay.refused) == 2
