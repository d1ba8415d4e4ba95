"""The first page in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from analysis.published import queries
from analysis.published.build import Build
from analysis.published.selection import Selection
from dashboard.text import format as fmt
from tests import sample_size

Look = Callable[..., Page]
Read = Callable[..., Page]
Picture = Callable[[Page, str], None]
EVERYTHING = f"Showing all {sample_size.ACTIONS:,} actions of {sample_size.AWARDS} awards."


def headline(page: Page) -> str:
    return page.locator("#headline").inner_text()


def charts_drawn(page: Page) -> None:
    """Wait until every chart of the page stands."""
    expect(page.locator(".chart .main-svg").first).to_be_visible()


def choose(page: Page, facet: str, value: str) -> None:
    """Open a filter and pick one value in it."""
    list_ = page.locator(f"#facet-{facet} > summary")
    if not list_.is_visible():
        page.locator("#more-filters > summary").click()
    list_.click()
    page.locator(f"#go-{facet}-{value}").click()
    page.wait_for_url(lambda url: value in parse_qs(urlsplit(url).query).get(facet, []))


def shows(page: Page, totals: dict[str, Any]) -> None:
    """The headline figures are those of the queries on the same build."""
    expect(page.locator("#headline")).to_contain_text(fmt.exact(totals["obligated_usd"]))
    expect(page.locator("#matching")).to_contain_text(fmt.count(totals["awards"], "award"))
    if totals["headline_awards"]:
        assert fmt.exact(totals["headline_usd"]) in headline(page)


def test_the_first_page_says_what_is_loaded_and_how_to_load_the_rest(read: Read) -> None:
    notice = read().locator("#notice")
    expect(notice).to_contain_text(sample_size.LOADED)
    expect(notice).to_contain_text("as of 2026-08-22")
    expect(notice).to_contain_text("make sync")


def test_the_headline_is_that_of_the_build_to_the_cent(read: Read, build: Build) -> None:
    page = read()
    shows(page, queries.totals(build))
    expect(page.locator("#headline")).to_contain_text("of all dollars")
    expect(page.locator("#headline")).to_contain_text("is not known; ")


def test_the_chart_carries_its_units_its_source_line_and_the_unfinished_year(
    read: Read, build: Build
) -> None:
    page = read()
    charts_drawn(page)
    chart = page.locator("#chart-years")
    for said in (
        "million dollars obligated",
        "not competed",
        f"as of {build.as_of}. Sole Source build {build.build_id}",
        f"to {build.as_of}",
        "Given to one source",
    ):
        expect(chart.locator("svg").get_by_text(said, exact=False).first).to_be_visible()


def test_every_figure_of_the_chart_stands_in_a_table_too(read: Read, build: Build) -> None:
    page = read()
    page.get_by_text("The figures as a table").click()
    table = page.locator("#chart-years table").first
    for row in queries.years(build).to_dict("records"):
        expect(table).to_contain_text(fmt.exact(row["obligated_usd"]))


@pytest.mark.parametrize(
    ("facet", "value", "asked"),
    [
        ("component", "ICE", {"component": "ICE"}),
        ("class", "SOLE_SOURCE", {"classes": "SOLE_SOURCE"}),
        ("fy", "2025", {"fiscal_years": 2025}),
    ],
)
def test_a_filter_changes_the_address_and_the_figures(
    look: Look, build: Build, facet: str, value: str, asked: dict[str, Any]
) -> None:
    page = look()
    page.evaluate("window.notLoadedAnew = true")
    choose(page, facet, value)
    shows(page, queries.totals(build, Selection(**asked)))
    assert page.evaluate("window.notLoadedAnew")


def test_an_address_restores_its_view(look: Look, build: Build) -> None:
    page = look("/?component=ICE,CBP&component=USCG&class=sole_source&fy=2025")
    shows(
        page,
        queries.totals(build, Selection(["ICE", "CBP", "USCG"], "SOLE_SOURCE", 2025)),
    )
    page.locator("#facet-component > summary").click()
    expect(page.locator("#go-component-ICE")).to_have_attribute("aria-current", "true")
    expect(page.locator("#facet-fy summary")).to_contain_text("FY2025")


def test_back_and_forward_restore_each_view(look: Look, build: Build) -> None:
    page = look()
    choose(page, "component", "ICE")
    ice = queries.totals(build, Selection("ICE"))
    shows(page, ice)
    choose(page, "fy", "2025")
    both = queries.totals(build, Selection("ICE", fiscal_years=2025))
    shows(page, both)
    page.go_back()
    shows(page, ice)
    page.go_back()
    shows(page, queries.totals(build))
    page.go_forward()
    page.go_forward()
    shows(page, both)
    expect(page.locator("#facet-fy summary")).to_contain_text("FY2025")


def test_a_value_no_record_has_is_named_and_set_aside(look: Look, build: Build) -> None:
    page = look("/?component=NOPE&fy=<b>1</b>")
    expect(page.locator(".remark[role=note]").first).to_contain_text("“NOPE”")
    expect(page.locator(".remark[role=note]").last).to_contain_text("<b>1</b>")
    shows(page, queries.totals(build))


def test_an_empty_result_says_which_filter_emptied_it_and_offers_to_clear_it(
    look: Look, build: Build
) -> None:
    page = look("/?component=FEMA&fy=2010")
    expect(page.locator("#empty")).to_contain_text("component FEMA and fiscal year FY2010")
    page.get_by_role("link", name="Without the fiscal year filter").click()
    shows(page, queries.totals(build, Selection("FEMA")))
    page.get_by_role("link", name="Clear all filters").click()
    shows(page, queries.totals(build))


def test_awards_without_a_known_growth_are_counted_and_not_ranked(read: Read, build: Build) -> None:
    frame = queries.growth(build)
    page = read()
    counts = frame.attrs
    said = page.locator("#left-out")
    expect(said).to_contain_text(f"{counts['not_grown']} of {counts['matching']} awards did not")
    expect(said).to_contain_text(f"{counts['left_out']} are left out because their growth is not")
    expect(page.locator("#growth-table tbody tr")).to_have_count(len(frame))


def test_an_award_in_the_growth_table_leads_to_its_page_and_back_returns(look: Look) -> None:
    page = look("/?component=ICE")
    link = page.locator("#growth-table a", has_text="70CTD022FR0000170")
    assert link.get_attribute("href") == ("/award/CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730")
    link.click()
    expect(page.locator("h1")).to_contain_text("70CTD022FR0000170")
    expect(page).to_have_title("CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730, Sole Source")
    page.go_back()
    expect(page.locator("#facet-component summary")).to_contain_text("ICE")


def test_the_page_can_be_walked_with_the_keyboard_alone(look: Look) -> None:
    page = look()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#facet-component > summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#go-component-CBP")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#go-component-CBP")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?component=CBP")
    expect(page.locator("#matching")).to_contain_text("component CBP")
    expect(page.locator("#go-component-CBP")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#facet-component > summary")).to_be_focused()


def test_the_dark_look_is_remembered(look: Look) -> None:
    page = look(scheme="light")
    page.get_by_role("button", name="Use dark colours").click()
    expect(page.locator("html")).to_have_attribute("data-look", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-look", "dark")
    expect(page.get_by_role("button", name="Use light colours")).to_be_visible()


SCREENS = [
    *(("/", width, scheme) for width in (1440, 390) for scheme in ("light", "dark")),
    ("/?component=ICE&fy=2025", 390, "light"),
    ("/?component=FEMA&fy=2010", 390, "dark"),
]


@pytest.mark.parametrize(("path", "width", "scheme"), SCREENS)
def test_the_page_is_open_to_everyone_at_every_width_in_both_looks(
    look: Look, picture: Picture, path: str, width: int, scheme: str
) -> None:
    page = look(path, width, scheme)
    if "FEMA" not in path:
        charts_drawn(page)
    page.locator("#facet-component > summary").click()
    assert not wider_than_the_screen(page)
    assert not barriers(page)
    page.keyboard.press("Escape")
    picture(page, f"overview-{len(path)}-{width}-{scheme}")


def wider_than_the_screen(page: Page) -> int:
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def barriers(page: Page) -> list[str]:
    """What axe-core finds, in one line each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['impact']}: {each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found
        if each["impact"] in ("serious", "critical", "moderate")
    ]


def test_what_is_typed_fast_on_a_slow_machine_stays_in_order(look: Look) -> None:
    page = look()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.locator("#search").press_sequentially("ImmigrationOS", timeout=240_000)
    expect(page.locator("#search-found")).to_contain_text("Programme ImmigrationOS")
    expect(page.locator("#search")).to_have_value("ImmigrationOS")


def test_back_keeps_the_focus_where_the_reader_was(look: Look) -> None:
    page = look("/")
    summary = page.locator("#facet-component > summary")
    summary.press("Enter")
    page.locator("#go-component-CBP").press("Enter")
    expect(page.locator("#matching")).to_contain_text("component CBP")
    expect(page.locator("#go-component-CBP")).to_be_focused()
    page.locator("#go-component-ICE").press("Enter")
    expect(page.locator("#matching")).to_contain_text("ICE")
    page.go_back()
    expect(page.locator("#matching")).not_to_contain_text("ICE")
    expect(page.locator("#go-component-ICE")).to_be_focused()


def test_days_that_were_written_keep_the_focus_in_their_field(look: Look) -> None:
    page = look("/")
    page.locator("#more-filters > summary").press("Enter")
    page.locator("#facet-days > summary").press("Enter")
    field = page.locator("#days-own")
    field.fill("2025-01-20..2025-06-30")
    field.press("Enter")
    page.wait_for_url(lambda url: "days=" in url)
    expect(page.locator("#matching")).to_contain_text("2025-01-20 to 2025-06-30")
    expect(field).to_be_focused()
    expect(field).to_have_value("2025-01-20..2025-06-30")


def test_the_last_choice_of_the_rarer_filters_is_undone_where_it_was_made(look: Look) -> None:
    page = look("/")
    page.locator("#more-filters > summary").press("Enter")
    page.locator("#facet-size > summary").press("Enter")
    choice = page.locator("#go-size-under-250k")
    choice.press("Enter")
    expect(choice).to_have_class("chosen")
    choice.press("Enter")
    expect(page.locator("#matching")).to_have_text(EVERYTHING)
    expect(choice).to_be_focused()
    expect(choice).to_be_visible()
    page.go_back()
    expect(choice).to_have_class("chosen")
    page.go_forward()
    expect(page.locator("#matching")).to_have_text(EVERYTHING)
    expect(choice).to_be_focused()


def test_a_click_beside_a_list_closes_it_also_after_a_choice(look: Look) -> None:
    page = look("/")
    page.locator("#facet-component > summary").click()
    page.locator("#go-component-CBP").click()
    expect(page.locator("#matching")).to_contain_text("component CBP")
    page.mouse.click(1435, 500)
    expect(page.locator("#facet-component")).not_to_have_attribute("open", "")
    expect(page.locator("#go-component-CBP")).to_have_count(0)


@pytest.mark.parametrize("written", ["", "foo<b>", "2026-01-01..2025-01-01"])
def test_days_that_are_emptied_or_odd_leave_the_focus_in_their_field(
    look: Look, written: str
) -> None:
    page = look("/?days=2024-01-01..2024-12-31")
    page.locator("#facet-days > summary").press("Enter")
    field = page.locator("#days-own")
    field.fill(written)
    field.press("Enter")
    expect(page.locator("#matching")).to_have_text(EVERYTHING)
    expect(page.locator(".remark[role=note]")).to_have_count(1 if written else 0)
    expect(field).to_be_visible()
    expect(field).to_be_focused()
    page.go_back()
    expect(field).to_have_value("2024-01-01..2024-12-31")


def test_a_list_that_is_closed_leaves_the_focus_in_the_content(look: Look) -> None:
    page = look("/places?at=not-stated")
    page.get_by_role("link", name="Close this list").press("Enter")
    expect(page.locator("#place")).to_have_count(0)
    expect(page.locator("#content")).to_be_focused()


def test_the_table_of_a_chart_stays_open_through_answers_and_closed_once_closed(look: Look) -> None:
    page = look("/?component=ICE")
    table = page.locator("#figures-years")
    table.locator("summary").click()
    before = table.locator("tbody tr").count()
    page.evaluate("document.querySelector('#figures-years').dataset.first = 'yes'")
    page.locator("#facet-fy summary").click()
    page.locator("#go-fy-2022").click()
    expect(page.locator("#figures-years:not([data-first])")).to_have_attribute("open", "")
    assert 0 < table.locator("tbody tr").count() < before
    table.locator("summary").click()
    page.go_back()
    expect(table.locator("tbody tr")).to_have_count(0)
    expect(table).not_to_have_attribute("open", "")
