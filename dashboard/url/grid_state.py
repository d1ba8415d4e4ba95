"""What an address of the grid asks of the awards: filters, words, order and narrowed columns."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace

from analysis.published import grid
from analysis.published.build import Build
from analysis.published.grid import GridQuery, Narrowed
from dashboard import facets
from dashboard.facets import Offered
from dashboard.url import query
from dashboard.url.query import Filters
from fetch.errors import WrongChoice

PATH = "/explore"
KEPT = ("q", "group", "sort", "narrow")
"""What an address says beside the filters: words, a way to group, an order, narrowed columns."""


def state_of(
    search: str, groups: Collection[str], columns: Collection[str]
) -> tuple[dict[str, str], list[str]]:
    """What an address says beside the filters, and sentences about what it says in vain."""
    said = _said(search)
    remarks = []
    for name, value, known in (
        ("group", said.get("group", ""), groups),
        ("sort", order_of(said.get("sort", ""))[0], columns),
    ):
        if value and value not in known:
            del said[name]
            clean = query.printable(value)
            remarks.append(f"There is no {WORDS[name]} “{clean}” here, so it was left out.")
    return said, remarks


def _said(search: str) -> dict[str, str]:
    return {name: value for name in KEPT if (value := query.first(search, name))}


WORDS = {"group": "way to group", "sort": "column to sort by"}


def told(chosen: Filters, offered: Offered, state: Mapping[str, str]) -> str:
    """What is chosen, the words that must stand in the texts, and narrowed columns, in one line."""
    said = [facets.in_words(chosen, offered)]
    if "q" in state:
        said.append(f"the words “{state['q']}”")
    said += [f"{name} {how} {value}" for name, how, value in narrowed_of(state.get("narrow", "[]"))]
    return "; ".join(said)


def order_of(sort: str) -> tuple[str, bool]:
    """The column of `sort=`, and whether it goes down, as `-` in front says."""
    return sort.lstrip("-"), sort.startswith("-")


def asked_of(build: Build, search: str) -> tuple[GridQuery, str]:
    """What an address asks of the awards, and the filters in words: for the file of rows."""
    chosen, offered = facets.chosen_of(build, search, PATH)
    said = _said(search)
    found = GridQuery(query.selection(chosen), said.get("q", ""))
    if sort := said.get("sort"):
        found = replace(found, sort=order_of(sort))
    narrowed = narrowed_of(said.get("narrow", "[]"))
    return replace(found, narrowed=narrowed), told(chosen, offered, said)


def narrowed_of(text: str) -> tuple[Narrowed, ...]:
    """The narrowed columns of an address. WrongChoice for another form."""
    try:
        found = tuple((str(name), str(how), value) for name, how, value in json.loads(text))
        grid.check(found)
        return found
    except (TypeError, ValueError, RecursionError):
        raise WrongChoice(
            'narrow= holds columns as a grid narrows them, like [["piid", "contains", "70CTD"]]'
        ) from None
