"""A download is asked for once, taken up where an earlier run left it, and has a table in it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from fetch.archive.store import Archive
from fetch.errors import JobNeverEnds, Unreachable, WrongShape
from fetch.usaspending.award.lookup import OF_CONTRACT
from fetch.usaspending.downloads import DownloadJobs
from fetch.usaspending.service import usaspending_client
from tests.fetch.serving import client, served, silent, synced
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
