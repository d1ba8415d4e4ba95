"""What an address of the grid asks of the awards: filters, words, order and narrowed columns."""

from __future__ import annotations

import json
from dataclasses import replace

from analysis.explore import Asked, Narrowed
from analysis.published import Build
from dashboard import facets, filters
from fetch.errors import WrongChoice

PATH = "/explore"


def asked_of(build: Build, search: str) -> tuple[Asked, str]:
    """What an address asks of the awards, and the filters in words: for the file of rows."""
    chosen, offered = facets.chosen_of(build, search, PATH)
    found = Asked(filters.selection(chosen), filters.first(search, "q"))
    if sort := filters.first(search, "sort"):
        found = replace(found, sort=(sort.lstrip("-"), sort.startswith("-")))
    narrowed = _narrowed(filters.first(search, "narrow", "[]"))
    return replace(found, narrowed=narrowed), facets.in_words(chosen, offered)


def _narrowed(text: str) -> tuple[Narrowed, ...]:
    """The narrowed columns of an address. WrongChoice for another form."""
    try:
        return tuple((str(name), str(how), value) for name, how, value in json.loads(text))
    except (TypeError, ValueError, RecursionError):
        raise WrongChoice(
            'narrow= holds columns as a grid narrows them, like [["piid", "contains", "70CTD"]]'
        ) from None
