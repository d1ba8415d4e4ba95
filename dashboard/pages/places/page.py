"""Places: obligations by state and district, the work and the vendor's address kept apart."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from analysis.published import place_queries
from dashboard import views
from dashboard.charts import districts, states
from dashboard.components import common, filter_bar, subjects
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.page import FilteredPage
from dashboard.pages.places import request
from dashboard.pages.places.request import BY, SIDES
from dashboard.published_data import Row
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url.paths import PLACES as PATH
from dashboard.url.view_request import ViewRequest
from dashboard.views import Column, Shown, Table, View
from fetch.errors import InputError

MOST, MOST_APART = 100, 12
MOST_AWARDS = 40
SQUARES = (
    "A square is a district, a block of them a state, about where it lies. Their borders change "
    "with each map of the House, and their outlines could not be had in a form that may ship here."
)
CAUTIONS = " ".join(place_queries.CAUTIONS)


def _by(asked: ViewRequest) -> str:
    return BY[request.by(asked)]


def _side(asked: ViewRequest) -> str:
    return SIDES[request.side(asked)]


def _address(asked: ViewRequest, **other: str) -> str:
    """The address of the page with something else chosen."""
    there = request.with_state(asked, **other)
    return there.page.address(there.chosen)


# --- the ranking


def _ranked(asked: ViewRequest) -> pd.DataFrame:
    return place_queries.ranked(
        asked.build, request.side(asked), request.by(asked), request.rows_wanted(asked)
    )


def _unstated(found: pd.DataFrame) -> bool:
    """Does no action state its place on this side? Then there is no map."""
    totals = place_queries.whole(found)
    return bool(totals["unstated_actions"] == totals["actions"])


def _lead(shown: Shown) -> list[Any]:
    asked = shown.asked
    says = _says(asked, place_queries.whole(shown.frame))
    return [
        _switch("Which place", "side", asked, SIDES),
        _switch("Told by", "by", asked, BY),
        elements.P(says, className="lead", id="places-say"),
    ]


def _switch(label: str, name: str, asked: ViewRequest, choices: dict[str, str]) -> Element:
    return filter_bar.switch(
        label, name, choices, asked.state(name), lambda way: _address(asked, **{name: way}, at="")
    )


def _says(asked: ViewRequest, totals: dict[str, Any]) -> str:
    """What is obligated in all, and how many actions state no place on this side."""
    unstated, actions = totals["unstated_actions"], totals["actions"]
    if unstated == actions:
        only_sample = asked.build.only_sample
        why = "The embedded sample holds no places" if only_sample else "No action states one"
        return (
            f"{why}: {_side(asked)} is not stated for any of "
            f"{fmt.count(actions, 'action')}, {fmt.exact(totals['obligated_usd'])} obligated."
        )
    said = "every action states its place on this side."
    if unstated:
        said = (
            f"{unstated:,} of {fmt.count(actions, 'action')} "
            f"{fmt.verb(unstated, 'states', 'state')} no place on this side; their dollars "
            "stand in a row of their own."
        )
    return f"{fmt.exact(totals['obligated_usd'])} obligated; {said}"


def _map(shown: Shown) -> list[Element]:
    asked, found = shown.asked, shown.frame
    if _unstated(found):
        return []
    source, by = asked.source_of_all, _by(asked)
    title = f"Dollars obligated by {by}, {_side(asked)}"
    ways = found.assign(address=[_address(asked, at=code) for code in found["at"]])
    by_district = request.by(asked) == "district"
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
    return [*lead, chart, *_beside(shown.rows, request.by(asked), kind.drawn())]


def _beside(found: list[Row], column: str, known: Collection[str]) -> list[Element]:
    """What is stated and not on the map, with its dollars."""
    apart = [
        f"{row['name']} {fmt.exact(row['obligated_usd'])}"
        for row in found
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


def _place(row: Row, shown: Shown) -> Element:
    return elements.A(row["name"], href=f"{_address(shown.asked, at=row['at'])}#place")


def _columns(shown: Shown) -> list[Column]:
    return [
        Column(_by(shown.asked).capitalize(), _place),
        views.usd("obligated_usd", "Obligated"),
        views.share("share_of_all", "Share of all", "no share"),
        views.number("awards", "Awards"),
        views.number("actions", "Actions"),
    ]


def _caption(shown: Shown) -> str:
    total = len(shown.frame)
    cut = f", the {MOST} most obligated of {total:,}" if total > MOST else ""
    return f"Obligations by {_by(shown.asked)}, {_side(shown.asked)}{cut}"


RANKING = View(
    "places",
    lambda shown: f"Obligations by {_by(shown.asked)}: {_side(shown.asked)}",
    "Net obligations of the actions that state each place on this side. An award counts in "
    "every place that its actions state, so awards must not be added. " + CAUTIONS,
    _ranked,
    PATH,
    read=request.read,
    takes="This ranking",
    heading=lambda shown: f"By {_by(shown.asked)}: {_side(shown.asked)}",
    part="ranking",
    lead=_lead,
    above=_map,
    tables=[Table(_caption, _columns, "places-table", MOST)],
    notes=lambda _: [subjects.cautions(place_queries.CAUTIONS)],
    chart_name=lambda shown: "" if _unstated(shown.frame) else "places",
    cite=lambda shown: (
        f"Obligations by {_by(shown.asked)}, {_side(shown.asked)}: {shown.asked.in_words}. "
        f"{citations.leading(shown.frame, 'name', citations.OF_VIEW)}"
    ),
)


# --- the awards of one place

THERE = citations.obligated(
    "the sum of the actions of this view there", "obligated_there_usd", "{} obligated there"
)


def _at(asked: ViewRequest) -> pd.DataFrame:
    return place_queries.awards_at(
        asked.build, request.side(asked), asked.state("at"), request.rows_wanted(asked)
    )


def _title(shown: Shown) -> str:
    return f"Awards: {place_queries.named(shown.asked.state('at'))}"


def _awards_lead(shown: Shown) -> list[str]:
    cut = f"{len(shown.frame):,}"
    if len(shown.frame) > MOST_AWARDS:
        cut = f"the {MOST_AWARDS} most obligated of {cut}"
    told = fmt.sentence(shown.asked.in_words)
    return [f"Awards whose actions state it as {_side(shown.asked)}: {cut}. {told}"]


def _close(shown: Shown) -> list[Element]:
    away = _address(shown.asked, at="")
    return [elements.P(elements.A("Close this list", href=away, **{"data-view": "yes"}))]


AT_PLACE = View(
    "place-awards",
    lambda shown: f"Awards of the place {shown.asked.state('at')}: {_side(shown.asked)}",
    "Each row is one award; obligated_there_usd is what the actions obligate that state this "
    "place, obligated_usd all of the award. " + CAUTIONS,
    _at,
    PATH,
    read=request.read,
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
    cite=lambda shown: (
        f"{_title(shown)}, {_side(shown.asked)}: {shown.asked.in_words}. "
        f"{citations.leading(shown.frame, 'award_key', THERE)}"
    ),
)


def _awards(asked: ViewRequest) -> Element:
    try:
        found = _at(asked)
    except InputError as error:
        return common.section("No such place", "place", [elements.P(fmt.sentence(str(error)))])
    return AT_PLACE.section(asked, found)


def _sections(asked: ViewRequest, found: pd.DataFrame) -> list[Element]:
    there = [_awards(asked)] if asked.state("at") else []
    return [*there, RANKING.section(asked, found)]


def _says_view(asked: ViewRequest, found: pd.DataFrame) -> str:
    return f"Showing {fmt.count(int(found['actions'].sum()), 'action')}: {asked.in_words}."


def _without_place(asked: ViewRequest) -> ViewRequest:
    return request.with_state(asked, at="")


def _nothing(asked: ViewRequest, found: pd.DataFrame) -> list[Element] | None:
    return None if len(found) else [filter_bar.nothing(_without_place(asked))]


PAGE = FilteredPage(
    PATH,
    "Places",
    "Obligations by place",
    "Each action states where its work is done and where its vendor is. They are two "
    "questions: the same dollars, told twice, never to be added.",
    "places",
    read=request.read,
    measure=_ranked,
    says=_says_view,
    empty=_nothing,
    sections=_sections,
    bar_of=_without_place,
    views=[RANKING, AT_PLACE],
)
