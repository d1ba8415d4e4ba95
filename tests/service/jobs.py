"""Download jobs: a request begins one, a status tells of it, a file follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from tests.builders import Row, csv_text
from tests.service.archive import FILES, packed
from tests.service.refusals import Refused

Json = dict[str, Any]
Ends = Literal["finishes", "fails", "never ends", "is forgotten"]
API = "https://api.usaspending.gov"
FIRST_MOMENT = datetime(2026, 11, 20, 12)
FORMATS = {"csv": ",", "tsv": "\t", "pstxt": "|"}


class Tables:
    """The tables of one download; `{stamp}` in a name is filled when the job begins."""

    def __init__(self, extra: dict[str, bytes] | None = None, file_format: str = "csv") -> None:
        self.format = file_format
        self.texts: dict[str, str | bytes] = {}
        self.extra = extra or {}
        self.rows = self.columns = 0

    def add(self, name: str, rows: list[Row], header: list[str]) -> None:
        """Cells as in the service's downloads: lines end with CRLF."""
        text = csv_text(rows, header, FORMATS[self.format])
        self.texts[f"{name}_1.{self.format}"] = text.replace("\n", "\r\n")
        self.rows += len(rows)
        self.columns += len(header)

    def lose(self, rows: int) -> None:
        """Leave the last actions out of the file, though they are counted in it."""
        for name, text in self.texts.items():
            if rows and "PrimeTransactions" in name:
                self.texts[name] = "".join(str(text).splitlines(keepends=True)[:-rows])

    def packed(self, stamp: str) -> bytes:
        named = {name.replace("{stamp}", stamp): text for name, text in self.texts.items()}
        return packed({**named, **self.extra})


@dataclass
class Job:
    """One download: what it will hold, how it will end, how often it was asked about."""

    name: str
    request: Json
    content: bytes
    rows: int
    columns: int
    ends: Ends = "finishes"
    polls: int = 0

    @property
    def url(self) -> str:
        return f"{FILES}/generated_downloads/{self.name}"


class Desk:
    """Where jobs are taken. A test says in `ends` how the next ones go, in order.

    A job is `ready` for that many polls, then `running`, then at its end. With `reuse` the
    same request again is answered by the job there is, as it is said of the service. `loses`
    has, for the next files in order, how many of their rows do not come.
    """

    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}
        self.ends: list[Ends] = []
        self.loses: list[int] = []
        self.ready_polls = 1
        self.running_polls = 1
        self.reuse = False

    def begin(self, stem: str, request: Json, table: Tables) -> Json:
        same = [job for job in self.jobs.values() if job.request == request]
        if self.reuse and same:
            return _begun(same[-1])
        # a second a job: a later file speaks for a later time
        moment = FIRST_MOMENT + timedelta(seconds=len(self.jobs) + 1)
        stamp = f"{moment:%Y-%m-%d_H%HM%MS%S}000000"
        table.lose(self.loses.pop(0) if self.loses else 0)
        content = table.packed(stamp)
        ends = self.ends.pop(0) if self.ends else "finishes"
        job = Job(f"{stem}_{stamp}.zip", request, content, table.rows, table.columns, ends)
        self.jobs[job.name] = job
        return _begun(job)

    def state(self, job: Job) -> str:
        if job.polls <= self.ready_polls:
            return "ready"
        if job.ends == "never ends" or job.polls <= self.ready_polls + self.running_polls:
            return "running"
        return "failed" if job.ends == "fails" else "finished"

    def file(self, name: str) -> bytes | None:
        """The file of a finished job; before that there is none."""
        job = self.jobs.get(name)
        return job.content if job and self.state(job) == "finished" else None


def _begun(job: Job) -> Json:
    return {
        "status_url": f"{API}/api/v2/download/status?file_name={job.name}",
        "file_name": job.name,
        "file_url": job.url,
        "download_request": job.request,
    }


def status(service: Any, query: dict[str, str]) -> Json:
    """How far a job is; every question counts."""
    name = query.get("file_name")
    if not name:
        raise Refused(400, "Missing one or more required query parameters: file_name")
    job = service.desk.jobs.get(name)
    if not job or (job.ends == "is forgotten" and job.polls):
        raise Refused(404, f"Download job with filename {name} does not exist.")
    job.polls += 1
    state = service.desk.state(job)
    done, begun = state == "finished", state != "ready"
    return {
        "status": state,
        "message": "An exception was raised: EXAMPLE FAILURE" if state == "failed" else None,
        "file_name": name,
        "file_url": job.url,
        "total_size": len(job.content) / 1000 if done else None,
        "total_columns": (job.columns if done else 0) if begun else None,
        "total_rows": (job.rows if done else 0) if begun else None,
        "seconds_elapsed": f"{job.polls}.000001" if begun else None,
    }
