"""HTTP client, the only door to the network.

Every request goes out through `Client`: paced, a few at once, tried again with growing
pauses while the service is busy or the line is cut, and kept in the archive with its
answer before anything is read from it. What cannot be had is an error of the tree in
`errors`, which says what was asked, what came and what to do next.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx
import tenacity

from fetch.archive.store import Archive, Blob, Exchange
from fetch.errors import (
    Interrupted,
    ServiceError,
    TooMuch,
    TruncatedResponse,
    Unreachable,
    WrongChoice,
    WrongShape,
)
from fetch.http import body, redaction, responses
from fetch.http.body import NotUnpacked, TooLarge
from fetch.http.deadline import ReadDeadline, keep
from fetch.http.responses import RawResponse, Request, Shape
from fetch.http.resume import PartialDownload
from fetch.http.retry import MEGABYTE, Clock, RateLimiter, RetryPolicy, in_time
from fetch.http.service import Service
from fetch.progress import Progress
from fetch.settings import Settings

CUT = (httpx.HTTPError, TimeoutError, NotUnpacked)
"""Errors that end an answer early: a cut line, or the time allowed."""
Taken = TypeVar("Taken")
MOST_SENT_ON = 10
"""Addresses that one request may be sent on to."""
PRINTABLE = "".join(map(chr, range(32, 127)))


@dataclass(frozen=True)
class Response:
    """A whole answer: its document, and the exchange under which it is kept."""

    exchange: Exchange
    document: Any

    @property
    def sha256(self) -> str:
        return self.exchange.sha256 or ""

    def __getitem__(self, name: str) -> Any:
        return self.document[name]

    def read(self, take: Callable[[Any], Taken]) -> Taken:
        """What a function makes of the document; WrongShape where a value is of another kind."""
        try:
            return take(self.document)
        except responses.OTHER_KIND as error:
            asked = f"{self.exchange.method} {self.exchange.url}"
            what = f"a value of another kind ({type(error).__name__}: {error})"
            raise WrongShape(asked, what) from error


class Client:
    """Asks one service on behalf of one run; `say` hears of every further attempt.

    `transport` stands for the network; by default it is the network. Safe between threads.
    ServiceError and its kin for what cannot be had.
    """

    def __init__(
        self,
        service: Service,
        settings: Settings,
        archive: Archive,
        run_id: str,
        *,
        transport: httpx.BaseTransport | None = None,
        clock: Clock | None = None,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.service, self.settings = service, settings
        self.archive, self.run_id = archive, run_id
        self.clock = clock or Clock()
        self.stopped = threading.Event()
        self.say = say
        self.requests = 0
        self.pace = RateLimiter(settings, self.clock.moment, self.pause)
        self.http = self._opened(transport)
        self.deadline = ReadDeadline()
        keep(self.deadline, {"": self.http._transport, **self.http._mounts})

    def _opened(self, transport: httpx.BaseTransport | None) -> httpx.Client:
        """WrongChoice where the environment names a proxy that is none."""
        settings = self.settings
        # a header holds ASCII: the rest of a name is written as in an address
        contact = quote(settings.contact, safe=PRINTABLE, errors="replace")
        try:
            return httpx.Client(
                headers={
                    "User-Agent": f"sole-source/0.1 (public contract records; {contact})",
                    "Accept-Encoding": body.ACCEPTED,
                },
                timeout=httpx.Timeout(settings.read_seconds, connect=settings.connect_seconds),
                transport=transport,
                event_hooks={"request": [self._require_host]},
            )
        except (ValueError, httpx.InvalidURL, ImportError) as error:
            said = redaction.elsewhere(str(error))
            raise WrongChoice(
                f"a proxy that cannot be used ({said}); look at HTTPS_PROXY, HTTP_PROXY and "
                "ALL_PROXY in the environment"
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.http.close()

    def stop(self) -> None:
        """End every pause and every download under way; what came of them is kept."""
        self.stopped.set()

    def pause(self, seconds: float) -> None:
        """Wait; Interrupted when the command ends meanwhile."""
        (self.clock.sleep or self.stopped.wait)(seconds)
        self.require_going()

    def require_going(self) -> None:
        if self.stopped.is_set():
            raise Interrupted("the command was ended; what had come is kept")

    def get(
        self, path: str, params: Mapping[str, str] | None = None, *, shape: Shape | None = None
    ) -> Response:
        """The answer to a GET, its document checked to have `shape`."""
        query = f"?{httpx.QueryParams(params)}" if params else ""
        return self.ask(Request("GET", f"{self.service.address}{path}{query}"), shape)

    def post(self, path: str, body: Any, *, shape: Shape | None = None) -> Response:
        """The answer to a POST of a JSON body, checked likewise."""
        return self.ask(Request("POST", f"{self.service.address}{path}", body), shape)

    def ask(self, request: Request, shape: Shape | None = None) -> Response:
        """The answer to a request whose whole address is given, checked likewise."""
        for attempt in self._attempts(request):
            with attempt, self.pace.turn():
                raw, exchange = self._good(request)
                answer = Response(exchange, responses.document(request, raw, shape or {}))
        return answer

    def whole(self, request: Request) -> tuple[RawResponse, Exchange]:
        """The bytes of a small file in one piece, and the exchange under which they are kept."""
        for attempt in self._attempts(request):
            with attempt, self.pace.turn():
                raw, exchange = self._good(request)
        return raw, exchange

    def download(self, url: str, begin: Callable[[int], Progress]) -> Blob:
        """A file into the archive; what was cut off is asked for from where it was cut.

        `begin` is told the whole size (0 if unknown) and answers with what moves on.
        """
        request = Request("GET", self.service.file_address(url))
        part = PartialDownload(self.archive.partial, request.url)
        for attempt in self._attempts(request, part.size):
            with attempt, self.pace.turn():
                self._fetch(request, part, begin)
        # moved, not copied: a monthly file is kept on disk once
        stored = self.archive.keep_file(part.path, move=True)
        self._note(request, part.status, part.headers, stored)
        part.forget()
        return stored

    def beginning(self, url: str, size: int) -> bytes:
        """The first bytes of a file, kept as they came; fewer where the file is shorter."""
        request = Request("GET", self.service.file_address(url))
        for attempt in self._attempts(request):
            with attempt, self.pace.turn():
                content = self._begin(request, size)
        return content

    def _good(self, request: Request) -> tuple[RawResponse, Exchange]:
        """One request, counted before it is sent, and its answer where that is no error."""
        self.service.spend(request, self.clock.now())
        raw, exchange = self._exchanged(request)
        self._require_good(request, raw)
        return raw, exchange

    def _require_good(self, request: Request, raw: RawResponse) -> None:
        self.service.require_good(request, raw, self.clock.now())

    def _require_host(self, request: httpx.Request) -> None:
        """Before every request, those that follow an answer that sends on included."""
        if self.service.require_host:
            self.service.require_host(str(request.url))

    def _exchanged(self, request: Request) -> tuple[RawResponse, Exchange]:
        """One request and its whole answer, kept, whatever it says."""
        self.requests += 1
        try:
            with self._answer(request, json=request.body) as response:
                return self._keep(request, response)
        except CUT as error:
            raise self._cut(request, error) from error
        except httpx.InvalidURL as error:
            raise WrongShape(request.words, f"no address: {error}") from None

    @contextmanager
    def _answer(self, request: Request, **given: Any) -> Iterator[httpx.Response]:
        """The answer to a request, its body not read yet; that of the address it is sent on to.

        Sent on only where every further host is checked, so that no key is sent elsewhere; the
        body of an answer that sends on is not read, for it may have no end.
        """
        asked: httpx.Request | None
        asked = self.http.build_request(request.method, request.url, **given)
        most = self.settings.connect_seconds + 2 * self.settings.read_seconds
        for _ in range(MOST_SENT_ON):
            with self.deadline.within(most):
                response = self.http.send(asked, stream=True)
            try:
                asked = response.next_request if self.service.require_host else None
                if asked is None:
                    yield response
                    return
            finally:
                response.close()
        raise WrongShape(request.words, f"sent on {MOST_SENT_ON} times, and no answer")

    def _begin(self, request: Request, size: int) -> bytes:
        self.requests += 1
        # packed in transit, the first bytes would not be those of the file
        headers = {"Accept-Encoding": "identity", "Range": f"bytes=0-{size - 1}"}
        content = b""
        try:
            with self._answer(request, headers=headers) as response:
                self._require_file(request, response)
                for piece in self._in_time(response.iter_raw()):
                    content += piece
                    if len(content) >= size:  # a server that knows no ranges sends all of it
                        break
        except CUT as error:
            raise self._cut(request, error) from error
        except httpx.InvalidURL as error:
            raise WrongShape(request.words, f"no address: {error}") from None
        stored = self.archive.keep(content[:size])
        self._note(request, response.status_code, dict(response.headers), stored)
        return content[:size]

    def _fetch(
        self, request: Request, part: PartialDownload, begin: Callable[[int], Progress]
    ) -> None:
        self.requests += 1
        try:
            with self._answer(request, headers=part.ask_for_rest()) as response:
                if part.had_it_all(response.status_code, response.headers):
                    return
                self._require_file(request, response)
                part.begin(request, response.status_code, response.headers)
                self._pour(response, part, begin(part.whole or 0))
        except CUT as error:
            raise self._cut(request, error) from error
        except httpx.InvalidURL as error:
            raise WrongShape(request.words, f"no address: {error}") from None
        part.require_whole(request)

    def _pour(self, response: httpx.Response, part: PartialDownload, move: Progress) -> None:
        move(part.size())
        with part.path.open("ab") as file:
            for piece in self._in_time(response.iter_raw(), MEGABYTE):
                file.write(piece)
                move(len(piece))
                self.require_going()

    def _require_file(self, request: Request, response: httpx.Response) -> None:
        """The answer has a file, byte for byte; else what came is kept, and an error."""
        if response.status_code not in (200, 206):
            self._require_good(request, self._keep(request, response)[0])
        coding = response.headers.get("content-encoding", "identity")
        if coding != "identity":  # its lengths and ranges would not be those of the file
            raise WrongShape(request.words, f"the file packed by {coding}, asked for as it is")

    def _in_time(self, pieces: Iterator[bytes], gain: float = math.inf) -> Iterator[bytes]:
        return in_time(self._each_in_time(pieces), self.clock.moment, self._budget, gain)

    @property
    def _budget(self) -> float:
        return self.settings.budget_seconds

    def _each_in_time(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The same pieces; one whose beginning is sent for longer than the budget is cut."""
        while True:
            with self.deadline.within(self._budget):
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    def _keep(self, request: Request, response: httpx.Response) -> tuple[RawResponse, Exchange]:
        coding = response.headers.get("content-encoding", "")
        pieces = body.plain(self._in_time(response.iter_raw()), coding)
        try:
            content = self.service.clean(b"".join(pieces))
        except TooLarge as error:
            raise TooMuch(request.words, f"an answer of {error}") from None
        stored = self.archive.keep(content)
        raw = RawResponse(response.status_code, response.headers, content)
        return raw, self._note(request, raw.status, dict(response.headers), stored)

    def _cut(self, request: Request, error: Exception) -> ServiceError:
        raw = f"{type(error).__name__}: {error or 'no answer'}"
        self._note(request, None, {}, None, problem=raw)
        # a packed answer that cannot be unpacked was cut on its way
        kind = TruncatedResponse if isinstance(error, NotUnpacked) else Unreachable
        return kind(request.words, self.service.redact(raw))

    def _note(
        self,
        request: Request,
        status: int | None,
        headers: Mapping[str, str],
        stored: Blob | None,
        problem: str | None = None,
    ) -> Exchange:
        redact = self.service.redact
        exchange = Exchange(
            run_id=self.run_id,
            at=self.clock.now().isoformat(timespec="milliseconds"),
            method=request.method,
            # the journal is kept for good: keys and signatures must not reach it
            url=redaction.address(redact(request.url)),
            body=request.body,
            status=status,
            headers=redaction.headers({name: redact(text) for name, text in headers.items()}),
            sha256=stored.sha256 if stored else None,
            size=stored.size if stored else None,
            problem=redact(problem) if problem else None,
        )
        self.archive.note(exchange)
        return exchange

    def _attempts(self, request: Request, had: Callable[[], int] = lambda: 0) -> tenacity.Retrying:
        patience = RetryPolicy(self.settings, self.clock, had)
        return patience.attempts(request.words, self.say, self.pause)
