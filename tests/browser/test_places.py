"""The page of places in a real browser, over a build of made-up records that state places."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboard.text import format as fmt
from tests import sample_size
from tests.builders import action, csv_file
from tests.conftest import ROOT

Look = Callable[..., Page]
Picture = Callable[[Page, str], None]
WORK = "primary_place_of_performance"
STATED = (
    ("USA", "VA", "VA-08", "2500000.10", "MD"),
    ("USA", "VA", "VA-11", "12000000.00", "NY"),
    ("USA", "TX", "TX-90", "-30000.55", "MD"),
    ("USA", "AK", "AK-00", "700.00", "MD"),
    ("USA", "PR", "PR-98", "41000.00", "MD"),
    ("DEU", "", "", "9000.00", "MD"),
    ("", "", "", "1.01", ""),
)


def run(data: Path, *named: str) -> str:
    """What a command says over a folder of data."""
    done = subprocess.run(
        [sys.executable, "-m", *named],
        cwd=ROOT,
        env={**os.environ, "SOLESOURCE_DATA": str(data)},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


@pytest.fixture(scope="module")
def stated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up awards whose actions state places, imported and built by the commands."""
    folder = tmp_path_factory.mktemp("places")
    rows = [
        action(
            f"70TEST24C{number:08}",
            federal_action_obligation=usd,
            recipient_country_code="USA",
            recipient_state_code=home,
            prime_award_transaction_place_of_performance_cd_current=seat,
            **{f"{WORK}_country_code": country, f"{WORK}_state_code": state},
        )
        for number, (country, state, seat, usd, home) in enumerate(STATED)
    ]
    data = folder / "data"
    run(data, "fetch", "import", str(csv_file(folder / "made_up.csv", rows)))
    run(data, "analysis", "build")
    return data


@pytest.fixture(scope="module")
def at(start: Callable[..., Any], stated: Path, port: Callable[[], int]) -> Any:
    """A dashboard over them."""
    return start("serve", "--port", str(port()), held=stated)


def told(data: Path, *asked: str) -> list[dict[str, Any]]:
    return json.loads(run(data, "analysis", "places", "--json", *asked))["places"]


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
@pytest.mark.parametrize("query", ["", "?side=vendor", "?by=district", "?at=VA"])
def test_the_places_stand_on_a_desk_and_in_a_hand(
    look: Look, at: Any, picture: Picture, query: str, width: int, scheme: str
) -> None:
    page = look(f"/places{query}", width=width, scheme=scheme, at=at)
    expect(page.locator("#places-table")).to_be_visible()
    expect(page.locator("#chart-places .main-svg").first).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    name = query.strip("?").replace("=", "-") or "all"
    picture(page, f"Places-{name}-{width}-{scheme}")


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("", ()),
        ("?side=vendor", ("--side", "vendor")),
        ("?by=district", ("--by", "district")),
        ("?component=ICE&fy=2024", ("--component", "ICE", "--fy", "2024")),
    ],
)
def test_the_ranked_places_are_those_of_the_command(
    look: Look, at: Any, stated: Path, query: str, asked: tuple[str, ...]
) -> None:
    rows = look(f"/places{query}", at=at).locator("#places-table tbody tr")
    wanted = told(stated, *asked)
    expect(rows).to_have_count(len(wanted))
    for place, row in enumerate(wanted):
        expect(rows.nth(place)).to_contain_text(row["name"])
        expect(rows.nth(place)).to_contain_text(fmt.exact(row["obligated_usd"]))


def test_the_map_draws_every_state_from_this_server_alone(look: Look, at: Any) -> None:
    page = look("/places", at=at)
    outlines = page.locator("#chart-places path.choroplethlocation")
    expect(outlines).to_have_count(51)
    lines = outlines.evaluate_all("all => all.map(one => one.getAttribute('d') || '')")
    assert all(len(line) > 10 for line in lines)
    beside = page.locator("#off-the-map")
    for named in ("Puerto Rico $41,000.00", "Outside the United States $9,000.00", "$1.01"):
        expect(beside).to_contain_text(named)


def test_each_district_of_the_house_has_a_square_and_leads_to_its_awards(
    look: Look, at: Any
) -> None:
    page = look("/places?by=district", at=at)
    squares = page.locator("#chart-places .bars .point path")
    expect(squares).to_have_count(436)
    sides = squares.evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(one => one.width - one.height)"
    )
    assert max(abs(each) for each in sides) < 1
    beside = page.locator("#off-the-map")
    for named in (
        "Texas, more than one district -$30,000.55",
        "Puerto Rico",
        "Not stated in what is held $1.01",
    ):
        expect(beside).to_contain_text(named)
    square = squares.last
    square.scroll_into_view_if_needed()
    box: Any = square.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(lambda url: "at=VA-11" in url)
    expect(page.locator("#place-title")).to_have_text("Awards: Virginia, district 11")


def test_a_state_of_the_map_leads_to_its_awards(look: Look, at: Any) -> None:
    page = look("/places?side=vendor", at=at)
    state = page.locator("#chart-places .choroplethlayer path").last
    state.scroll_into_view_if_needed()
    box: Any = state.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(lambda url: "at=" in url)
    expect(page.locator("#place")).to_be_visible()


def test_a_place_leads_to_its_awards_and_their_rows_can_be_taken(look: Look, at: Any) -> None:
    page = look("/places", at=at)
    page.locator("#places-table").get_by_role("link", name="Virginia").click()
    expect(page.locator("#place-awards tbody tr")).to_have_count(2)
    expect(page.locator("#place-title")).to_have_text("Awards: Virginia")
    with page.expect_download() as download:
        page.locator("#place .take a", has_text="CSV").click()
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert sum(Decimal(row["obligated_there_usd"]) for row in rows) == Decimal("14500000.10")


def test_the_map_can_be_taken_as_a_picture(look: Look, at: Any) -> None:
    page = look("/places", at=at)
    expect(page.locator("#chart-places path.choroplethlocation")).to_have_count(51)
    with page.expect_download() as download:
        page.locator("#ranking button[data-image=svg]").click()
    drawn = Path(download.value.path()).read_bytes().decode()
    assert drawn.count("choroplethlocation") == 51
    assert "Source: USAspending.gov" in drawn


def test_the_sample_says_where_it_holds_no_places(look: Look) -> None:
    def of_cbp(row: sample_size.Row) -> bool:
        return row["awarding_sub_agency_code"] == "7014"

    page = look("/places?component=CBP")
    says = page.locator("#places-say")
    expect(says).to_contain_text("The embedded sample holds no place of these")
    expect(says).to_contain_text(fmt.exact(Decimal(sample_size.obligated(of_cbp))))
    expect(page.locator("#places-table tbody tr")).to_have_count(1)
    expect(page.locator("#chart-places")).to_have_count(0)
