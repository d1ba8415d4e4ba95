"""Download jobs of the service: request, poll, fetch.

The life of one: POST, then its state by name (ready, running, finished or failed), then
its file. A job that an earlier run asked for and did not fetch is asked after first, so
that a crash does not cost the service the same work twice.
"""

from __future__ import annotations

import itertools
import json
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from fetch.archive.store import Archive, Blob, Exchange
from fetch.errors import (
    ArchiveDamaged,
    FileRefused,
    JobFailed,
    JobNeverEnds,
    UnknownRecord,
    WrongShape,
)
from fetch.http.client import Client
from fetch.ingest.zip_members import members
from fetch.progress import Announce
from fetch.usaspending.api import JOB_SHAPE, STATUS, STATUS_SHAPE

KEPT = timedelta(days=1)
"""Age up to which a job of an earlier run is polled; an older one is requested anew."""
LONGEST_RUN = timedelta(days=7)
"""Runs that began earlier are not looked through for such a job."""
UNDER_WAY = ("ready", "running", "queued", "resumed", "created", "uploading")


@dataclass(frozen=True)
class ReadyDownload:
    """A download that is in the archive; `rows` is what its maker counts in it."""

    name: str
    stored: Blob
    rows: int | None


class DownloadJobs:
    """The downloads that one command has made."""

    def __init__(self, client: Client, announce: Announce) -> None:
        self.client, self.announce = client, announce

    @cached_property
    def begun(self) -> StartedJobs:
        """Read when the first download is wanted: most runs want none."""
        return StartedJobs(self.client.archive, self.client.clock.now())

    def make(self, path: str, body: Any) -> ReadyDownload:
        """Have a download made, or take up the one an earlier run asked for.

        JobFailed, JobNeverEnds and, for a file without a table, WrongShape besides what the
        client raises.
        """
        if name := self.begun.unfetched(path, body, self.client.clock.now()):
            try:
                return self._wait(name)
            except (JobFailed, UnknownRecord):
                self.client.say(f"{name}: gone or failed since; asked for again")
        started = self.client.post(path, body, shape=JOB_SHAPE)
        self.begun.add(started.exchange)
        return self._wait(started["file_name"])

    def _wait(self, name: str) -> ReadyDownload:
        client, begun = self.client, self.client.clock.moment()
        self.announce(f"being made: {name}", 0)
        while True:
            state = client.get(STATUS, {"file_name": name}, shape=STATUS_SHAPE)
            status = state["status"]
            if status == "finished":
                break
            what = f"the download {name}"
            if status == "failed":
                said = str(state.document.get("message") or "failed without a word")
                raise JobFailed(what, said)
            if status not in UNDER_WAY:
                raise WrongShape(what, f"a state that is not known: {status}")
            waited = client.clock.moment() - begun
            if waited > client.settings.job_seconds:
                raise JobNeverEnds(what, f"still {status} after {waited:,.0f} s")
            client.pause(client.settings.poll_seconds)
        url = state.document.get("file_url")
        if not isinstance(url, str):
            raise WrongShape(f"the download {name}", "finished, and no file_url")
        stored = client.download(url, lambda size: self.announce(name, size))
        self.begun.fetch(name)
        _require_table(client.archive, name, stored)
        return ReadyDownload(name, stored, state.document.get("total_rows"))


def _require_table(archive: Archive, name: str, stored: Blob) -> None:
    """WrongShape for a ZIP with no table in it: a job can finish and have made nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = archive.file(stored.sha256, Path(folder))
        try:
            members(path, called=name)
        except FileRefused as error:
            what = f"the download {name}"
            raise WrongShape(what, str(error), "try again, or ask for it in another way") from error


class StartedJobs:
    """The jobs that were asked for, and the files that were fetched, in order.

    The journals of earlier runs are read once; what this run does is added as it is done.
    """

    def __init__(self, archive: Archive, now: datetime) -> None:
        self.archive = archive
        self.jobs: dict[str, tuple[int, Exchange]] = {}
        self.fetched: dict[str, int] = {}
        self.order = itertools.count()
        for exchange in archive.exchanges(now - LONGEST_RUN):
            # noted while a clock was ahead, it would hide what was asked for since
            if datetime.fromisoformat(exchange.at) <= now + KEPT:
                self._learn(exchange)

    def add(self, exchange: Exchange) -> None:
        self._learn(exchange)

    def fetch(self, name: str) -> None:
        self.fetched[name] = next(self.order)

    def unfetched(self, path: str, body: Any, now: datetime) -> str | None:
        """The name of the latest job of this very request whose file was never fetched."""
        number, exchange = self.jobs.get(_question(path, body), (0, None))
        if exchange is None or now - datetime.fromisoformat(exchange.at) >= KEPT:
            return None
        name = _job_name(self.archive, exchange.sha256)
        return None if name and self.fetched.get(name, -1) > number else name

    def _learn(self, exchange: Exchange) -> None:
        if exchange.method == "POST" and exchange.status == 200 and "download/" in exchange.url:
            path = "/api/" + exchange.url.rpartition("/api/")[2]
            self.jobs[_question(path, exchange.body)] = next(self.order), exchange
        elif exchange.method == "GET" and exchange.status in (200, 206):
            self.fetch(exchange.url.rpartition("/")[2])


def _question(path: str, body: Any) -> str:
    return path + json.dumps(body, sort_keys=True)


def _job_name(archive: Archive, sha256: str | None) -> str | None:
    try:
        name: str | None = json.loads(archive.read(sha256 or ""))["file_name"]
        return name
    except (ValueError, KeyError, TypeError, RecursionError, ArchiveDamaged):
        return None
