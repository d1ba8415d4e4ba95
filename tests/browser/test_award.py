"""The page of one award in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from analysis.published.build import Build
from dashboard.text import format as fmt
from dashboard.text import rules_text
from tests import sample_size

Look = Callable[..., Page]
Read = Callable[..., Page]
Picture = Callable[[Page, str], None]
CASES = "/award/CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730"
OFFICIAL = "https://www.usaspending.gov/award/CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730/"


def row_of(page: Page, modification: str) -> str:
    """The words of one action in the table of all actions."""
    row = page.locator("#actions tbody tr").filter(
        has=page.get_by_role("rowheader", name=modification)
    )
    return row.inner_text()


def test_a_reader_finds_how_the_case_management_order_was_bought_and_how_it_grew(
    read: Read,
) -> None:
    page = read(CASES)
    figures = page.locator("#figures").inner_text()
    for figure in ("$150,703,824.61", "$95,948,553.57", "$159,411,518.37", "1.66 times"):
        assert figure in figures
    bought = page.locator("#bought").inner_text()
    assert "Rule R15" in bought
    assert "Only one source" in bought
    codes = page.locator("#codes").inner_text().split()
    assert {"A", "ONE"} <= set(codes)
    new_work = row_of(page, "P00009")
    assert "new work" in new_work
    assert "2025-04-11" in new_work
    assert "$29,898,236.00" in new_work
    assert row_of(page, "P00014").count("not in this copy") >= 3
    assert "not stated" not in row_of(page, "P00014")
    link = page.get_by_role("link", name="This award on USAspending.gov")
    assert link.get_attribute("href") == OFFICIAL


def test_what_other_tools_would_read_is_said_to_be_the_vehicles(read: Read) -> None:
    others = read(CASES).locator("#others")
    expect(others).to_contain_text("reads extent competed alone")
    expect(others).to_contain_text("Full and open competition")
    expect(others).to_contain_text("that code is the vehicle’s")


def test_the_rule_is_explained_where_its_link_leads(look: Look) -> None:
    page = look(CASES)
    page.get_by_role("link", name="Rule R15").click()
    page.wait_for_url("**/method#R15")
    expect(page.locator("#R15")).to_be_in_viewport()
    expect(page.locator("tr", has=page.locator("#R15"))).to_contain_text("one source")


def test_every_action_stands_in_the_table_to_the_cent(read: Read, build: Build) -> None:
    page = read(CASES)
    actions = build.actions(CASES.removeprefix("/award/"))
    rows = page.locator("#actions tbody tr")
    expect(rows).to_have_count(len(actions))
    for place, action in enumerate(actions.to_dict("records")):
        said = rows.nth(place).inner_text()
        assert action["modification_number"] in said
        assert fmt.day(action["action_date"]) in said
        for column in ("obligated_usd", "cumulative_obligated_usd"):
            assert fmt.exact(action[column]) in said
        assert rules_text.ceiling(action, "ceiling_change_usd") in said


def test_the_chart_marks_each_action_and_says_where_the_ceiling_is_not_stated(
    read: Read, build: Build
) -> None:
    page = read(CASES)
    chart = page.locator("#chart-steps")
    expect(chart.locator(".main-svg").first).to_be_visible()
    for said in ("new work", "option", "not stated in what is held", "obligated", build.as_of):
        expect(chart.locator("svg").get_by_text(said, exact=False).first).to_be_visible()
    dashed = chart.locator("path.js-line[style*='stroke-dasharray']")
    styles = [dashed.nth(place).get_attribute("style") or "" for place in range(dashed.count())]
    assert [style for style in styles if "stroke-dasharray: 0" not in style]


def test_our_label_is_told_apart_from_the_records_own_words(read: Read) -> None:
    page = read(CASES)
    expect(page.locator("#label")).to_contain_text("Our label: Investigative Case Management")
    expect(page.locator("#description")).to_contain_text("The record’s own words: not in this copy")


def test_the_words_to_cite_are_copied_with_a_button(look: Look) -> None:
    page = look(CASES)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#record button[data-copy]").press("Enter")
    expect(page.locator("#record [role=status]")).to_have_text("Copied.")
    citation = page.locator("#citation").input_value()
    assert page.evaluate("navigator.clipboard.readText()") == citation


def test_words_are_copied_where_the_clipboard_is_closed_to_the_page(look: Look) -> None:
    page = look(CASES)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    page.locator("#record button[data-copy]").click()
    expect(page.locator("#record [role=status]")).to_have_text("Copied.")


def test_the_citation_names_the_award_its_sums_its_day_and_its_link(read: Read) -> None:
    citation = read(CASES).locator("#citation").input_value()
    for part in ("70CTD022FR0000170", "$150,703,824.61 obligated", "as of 2026-08-22", OFFICIAL):
        assert part in citation


def test_a_piid_leads_to_the_award_as_well_as_its_key(look: Look) -> None:
    expect(look("/award/70CTD022FR0000170").locator("#figures")).to_contain_text("$150,703,824.61")


def test_a_vehicle_says_that_its_ceiling_includes_its_orders_and_lists_them(look: Look) -> None:
    page = look("/award/70B02C20D00000019")
    expect(page.locator("#vehicle-says")).to_contain_text("never added to theirs")
    order = page.locator("#orders-table a").first
    piid = order.inner_text()
    order.click()
    expect(page.locator("h1")).to_contain_text(piid)


def test_an_award_without_a_stated_ceiling_shows_no_zero_in_its_place(look: Look) -> None:
    page = look("/award/70B02C21F00000304")
    figures = page.locator("#figures").inner_text()
    assert "$739,524.80" in figures
    assert figures.count("not known") == 3
    assert "$0" not in figures
    expect(page.locator("#steps")).to_contain_text("No ceiling line is drawn")


@pytest.mark.parametrize("asked", ["NOSUCHAWARD", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "%25%00"])
def test_an_unknown_award_shows_a_sentence_and_a_way_back(look: Look, asked: str) -> None:
    page = look(f"/award/{asked}")
    expect(page.locator("#unknown-award")).to_contain_text(f"among the {sample_size.AWARDS} held")
    page.get_by_role("link", name="Back to all awards").click()
    expect(page.locator("#notice")).to_be_visible()


def test_an_address_without_a_page_says_so(look: Look) -> None:
    expect(look("/nowhere").locator("h1")).to_have_text("No such page")


SCREENS = [
    *((CASES, width, scheme) for width in (1440, 390) for scheme in ("light", "dark")),
    ("/award/HSCEDM14D00004", 390, "dark"),
    ("/award/NOSUCHAWARD", 390, "light"),
    ("/method", 1440, "dark"),
    ("/method", 390, "light"),
]


@pytest.mark.parametrize(("path", "width", "scheme"), SCREENS)
def test_the_page_is_open_to_everyone_at_every_width_in_both_looks(
    look: Look, picture: Picture, path: str, width: int, scheme: str
) -> None:
    page = look(path, width, scheme)
    if "award" in path and "NOSUCH" not in path:
        expect(page.locator(".chart .main-svg").first).to_be_visible()
    assert not page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    found = Axe().run(page).response["violations"]
    serious = [each for each in found if each["impact"] in ("moderate", "serious", "critical")]
    assert not [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in serious]
    name = path.strip("/").replace("/", "-")[:40]
    picture(page, f"{name}-{width}-{scheme}")
