"""What a service's answer says: good, busy, broken or refusing; and its document.

Told apart without the network: an answer here is its status, its headers (names in lower
case) and its bytes.
"""

from __future__ import annotations

import email.utils
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fetch.errors import (
    Overloaded,
    RequestRefused,
    ServerFault,
    ServiceError,
    TruncatedResponse,
    UnknownRecord,
    WrongShape,
)
from fetch.http import redaction

Shape = Mapping[str, type | tuple[type, ...]]
"""Names that a document must have, each with the type of what stands there."""


@dataclass(frozen=True)
class Request:
    """What is asked, and how it is said to people: without a key."""

    method: str
    url: str
    body: Any = None

    @property
    def shown_url(self) -> str:
        return redaction.address(self.url)

    @property
    def words(self) -> str:
        body = "" if self.body is None else " " + json.dumps(self.body, ensure_ascii=False)[:200]
        return f"{self.method} {self.shown_url}{body}"


@dataclass(frozen=True)
class RawResponse:
    """What came of it."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return " ".join(self.content.decode("utf-8", errors="replace").split())


def require_good(asked: Request, came: RawResponse) -> None:
    """Nothing, or the error of the tree that the status stands for."""
    if came.status in (200, 204, 206):
        return
    words = f"{came.status} {message(came)}"
    if came.status in (429, 503, 504):
        raise Overloaded(asked.words, words, retry_after=_wished_pause(came))
    if came.status >= 500:
        raise ServerFault(asked.words, words, retry_after=_wished_pause(came))
    if came.status == 404:
        raise UnknownRecord(asked.words, words)
    if came.status < 400:
        words = f"{came.status}, sent on to {redaction.elsewhere(came.headers.get('location', ''))}"
    raise RequestRefused(asked.words, words)


def message(came: RawResponse) -> str:
    """What an error says: `detail`, then `message`, then its text; an empty one is named so."""
    text = came.text
    if not text:
        return "with an empty body"
    try:
        document = json.loads(text)
    except ValueError:
        return ("an HTML page: " if text.startswith("<") else "") + text
    if isinstance(document, dict):
        return str(document.get("detail") or document.get("message") or text)
    return text


def document(asked: Request, came: RawResponse, shape: Shape) -> Any:
    """The JSON of a good answer, with every name that `shape` asks for; 204 has none.

    CutShort for JSON that breaks off, WrongShape for anything else.
    """
    if came.status == 204:
        return {}
    try:
        found = json.loads(came.content)
    except ValueError:
        raise _no_json(asked, came.text) from None
    for name, kind in shape.items():
        if not isinstance(found, dict) or not isinstance(found.get(name), kind):
            raise WrongShape(asked.words, f"no {name} in {json.dumps(found)}")
    return found


def _no_json(asked: Request, text: str) -> ServiceError:
    if text.startswith(("{", "[")):
        return TruncatedResponse(asked.words, f"JSON that breaks off: {text}")
    return WrongShape(asked.words, f"not JSON: {text or 'an empty body'}")


def _wished_pause(came: RawResponse) -> float | None:
    """`Retry-After` in seconds, whether it was given so or as a date; None for neither."""
    wish = came.headers.get("retry-after", "")
    if wish.isascii() and wish.isdecimal():
        return float(wish)
    until, sent = _moment(wish), _moment(came.headers.get("date", ""))
    if until is None:
        return None
    return max(0.0, (until - (sent or datetime.now(UTC))).total_seconds())


def _moment(text: str) -> datetime | None:
    """A moment as HTTP writes it; by the service's clock, which may not be ours."""
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)  # "-0000": of no zone
