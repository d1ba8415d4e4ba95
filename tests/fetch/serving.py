"""The tool pointed at a service on loopback, hurried: no pause is longer than a blink."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from fetch.archive.store import Archive
from fetch.http.client import Client
from fetch.progress import silent
from fetch.schema import tables as schema_tables
from fetch.settings import Settings
from fetch.usaspending.service import usaspending_client
from fetch.usaspending.sync.sync import sync
from fetch.usaspending.sync.sync_run import PARTS, SyncScope
from fetch.warehouse import database
from fetch.warehouse.database import Warehouse
from tests.conftest import ROOT
from tests.service.fictional import Service
from tests.service.server import Server

YEARS = tuple(range(2023, 2028))


def place(folder: Path, url: str, **settings: Any) -> Settings:
    """Settings for a service at `url`; time runs as fast as the machine allows."""
    hurried = {
        "requests_per_second": 500,
        "poll_seconds": 0.005,
        "most_seconds_back_off": 1,
        "read_seconds": 60,
        "connect_seconds": 60,
    }
    return Settings(
        data=folder / "data", usaspending=url, usaspending_files=url, **{**hurried, **settings}
    )


@contextmanager
def client(settings: Settings) -> Iterator[Client]:
    """A client of its own, outside any command."""
    archive = Archive(settings.archive)
    with usaspending_client(settings, archive, "20260101T000000Z-test") as asking:
        yield asking


class Always:
    """A service that gives one answer to everything."""

    def __init__(self, reply):
        self.reply = reply

    def answer(self, _):
        return self.reply


@contextmanager
def opened_once(settings: Settings) -> Iterator[None]:
    """Meanwhile the warehouse is opened and closed once, however often a sync does.

    A sync lets others look in between any two answers: some thirty times, each a twentieth of a
    second, of which a third of its time is made here. Without this stand the syncs in processes
    of their own, those that are killed, and every import.
    """
    really, held = database._connect, list[Any]()

    def connect(path: Path, *, read_only: bool) -> Any:
        if path != settings.warehouse:
            return really(path, read_only=read_only)
        if not held:
            held.append(really(path, read_only=False))
        return really(path, read_only=False)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "_connect", connect)
        try:
            yield
        finally:
            for connection in held:
                connection.close()


def synced(
    settings: Settings, *, years: tuple[int, ...] = YEARS, agency: str = "070", **scope: Any
) -> dict[str, Any]:
    """One sync of the fictional years."""
    with opened_once(settings):
        return synced_apart(settings, years=years, agency=agency, **scope)


def synced_apart(
    settings: Settings, *, years: tuple[int, ...] = YEARS, agency: str = "070", **scope: Any
) -> dict[str, Any]:
    """The same, with the warehouse opened and closed as often as it is for a person."""
    given = {"parts": PARTS, **scope}
    return sync(settings, SyncScope(agency, years, **given), silent, lambda _: None)


@contextmanager
def served(
    folder: Path, plan: Any = None, **settings: Any
) -> Iterator[tuple[Service, Server, Any]]:
    """The fictional service on loopback, and settings that lead to it."""
    service = Service.small()
    with Server(service, plan) as server:
        yield service, server, place(folder, server.url, **settings)


def lose_2023(service: Service) -> None:
    """A month in which every action of fiscal year 2023 and before vanishes from the files."""
    for key in [k for k, row in service.book.rows.items() if row["action_date"] < "2023-10"]:
        service.remove(key)
    service.publish("2026-11-06")


def fetch(settings: Settings, server: Server, *words: str) -> subprocess.CompletedProcess[str]:
    """`python -m fetch …` in a process of its own, pointed at a server and hurried."""
    given = {
        "SOLESOURCE_DATA": str(settings.data),
        "SOLESOURCE_USASPENDING": server.url,
        "SOLESOURCE_USASPENDING_FILES": server.url,
        "SOLESOURCE_REQUESTS_PER_SECOND": "500",
        "SOLESOURCE_POLL_SECONDS": "0.005",
    }
    return subprocess.run(
        [sys.executable, "-m", "fetch", *words],
        cwd=ROOT, env={**os.environ, **given}, capture_output=True, text=True, check=False,
    )  # fmt: skip


LOCAL = ("run_id", "file_id", "part_of", "started_at", "finished_at")
"""What differs between two stores of the same records: signs and times of runs."""
ABOUT_RECORDS = ("transactions", "past_versions", "closures")


def records(settings: Settings, *tables: str) -> dict[str, list[tuple]]:
    """Everything held about records, without which run brought it."""
    with Warehouse(settings.warehouse, read_only=True) as store:
        found = {}
        for table in tables or ABOUT_RECORDS:
            kept = schema_tables.names(
                tuple(c for c in schema_tables.TABLES[table] if c.name not in LOCAL)
            )
            found[table] = store.rows(f"SELECT {kept} FROM {table} ORDER BY ALL")
        return found


def without_times(found: dict[str, list[tuple]]) -> dict[str, list[tuple]]:
    """Without the times at which the service was asked and files were seen."""
    return {
        table: [tuple(cell for cell in row if not isinstance(cell, datetime)) for row in rows]
        for table, rows in found.items()
    }


def to_the_hour(found: dict[str, list[tuple]]) -> dict[str, list[tuple]]:
    """Times cut to their hour.

    A file made on request speaks for the moment at which its job began, and the fictional
    jobs begin a second apart: a sync with faults, which asks for more of them, has later ones.
    """

    def cut(cell: Any) -> Any:
        is_time = isinstance(cell, datetime)
        return cell.replace(minute=0, second=0, microsecond=0) if is_time else cell

    return {table: [tuple(map(cut, row)) for row in rows] for table, rows in found.items()}
