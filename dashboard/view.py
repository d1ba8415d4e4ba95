"""What an address of the grid asks of the awards: filters, words, order and narrowed columns."""

from __future__ import annotations

import json
from dataclasses import replace

from analysis import explore
from analysis.explore import Asked, Narrowed
from analysis.published import Build
from dashboard import facets, filters
from fetch.errors import WrongChoice

PATH = "/explore"
KEPT = ("q", "group", "sort", "narrow")
"""What an address says beside the filters: words, a way to group, an order, narrowed columns."""


def state_of(search: str) -> dict[str, str]:
    """What an address says beside the filters."""
    return {name: value for name in KEPT if (value := filters.first(search, name))}


def order_of(sort: str) -> tuple[str, bool]:
    """The column of `sort=`, and whether it goes down, as `-` in front says."""
    return sort.lstrip("-"), sort.startswith("-")


def asked_of(build: Build, search: str) -> tuple[Asked, str]:
    """What an address asks of the awards, and the filters in words: for the file of rows."""
    chosen, offered = facets.chosen_of(build, search, PATH)
    found = Asked(filters.selection(chosen), filters.first(search, "q"))
    if sort := filters.first(search, "sort"):
        found = replace(found, sort=order_of(sort))
    narrowed = narrowed_of(filters.first(search, "narrow", "[]"))
    return replace(found, narrowed=narrowed), facets.in_words(chosen, offered)


def narrowed_of(text: str) -> tuple[Narrowed, ...]:
    """The narrowed columns of an address. WrongChoice for another form."""
    try:
        found = tuple((str(name), str(how), value) for name, how, value in json.loads(text))
        explore.check(found)
        return found
    except (TypeError, ValueError, RecursionError):
        raise WrongChoice(
            'narrow= holds columns as a grid narrows them, like [["piid", "contains", "70CTD"]]'
        ) from None
