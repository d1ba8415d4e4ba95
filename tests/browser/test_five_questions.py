"""A stranger's five questions, each answered from a cold start in a few clicks, with the figures
that the commands give."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
from playwright.sync_api import Page, expect

from analysis.documents import program as program_document
from analysis.documents import technology_shares
from analysis.documents import vendor as vendor_document
from analysis.documents.vehicle import vehicle_document
from analysis.published.build import Build
from analysis.published.selection import Selection
from dashboard.pages.technology import by_year
from dashboard.text import format as fmt

Look = Callable[..., Page]
TOWERS = "70B02C20D00000019"


def found_by_name(page: Page, typed: str, kind: str) -> None:
    """Type into the box of the head and follow the first offer of a kind."""
    page.locator("#search").press_sequentially(typed)
    page.locator("#search-found a").filter(has_text=kind).first.click()
    expect(page.locator("article h1")).to_be_visible()


def page_of_the_head(page: Page, name: str) -> None:
    page.locator("header nav").get_by_role("link", name=name, exact=True).click()
    expect(page).to_have_title(f"{name}, Sole Source")


def only_ice(page: Page) -> None:
    """Choose ICE among the components."""
    page.locator("#facet-component > summary").click()
    page.locator("#go-component-ICE").click()
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("component") == ["ICE"])
    expect(page.locator("#matching")).to_contain_text("component ICE")


def test_how_did_the_immigrationos_contract_grow(look: Look, build: Build) -> None:
    page = look()
    found_by_name(page, "ImmigrationOS", "Programme")
    told = program_document.document(build, "immigrationos")
    expect(page.locator("#figures")).to_contain_text(fmt.exact(told["obligated_usd"]))
    [award] = told["awards"]
    row = page.locator("#awards-table tbody tr").first
    for column in ("initial_ceiling_usd", "ceiling_usd", "ceiling_growth_usd"):
        expect(row).to_contain_text(fmt.exact(award[column]))
    for modification in award["modifications"]:
        line = page.locator("#awards-modifications tbody tr").filter(
            has_text=modification["modification_number"]
        )
        expect(line).to_contain_text(fmt.exact(modification["obligated_usd"]))
    expect(page.locator("#chart-chain .main-svg").first).to_be_visible()
    row.get_by_role("link", name=award["piid"]).click()
    expect(page.locator("#figures")).to_contain_text("1.66 times")


def test_what_share_of_ice_surveillance_technology_was_not_competed_in_the_last_full_year_and_is_it_rising(  # noqa: E501
    look: Look, build: Build
) -> None:
    page = look()
    page_of_the_head(page, "Technology")
    only_ice(page)
    shares = technology_shares.shares(build, Selection("ICE"))
    found = technology_shares.answer(shares, build.as_of)
    answer = page.locator("#answer")
    assert found["fiscal_year"] == 2025
    assert found["not_competed_low"] is not None
    expect(answer).to_contain_text(by_year.answer(build, shares, "surveillance technology"))
    expect(page.locator("#chart-watched .main-svg").first).to_be_visible()
    expect(page.locator("#years .lead")).to_contain_text("chosen by hand")


def test_who_really_sells_shadowdragon_to_ice(look: Look, build: Build) -> None:
    page = look()
    found_by_name(page, "ShadowDragon", "Maker")
    told = vendor_document.document(build, "shadowdragon")
    sellers = told["sellers"]
    assert {each["name"] for each in sellers} >= {"ThunderCat", "Panamerica"}
    for each in sellers:
        expect(page.locator("#who-sells")).to_contain_text(each["name"])
        row = page.locator("#sellers-table tbody tr").filter(has_text=each["name"])
        expect(row).to_contain_text(fmt.exact(each["obligated_usd"]))
    expect(page.locator("#figures")).to_contain_text(fmt.exact(told["obligated_usd"]))
    awards = page.locator("#awards-table tbody tr")
    expect(awards).to_have_count(told["award_count"])
    expect(awards.filter(has_text="ICE")).to_have_count(told["award_count"])


def test_what_did_cbps_tower_contract_start_at_and_where_is_it_now(
    look: Look, build: Build
) -> None:
    page = look()
    page_of_the_head(page, "Vehicles")
    page.locator("#vehicles-table").get_by_role("link", name=TOWERS).click()
    told = vehicle_document(build, TOWERS)
    figures = page.locator("article #figures")
    for column in ("initial_ceiling_usd", "ceiling_usd", "obligated_on_orders_below_usd"):
        expect(figures).to_contain_text(fmt.exact(told[column]))
    expect(page.locator("#chart-gauge .main-svg").first).to_be_visible()


def test_give_me_the_rows_and_the_chart_for_my_story(look: Look, build: Build) -> None:
    page = look()
    page_of_the_head(page, "Technology")
    only_ice(page)
    expect(page.locator("#chart-watched .main-svg").first).to_be_visible()
    wanted = technology_shares.shares(build, Selection("ICE"))
    total = sum(wanted["obligated_usd"])
    text = taken(page, "CSV").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(wanted)
    assert sum(Decimal(row["obligated_usd"]) for row in rows) == total
    book = openpyxl.load_workbook(taken(page, "XLSX"))
    assert dict(book["Notes"].iter_rows(values_only=True))["As of"] == build.as_of
    assert book["Rows"].max_row == len(wanted) + 1
    with page.expect_download() as download:
        page.locator("#years button[data-image=svg]").click()
    assert build.build_id in Path(download.value.path()).read_text()
    page.locator("#years .ways-out summary", has_text="To cite this").click()
    assert build.build_id in page.locator("#years .citation").input_value()


def taken(page: Page, kind: str) -> Path:
    """The file behind one link of the share by year, under a name that says what it is."""
    with page.expect_download() as download:
        page.locator("#years .take a", has_text=kind).first.click()
    place = Path(download.value.path())
    return place.rename(place.with_suffix(f".{kind.lower()}"))
