"""What the rules say of genuine records, whose own texts are read and not our labels."""

from __future__ import annotations

import pytest

from analysis.documents import program as program_document
from analysis.publish.run import build as publish
from analysis.published.build import Build, current
from fetch.ingest.importer import import_paths
from fetch.settings import Settings
from tests.conftest import ROOT

pytestmark = pytest.mark.recorded

FILES = ROOT.parent / "shared" / "data" / "recorded" / "files"
YEARS = ("FY2024_070_Contracts_Full_20261106.zip", "FY2025_070_Contracts_Full_20261106.zip")
ORDER = "CONT_70CTD022FR0000170_2026-11-21_H23M59S28854160.zip"


@pytest.fixture(scope="module")
def build(tmp_path_factory) -> Build:
    place = Settings(data=tmp_path_factory.mktemp("genuine"))
    import_paths(place, [FILES / name for name in (*YEARS, ORDER)])
    publish(place)
    return current(place)


@pytest.mark.parametrize(
    ("piid", "technology", "maker"),
    [
        ("70CMSD24FR0000084", "device extraction", "magnet"),
        ("70CMSD22FR0000130", "social media", "shadowdragon"),
        ("70B03C23F00001003", "social media", "fivecast"),
        ("70B03C23F00001053", "social media", "babel-street"),
        ("70CMSD24FR0000115", "interception", "techops"),
        ("70CMSD24FR0000068", "financial tracing", "chainalysis"),
        ("70CTD024P00000012", "device extraction", "paragon"),
        ("70CMSD22FR0000040", "support", None),
        ("70CTD022FR0000133", "look-alike", None),
        ("70CMSD23P00000119", "look-alike", "lexisnexis"),
        ("70B06C24P00000224", "look-alike", "HORNADY MANUFACTURING"),
    ],
)
def test_a_genuine_award_is_what_a_person_would_say(build, piid, technology, maker):
    found = build.query("SELECT technology_category, maker FROM awards WHERE piid = ?", [piid])
    told = [tuple(row) for row in found.astype(object).where(found.notna(), None).to_numpy()]
    assert told == [(technology, maker)]


def test_few_of_two_thousand_awards_are_counted_and_guards_are_not(build):
    [row] = build.query(
        "SELECT count(*) AS all_awards, count(*) FILTER (is_surveillance) AS counted, "
        "count(*) FILTER (is_surveillance AND recipient_name LIKE 'PARAGON SYSTEMS%') AS guards "
        "FROM awards"
    ).to_dict("records")
    assert row["all_awards"] > 1900
    # a person who read every award counted 88
    assert 80 <= row["counted"] <= 95
    assert row["guards"] == 0


def test_immigrationos_is_found_in_the_records_own_words(build):
    found = program_document.document(build, "immigrationos")
    assert found["obligated_usd"] == "59796472.00"
    assert found["searches"][0]["in_what_is_held"]["actions"] == 0
    assert found["searches"][0]["in_what_is_held"]["texts"] > 3000


def test_a_word_inside_another_is_not_found(build):
    found = program_document.document(build, "atrac")
    assert [each["in_what_is_held"]["actions"] for each in found["searches"]] == [0]
