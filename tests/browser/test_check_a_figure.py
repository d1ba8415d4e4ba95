"""A printed figure is held against the records by typing it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from analysis.documents.press import check as press_check
from analysis.published.build import Build
from dashboard.text import format as fmt

Look = Callable[..., Page]
ASKED = "ICE Palantir 2025 $81 million"


def test_enter_answers_with_the_verdict_and_the_nearest_sums(look: Look, build: Build) -> None:
    page = look("/check")
    field = page.locator("#check-text")
    field.fill(ASKED)
    field.press("Enter")
    told = press_check.check(build, ASKED)
    expect(page.locator("#answer-title")).to_have_text(fmt.sentence(told["verdict"]).rstrip("."))
    rows = page.locator("#nearest-table tbody tr")
    expect(rows).to_have_count(len(told["nearest"]))
    for place, near in enumerate(told["nearest"]):
        expect(rows.nth(place)).to_contain_text(fmt.exact(near["usd"]))
    assert "q=ICE" in page.url
    page.reload()
    expect(page.locator("#check-text")).to_have_value(ASKED)
    page.go_back()
    expect(page.locator("#answer-title")).to_have_count(0)


def test_a_second_figure_can_be_asked_without_leaving_the_page(look: Look) -> None:
    page = look(f"/check?q={ASKED.replace('$', '%24').replace(' ', '+')}")
    expect(page.locator("#read-as")).to_contain_text("$81,000,000.00")
    page.locator("#check-text").fill("Palantir $3 million")
    page.locator("#check-text").press("Enter")
    expect(page.locator("#read-as")).to_contain_text("$3,000,000.00")


def test_what_is_written_and_not_asked_goes_with_the_next_answer(look: Look) -> None:
    page = look(f"/check?q={ASKED.replace('$', '%24').replace(' ', '+')}")
    field = page.locator("#check-text")
    field.fill("zzz")
    page.locator("#example").press("Enter")  # asks the same again
    expect(field).to_have_value(ASKED)
    field.fill("")
    field.press("Enter")
    expect(page.locator("#answer-title")).to_have_count(0)
    expect(field).to_be_focused()
    assert page.url.endswith("/check")


def test_words_without_an_amount_are_answered_with_a_sentence(look: Look) -> None:
    page = look("/check?q=how+much+did+they+buy")
    expect(page.locator("#verdict")).to_be_visible()
    expect(page.locator("#trouble")).to_be_empty()
