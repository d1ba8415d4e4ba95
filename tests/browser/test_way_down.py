"""A number leads down: a bar to its awards, an award to its actions, a mark to its action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from analysis.published import queries
from analysis.published.build import Build
from analysis.published.selection import Selection
from dashboard.text import format as fmt

Look = Callable[..., Page]
CASES = "CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730"


def click(page: Page, mark: Locator) -> None:
    """Click in the middle of a mark of a chart, as a pointer does."""
    mark.scroll_into_view_if_needed()
    box: Any = mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_bar_leads_to_its_awards_and_back_leads_to_the_bar(look: Look, build: Build) -> None:
    page = look("/?component=ICE&fy=2022")
    years = queries.years(build, Selection("ICE", fiscal_years=2022))
    wanted = years.sort_values("obligated_usd").iloc[-1]
    colour = page.locator("#chart-years .barlayer .trace")
    expect(colour).to_have_count(len(years))
    greatest = max(
        (colour.nth(place).locator(".point path") for place in range(len(years))),
        key=lambda mark: mark.bounding_box()["height"],  # type: ignore[index]
    )
    click(page, greatest)
    page.wait_for_url(lambda url: "/awards?" in url and "fy=2022" in url)
    sums = f"{fmt.count(int(wanted['awards']), 'award')}, {fmt.exact(wanted['obligated_usd'])}"
    expect(page.locator("#sum")).to_contain_text(sums)
    page.locator("#behind-table a").first.click()
    expect(page.locator("#actions")).to_be_visible()
    page.go_back()
    expect(page.locator("#sum")).to_contain_text(sums)
    page.go_back()
    expect(page.locator("#chart-years .main-svg").first).to_be_visible()


def test_the_table_of_a_chart_leads_where_its_bars_lead(look: Look) -> None:
    page = look("/?component=ICE&fy=2022")
    page.locator("#figures-years summary").press("Enter")
    link = page.locator("#figures-years tbody a").first
    said = link.inner_text()
    link.press("Enter")
    expect(page.locator("#sum")).to_contain_text(f"{said} obligated in this view")


def test_a_headline_leads_to_its_awards(look: Look) -> None:
    page = look("/?component=ICE")
    exact = page.locator("#headline .exact").nth(1).inner_text()
    page.get_by_role("link", name="The awards behind it").nth(1).click()
    expect(page.locator("#sum")).to_contain_text(f"{exact} obligated in this view")


def test_the_end_of_a_dumbbell_leads_to_its_award(look: Look) -> None:
    page = look("/growth?component=ICE")
    click(page, page.locator("#chart-dumbbells .scatterlayer .point").last)
    expect(page.locator("#actions")).to_be_visible()


def test_a_mark_of_an_award_leads_to_its_action(look: Look, build: Build) -> None:
    page = look(f"/award/{CASES}")
    click(page, page.locator("#chart-steps .scatterlayer .point").first)
    number = page.locator("#actions :focus").inner_text()  # once the chart has answered
    held = build.query("SELECT modification_number FROM actions WHERE award_key = ?", [CASES])
    assert number in {fmt.text(each, "base") for each in held["modification_number"]}
    assert "/award/" in page.url


@pytest.mark.parametrize(
    ("address", "table"),
    [
        ("/bought?by=vendor&component=ICE", "#rates-table"),
        ("/bought?by=psc_family", "#rates-table"),
        ("/vendors?under=maker&component=ICE", "#vendors-table"),
        ("/vendor/panamerica", "#makers-table"),
        ("/program/immigrationos", "#years-table"),
    ],
)
def test_a_sum_of_a_table_leads_to_its_awards_by_keyboard(
    look: Look, address: str, table: str
) -> None:
    page = look(address)
    unfold = page.locator("#figures-rates summary")
    if unfold.count():
        unfold.first.press("Enter")
    link = page.locator(f"{table} tbody a[href^='/awards']").first
    said = link.inner_text()
    link.press("Enter")
    expect(page.locator("#sum")).to_contain_text(said)
    assert said.startswith("$")


def test_a_dot_of_a_share_by_vendor_leads_to_the_awards_of_that_name(look: Look) -> None:
    page = look("/bought?by=vendor&component=ICE")
    click(page, page.locator("#chart-rates .scatterlayer .point").first)
    page.wait_for_url(lambda url: "/awards?" in url and "name=" in url)
    expect(page.locator("#more-filters")).to_contain_text("Vendor’s recorded name")
    expect(page.locator("#behind-table tbody tr").first).to_be_visible()


def test_a_group_of_explore_leads_to_its_rows(look: Look) -> None:
    page = look("/explore?group=kind")
    # as few as the grid draws at once: of more it keeps only those in sight
    row = page.locator("#groups-table tbody tr", has_text="6350")
    count = row.locator("td").first.inner_text()
    row.locator("a").click()
    expect(page.locator("#grid-count")).to_contain_text(f"{count} awards")
    expect(page.locator(".ag-center-cols-container .ag-row")).to_have_count(int(count))
