"""Every page in a real browser: it stands at two widths in both looks, and its figures are those
of the commands."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from analysis.documents import caveats
from analysis.documents.vehicle import vehicle_document
from analysis.published import lists, queries
from analysis.published.build import Build
from analysis.published.selection import Selection
from dashboard.app import LISTED
from dashboard.text import format as fmt
from tests import sample_size

Look = Callable[..., Page]
Read = Callable[..., Page]
Picture = Callable[[Page, str], None]
TOWERS = "CONT_IDV_70B02C20D00000019_7014"
ADDRESSES = {
    **{page.name: page.path for page in LISTED},
    "behind a bar": "/awards?component=ICE&fy=2025&class=SOLE_SOURCE",
    "one vehicle": f"/vehicle/{TOWERS}",
    "a programme": "/program/immigrationos",
    "no contract": "/program/atrac",
    "by maker": "/vendors?under=maker&component=ICE",
    "a maker": "/vendor/shadowdragon",
    "a technology": "/technology?technology=social+media&component=ICE",
    "a figure": "/check?q=ICE+Palantir+2025+%2481+million",
    "a reseller": "/vendor/panamerica",
    "groups": "/explore?group=vendor",
    "by vendor": "/bought?by=vendor&component=ICE",
    "embedded": "/embed/bought#chart-rates",
}
READY = {"Explore": ".ag-row", "groups": "#groups-table"}


def ready(page: Page, name: str) -> None:
    """Wait until what the page is for stands."""
    expect(page.locator(READY.get(name, "main h1, main h2")).first).to_be_visible()
    charts = page.locator(".chart")
    for place in range(charts.count()):
        expect(charts.nth(place).locator(".main-svg").first).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_stands_light_on_a_desk_and_dark_in_a_hand(
    look: Look, picture: Picture, name: str, width: int, scheme: str
) -> None:
    page = look(ADDRESSES[name], width=width, scheme=scheme)
    ready(page, name)
    found = Axe().run(page).response["violations"]
    serious = [f"{each['id']}: {each['help']}" for each in found if each["impact"] in BAD]
    assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture(page, f"{name}-{width}-{scheme}")
    other = "light" if scheme == "dark" else "dark"
    page.emulate_media(color_scheme=other)  # type: ignore[arg-type]
    expect(page.locator("html")).to_have_attribute("data-look", other)
    picture(page, f"{name}-{width}-{other}")


BAD = ("serious", "critical")


def test_a_link_in_the_head_leads_to_every_page(look: Look) -> None:
    page = look("/about")
    for each in LISTED:
        page.locator("header nav").get_by_role("link", name=each.name, exact=True).click()
        page.wait_for_url(lambda url, path=each.path: url.endswith(path))
        expect(page.locator("h1")).to_be_visible()


def first_row(page: Page) -> Locator:
    """The row of the grid that stands on top."""
    return page.locator(".ag-center-cols-container .ag-row[row-index='0']")


def sort_by_obligated(page: Page) -> None:
    """Click the heading, as a reader does: the least first."""
    page.locator(".ag-header-cell[col-id='obligated_usd'] .ag-header-cell-label").click()


def test_the_grid_shows_the_awards_of_the_build_and_sorts_on_the_server(
    look: Look, build: Build
) -> None:
    page = look("/explore?component=ICE")
    awards = build.query(
        "SELECT piid, obligated_usd FROM awards WHERE component = 'ICE' ORDER BY obligated_usd DESC"
    )
    expect(page.locator("#grid-count")).to_have_text(f"{len(awards)} awards in this view.")
    first = first_row(page)
    expect(first).to_contain_text(fmt.exact(awards["obligated_usd"].iloc[0]))
    sort_by_obligated(page)
    least = build.query("SELECT min(obligated_usd) AS usd FROM awards WHERE component = 'ICE'")
    expect(first).to_contain_text(fmt.exact(least["usd"].iloc[0]))


NARROWED = ", narrowed under its headings"


def test_a_narrowed_column_narrows_the_count_and_the_file(look: Look, build: Build) -> None:
    page = look("/explore")
    box = page.locator(".ag-floating-filter[aria-colindex='2'] input").first
    box.fill("anduril")
    wanted = build.query(
        "SELECT count(*) AS n, sum(obligated_usd) AS usd FROM awards "
        "WHERE contains(lower(recipient_name), 'anduril')"
    )
    told = f"{wanted['n'].iloc[0]} awards in this view{NARROWED}."
    expect(page.locator("#grid-count")).to_have_text(told)
    rows = taken(page, page.locator("#grid-take a", has_text="CSV"))
    assert len(rows) == wanted["n"].iloc[0]
    assert sum(Decimal(row["obligated_usd"]) for row in rows) == wanted["usd"].iloc[0]


def test_the_link_of_a_grid_restores_its_order_and_its_narrowed_columns(
    look: Look, build: Build
) -> None:
    wanted = build.query(
        "SELECT obligated_usd FROM awards WHERE contains(lower(recipient_name), 'anduril') "
        "AND component = 'CBP' ORDER BY obligated_usd"
    )["obligated_usd"]
    page = look("/explore?component=CBP")
    count = page.locator("#grid-count")
    page.locator(".ag-floating-filter[aria-colindex='2'] input").first.fill("anduril")
    sort_by_obligated(page)
    page.wait_for_url(lambda url: "sort=obligated_usd" in url and "narrow=" in url)
    expect(count).to_have_text(f"{len(wanted)} awards in this view{NARROWED}.")
    expect(page.locator("#grid-take")).to_contain_text(fmt.exact(wanted.iloc[0]))
    link = page.locator("#grid-take a", has_text="Link to this view").get_attribute("href")
    page = look(link)
    count = page.locator("#grid-count")
    first = first_row(page)
    expect(first).to_contain_text(fmt.exact(wanted.iloc[0]))
    expect(count).to_have_text(f"{len(wanted)} awards in this view{NARROWED}.")
    box = page.locator(".ag-floating-filter[aria-colindex='2'] input").first
    expect(box).to_have_value("anduril")


def test_the_link_to_the_grid_begins_it_anew(look: Look, build: Build) -> None:
    page = look("/explore")
    greatest = build.query("SELECT max(obligated_usd) AS usd FROM awards")["usd"].iloc[0]
    first = first_row(page)
    expect(first).to_contain_text(fmt.exact(greatest))
    sort_by_obligated(page)
    page.wait_for_url(lambda url: "sort=obligated_usd" in url)
    expect(first).not_to_contain_text(fmt.exact(greatest))
    page.locator("header nav").get_by_role("link", name="Explore", exact=True).click()
    page.wait_for_url(lambda url: url.endswith("/explore"))
    expect(first).to_contain_text(fmt.exact(greatest))


def test_a_link_of_the_head_that_is_asked_for_in_a_new_tab_opens_there(look: Look) -> None:
    page = look("/explore?sort=-ceiling_usd")
    expect(page.locator(".ag-row").first).to_be_visible()
    with page.context.expect_page() as opened:
        page.locator("header nav").get_by_role("link", name="Explore", exact=True).click(
            modifiers=["ControlOrMeta"]
        )
    assert opened.value.url.endswith("/explore")
    assert "sort=-ceiling_usd" in page.url


def test_a_narrowed_grid_stays_so_where_filters_and_groups_are_chosen(
    look: Look, build: Build
) -> None:
    page = look('/explore?narrow=[["recipient_name","contains","palantir"]]')
    counts = build.query(
        "SELECT count(*) AS n, count(*) FILTER (component = 'ICE') AS ice, "
        "count(DISTINCT recipient_name) FILTER (component = 'ICE') AS names FROM awards "
        "WHERE contains(lower(recipient_name), 'palantir')"
    ).iloc[0]
    expect(page.locator("#grid-count")).to_have_text(
        f"{counts['n']} awards in this view{NARROWED}."
    )
    page.locator("#facet-component summary").click()
    page.locator("#go-component-ICE").click()
    expect(page.locator("#grid-count")).to_have_text(
        f"{counts['ice']} awards in this view{NARROWED}."
    )
    page.locator("#group-vendor").click()
    expect(page.locator("#grid-narrowed")).to_contain_text("Vendor contains palantir")
    expect(page.locator("#groups-table tbody tr")).to_have_count(counts["names"])
    page.locator("#grid-narrowed a").click()
    expect(page.locator("#groups-table tbody tr")).not_to_have_count(counts["names"])


def test_what_the_grid_cannot_show_is_left_out_and_said(look: Look, build: Build) -> None:
    page = look('/explore?narrow=[["obligated_usd","from",100]]')
    expect(page.locator("#grid-unshown")).to_contain_text("Obligated")
    held = build.query("SELECT count(*) AS n FROM awards")["n"].iloc[0]
    expect(page.locator("#grid-count")).to_have_text(f"{held} awards in this view.")
    page = look('/explore?narrow=[["nothing","from",100]]')
    expect(page.locator("#content")).to_contain_text("cannot be narrowed by 'nothing'")


def taken(page: Page, link: Any) -> list[dict[str, str]]:
    """The rows of the file behind a link."""
    with page.expect_download() as download:
        link.click()
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_file_holds_the_rows_that_the_page_shows(read: Read, build: Build) -> None:
    page = read("/?component=CBP")
    rows = taken(page, page.locator("#years .take a", has_text="CSV").first)
    wanted = queries.years(build, Selection("CBP"))
    assert sum(Decimal(row["obligated_usd"]) for row in rows) == sum(wanted["obligated_usd"])
    assert len(rows) == len(wanted)


@pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG"), ("svg", b"<svg")])
def test_a_chart_can_be_taken_as_a_picture_with_its_source_in_it(
    read: Read, build: Build, kind: str, begins: bytes
) -> None:
    page = read("/?component=ICE")
    expect(page.locator("#chart-years .main-svg").first).to_be_visible()
    with page.expect_download() as download:
        page.locator(f"#years button[data-image={kind}]").click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(begins)
    if kind == "svg":
        assert build.build_id in content.decode()
        assert "as of 2026-08-22" in content.decode()


def test_the_vehicle_page_says_what_the_command_says(read: Read, build: Build) -> None:
    told = vehicle_document(build, TOWERS)
    figures = read(f"/vehicle/{TOWERS}").locator("#figures")
    expect(figures).to_contain_text("$249,550,000.00")
    expect(figures).to_contain_text(fmt.exact(told["ceiling_usd"]))
    expect(figures).to_contain_text(fmt.exact(told["obligated_on_orders_below_usd"]))
    expect(figures).to_contain_text("43.0%")


def orders_coded_as_competed_and_given_otherwise() -> set[str]:
    """By the sample's own rows: extent competed open, fair opportunity given to one or few."""
    codes: dict[str, list[str]] = {}
    # the base action first: a blank of it is filled from the next that states one
    for row in sorted(sample_size.rows(), key=lambda row: row["action_date"]):
        fields = codes.setdefault(row["contract_award_unique_key"], ["", ""])
        for place, name in enumerate(("extent_competed", "fair_opportunity_limited_sources")):
            fields[place] = fields[place] or row[f"{name}_code"]
    given = ("ONE", "FOO", "URG", "OSA", "SS")
    return {key for key, (extent, fair) in codes.items() if extent in ("A", "D") and fair in given}


def test_every_award_recorded_as_competed_that_was_not_is_listed(read: Read, build: Build) -> None:
    page = read("/bought")
    found = queries.said_competed(build)
    orders = orders_coded_as_competed_and_given_otherwise()
    usd = Decimal(sample_size.obligated(lambda row: row["contract_award_unique_key"] in orders))
    says = f"{fmt.count(len(orders), 'award')}, {fmt.exact(usd)} obligated"
    expect(page.locator("#said .lead")).to_contain_text(says)
    expect(page.locator("#said .lead")).to_contain_text(f"The 40 most obligated of {len(orders)}.")
    shown = page.locator("#said-table tbody th").all_inner_texts()
    assert shown == list(found["piid"].head(40))


def test_the_data_page_names_the_as_of_date_of_each_component(read: Read, build: Build) -> None:
    held = lists.components(build)
    table = read("/about").locator("#held-table tbody")
    for row in held.to_dict("records"):
        expect(table).to_contain_text(fmt.exact(row["obligated_usd"]))
    expect(table.locator("tr")).to_have_count(len(held))


def test_the_method_page_measures_every_caveat(read: Read, build: Build) -> None:
    rows = read("/method").locator("#caveats tbody tr")
    expect(rows).to_have_count(len(caveats.caveats(build)))


def test_what_an_embedded_page_leads_to_opens_outside_its_frame(look: Look, server: Any) -> None:
    page = look("/embed/bought")
    with page.expect_popup() as opened:
        page.locator("#said-table a").first.click()
    expect(opened.value.locator("#actions")).to_be_visible()
    assert opened.value.url.startswith(f"{server.address}/award/")
    assert opened.value.evaluate("window.opener") is None
    page.locator("#by-technology").click()
    page.wait_for_url(f"{server.address}/embed/bought?by=technology")
    expect(page.locator("#rates-title")).to_have_text("Share not competed, by technology")
    page.reload()
    expect(page.locator("#rates-title")).to_have_text("Share not competed, by technology")


def test_an_embedded_page_has_no_frame_and_may_be_framed(look: Look, server: Any) -> None:
    page = look("/embed/?component=ICE")
    expect(page.locator("#chart-years .main-svg").first).to_be_visible()
    expect(page.locator("header")).to_be_hidden()
    answer = page.request.get(f"{server.address}/embed/")
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    own = page.request.get(f"{server.address}/")
    assert "frame-ancestors 'none'" in own.headers["content-security-policy"]
    assert own.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/data/nothing.csv", "/data/years.doc", "/data/actions.csv"])
def test_a_file_that_does_not_exist_is_a_sentence(read: Read, server: Any, path: str) -> None:
    answer = read().request.get(server.address + path)
    assert answer.status == 404
    assert "Traceback" not in answer.text()
    assert len(answer.text().strip().splitlines()) == 1


def test_an_award_of_the_grid_is_opened_with_the_keyboard(look: Look, build: Build) -> None:
    page = look("/explore")
    first = page.locator(".ag-row-first .ag-cell").first
    number = build.query("SELECT piid FROM awards ORDER BY obligated_usd DESC LIMIT 1")["piid"][0]
    expect(first).to_have_text(number)
    first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(number)


def test_what_the_search_box_found_closes_when_the_keyboard_leaves_it(look: Look) -> None:
    page = look("/growth")
    page.locator("#search").press_sequentially("palantir")
    expect(page.locator("#search-found a").first).to_be_visible()
    links = page.locator("#search-found a").count()
    for _ in range(links + 1):
        page.keyboard.press("Tab")
    expect(page.locator("#search-found a")).to_have_count(0)
