"""What an earlier version wrote is read, brought up to date and rebuilt by this one.

`bf8d52e/` holds a small archive and warehouse as commit bf8d52e left them, as text: its
commands imported Full files of two months, a Delta, a damaged file, sub-awards, funding and
notices of fictional vendors, accepted a round, and searched the fictional service. Objects
lie unpacked; `warehouse/` is DuckDB's `EXPORT DATABASE` as CSV, its empty tables left out.
Written anew only where the format of data/ is meant to change.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from fetch.archive.store import Archive
from fetch.ingest.rebuild import rebuild, verify
from fetch.progress import silent
from fetch.reports.history import history
from fetch.reports.status import status
from fetch.warehouse.database import Warehouse
from tests.fetch.serving import place, synced
from tests.service.fictional import Service
from tests.service.rows import CONTRACT
from tests.service.server import Server

OLDER = Path(__file__).with_name("bf8d52e")


@pytest.fixture
def older(tmp_path):
    """A folder of data as the older commit left it."""
    data = tmp_path / "data"
    shutil.copytree(OLDER / "archive", data / "archive")
    with duckdb.connect(str(data / "warehouse.duckdb")) as store:
        store.execute((OLDER / "warehouse" / "schema.sql").read_text("utf-8"))
        for table in sorted((OLDER / "warehouse").glob("*.csv")):
            store.execute(
                f"COPY {table.stem} FROM '{table}' "
                r"(FORMAT csv, HEADER, NULLSTR '\N', ALLOW_QUOTED_NULLS false)"
            )
    return place(tmp_path, "http://127.0.0.1:9")


def equal_after_rebuild(settings):
    """Rows by table where the rebuilt warehouse is the same in everything but run times."""
    told = rebuild(settings, silent)
    assert told["equal"] is True
    assert told["left_out"] == {}
    return {name: table["rows"] for name, table in told["tables"].items() if table["rows"]}


def test_an_older_archive_is_whole(older):
    assert verify(Archive(older.archive), silent)["good"]


def test_an_older_warehouse_opens_and_says_what_it_said(older):
    document = status(older)
    assert document["transactions"] == {
        "rows": 10,
        "awards": 4,
        "obligated_usd": "72643.41",
        "first_action_date": "2023-07-03",
        "last_action_date": "2024-09-15",
    }
    assert document["versions"] == {"past": 5, "closed": 3}
    assert document["beside"] == {"subawards": 4, "funding": 2, "notices": 2}
    assert document["quarantine"]["rows"] == 1
    assert document["publication"]["publication"] == "as it is"
    [changed] = [a for a in history(older, CONTRACT)["actions"] if len(a["versions"]) > 1]
    assert [v["federal_action_obligation"] for v in changed["versions"]] == ["9999.00", "10000.25"]


def test_an_older_archive_makes_the_very_warehouse_it_made_then(older):
    assert equal_after_rebuild(older) == {
        "transactions": 10,
        "past_versions": 5,
        "closures": 3,
        "runs": 10,
        "files": 8,
        "quarantine": 1,
        "rounds": 6,
        "levels": 24,
        "finds": 8,
        "subawards": 4,
        "funding": 2,
        "notices": 2,
        "notice_versions": 2,
    }


LATER = (
    "SELECT contract_transaction_unique_key, federal_action_obligation FROM transactions "
    "WHERE action_date >= DATE '2024-10-01' ORDER BY 1"
)


def test_a_sync_goes_on_from_an_older_store(older, tmp_path):
    """Its Full files of FY2023 and FY2024 count as fetched; the years that it lacks are brought."""
    with Server(Service.small()) as server:
        settings, fresh = place(tmp_path, server.url), place(tmp_path / "fresh", server.url)
        first, second = synced(settings), synced(settings)
        synced(fresh)
    assert first["problems"] == second["problems"] == {}
    assert (first["rows_new"], second["written"]) == (25, False)
    with (
        Warehouse(settings.warehouse, read_only=True) as store,
        Warehouse(fresh.warehouse, read_only=True) as other,
    ):
        assert store.rows(LATER) == other.rows(LATER) != []
    assert equal_after_rebuild(settings)["rounds"] == 7
