"""The waterfall of an award and the components side by side, in a real browser."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Page, expect

from analysis.published.build import Build
from analysis.published.component_years import component_years
from dashboard.text import format as fmt

Look = Callable[..., Page]
CASES = "CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730"


def rows_taken(page: Page, section: str) -> list[dict[str, str]]:
    """The rows of the CSV that a section offers."""
    with page.expect_download() as download:
        page.locator(f"{section} .take a", has_text="CSV").first.click()
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_waterfall_leads_to_the_ceiling_of_the_award(look: Look, build: Build) -> None:
    page = look(f"/award/{CASES}")
    now = fmt.exact(build.award(CASES)["ceiling_usd"])
    expect(page.locator("#chart-waterfall .main-svg").first).to_be_visible()
    expect(page.locator("#waterfall .lead")).to_contain_text(f"stands at {now}")
    expect(page.locator("#waterfall .lead")).to_contain_text("new work +$29,898,236.00")
    page.locator("#chart-waterfall summary").click()
    expect(page.locator("#waterfall-table tbody tr").last).to_contain_text(now)
    rows = rows_taken(page, "#waterfall")
    parts = sum(Decimal(row["ceiling_change_usd"] or 0) for row in rows[:-1])
    assert parts == Decimal(rows[-1]["to_usd"]) == build.award(CASES)["ceiling_usd"]


def test_the_components_side_by_side_hold_the_sums_of_the_build(look: Look, build: Build) -> None:
    page = look("/bought")
    expect(page.locator("#chart-panels .main-svg").first).to_be_visible()
    found = component_years(build)
    rows = rows_taken(page, "#panels")
    assert sum(Decimal(row["obligated_usd"] or 0) for row in rows) == found["obligated_usd"].sum()
    page.locator("#chart-panels summary").click()
    expect(page.locator("#panels-table tbody tr")).to_have_count(len(found))
