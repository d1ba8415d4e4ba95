"""Response cache: a build never changes, so neither does an answer drawn of it.

They are kept by build and by what was asked, up to a size; what nobody asked for longest goes
first. What went wrong is not kept.
"""

from __future__ import annotations

from hashlib import sha256
from threading import Lock

from cachetools import LRUCache
from flask import Flask, Response, g, request

from dashboard.published_data import PublishedData
from fetch.errors import SoleSourceError

ASKED = "/_dash-update-component"
MOST_BYTES = 64_000_000
MOST_OF_ONE = MOST_BYTES // 16
OVERHEAD_BYTES = 500
"""What an answer takes beside its text: its key, and its place among the others."""
Key = tuple[str, str, bytes]


def keep(server: Flask, data: PublishedData) -> None:
    """Give again what was given before, for as long as the same build is in use."""
    held: LRUCache[Key, bytes] = LRUCache(MOST_BYTES, getsizeof=_size)
    lock = Lock()

    @server.before_request
    def given() -> Response | None:
        key = _asked(data)
        if key is None:
            return None
        with lock:
            body = held.get(key)
        if body is not None:
            return Response(body, content_type="application/json")
        g.asked = key
        return None

    @server.after_request
    def kept(response: Response) -> Response:
        key = g.pop("asked", None)
        sound = response.status_code == 200 and not g.pop("failed", False)
        if key is not None and sound and key == _asked(data):
            body = response.get_data()
            if len(body) <= MOST_OF_ONE:
                with lock:
                    held[key] = body
        return response


def _size(body: bytes) -> int:
    return len(body) + OVERHEAD_BYTES


def failed() -> None:
    """What is answered now is not to be given again."""
    g.failed = True


def _asked(data: PublishedData) -> Key | None:
    """The build in use, the host that citations name, and what is asked.

    None where nothing is asked or nothing is published.
    """
    if request.path != ASKED or request.method != "POST":
        return None
    try:
        return data.build().build_id, request.host_url, sha256(request.get_data()).digest()
    except SoleSourceError:
        return None
