"""SAM.gov by way of the one client: with a key where there is one, within its daily quota.

The key goes out as a query parameter, as the service wants it, and stays out of everything that
is kept or said: the address is scrubbed by name, answers that repeat it by value.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from fetch.archive.store import Archive, Blob
from fetch.errors import Throttled, WrongShape
from fetch.http import redaction, responses
from fetch.http.client import Client, Response
from fetch.http.responses import RawResponse, Request, Shape
from fetch.http.retry import Clock
from fetch.http.service import Service
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
"""Hosts of files: the service's own, and the store to which it redirects."""
ATTEMPTS = 2
"""A request that fails costs one of few: it is tried once more, the rest tomorrow."""


@dataclass
class Access:
    """A key's access to SAM.gov: its quota, and the address of the extract promised last.

    Without a key only the bulk files can be asked for.
    """

    settings: Settings
    key: Key | None
    quota: Quota | None
    extract_at: str | None = None

    @property
    def files(self) -> str:
        return self.settings.sam_files.rstrip("/")

    def service(self) -> Service:
        """SAM.gov as the client asks it."""
        return Service(
            address=self.settings.sam.rstrip("/"),
            file_address=self._file_address,
            require_good=self._require_good,
            spend=self._spend,
            clean=self._clean,
            redact=lambda text: self.key.out_of(text) if self.key else text,
            require_host=self._require_host,
        )

    def with_key(self, url: str) -> str:
        """An address with the key; WrongShape where its host is not the service's own."""
        if self.key is None:
            raise WrongShape(redaction.address(url), "no key of SAM.gov is set")
        parts = urlsplit(url)
        if not self._is_ours(parts.hostname or "", parts.netloc):
            raise WrongShape(redaction.address(url), "a file's address outside the service's own")
        # links in answers bring a placeholder in the place of a key
        pairs = [
            (n, v) for n, v in parse_qsl(parts.query, keep_blank_values=True) if n != PARAMETER
        ]
        return urlunsplit(parts._replace(query=urlencode([*pairs, (PARAMETER, self.key.value)])))

    def _file_address(self, url: str) -> str:
        if url.startswith(f"{self.files}/"):
            return url
        raise WrongShape(redaction.address(url), "a file's address outside the service's own")

    def _require_good(self, request: Request, raw: RawResponse, now: datetime) -> None:
        if not _is_keyed(request):
            responses.require_good(request, raw)
            return
        try:
            sam_responses.require_good(request, raw, now)
        except Throttled:
            if self.quota:
                document = sam_responses.document_of(raw)
                self.quota.close(sam_responses.until(document, raw, now), now)
            raise

    def _spend(self, request: Request, now: datetime) -> None:
        if self.quota and _is_keyed(request):
            self.quota.spend(request.words, now)

    def _clean(self, content: bytes) -> bytes:
        """Without the key, and without the token of an extract's link; that is remembered."""
        if self.key is None:
            return content
        if match := EXTRACT.search(content):
            self.extract_at = match[0].decode("ascii", errors="replace").replace("\\u0026", "&")
        if len(content) <= MOST_SAID and content.lstrip().startswith(b"{"):
            left_out = redaction.LEFT_OUT.encode()
            content = TOKEN.sub(lambda each: each[1] + left_out, content)
        return self.key.out_of_bytes(content)

    def _is_ours(self, host: str, netloc: str) -> bool:
        own = {urlsplit(url).netloc for url in (self.settings.sam, self.settings.sam_files)}
        official = (urlsplit(self.settings.sam).hostname or "").endswith("sam.gov")
        return netloc in own or (official and (host == "sam.gov" or host.endswith(".sam.gov")))

    def _require_host(self, url: str) -> None:
        """WrongShape where an answer sends on to a host that is not known."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        own = self._is_ours(host, parts.netloc)
        if not own and not (parts.scheme == "https" and host.endswith(HOSTS)):
            raise WrongShape("a file of SAM.gov", f"sent on to {redaction.elsewhere(url)}")


@dataclass
class SamGov:
    """SAM.gov open for one run. `get_keyed` and `file` cost a request of the key's day."""

    client: Client
    access: Access

    @property
    def key(self) -> Key | None:
        return self.access.key

    def left(self) -> int:
        """Requests that the key still has today."""
        return self.access.quota.left(self.client.clock.now()) if self.access.quota else 0

    def get_keyed(
        self, path: str, params: Mapping[str, str], shape: Shape | None = None
    ) -> Response:
        """The document at a path of the API; Throttled where the day's requests are used up."""
        url = f"{self.client.service.address}{path}?{urlencode(params)}"
        return self.client.ask(Request("GET", self.access.with_key(url)), shape)

    def file(self, url: str) -> tuple[Blob, str]:
        """An attachment or an extract, and its name as the service gives it; costs a request."""
        request = Request("GET", self.access.with_key(url.replace(PLACEHOLDER, "")))
        raw, exchange = self.client.whole(request)
        stored = Blob(exchange.sha256 or "", exchange.size or 0)
        return stored, _name_in(raw.headers.get("content-disposition", ""))

    def listing(self, domain: str) -> Response:
        """The list of bulk files; needs no key."""
        query = urlencode({"random": "1", "domain": domain, "privacy": "Public"})
        return self.client.ask(Request("GET", f"{self.access.files}/listfiles?{query}"))


@contextmanager
def sam_gov(
    settings: Settings,
    archive: Archive,
    run_id: str,
    *,
    key: Key | None = None,
    clock: Clock | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Iterator[SamGov]:
    """SAM.gov asked slowly, one request at a time, each tried twice at most."""
    for name in ("httpx", "httpcore"):  # they would log addresses as they are sent
        logging.getLogger(name).setLevel(logging.WARNING)
    slow: dict[str, Any] = {"requests_per_second": 1 / settings.sam_seconds, "at_once": 1}
    slow["attempts"] = min(ATTEMPTS, settings.attempts)
    settings = settings.model_copy(update=slow)
    quota = Quota(settings.sam_budget, key, settings.sam_requests_per_day) if key else None
    access = Access(settings, key, quota)
    with Client(access.service(), settings, archive, run_id, clock=clock, say=say) as client:
        yield SamGov(client, access)


def now_text(client: Client) -> str:
    """The time of asking, as arrivals have it."""
    moment: datetime = client.clock.now()
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _is_keyed(request: Request) -> bool:
    return f"{PARAMETER}=" in urlsplit(request.url).query


def _name_in(disposition: str) -> str:
    """The file's name in a Content-Disposition, without any folder; empty where there is none."""
    from email.message import Message

    message = Message()
    message["Content-Disposition"] = disposition or "attachment"
    return (message.get_filename() or "").replace("\\", "/").rsplit("/", 1)[-1][:200]
