"""SAM.gov by way of the one client: with a key where there is one, never more than it may ask.

The key goes out as a query parameter, as the service wants it, and stays out of everything that
is kept or said: the address is scrubbed by name, answers that repeat it by value.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from fetch.archive.store import Archive, Blob, Exchange
from fetch.errors import Throttled, WrongShape
from fetch.http import redaction, responses
from fetch.http.client import Client, Response
from fetch.http.responses import RawResponse, Request, Shape
from fetch.http.retry import Clock
from fetch.sam import responses as sam_responses
from fetch.sam.key import Key
from fetch.sam.quota import Quota
from fetch.sam.responses import PLACEHOLDER
from fetch.settings import Settings

PARAMETER = "api_key"
EXTRACT = re.compile(rb'https?://[^\s"<>]*REPLACE_WITH_API_KEY[^\s"<>]*')
TOKEN = re.compile(rb'(token=|"[a-z_]*token"\s*:\s*")[^&\s"<>\\]+', re.IGNORECASE)
"""In the address of an extract, or beside it under a name of its own."""
MOST_SAID = 100_000
"""Bytes of the longest answer that promises an extract; a file of records is not rewritten."""
HOSTS = (".sam.gov", ".amazonaws.com")
"""Where a file may lie: the service's own hosts, and the store to which it sends on."""
ATTEMPTS = 2
"""A request that fails costs one of few: it is tried once more, the rest tomorrow."""


class SamClient(Client):
    """Asks SAM.gov. `get_keyed` and `file` cost a request of the key's day, the rest does not."""

    def __init__(
        self,
        settings: Settings,
        archive: Archive,
        run_id: str,
        *,
        key: Key | None = None,
        clock: Clock | None = None,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        for name in ("httpx", "httpcore"):  # they would log addresses as they are sent
            logging.getLogger(name).setLevel(logging.WARNING)
        slow = {"requests_per_second": 1 / settings.sam_seconds, "at_once": 1}
        most = {"attempts": min(ATTEMPTS, settings.attempts)}
        settings = settings.model_copy(update=slow | most)
        super().__init__(settings, archive, run_id, clock=clock, say=say)
        self.key = key
        self.budget = (
            Quota(settings.sam_budget, key, settings.sam_requests_per_day) if key else None
        )
        self.extract_at: str | None = None
        self.http.follow_redirects = True
        self.http.event_hooks = {"request": [self._require_known_host]}

    def left(self) -> int:
        """Requests that the key still has today."""
        return self.budget.left(self.clock.now()) if self.budget else 0

    def get_keyed(
        self, path: str, params: Mapping[str, str], shape: Shape | None = None
    ) -> Response:
        """The document at a path of the API; Throttled where the day's requests are used up."""
        url = f"{self.settings.sam.rstrip('/')}{path}?{urlencode(params)}"
        return self._ask(Request("GET", self._with_key(url)), shape or {})

    def file(self, url: str) -> tuple[Blob, str]:
        """An attachment or an extract, and its name as the service gives it; costs a request."""
        asked = Request("GET", self._with_key(url.replace(PLACEHOLDER, "")))
        for attempt in self._attempts(asked):
            with attempt, self.pace.turn():
                came, exchange = self._whole(asked)
        stored = Blob(exchange.sha256 or "", exchange.size or 0)
        return stored, _name_in(came.headers.get("content-disposition", ""))

    def listing(self, domain: str) -> Response:
        """What bulk files there are; needs no key."""
        query = urlencode({"random": "1", "domain": domain, "privacy": "Public"})
        return self._ask(Request("GET", f"{self._files}/listfiles?{query}"), {})

    def require_good(self, asked: Request, came: RawResponse) -> None:
        if not self._is_keyed(asked):
            responses.require_good(asked, came)
            return
        try:
            sam_responses.require_good(asked, came, self.clock.now())
        except Throttled:
            self._close(came)
            raise

    def cleaned(self, content: bytes) -> bytes:
        """Without the key, and without the token of an extract's link; that is remembered."""
        if self.key is None:
            return content
        if found := EXTRACT.search(content):
            self.extract_at = found[0].decode("ascii", errors="replace").replace("\\u0026", "&")
        if len(content) <= MOST_SAID and content.lstrip().startswith(b"{"):
            left_out = redaction.LEFT_OUT.encode()
            content = TOKEN.sub(lambda each: each[1] + left_out, content)
        return self.key.out_of_bytes(content)

    @property
    def _files(self) -> str:
        return self.settings.sam_files.rstrip("/")

    def _once(self, asked: Request, shape: Shape) -> Response:
        self._spend(asked)
        return super()._once(asked, shape)

    def _whole(self, asked: Request) -> tuple[RawResponse, Exchange]:
        """The bytes of a file in one piece; what its service says instead is an error."""
        self._spend(asked)
        came, exchange = self._exchanged(asked)
        self.require_good(asked, came)
        return came, exchange

    def _spend(self, asked: Request) -> None:
        if self.budget and self._is_keyed(asked):
            self.budget.spend(asked.words, self.clock.now())

    def _close(self, came: RawResponse) -> None:
        if self.budget:
            now = self.clock.now()
            found = sam_responses.document_of(came)
            self.budget.close(sam_responses.until(found, came, now), now)

    def _is_keyed(self, asked: Request) -> bool:
        return f"{PARAMETER}=" in urlsplit(asked.url).query

    def _with_key(self, url: str) -> str:
        """The address with the key, where its host is the service's own; else as it is."""
        if self.key is None:
            raise WrongShape(redaction.address(url), "no key of SAM.gov is set")
        parts = urlsplit(url)
        if not self._is_ours(parts.hostname or "", parts.netloc):
            raise WrongShape(redaction.address(url), "a file's address outside the service's own")
        pairs = [
            (n, v) for n, v in parse_qsl(parts.query, keep_blank_values=True) if n != PARAMETER
        ]
        return urlunsplit(parts._replace(query=urlencode([*pairs, (PARAMETER, self.key.value)])))

    def _is_ours(self, host: str, netloc: str) -> bool:
        own = {urlsplit(url).netloc for url in (self.settings.sam, self.settings.sam_files)}
        official = (urlsplit(self.settings.sam).hostname or "").endswith("sam.gov")
        return netloc in own or (official and (host == "sam.gov" or host.endswith(".sam.gov")))

    def _require_known_host(self, request: Any) -> None:
        """WrongShape where an answer sends on to a host that is not known."""
        host, netloc = request.url.host, request.url.netloc.decode()
        own = self._is_ours(host, netloc)
        if not own and not (request.url.scheme == "https" and host.endswith(HOSTS)):
            raise WrongShape(
                "a file of SAM.gov", f"sent on to {redaction.elsewhere(str(request.url))}"
            )

    def _file_address(self, url: str) -> str:
        if url.startswith(f"{self._files}/"):
            return url
        raise WrongShape(redaction.address(url), "a file's address outside the service's own")

    def _note(
        self,
        asked: Request,
        status: int | None,
        headers: Mapping[str, str],
        stored: Blob | None,
        problem: str | None = None,
    ) -> Exchange:
        if self.key:
            headers = {name: self.key.out_of(value) for name, value in headers.items()}
            problem = self.key.out_of(problem) if problem else None
            asked = replace(asked, url=self.key.out_of(asked.url))
        return super()._note(asked, status, headers, stored, problem)


def _name_in(disposition: str) -> str:
    """The file's name in a Content-Disposition, without any folder; empty where there is none."""
    from email.message import Message

    message = Message()
    message["Content-Disposition"] = disposition or "attachment"
    return (message.get_filename() or "").replace("\\", "/").rsplit("/", 1)[-1][:200]


def now_text(client: Client) -> str:
    """The time of asking, as arrivals have it."""
    moment: datetime = client.clock.now()
    return moment.astimezone(UTC).isoformat(timespec="seconds")
