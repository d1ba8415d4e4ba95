"""Genuine answers of SAM.gov, read by the same readers; ours are made in the same shapes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fetch.ingest.pipeline import IngestPipeline
from fetch.progress import silent
from fetch.sam.records import vendor_rows
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse
from tests.conftest import ROOT
from tests.service.notices import opportunity

pytestmark = pytest.mark.recorded

RECORDED = ROOT.parent / "shared" / "data" / "sam"


def recorded(name: str) -> Any:
    return json.loads((RECORDED / f"{name}.json").read_text("utf-8"))


def take(settings: Settings, path: Path, **about: str) -> None:
    with IngestPipeline(settings, "sync", silent) as intake:
        stored = intake.archive.keep_file(path)
        known = {"agency": "all", "as_of": "2026-11-20T00:00:00+00:00", **about}
        intake.take("sam_opportunities", path.name, {"page": stored.sha256}, known)


@pytest.mark.parametrize("name", ["sam_opps", "sam_individual_opp"])
def test_a_recorded_page_of_opportunities_is_read_whole_and_its_links_without_a_key(settings, name):
    take(settings, RECORDED / f"{name}.json")
    expected = recorded(name)["opportunitiesData"]
    with Warehouse(settings.warehouse, read_only=True) as store:
        held = store.rows("SELECT notice_id, title, posted_date::VARCHAR, link FROM notices")
        links = store.rows("SELECT url FROM attachments")
    assert [row[0] for row in held] == [one["noticeId"] for one in expected]
    assert [row[2] for row in held] == [one["postedDate"] for one in expected]
    assert len(links) == sum(len(one["resourceLinks"] or []) for one in expected)
    assert not [url for (url,) in links if "?" in url or "key" in url]


def test_of_another_department_nothing_is_taken(settings):
    take(settings, RECORDED / "sam_opps.json", agency="070")
    with Warehouse(settings.warehouse, read_only=True) as store:
        assert store.rows("SELECT count(*) FROM notices") == [(0,)]


def test_a_hand_made_opportunity_has_no_name_that_a_genuine_one_has_not():
    genuine = recorded("sam_opps")["opportunitiesData"][0]
    assert set(opportunity()) <= set(genuine)


@pytest.mark.parametrize("name", ["sam_results", "sam_results_expanded", "sam_results_integrity"])
def test_recorded_registrations_are_read_by_their_ueis(name):
    document = recorded(name)
    ueis = [one["entityRegistration"]["ueiSAM"] for one in document["entityData"]]
    found = vendor_rows("entity", ueis, document["entityData"])
    assert [row["recipient_uei"] for row in found] == ueis
    assert all(row["records"] >= 1 and row["legal_name"] for row in found)
