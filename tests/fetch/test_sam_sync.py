"""SAM.gov synced: bulk files without a key; with one, never more than it may ask."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from fetch.archive.store import Archive
from fetch.http.retry import Clock
from fetch.ingest.importer import import_paths
from fetch.ingest.rebuild import rebuild, verify
from fetch.progress import silent
from fetch.sam import key as sam_key
from fetch.sam.sync import sync_sam
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse
from tests.builders import action, full
from tests.fetch.serving import opened_once
from tests.service.faults import TOO_LONG, Plan
from tests.service.notices import CONTACT, EMAIL, PHONE, notice, opportunity
from tests.service.sam import BAD_KEYS, ERRORS, TOKEN, SamService
from tests.service.server import Server

KEY = "FICTIONAL-KEY/0123+456=789"
DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def key(monkeypatch) -> str:
    monkeypatch.setenv(sam_key.VARIABLE, KEY)
    return KEY


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch) -> None:
    monkeypatch.setattr(sam_key, "_in_keyring", lambda: "")


def place(folder: Path, url: str, **settings: Any) -> Settings:
    hurried = {"sam_seconds": 0.001, "poll_seconds": 0.001, "most_seconds_back_off": 0.01}
    return Settings(data=folder / "data", sam=url, sam_files=url, **{**hurried, **settings})


@contextmanager
def served(folder: Path, service: SamService | None = None, **settings: Any):
    service = service or SamService()
    with Server(service) as server:
        yield service, server, place(folder, server.url, **settings)


def synced(settings: Settings, day: datetime = DAY) -> dict[str, Any]:
    clock = Clock(now=lambda: day)
    with opened_once(settings):
        return sync_sam(settings, "070", silent, lambda _: None, clock=clock)


def rows(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    with Warehouse(settings.warehouse, read_only=True) as store:
        return store.rows(sql)


def everything_written(settings: Settings) -> bytes:
    """Every byte under the data folder, the archive's objects unpacked."""
    archive = Archive(settings.archive)
    kept = [archive.read(sha256) for sha256, _ in archive.names()]
    return b"\n".join(kept + [p.read_bytes() for p in settings.data.rglob("*") if p.is_file()])


def test_without_a_key_the_notices_come_and_a_second_sync_writes_nothing(tmp_path):
    with served(tmp_path) as (_, server, settings):
        first = synced(settings)
        assert not first["problems"]
        assert first["rows_new"] == 1
        assert sam_key.HOW in " ".join(first["notes"])
        again = synced(settings)
        assert not again["written"]
        assert len(server.paths("download")) == 2


def test_a_changed_notice_is_a_version_and_the_last_word_is_the_record(tmp_path):
    with served(tmp_path) as (service, _, settings):
        synced(settings)
        service.notices = [notice(Title="Example optics, corrected")]
        service.modified = "2026-11-21 04:00:00"
        told = synced(settings)
        assert (told["rows_new"], told["rows_changed"]) == (0, 1)
        assert rows(settings, "SELECT title FROM notices") == [("Example optics, corrected",)]
        assert rows(settings, "SELECT count(*) FROM notice_versions") == [(2,)]


def test_the_archive_alone_gives_the_same_notices_again(tmp_path, key):
    with served(tmp_path) as (service, server, settings):
        made = SamService.with_attachment(server.url, "Under the authority of FAR 6.302-2 we buy.")
        service.opportunities, service.files = made.opportunities, made.files
        hold_award(tmp_path, settings)
        synced(settings)
    told = rebuild(settings, silent)
    assert told["equal"] is True
    assert verify(Archive(settings.archive), silent)["good"]


def hold_award(folder: Path, settings: Settings) -> None:
    row = action(recipient_uei="EXAMPLEUEI01", solicitation_identifier="70TEST24R00000001")
    import_paths(settings, [full(folder, "20261106", row)])


def test_with_a_key_the_most_useful_is_asked_first(tmp_path, key):
    with served(tmp_path) as (service, server, settings):
        made = SamService.with_attachment(server.url, "Under the authority of FAR 6.302-2 we buy.")
        service.opportunities, service.files = made.opportunities, made.files
        hold_award(tmp_path, settings)
        told = synced(settings)
        asked = [r.path for r in server.asked if "api_key" in r.query]
        assert asked[:3] == ["/opportunities/v2/search", "/files/abc/download",
                             "/contract-awards/v1/search"]  # fmt: skip
        assert not told["problems"]
        assert asked[3:] == [
            "/contract-awards/v1/search",
            *["/contract-awards/v1/download"] * 2,
            "/entity-information/v4/entities",
            "/entity-information/v4/exclusions",
            *["/contract-awards/v1/search"] * 2,
        ]
        assert told["requests_left_today"] == 0
        assert rows(settings, "SELECT piid FROM contract_records ORDER BY 1") == [
            ("70TEST24C00000001",), ("70TEST26C00000009",)]  # fmt: skip
        assert TOKEN.encode() not in everything_written(settings)
        assert rows(settings, "SELECT page, text FROM notice_texts") == [
            (1, "Under the authority of FAR 6.302-2 we buy.")
        ]
        assert rows(settings, "SELECT name, text_state, pages FROM attachments") == [
            ("Example J&A.pdf", "text", 1)
        ]
        richer = "SELECT DISTINCT vehicle_offers, part8_or_part13, extent_competed_code"
        assert rows(settings, f"{richer} FROM contract_records") == [(3, "PART8", "C")]
        vendor = "SELECT service, records, highest_owner FROM vendor_standing ORDER BY 1"
        assert rows(settings, vendor) == [
            ("entity", 1, "EXAMPLE HOLDINGS LLC"),
            ("exclusions", 0, None),
        ]


def test_a_scan_is_said_to_be_one(tmp_path, key):
    with served(tmp_path) as (service, server, settings):
        made = SamService.with_attachment(server.url, "", "")
        service.opportunities, service.files = made.opportunities, made.files
        hold_award(tmp_path, settings)
        synced(settings)
        assert rows(settings, "SELECT text_state, pages FROM attachments") == [("scan", 2)]
        assert rows(settings, "SELECT count(*) FROM notice_texts") == [(0,)]


def many(count: int) -> list[dict[str, Any]]:
    return [opportunity(number, postedDate="2026-11-01") for number in range(1, count + 1)]


def test_of_ten_requests_the_eleventh_is_never_sent_and_the_next_day_goes_on(tmp_path, key):
    service = SamService(opportunities=many(30), page_size=2, a_day=1000)
    with served(tmp_path, service) as (_, _, settings):
        first = synced(settings)
        assert service.keyed == 10
        assert first["next_access_time"] == "2026-11-23 00:00 UTC"
        assert first["requests_left_today"] == 0
        assert not first["problems"]
        synced(settings, DAY + timedelta(minutes=5))
        assert service.keyed == 10
        synced(settings, DAY + timedelta(days=1))
        assert service.keyed == 20


@pytest.mark.parametrize("status", [429, 200])
def test_the_first_throttle_ends_the_day_and_says_until_when(tmp_path, key, status):
    service = SamService(opportunities=many(30), page_size=2, a_day=3, throttles_with=status)
    with served(tmp_path, service) as (_, _, settings):
        told = synced(settings)
        assert service.keyed == 4
        assert told["next_access_time"] == "2026-11-23 00:00 UTC"
        assert told["requests_left_today"] == 0
        synced(settings, DAY + timedelta(hours=1))
        assert service.keyed == 4
        assert rows(settings, "SELECT count(*) FROM notices WHERE source = 'opportunities'") == [
            (5,)
        ]


@pytest.mark.parametrize(("page_size", "records"), [(1, 6), (7, 20), (10, 20), (1000, 20)])
def test_pages_of_any_size_bring_every_record_once(tmp_path, key, page_size, records):
    service = SamService(opportunities=many(records), page_size=page_size, a_day=1000)
    with served(tmp_path, service, sam_requests_per_day=200) as (_, server, settings):
        synced(settings)
        found = rows(settings, "SELECT count(*), count(DISTINCT notice_id) FROM notice_versions "
                     "WHERE source = 'opportunities'")  # fmt: skip
        assert found == [(records, records)]
        asked = [r.query for r in server.asked if r.path == "/opportunities/v2/search"]
        first = asked[0]["postedTo"]
        pages = [int(q["offset"]) for q in asked if q["postedTo"] == first]
        assert pages == list(range(-(-records // page_size)))


@pytest.mark.parametrize("name", sorted(BAD_KEYS))
def test_a_refused_key_is_told_once_and_nothing_more_is_asked(tmp_path, key, name):
    service = SamService(says=BAD_KEYS[name], a_day=1000)
    with served(tmp_path, service) as (_, _, settings):
        told = synced(settings)
        assert list(told["problems"]) == ["the key of SAM.gov"]
        assert "90 days" in told["problems"]["the key of SAM.gov"]
        assert service.keyed == 1
        assert rows(settings, "SELECT count(*) FROM notices") == [(1,)]


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_an_error_in_any_documented_shape_is_a_problem_and_never_a_record(tmp_path, key, name):
    service = SamService(says=ERRORS[name], a_day=1000)
    with served(tmp_path, service) as (_, _, settings):
        told = synced(settings)
        assert told["problems"]
        assert not told["next_access_time"] or service.keyed == 10
        assert rows(settings, "SELECT count(*) FROM notices WHERE source <> 'bulk'") == [(0,)]
        assert rows(settings, "SELECT count(*) FROM contract_records") == [(0,)]


def test_the_key_is_nowhere_in_what_is_written_or_said(tmp_path, key, caplog):
    caplog.set_level("DEBUG")
    service = SamService(echoes_key=True, a_day=1000)
    with served(tmp_path, service) as (_, server, settings):
        hold_award(tmp_path, settings)
        told = synced(settings)
        assert told["problems"]
        assert {r.query["api_key"] for r in server.asked if "api_key" in r.query} == {KEY}
    written = everything_written(settings)
    for form in (KEY, quote(KEY, safe=""), quote_plus(KEY)):
        assert form.encode() not in written
        assert form not in json.dumps(told)
        assert form not in caplog.text
    assert KEY not in repr(sam_key.find())
    [held] = json.loads(settings.sam_budget.read_text()).items()
    assert held[0] == sam_key.Key(KEY).sign


def test_points_of_contact_are_in_no_table(tmp_path, key):
    said = f"Ask {EMAIL} or {PHONE}. The authority is FAR 6.302-1."
    service = SamService(notices=[notice(Description=said)], opportunities=[opportunity(2)])
    with served(tmp_path, service) as (_, _, settings):
        synced(settings)
        with Warehouse(settings.warehouse, read_only=True) as store:
            for (table,) in store.rows("SELECT table_name FROM duckdb_tables() WHERE NOT internal"):
                held = str(store.rows(f"SELECT * FROM {table}"))
                assert not [word for word in (CONTACT, EMAIL, PHONE) if word in held], table
        assert "[e-mail masked]" in rows(settings, "SELECT description FROM notices "
                                         "WHERE source = 'bulk'")[0][0]  # fmt: skip


def test_two_keys_are_counted_apart_and_a_day_is_a_day_in_utc(tmp_path, monkeypatch):
    service = SamService(opportunities=many(30), page_size=1, a_day=1000)
    with served(tmp_path, service, sam_requests_per_day=4) as (_, _, settings):
        for value, asked in (("first", 4), ("second", 8), ("first", 8)):
            monkeypatch.setenv(sam_key.VARIABLE, value)
            synced(settings)
            assert service.keyed == asked
        synced(settings, datetime(2026, 11, 22, 23, 59, tzinfo=UTC))
        assert service.keyed == 8
        synced(settings, datetime(2026, 11, 23, 0, 1, tzinfo=UTC))
        assert service.keyed == 12


SIGNED = "/stored/file.csv?X-Amz-Credential=SECRETNAME&X-Amz-Signature=SECRETSIGN"


def test_a_file_that_lies_in_a_store_is_followed_and_its_signature_kept_nowhere(tmp_path):
    with served(tmp_path) as (service, server, settings):
        service.sends_on_to = f"{server.url}{SIGNED}"
        told = synced(settings)
        assert told["rows_new"] == 1
        assert b"SECRETSIGN" not in everything_written(settings)


def test_an_unknown_host_is_not_followed_and_its_secrets_are_not_said(tmp_path):
    with served(tmp_path) as (service, _, settings):
        service.sends_on_to = f"https://store.example{SIGNED}"
        told = synced(settings)
        assert "sent on to https://store.example/stored" in str(told["problems"])
        assert "SECRET" not in json.dumps(told)
        assert b"SECRETSIGN" not in everything_written(settings)


def test_a_cut_download_goes_on_where_it_was(tmp_path):
    service = SamService(notices=[notice(number) for number in range(1, 400)])
    plan = Plan().on(TOO_LONG, "/download/", nth=1)
    with Server(service, plan) as server:
        told = synced(place(tmp_path, server.url))
        assert told["rows_new"] == 399
        assert [r.headers for r in server.asked if r.headers.get("range")]
