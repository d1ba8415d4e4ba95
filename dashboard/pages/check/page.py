"""Is a figure in the news right? The verdict, and the sums nearest to it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis.documents.press import check as press_check
from analysis.documents.press import rows as press_rows
from analysis.published.build import Build
from dashboard import facets, live_view
from dashboard.components import common, download_bar, drilldown, page_frame, subjects
from dashboard.html import elements
from dashboard.published_data import PublishedData
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query
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
    press_check.REPRODUCED: "The records held give this figure, under the definition asked for.",
    press_check.OTHERWISE: (
        "The records held give this figure only under another definition. Quote it."
    ),
    press_check.NOT: "No sum of the records held comes near it.",
    press_check.CANNOT: "What is held is not enough to answer: what is missing could decide it.",
}


def layout(data: PublishedData, search: str = "", **_: Any) -> Component:
    """The question, its answer, and the figures that are known."""
    build = data.build()
    lead = (
        "Write the figure with whom and when it is about, and press Enter. It is held against "
        "obligations and ceilings under every definition that people have meant by such words."
    )
    return page_frame.of(
        build,
        "Check a figure",
        elements.P(lead, className="lead"),
        *live_view.boxes("check", _view, build, search),
    )


def register(app: Dash, data: PublishedData) -> None:
    """Enter changes the address (assets/page.js), and the address draws the answer."""
    live_view.follow(app, data, "check", PATH, _view)


def _field(asked: str) -> Component:
    field = elements.Input(
        id="check-text",
        key=f"asked {asked}",
        type="text",
        defaultValue=asked,
        placeholder=EXAMPLE,
        maxLength=LONGEST,
        autoComplete="off",
    )
    example = elements.A(EXAMPLE, href=_path(EXAMPLE), id="example", **{"data-view": "yes"})
    return elements.Form(
        [
            elements.Label([elements.Span("The figure, in words"), field]),
            elements.P(["Such as: ", example], className="quiet"),
        ],
        id="check-form",
        className="asking",
        role="search",
        **{"aria-label": "Check a figure"},
    )


def _path(text: str) -> str:
    return f"{PATH}?{urlencode({'q': text})}"


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    text = query.first(search, "q").strip()[:LONGEST]
    if not text:
        return [_field(text)], [_known(build)]
    try:
        return [_field(text)], [*_answer(build, text), _known(build)]
    except SoleSourceError as error:
        says = fmt.sentence(str(error))
        sorry = elements.P(says, className="verdict", id="verdict")
        return [_field(text)], [sorry, _known(build)]


def _answer(build: Build, text: str) -> list[Component]:
    found = press_check.check(build, text)
    frame = press_rows.nearest(found)
    offered = facets.offered(build)
    body = [_near(row, drilldown.of_chosen(row["chosen"], offered)) for row in found["nearest"]]
    definition = f" Definition: {fmt.sentence(found['definition'])}" if found["definition"] else ""
    out = download_bar.bar(
        build,
        [(f"check?q={quote(text)}", "These sums")],
        _path(text),
        f"{text}: {fmt.sentence(found['verdict'])} {_nearest(found)}",
        *([frame] if found["sql"] else []),
    )
    return [
        common.section(
            fmt.sentence(found["verdict"]).rstrip("."),
            "answer",
            [
                elements.P(
                    VERDICTS[found["verdict"]] + definition, className="verdict", id="verdict"
                ),
                _understood(found["question"]),
                common.table("The nearest sums", NEAREST, body, "nearest-table")
                if len(frame)
                else elements.P("No sum of it is held."),
                elements.P(fmt.source_line(build.as_of, build.build_id), className="source"),
                out,
            ],
        ),
        common.section(
            "What is not held",
            "not-held",
            [
                elements.Ul(
                    [elements.Li(fmt.sentence(each)) for each in found["not_held"]],
                    className="plain",
                )
            ],
        ),
    ]


def _nearest(found: dict[str, Any]) -> str:
    if not found["nearest"]:
        return "No sum of it is held."
    near = found["nearest"][0]
    definition = fmt.sentence(near["definition"])
    return f"Nearest sum held: {fmt.exact(near['usd'], 'nothing held')}. {definition}"


def _near(row: dict[str, Any], address: str) -> list[Any]:
    return [
        _led(row["usd"], address, "nothing held"),
        fmt.exact(row["differs_by_usd"], ""),
        elements.Span([fmt.sentence(row["definition"]), " As asked." if row["asked"] else ""]),
        fmt.day(row["first_action_date"], ""),
        fmt.day(row["last_action_date"], ""),
        "" if row["awards"] is None else f"{row['awards']:,}",
        "" if row["actions"] is None else f"{row['actions']:,}",
        "yes" if row["within"] else "no",
    ]


def _led(usd: Any, address: str, otherwise: str) -> Any:
    """A sum that leads to its awards; words where none is held."""
    return otherwise if fmt.missing(usd) else drilldown.link(usd, address)


def _understood(asked: dict[str, Any]) -> Component:
    """How the words were read, so that a reader sees a wrong reading."""
    whom = fmt.text(asked["name"] or asked["award_key"], "nobody in particular")
    where = fmt.join(asked["components"], "or") or "all of DHS"
    near = fmt.exact(asked["tolerance_usd"])
    return elements.P(
        f"Read as: {fmt.exact(asked['amount_usd'])}, give or take {near}; of {whom}; component "
        f"{where}; {asked['span'] or 'all the time held'}; {asked['measure_in_words']}.",
        id="read-as",
    )


def _cites(frame: pd.DataFrame) -> str:
    sums = (
        citations.Measure("figure_usd", "{} printed"),
        citations.Measure("nearest_usd", "nearest sum held {}"),
    )
    return f"Figures that were printed: {citations.leading(frame, 'says', *sums)}"


def _known(build: Build) -> Component:
    found, offered = press_check.known_figures(build), facets.offered(build)
    body = [
        [
            fmt.text(row["says"]),
            fmt.exact(row["usd"]),
            fmt.text(row["verdict"]),
            _led(
                row["nearest_usd"],
                drilldown.of_chosen(json.loads(row["nearest_chosen"]), offered),
                "no sum",
            ),
            fmt.exact(row["differs_by_usd"], ""),
            fmt.text(row["definition"], ""),
            elements.Span([subjects.source(row["source"]), f" ({fmt.text(row['published'])})"]),
        ]
        for row in found
    ]
    frame = press_rows.known(build)
    return common.section(
        "Figures that were printed",
        "known",
        [
            elements.P("Each held against the records of this build.", className="lead"),
            common.table("Known figures", KNOWN, body, "known-table"),
            elements.P(fmt.source_line(build.as_of, build.build_id), className="source"),
            download_bar.bar(build, [("figures", "These figures")], PATH, _cites(frame), frame),
        ],
    )
