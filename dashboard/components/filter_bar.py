"""Filter bar: the lists of choices above a view, and its empty state.

Every choice is a link to another address of the same page; the page follows it without
loading anew (assets/page.js).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from analysis.published import queries
from dashboard.facets import BY_NAME, Facet, Option
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.text import format as fmt
from dashboard.url import days, query
from dashboard.url.query import Filters, Offered
from dashboard.url.view_request import PageAddress, ViewRequest, heeded

Address = Callable[[str], str]
Count = Callable[[Filters], int]
"""How many awards a view with other filters would have."""


def bar(request: ViewRequest, says: str, ignores: Sequence[str] = ()) -> list[Element]:
    """A list to open for each facet that the page heeds, a way to clear them, and `says`.

    `says` is what they select. Then what the address names in vain.
    """
    filters, offered, place = request.filters, request.offered, request.page
    result = [
        each
        for each in heeded(request.path, ignores)
        if offered[each.name] or filters.of(each.name)
    ]
    first, more = (
        [_facet(each, filters, offered, place) for each in result if each.more is behind]
        for behind in (False, True)
    )
    clear = [_go("Clear all filters", query.NONE, "clear", place)] if filters.facets else []
    return [
        elements.Nav([*first, *_more(filters, more), *clear], className="facets", **LABELLED),
        elements.P(says, role="status", id="matching"),
        *(elements.P(remark, className="remark", role="note") for remark in filters.remarks),
    ]


LABELLED = {"aria-label": "Filters"}


def _more(filters: Filters, facets: Sequence[Element]) -> list[Element]:
    """The lists that few need, behind one heading; open where something in them is chosen."""
    if not facets:
        return []
    is_open = any(BY_NAME[facet].more for facet in filters.facets)
    return [
        elements.Details(
            [elements.Summary("More filters"), elements.Div(facets, className="facets")],
            className="more",
            id="more-filters",
            open=is_open,
        )
    ]


def switch(label: str, name: str, ways: Mapping[str, str], now: str, address: Address) -> Element:
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


def _facet(each: Facet, filters: Filters, offered: Offered, place: PageAddress) -> Element:
    facet = each.name
    picked = query.words(filters, facet, offered)
    name = each.label.capitalize()
    summary = [
        elements.Span(f"{name}: "),
        elements.Strong(fmt.join(picked) or each.otherwise),
    ]
    rest_words = each.otherwise.capitalize()
    links = [_choice(facet, option, filters, offered, place) for option in offered[facet]]
    rest = (
        [elements.Li(_go(rest_words, query.without(filters, facet), f"{facet}-all", place))]
        if picked
        else []
    )
    own = [elements.Li(_own_days(filters))] if facet == "days" else []
    return elements.unfolding(f"facet-{facet}", summary, [*links, *rest, *own], "Ul", "facet")


def _own_days(filters: Filters) -> Element:
    """A field for a span of one's own; Enter goes there (assets/page.js)."""
    first, last = (days.span(filters.of("days")[0]) if filters.of("days") else None) or ("", "")
    written = f"{first}..{last}" if first or last else ""
    field = elements.Input(
        id="days-own",
        key=f"days {written} {len(filters.remarks)}",
        type="text",
        defaultValue=written,
        placeholder="2025-01-20..2026-01-19",
        maxLength=22,
        autoComplete="off",
    )
    says = elements.Span("First and last day, either may be left out")
    return elements.Form(elements.Label([says, field], className="own"), id="days-form")


def _choice(
    facet: str, option: Option, filters: Filters, offered: Offered, place: PageAddress
) -> Element:
    there = query.toggled(filters, facet, option.value, offered)
    on = option.value in filters.of(facet)
    return elements.Li(_go(option.words, there, f"{facet}-{option.value}", place, on=on))


def _go(label: str, there: Filters, name: str, place: PageAddress, *, on: bool = False) -> Element:
    """A link to another view of this page; the page follows it without loading anew."""
    state = {"aria-current": "true"} if on else {}
    return elements.A(
        label,
        href=place.address(there),
        id=f"go-{name}",
        className="chosen" if on else None,
        **{"data-view": "yes", **state},
    )


def matching(totals: Mapping[str, Any], request: ViewRequest, *, whole: bool = True) -> str:
    """How many actions and awards a view is of, and of which filters.

    `whole`: false where it is narrowed by more than filters.
    """
    if not totals["actions"]:
        return "Nothing held matches these filters."
    held = f"{fmt.count(totals['actions'], 'action')} of {fmt.count(totals['awards'], 'award')}"
    if not request.filters.facets:
        return f"Showing {'all ' if whole else ''}{held}."
    return f"Showing {held}: {fmt.sentence_end(request.in_words)}"


def awards_of(request: ViewRequest) -> Count:
    """The count of a page that sums actions: the awards they are of."""
    return lambda there: int(queries.totals(request.build, query.selection(there))["awards"])


def nothing(request: ViewRequest, count: Count | None = None, words_asked: str = "") -> Element:
    """Which filter emptied the view, and ways out of it.

    `count`: of the awards of a view with other filters. `words_asked`: what the texts had to hold,
    where a page looks for words too.
    """
    filters, offered, place = request.filters, request.offered, request.page
    counted = count or awards_of(request)
    # dollars change how sums are told, not which: they never empty a view
    narrowing = [facet for facet in filters.facets if facet != "dollars"]
    wider = {facet: query.without(filters, facet) for facet in narrowing}
    left = {facet: counted(there) for facet, there in wider.items()}
    label = {facet: BY_NAME[facet].label for facet in narrowing}
    ways = [
        elements.Li(
            [
                _go(f"Without the {label[facet]} filter", there, f"without-{facet}", place),
                f": {fmt.count(left[facet], 'award')}",
            ]
        )
        for facet, there in wider.items()
        if left[facet]
    ]
    names = [
        f"{label[facet]} {fmt.join(query.words(filters, facet, offered), 'or')}"
        for facet in narrowing
    ]
    names += [f"the words “{words_asked}”"] if words_asked else []
    emptied = [f"the {label[facet]} filter" for facet in narrowing if left[facet]]
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
