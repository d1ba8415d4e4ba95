"""Responses of SAM.gov: a document, a throttle, a refused key, or an error under status 200.

Its gateway and its services speak differently: JSON with `message`, with `error`, a bare JSON
string, plain text or HTML, with the status 4xx or 200. Only a JSON object that is no error is
a success.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from fetch.errors import KeyRefused, RequestRefused, Throttled, UnknownRecord
from fetch.http import responses
from fetch.http.responses import RawResponse, Request
from fetch.sam.quota import next_day

THROTTLED = re.compile(r"900804|throttled out|exceeded your quota|OVER_RATE_LIMIT", re.IGNORECASE)
KEY = re.compile(
    r"API_KEY_(?:INVALID|MISSING|DISABLED|UNAUTHORIZED)|(?:invalid|missing|no|disabled|expired) "
    r"api[ _]?key|api[ _]?key (?:\w+ ){0,3}(?:invalid|missing|disabled|expired|supplied|required)",
    re.IGNORECASE,
)
NEXT = "nextAccessTime"
PLACEHOLDER = "REPLACE_WITH_API_KEY"
"""Stands in the address of an extract: an answer with one is a promise, whatever it says beside."""
ERRORS = ("error", "errorCode", "errorMessage")
NOTHING = re.compile(r"not found|no data|no records|no content", re.IGNORECASE)


def require_good(request: Request, raw: RawResponse, now: datetime) -> None:
    """Nothing for a document or a file; else the error that status and body stand for."""
    small = raw.content[:4096].decode("utf-8", errors="replace")
    body = _json(raw.content) if small.lstrip()[:1] in ("{", '"', "[") else None
    words = f"{raw.status} {_said(body, raw)}"
    named = isinstance(body, dict) and NEXT in body
    if raw.status == 429 or named or (_is_error(body, small) and THROTTLED.search(small)):
        raise Throttled(request.words, words, f"{until(body, raw, now):%Y-%m-%d %H:%M} UTC")
    if raw.status in (401, 403) or (_is_error(body, small) and KEY.search(small)):
        raise KeyRefused(request.words, words)
    if raw.status in (200, 206) and _is_error(body, small):
        raise (UnknownRecord if NOTHING.search(small) else RequestRefused)(request.words, words)
    responses.require_good(request, raw)


def until(body: Any, raw: RawResponse, now: datetime) -> datetime:
    """Time of the next allowed request: named in the body, in Retry-After, else the next day."""
    text = str(body.get(NEXT, "")) if isinstance(body, dict) else ""
    try:
        named = datetime.strptime(text.removesuffix(" UTC"), "%Y-%b-%d %H:%M:%S%z").astimezone(UTC)
    except (ValueError, OverflowError):
        wish = raw.headers.get("retry-after", "")
        seconds = int(wish[: responses.MOST_DIGITS]) if wish.isdecimal() else 0
        named = now + timedelta(seconds=seconds) if seconds else next_day(now)
    # a quota is of a day: no longer wait is believed
    return min(named, next_day(now) + timedelta(days=1))


def document_of(raw: RawResponse) -> Any:
    """An answer's JSON; None where it is none."""
    return _json(raw.content)


def _is_error(body: Any, small: str) -> bool:
    """Whether a body is an error: an object that names one, a bare string, or HTML."""
    if isinstance(body, dict):
        named = any(body.get(name) for name in ERRORS)
        lists = [v for v in body.values() if isinstance(v, list | dict) or PLACEHOLDER in str(v)]
        return named or ("message" in body and not lists)
    return isinstance(body, str) or _is_text(small)


def _is_text(small: str) -> bool:
    """Plain text or HTML where a document or a file was asked for."""
    start = small.lstrip()
    if not start or start[0] in '{["' or start.startswith(("%PDF", "PK")):
        return False
    return start.startswith("<") or (len(start) < 2000 and start.strip().isprintable())


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _said(body: Any, raw: RawResponse) -> str:
    if isinstance(body, dict):
        inner = body.get("error")
        place = inner if isinstance(inner, dict) else body
        texts = [
            place.get(name) for name in ("code", "message", "detail", "details", "description")
        ]
        words = " ".join(str(one) for one in texts if one)
        return words or str(inner or raw.text)
    return body if isinstance(body, str) else responses.message(raw)
