"""Download jobs of the service: request, poll, fetch.

The life of one: POST, then its state by name (ready, running, finished or failed), then
its file. A job that an earlier run asked for and did not fetch is asked after first, so
that a crash does not cost the service the same work twice.
"""

from __future__ import annotations

import itertools
import json
import tempfile
from collections.abc import Iterator
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
HANDED_BACK = (
    "the service hands the same download back for a day: try again tomorrow, or ask for a "
    "shorter time"
)
MINUTE = 60
LONGEST_DOUBLED = 16
"""Doublings of a pause after which it is as long as any setting."""
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

    def make(self, path: str, body: Any, other: Any = None) -> ReadyDownload:
        """Have a download made, or take up the one an earlier run asked for.

        `other` is the same request in another form, for where the service hands back a job
        that is stuck. JobFailed, JobNeverEnds and, for a file without a table, WrongShape
        besides what the client raises.
        """
        if name := self.begun.unfetched(path, body, self.client.clock.now()):
            try:
                return self._wait(name, self._age(path, body, name))
            except (JobFailed, UnknownRecord, JobNeverEnds) as error:
                self.client.say(f"{error.short}; asked for again")
        limit = self.client.settings.job_seconds
        name, age = self._ask(path, body)
        if age > limit and other is not None:
            self.client.say(f"the service hands {name} back unfinished; asked for in another form")
            second, its_age = self._ask(path, other)
            name, age = second, (age if second == name else its_age)
        return self._wait(name, age, HANDED_BACK if age > limit else "")

    def _ask(self, path: str, body: Any) -> tuple[str, float]:
        """The name of the job that answers a request, and its age in seconds if it is known."""
        answer = self.client.post(path, body, shape=JOB_SHAPE)
        name: str = answer["file_name"]
        age = self._age(path, body, name)
        self.begun.add(answer.exchange)
        return name, age

    def _age(self, path: str, body: Any, name: str) -> float:
        asked = self.begun.asked_at(path, body, name)
        return max(0.0, (self.client.clock.now() - asked).total_seconds()) if asked else 0.0

    def _wait(self, name: str, age: float = 0.0, advice: str = "") -> ReadyDownload:
        """The download once it is made; `age` is how long ago it was asked for, in seconds.

        At least one look is taken, however old it is: it may be finished by now.
        """
        client, begun = self.client, self.client.clock.moment() - age
        for pause in pauses(client.settings.poll_seconds):
            state = client.get(STATUS, {"file_name": name}, shape=STATUS_SHAPE)
            waited = client.clock.moment() - begun
            if not self._is_under_way(name, state.document):
                break
            if waited > client.settings.job_seconds:
                said = f"still {state['status']} {length(waited)} after it was asked for"
                raise JobNeverEnds(f"the download {name}", said, advice)
            self._tell(name, waited)
            client.pause(pause)
        url = state.document.get("file_url")
        if not isinstance(url, str):
            raise WrongShape(f"the download {name}", "finished, and no file_url")
        stored = client.download(url, lambda size: self.announce(name, size))
        self.begun.fetch(name)
        _require_table(client.archive, name, stored)
        rows = state.document.get("total_rows")
        return ReadyDownload(name, stored, rows if isinstance(rows, int) else None)

    def _is_under_way(self, name: str, state: Any) -> bool:
        """False once it is finished; JobFailed, or WrongShape for a state that is not known."""
        status, what = str(state["status"]), f"the download {name}"
        if status == "failed":
            raise JobFailed(what, first_line(str(state.get("message") or "")))
        if status not in (*UNDER_WAY, "finished"):
            raise WrongShape(what, f"a state that is not known: {status}")
        return status != "finished"

    def _tell(self, name: str, waited: float) -> None:
        """What is being made, since when, how long at most: the console draws it or prints it."""
        since = self.client.clock.now() - timedelta(seconds=waited)
        most = length(self.client.settings.job_seconds)
        self.announce(
            f"being made: {name}, since {since:%H:%M} UTC ({length(waited)}), at most {most}", 0
        )


def pauses(most: float) -> Iterator[float]:
    """Seconds between looks: most downloads are small and made within a few."""
    for doubled in itertools.count(1):
        yield min(2.0 ** min(doubled, LONGEST_DOUBLED), most)


def length(seconds: float) -> str:
    """A time in words: `40 s`, `12 min`, `1 h 5 min`."""
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(int(seconds // MINUTE), 60)
    told = [f"{hours} h"] if hours else []
    return " ".join([*told, f"{minutes} min"] if minutes else told)


def first_line(message: str) -> str:
    """What a failed job says, without the server's traceback."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    if not lines:
        return "failed without a word"
    # a traceback alone: its last line is the error
    return (lines[-1] if lines[0].startswith("Traceback") else lines[0]).rstrip(":")


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
        self.jobs: dict[str, list[tuple[int, Exchange]]] = {}
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
        asked = self.jobs.get(_question(path, body))
        if not asked:
            return None
        number, exchange = asked[-1]
        if now - datetime.fromisoformat(exchange.at) >= KEPT:
            return None
        name = _job_name(self.archive, exchange.sha256)
        return None if name and self.fetched.get(name, -1) > number else name

    def asked_at(self, path: str, body: Any, name: str) -> datetime | None:
        """When this very request was first answered by that job; None where it never was."""
        for _, exchange in self.jobs.get(_question(path, body), ()):
            if _job_name(self.archive, exchange.sha256) == name:
                return datetime.fromisoformat(exchange.at)
        return None

    def _learn(self, exchange: Exchange) -> None:
        if exchange.method == "POST" and exchange.status == 200 and "download/" in exchange.url:
            path = "/api/" + exchange.url.rpartition("/api/")[2]
            asked = self.jobs.setdefault(_question(path, exchange.body), [])
            asked.append((next(self.order), exchange))
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
