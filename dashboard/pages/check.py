"""Is a figure in the news right? The verdict, and the sums nearest to it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis import press, press_rows
from analysis.published import Build
from dashboard import (
    behind,
    citing,
    facets,
    filters,
    following,
    html,
    page,
    parts,
    subjects,
    ways_out,
    words,
)
from dashboard.data import Held
from fetch.errors import SoleSourceError

PATH = "/check"
NAME = "Check a figure"
TITLE = "Check a figure, Sole Source"
EXAMPLE = "ICE Palantir 2025 $81 million"
LONGEST = 200
NEAREST = [
    ("Sum", "number"),
    ("Differs by", "number"),
    ("Definition", "words"),
    ("From", "date"),
    ("To", "date"),
    ("Awards", "number"),
    ("Actions", "number"),
    ("Comes near enough", ""),
]
KNOWN = [
    ("What was said", "words"),
    ("Figure", "number"),
    ("Held against the records", "kind"),
    ("Nearest sum", "number"),
    ("Differs by", "number"),
    ("Its definition", "words"),
    ("Said by", "words"),
]
VERDICTS = {
    press.REPRODUCED: "The records held give this figure, under the definition asked for.",
    press.OTHERWISE: "The records held give this figure only under another definition. Quote it.",
    press.NOT: "No sum of the records held comes near it.",
    press.CANNOT: "What is held is not enough to answer: what is missing could decide it.",
}


def layout(data: Held, search: str = "", **_: Any) -> Component:
    """The question, its answer, and the figures that are known."""
    build = data.build()
    lead = (
        "Write the figure with whom and when it is about, and press Enter. It is held against "
        "obligations and ceilings under every definition that people have meant by such words."
    )
    return page.of(
        build,
        "Check a figure",
        html.P(lead, className="lead"),
        *following.boxes("check", _view, build, search),
    )


def register(app: Dash, data: Held) -> None:
    """Enter changes the address (assets/page.js), and the address draws the answer."""
    following.follow(app, data, "check", PATH, _view)


def _field(asked: str) -> Component:
    field = html.Input(
        id="check-text",
        key=f"asked {asked}",
        type="text",
        defaultValue=asked,
        placeholder=EXAMPLE,
        maxLength=LONGEST,
        autoComplete="off",
    )
    example = html.A(EXAMPLE, href=_path(EXAMPLE), id="example", **{"data-view": "yes"})
    return html.Form(
        [
            html.Label([html.Span("The figure, in words"), field]),
            html.P(["Such as: ", example], className="quiet"),
        ],
        id="check-form",
        className="asking",
        role="search",
        **{"aria-label": "Check a figure"},
    )


def _path(text: str) -> str:
    return f"{PATH}?{urlencode({'q': text})}"


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    text = filters.first(search, "q").strip()[:LONGEST]
    if not text:
        return [_field(text)], [_known(build)]
    try:
        return [_field(text)], [*_answer(build, text), _known(build)]
    except SoleSourceError as error:
        says = words.sentence(str(error))
        sorry = html.P(says, className="verdict", id="verdict")
        return [_field(text)], [sorry, _known(build)]


def _answer(build: Build, text: str) -> list[Component]:
    found = press.check(build, text)
    frame = press_rows.nearest(found)
    offered = facets.offered(build)
    body = [_near(row, behind.of_chosen(row["chosen"], offered)) for row in found["nearest"]]
    definition = (
        f" Definition: {words.sentence(found['definition'])}" if found["definition"] else ""
    )
    out = ways_out.bar(
        build,
        [(f"check?q={quote(text)}", "These sums")],
        _path(text),
        f"{text}: {words.sentence(found['verdict'])} {_nearest(found)}",
        *([frame] if found["sql"] else []),
    )
    return [
        parts.section(
            words.sentence(found["verdict"]).rstrip("."),
            "answer",
            [
                html.P(VERDICTS[found["verdict"]] + definition, className="verdict", id="verdict"),
                _understood(found["question"]),
                parts.table("The nearest sums", NEAREST, body, "nearest-table")
                if len(frame)
                else html.P("No sum of it is held."),
                html.P(words.source_line(build.as_of, build.build_id), className="source"),
                out,
            ],
        ),
        parts.section(
            "What is not held",
            "not-held",
            [
                html.Ul(
                    [html.Li(words.sentence(each)) for each in found["not_held"]], className="plain"
                )
            ],
        ),
    ]


def _nearest(found: dict[str, Any]) -> str:
    if not found["nearest"]:
        return "No sum of it is held."
    near = found["nearest"][0]
    definition = words.sentence(near["definition"])
    return f"Nearest sum held: {words.exact(near['usd'], 'nothing held')}. {definition}"


def _near(row: dict[str, Any], address: str) -> list[Any]:
    return [
        _led(row["usd"], address, "nothing held"),
        words.exact(row["differs_by_usd"], ""),
        html.Span([words.sentence(row["definition"]), " As asked." if row["asked"] else ""]),
        words.day(row["first_action_date"], ""),
        words.day(row["last_action_date"], ""),
        "" if row["awards"] is None else f"{row['awards']:,}",
        "" if row["actions"] is None else f"{row['actions']:,}",
        "yes" if row["within"] else "no",
    ]


def _led(usd: Any, address: str, otherwise: str) -> Any:
    """A sum that leads to its awards; words where none is held."""
    return otherwise if words.missing(usd) else behind.link(usd, address)


def _understood(asked: dict[str, Any]) -> Component:
    """How the words were read, so that a reader sees a wrong reading."""
    whom = words.text(asked["name"] or asked["award_key"], "nobody in particular")
    where = words.listed(asked["components"], "or") or "all of DHS"
    near = words.exact(asked["tolerance_usd"])
    return html.P(
        f"Read as: {words.exact(asked['amount_usd'])}, give or take {near}; of {whom}; component "
        f"{where}; {asked['span'] or 'all the time held'}; {asked['measure_in_words']}.",
        id="read-as",
    )


def _cites(frame: pd.DataFrame) -> str:
    sums = (
        citing.Measure("figure_usd", "{} printed"),
        citing.Measure("nearest_usd", "nearest sum held {}"),
    )
    return f"Figures that were printed: {citing.leading(frame, 'says', *sums)}"


def _known(build: Build) -> Component:
    found, offered = press.known_figures(build), facets.offered(build)
    body = [
        [
            words.text(row["says"]),
            words.exact(row["usd"]),
            words.text(row["verdict"]),
            _led(
                row["nearest_usd"],
                behind.of_chosen(json.loads(row["nearest_chosen"]), offered),
                "no sum",
            ),
            words.exact(row["differs_by_usd"], ""),
            words.text(row["definition"], ""),
            html.Span([subjects.source(row["source"]), f" ({words.text(row['published'])})"]),
        ]
        for row in found
    ]
    frame = press_rows.known(build)
    return parts.section(
        "Figures that were printed",
        "known",
        [
            html.P("Each held against the records of this build.", className="lead"),
            parts.table("Known figures", KNOWN, body, "known-table"),
            html.P(words.source_line(build.as_of, build.build_id), className="source"),
            ways_out.bar(build, [("figures", "These figures")], PATH, _cites(frame), frame),
        ],
    )
