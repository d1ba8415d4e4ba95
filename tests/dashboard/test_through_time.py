"""The page says in which dollars its bars are, and what is still to come of the latest year."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from dashboard.components import constant_dollars
from dashboard.pages.overview import page as overview
from dashboard.published_data import PublishedData
from tests import sample_size


@pytest.fixture(scope="module")
def held(sample_settings) -> PublishedData:
    return PublishedData(sample_settings)


def said(held: PublishedData, search: str) -> str:
    """Every word of the first page at an address."""
    return " ".join(
        _texts(json.loads(json.dumps(overview.PAGE.layout(held, search), default=_plain)))
    )


def _plain(part: Any) -> Any:
    return part.to_plotly_json() if hasattr(part, "to_plotly_json") else str(part)


def _texts(part: Any) -> list[str]:
    if isinstance(part, dict):
        return [text for value in part.values() for text in _texts(value)]
    if isinstance(part, list):
        return [text for each in part for text in _texts(each)]
    return [str(part)]


def test_dollars_are_nominal_and_what_is_still_to_come_of_the_sample_is_not_known(held):
    page = said(held, "")
    assert "Dollars are nominal" in page
    assert "FY2026 is not over, and records come late. How much of its latest month" in page
    assert "is not known: of no action held is it known when it came." in page
    assert "Million dollars obligated by fiscal year" in page


def test_constant_dollars_change_the_bars_and_their_table_and_nothing_else(held):
    page = said(held, "?dollars=constant")
    assert "The bars are in dollars of fiscal year 2025" in page
    assert "CPI-U, series CUUR0000SA0, held up to 2026-08" in page
    assert "The index has no value for 2025-10" in page
    assert "Million FY2025 dollars obligated by fiscal year" in page
    assert "Obligations by fiscal year and how they were bought, in FY2025 dollars" in page
    assert "Share not competed by fiscal year, in nominal dollars" in page
    assert f"${Decimal(sample_size.OBLIGATED):,.2f}" in page


def test_a_year_that_is_over_says_nothing_of_what_is_to_come(held):
    assert "is not over" not in said(held, "?fy=2024")


def test_a_view_that_is_empty_is_not_emptied_by_its_dollars(held):
    page = said(held, "?component=CBP&fy=2011&dollars=constant")
    assert "No action held has component CBP and fiscal year FY2011 together" in page


def test_a_share_that_is_known_is_told_with_its_days():
    told = {
        "days_after_month": 22,
        "share_of_actions": 0.25,
        "share_of_given": None,
        "missing_because": None,
        "by_rule": "By rule in three days.",
    }
    assert constant_dollars.to_come(told).startswith(
        "22 days after a month ended, 25.0% of its actions were still to come. That is how"
    )
    both = constant_dollars.to_come({**told, "share_of_given": 0.1})
    assert "25.0% of its actions and 10.0% of the dollars given were still to come." in both
    assert both.endswith("By rule in three days.")


def test_a_kind_of_technology_can_be_chosen_and_narrows_every_figure(held):
    page = said(held, "?technology=biometrics")
    assert "Showing 32 actions of 16 awards: technology biometrics." in page
    assert "$60,272,032.38" in page
    assert "technology=social+media" in page


def test_a_kind_of_technology_that_nothing_held_has_is_named(held):
    assert "No record held has the technology “magic”" in said(held, "?technology=magic")
