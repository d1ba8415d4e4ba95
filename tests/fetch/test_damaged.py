"""Each damaged state of the data is one sentence with the command that leaves it."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from fetch.archive.store import Archive, Exchange
from fetch.errors import SoleSourceError, StoreBusy, StoreDamaged
from fetch.ingest.importer import import_paths
from fetch.ingest.rebuild import rebuild
from fetch.warehouse.database import Warehouse
from tests.builders import action, csv_file
from tests.conftest import ROOT

HOLDS = """
import sys
from pathlib import Path
from fetch.ingest.rebuild import rebuild
from fetch.warehouse.database import Warehouse
with Warehouse(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_a_damaged_warehouse_in_a_folder_called_lock_is_not_called_busy(tmp_path):
    path = tmp_path / "padlock" / "warehouse.duckdb"
    path.parent.mkdir()
    path.write_text("garbage" * 500)
    for read_only in (True, False):
        with pytest.raises(StoreDamaged, match="`python -m fetch rebuild` makes it again"):
            Warehouse(path, read_only=read_only)


def test_a_warehouse_that_another_process_holds_is_busy_for_readers_and_writers(tmp_path):
    path = tmp_path / "warehouse.duckdb"
    command = [sys.executable, "-c", HOLDS, str(path)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"open\n"
        for read_only in (True, False):
            with pytest.raises(StoreBusy, match="another command is writing"):
                Warehouse(path, read_only=read_only)
        holder.communicate()
    with Warehouse(path) as store:
        store.close()


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_warehouse_that_was_cut_is_one_sentence_for_readers_and_writers(
    settings, tmp_path, share
):
    import_paths(settings, [csv_file(tmp_path / "a.csv", [action()])])
    whole = settings.warehouse.read_bytes()
    settings.warehouse.write_bytes(whole[: int(len(whole) * share)])
    for read_only in (True, False):
        with pytest.raises(SoleSourceError, match="`python -m fetch rebuild` makes it again"):
            _read_all(settings.warehouse, read_only)


def _read_all(path, read_only: bool) -> None:
    with Warehouse(path, read_only=read_only) as store:
        for (table,) in store.rows("SELECT table_name FROM duckdb_tables()"):
            store.rows(f"SELECT * FROM {table}")


def test_a_warehouse_that_is_gone_is_not_called_empty(command, settings, tmp_path):
    import_paths(settings, [csv_file(tmp_path / "a.csv", [action()])])
    settings.warehouse.unlink()
    answer = command("fetch", "status")
    assert answer.code == 1
    assert "`python -m fetch rebuild` makes it again" in answer.err
    assert command("fetch", "rebuild").code == 0
    assert command("fetch", "status").code == 0


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "5",
        "\0" * 40,
        '{"run_id": null}',
        '{"given_up": 5, "because": "x"}',
        '{"run_id":"r","part_of":"p","command":"c","reader":"file","name":"n",'
        '"objects":{"file":"../../../etc/passwd"}}',
        "[" * 100_000,
    ],
)
def test_a_journals_line_of_another_form_is_named_and_set_aside_when_told_to(
    command, settings, tmp_path, line
):
    import_paths(settings, [csv_file(tmp_path / "a.csv", [action()])])
    journal = settings.archive / "arrivals.jsonl"
    journal.write_text(f"{line}\n{journal.read_text()}")
    assert command("fetch", "status").code == 0
    answer = command("fetch", "verify")
    assert answer.code == 1
    assert "arrivals.jsonl, lines 1" in answer.err
    answer = command("fetch", "rebuild")
    assert answer.code == 1
    assert "`python -m fetch rebuild --anyway`" in answer.err
    assert command("fetch", "rebuild", "--anyway").code == 0
    assert command("fetch", "verify").code == 0
    assert journal.with_name("arrivals.jsonl.damaged").read_text() == f"{line}\n"


def test_verify_names_the_runs_whose_journal_or_archive_is_gone(command, settings, tmp_path):
    import_paths(settings, [csv_file(tmp_path / "a.csv", [action()])])
    shutil.rmtree(settings.archive)
    answer = command("fetch", "verify")
    assert answer.code == 1
    assert "held, and not in the archive: a.csv (" in answer.err
    import_paths(settings, [tmp_path / "a.csv"])
    assert "DIFFERENT from before" in command("fetch", "rebuild", "--anyway").err
    assert command("fetch", "verify").code == 0


def test_a_folder_or_link_in_the_place_of_a_file_gives_way(settings, tmp_path):
    precious = tmp_path / "elsewhere" / "precious"
    precious.parent.mkdir()
    precious.write_text("x")
    settings.data.mkdir()
    (settings.data / "tmp").symlink_to(precious.parent)
    import_paths(settings, [csv_file(tmp_path / "a.csv", [action()])])
    assert precious.exists()
    settings.warehouse.unlink()
    settings.warehouse.mkdir()
    with pytest.raises(StoreDamaged, match="fetch rebuild"):
        Warehouse(settings.warehouse)
    rebuild(settings, lambda *_: lambda _: None)
    rebuild(settings, lambda *_: lambda _: None)


@pytest.mark.parametrize("how", ["gone", "altered", "a folder"])
def test_a_lost_answer_is_noted_when_told_to_and_then_verify_holds(
    command, settings, tmp_path, how
):
    import_paths(settings, [csv_file(tmp_path / "a.csv", [action()])])
    archive = Archive(settings.archive)
    kept = archive.keep(b'{"detail": "an answer"}')
    archive.note(
        Exchange("20260101T000000Z-aaaa", "2026-01-01T00:00:00", "GET", "/answer", None, 200, {},
                 kept.sha256, kept.size)
    )  # fmt: skip
    [path] = [path for sha256, path in archive.names() if sha256 == kept.sha256]
    path.unlink()
    if how == "altered":
        path.write_bytes(b"other")
    elif how == "a folder":
        path.mkdir()
    answer = command("fetch", "verify")
    assert answer.code == 1
    assert f"{kept.sha256} (GET /answer)" in answer.err
    assert "left out by: python -m fetch rebuild --anyway" in answer.err
    answer = command("fetch", "rebuild", "--anyway")
    assert answer.code == 0
    assert f"lost: {kept.sha256} (GET /answer); no record is made from it" in answer.err
    answer = command("fetch", "verify")
    assert answer.code == 0
    assert f"lost, and left out already: {kept.sha256} (GET /answer)" in answer.err


@pytest.mark.parametrize("place", ["lock", "arrivals.jsonl", "objects", "tmp", ""])
def test_what_lies_in_a_place_of_the_archive_gives_way_and_is_kept(
    command, settings, tmp_path, place
):
    """A folder for a file, a file for a folder: the import comes in, and nothing is removed."""
    import_paths(settings, [csv_file(tmp_path / "a.csv", [action()])])
    path = settings.archive / place
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    if place in ("lock", "arrivals.jsonl"):
        path.mkdir()
        (path / "precious").write_text("x")
    else:
        path.write_text("x")
    assert command("fetch", "import", tmp_path / "a.csv").code == 0
    assert command("fetch", "rebuild", "--anyway").code in (0, 1)
    assert command("fetch", "verify").code == 0
    assert command("fetch", "status").code == 0
    if place != "tmp":  # whatever lies there is of a killed command
        [kept] = path.parent.glob(f"{path.name}.displaced-*")
        assert (kept / "precious" if kept.is_dir() else kept).read_text() == "x"


def test_a_link_that_leads_nowhere_is_no_empty_archive(command, settings, tmp_path):
    """A disk that is not mounted: nothing is begun anew in its place."""
    csv_file(tmp_path / "a.csv", [action()])
    settings.data.mkdir(parents=True)
    settings.archive.symlink_to(tmp_path / "disk")
    answer = command("fetch", "import", tmp_path / "a.csv")
    assert answer.code == 1
    assert "archive: a link that leads nowhere" in answer.err
