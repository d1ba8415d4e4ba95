"""Obligations by place: by state and district, the work and the vendor's address kept apart."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis import place_queries
from analysis.published import Build
from dashboard import (
    citing,
    district_figures,
    facets,
    following,
    html,
    page,
    parts,
    place_figures,
    places,
    subjects,
    ways_out,
    words,
)
from dashboard.data import Held, rows
from dashboard.places import BY, PATH, SIDES, Asked
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


def layout(data: Held, search: str = "", **_: Any) -> Component:
    """The switches, the map, the ranking and the awards of one place."""
    build = data.build()
    lead = (
        "Each action states where its work is done and where its vendor is. They are two "
        "questions: the same dollars, told twice, never to be added."
    )
    return page.of(
        build,
        "Obligations by place",
        html.P(lead, className="lead"),
        *following.boxes("places", _view, build, search),
    )


def register(app: Dash, data: Held) -> None:
    """The address draws the page."""
    following.follow(app, data, "places", PATH, _view)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    asked, offered = places.asked_of(build, search)
    found = place_queries.ranked(build, asked.side, asked.by, asked.wanted)
    told = facets.in_words(asked.chosen, offered)
    held = words.count(int(found["actions"].sum()), "action")
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


def _ranking(build: Build, asked: Asked, found: pd.DataFrame, told: str) -> Component:
    totals = place_queries.whole(found)
    title = f"By {BY[asked.by]}: {SIDES[asked.side]}"
    none = totals["unstated_actions"] == totals["actions"]
    return parts.section(
        title,
        "ranking",
        [
            _switch("Which place", "side", asked, SIDES),
            _switch("Told by", "by", asked, BY),
            html.P(_says(build, totals, asked), className="lead", id="places-say"),
            *([] if none else _map(build, asked, found)),
            _table(asked, found),
            subjects.cautions(place_queries.CAUTIONS),
            html.P(words.source_line(build.as_of, build.build_id), className="source"),
            ways_out.bar(
                build,
                [(f"places?{asked.query}", "This ranking")],
                asked.address(),
                f"Obligations by {BY[asked.by]}, {SIDES[asked.side]}: {told}. "
                f"{citing.leading(found, 'name', citing.OF_VIEW)}",
                found,
                chart="" if none else "places",
            ),
        ],
    )


THERE = citing.obligated(
    "the sum of the actions of this view there", "obligated_there_usd", "{} obligated there"
)


def _switch(label: str, name: str, asked: Asked, choices: dict[str, str]) -> Component:
    now = getattr(asked, name)
    return facets.switch(
        label, name, choices, now, lambda way: asked.address(**{name: way, "at": ""})
    )


def _says(build: Build, totals: dict[str, Any], asked: Asked) -> str:
    """What is obligated in all, and how many actions state no place on this side."""
    unstated, actions = totals["unstated_actions"], totals["actions"]
    if unstated == actions:
        why = "The embedded sample holds no places" if build.only_sample else "No action states one"
        return (
            f"{why}: {SIDES[asked.side]} is not stated for any of "
            f"{words.count(actions, 'action')}, {words.exact(totals['obligated_usd'])} obligated."
        )
    said = "every action states its place on this side."
    if unstated:
        said = (
            f"{unstated:,} of {words.count(actions, 'action')} "
            f"{words.verb(unstated, 'states', 'state')} no place on this side; their dollars "
            "stand in a row of their own."
        )
    return f"{words.exact(totals['obligated_usd'])} obligated; {said}"


def _map(build: Build, asked: Asked, found: pd.DataFrame) -> list[Component]:
    source = words.source_line(build.as_of, build.build_id)
    by = BY[asked.by]
    title = f"Dollars obligated by {by}, {SIDES[asked.side]}"

    ways = found.assign(address=[asked.address(at=code) for code in found["at"]])
    if asked.by == "district":
        drawn, known = district_figures.districts(ways, title, source), district_figures.drawn()
    else:
        drawn, known = place_figures.states(ways, title, source), place_figures.drawn()
    spoken = f"Map of each {by}: {title.lower()}. The table below has every figure."
    as_table = [html.P(html.A("The ranked table, below", href="#places-table"))]
    chart = parts.chart("places", drawn, spoken, source, html.Span(), as_table)
    lead = [html.P(SQUARES, className="quiet", id="squares")] if asked.by == "district" else []
    return [*lead, chart, *_beside(found, asked.by, known)]


SQUARES = (
    "A square is a district, a block of them a state, about where it lies. Their borders change "
    "with each map of the House, and their outlines could not be had in a form that may ship here."
)


def _beside(found: pd.DataFrame, column: str, known: Collection[str]) -> list[Component]:
    """What is stated and not on the map, with its dollars."""
    apart = [
        f"{row['name']} {words.exact(row['obligated_usd'])}"
        for row in rows(found)
        if row[column] not in known
    ]
    if not apart:
        return []
    most = words.listed([*apart[:MOST_APART], *_rest(apart)])
    return [html.P(f"Not on the map: {most}.", id="off-the-map")]


def _rest(apart: list[str]) -> list[str]:
    """How many more are named in the table alone."""
    rest = len(apart) - MOST_APART
    return [f"{rest:,} more, which the table names"] if rest > 0 else []


def _table(asked: Asked, found: pd.DataFrame) -> Component:
    body = [
        [
            html.A(row["name"], href=f"{asked.address(at=row['at'])}#place"),
            words.exact(row["obligated_usd"]),
            words.share(row["share_of_all"], "no share"),
            f"{row['awards']:,}",
            f"{row['actions']:,}",
        ]
        for row in rows(found.head(MOST))
    ]
    cut = f", the {MOST} most obligated of {len(found):,}" if len(found) > MOST else ""
    heading = (BY[asked.by].capitalize(), "")
    caption = f"Obligations by {BY[asked.by]}, {SIDES[asked.side]}{cut}"
    return parts.table(caption, [heading, *COLUMNS], body, "places-table")


# --- the awards of one place


def _awards(build: Build, asked: Asked, told: str) -> Component:
    try:
        found = place_queries.awards_at(build, asked.side, asked.at, asked.wanted)
    except InputError as error:
        return parts.section("No such place", "place", [html.P(words.sentence(str(error)))])
    body = [
        [
            subjects.award_link(row),
            subjects.vendor_link(row["recipient_name"], row["vendor_family"]),
            subjects.own_words(row),
            words.text(row["component"]),
            subjects.bought(row["competition_class"]),
            words.exact(row["obligated_there_usd"]),
            words.exact(row["obligated_usd"]),
            subjects.official(row),
        ]
        for row in rows(found.head(MOST_AWARDS))
    ]
    cut = f"{len(found):,}"
    if len(found) > MOST_AWARDS:
        cut = f"the {MOST_AWARDS} most obligated of {cut}"
    title = f"Awards: {place_queries.named(asked.at)}"
    says = f"Awards whose actions state it as {SIDES[asked.side]}: {cut}. {words.sentence(told)}"
    return parts.section(
        title,
        "place",
        [
            html.P(says, className="lead"),
            parts.table("Awards of this place", AWARDS, body, "place-awards"),
            html.P(
                html.A("Close this list", href=asked.address(at=""), **{"data-view": "yes"}),
            ),
            ways_out.bar(
                build,
                [(f"place-awards?{asked.query}", "These awards")],
                asked.address(),
                f"{title}, {SIDES[asked.side]}: {told}. "
                f"{citing.leading(found, 'award_key', THERE)}",
                found,
            ),
        ],
    )
