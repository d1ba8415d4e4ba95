"""Marks in words: what to look at before a figure of an award or action is quoted."""

from __future__ import annotations

from functools import cache

from analysis import rules


@cache
def words() -> dict[str, str]:
    """Each mark of `screens.csv` and what it says."""
    return {row["screen"]: row["plain"] for row in rules.rows("screens.csv")}


def says(marks: str | None) -> list[str]:
    """The sentences of a published `marks` or `screens`; none where nothing is marked."""
    return [words()[mark] for mark in (marks or "").split("|") if mark]
