"""Of what is obligated on surveillance technology: the share not competed, year by year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from analysis import queries
from analysis.published import Build
from analysis.rules import subjects
from analysis.selection import EVERYTHING, Selection, of_awards
from fetch.usaspending import fiscal_year_of

Row = dict[str, Any]
SHARES = ("share_of_all", "share_of_known")


def surveillance() -> tuple[str, ...]:
    """The categories that count as surveillance technology, in their order."""
    return tuple(
        name for name, each in subjects.categories().items() if each.kind == "surveillance"
    )


def within(selection: Selection) -> Selection:
    """What is chosen, within surveillance technology where no kind of technology is."""
    return replace(selection, technology=selection.technology or surveillance())


def shares(build: Build, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """`queries.shares` by fiscal year, within surveillance technology or some kinds of it."""
    return queries.shares(build, within(selection))


def last_full_year(as_of: str) -> int:
    """The last fiscal year that was over on a day; one ends on 30 September."""
    day = date.fromisoformat(as_of)
    year = fiscal_year_of(day)
    return year if (day.month, day.day) == (9, 30) else year - 1


def answer(frame: pd.DataFrame, as_of: str) -> Row:
    """The last full year and the one before: both shares, and how many points they moved.

    `frame`: of `shares`. A share or movement that is not known is null.
    """
    year = last_full_year(as_of)
    now, before = _of(frame, year), _of(frame, year - 1)
    moved = {
        f"{name}_moved": now[name] - before[name]
        if now[name] is not None and before[name] is not None
        else None
        for name in SHARES
    }
    return {"fiscal_year": year, **now, "before": before, **moved}


def _of(frame: pd.DataFrame, year: int) -> Row:
    found = frame[frame["fiscal_year"] == year]
    if not len(found):
        return {**dict.fromkeys(SHARES), "obligated_usd": None, "awards": 0}
    row = found.iloc[0]
    stated = {name: None if pd.isna(row[name]) else float(row[name]) for name in SHARES}
    return {**stated, "obligated_usd": row["obligated_usd"], "awards": int(row["awards"])}


def awards(build: Build, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """Awards, most money first, each with its kind, the rule and the words that matched."""
    asked = of_awards(selection)
    return build.query(
        "SELECT award_key, piid, recipient_name, vendor_family, maker, product, component, "
        "technology, technology_rule, technology_words, look_alike_rule, competition_class, "
        "first_action_date, obligated_usd, label, description, usaspending_url, as_of "
        f"FROM awards WHERE {asked.sql} ORDER BY obligated_usd DESC NULLS LAST, award_key",
        asked.parameters,
    )
