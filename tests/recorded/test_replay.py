"""The replaying server gives back every recorded exchange and file over a socket."""

from __future__ import annotations

import json

import httpx
import pytest

from tests.conftest import ROOT
from tests.service.replay import Exchange, Replay, exchanges
from tests.service.server import Server

pytestmark = pytest.mark.recorded

RECORDED = ROOT.parent / "shared" / "data" / "recorded"


def sent(client: httpx.Client, exchange: Exchange) -> httpx.Response:
    asked = exchange.request
    raw = asked.get("raw_body")
    content = raw if asked["body"] is None else json.dumps(asked["body"])
    return client.request(asked["method"], asked["path"], params=asked["query"], content=content)


def test_every_recorded_request_is_answered_as_recorded():
    replay = Replay(RECORDED)
    with Server(replay) as server, httpx.Client(base_url=server.url) as client:
        for exchange in exchanges(RECORDED):
            answer = sent(client, exchange)
            body = exchange.response["body"]
            assert answer.status_code == exchange.response["status"], exchange.name
            assert (answer.text if isinstance(body, str) else answer.json()) == body
    assert replay.refused == []
    assert replay.served == [exchange.name for exchange in exchanges(RECORDED)]


def test_every_file_that_an_answer_names_is_served():
    with Server(Replay(RECORDED)) as server, httpx.Client(base_url=server.url) as client:
        for path in sorted((RECORDED / "files").glob("*.zip")):
            folder = "award_data_archive" if path.name.startswith("FY") else "generated_downloads"
            assert client.get(f"/{folder}/{path.name}").content == path.read_bytes()
