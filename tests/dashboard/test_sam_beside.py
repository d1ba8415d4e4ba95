"""What SAM.gov says of an award, its vendor and other transactions: on the page, in words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from analysis.documents import other_transactions as others
from analysis.publish.run import build as publish
from analysis.published.build import Build, current
from dashboard.pages.about import page as about
from dashboard.pages.award import page as award
from dashboard.published_data import PublishedData
from fetch.http.retry import Clock
from fetch.ingest.importer import import_paths
from fetch.progress import silent
from fetch.sam import key as sam_key
from fetch.sam.sync import sync_sam
from fetch.settings import Settings
from tests.builders import action, full
from tests.dashboard.test_notices import said
from tests.service.notices import contract_award, other_transaction
from tests.service.sam import SamService
from tests.service.server import Reply, Server

KEY, DAY = "FICTIONAL-KEY", datetime(2026, 11, 22, 12, tzinfo=UTC)
PIID = "70TEST24C00000001"
EXCLUDED = {
    "exclusionDetails": {
        "classificationType": "Firm",
        "exclusionType": "Ineligible (Example)",
        "exclusionProgram": "Reciprocal",
        "excludingAgencyName": "EXAMPLE AGENCY",
    },
    "exclusionIdentification": {"ueiSAM": "EXAMPLEUEI01", "entityName": "EXAMPLE OPTICS LLC"},
    "exclusionActions": {"listOfActions": [{"activateDate": "01-02-2026"}]},
}


def vehicle() -> dict[str, Any]:
    made = other_transaction("70TEST24T00000009", "O")
    made["coreData"]["awardOrIDV"] = "IDV"
    del made["awardDetails"]["dollars"]["actionObligation"]
    return made


def synced(place: Path, service: SamService) -> Settings:
    """A fictional award of USAspending's, and what a sync of SAM.gov with a key brings to it."""
    row = action(PIID, recipient_uei="EXAMPLEUEI01", federal_action_obligation="999.00")
    with Server(service) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv(sam_key.VARIABLE, KEY)
        patch.setattr(sam_key, "_in_keyring", lambda: "")
        settings = Settings(
            data=place / "data",
            sam=server.url,
            sam_files=server.url,
            sam_seconds=0.001,
            poll_seconds=0.001,
            sam_requests_per_day=200,
        )
        import_paths(settings, [full(place, "20261106", row)])
        told = sync_sam(settings, "070", silent, lambda _: None, clock=Clock(now=lambda: DAY))
        assert not told["problems"]
    publish(settings)
    return settings


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    awards = [contract_award(PIID), other_transaction(), other_transaction("70TEST24T00000002")]
    service = SamService(
        awards=[*awards, vehicle()],
        a_day=1000,
        nobody_of_vendors=Reply({"totalRecords": 1, "excludedEntity": [EXCLUDED]}),
    )
    return synced(tmp_path_factory.mktemp("sam"), service)


@pytest.fixture(scope="module")
def build(held: Settings) -> Build:
    return current(held)


def test_an_awards_page_says_whose_offers_and_set_aside_sam_records(held):
    page = said(award.PAGE.of_one(PublishedData(held), PIID))
    assert "What SAM.gov says beside it" in page
    assert "1; of the vehicle: 3; stated as: VEHICLE" in page
    assert "PART8" in page
    assert "They enter no figure of this page" in page


def test_an_awards_page_says_field_by_field_where_the_two_services_differ(held):
    page = said(award.PAGE.of_one(PublishedData(held), PIID))
    assert "Neither is taken for the right one" in page
    assert "obligation $999.00 $1,000.00" in page


def test_an_awards_page_says_the_vendors_registration_owner_and_exclusions_with_their_day(held):
    page = said(award.PAGE.of_one(PublishedData(held), PIID))
    assert "Registered as EXAMPLE OPTICS LLC: active, until 2027-01-01." in page
    assert "Highest owner EXAMPLE HOLDINGS LLC (CAGE 0EXA1)." in page
    assert (
        "1 active exclusion recorded under the vendor’s identifier: Ineligible (Example), "
        "Reciprocal, EXAMPLE AGENCY, from 01-02-2026, no end stated."
    ) in page
    assert "SAM.gov, as of 2026-11-22" in page


def test_the_page_of_an_award_of_which_sam_holds_nothing_has_no_such_part(sample_settings):
    page = said(award.PAGE.of_one(PublishedData(sample_settings), "70CTD022FR0000170"))
    assert "What SAM.gov says beside it" not in page


def test_other_transactions_are_listed_apart_and_enter_no_sum(build):
    told = others.document(build)
    kinds = [(row["piid"], row["kind"], row["obligated_usd"]) for row in told["agreements"]]
    assert kinds == [
        ("70TEST24T00000001", "agreement", "1000.00"),
        ("70TEST24T00000002", "agreement", "1000.00"),
        ("70TEST24T00000009", "vehicle", None),
    ]
    assert told["agreements"][2]["obligations_missing"] == 1
    assert {row["component"] for row in told["agreements"]} == {"ICE"}
    assert told["missing_because"] is None
    [sums] = build.query("SELECT sum(obligated_usd)::VARCHAR AS usd FROM awards")["usd"]
    assert sums == "999.00"
    named = build.query("SELECT DISTINCT award_key FROM service_differences")["award_key"]
    assert not [key for key in named if "70TEST24T" in key]


def test_other_transactions_can_be_asked_for_by_component(build):
    assert len(others.document(build, "ICE")["actions"]) == 3
    assert others.document(build, "CBP")["missing_because"]


def test_the_page_about_the_data_lists_them_or_says_why_there_is_none(held, sample_settings):
    page = said(about.PAGE.layout(PublishedData(held)))
    assert "70TEST24T00000002" in page
    assert "1 action states no obligation" in page
    without = said(about.PAGE.layout(PublishedData(sample_settings)))
    assert "No other transaction is held" in without
    assert "does not mean that there is none" in without
