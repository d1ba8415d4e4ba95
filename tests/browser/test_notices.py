"""The justification on the page of an award, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

Look = Callable[..., Page]
Read = Callable[..., Page]
CASES = "/award/CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730"
NOTICE = "https://sam.gov/opp/f71acee6010c423db4902446a59a690c"


def test_a_reader_sees_what_justified_the_new_work_and_how_soon_it_was_posted(read: Read) -> None:
    page = read(CASES)
    row = page.locator("#notices-table tbody tr").first
    for words in ("2025-04-17", "8.405-6(a)(1)(i)(A)", "urgent and compelling", "P00009"):
        expect(row).to_contain_text(words)
    assert row.locator("td").last.inner_text().split()[0] == "6"
    assert row.get_by_role("link").get_attribute("href") == NOTICE
    action = page.locator("#actions tbody tr").filter(
        has=page.get_by_role("rowheader", name="P00009")
    )
    expect(action).to_contain_text("Posted 2025-04-17, 6 days after the action")
    expect(page.locator("#chart-steps .annotation", has_text="6 days later")).to_be_visible()


def test_an_award_without_a_notice_says_that_none_is_held(look: Look) -> None:
    page = look("/award/CONT_AWD_HSCETC15C00001_7012_-NONE-_-NONE-")
    expect(page.locator("#notices")).to_contain_text("does not mean that none was posted")


def test_the_list_of_notices_is_without_barriers(read: Read) -> None:
    found = Axe().run(read(CASES), context="#notices")
    assert not found.response["violations"]
