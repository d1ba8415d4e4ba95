"""Obligations by place: by state and district, the work and the vendor's address kept apart."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis.published import place_queries
from analysis.published.build import Build
from dashboard import facets, live_view
from dashboard.charts import districts, states
from dashboard.components import common, download_bar, page_frame, subjects
from dashboard.html import elements
from dashboard.pages.places import choice as places
from dashboard.pages.places.choice import BY, PATH, SIDES, PlacesQuery
from dashboard.published_data import PublishedData, rows
from dashboard.text import citations
from dashboard.text import format as fmt
from fetch.errors import InputError

NAME = "Places"
TITLE = "Places, Sole Source"
MOST, MOST_APART = 100, 12
MOST_AWARDS = 40
COLUMNS = [
    ("Obligated", "number"),
    ("Share of all", "number"),
    ("Awards", "number"),
    ("Actions", "number"),
]
AWARDS = [
    ("Award", ""),
    ("Vendor", ""),
    ("What", "words"),
    ("Component", ""),
    ("How bought", "bought"),
    ("Obligated there", "number"),
    ("Obligated in all", "number"),
    ("Official record", ""),
]


def layout(data: PublishedData, search: str = "", **_: Any) -> Component:
    """The switches, the map, the ranking and the awards of one place."""
    build = data.build()
    lead = (
        "Each action states where its work is done and where its vendor is. They are two "
        "questions: the same dollars, told twice, never to be added."
    )
    return page_frame.of(
        build,
        "Obligations by place",
        elements.P(lead, className="lead"),
        *live_view.boxes("places", _view, build, search),
    )


def register(app: Dash, data: PublishedData) -> None:
    """The address draws the page."""
    live_view.follow(app, data, "places", PATH, _view)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    asked, offered = places.asked_of(build, search)
    found = place_queries.ranked(build, asked.side, asked.by, asked.wanted)
    told = facets.in_words(asked.chosen, offered)
    held = fmt.count(int(found["actions"].sum()), "action")
    says = f"Showing {held}: {told}."
    bar = facets.bar(asked.chosen, offered, says, asked.place(at=""))
    if not len(found):
        count, place = facets.counted(build), asked.place(at="")
        return bar, [facets.nothing(asked.chosen, offered, count, place)]
    return bar, [
        *([_awards(build, asked, told)] if asked.at else []),
        _ranking(build, asked, found, told),
    ]


# --- the ranking


def _ranking(build: Build, asked: PlacesQuery, found: pd.DataFrame, told: str) -> Component:
    totals = place_queries.whole(found)
    title = f"By {BY[asked.by]}: {SIDES[asked.side]}"
    none = totals["unstated_actions"] == totals["actions"]
    return common.section(
        title,
        "ranking",
        [
            _switch("Which place", "side", asked, SIDES),
            _switch("Told by", "by", asked, BY),
            elements.P(_says(build, totals, asked), className="lead", id="places-say"),
            *([] if none else _map(build, asked, found)),
            _table(asked, found),
            subjects.cautions(place_queries.CAUTIONS),
            elements.P(fmt.source_line(build.as_of, build.build_id), className="source"),
            download_bar.bar(
                build,
                [(f"places?{asked.query}", "This ranking")],
                asked.address(),
                f"Obligations by {BY[asked.by]}, {SIDES[asked.side]}: {told}. "
                f"{citations.leading(found, 'name', citations.OF_VIEW)}",
                found,
                chart="" if none else "places",
            ),
        ],
    )


THERE = citations.obligated(
    "the sum of the actions of this view there", "obligated_there_usd", "{} obligated there"
)


def _switch(label: str, name: str, asked: PlacesQuery, choices: dict[str, str]) -> Component:
    now = getattr(asked, name)
    return facets.switch(
        label, name, choices, now, lambda way: asked.address(**{name: way, "at": ""})
    )


def _says(build: Build, totals: dict[str, Any], asked: PlacesQuery) -> str:
    """What is obligated in all, and how many actions state no place on this side."""
    unstated, actions = totals["unstated_actions"], totals["actions"]
    if unstated == actions:
        why = "The embedded sample holds no places" if build.only_sample else "No action states one"
        return (
            f"{why}: {SIDES[asked.side]} is not stated for any of "
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


def _map(build: Build, asked: PlacesQuery, found: pd.DataFrame) -> list[Component]:
    source = fmt.source_line(build.as_of, build.build_id)
    by = BY[asked.by]
    title = f"Dollars obligated by {by}, {SIDES[asked.side]}"

    ways = found.assign(address=[asked.address(at=code) for code in found["at"]])
    if asked.by == "district":
        drawn, known = districts.districts(ways, title, source), districts.drawn()
    else:
        drawn, known = states.states(ways, title, source), states.drawn()
    spoken = f"Map of each {by}: {title.lower()}. The table below has every figure."
    as_table = [elements.P(elements.A("The ranked table, below", href="#places-table"))]
    chart = common.chart("places", drawn, spoken, source, elements.Span(), as_table)
    lead = [elements.P(SQUARES, className="quiet", id="squares")] if asked.by == "district" else []
    return [*lead, chart, *_beside(found, asked.by, known)]


SQUARES = (
    "A square is a district, a block of them a state, about where it lies. Their borders change "
    "with each map of the House, and their outlines could not be had in a form that may ship here."
)


def _beside(found: pd.DataFrame, column: str, known: Collection[str]) -> list[Component]:
    """What is stated and not on the map, with its dollars."""
    apart = [
        f"{row['name']} {fmt.exact(row['obligated_usd'])}"
        for row in rows(found)
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


def _table(asked: PlacesQuery, found: pd.DataFrame) -> Component:
    body = [
        [
            elements.A(row["name"], href=f"{asked.address(at=row['at'])}#place"),
            fmt.exact(row["obligated_usd"]),
            fmt.share(row["share_of_all"], "no share"),
            f"{row['awards']:,}",
            f"{row['actions']:,}",
        ]
        for row in rows(found.head(MOST))
    ]
    cut = f", the {MOST} most obligated of {len(found):,}" if len(found) > MOST else ""
    heading = (BY[asked.by].capitalize(), "")
    caption = f"Obligations by {BY[asked.by]}, {SIDES[asked.side]}{cut}"
    return common.table(caption, [heading, *COLUMNS], body, "places-table")


# --- the awards of one place


def _awards(build: Build, asked: PlacesQuery, told: str) -> Component:
    try:
        found = place_queries.awards_at(build, asked.side, asked.at, asked.wanted)
    except InputError as error:
        return common.section("No such place", "place", [elements.P(fmt.sentence(str(error)))])
    body = [
        [
            subjects.award_link(row),
            subjects.vendor_link(row["recipient_name"], row["vendor_family"]),
            subjects.own_words(row),
            fmt.text(row["component"]),
            subjects.bought(row["competition_class"]),
            fmt.exact(row["obligated_there_usd"]),
            fmt.exact(row["obligated_usd"]),
            subjects.official(row),
        ]
        for row in rows(found.head(MOST_AWARDS))
    ]
    cut = f"{len(found):,}"
    if len(found) > MOST_AWARDS:
        cut = f"the {MOST_AWARDS} most obligated of {cut}"
    title = f"Awards: {place_queries.named(asked.at)}"
    says = f"Awards whose actions state it as {SIDES[asked.side]}: {cut}. {fmt.sentence(told)}"
    return common.section(
        title,
        "place",
        [
            elements.P(says, className="lead"),
            common.table("Awards of this place", AWARDS, body, "place-awards"),
            elements.P(
                elements.A("Close this list", href=asked.address(at=""), **{"data-view": "yes"}),
            ),
            download_bar.bar(
                build,
                [(f"place-awards?{asked.query}", "These awards")],
                asked.address(),
                f"{title}, {SIDES[asked.side]}: {told}. "
                f"{citations.leading(found, 'award_key', THERE)}",
                found,
            ),
        ],
    )
