"""Places: obligations by state and district, the work and the vendor's address kept apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from analysis.published import place_queries
from dashboard import views
from dashboard.charts import districts, states
from dashboard.components import common, filter_bar, subjects
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.page import FilteredPage
from dashboard.pages.places import places_request
from dashboard.pages.places.places_request import BY, SIDES
from dashboard.published_data import Row
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url.paths import PLACES as PATH
from dashboard.url.view_request import ViewRequest
from dashboard.views import Column, Result, Table, View
from fetch.errors import InputError

MOST, MOST_APART = 100, 12
MOST_AWARDS = 40
SQUARES = (
    "A square is a district, a block of them a state, about where it lies. Their borders change "
    "with each map of the House, and their outlines could not be had in a form that may ship here."
)
CAUTIONS = " ".join(place_queries.CAUTIONS)


def _by(request: ViewRequest) -> str:
    return BY[places_request.by(request)]


def _side(request: ViewRequest) -> str:
    return SIDES[places_request.side(request)]


def _address(request: ViewRequest, **other: str) -> str:
    """The address of the page with something else chosen."""
    there = places_request.with_state(request, **other)
    return there.page.address(there.filters)


# --- the ranking


def _ranked(request: ViewRequest) -> pd.DataFrame:
    return place_queries.ranked(
        request.build,
        places_request.side(request),
        places_request.by(request),
        places_request.rows_wanted(request),
    )


def _unstated(ranking: pd.DataFrame) -> bool:
    """Does no action state its place on this side? Then there is no map."""
    totals = place_queries.whole(ranking)
    return bool(totals["unstated_actions"] == totals["actions"])


def _lead(result: Result) -> list[Any]:
    request = result.request
    says = _says(request, place_queries.whole(result.frame))
    return [
        _switch("Which place", "side", request, SIDES),
        _switch("Told by", "by", request, BY),
        elements.P(says, className="lead", id="places-say"),
    ]


def _switch(label: str, name: str, request: ViewRequest, choices: dict[str, str]) -> Element:
    return filter_bar.switch(
        label,
        name,
        choices,
        request.state(name),
        lambda way: _address(request, **{name: way}, at=""),
    )


def _says(request: ViewRequest, totals: Mapping[str, Any]) -> str:
    """What is obligated in all, and how many actions state no place on this side."""
    unstated, actions = totals["unstated_actions"], totals["actions"]
    if unstated == actions:
        only_sample = request.build.only_sample
        none = "The embedded sample holds no place of these"
        why = none if only_sample else "No action states one"
        return (
            f"{why}: {_side(request)} is not stated for any of "
            f"{fmt.count(actions, 'action')}, {fmt.exact(totals['obligated_usd'])} obligated."
        )
    sentence = "every action states its place on this side."
    if unstated:
        sentence = (
            f"{unstated:,} of {fmt.count(actions, 'action')} "
            f"{fmt.verb(unstated, 'has', 'have')} no place on this side in what is held; their "
            "dollars stand in a row of their own."
        )
    return f"{fmt.exact(totals['obligated_usd'])} obligated; {sentence}"


def _map(result: Result) -> list[Element]:
    request, ranking = result.request, result.frame
    if _unstated(ranking):
        return []
    source, by = request.source_of_all, _by(request)
    title = f"Dollars obligated by {by}, {_side(request)}"
    ways = ranking.assign(address=[_address(request, at=code) for code in ranking["at"]])
    by_district = places_request.by(request) == "district"
    kind = districts if by_district else states
    drawn = (
        districts.districts(ways, title, source)
        if by_district
        else states.states(ways, title, source)
    )
    spoken = f"Map of each {by}: {title.lower()}. The table below has every figure."
    as_table = [elements.P(elements.A("The ranked table, below", href="#places-table"))]
    chart = common.chart("places", drawn, spoken, source, elements.Span(), as_table)
    lead = [elements.P(SQUARES, className="quiet", id="squares")] if by_district else []
    return [*lead, chart, *_beside(result.rows, places_request.by(request), kind.drawn())]


def _beside(ranking: list[Row], column: str, known: Collection[str]) -> list[Element]:
    """What is stated and not on the map, with its dollars."""
    apart = [
        f"{row['name']} {fmt.exact(row['obligated_usd'])}"
        for row in ranking
        if row[column] not in known
    ]
    if not apart:
        return []
    most = fmt.join([*apart[:MOST_APART], *_rest(apart)])
    return [elements.P(f"Not on the map: {most}.", id="off-the-map")]


def _rest(apart: list[str]) -> list[str]:
    """How many more are named in the table alone."""
    rest = len(apart) - MOST_APART
    return [f"{rest:,} more, which the table names"] if rest > 0 else []


def _place(row: Row, result: Result) -> Element:
    return elements.A(row["name"], href=f"{_address(result.request, at=row['at'])}#place")


def _columns(result: Result) -> list[Column]:
    return [
        Column(_by(result.request).capitalize(), _place),
        views.usd("obligated_usd", "Obligated"),
        views.share("share_of_all", "Share of all", "no share"),
        views.number("awards", "Awards"),
        views.number("actions", "Actions"),
    ]


def _caption(result: Result) -> str:
    total = len(result.frame)
    cut = f", the {MOST} most obligated of {total:,}" if total > MOST else ""
    return f"Obligations by {_by(result.request)}, {_side(result.request)}{cut}"


RANKING = View(
    "places",
    lambda result: f"Obligations by {_by(result.request)}: {_side(result.request)}",
    "Net obligations of the actions that state each place on this side. An award counts in "
    "every place that its actions state, so awards must not be added. " + CAUTIONS,
    _ranked,
    PATH,
    read=places_request.read,
    takes="This ranking",
    heading=lambda result: f"By {_by(result.request)}: {_side(result.request)}",
    part="ranking",
    lead=_lead,
    above=_map,
    tables=[Table(_caption, _columns, "places-table", MOST)],
    notes=lambda _: [subjects.cautions(place_queries.CAUTIONS)],
    chart_name=lambda result: "" if _unstated(result.frame) else "places",
    cite=lambda result: (
        f"Obligations by {_by(result.request)}, {_side(result.request)}: "
        f"{result.request.in_words}. "
        f"{citations.leading(result.frame, 'name', citations.OF_VIEW)}"
    ),
)


# --- the awards of one place

THERE = citations.obligated(
    "the sum of the actions of this view there", "obligated_there_usd", "{} obligated there"
)


def _at(request: ViewRequest) -> pd.DataFrame:
    return place_queries.awards_at(
        request.build,
        places_request.side(request),
        request.state("at"),
        places_request.rows_wanted(request),
    )


def _title(result: Result) -> str:
    return f"Awards: {place_queries.named(result.request.state('at'))}"


def _awards_lead(result: Result) -> list[str]:
    cut = f"{len(result.frame):,}"
    if len(result.frame) > MOST_AWARDS:
        cut = f"the {MOST_AWARDS} most obligated of {cut}"
    filters = fmt.sentence(result.request.in_words)
    return [f"Awards whose actions state it as {_side(result.request)}: {cut}. {filters}"]


def _close(result: Result) -> list[Element]:
    away = _address(result.request, at="")
    return [elements.P(elements.A("Close this list", href=away, **{"data-view": "yes"}))]


AT_PLACE = View(
    "place-awards",
    lambda result: f"Awards of the place {result.request.state('at')}: {_side(result.request)}",
    "Each row is one award; obligated_there_usd is what the actions obligate that state this "
    "place, obligated_usd all of the award. " + CAUTIONS,
    _at,
    PATH,
    read=places_request.read,
    takes="These awards",
    heading=_title,
    part="place",
    lead=_awards_lead,
    tables=[
        Table(
            "Awards of this place",
            [
                views.award(),
                views.vendor(),
                views.own_words(),
                views.text("component", "Component"),
                views.bought(),
                views.usd("obligated_there_usd", "Obligated there"),
                views.usd("obligated_usd", "Obligated in all"),
                views.official(),
            ],
            "place-awards",
            MOST_AWARDS,
        )
    ],
    source=lambda _: "",
    below=_close,
    cite=lambda result: (
        f"{_title(result)}, {_side(result.request)}: {result.request.in_words}. "
        f"{citations.leading(result.frame, 'award_key', THERE)}"
    ),
)


def _awards(request: ViewRequest) -> Element:
    try:
        frame = _at(request)
    except InputError as error:
        return common.section("No such place", "place", [elements.P(fmt.sentence(str(error)))])
    return AT_PLACE.section(request, frame)


def _sections(request: ViewRequest, ranking: pd.DataFrame) -> list[Element]:
    there = [_awards(request)] if request.state("at") else []
    return [*there, RANKING.section(request, ranking)]


def _says_view(request: ViewRequest, ranking: pd.DataFrame) -> str:
    return f"Showing {fmt.count(int(ranking['actions'].sum()), 'action')}: {request.in_words}."


def _without_place(request: ViewRequest) -> ViewRequest:
    return places_request.with_state(request, at="")


def _nothing(request: ViewRequest, ranking: pd.DataFrame) -> list[Element] | None:
    return None if len(ranking) else [filter_bar.nothing(_without_place(request))]


PAGE = FilteredPage(
    PATH,
    "Places",
    "Obligations by place",
    "Each action states where its work is done and where its vendor is. They are two "
    "questions: the same dollars, told twice, never to be added.",
    "places",
    read=places_request.read,
    measure=_ranked,
    says=_says_view,
    empty=_nothing,
    sections=_sections,
    bar_of=_without_place,
    views=[RANKING, AT_PLACE],
)
