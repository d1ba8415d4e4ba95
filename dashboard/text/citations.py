"""Citations: the figures of a view to the cent, with their definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from dashboard.published_data import Row, Table, rows
from dashboard.text import format as fmt

MOST = 3
MODIFICATION = "modification_number"


class Measure(NamedTuple):
    """A column, the words around its value, and what it is."""

    column: str
    says: str
    means: str = ""
    to_column: str = ""


def obligated(of: str, column: str = "obligated_usd", says: str = "{} obligated") -> Measure:
    """Dollars obligated, and whose sum they are."""
    return Measure(column, says, f"Obligated: {of}, a promise and not a payment.")


def ceiling(column: str, says: str) -> Measure:
    """A ceiling, which is no money."""
    return Measure(column, says, CEILINGS)


CEILINGS = (
    "Ceiling: what may be obligated with all options, as far as stated; never added to obligations."
)
OF_VIEW = obligated("the sum of the actions of this view")
HERE = obligated(
    "the sum of the actions of this view", "obligated_here_usd", "{} obligated in this view"
)
OF_AWARDS = obligated("the sum of all actions of an award")
OF_ACTION = obligated("by one action")
OF_DOSSIER = obligated("the sum of the actions that people tied to a programme")
FIRST_CEILING = ceiling("initial_ceiling_usd", "first ceiling {}")
CEILING = ceiling("ceiling_usd", "ceiling now {}")
NOT_COMPETED = Measure(
    "not_competed_low", "{} of the dollars not competed", to_column="not_competed_high"
)


def leading(frame: Table, name: str, *measures: Measure, total: int | None = None) -> str:
    """The first rows of a table in words: `ICE: $12.00 obligated; CBP: …; and 4 more.`

    `name`: the column that names a row. `measures`: what is told of it. `total`: how
    many rows there are where the table is not whole.
    """
    if not len(frame):
        return "nothing held."
    columns = [each for m in measures for each in (m.column, m.to_column) if each]
    request = (name, MODIFICATION, *columns)
    told = [
        f"{_named(row, name)}: {', '.join(_said(row, measure) for measure in measures)}"
        for row in rows(frame, request, MOST)
    ]
    rest = (len(frame) if total is None else total) - MOST
    also = [f"and {rest:,} more"] if rest > 0 else []
    return f"{'; '.join([*told, *also])}. {means(*measures)}".strip()


def by(frame: Table, name: str, *, last_first: bool = False) -> list[Row]:
    """What was obligated by one column of a table, missing where no row of it says."""
    sums: dict[Any, Any] = {}
    for row in rows(frame):
        before, usd = sums.get(row[name]), row["obligated_usd"]
        known = [each for each in (before, usd) if not fmt.missing(each)]
        sums[row[name]] = sum(known) if known else None
    names = sorted(sums, reverse=True) if last_first else list(sums)
    return [{name: each, "obligated_usd": sums[each]} for each in names]


def means(*measures: Measure) -> str:
    """What the measures are that are told, a sentence each."""
    return " ".join(dict.fromkeys(each.means for each in measures if each.means))


def _named(row: Mapping[str, Any], column: str) -> str:
    value = row[column]
    if column.endswith("fiscal_year"):
        return f"FY{value}"
    if MODIFICATION in row:  # an action, told by its award
        return f"{value}, modification {fmt.text(row[MODIFICATION], '0')}"
    return fmt.text(value)


def _said(row: Mapping[str, Any], measure: Measure) -> str:
    if measure.to_column:
        return measure.says.format(fmt.share_range(row[measure.column], row[measure.to_column]))
    return measure.says.format(_form(measure.column)(row[measure.column]))


def _form(column: str) -> Callable[[Any], str]:
    if column.endswith("_usd"):
        return fmt.exact
    if column.startswith("share"):
        return fmt.share
    return fmt.times if column.endswith("ratio") else fmt.text
