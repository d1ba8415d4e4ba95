"""Grid of awards: any columns, sorted, filtered and grouped, a block at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from analysis import rules
from analysis.published import search
from analysis.published.build import Build
from analysis.published.selection import EVERYTHING, Selection, of_awards
from analysis.rules.rule_sets import DEFAULT, class_column
from fetch.errors import WrongChoice

COLUMNS = (
    "piid",
    "recipient_name",
    "component",
    "competition_class",
    "own_class",
    "obligated_usd",
    "initial_ceiling_usd",
    "ceiling_usd",
    "ceiling_growth_usd",
    "ceiling_growth_ratio",
    "first_action_date",
    "last_action_date",
    "action_count",
    "award_kind",
    "product_or_service_code",
    "label",
    "description",
    "award_key",
)
"""Columns of the grid; `competition_class` follows the selected rule set.

`own_class` is how a vehicle was itself bought; missing for awards.
"""
GROUPS = {
    "component": "component",
    "class": "competition_class",
    "vendor": "recipient_name",
    "year": "start_fiscal_year",
    "kind": "product_or_service_code",
}
"""Groupings of awards, each with its column."""
SUMS = ("awards", "obligated_usd", "actions", "grown", "ceiling_growth_usd")
Narrowed = tuple[str, str, Any]
MOST_ROWS = 100_000
"""Rows of one file; a cut is always announced."""


@dataclass(frozen=True)
class GridQuery:
    """Query of the grid: a selection, words of the texts of the award or its actions, an order.

    `text`: all words must occur. `narrowed` are conditions on columns: the name, one of `HOW`,
    and the value.
    """

    selection: Selection = EVERYTHING
    text: str = ""
    sort: tuple[str, bool] = ("obligated_usd", True)
    narrowed: Sequence[Narrowed] = ()


def awards(build: Build, query: GridQuery, start: int = 0, end: int | None = None) -> pd.DataFrame:
    """Awards between two positions of the order; all of them without an end."""
    name, down = query.sort
    if name not in COLUMNS:
        raise WrongChoice(f"awards cannot be sorted by {name!r}; there are: {', '.join(COLUMNS)}")
    source, parameters = _matching(build, query)
    columns = ", ".join(COLUMNS)
    # the key last: without it rows of equal value could repeat or vanish between two blocks
    order = f"{name} {'DESC' if down else 'ASC'} NULLS LAST, award_key"
    limit = "" if end is None else f" LIMIT {int(end) - int(start)} OFFSET {int(start)}"
    return build.query(f"SELECT {columns} FROM {source} ORDER BY {order}{limit}", parameters)


def totals(build: Build, query: GridQuery) -> dict[str, int]:
    """Count of matching awards and of their actions."""
    source, parameters = _matching(build, query)
    frame = build.query(
        f"SELECT count(*) AS awards, coalesce(sum(action_count), 0) AS actions FROM {source}",
        parameters,
    )
    return {str(name): int(value) for name, value in frame.to_dict("records")[0].items()}


def grouped(build: Build, query: GridQuery, by: str) -> pd.DataFrame:
    """Sums of the awards by one of `GROUPS`: awards, obligations, actions, and growth of ceilings.

    `grown` counts the awards whose growth is known; `ceiling_growth_usd` is theirs alone.
    Vehicles' ceilings include their orders, so the growth of vehicles is left out of it.
    """
    if by not in GROUPS:
        raise WrongChoice(f"awards cannot be grouped by {by!r}; there are: {', '.join(GROUPS)}")
    source, parameters = _matching(build, query)
    # a vehicle's ceiling includes its orders: both in one sum would count them twice
    grown = "ceiling_growth_usd IS NOT NULL AND award_kind = 'AWARD'"
    return build.query(
        f"""SELECT coalesce({GROUPS[by]}::VARCHAR, 'not stated') AS value, count(*) AS awards,
            sum(obligated_usd) AS obligated_usd, sum(action_count)::BIGINT AS actions,
            count(*) FILTER ({grown}) AS grown,
            sum(ceiling_growth_usd) FILTER ({grown}) AS ceiling_growth_usd
        FROM {source} GROUP BY 1 ORDER BY obligated_usd DESC NULLS LAST, value""",
        parameters,
    )


def _matching(build: Build, query: GridQuery) -> tuple[str, list[Any]]:
    """SQL of the matching awards, and its parameters."""
    if query.text:
        # texts are a memory table that only a search needs
        search.index(build)  # keeps the texts
    condition = of_awards(query.selection)
    conditions, parameters = [condition.sql], list(condition.parameters)
    narrowed = []
    if words := query.text.lower().split():
        holds = " AND ".join(["contains(text, ?)"] * len(words))
        conditions.append(f"award_key IN (SELECT award_key FROM texts WHERE {holds})")
        parameters += words
    for name, how, value in query.narrowed:
        sql, bound = _narrowed(name, how, value)
        narrowed.append(sql)
        parameters += bound
    other = class_column(query.selection.rule_set)
    own = query.selection.rule_set == DEFAULT
    named = "" if own else f" REPLACE ({other} AS competition_class)"
    chosen = f"SELECT *{named} FROM awards WHERE {' AND '.join(conditions)}"
    # around it: beside REPLACE a condition would read our class, not the one that is shown
    return f"(SELECT * FROM ({chosen}) WHERE {' AND '.join(['true', *narrowed])})", parameters


IS = "is"
HOW: Mapping[str, str] = {
    "contains": "contains(lower({name}::VARCHAR), lower(?))",
    IS: "{name}::VARCHAR = ?",
    "above": "{name} > ?",
    "from": "{name} >= ?",
    "below": "{name} < ?",
    "to": "{name} <= ?",
}
"""SQL of each condition on a column; `above` and `below` exclude the bound."""


def check(narrowed: Sequence[Narrowed]) -> None:
    """WrongChoice for a condition on an unknown column or of an unknown kind."""
    for each in narrowed:
        _narrowed(*each)


def _narrowed(name: str, how: str, value: Any) -> tuple[str, Sequence[Any]]:
    if name not in COLUMNS or how not in HOW:
        raise WrongChoice(f"awards cannot be narrowed by {name!r} ({how})")
    text = how in ("contains", IS)
    if name == "competition_class" and text:
        return _of_classes(str(value).lower(), whole=how == IS)
    return HOW[how].format(name=name), [str(value) if text else _bound(name, value)]


def _of_classes(words: str, *, whole: bool) -> tuple[str, Sequence[Any]]:
    """Condition on class names or labels, since readers see the label; `whole` for equality."""
    classes = {
        name: (name.lower(), each.label.lower()) for name, each in rules.load().classes.items()
    }
    held = [
        name
        for name, called in classes.items()
        if any(words == each if whole else words in each for each in called)
    ]
    return f"competition_class IN ({', '.join('?' * len(held))})" if held else "false", held


def _bound(name: str, value: Any) -> Any:
    """Value of the column's type. WrongChoice for any other."""
    try:
        if name.endswith("_date"):
            return date.fromisoformat(str(value)[:10])
        if name.endswith(("_usd", "_ratio", "_count")):
            return _stated(Decimal(str(value)))
    except (ArithmeticError, ValueError):
        raise WrongChoice(f"{value!r} is no bound of {name}") from None
    return str(value)


def _stated(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise ValueError("no number")
    # four places are finer than any amount, count or ratio that is shown
    return number.quantize(Decimal("0.0001"))
