"""What is held goes wherever a figure goes: every chart and source line of every page has it."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.app import page_for
from dashboard.pages.registry import BEHIND, LISTED
from dashboard.published_data import PublishedData
from dashboard.text import coverage_line
from tests.dashboard.elements import elements, said

ONE_THING = (
    "/award/70CTD022FR0000170",
    "/vehicle/CONT_IDV_70B02C20D00000019_7014",
    "/vendor/palantir",
    "/program/immigrationos",
)


@pytest.mark.parametrize("path", [*(page.path for page in (*LISTED, *BEHIND)), *ONE_THING])
def test_every_chart_and_source_line_says_what_is_held(sample_settings: Any, path: str) -> None:
    held = PublishedData(sample_settings)
    line = coverage_line.line(held.build())
    found = list(elements(page_for(held, path, "")[0]))
    sources = [each for each in found if each["props"].get("className") == "source"]
    charts = [each["props"].get("data") for each in found if each["type"] == "Store"]
    drawn = [each for each in charts if isinstance(each, dict) and "layout" in each]
    for each in sources:
        assert line in said(each["props"]["children"])
    for each in drawn:
        words = str(each["layout"]["meta"]["source"])
        assert line in words
        assert line in str(each["layout"]["annotations"]).replace("<br>", " ")
    assert sources or drawn or path in ("/method", "/about", "/growth", "/bought")


def test_a_build_of_other_records_counts_them(unstated: Any) -> None:
    assert coverage_line.line(unstated) == (
        "Held: 12 actions of 12 awards; 6 components; fiscal years 2023 to 2024; USAspending as of "
        "2024-02-01. Of all that is held, how it was bought is not known for 100.0% of the "
        "obligations."
    )
