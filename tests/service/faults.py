"""What goes wrong between a service and its client, and a plan of when.

A fault either stands in front of the service, which then is not asked at all, or spoils
the answer that it gave.
"""

from __future__ import annotations

import json
import random
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from tests.service.server import Answering, Reply, Request, Wire

HTML = (
    '<!doctype html>\n<html lang="en"><head><title>{0}</title></head>'
    "<body><h1>{0}</h1></body></html>"
)


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong; `instead` of asking the service, or done to its answer."""

    name: str
    spoil: Callable[[Reply], Reply]
    instead: bool = False


def _instead(name: str, body: Any, status: int, **headers: str) -> Fault:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return Fault(name, lambda _: Reply(body, status, named), instead=True)


def _html(name: str, title: str, status: int) -> Fault:
    return _instead(name, HTML.format(title), status, Content_Type="text/html; charset=utf-8")


def too_many(retry_after: int | None = 0, *, as_date: bool = False) -> Fault:
    """429 with seconds to wait, or with the date at which they are over, or with neither."""
    if retry_after is None:
        return _instead("429", {"detail": "Too many"}, 429)
    if not as_date:
        name = f"429 after {retry_after} s"
        return _instead(name, {"detail": "Too many"}, 429, Retry_After=str(retry_after))

    def dated(_: Reply) -> Reply:
        then = format_datetime(datetime.now(UTC) + timedelta(seconds=retry_after), usegmt=True)
        return Reply({"detail": "Too many"}, 429, {"Retry-After": then})

    return Fault(f"429 until a date {retry_after} s away", dated, instead=True)


def _wire(name: str, wire: Wire) -> Fault:
    return Fault(name, lambda reply: replace(reply, wire=wire))


def reset(part: float = 0.5) -> Fault:
    """The connection is reset after that part of the body."""
    return _wire(f"reset at {part:.0%}", Wire(part, "reset"))


def stalled(seconds: float = 5.0, part: float = 0.5) -> Fault:
    """Part of the body, then silence; after that time the connection is closed."""
    return _wire(f"stalled {seconds} s", Wire(part, "stall", stall_seconds=seconds))


def _promised_too_long(reply: Reply) -> Reply:
    return replace(reply, wire=Wire(1.0, "close", promise=len(reply.body) + 1000))


def _cut(reply: Reply) -> Reply:
    return replace(reply, body=reply.body[: len(reply.body) * 6 // 10])


def _altered(reply: Reply) -> Reply:
    middle = len(reply.body) // 2
    return replace(reply, body=reply.body[:middle] + b"EXAMPLE" + reply.body[middle + 7 :])


def _rows(change: Callable[[list[Any]], list[Any]]) -> Callable[[Reply], Reply]:
    """The same page with other rows; an answer that is no page stays as it is."""

    def spoil(reply: Reply) -> Reply:
        try:
            page = json.loads(reply.body)
            rows = page["results"]
        except (ValueError, TypeError, KeyError):
            return reply
        if not isinstance(rows, list) or not rows:
            return reply
        return replace(reply, body=json.dumps({**page, "results": change(rows)}).encode())

    return spoil


def _wrong(name: str, body: Any) -> Fault:
    return Fault(name, lambda _: Reply(body))


TOO_MANY = too_many(0)
TOO_MANY_UNTIL = too_many(1, as_date=True)
TOO_MANY_SILENT = too_many(None)
SERVER_ERROR = _html("500 HTML", "Server Error (500)", 500)
UNAVAILABLE = _instead("503 empty", b"", 503)
BAD_GATEWAY = _html("502", "Bad Gateway", 502)
GATEWAY_TIMEOUT = _html("504", "Gateway Time-out", 504)
RESET = reset()
NO_BYTE = Fault("closed before any byte", lambda r: replace(r, wire=Wire(None, "close")))
STALLED = stalled()
TRUNCATED = Fault("cut short, its length told as cut", _cut)
ALTERED = Fault("altered in its middle", _altered)
TOO_LONG = Fault("a longer length promised", _promised_too_long)
LIST = _wrong("a list for an object", [])
KEYLESS = _wrong("an object without its keys", {"hello": "world"})
HTML_200 = Fault(
    "200 HTML", lambda _: Reply(HTML.format("Maintenance"), headers={"Content-Type": "text/html"})
)
REPEATS = Fault("a page repeats a row", _rows(lambda rows: [*rows, rows[0]]))
LOSES = Fault("a page loses a row", _rows(lambda rows: rows[:-1]))
SWAPS = Fault("a page repeats a row for another", _rows(lambda rows: [*rows[:-1], rows[0]]))

PASSING = (
    TOO_MANY,
    TOO_MANY_SILENT,
    SERVER_ERROR,
    UNAVAILABLE,
    BAD_GATEWAY,
    GATEWAY_TIMEOUT,
    RESET,
    NO_BYTE,
    TOO_LONG,
)
"""Faults that say for themselves that they are faults: asking again is right."""

WRONG_SHAPES = (TRUNCATED, LIST, KEYLESS, HTML_200)
"""Faults under a 200: only a client that looks at what came can tell."""

PAGES = (REPEATS, LOSES, SWAPS)
"""Faults of a page that is well formed: only a count can tell."""


@dataclass
class Rule:
    """A fault for the `first` to `last` request among those that match."""

    fault: Fault
    path: str = ""
    first: int = 1
    last: int = 1
    seen: int = 0

    def takes(self, request: Request) -> bool:
        if not re.search(self.path, request.path):
            return False
        self.seen += 1
        return self.first <= self.seen <= self.last


@dataclass
class Happened:
    """One fault that was dealt out."""

    number: int
    method: str
    path: str
    fault: str


@dataclass
class Plan:
    """Which request meets which fault; `log` says what was done.

    At random, a request meets one of `faults` with the chance `rate`; never more than `at_most` in
    a row for the same request (method, path, query and body), so a client that tries again
    gets through. The rules of `on` are not bound by that.
    """

    seed: int = 0
    rate: float = 0.0
    faults: Sequence[Fault] = PASSING
    at_most: int = 2
    path: str = ""
    rules: list[Rule] = field(default_factory=list)
    log: list[Happened] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.asked = 0
        self._in_a_row: Counter[tuple[object, ...]] = Counter()
        self._lock = threading.Lock()

    def on(self, fault: Fault, path: str = "", nth: int = 1, times: int = 1) -> Plan:
        """The nth request whose path matches the expression, and the next ones up to `times`."""
        self.rules.append(Rule(fault, path, nth, nth + times - 1))
        return self

    def carry_out(self, request: Request, service: Answering) -> Reply:
        fault = self._pick(request)
        if fault is None:
            return service.answer(request).ready(request)
        if fault.instead:
            return fault.spoil(Reply()).ready(request)
        return fault.spoil(service.answer(request).ready(request)).ready(request)

    def names(self) -> list[str]:
        """The faults dealt out, in order."""
        return [happened.fault for happened in self.log]

    def _pick(self, request: Request) -> Fault | None:
        with self._lock:
            self.asked += 1
            fault = self._ruled(request) or self._by_chance(request)
            if fault:
                told = Happened(self.asked, request.method, request.path, fault.name)
                self.log.append(told)
            return fault

    def _ruled(self, request: Request) -> Fault | None:
        taking = [rule.fault for rule in self.rules if rule.takes(request)]
        return taking[0] if taking else None

    def _by_chance(self, request: Request) -> Fault | None:
        same = (request.method, request.path, *request.query.items(), request.raw)
        strikes = self.random.random() < self.rate and re.search(self.path, request.path)
        if not strikes or self._in_a_row[same] >= self.at_most:
            self._in_a_row[same] = 0
            return None
        self._in_a_row[same] += 1
        return self.random.choice(list(self.faults))


def one_by_one(faults: Iterable[Fault], path: str, gap: int = 2) -> Plan:
    """Each fault once, on every `gap`-th request that matches."""
    plan = Plan()
    for number, fault in enumerate(faults):
        plan.on(fault, path, nth=1 + number * gap)
    return plan
