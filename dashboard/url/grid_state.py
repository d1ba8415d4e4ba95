"""Grid state: filters, words, order and narrowed columns in an address of the grid."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace

from analysis.published import grid
from analysis.published.build import Build
from analysis.published.grid import GridQuery, Narrowed
from dashboard.facets import printable
from dashboard.url import query
from dashboard.url.paths import EXPLORE as PATH
from dashboard.url.view_request import ViewRequest, view_request
from fetch.errors import WrongChoice

KEPT = ("q", "group", "sort", "narrow")
"""What an address says beside the filters: words, a way to group, an order, narrowed columns."""


def state_of(
    search: str, groups: Collection[str], columns: Collection[str]
) -> tuple[dict[str, str], list[str]]:
    """What an address says beside the filters, and sentences about what it says in vain."""
    state = _said(search)
    remarks = []
    for name, value, known in (
        ("group", state.get("group", ""), groups),
        ("sort", order_of(state.get("sort", ""))[0], columns),
    ):
        if value and value not in known:
            del state[name]
            clean = printable(value)
            remarks.append(f"There is no {WORDS[name]} “{clean}” here, so it was left out.")
    return state, remarks


def _said(search: str) -> dict[str, str]:
    return {name: value for name in KEPT if (value := query.first(search, name))}


WORDS = {"group": "way to group", "sort": "column to sort by"}


def in_words(request: ViewRequest) -> str:
    """What is chosen, the words that must stand in the texts, and narrowed columns, in one line."""
    words = [request.in_words]
    if text := request.state("q"):
        words.append(f"the words “{text}”")
    narrowed = narrowed_of(request.state("narrow") or "[]")
    return "; ".join([*words, *(f"{name} {how} {value}" for name, how, value in narrowed)])


def order_of(sort: str) -> tuple[str, bool]:
    """The column of `sort=`, and whether it goes down, as `-` in front says."""
    return sort.lstrip("-"), sort.startswith("-")


def read(build: Build, search: str) -> ViewRequest:
    """What an address asks of the awards: for the file of rows."""
    return view_request(build, search, PATH, tuple(_said(search).items()))


def grid_query(request: ViewRequest) -> GridQuery:
    """The same as the question to a build."""
    wanted = GridQuery(request.selection, request.state("q"))
    if sort := request.state("sort"):
        wanted = replace(wanted, sort=order_of(sort))
    return replace(wanted, narrowed=narrowed_of(request.state("narrow") or "[]"))


def narrowed_of(text: str) -> tuple[Narrowed, ...]:
    """The narrowed columns of an address. WrongChoice for another form."""
    try:
        conditions = tuple((str(name), str(how), value) for name, how, value in json.loads(text))
        grid.check(conditions)
        return conditions
    except (TypeError, ValueError, RecursionError):
        raise WrongChoice(
            'narrow= holds columns as a grid narrows them, like [["piid", "contains", "70CTD"]]'
        ) from None
