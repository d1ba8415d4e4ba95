"""What an address of the grid asks of the awards: filters, words, order and narrowed columns."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

from analysis import queries
from analysis.explore import Asked
from analysis.published import Build
from analysis.rules.rule_sets import class_column
from dashboard import facets, filters
from dashboard.filters import Filters

PATH = "/explore"


def asked(chosen: Filters, text: str) -> Asked:
    where = queries.that_began(**facets.asked(chosen))
    own = chosen.rule_set == filters.OURS
    return Asked(where, "competition_class" if own else class_column(chosen.rule_set), text)


def state_of(search: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(search.lstrip("?")).items()}


def asked_of(build: Build, search: str) -> tuple[Asked, str]:
    """What an address asks of the awards, and the filters in words: for the file of rows."""
    chosen, offered = facets.chosen_of(build, search)
    state = state_of(search)
    found = asked(chosen, state.get("q", ""))
    sort = state.get("sort", "")
    narrowed = {name: (how, value) for name, how, value in json.loads(state.get("narrow", "[]"))}
    return (
        Asked(
            found.where,
            found.classes,
            found.text,
            (sort.lstrip("-"), sort.startswith("-")) if sort else found.sort,
            narrowed,
        ),
        facets.in_words(chosen, offered),
    )
