"""Places request: side, grouping and place of an address, beside the filters."""

from __future__ import annotations

from dataclasses import replace

from analysis.published.build import Build
from analysis.published.reproducible_sql import Where
from analysis.published.selection import of_award_years
from dashboard.url import query
from dashboard.url.paths import PLACES as PATH
from dashboard.url.view_request import ViewRequest, kept_of, view_request

SIDES = {
    "performance": "where the work is done",
    "vendor": "the vendor’s address",
}
BY = {"state": "state", "district": "congressional district"}


def read(build: Build, search: str) -> ViewRequest:
    """What an address asks; what it names in vain is left out."""
    at = query.first(search, "at")
    kept = (*kept_of(search, "side", tuple(SIDES)), *kept_of(search, "by", tuple(BY)))
    return view_request(build, search, PATH, (*kept, *((("at", at),) if at else ())))


def with_state(request: ViewRequest, **other: str) -> ViewRequest:
    """The same filters with another side, division or place; empty text leaves one out."""
    state = {**dict(request.kept), **other}
    return replace(request, kept=tuple((name, value) for name, value in state.items() if value))


def side(request: ViewRequest) -> str:
    """Whose place: of performance or of the vendor."""
    return request.state("side")


def by(request: ViewRequest) -> str:
    """The division: states or districts."""
    return request.state("by")


def rows_wanted(request: ViewRequest) -> Where:
    """The rows that the filters hold."""
    return of_award_years(request.selection)
