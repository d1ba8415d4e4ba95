"""Downloads that a service makes on request: asked for, waited for, fetched.

The life of one: POST, then its state by name (ready, running, finished or failed), then
its file. A job that an earlier run asked for and did not fetch is asked after first, so
that a crash does not cost the service the same work twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fetch.archive import Archive, Stored
from fetch.client import Client
from fetch.errors import JobFailed, JobNeverEnds, NotKnown, WrongShape
from fetch.files import Announce
from fetch.usaspending import JOB_SHAPE, STATUS, STATUS_SHAPE

KEPT = timedelta(days=1)
"""How long a job asked for by an earlier run is asked after; then it is asked for anew."""
LONGEST_RUN = timedelta(days=7)
"""Runs that began earlier are not looked through for such a job."""
UNDER_WAY = ("ready", "running", "queued", "resumed", "created", "uploading")


@dataclass(frozen=True)
class Made:
    """A download that is in the archive; `rows` is what its maker counts in it."""

    name: str
    stored: Stored
    rows: int | None


def make(client: Client, path: str, body: Any, announce: Announce) -> Made:
    """Have a download made, or take up the one an earlier run asked for.

    JobFailed and JobNeverEnds besides what the client raises.
    """
    name = _unfetched(client.archive, path, body, client.clock.now())
    if name:
        try:
            return _wait(client, name, announce)
        except (JobFailed, NotKnown):
            client.say(f"{name}: gone or failed since; asked for again")
    started = client.post(path, body, shape=JOB_SHAPE)
    return _wait(client, started["file_name"], announce)


def _wait(client: Client, name: str, announce: Announce) -> Made:
    begun = client.clock.moment()
    announce(f"being made: {name}", 0)
    while True:
        state = client.get(STATUS, {"file_name": name}, shape=STATUS_SHAPE)
        status = state["status"]
        if status == "finished":
            break
        asked = f"the download {name}"
        if status == "failed":
            raise JobFailed(asked, str(state.document.get("message") or "failed without a word"))
        if status not in UNDER_WAY:
            raise WrongShape(asked, f"a state that is not known: {status}")
        waited = client.clock.moment() - begun
        if waited > client.settings.job_seconds:
            raise JobNeverEnds(asked, f"still {status} after {waited:,.0f} s")
        client.pause(client.settings.poll_seconds)
    url = state.document.get("file_url")
    if not isinstance(url, str):
        raise WrongShape(f"the download {name}", "finished, and no file_url")
    rows = state.document.get("total_rows")
    return Made(name, client.download(url, _begin(announce, name)), rows)


def _begin(announce: Announce, name: str) -> Callable[[int], Callable[[int], None]]:
    return lambda size: announce(name, size)


def _unfetched(archive: Archive, path: str, body: Any, now: datetime) -> str | None:
    """The name of the latest job of this very request whose file was never fetched."""
    name = None
    for exchange in archive.exchanges(now - LONGEST_RUN):
        asked = exchange.method == "POST" and exchange.url.endswith(path)
        if asked and exchange.body == body and exchange.status == 200:
            fresh = now - datetime.fromisoformat(exchange.at) < KEPT
            name = _job_name(archive, exchange.sha256) if fresh else None
        elif name and exchange.status in (200, 206) and exchange.url.endswith(f"/{name}"):
            name = None
    return name


def _job_name(archive: Archive, sha256: str | None) -> str | None:
    try:
        return json.loads(archive.read(sha256 or ""))["file_name"]
    except (ValueError, KeyError, TypeError):
        return None
