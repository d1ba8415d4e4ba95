"""Each damaged state of the data is one sentence with the command that leaves it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from fetch.errors import SoleSourceError, StoreBusy, StoreDamaged
from fetch.ingest.importer import import_paths
from fetch.warehouse.database import Warehouse
from tests.builders import action, csv_file
from tests.conftest import ROOT

HOLDS = """
import sys
from pathlib import Path
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
