"""Marks in words: what to look at before a figure of an award or action is quoted."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from analysis import rules
from analysis.published import lists
from analysis.published.build import Build


@cache
def words() -> dict[str, str]:
    """Each mark of `screens.csv` and what it says."""
    return {row["screen"]: row["plain"] for row in rules.rows("screens.csv")}


def says(marks: str | None) -> list[str]:
    """The sentences of a published `marks` or `screens`; none where nothing is marked."""
    return [words()[mark] for mark in (marks or "").split("|") if mark]


def with_look_first(build: Build, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with an `award_key`, each with `look_first`: the sentences of its award's marks."""
    marks = lists.marks(build)
    return [{**row, "look_first": says(marks.get(row["award_key"]))} for row in rows]
