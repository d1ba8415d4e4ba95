"""Share of surveillance technology not competed, by fiscal year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from analysis.published import queries
from analysis.published.build import Build
from analysis.published.memory_tables import AWARDS, bought_of
from analysis.published.selection import EVERYTHING, Selection
from analysis.rules import subjects
from analysis.rules.rule_sets import class_column
from fetch import fiscal

Row = dict[str, Any]
SHARES = ("not_competed_low", "not_competed_high", "unknown_share")


def surveillance() -> tuple[str, ...]:
    """The categories that count as surveillance technology, in their order."""
    return tuple(
        name for name, each in subjects.categories().items() if each.kind == "surveillance"
    )


def surveillance_only(selection: Selection) -> Selection:
    """What is chosen, within surveillance technology where no kind of technology is."""
    return replace(selection, technology=selection.technology or surveillance())


def shares(build: Build, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """`queries.shares` by fiscal year, within surveillance technology or some kinds of it."""
    return queries.shares(build, surveillance_only(selection))


def last_full_year(as_of: str) -> int:
    """The last fiscal year that was over on a day; one ends on 30 September."""
    day = date.fromisoformat(as_of)
    year = fiscal.of(day)
    return year if fiscal.is_last_day(day) else year - 1


def answer(frame: pd.DataFrame, as_of: str) -> Row:
    """The last full year and the one before: the range of each, and by how much it moved at least.

    `frame`: of `shares`. `moved_at_least` is the distance of both ranges, above zero where the
    share rose; null where they overlap or one is not known: it may have risen or fallen.
    """
    year = last_full_year(as_of)
    now, before = _of(frame, year), _of(frame, year - 1)
    return {"fiscal_year": year, **now, "before": before, "moved_at_least": _moved(now, before)}


def _moved(now: Row, before: Row) -> float | None:
    if now["not_competed_low"] is None or before["not_competed_low"] is None:
        return None
    rise = now["not_competed_low"] - before["not_competed_high"]
    fall = now["not_competed_high"] - before["not_competed_low"]
    if rise >= 0 or fall <= 0:
        return float(rise if rise >= 0 else fall)
    return None


def _of(frame: pd.DataFrame, year: int) -> Row:
    of_year = frame[frame["fiscal_year"] == year]
    if not len(of_year):
        return {**dict.fromkeys(SHARES), "obligated_usd": None, "awards": 0}
    row = of_year.iloc[0]
    stated = {name: None if pd.isna(row[name]) else float(row[name]) for name in SHARES}
    return {**stated, "obligated_usd": row["obligated_usd"], "awards": int(row["awards"])}


def awards(build: Build, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """Awards with actions that are chosen, each with its kind, the rule and the words that matched.

    Most money first by `obligated_here_usd`, which is of the chosen actions; `obligated_usd` is of
    all actions of the award.
    """
    bought = bought_of(build, selection)
    class_name = class_column(selection.rule_set)
    return build.query(
        f"""SELECT a.award_key, a.piid, a.recipient_name, a.vendor_family, a.maker, a.product,
            a.component, a.technology, a.technology_rule, a.technology_words, a.look_alike_rule,
            a.award_kind, a.{class_name} AS competition_class, a.own_class,
            a.first_action_date, b.usd AS obligated_here_usd,
            a.obligated_usd, a.label, a.description, a.usaspending_url, a.as_of
        FROM (SELECT number, usd FROM ({bought.sql})) b JOIN {AWARDS} t USING (number)
        JOIN awards a USING (award_key) ORDER BY b.usd DESC NULLS LAST, a.award_key""",
        bought.parameters,
    )
