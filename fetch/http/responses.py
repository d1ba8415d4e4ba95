"""Responses: the error a status stands for, or the JSON document of a good one.

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

MOST_DIGITS = 9
"""Of a pause in seconds: thirty years are as good as any more."""
OTHER_KIND = (KeyError, IndexError, TypeError, ValueError, ArithmeticError, AttributeError)
"""Errors of taking a document apart in which a value is of another kind than its contract says."""
Shape = Mapping[str, type | tuple[type, ...]]
"""Names that a document must have, each with the type of what stands there."""


@dataclass(frozen=True)
class Request:
    """A request, and its words for people: without a key."""

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
    """A response: status, headers (names in lower case) and bytes."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return " ".join(self.content.decode("utf-8", errors="replace").split())


def require_good(request: Request, raw: RawResponse) -> None:
    """Nothing, or the error of the tree that the status stands for."""
    if raw.status in (200, 204, 206):
        return
    words = f"{raw.status} {message(raw)}"
    if raw.status in (429, 503, 504):
        raise Overloaded(request.words, words, retry_after=_wished_pause(raw))
    if raw.status >= 500:
        raise ServerFault(request.words, words, retry_after=_wished_pause(raw))
    if raw.status == 404:
        raise UnknownRecord(request.words, words)
    if raw.status < 400:
        words = f"{raw.status}, sent on to {redaction.elsewhere(raw.headers.get('location', ''))}"
    raise RequestRefused(request.words, words)


def message(raw: RawResponse) -> str:
    """Text of an error: `detail`, then `message`, then the body; an empty body is named so."""
    text = raw.text
    if not text:
        return "with an empty body"
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return ("an HTML page: " if text.startswith("<") else "") + text
    if isinstance(document, dict):
        return str(document.get("detail") or document.get("message") or text)
    return text


def document(request: Request, raw: RawResponse, shape: Shape) -> Any:
    """The JSON of a good answer, with every name that `shape` asks for; 204 has none.

    TruncatedResponse for JSON that breaks off, WrongShape for anything else.
    """
    if raw.status == 204:
        return {}
    try:
        parsed = json.loads(raw.content)
    except RecursionError:
        raise WrongShape(request.words, "JSON of more levels than any document has") from None
    except ValueError:
        raise _no_json(request, raw.text) from None
    for name, kind in shape.items():
        if not isinstance(parsed, dict) or not isinstance(parsed.get(name), kind):
            raise WrongShape(request.words, f"no {name} in {raw.text}")
    return parsed


def _no_json(request: Request, text: str) -> ServiceError:
    if text.startswith(("{", "[")):
        return TruncatedResponse(request.words, f"JSON that breaks off: {text}")
    return WrongShape(request.words, f"not JSON: {text or 'an empty body'}")


def _wished_pause(raw: RawResponse) -> float | None:
    """`Retry-After` in seconds, whether it was given so or as a date; None for neither."""
    wish = raw.headers.get("retry-after", "")
    if wish.isascii() and wish.isdecimal():
        return float(wish[:MOST_DIGITS])
    until, sent = _moment(wish), _moment(raw.headers.get("date", ""))
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
