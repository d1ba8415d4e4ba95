"""Unknown is a range: no sentence with one figure where it is wide, no trend where two overlap."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.text import is_wide, percent_range
from dashboard.pages.technology import by_year
from dashboard.text import ranges

AS_OF = SimpleNamespace(as_of="2026-06-01")
"""A build of which only the day is asked: FY2025 is the last full year."""


def years(before: tuple[float | None, float | None], now: tuple[float | None, float | None]):
    """Shares of FY2024 and FY2025."""
    parts = [
        {
            "fiscal_year": year,
            "not_competed_low": low,
            "not_competed_high": high,
            "unknown_share": None if low is None else high - low,
            "obligated_usd": 1,
            "awards": 1,
        }
        for year, (low, high) in ((2024, before), (2025, now))
    ]
    return pd.DataFrame(parts).astype(
        {"not_competed_low": "Float64", "not_competed_high": "Float64"}
    )


def said(before, now) -> str:
    return by_year.answer(AS_OF, years(before, now), "drones")


def test_where_all_is_unknown_no_sentence_has_one_figure():
    assert said((0.5, 0.5), (0.0, 1.0)) == (
        "How much of what was obligated for drones in FY2025, the last full fiscal year, was not "
        "competed cannot be said in one figure: anything from none to all. The class of "
        "100.0% of it is not known."
    )


def test_a_narrow_range_is_told_as_a_range():
    words = said((0.1, 0.2), (0.5, 0.6))
    assert "at least 50.0% and at most 60.0% of what was obligated for drones" in words
    assert words.endswith(
        "In FY2024 it was at least 10.0% and at most 20.0%: up at least 30.0 points in one year."
    )


def test_a_fall_is_told_by_the_ends_that_are_nearest():
    assert said((0.9, 1.0), (0.5, 0.6)).endswith("down at least 30.0 points in one year.")


@pytest.mark.parametrize(("before", "now"), [((0.1, 0.9), (0.5, 0.6)), ((0.4, 0.5), (0.45, 0.6))])
def test_ranges_that_overlap_make_no_trend(before, now):
    words = said(before, now)
    assert "Whether it is rising cannot be said" in words
    assert " up " not in words
    assert " down " not in words


def test_shares_that_are_known_are_told_as_ever():
    assert said((0.25, 0.25), (0.5, 0.5)) == (
        "In FY2025, the last full fiscal year, 50.0% of what was obligated for drones was not "
        "competed. In FY2024 it was 25.0%: up 25.0 points in one year."
    )


def test_a_year_without_a_share_says_so():
    assert said((0.5, 0.5), (None, None)).endswith("no share of drones is known.")
    assert "The share of FY2024 is not known" in said((None, None), (0.5, 0.5))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.5, 0.5, "50.0%"),
        (0.5, 0.50001, "50.0%"),
        (0.0, 1.0, "anything from none to all"),
        (0.0, 0.3, "at most 30.0%"),
        (0.7, 1.0, "at least 70.0%"),
        (0.0, 0.0, "0.0%"),
        (0.2, 0.3, "at least 20.0% and at most 30.0%"),
        (None, 1.0, "an unknown share"),
    ],
)
def test_a_range_in_words(low, high, words):
    assert ranges.in_words(low, high) == words


def test_a_range_of_a_command():
    assert percent_range(0.12, 0.345) == "12.0% to 34.5%"
    assert percent_range(0.12, 0.12) == "12.0%"
    assert percent_range(None, None) == "no share"
    assert is_wide(0.0, 0.21)
    assert not is_wide(0.3, 0.5)
