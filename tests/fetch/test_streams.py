"""What comes piece by piece: in time, from the right place, as it is; or not at all."""

from __future__ import annotations

import gzip
import os
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from fetch.errors import Unreachable, WrongShape
from fetch.http.retry import in_time
from tests.fetch.serving import Always, client, place
from tests.service.archive import packed
from tests.service.server import LOCAL, Reply, Server, Wire

LAST = "/api/v2/awards/last_updated/"
WHOLE = packed({"a_1.csv": os.urandom(60_000)})
DAY = "Sun, 01 Nov 2026 00:00:00 GMT"


def brought(asking, server):
    """The bytes of the one file."""
    stored = asking.download(f"{server.url}/x.zip", lambda _: lambda __: None)
    return asking.archive.read(stored.sha256)


@contextmanager
def dripping(seconds):
    """An address whose every answer is a byte now and then."""

    class Drip(BaseHTTPRequestHandler):
        def log_message(self, *_): ...

        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            while not over.wait(seconds):
                try:
                    self.wfile.write(b"{")
                except OSError:
                    return

    over = threading.Event()
    http = ThreadingHTTPServer((LOCAL, 0), Drip)
    threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://{LOCAL}:{http.server_address[1]}"
    over.set()
    http.shutdown()
    http.server_close()


def test_an_answer_that_drips_is_given_up_when_its_time_is_spent(tmp_path):
    begun = time.monotonic()
    with dripping(0.05) as url, client(place(tmp_path, url, budget_seconds=0.4)) as asking:
        with pytest.raises(Unreachable, match="took longer than"):
            asking.get(LAST)
        with pytest.raises(Unreachable, match="took longer than"):
            asking.download(f"{url}/x.zip", lambda _: lambda __: None)
    # without its limit the answer has no end: any number does, on any machine
    assert time.monotonic() - begun < 120


def test_a_slow_file_that_moves_is_waited_for_and_one_that_drips_is_not():
    moments = iter(range(0, 10_000, 60))
    slow = in_time(iter([b"x" * 500] * 50), lambda: next(moments), 150, 1000)
    assert len(b"".join(slow)) == 25_000
    with pytest.raises(TimeoutError, match="150 s"):
        list(in_time(iter([b"x" * 100] * 50), lambda: next(moments), 150, 1000))


class Parts:
    """A file that is cut off once; then what `change` makes of a part, and the whole after."""

    def __init__(self, change=lambda reply: reply, **headers):
        self.change, self.headers, self.asked = change, headers, []

    def answer(self, request):
        asked = request.headers.get("range")
        self.asked.append(asked)
        whole = Reply(WHOLE, headers=self.headers)
        if len(self.asked) == 1:
            return replace(whole, wire=Wire(0.5, "close"))
        if not asked:
            return whole
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        place = f"bytes {start}-{len(WHOLE) - 1}/{len(WHOLE)}"
        return self.change(Reply(WHOLE[start:], 206, {**self.headers, "Content-Range": place}))


@pytest.mark.parametrize(
    "place_said", [f"bytes 4000-{len(WHOLE) - 1}/{len(WHOLE)}", "bytes */²", ""], ids=repr
)
def test_a_part_that_begins_elsewhere_is_never_added_and_the_file_begun_again(tmp_path, place_said):
    def elsewhere(reply):
        return replace(reply, headers={**reply.headers, "Content-Range": place_said})

    parts = Parts(elsewhere, ETag='"1"')
    with Server(parts) as server, client(place(tmp_path, server.url)) as asking:
        assert brought(asking, server) == WHOLE
    assert [bool(asked) for asked in parts.asked] == [False, True, False]


def test_a_file_with_a_weak_tag_is_gone_on_with_by_its_day(tmp_path):
    parts = Parts(**{"ETag": 'W/"1"', "Last-Modified": DAY})
    with Server(parts) as server, client(place(tmp_path, server.url)) as asking:
        assert brought(asking, server) == WHOLE
        assert server.asked[1].headers["if-range"] == DAY
    assert parts.asked == [None, f"bytes={len(WHOLE) // 2}-"]


def test_a_file_that_comes_packed_though_asked_for_as_it_is_is_not_stored(tmp_path):
    packing = Always(Reply(gzip.compress(WHOLE), headers={"Content-Encoding": "gzip"}))
    with Server(packing) as server, client(place(tmp_path, server.url)) as asking:
        with pytest.raises(WrongShape, match="packed by gzip"):
            brought(asking, server)
        with pytest.raises(WrongShape, match="packed by gzip"):
            asking.beginning(f"{server.url}/x.zip", 100)
        assert list(asking.archive.names()) == []
