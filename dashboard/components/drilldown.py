"""Drill-down: the address of the awards behind a bar, a point or a sum."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from analysis import rules
from analysis.published.selection import NOT_STATED
from analysis.rules.row_types import Class
from dashboard.facets import FACETS
from dashboard.html import elements
from dashboard.published_data import Row, Table, rows
from dashboard.text import format as fmt
from dashboard.text import rules_text
from dashboard.url import paths
from dashboard.url.paths import AWARDS as PATH
from dashboard.url.query import Filters, Offered
from dashboard.url.view_request import PageAddress

PARTS: Mapping[str, Callable[[Class], bool]] = {
    "not_competed_usd": lambda each: each.not_competed == "yes",
    "one_offer_usd": lambda each: each.group == "one offer",
    "unknown_usd": lambda each: each.not_competed == "unknown",
}
"""Partial sums of `rates.rates`, each with its classes."""
COLUMNS = {"component": "component", "fiscal_year": "fy", "competition_group": "group"}
"""Columns of figures, each with its filter."""
OF_ANY = tuple(each.name for each in FACETS if each.any_value)
"""Filters that take values beyond those on offer."""
UNSTATED = ("", fmt.NOT_STATED)
"""Values of a dimension that is not stated."""
Address = Callable[[Mapping[str, Any]], str]
"""The address of the awards behind a row of figures; empty where no filter chooses them."""
Sums = Callable[[Mapping[str, Any], str], str]
"""The same of one sum of a row, by its name."""


def of(filters: Filters, offered: Offered, columns: Mapping[str, str] = COLUMNS) -> Address:
    """Addresses of the awards behind each row of a view, by its columns."""

    def address(row: Mapping[str, Any]) -> str:
        there: Filters | None = filters
        for column, name in columns.items():
            if column in row and there is not None:
                there = narrow(there, offered, name, fmt.text(row[column], ""))
        return "" if there is None else whole(there)

    return address


def whole(filters: Filters) -> str:
    """The awards behind a view."""
    # awards are listed in nominal dollars: constant ones are of months
    return PageAddress(PATH).address(filters.with_values("dollars", ()))


def of_values(by_facet: Mapping[str, Sequence[str]]) -> str:
    """Address of the awards under some filters alone."""
    return whole(Filters({name: tuple(values) for name, values in by_facet.items()}))


def of_classes(filters: Filters, offered: Offered, wanted: Sequence[str]) -> str:
    """Address of the awards of some classes in a view; empty without any."""
    values = _held(filters, offered, wanted)
    return whole(filters.with_values("class", values)) if values else ""


def of_chosen(fields: Mapping[str, Any], offered: Offered) -> str:
    """Address of the award or awards behind a sum of `press.check`."""
    if "award" in fields:
        return paths.award(fields["award"])
    codes = set(fields.get("component", ()))
    # open on either side, as `days` writes it
    span = f"{fields.get('since', '')}..{fields.get('until', '')}"
    return of_values(
        {
            "component": [each.value for each in offered["component"] if codes & set(each.also)],
            "days": [span] if span != ".." else [],
            **{
                name: [fields[name]]
                for name in ("program", "vehicle", "maker", "vendor", "money")
                if name in fields
            },
        }
    )


def of_sums(filters: Filters, offered: Offered, column: str, facet: str) -> Sums:
    """The awards behind each sum of a row of shares, whichever way of buying is chosen.

    A row is told by `column`, which `facet` chooses; its parts are those of `rates.rates`.
    """
    # rates count every class, so the way down must not be narrowed by one
    every = filters.with_values("class", ())

    def address(row: Mapping[str, Any], name: str) -> str:
        there = narrow(every, offered, facet, fmt.text(row[column], ""))
        if there is None:
            return ""
        return of_classes(there, offered, _part(name)) if name in PARTS else whole(there)

    return address


def sums(row: Mapping[str, Any], names: Sequence[str], address: Sums) -> list[Any]:
    """Sums of a row to the cent, each leading to its awards; a part of nothing has none."""
    ways = [address(row, name) if row[name] or name not in PARTS else "" for name in names]
    return [link(row[name], way) for name, way in zip(names, ways, strict=True)]


def _part(name: str) -> list[str]:
    """The ways of buying that a part of rates adds up."""
    counts = PARTS[name]
    return [each.name for each in rules.load().classes.values() if counts(each)]


def with_addresses(table: Table, address: Address) -> list[Row]:
    """The rows of a table with the address of each."""
    return [{**row, "address": address(row)} for row in rows(table)]


def link(usd: Any, address: str) -> Any:
    """A sum to the cent that leads to its awards; the sum alone where nothing chooses them."""
    amount = fmt.exact(usd)
    return elements.Link(amount, href=address) if address else amount


def narrow(filters: Filters, offered: Offered, name: str, value: str) -> Filters | None:
    """The filters narrowed to one value more; None where it cannot be chosen.

    A group of ways of buying stands for those of its classes that are held, or that are chosen.
    """
    if name == "group":
        values = _held(filters, offered, _classes(value))
        return filters.with_values("class", values) if values else None
    if value in UNSTATED:
        return filters.with_values(name, (NOT_STATED,))
    if name in OF_ANY:
        return filters.with_values(name, (value,))
    for option in offered[name]:
        if value in (option.value, *option.also):
            return filters.with_values(name, (option.value,))
    return None


def _held(filters: Filters, offered: Offered, wanted: Sequence[str]) -> Sequence[str]:
    """Those of some ways of buying that are held, and chosen where any is."""
    held = [option.value for option in offered["class"]]
    return [one for one in wanted if one in held and one in (filters.of("class") or held)]


def _classes(group: str) -> Sequence[str]:
    return [name for name in rules.load().classes if rules_text.class_group(name) == group]
