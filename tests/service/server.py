"""A server on loopback: any handler over real sockets, with faults where a plan puts them.

A handler answers requests as a service would and knows nothing of sockets. The plan may
stand in front of it or spoil its answer on the way out. Everything asked is kept.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import socket
import struct
import threading
import time
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

End = Literal["keep", "reset", "close", "stall"]
LOCAL = "127.0.0.1"


@dataclass(frozen=True)
class Request:
    """What was asked. Header names are in lower case; the path is decoded."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes = b""

    @property
    def body(self) -> Any:
        """The body as JSON; None where there is none or it is no JSON."""
        try:
            return json.loads(self.raw)
        except ValueError:
            return None


@dataclass(frozen=True)
class Wire:
    """How an answer goes out: how much of its body, how the connection then ends.

    With `part` 0 the head goes out alone; with None not one byte does.
    """

    part: float | None = 1.0
    end: End = "keep"
    promise: int | None = None
    stall_seconds: float = 0.0


@dataclass(frozen=True)
class Reply:
    """An answer. Bytes and text go out as they are, everything else as JSON.

    `ranges` marks a file, of which a part may be asked.
    """

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    ranges: bool = False
    wire: Wire = Wire()

    def ready(self, request: Request) -> Reply:
        """The same with its body as bytes, cut to the range that was asked."""
        if isinstance(self.body, bytes):
            done = self
        elif isinstance(self.body, str):
            done = replace(self, body=self.body.encode())
        else:
            kind = {"Content-Type": "application/json", **self.headers}
            done = replace(self, body=json.dumps(self.body).encode(), headers=kind)
        return _ranged(request, done) if done.ranges and done.status == 200 else done

    def packed(self, request: Request) -> Reply:
        """JSON by gzip for a client that can read it."""
        kind = self.headers.get("Content-Type", "")
        takes = "gzip" in request.headers.get("accept-encoding", "")
        if not (takes and "json" in kind and self.body):
            return self
        headers = {**self.headers, "Content-Encoding": "gzip"}
        return replace(self, body=gzip.compress(self.body, mtime=0), headers=headers)


def _ranged(request: Request, reply: Reply) -> Reply:
    tag = f'"{hashlib.md5(reply.body).hexdigest()}"'
    headers = {"Accept-Ranges": "bytes", "ETag": tag, **reply.headers}
    headers.setdefault("Content-Type", "application/zip")
    asked = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("range", ""))
    if not asked or request.headers.get("if-range", tag) != tag:
        return replace(reply, headers=headers, ranges=False)
    size, first = len(reply.body), int(asked[1])
    last = min(int(asked[2] or size), size - 1)
    if first >= size:
        return Reply(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    part = reply.body[first : last + 1]
    return replace(reply, status=206, body=part, headers=headers, ranges=False)


class Answering(Protocol):
    """Whatever can stand behind a server."""

    def answer(self, request: Request) -> Reply: ...


class Spoiling(Protocol):
    """Whatever may decide on a fault: see `tests.service.faults.Plan`."""

    def carry_out(self, request: Request, service: Answering) -> Reply: ...


class Server:
    """A handler at an address, from `with` to its end; `asked` lists every request.

    An error in the handler itself is raised at the end, so that no fault of a test
    server passes for a fault of the service.
    """

    def __init__(self, handler: Answering, plan: Spoiling | None = None) -> None:
        self.handler = handler
        self.plan = plan
        self.asked: list[Request] = []
        self.errors: list[Exception] = []
        self.closing = threading.Event()
        self._http = _Http((LOCAL, 0), _Handler)
        self._http.owner = self
        self.url = f"http://{LOCAL}:{self._http.server_address[1]}"

    def __enter__(self) -> Server:
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._http.hang_up()
        if self.errors and kind is None:
            raise self.errors[0]

    def paths(self, part: str = "") -> list[str]:
        """The paths asked so far that contain the text, in order."""
        return [request.path for request in self.asked if part in request.path]

    def answer(self, request: Request) -> Reply:
        self.asked.append(request)
        try:
            if self.plan:
                return self.plan.carry_out(request, self.handler)
            return self.handler.answer(request).ready(request)
        except Exception as error:
            self.errors.append(error)
            return Reply(f"test server: {error!r}", 500).ready(request)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    owner: Server

    def __init__(self, *args: Any) -> None:
        self.open: set[socket.socket] = set()
        super().__init__(*args)

    def handle_error(self, request: Any, address: Any) -> None:
        """A client that hung up is no error of ours."""

    def hang_up(self) -> None:
        for connection in list(self.open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Http

    def setup(self) -> None:
        super().setup()
        self.server.open.add(self.connection)

    def finish(self) -> None:
        self.server.open.discard(self.connection)
        super().finish()

    def log_message(self, *_: object) -> None:
        """Quiet: `Server.asked` keeps what was asked."""

    def _respond(self) -> None:
        request = self._request()
        reply = self.server.owner.answer(request).packed(request)
        self._send(reply, b"" if request.method == "HEAD" else reply.body)

    do_GET = do_POST = do_HEAD = do_PUT = _respond  # noqa: N815 - named by the library

    def _request(self) -> Request:
        parts = urlsplit(self.path)
        return Request(
            self.command,
            unquote(parts.path),
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(int(self.headers.get("Content-Length") or 0)),
        )

    def _send(self, reply: Reply, body: bytes) -> None:
        wire = reply.wire
        if wire.part is not None:
            self.wfile.write(self._head(reply) + body[: round(len(body) * wire.part)])
        if wire.end != "keep":
            self._end(wire)

    def _head(self, reply: Reply) -> bytes:
        length = len(reply.body) if reply.wire.promise is None else reply.wire.promise
        headers = {"Content-Length": str(length), **reply.headers}
        lines = [f"HTTP/1.1 {reply.status} -", *(f"{k}: {v}" for k, v in headers.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def _end(self, wire: Wire) -> None:
        self.close_connection = True
        if wire.end == "stall":
            self.server.owner.closing.wait(wire.stall_seconds)
        elif wire.end == "reset":
            time.sleep(0.01)  # what was sent should arrive first
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.rfile.close()
            self.connection.close()
