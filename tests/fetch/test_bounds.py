"""What a service sends, or a person sets, is bounded: in memory, depth, signs and kind."""

from __future__ import annotations

import gzip
import html
import json
import socketserver
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import httpx
import pytest

from dashboard.server import listen
from fetch import console
from fetch.archive.store import Archive
from fetch.errors import (
    InputError,
    TooMuch,
    TruncatedResponse,
    Unreachable,
    WrongChoice,
    WrongShape,
)
from fetch.http import body
from fetch.http.client import Client
from fetch.http.responses import RawResponse
from fetch.http.resume import PartialDownload
from fetch.http.retry import Clock
from fetch.http.service import Service
from fetch.sam.key import Key
from fetch.sam.responses import until
from fetch.settings import Settings
from fetch.usaspending import reference
from fetch.usaspending.api import EVERY_AGENCY
from fetch.usaspending.downloads import first_line
from fetch.usaspending.pagination import every_page

KEY = "aB3/x+é&9 k"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def asked(tmp_path, answer, **given):
    """A client of a service that gives one answer, whatever is asked; or what a function makes."""
    return Client(
        Service("https://example.invalid", lambda url: url),
        Settings(data=tmp_path, attempts=1, **given),
        Archive(tmp_path / "archive"),
        "run",
        transport=httpx.MockTransport(answer if callable(answer) else lambda _: answer),
        clock=Clock(sleep=lambda _: None),
    )


def bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, wbits=body.GZIP)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(megabytes)) + packer.flush()


def test_a_packed_answer_of_a_megabyte_never_fills_the_memory(tmp_path):
    packed = bomb(1000)
    assert len(packed) < 1_100_000
    answer = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=Pieces(packed))
    tracemalloc.start()
    try:
        with asked(tmp_path, answer) as client, pytest.raises(TooMuch, match="more than"):
            client.get("/")
        assert tracemalloc.get_traced_memory()[1] < 64_000_000
    finally:
        tracemalloc.stop()


class Pieces(httpx.SyncByteStream):
    """An answer's bytes as they come over a line."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __iter__(self):
        yield from (self.content[at : at + 65536] for at in range(0, len(self.content), 65536))


@pytest.mark.parametrize(
    ("coding", "content", "comes"),
    [
        ("gzip", gzip.compress(b'{"a": 1}', mtime=0), None),
        ("", b'{"a": 1}', None),
        ("gzip", gzip.compress(b'{"a": 1}', mtime=0)[:-9], TruncatedResponse),
        ("gzip", b"no gzip", TruncatedResponse),
        ("br", b"anything", TruncatedResponse),
        ("", b"[" * 100_000, WrongShape),
        ("", b'{"a": ' + b"9" * 5000 + b"}", WrongShape),
        ("", b'{"a": "1"}', WrongShape),
    ],
)
def test_an_answer_is_read_or_refused_in_a_sentence(tmp_path, coding, content, comes):
    headers = {"content-encoding": coding} if coding else {}
    answer = httpx.Response(200, headers=headers, stream=Pieces(content))
    with asked(tmp_path, answer) as client:
        if comes is None:
            assert client.get("/", shape={"a": int})["a"] == 1
        else:
            with pytest.raises(comes):
                client.get("/", shape={"a": int})


@pytest.mark.parametrize("contact", ["Zoë Example", "例え", "a\r\nX-Other: b", "\ud800", ""])
def test_a_contact_may_hold_any_sign_and_no_header_of_its_own(tmp_path, contact):
    sent = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers)
        return httpx.Response(200, stream=Pieces(b"{}"))

    with asked(tmp_path, answer, contact=contact) as client:
        client.get("/")
    assert sent[0]["user-agent"].isascii()
    assert "x-other" not in sent[0]


def test_a_proxy_of_the_environment_that_is_none_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "nowhere://user:secret@example.invalid")
    with pytest.raises(WrongChoice, match="HTTPS_PROXY") as raised:
        Client(
            Service("https://example.invalid", lambda url: url),
            Settings(data=tmp_path), Archive(tmp_path), "run"
        )  # fmt: skip
    assert "secret" not in str(raised.value)


def test_a_setting_that_cannot_be_used_is_one_sentence(command, settings):
    from tests.commands import run

    answer = run(
        "fetch", "status", data=settings.data, given={"SOLESOURCE_ATTEMPTS": "many\x1b[2J"}
    )
    assert answer.code == 2
    assert answer.err.startswith("a setting that cannot be used: SOLESOURCE_ATTEMPTS: ")
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    "spelled",
    [
        KEY,
        quote(KEY, safe=""),
        quote(quote(KEY, safe=""), safe=""),
        quote(KEY, safe="").lower().replace("ab3", "aB3"),
        KEY.replace(" ", "+"),
        html.escape(KEY),
        "".join(f"&#{ord(sign)};" for sign in KEY),
        "".join(f"&#x{ord(sign):04X};" for sign in KEY),
        json.dumps(KEY)[1:-1],
        json.dumps(KEY)[1:-1].replace("/", "\\/"),
        "".join(f"\\u{ord(sign):04x}" for sign in KEY),
        "".join(f"\\u{ord(sign):04X}" for sign in KEY),
    ],
)
def test_a_key_is_taken_out_however_an_answer_spells_it(spelled):
    key = Key(KEY)
    assert key.out_of(f"<a {spelled} b>") == "<a (left out) b>"
    assert key.out_of_bytes(f"<a {spelled} b>".encode()) == b"<a (left out) b>"


def test_signs_that_steer_a_terminal_never_reach_it(capsys):
    error = WrongShape("GET /", "\x1b]0;title\x07 \x9b2J \u202e text")
    assert str(error).isprintable() or "\ufffd" in str(error)
    console.say(f"failed: {error} \x1b[2J")
    console.table(("Name",), [("EXAMPLE\x1b[31m LLC",)])
    shown = "".join(capsys.readouterr())
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)
    assert "EXAMPLE" in shown


@pytest.mark.parametrize("wish", ["9" * 5000, "99999999999", "-1", "1e9", "٣", "soon", ""])
def test_a_pause_of_any_length_leaves_a_quota_closed_for_two_days_at_most(wish):
    raw = RawResponse(429, {"retry-after": wish}, b"")
    for said in ({}, {"nextAccessTime": "9999-Dec-31 23:59:59+0000 UTC"}, {"nextAccessTime": 5}):
        assert NOW < until(said, raw, NOW) <= NOW + timedelta(days=2)


@pytest.mark.parametrize("name", ["%2e%2e", "..%00", "a%2f..%2fb", "x" * 400, "%1b%5b2J", ""])
def test_a_download_has_a_file_of_its_own_whatever_its_address(tmp_path, name):
    part = PartialDownload(tmp_path / "partial", f"https://example.invalid/{name}")
    assert part.path.parent == tmp_path / "partial"
    part.path.write_bytes(b"1")
    for mark in ("[1]", "{", "5"):
        part.known.write_text(mark)
        assert "If-Range" not in part.ask_for_rest()


def test_a_failed_job_is_told_without_the_servers_traceback():
    traced = "Traceback (most recent call last):\n  File x\nValueError: no such column\n"
    assert first_line(traced) == "ValueError: no such column"
    assert first_line("") == "failed without a word"


@pytest.mark.parametrize("host", ["", " "])
def test_no_host_is_not_every_interface(host):
    with pytest.raises(InputError, match="--host 127"):
        listen(host, 0)


@contextmanager
def dripping(begins: bytes, drop: bytes) -> Iterator[str]:
    """A server that says something, and then a little more every while, without an end."""

    class Slow(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            with suppress(OSError):
                self.request.sendall(begins)
                while True:
                    self.request.sendall(drop)
                    time.sleep(0.02)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Slow) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def asking(tmp_path, address: str, **given):
    """A client over real sockets that waits no longer than a blink."""
    service = Service(address, lambda url: url, **given)
    hurried = Settings(
        data=tmp_path, attempts=1, read_seconds=0.1, connect_seconds=0.1, budget_seconds=0.3
    )
    return Client(service, hurried, Archive(tmp_path / "archive"), "run")


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("begins", "drop"),
    [
        (HEAD, b"x"),  # a header without its end
        (HEAD, b"x: y\r\n"),  # headers without end
        (HEAD + b"transfer-encoding: chunked\r\n\r\n", b"0"),  # the size of a chunk
        (HEAD + b"transfer-encoding: chunked\r\n\r\n", b"1\r\n \r\n"),  # chunks without end
        (HEAD + b"content-length: 100000000\r\n\r\n", b" "),
    ],
)
def test_an_answer_that_comes_a_byte_now_and_then_is_given_up_in_time(tmp_path, begins, drop):
    with dripping(begins, drop) as address, asking(tmp_path, address) as client:
        begun = time.monotonic()
        with pytest.raises(Unreachable):
            client.get("/")
        assert time.monotonic() - begun < 2


def test_the_body_of_an_answer_that_sends_on_is_not_read(tmp_path):
    """It may have no end; the host it leads to is looked at before it is asked."""
    sent_on = b"HTTP/1.1 302 Found\r\nlocation: /next\r\ntransfer-encoding: chunked\r\n\r\n"
    hosts: list[str] = []
    endless = dripping(sent_on, b"ffff\r\n" + b"x" * 65535 + b"\r\n")
    with endless as address, asking(tmp_path, address, require_host=hosts.append) as client:
        begun = time.monotonic()
        with pytest.raises(WrongShape, match="sent on 10 times"):
            client.get("/")
        assert time.monotonic() - begun < 2
    assert hosts == [f"{address}/", *[f"{address}/next"] * 9]


def page(results):
    return {"page_metadata": {"hasNext": False}, "results": results}


def pages(client):
    return every_page(client, "/", {"limit": 1}, "id")


def agency(**cells):
    one = {"toptier_code": "070", "toptier_agency_id": 63, "name": "EXAMPLE", **cells}
    return {"agencies": {"cfo_agencies": [one]}}


@pytest.mark.parametrize(
    ("ask", "document"),
    [
        (reference.departments, agency(toptier_code=[1])),
        (reference.departments, agency(name=None)),
        (reference.departments, agency(toptier_agency_id={})),
        (reference.departments, {"agencies": {"cfo_agencies": 5}}),
        (lambda client: reference.sub_agencies(client, EVERY_AGENCY), {"sub_agencies": [1]}),
        (pages, page(1.5)),
        (pages, page([1.5])),
        (pages, page([{"id": []}])),
        (pages, {"page_metadata": {}, "results": {"a": 1}}),
    ],
)
def test_a_value_of_another_kind_is_one_sentence(tmp_path, ask, document):
    answer = httpx.Response(200, stream=Pieces(json.dumps(document).encode()))
    with (
        asked(tmp_path, answer) as client,
        pytest.raises(WrongShape, match="a value of another kind"),
    ):
        ask(client)
