"""A download is asked for once, taken up where an earlier run left it, and has a table in it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from fetch.archive.store import Archive
from fetch.errors import JobFailed, JobNeverEnds, Unreachable, WrongShape
from fetch.fiscal import span
from fetch.http.retry import Clock
from fetch.usaspending import api
from fetch.usaspending.award.lookup import OF_CONTRACT
from fetch.usaspending.downloads import DownloadJobs, first_line, length, pauses
from fetch.usaspending.service import usaspending_client
from fetch.usaspending.sync.sync import sync
from fetch.usaspending.sync.sync_run import SyncScope
from tests.fetch.serving import YEARS, client, served, silent, synced
from tests.service import faults
from tests.service.archive import packed
from tests.service.jobs import Tables
from tests.service.rows import CONTRACT_KEY

BODY = {"award_id": CONTRACT_KEY, "file_format": "csv"}


@contextmanager
def jobs_of(settings):
    """The downloads of one run."""
    with client(settings) as asking:
        yield DownloadJobs(asking, silent)


def make(jobs):
    return jobs.make(OF_CONTRACT, BODY)


@pytest.mark.parametrize("inside", [{}, {"readme.pdf": b"EXAMPLE"}, {"README.txt": "A"}])
def test_a_download_that_finishes_without_a_table_is_an_error_that_says_so(
    tmp_path, monkeypatch, inside
):
    monkeypatch.setattr(Tables, "packed", lambda *_: packed(inside))
    with (
        served(tmp_path) as (_, _, settings),
        jobs_of(settings) as jobs,
        pytest.raises(WrongShape, match=r"the download .*\.zip: .*no CSV inside this ZIP.*again"),
    ):
        make(jobs)


def test_recent_changes_are_asked_for_by_search_where_the_download_is_empty(tmp_path, monkeypatch):
    with served(tmp_path) as (service, server, settings):
        synced(settings)
        service.today = "2026-10-20"
        monkeypatch.setattr(Tables, "packed", lambda *_: packed({}))
        before = len(server.asked)
        synced(settings)
        asked = [request.path for request in server.asked[before:]]
    assert "/api/v2/download/count/" in asked


def test_the_journals_of_earlier_runs_are_read_once_for_many_downloads(tmp_path, monkeypatch):
    read = []
    monkeypatch.setattr(Archive, "exchanges", lambda *_: iter(read.append(1) or ()))
    with served(tmp_path) as (_, server, settings), jobs_of(settings) as jobs:
        for _ in range(3):
            make(jobs)
        assert len(server.paths(OF_CONTRACT)) == 3
    assert len(read) == 1


def test_a_job_whose_file_could_not_be_had_is_taken_up_and_one_that_was_had_is_not(tmp_path):
    plan = faults.Plan().on(faults.NO_BYTE, "generated_downloads")
    with served(tmp_path, plan, attempts=1) as (_, server, settings):
        with jobs_of(settings) as jobs:
            with pytest.raises(Unreachable):
                make(jobs)
            assert make(jobs).rows
            assert len(server.paths(OF_CONTRACT)) == 1
        with jobs_of(settings) as jobs:
            make(jobs)
        assert len(server.paths(OF_CONTRACT)) == 2


def test_a_job_that_an_earlier_run_left_is_taken_up_by_the_next(tmp_path):
    with served(tmp_path) as (service, server, settings):
        service.desk.ends = ["never ends"]
        hurried = settings.model_copy(update={"job_seconds": 0.01})
        with (
            usaspending_client(
                hurried,
                Archive(settings.archive),
                f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-left",
            ) as asking,
            pytest.raises(JobNeverEnds),
        ):
            make(DownloadJobs(asking, silent))
        [job] = service.desk.jobs.values()
        job.ends = "finishes"
        with jobs_of(settings) as jobs:
            assert make(jobs).name == job.name
        assert len(server.paths(OF_CONTRACT)) == 1


class Hours:
    """A clock that a pause between looks moves on by an hour, from now on."""

    def __init__(self) -> None:
        self.passed, self.start = 0.0, datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        # the pause of the pace is a millionth
        self.passed += 3600 if seconds > 0.001 else 0

    @property
    def clock(self) -> Clock:
        def now() -> datetime:
            return self.start + timedelta(seconds=self.passed)

        return Clock(moment=lambda: self.passed, sleep=self.sleep, now=now)


@contextmanager
def hourly(settings, hours, run="first"):
    """The downloads of one run, what it says, and each announcement of it."""
    said, told = [], []
    patient = settings.model_copy(update={"requests_per_second": 1e6})
    run_id = f"{hours.start:%Y%m%dT%H%M%SZ}-{run}"
    with usaspending_client(
        patient, Archive(settings.archive), run_id, clock=hours.clock, say=said.append
    ) as asking:
        jobs = DownloadJobs(asking, lambda what, size: told.append(what) or silent(what, size))
        yield jobs, said, told


def test_looks_at_a_download_come_after_two_four_and_eight_seconds_and_then_by_the_setting():
    assert list(islice(pauses(15), 5)) == [2, 4, 8, 15, 15]
    assert list(islice(pauses(0.01), 2)) == [0.01, 0.01]
    assert list(islice(pauses(1e9), 2000))[-1] < 1e9


def test_every_look_tells_what_is_made_since_when_and_how_long_at_most(tmp_path):
    hours = Hours()
    with served(tmp_path) as (service, _, settings):
        service.desk.running_polls = 2
        with hourly(settings, hours) as (jobs, _, told):
            name = make(jobs).name
    since = f"{hours.start:%H:%M} UTC"
    assert told[:3] == [
        f"being made: {name}, since {since} ({waited}), at most 4 h"
        for waited in ("0 s", "1 h", "2 h")
    ]


def test_a_stuck_download_that_is_handed_back_is_asked_for_in_another_form(tmp_path):
    filters = api.by_search([], span(2024))
    body, other = api.search_download(filters), api.search_download(filters, 499_998)
    hours = Hours()
    with served(tmp_path) as (service, server, settings):
        service.desk.reuse, service.desk.ends = True, ["never ends"]
        with (
            hourly(settings, hours) as (jobs, _, _),
            pytest.raises(JobNeverEnds, match="5 h after"),
        ):
            jobs.make(api.BY_SEARCH, body)
        before = len(server.asked)
        with hourly(settings, hours, "second") as (jobs, said, _):
            assert jobs.make(api.BY_SEARCH, body, other).rows
        bodies = [r.body for r in server.asked[before:] if r.path.endswith(api.BY_SEARCH)]
    assert bodies == [body, other]
    assert len(said) == 2
    assert "asked for in another form" in said[1]


def test_a_stuck_download_that_has_no_other_form_is_told_at_the_first_look(tmp_path):
    hours = Hours()
    with served(tmp_path) as (service, server, settings):
        service.desk.reuse, service.desk.ends = True, ["never ends"]
        with hourly(settings, hours) as (jobs, _, _), pytest.raises(JobNeverEnds):
            make(jobs)
        looks = len(server.paths("/download/status"))
        with (
            hourly(settings, hours, "second") as (jobs, _, _),
            pytest.raises(JobNeverEnds, match=r"hands the same download back.*tomorrow"),
        ):
            make(jobs)
        assert len(server.paths("/download/status")) == looks + 2


def test_a_search_that_is_stuck_comes_with_a_lower_limit(tmp_path):
    with served(tmp_path) as (service, server, settings):
        service.desk.reuse = True
        service.desk.ends = ["finishes", "never ends"]  # FY2027 by a custom download, then FY2024
        hurried = settings.model_copy(update={"job_seconds": 0.05})
        assert f"funded, {span(2024).words}" in synced(hurried)["problems"]
        later = Clock(now=lambda: datetime.now(UTC) + timedelta(hours=5))
        scope = SyncScope("070", YEARS)
        assert sync(settings, scope, silent, lambda _: None, clock=later)["problems"] == {}
        asked = [r.body for r in server.asked if r.path.endswith("/download/transactions/")]
    assert any("limit" in body for body in asked)


TRACE = """Traceback (most recent call last):
  File "/app/example.py", line 9, in make
ValueError: EXAMPLE"""


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("", "failed without a word"),
        (TRACE, "ValueError: EXAMPLE"),
        (f"An exception was raised:\n{TRACE}", "An exception was raised"),
    ],
)
def test_a_failed_download_is_one_sentence_without_the_servers_traceback(message, line):
    assert first_line(message) == line


def test_a_download_that_fails_is_told_in_one_line(tmp_path, monkeypatch):
    with served(tmp_path) as (service, _, settings), jobs_of(settings) as jobs:
        service.desk.ends = ["fails"]
        with pytest.raises(JobFailed) as raised:
            make(jobs)
    assert "\n" not in str(raised.value)


def test_a_length_of_time_is_told_in_hours_and_minutes():
    assert [length(s) for s in (0, 59, 60, 3600, 3900, 14400)] == [
        "0 s", "59 s", "1 min", "1 h", "1 h 5 min", "4 h",
    ]  # fmt: skip
