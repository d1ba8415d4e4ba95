"""A moved award in a build: counted once in every table, and found by each of its numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from analysis.documents.award import award_document
from analysis.documents.unread import unread_of
from analysis.documents.vehicle import vehicle_document
from analysis.published import coverage, search
from analysis.published.build import Build, current
from dashboard.app import page_for
from dashboard.published_data import PublishedData
from fetch.settings import Settings
from tests.analysis.built import built
from tests.analysis.lineage import idv, order
from tests.analysis.moved import changed, key, start, step
from tests.commands import run
from tests.dashboard.elements import links, said

OLD, NEW = "70OLD000001", "70NEW000001"
VEHICLE = {"recipient_uei": "UEIVEHICLE", "federal_action_obligation": "0.00"}
CHANGED = {
    "action_date": "2024-06-01",
    "action_type_code": "S",
    "base_and_all_options_value": "0.00",
}
ROWS = [
    start(OLD),
    step(OLD, "P00001", "2024-02-01", "200.00", "C"),
    step(OLD, "P00002", "2024-02-02", code="M"),
    start(NEW),
    step(NEW, "P00001", "2024-02-01", "200.00", "C"),
    step(NEW, "P00002", "2024-02-02", code="M"),
    changed(NEW),
    step(NEW, "P00010", "2024-07-01", "50.00", "C"),
    start("70OLD000003", "300.00"),
    step("70OLD000003", "P1", "2024-05-01", "-300.00", "T", base_and_all_options_value="-600.00"),
    start("70NEW000003", "300.00", "2024-05-01"),
    start("70OLD000007", transaction_description="SEDANS"),
    start("70NEW000007", transaction_description="TENTS"),
    changed("70NEW000007"),
    idv("70OLDVEHICLE", **VEHICLE),
    idv("70NEWVEHICLE", **VEHICLE),
    idv("70NEWVEHICLE", mod="P00001", **VEHICLE, **CHANGED),
    order("70TEST24F00000001", "70OLDVEHICLE", "40.00", recipient_uei="UEIVEHICLE"),
]  # fmt: skip
TOTAL = Decimal("1250.00") + 300 + 2 * 1000 + 40
"""Of all, with the 1,200.00 that stand under two numbers once."""


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Settings:
    return built(tmp_path_factory.mktemp("moved"), ROWS)


@pytest.fixture(scope="module")
def build(place) -> Build:
    return current(place)


@pytest.mark.parametrize("table", ["awards", "actions", "award_months", "award_years", "growth"])
def test_every_sum_counts_the_award_once(build, table):
    [[total]] = build.query(f"SELECT sum(obligated_usd) FROM {table}").to_numpy().tolist()
    assert Decimal(str(total)) == TOTAL


def test_the_manifest_and_the_line_of_coverage_say_what_is_counted_once(build):
    held = build.manifest
    assert (held["obligated_usd"], held["actions"], held["awards"]) == (str(TOTAL), 14, 6)
    # the vehicle's base action, without money, stands under two numbers as well
    assert held["moved"] == {"keys": 3, "actions": 4, "obligated_usd": "1200.00"}
    line = coverage.line(build)
    assert line.startswith("Held: 14 actions of 6 awards; ICE; fiscal years ")
    assert "Counted once: 4 actions under two numbers of one award, $1,200.00." in line


@pytest.mark.parametrize("named", [OLD, NEW, key(OLD), key(NEW).lower()])
def test_each_number_leads_to_the_award(build, named):
    award = build.award(named)
    assert (award["award_key"], award["piid"]) == (key(NEW), NEW)
    assert award["usaspending_url"].endswith(f"{key(NEW)}/")


def test_the_command_says_the_tie_as_a_question_with_its_fields(place):
    out = run("analysis", "award", OLD, data=place.data).out
    assert f"? Is {NEW} also {OLD}? 2 actions of EXAMPLE OPTICS LLC (UEI UEI000001) have" in out
    assert "the same day and amounts under both, $1,200.00 obligated, 2024-01-15 to" in out
    assert "action P00009 of 2024-06-01" in out
    assert "is of type S, change of procurement instrument identifier" in out
    assert "3 actions ($1,200.00) that stand under both numbers are counted once." in out
    assert "analysis/rules/moved_awards.csv" in out


def test_the_page_of_either_number_shows_the_award_and_the_tie(place):
    data = PublishedData(place)
    for named in (OLD, key(OLD), NEW):
        page = page_for(data, f"/award/{named}", "")[0]
        assert f"Is {NEW} also {OLD}?" in said(page)
        assert "$1,250.00" in said(page)
        assert f"/award/{key(OLD)}" in links(page)
    doubtful = said(page_for(data, "/award/70OLD000007", "")[0])
    assert "Is 70OLD000007 also 70NEW000007?" in doubtful
    assert "Not counted as one, because the texts of the actions differ" in doubtful
    assert "two numbers?" not in said(page_for(data, "/award/70TEST24F00000001", "")[0])


def test_the_search_box_finds_the_award_by_the_number_that_it_left(build):
    [hit] = [each for each in search.find(build, OLD) if each.kind == "award"]
    assert (hit.name, hit.leads_to, hit.says) == (NEW, key(NEW), f"EXAMPLE OPTICS LLC, also {OLD}")


def test_money_given_again_carries_the_award_on_and_begins_no_second(build):
    document = award_document(build, "70OLD000003")
    assert (document["piid"], document["obligated_usd"]) == ("70NEW000003", "300.00")
    assert (document["initial_ceiling_usd"], document["ceiling_usd"]) == ("600.00", "600.00")
    steps = [(row["growth_bucket"], row["obligated_usd"]) for row in document["actions"]]
    assert steps == [("initial", "300.00"), ("identity", "-300.00"), ("identity", "300.00")]
    [row] = document["moved"]["ties"]
    assert "both actions count, and net out" in row["says"]
    assert document["moved"]["counted_once"] == []


def test_an_order_finds_its_vehicle_under_the_present_number(build):
    vehicle = vehicle_document(build, "70OLDVEHICLE")
    assert vehicle["piid"] == "70NEWVEHICLE"
    assert [row["piid"] for row in vehicle["orders"]] == ["70TEST24F00000001"]
    assert [row["obligated_usd"] for row in vehicle["orders"]] == ["40.00"]
    assert build.award("70TEST24F00000001")["parent_held"]
    assert unread_of(build, "CONT_IDV_70NEWVEHICLE_7012") == []


def test_ties_that_nobody_judged_are_asked_most_money_first(place):
    asked = run("analysis", "review", "moved", "--json", data=place.data).json()
    assert [row["obligated_usd"] for row in asked["asked"]] == [
        "1200.00",
        "1000.00",
        "300.00",
        "0.00",
    ]
    assert asked["decide_in"] == "analysis/rules/moved_awards.csv"
    assert f"Is {NEW} also {OLD}?" in asked["asked"][0]["evidence"]
