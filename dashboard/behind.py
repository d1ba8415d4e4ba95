"""Where the awards behind a figure are listed: the address that a bar or a point leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from analysis import rules
from analysis.selection import NOT_STATED
from dashboard import explain, facets, filters, html, words
from dashboard.data import Row, Table, rows
from dashboard.facets import Offered
from dashboard.filters import Filters

PATH = "/awards"
COLUMNS = {"component": "component", "fiscal_year": "fy", "competition_group": "group"}
"""Columns of figures, and what narrows a view to them."""
OF_ANY = ("vendor", "maker", *filters.LED_TO)
"""Filters of which few values are offered, and any can be chosen."""
UNSTATED = ("", words.NOT_STATED)
"""How rows of figures say that what they are told by is not stated."""
Address = Callable[[Mapping[str, Any]], str]
"""The address of the awards behind a row of figures; empty where no filter chooses them."""


def of(chosen: Filters, offered: Offered, columns: Mapping[str, str] = COLUMNS) -> Address:
    """The awards behind each row of figures of a view, by what its columns say."""

    def address(row: Mapping[str, Any]) -> str:
        there: Filters | None = chosen
        for column, name in columns.items():
            if column in row and there is not None:
                there = narrowed(there, offered, name, words.text(row[column], ""))
        return "" if there is None else whole(there)

    return address


def whole(chosen: Filters) -> str:
    """The awards behind a view."""
    return facets.Place(PATH).address(chosen.with_values("dollars", ()))


def of_classes(chosen: Filters, offered: Offered, wanted: Sequence[str]) -> str:
    """The awards behind a view that were bought in some ways; empty where none is held."""
    values = _held(chosen, offered, wanted)
    return whole(chosen.with_values("class", values)) if values else ""


def led(found: Table, address: Address) -> list[Row]:
    """The rows of a table with the address of each."""
    return [{**row, "address": address(row)} for row in rows(found)]


def link(usd: Any, address: str) -> Any:
    """A sum to the cent that leads to its awards; the sum alone where nothing chooses them."""
    said = words.exact(usd)
    return html.Link(said, href=address) if address else said


def narrowed(chosen: Filters, offered: Offered, name: str, value: str) -> Filters | None:
    """The filters narrowed to one value more; None where it cannot be chosen.

    A group of ways of buying stands for those of its classes that are held, or that are chosen.
    """
    if name == "group":
        values = _held(chosen, offered, _classes(value))
        return chosen.with_values("class", values) if values else None
    if value in UNSTATED:
        return chosen.with_values(name, (NOT_STATED,))
    if name in OF_ANY:
        return chosen.with_values(name, (value,))
    for option in offered[name]:
        if value in (option.value, *option.also):
            return chosen.with_values(name, (option.value,))
    return None


def _held(chosen: Filters, offered: Offered, wanted: Sequence[str]) -> Sequence[str]:
    """Those of some ways of buying that are held, and chosen where any is."""
    held = [option.value for option in offered["class"]]
    return [one for one in wanted if one in held and one in (chosen.competition_class or held)]


def _classes(group: str) -> Sequence[str]:
    return [name for name in rules.load().classes if explain.class_group(name) == group]
