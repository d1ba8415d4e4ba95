"""View request: one reader's choice on one page, parsed once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from urllib.parse import quote_plus, urlencode

from analysis.published.build import Build
from analysis.published.facet_values import choices
from analysis.published.selection import Selection
from dashboard.facets import BY_NAME, COLUMNS, FACETS, Facet
from dashboard.text import coverage_line
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.paths import HOME
from dashboard.url.query import Filters, Offered
from fetch.errors import InputError

_quoted = lru_cache(maxsize=4096)(quote_plus)
"""A page writes the same few values into a hundred addresses."""


@dataclass(frozen=True)
class PageAddress:
    """Page of an address, with the parameters that filters leave unchanged."""

    path: str = HOME
    kept: tuple[tuple[str, str], ...] = ()

    def address(self, filters: Filters) -> str:
        """The address of this page with other filters."""
        pairs = [*query.pairs(filters), *self.kept]
        return self.path + (f"?{urlencode(pairs, quote_via=_quoted)}" if pairs else "")


@dataclass(frozen=True)
class ViewRequest:
    """Request of a view: page, effective filters, their options, other parameters.

    `kept`: names and values beside the filters that make another view of the page, such as `by`.
    `search`: the address after the path as it came. `request`: the key or the name of the one thing
    that a page is of, such as an award.
    """

    build: Build
    path: str
    filters: Filters
    offered: Offered
    kept: tuple[tuple[str, str], ...] = ()
    search: str = ""
    request: str = ""

    @cached_property
    def selection(self) -> Selection:
        """Selection of the filters, for queries of a build."""
        return query.selection(self.filters)

    @cached_property
    def in_words(self) -> str:
        """What is chosen, in one line."""
        return in_words(self.filters, self.offered)

    @property
    def page(self) -> PageAddress:
        """The page, whose choices keep the rest of this address."""
        return PageAddress(self.path, self.kept)

    @property
    def address(self) -> str:
        """The address that shows this view again."""
        pairs = [*query.pairs(self.filters), *self.kept]
        # without the remarks: the address of a view has only what was understood
        return self.path + (f"?{urlencode(pairs)}" if pairs else "")

    @property
    def query(self) -> str:
        """Query part of that address with its `?`; empty without parameters."""
        return self.address.removeprefix(self.path)

    @property
    def source(self) -> str:
        """The source line of a figure of this view, its filters named."""
        return coverage_line.source(self.build, self.in_words)

    @property
    def source_of_all(self) -> str:
        """The source line of a figure whose filters stand elsewhere."""
        return coverage_line.source(self.build)

    def state(self, name: str) -> str:
        """Value of a parameter beside the filters."""
        return dict(self.kept).get(name, "")

    def needed(self, name: str) -> str:
        """Value of a required parameter. InputError without one."""
        value = query.first(self.search, name)
        if not value:
            raise InputError(f"say which {name}: ?{name}= and its {KEYS.get(name, 'name')}")
        return value

    def choosing(self, filters: Filters) -> ViewRequest:
        """The same view with other filters."""
        return replace(self, filters=filters)


KEYS = {"award": "key"}
"""Identifier of a subject in an address, where it is not a name."""


def view_request(
    build: Build,
    search: str,
    path: str = HOME,
    kept: tuple[tuple[str, str], ...] = (),
    ignores: Iterable[str] = (),
) -> ViewRequest:
    """View request of an address."""
    filters, offered_there = filters_of(build, search, path, ignores)
    return ViewRequest(build, path, filters, offered_there, kept, search)


def unfiltered(build: Build, path: str, search: str = "") -> ViewRequest:
    """Request of a page without filters."""
    return ViewRequest(build, path, query.NONE, {}, search=search)


def heeded(path: str, ignores: Iterable[str] = ()) -> list[Facet]:
    """Filters that apply to a page. `ignores`: names that the page itself leaves out."""
    left = set(ignores)
    return [each for each in FACETS if path not in each.ignored_on and each.name not in left]


def filters_of(
    build: Build, search: str, path: str = HOME, ignores: Iterable[str] = ()
) -> tuple[Filters, Offered]:
    """Effective filters of an address on a page, and their options.

    Unknown or ineffective values become remarks.
    """
    heeds = {each.name for each in heeded(path, ignores)}
    unheeded = [
        each for each in FACETS if each.name not in heeds and query.first(search, each.name)
    ]
    # what the page does not heed must not even be parsed: it would be remarked as unknown
    rest = query.less(search, [each.name for each in unheeded])
    offered_there = options(choices(build, query.rule_set_of(rest), COLUMNS), rest)
    filters, remarks = query.parse(rest, offered_there)
    # set aside, but never in silence: the reader came with that filter
    remarks += [f"Not narrowed here by {each.label}." for each in unheeded]
    return replace(filters, remarks=tuple(remarks)), offered_there


def options(build_choices: dict[str, object], search: str = "") -> Offered:
    """Options of each facet: from a build, and from the address."""
    request = query.parameters(search)
    return {each.name: each.choices(build_choices, request.get(each.name, ())) for each in FACETS}


def offered(build: Build) -> Offered:
    """Options of each facet from a build alone."""
    return options(choices(build, columns=COLUMNS))


def in_words(filters: Filters, offered_there: Offered) -> str:
    """What is chosen, in one line."""
    selected = [
        f"{BY_NAME[name].label} {fmt.join(query.words(filters, name, offered_there), 'or')}"
        for name in filters.facets
    ]
    return "; ".join(selected) or fmt.EVERYTHING


def kept_of(search: str, name: str, known: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Value of a parameter with a few known values; the first for unknown ones."""
    value = query.first(search, name, known[0])
    return ((name, value if value in known else known[0]),)
