"""The key of SAM.gov: found where a person put it, shown nowhere; and the commands that use it."""

from __future__ import annotations

import os
import subprocess
import sys

import keyring
import pytest
from keyring.errors import NoKeyringError

from fetch.errors import Throttled
from fetch.ingest.importer import import_paths
from fetch.sam import key as sam_key
from fetch.sam.quota import Quota
from fetch.warehouse.database import Warehouse
from tests.conftest import ROOT
from tests.fetch.test_sam_sync import DAY
from tests.service.notices import bulk, notice
from tests.service.sam import SamService
from tests.service.server import Server


@pytest.fixture
def ring(monkeypatch) -> dict[tuple[str, str], str]:
    """A keyring of the test's own, and no key in the environment."""
    held: dict[tuple[str, str], str] = {}
    monkeypatch.delenv(sam_key.VARIABLE, raising=False)
    monkeypatch.setattr(keyring, "get_password", lambda service, user: held.get((service, user)))
    return held


def test_the_keyring_is_asked_where_the_environment_has_no_key(ring, monkeypatch):
    assert sam_key.find() is None
    ring[sam_key.SERVICE, sam_key.USER] = "of the ring"
    assert sam_key.find() == sam_key.Key("of the ring")
    monkeypatch.setenv(sam_key.VARIABLE, "of the environment")
    assert sam_key.find() == sam_key.Key("of the environment")


def test_a_machine_without_a_keyring_has_no_key_and_no_error(ring, monkeypatch):
    def nowhere(*_):
        raise NoKeyringError

    monkeypatch.setattr(keyring, "get_password", nowhere)
    assert sam_key.find() is None


def test_a_key_does_not_show_itself():
    key = sam_key.Key("a key/with=signs")
    assert "with" not in f"{key} {key!r} {key.sign}"
    assert key.out_of("?api_key=a%20key%2Fwith%3Dsigns&a key/with=signs") == (
        "?api_key=(left out)&(left out)"
    )


def test_a_request_is_counted_before_it_is_sent_and_a_damaged_count_starts_anew(tmp_path):
    path = tmp_path / "budget.json"
    budget = Quota(path, sam_key.Key("k"), 2)
    budget.spend("a request", DAY)
    assert Quota(path, sam_key.Key("k"), 2).left(DAY) == 1
    budget.spend("a request", DAY)
    with pytest.raises(Throttled, match="2026-11-23 00:00 UTC"):
        budget.spend("a request", DAY)
    for damaged in ("{", "[1]", f'{{"{budget.key.sign}": 3}}'):
        path.write_text(damaged, "utf-8")
        assert budget.left(DAY) == 2


def test_the_command_syncs_says_what_is_left_and_takes_no_key_as_an_argument(tmp_path):
    with Server(SamService()) as server:
        given = {
            "SOLESOURCE_DATA": str(tmp_path / "data"),
            "SOLESOURCE_SAM": server.url,
            "SOLESOURCE_SAM_FILES": server.url,
            "SOLESOURCE_SAM_SECONDS": "0.001",
            sam_key.VARIABLE: "FICTIONAL",
        }

        def run(*words: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [sys.executable, "-m", "fetch", "sync", *words],
                cwd=ROOT, env={**os.environ, **given}, capture_output=True, text=True, check=False,
            )  # fmt: skip

        done = run("--source", "sam")
        assert done.returncode == 0, done.stderr
        assert "1 new" in done.stderr
        assert "run it again then" in done.stderr
        assert "FICTIONAL" not in done.stderr + done.stdout
        assert run("--source", "elsewhere").returncode == 2
        assert run("--source", "sam", "--key", "FICTIONAL").returncode == 2


def test_a_bulk_file_that_a_person_downloaded_is_read_like_the_synced_one(settings, tmp_path):
    path = tmp_path / "ContractOpportunitiesFullCSV.csv"
    path.write_bytes(bulk([notice(1), notice(2, CGAC="099", Department="EXAMPLE")]))
    outcome = import_paths(settings, [path])
    assert outcome.good
    with Warehouse(settings.warehouse, read_only=True) as store:
        assert store.rows("SELECT count(*) FROM notices") == [(1,)]
