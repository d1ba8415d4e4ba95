"""Whatever goes wrong on the way, the next run ends with the store of a run without faults."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from fetch.archive.store import Archive
from fetch.errors import SoleSourceError
from fetch.http.retry import Clock
from fetch.ingest.rebuild import rebuild, verify
from fetch.usaspending.sync.sync import sync
from fetch.usaspending.sync.sync_run import PARTS, SyncScope
from tests.conftest import ROOT
from tests.fetch import serving
from tests.fetch.killing import killed, moments, steps_of
from tests.fetch.serving import records, served, silent, to_the_hour
from tests.service import faults

MOMENTS = 24
YEARS = (2024, 2025)
"""Two years are asked for as five are: a fault meets every kind of request, half as often."""
WALKED = ("transactions", "past_versions", "closures")


def synced(settings) -> dict:
    """One sync of those years."""
    return serving.synced(settings, years=YEARS)


def synced_apart(settings) -> dict:
    """The same as a person has it: what is killed opens and closes the warehouse many times."""
    return serving.synced_apart(settings, years=YEARS)


def months(service) -> None:
    """What a second month brings: a change, a new action, a deletion."""
    days = ("2023-10-01", "2025-09-30")
    rows = service.book.rows
    keys = [key for key, row in rows.items() if days[0] <= row["action_date"] <= days[1]]
    service.change(keys[0], federal_action_obligation="4321.09")
    service.remove(keys[1])
    service.publish("2026-11-06")


def held(settings) -> dict[str, list[tuple]]:
    """Everything held about records; how many jobs a sync made may differ."""
    return to_the_hour(records(settings))


@pytest.fixture(scope="module")
def without_faults(tmp_path_factory) -> list[dict]:
    """The store after a first month, and after a second."""
    with served(tmp_path_factory.mktemp("whole")) as (service, _, settings):
        synced(settings)
        first = held(settings)
        months(service)
        synced(settings)
        second = held(settings)
    assert all(second.values())
    return [first, second]


def until_whole(settings, most: int = 40) -> int:
    """Sync again until nothing fails; how often that was.

    Each compares counts by a dozen requests, whose answers no later sync can use.
    """
    for number in range(1, most + 1):
        try:
            if not synced(settings)["problems"]:
                return number
        except SoleSourceError:
            continue
    raise AssertionError("it never ended well")


EVERY_FAULT = (*faults.PASSING, *faults.WRONG_SHAPES, faults.stalled(2, 0.3))


@pytest.mark.parametrize("fault", EVERY_FAULT, ids=lambda fault: fault.name)
def test_each_fault_everywhere_once_leaves_the_same_store(tmp_path, without_faults, fault):
    plan = faults.Plan(rate=0.3, faults=[fault], at_most=1, seed=3)
    with served(tmp_path, plan, read_seconds=0.5) as (_, _, settings):
        until_whole(settings)
        assert held(settings) == without_faults[0]
    assert plan.log


@pytest.mark.parametrize("seed", range(6))
def test_faults_at_random_over_two_months_leave_the_same_store(tmp_path, without_faults, seed):
    everything = [*faults.PASSING, *faults.WRONG_SHAPES, faults.too_many(0)]
    plan = faults.Plan(seed=seed, rate=0.45, faults=everything, at_most=4)
    with served(tmp_path, plan, attempts=3) as (service, _, settings):
        until_whole(settings)
        assert held(settings) == without_faults[0]
        months(service)
        until_whole(settings)
        assert held(settings) == without_faults[1]
    assert len(plan.log) > 10
    assert verify(Archive(settings.archive), silent)["good"]


def test_an_archive_file_altered_on_its_way_is_fetched_once_more(tmp_path, without_faults):
    plan = faults.Plan().on(faults.ALTERED, "FY2024_070_Contracts_Full")
    with served(tmp_path, plan) as (_, _, settings):
        assert synced(settings)["problems"] == {}
        assert held(settings) == without_faults[0]


@pytest.mark.parametrize("ends", [["fails"], ["never ends"], ["is forgotten"], ["fails"] * 4])
def test_jobs_that_end_badly_leave_the_same_store(tmp_path, without_faults, ends):
    with served(tmp_path, job_seconds=0.1) as (service, _, settings):
        service.desk.ends = list(ends)
        synced(settings)
        for job in service.desk.jobs.values():
            job.ends = "finishes" if job.ends == "never ends" else job.ends
        until_whole(settings)
        assert held(settings) == without_faults[0]


def test_a_clock_that_jumps_leaves_the_same_store(tmp_path, without_faults, monkeypatch):
    """Every look at the clock, of runs and of requests, is years from the one before."""
    dice = random.Random(20261122)

    def jumping() -> datetime:
        return datetime.now(UTC) + timedelta(days=dice.uniform(-2000, 2000))

    for module in ("warehouse.database", "ingest.runs", "ingest.release_gate"):
        monkeypatch.setattr(f"fetch.{module}.now", lambda: jumping().replace(tzinfo=None))
    with served(tmp_path) as (service, _, settings):
        for month in range(2):
            if month:
                months(service)
            for _ in range(2):
                scope = SyncScope("070", YEARS, PARTS)
                told = sync(settings, scope, silent, lambda _: None, clock=Clock(now=jumping))
                assert told["problems"] == {}
            assert told["round"] is None
            assert held(settings) == without_faults[month]


def attentive() -> None:
    """In the child: heed Ctrl-C, which what is started in the background does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(settings, url: str, preexec_fn=attentive) -> subprocess.Popen:
    """A sync in a process of its own, for killing."""
    return subprocess.Popen(
        [sys.executable, "-m", "fetch", "sync", "--years", f"{YEARS[0]}-{YEARS[-1]}"],
        cwd=ROOT,
        env={
            **os.environ,
            "SOLESOURCE_DATA": str(settings.data),
            "SOLESOURCE_USASPENDING": url,
            "SOLESOURCE_USASPENDING_FILES": url,
            "SOLESOURCE_REQUESTS_PER_SECOND": "500",
            "SOLESOURCE_POLL_SECONDS": "0.01",
        },
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=preexec_fn,  # noqa: PLW1509  # sets a signal or a limit, takes no lock
    )


def test_a_sync_killed_at_any_step_loses_nothing_and_brings_nothing_twice(tmp_path, without_faults):
    """A place is killed again and again, until it was whole before it was killed; then another."""
    with served(tmp_path) as (_, _, settings):
        steps = steps_of(synced_apart, settings.model_copy(update={"data": tmp_path / "counted"}))
        places = [settings.model_copy(update={"data": tmp_path / "killed0"})]
        missed = 0
        for step, delay in moments(steps, MOMENTS, random.Random(20261122)):
            if not killed(step, delay, synced_apart, places[-1]):
                fresh = tmp_path / f"killed{len(places)}"
                places.append(settings.model_copy(update={"data": fresh}))
                missed += not killed(step, delay, synced_apart, places[-1])
        for place in places:
            synced(place)
            assert held(place) == without_faults[0]
            assert verify(Archive(place.archive), silent)["good"]
        before = records(place)
        assert rebuild(place, silent)["equal"]
        assert records(place) == before
    assert len(places) > 3
    assert missed <= 2, "only a kill within the last steps may come too late"


def test_ctrl_c_ends_cleanly_and_the_next_run_goes_on(tmp_path, without_faults):
    plan = faults.Plan().on(faults.stalled(600, 0.3), "FY2025_070_Contracts_Full")
    with served(tmp_path, plan) as (_, server, settings):
        running = start(settings, server.url)
        while not plan.log:
            time.sleep(0.05)
        time.sleep(0.3)
        begun = time.monotonic()
        running.send_signal(signal.SIGINT)
        told = running.communicate()[1]
        assert running.returncode == 130
        assert time.monotonic() - begun < 120  # the answer that it waits for takes longer
        assert "nothing is lost" in told
        assert "Traceback" not in told
        synced(settings)
        assert held(settings) == without_faults[0]


def test_a_full_disk_is_one_sentence_and_the_next_run_goes_on(tmp_path, without_faults):
    """No file may grow over a limit: what a full disk is to the process."""
    with served(tmp_path) as (_, server, settings):
        for limit in (2_000, 8_000, 20_000):
            running = start(settings, server.url, preexec_fn=lambda most=limit: small_files(most))
            told = running.communicate()[1]
            assert running.returncode == 1
            assert "Traceback" not in told
        until_whole(settings)
        assert held(settings) == without_faults[0]


def small_files(most: int) -> None:
    """In the child: a write beyond the limit fails as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
