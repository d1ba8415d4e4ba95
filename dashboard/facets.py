"""The filters of the first page, and what is said where they leave nothing.

Every choice is a link to another address of the same page; the page follows it without
loading anew (assets/page.js).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus, urlencode

from dash.development.base_component import Component

from analysis.published import queries
from analysis.published.build import Build
from analysis.published.facet_values import choices
from dashboard.html import elements
from dashboard.text import format as fmt
from dashboard.url import facet_options, query
from dashboard.url.query import Filters, Option

PATH = "/"
UNHEEDED: Mapping[str, Sequence[str]] = {
    "/awards": ("dollars",),
    "/bought": ("class", "dollars"),
    "/changes": ("fy", "dollars", "rules", "days", "money"),
    "/explore": ("dollars", "money"),
    "/growth": ("dollars", "money"),
    "/leads": ("fy", "dollars", "rules", "days", "money"),
    "/places": ("rules", "dollars", "program", "days", "money"),
    "/technology": ("class", "dollars"),
    "/vendors": ("rules", "dollars"),
}
"""By page the filters that do not narrow what it shows: not offered there, and never named."""
Offered = Mapping[str, Sequence[Option]]
Address = Callable[[str], str]


@dataclass(frozen=True)
class PageAddress:
    """The page whose address the choices change, and what of the address they leave as it is."""

    path: str = PATH
    kept: tuple[tuple[str, str], ...] = ()

    def address(self, chosen: Filters) -> str:
        """The address of this page with other filters."""
        pairs = [*query.pairs(chosen), *self.kept]
        return self.path + (f"?{urlencode(pairs, quote_via=_quoted)}" if pairs else "")


_quoted = lru_cache(maxsize=4096)(quote_plus)
"""A page writes the same few values into a hundred addresses."""
OVERVIEW = PageAddress()


def chosen_of(build: Build, search: str, path: str = PATH) -> tuple[Filters, Offered]:
    """The filters of an address that a page heeds, and what can be chosen there.

    What the address names in vain is remarked.
    """
    unheeded = [facet for facet in UNHEEDED.get(path, ()) if query.first(search, facet)]
    heeded = query.less(search, unheeded)
    offered = facet_options.options(choices(build, query.rule_set_of(heeded)), heeded)
    chosen, remarks = query.parse(heeded, offered)
    remarks += [f"Not narrowed here by {query.NAMES[facet]}." for facet in unheeded]
    return replace(chosen, remarks=tuple(remarks)), offered


def offered(build: Build) -> Offered:
    """What can be chosen where an address asks for nothing."""
    return facet_options.options(choices(build))


def bar(
    chosen: Filters,
    offered: Offered,
    says: str,
    place: PageAddress = OVERVIEW,
) -> list[Component]:
    """A list to open for each facet that the page heeds, a way to clear them, and `says`.

    `says` is what they select. Then what the address names in vain.
    """
    facets = {
        facet: _facet(facet, chosen, offered, place)
        for facet in query.FACETS
        if facet not in UNHEEDED.get(place.path, ()) and (offered[facet] or chosen.of(facet))
    }
    more = [each for facet, each in facets.items() if facet in query.MORE]
    first = [each for facet, each in facets.items() if facet not in query.MORE]
    clear = [_go("Clear all filters", query.NONE, "clear", place)] if chosen.chosen else []
    return [
        elements.Nav([*first, *_more(chosen, more), *clear], className="facets", **LABELLED),
        elements.P(says, role="status", id="matching"),
        *(elements.P(remark, className="remark", role="note") for remark in chosen.remarks),
    ]


LABELLED = {"aria-label": "Filters"}


def _more(chosen: Filters, facets: Sequence[Component]) -> list[Component]:
    """The lists that few need, behind one heading; open where something in them is chosen."""
    if not facets:
        return []
    is_open = any(facet in query.MORE for facet in chosen.chosen)
    return [
        elements.Details(
            [elements.Summary("More filters"), elements.Div(facets, className="facets")],
            className="more",
            id="more-filters",
            open=is_open,
        )
    ]


def switch(label: str, name: str, ways: Mapping[str, str], now: str, address: Address) -> Component:
    """Ways to tell the same view, one of which holds: a link each.

    `ways`: what the address says, and its words. `address` gives the address of each.
    """
    links = [
        elements.Li(
            elements.A(
                says,
                href=address(way),
                id=f"{name}-{way or 'none'}",
                className="chosen" if way == now else None,
                **{"data-view": "yes", **({"aria-current": "true"} if way == now else {})},
            )
        )
        for way, says in ways.items()
    ]
    return elements.Nav(
        [elements.Span(f"{label}: "), elements.Ul(links)],
        className="group-by",
        **{"aria-label": label},
    )


def _facet(facet: str, chosen: Filters, offered: Offered, place: PageAddress) -> Component:
    picked = query.words(chosen, facet, offered)
    name = query.NAMES[facet].capitalize()
    summary = [
        elements.Span(f"{name}: "),
        elements.Strong(fmt.join(picked) or query.NOBODY.get(facet, "all")),
    ]
    rest_words = query.NOBODY.get(facet, "all").capitalize()
    links = [_choice(facet, option, chosen, offered, place) for option in offered[facet]]
    rest = (
        [elements.Li(_go(rest_words, query.without(chosen, facet), f"{facet}-all", place))]
        if picked
        else []
    )
    own = [elements.Li(_own_days(chosen))] if facet == "days" else []
    return elements.unfolding(f"facet-{facet}", summary, [*links, *rest, *own], "Ul", "facet")


def _own_days(chosen: Filters) -> Component:
    """A field for a span of one's own; Enter goes there (assets/page.js)."""
    first, last = (query.span(chosen.days[0]) if chosen.days else None) or ("", "")
    written = f"{first}..{last}" if first or last else ""
    field = elements.Input(
        id="days-own",
        key=f"days {written} {len(chosen.remarks)}",
        type="text",
        defaultValue=written,
        placeholder="2025-01-20..2026-01-19",
        maxLength=22,
        autoComplete="off",
    )
    says = elements.Span("First and last day, either may be left out")
    return elements.Form(elements.Label([says, field], className="own"), id="days-form")


def _choice(
    facet: str, option: Option, chosen: Filters, offered: Offered, place: PageAddress
) -> Component:
    there = query.toggled(chosen, facet, option.value, offered)
    on = option.value in chosen.of(facet)
    return elements.Li(_go(option.words, there, f"{facet}-{option.value}", place, on=on))


def _go(
    label: str, there: Filters, name: str, place: PageAddress = OVERVIEW, *, on: bool = False
) -> Component:
    """A link to another view of this page; the page follows it without loading anew."""
    state = {"aria-current": "true"} if on else {}
    return elements.A(
        label,
        href=place.address(there),
        id=f"go-{name}",
        className="chosen" if on else None,
        **{"data-view": "yes", **state},
    )


def in_words(chosen: Filters, offered: Offered) -> str:
    """What is chosen, in one line."""
    selected = [
        f"{query.NAMES[facet]} {fmt.join(query.words(chosen, facet, offered), 'or')}"
        for facet in chosen.chosen
    ]
    return "; ".join(selected) or fmt.EVERYTHING


def matching(
    totals: Mapping[str, Any], chosen: Filters, offered: Offered, *, whole: bool = True
) -> str:
    """How many actions and awards a view is of, and of which filters.

    `whole`: false where it is narrowed by more than filters.
    """
    if not totals["actions"]:
        return "Nothing held matches these filters."
    held = f"{fmt.count(totals['actions'], 'action')} of {fmt.count(totals['awards'], 'award')}"
    if not chosen.chosen:
        return f"Showing {'all ' if whole else ''}{held}."
    return f"Showing {held}: {fmt.sentence_end(in_words(chosen, offered))}"


Count = Callable[[Filters], int]
"""How many awards a view with other filters would have."""


def counted(build: Build) -> Count:
    """The count of a page that sums actions: the awards they are of."""
    return lambda there: int(queries.totals(build, query.selection(there))["awards"])


def nothing(
    chosen: Filters,
    offered: Offered,
    count: Count,
    place: PageAddress = OVERVIEW,
    words_asked: str = "",
) -> Component:
    """Which filter emptied the view, and ways out of it.

    `words_asked`: what the texts had to hold, where a page looks for words too.
    """
    narrowing = [facet for facet in chosen.chosen if facet != "dollars"]
    wider = {facet: query.without(chosen, facet) for facet in narrowing}
    left = {facet: count(there) for facet, there in wider.items()}
    ways = [
        elements.Li(
            [
                _go(f"Without the {query.NAMES[facet]} filter", there, f"without-{facet}", place),
                f": {fmt.count(left[facet], 'award')}",
            ]
        )
        for facet, there in wider.items()
        if left[facet]
    ]
    names = [
        f"{query.NAMES[f]} {fmt.join(query.words(chosen, f, offered), 'or')}" for f in narrowing
    ]
    names += [f"the words “{words_asked}”"] if words_asked else []
    emptied = [f"the {query.NAMES[facet]} filter" for facet in narrowing if left[facet]]
    cause = f" It was emptied by {fmt.join(emptied, 'or')}." if emptied else ""
    together = " together" if len(names) > 1 else ""
    clear = elements.Li(
        _go("Clear all filters", query.NONE, "clear-empty", PageAddress(place.path))
    )
    says = f"No action held has {fmt.join(names)}{together}.{cause}"
    return elements.plain(
        elements.Div(
            [elements.P(says if names else "Nothing held matches."), elements.Ul([*ways, clear])],
            className="empty",
            id="empty",
        )
    )
