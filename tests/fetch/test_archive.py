"""What came is kept as it came, once, for good; and the warehouse can be made from it again."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from fetch.archive.jsonl import JsonlFile
from fetch.archive.store import Archive, Arrival, Exchange
from fetch.errors import ArchiveDamaged, PublicationBlocked, StoreBusy
from fetch.ingest.importer import import_paths, import_sample
from fetch.ingest.pipeline import IngestPipeline
from fetch.ingest.rebuild import RUN_TIMES, rebuild, verify
from fetch.schema.tables import TABLES, names
from fetch.warehouse.database import Warehouse
from tests.builders import action, csv_file, csv_text, zip_file
from tests.conftest import ROOT
from tests.fetch.publishing import publishable
from tests.fetch.serving import served, silent, synced


def exchange(run_id: str, sha256: str) -> Exchange:
    return Exchange(run_id, "2026-01-01T00:00:00", "GET", "/", None, 200, {}, sha256, 1)


@pytest.mark.parametrize("content", [b"", b"EXAMPLE " * 500, b"PK\x03\x04rest", os.urandom(300)])
def test_bytes_come_back_as_they_were(tmp_path, content):
    archive = Archive(tmp_path)
    stored = archive.keep(content)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert archive.read(stored.sha256) == content
    assert archive.file(stored.sha256, tmp_path).read_bytes() == content


def test_the_same_bytes_are_kept_once_and_packed_where_that_is_shorter(tmp_path):
    archive = Archive(tmp_path / "archive")
    text = b"EXAMPLE GOODS\n" * 1000
    (tmp_path / "a.csv").write_bytes(text)
    stored = {archive.keep(text).sha256, archive.keep_file(tmp_path / "a.csv").sha256}
    [(sha256, path)] = archive.names()
    assert stored == {sha256}
    assert path.suffix == ".gz"
    assert path.stat().st_size < len(text) / 10


def test_a_journal_cut_in_the_middle_of_a_line_goes_on_behind_its_last_whole_one(tmp_path):
    journal = JsonlFile(tmp_path / "a.jsonl")
    journal.add({"n": 1})
    with journal.path.open("ab") as file:
        file.write(b'{"n": 2, "torn": "' + b"x" * 9000)
    assert list(journal.lines()) == [{"n": 1}]
    journal = JsonlFile(journal.path)
    journal.add({"n": 3})
    assert list(journal.lines()) == [{"n": 1}, {"n": 3}]
    assert journal.damaged() == []


def test_no_line_is_lost_where_several_threads_note_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: None)
    archive = Archive(tmp_path)
    one = replace(exchange("20260101T000000Z-aaaa", "a" * 64), body={"x": "y" * 20_000})
    threads = [
        threading.Thread(target=lambda: [archive.note(one) for _ in range(300)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(archive.exchanges())) == 1200
    assert not any(journal.damaged() for journal in archive.journals())


def test_a_line_that_a_full_disk_cut_is_taken_away_before_the_next(tmp_path, monkeypatch):
    journal = JsonlFile(tmp_path / "a.jsonl")
    journal.add({"n": 1})

    def full(_):
        os.truncate(journal.path, journal.path.stat().st_size - 3)
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(OSError, match="no space"):
            journal.add({"n": 2})
    journal.add({"n": 3})
    assert list(journal.lines()) == [{"n": 1}, {"n": 3}]


def test_a_second_writer_is_told_to_wait(tmp_path, settings):
    path = csv_file(tmp_path / "a.csv", [action()])
    busy = pytest.raises(StoreBusy, match="another command is writing")
    with IngestPipeline(settings, "import", silent), busy:
        import_paths(settings, [path])


def test_an_arrival_that_was_noted_and_not_read_is_read_by_the_next_command(tmp_path, settings):
    first = csv_file(tmp_path / "a.csv", [action("70TEST24C00000001")])
    second = csv_file(tmp_path / "b.csv", [action("70TEST24C00000002")])
    archive = Archive(settings.archive)
    stored = archive.keep_file(first)
    noted = {"file": stored.sha256}
    archive.arrive(Arrival("20260101T000000Z-cut0", "p", "import", "file", "a.csv", noted))
    import_paths(settings, [second])
    with Warehouse(settings.warehouse, read_only=True) as store:
        assert store.one("SELECT count(*) FROM transactions") == (2,)
        assert store.rows("SELECT file FROM runs ORDER BY rowid") == [("a.csv",), ("b.csv",)]


def test_a_file_that_can_never_be_read_is_given_up_and_its_bytes_stay(tmp_path, settings):
    many = [action(f"70TEST24C{n:08}") for n in range(500)]
    path = zip_file(tmp_path / "a.zip", a__csv=csv_text(many))
    raw = bytearray(path.read_bytes())
    raw[-700:-690] = b"0123456789"
    path.write_bytes(raw)
    outcome = import_paths(settings, [path])
    assert "damaged" in str(outcome.damaged)
    archive = Archive(settings.archive)
    assert archive.arrivals() == []
    assert verify(archive, silent)["good"]
    assert archive.has(hashlib.sha256(raw).hexdigest())
    assert import_paths(settings, [csv_file(tmp_path / "b.csv", [action()])]).good


def test_verify_names_what_is_missing_or_altered(tmp_path, settings):
    archive = Archive(settings.archive)
    kept = [archive.keep(content) for content in (b"one " * 99, b"two " * 99, b"three")]
    for stored in kept[:2]:
        archive.note(exchange("20260101T000000Z-aaaa", stored.sha256))
    paths = dict(archive.names())
    paths[kept[0].sha256].unlink()
    paths[kept[1].sha256].write_bytes(b"altered")
    told = verify(archive, silent)
    assert [one["sha256"] for one in told["missing"]] == [kept[0].sha256]
    assert told["altered"] == [{"sha256": kept[1].sha256, "was": "GET /"}]
    assert told["in_no_journal"] == [kept[2].sha256]
    assert not told["good"]


def everything(place) -> dict[str, list[tuple]]:
    """Every table to the last cell but run times."""
    with Warehouse(place.warehouse, read_only=True) as store:
        return {
            table: store.rows(
                f"SELECT {names(tuple(c for c in columns if c.name not in RUN_TIMES))} "
                f"FROM {table} ORDER BY ALL"
            )
            for table, columns in TABLES.items()
        }


def test_the_warehouse_made_again_from_the_archive_is_equal_to_the_byte(tmp_path):
    with served(tmp_path) as (service, _, settings):
        import_sample(settings)
        synced(settings)
        bad = csv_text([action("70TEST24C00000009", federal_action_obligation="much")])
        import_paths(settings, [zip_file(tmp_path / "bad.zip", a__csv=bad)])
        service.change(next(iter(service.book.rows)), federal_action_obligation="12.34")
        service.remove(list(service.book.rows)[-1])
        service.publish("2026-11-06")
        synced(settings)
    before = everything(settings)
    assert before["past_versions"]
    assert before["quarantine"]
    settings.warehouse.unlink()
    told = rebuild(settings, silent)
    assert everything(settings) == before
    again = rebuild(settings, silent)
    assert told["equal"]
    assert again["equal"]
    assert again["tables"]["transactions"]["rows"] == len(before["transactions"])


def test_a_rebuild_that_would_lose_a_run_is_refused(tmp_path, settings):
    import_paths(settings, [csv_file(tmp_path / "a.csv", [action()])])
    (settings.archive / "arrivals.jsonl").unlink()
    with pytest.raises(ArchiveDamaged, match=r"a\.csv .* --anyway"):
        rebuild(settings, silent)


def test_a_rebuild_over_an_altered_archive_keeps_the_warehouse(tmp_path, settings):
    import_paths(settings, [csv_file(tmp_path / "a.csv", [action()])])
    before = everything(settings)
    shutil.rmtree(settings.archive / "objects")
    with pytest.raises(ArchiveDamaged, match="fetch verify"):
        rebuild(settings, silent)
    assert everything(settings) == before


def test_a_warehouse_of_another_version_is_told_of_and_kept_beside_its_rebuilt_self(
    tmp_path, settings, command
):
    import_paths(settings, [csv_file(tmp_path / "a.csv", [action()])])
    with Warehouse(settings.warehouse) as store:
        store.execute("ALTER TABLE files ADD COLUMN of_another_version INTEGER")
    answer = command("fetch", "status")
    assert answer.code == 1
    assert "made by another version" in answer.err
    assert command("fetch", "rebuild").code == 0
    assert command("fetch", "status", "--json").json()["transactions"]["rows"] == 1
    assert settings.warehouse.with_name("warehouse.before.duckdb").exists()


def test_altered_bytes_make_room_for_good_ones_that_come_again(tmp_path, settings):
    archive = Archive(settings.archive)
    path = csv_file(tmp_path / "a.csv", [action()])
    stored = archive.keep_file(path)
    dict(archive.names())[stored.sha256].write_bytes(b"altered")
    assert archive.keep_file(path) == stored
    assert archive.read(stored.sha256) == path.read_bytes()
    assert archive.keep(path.read_bytes()) == stored


def test_nothing_is_published_while_something_noted_cannot_be_read(tmp_path, settings):
    first = csv_file(tmp_path / "a.csv", [action("70TEST24C00000001")])
    import_paths(settings, [first, csv_file(tmp_path / "b.csv", [action("70TEST24C00000002")])])
    archive = Archive(settings.archive)
    [path] = [p for sha, p in archive.names() if archive.read(sha) == first.read_bytes()]
    path.unlink()
    settings.warehouse.unlink()
    outcome = import_paths(settings, [csv_file(tmp_path / "c.csv", [action("70TEST24C00000003")])])
    assert outcome.unread == {"a.csv": str(outcome.unread["a.csv"])}
    with pytest.raises(
        PublicationBlocked, match=r"1 arrivals were noted and not read, the first a\.csv"
    ):
        publishable(settings)
    import_paths(settings, [first])
    assert publishable(settings)["actions"] == 3


def test_a_rebuild_leaves_out_what_is_lost_only_when_told_to(tmp_path, settings, command):
    import_paths(settings, [csv_file(tmp_path / "a.csv", [action()])])
    [(_, path)] = Archive(settings.archive).names()
    path.unlink()
    assert command("fetch", "rebuild").code == 1
    answer = command("fetch", "rebuild", "--anyway", "--json")
    assert (answer.code, answer.json()["equal"]) == (1, False)
    assert list(answer.json()["left_out"]) == ["a.csv"]
    assert settings.warehouse.with_name("warehouse.before.duckdb").exists()


def test_a_rebuild_over_a_log_that_a_killed_writer_left_opens_again(tmp_path, settings):
    """The old file's log must not be taken for the new one's."""
    import_paths(settings, [csv_file(tmp_path / "a.csv", [action()])])
    script = (
        "import os, sys; from pathlib import Path; from fetch.warehouse.database import Warehouse;"
        "store = Warehouse(Path(sys.argv[1]));"
        "store.execute('CREATE TABLE unfolded AS SELECT 1 AS n'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(settings.warehouse)], cwd=ROOT, check=True)
    log = settings.warehouse.with_name(f"{settings.warehouse.name}.wal")
    assert log.exists()
    before = everything(settings)
    rebuild(settings, silent)
    assert not log.exists()
    assert everything(settings) == before


def test_a_warehouse_that_cannot_be_opened_is_made_again(tmp_path, settings, command):
    import_paths(settings, [csv_file(tmp_path / "a.csv", [action()])])
    before = everything(settings)
    settings.warehouse.write_bytes(b"no database at all" * 99)
    answer = command("fetch", "status")
    assert answer.code == 1
    assert "python -m fetch rebuild" in answer.err
    assert "not compared" in command("fetch", "rebuild").err
    assert everything(settings) == before


def test_a_row_in_two_parts_of_a_zip_is_rebuilt_alike(tmp_path, settings):
    rows = [action(f"70TEST24C{n:08}") for n in range(3000)]
    parts = {"p_1__csv": csv_text(rows[:2000]), "p_2__csv": csv_text(rows[1000:])}
    import_paths(settings, [zip_file(tmp_path / "two.zip", **parts)])
    assert [rebuild(settings, silent)["equal"] for _ in range(3)] == [True] * 3
