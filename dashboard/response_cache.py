"""Response cache: answers of one build, which never changes.

Keys are the build, the host and the request; the least recently used answers go first. Failed
answers are not kept.
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
# one long list must not put out all the others
MOST_OF_ONE = MOST_BYTES // 16
OVERHEAD_BYTES = 500
"""Bytes of an entry beside its text: its key and its place in the cache."""
Key = tuple[str, str, bytes]


def keep(server: Flask, data: PublishedData) -> None:
    """Serve stored answers as long as the same build is in use."""
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
        # asked again: a build swapped in meanwhile would be answered with the old one for good
        if key is not None and sound and key == _asked(data):
            body = response.get_data()
            if len(body) <= MOST_OF_ONE:
                with lock:
                    held[key] = body
        return response


def _size(body: bytes) -> int:
    return len(body) + OVERHEAD_BYTES


def failed() -> None:
    """Exclude the current answer from the cache."""
    g.failed = True


def _asked(data: PublishedData) -> Key | None:
    """Key of the current request: build in use, host, and hash of the body.

    None for other requests, or without a published build.
    """
    if request.path != ASKED or request.method != "POST":
        return None
    try:
        # the host too: citations name it, and one server may have two names
        return data.build().build_id, request.host_url, sha256(request.get_data()).digest()
    except SoleSourceError:
        return None
