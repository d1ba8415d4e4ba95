"""Every name and number of a vendor finds it; what is not known to be one firm is not merged."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from analysis.documents import vendor as vendor_document
from analysis.documents import vendor_words
from analysis.documents.vendor import SharedName
from analysis.published import search
from analysis.published.build import Build, current
from dashboard.pages.vendor import page as vendor_page
from dashboard.published_data import PublishedData
from dashboard.url.view_request import view_request
from fetch.settings import Settings
from tests.analysis.built import built
from tests.builders import Row, action
from tests.commands import Answer


def of(piid: str, name: str, uei: str, usd: str, **cells: str) -> Row:
    """An action of a made-up vendor."""
    stated = {"recipient_name": name, "recipient_uei": uei, "federal_action_obligation": usd}
    return action(piid, **{**stated, **cells})


ROWS = [
    of("70A", "EXAMPLE BOATS LLC", "EXAMPLEBOAT1", "10.00", recipient_duns="987654321",
       cage_code="9XYZ9", recipient_doing_business_as_name="BOATS AND MORE",
       recipient_city_name="SPRINGFIELD", recipient_state_code="VA"),
    of("70B", "TWO OF A NAME INC", "TWOOFANAME01", "20.00",
       recipient_city_name="RESTON", recipient_state_code="VA"),
    of("70C", "TWO OF A NAME, INC.", "TWOOFANAME02", "30.00",
       recipient_city_name="DOVER", recipient_state_code="DE"),
    of("70D", "FIRST DAUGHTER LLC", "DAUGHTER0001", "40.00", recipient_parent_uei="PARENT000001",
       recipient_parent_name="EXAMPLE HOLDINGS  INC"),
    of("70E", "SECOND DAUGHTER LLC", "DAUGHTER0002", "50.00", recipient_parent_uei="PARENT000001",
       recipient_parent_name="EXAMPLE HOLDINGS  INC"),
    of("70F", "QUORVIX INC", "QUORVIX00001", "60.00"),
    of("70G", "QUORVIX FEDERAL LLC", "QUORVIX00002", "70.00"),
    of("70H", "QUORVIX LABS LLC", "QUORVIX00003", "80.00"),
]  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return built(tmp_path_factory.mktemp("vendors"), ROWS)


@pytest.fixture(scope="module")
def build(place: Settings) -> Build:
    return current(place)


@pytest.mark.parametrize(
    "asked",
    [
        "EXAMPLE BOATS LLC",
        "example boats",
        "Boats and More",
        "EXAMPLEBOAT1",
        "98-765-4321",
        "9xyz9",
    ],
)
def test_a_vendor_is_found_by_every_name_and_number(build, asked):
    assert vendor_document.document(build, asked)["family"] == "EXAMPLEBOAT1"
    assert "EXAMPLEBOAT1" in [hit.leads_to for hit in search.find(build, asked)]
    request = view_request(build, f"?{urlencode({'vendor': asked})}", "/awards")
    assert request.selection.vendor == ("EXAMPLEBOAT1",)


def test_a_name_of_several_firms_lists_each_with_place_and_day(build, place):
    with pytest.raises(SharedName) as raised:
        vendor_document.document(build, "Two of a Name")
    said = str(raised.value)
    assert "TWO OF A NAME INC of RESTON, VA (UEI TWOOFANAME01), last action 20" in said
    assert "of DOVER, DE (UEI TWOOFANAME02)" in said
    assert vendor_document.document(build, "TWOOFANAME02")["obligated_usd"] == "30.00"
    page = vendor_page.PAGE.of_one(PublishedData(place), "two of a name")
    assert "of DOVER, DE (UEI TWOOFANAME02)" in json.dumps(page.to_plotly_json(), default=str)
    request = view_request(build, "?vendor=two+of+a+name", "/awards")
    assert not request.selection.vendor


def test_a_family_bears_its_parents_registered_name_and_each_firm_its_own_sum(build):
    family = vendor_document.document(build, "First Daughter")
    assert (family["name"], family["obligated_usd"]) == ("EXAMPLE HOLDINGS INC", "90.00")
    assert {firm["name"]: firm["obligated_usd"] for firm in family["firms"]} == {
        "FIRST DAUGHTER LLC": "40.00",
        "SECOND DAUGHTER LLC": "50.00",
    }
    assert vendor_document.document(build, "Example Holdings")["family"] == family["family"]


def test_likely_missed_merges_are_said_with_their_sum(build):
    document = vendor_document.document(build, "Quorvix Inc")
    assert vendor_words.in_words(document)[-1] == (
        "two other names contain QUORVIX, $150.00, not merged: review"
    )


def test_the_sums_under_all_names_are_all_money(build):
    frame = build.query("SELECT sum(obligated_usd) AS usd, sum(actions) AS n FROM vendor_names")
    assert (str(frame["usd"][0]), int(frame["n"][0])) == ("360.00", len(ROWS))


def test_a_reseller_is_shown_by_both_counts_and_nothing_is_never_said(ask):
    def said(*words: str) -> str:
        done: Answer = ask("vendor", *words)
        assert done.code == 0, done.err
        return done.out

    reseller = said("thundercat")
    assert "as seller of record: $" in reseller
    assert "as the channel of makers that its texts name: $" in reseller
    maker = said("shadowdragon", "--count-under", "seller")
    assert "as seller of record: no award held" in maker
    assert "as maker, whoever sold its products: $" in maker
    assert "nothing" not in (reseller + maker).lower()
