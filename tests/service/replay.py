"""A service that gives recorded answers and refuses what was never recorded.

A folder holds `exchanges/*.json` ({request, response, note}) and `files/` (downloads).
An exchange answers the same method, path, query and body, whatever the order of keys.
Several recordings of one request are given in their order; the last is repeated.
Recorded bodies go out as they are: their addresses name the real hosts, and it is the
client that maps those to the hosts of its settings.
"""

from __future__ import annotations

import difflib
import json
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tests.service.server import Reply, Request

FILE_PATHS = ("/award_data_archive/", "/generated_downloads/")
NOT_KEPT = {"content-length", "transfer-encoding", "connection", "content-encoding"}


@dataclass(frozen=True)
class Exchange:
    """One recorded request with its answer."""

    name: str
    request: dict[str, Any]
    response: dict[str, Any]

    @property
    def key(self) -> tuple[str, ...]:
        asked = self.request
        body = asked.get("raw_body") if asked.get("body") is None else _plain(asked["body"])
        return (asked["method"], asked["path"], _plain(self.query), body or "")

    @property
    def query(self) -> dict[str, str]:
        """The query as an address has it: text, also where a number was recorded."""
        return {key: str(value) for key, value in (self.request.get("query") or {}).items()}

    @property
    def reply(self) -> Reply:
        headers = self.response.get("headers") or {}
        kept = {k.title(): v for k, v in headers.items() if k.lower() not in NOT_KEPT}
        body = self.response["body"]
        return Reply(b"" if body is None else body, self.response["status"], kept)


@lru_cache
def exchanges(folder: Path) -> tuple[Exchange, ...]:
    """Every exchange of the folder, in the order of the files' names."""
    told = []
    for path in sorted((folder / "exchanges").glob("*.json")):
        read = json.loads(path.read_text("utf-8"))
        told.append(Exchange(path.stem, read["request"], read["response"]))
    return tuple(told)


class Replay:
    """Recorded answers; `served` names those given, `refused` what was never recorded."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "files"
        self.exchanges = exchanges(folder)
        self.served: list[str] = []
        self.refused: list[str] = []
        self._lock = threading.Lock()
        self._turn: Counter[tuple[str, ...]] = Counter()
        self._by_key: dict[tuple[str, ...], list[Exchange]] = defaultdict(list)
        for exchange in self.exchanges:
            self._by_key[exchange.key].append(exchange)

    def answer(self, request: Request) -> Reply:
        found = self._by_key.get(_key(request))
        if found:
            return self._next(_key(request), found)
        return self._file(request) or self._refuse(request)

    def _next(self, key: tuple[str, ...], found: list[Exchange]) -> Reply:
        with self._lock:
            turn = self._turn[key]
            self._turn[key] += 1
        exchange = found[min(turn, len(found) - 1)]
        self.served.append(exchange.name)
        return exchange.reply

    def _file(self, request: Request) -> Reply | None:
        folder, _, name = request.path.rpartition("/")
        path = self.files / name
        if f"{folder}/" not in FILE_PATHS or not name or not path.is_file():
            return None
        return Reply(path.read_bytes(), ranges=True)

    def _refuse(self, request: Request) -> Reply:
        what = f"{request.method} {request.path} {_plain(request.query)} {request.raw.decode()}"
        detail = f"never recorded: {what}; nearest: {self._nearest(request)}"
        self.refused.append(detail)
        return Reply({"detail": detail}, 501)

    def _nearest(self, request: Request) -> str:
        same = [e for e in self.exchanges if e.request["path"] == request.path]
        if not same:
            paths = [e.request["path"] for e in self.exchanges]
            close = difflib.get_close_matches(request.path, paths, 1, 0.0)
            return f"path {close[0]}" if close else "nothing"
        asked = "".join(_key(request))
        best = max(same, key=lambda e: _ratio(asked, "".join(e.key)))
        return f"{best.name}: {'; '.join(_differences(request, best)) or 'no difference in JSON'}"


def _key(request: Request) -> tuple[str, ...]:
    body = request.body
    text = request.raw.decode() if body is None else _plain(body)
    return (request.method, request.path, _plain(request.query), text)


def _plain(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _ratio(left: str, right: str) -> float:
    return difflib.SequenceMatcher(None, left, right, autojunk=False).quick_ratio()


def _differences(request: Request, exchange: Exchange) -> Iterator[str]:
    recorded = exchange.request
    if request.method != recorded["method"]:
        yield f"method {request.method} asked, {recorded['method']} recorded"
    asked = {**_flat(request.query, "query"), **_flat(request.body)}
    known = {**_flat(exchange.query, "query"), **_flat(recorded.get("body"))}
    for key in sorted(asked.keys() | known.keys()):
        if asked.get(key) != known.get(key):
            yield f"{key} {_shown(asked, key)} asked, {_shown(known, key)} recorded"


def _shown(values: dict[str, Any], key: str) -> str:
    return _plain(values[key]) if key in values else "not"


def _flat(value: Any, name: str = "") -> dict[str, Any]:
    """Nested keys joined by dots; a list is one value."""
    if not isinstance(value, dict) or not value:
        return {name: value} if name and value not in (None, {}) else {}
    flat: dict[str, Any] = {}
    for key, inner in value.items():
        flat.update(_flat(inner, f"{name}.{key}" if name else key))
    return flat
