"""Fact check of a published figure: the verdict and the nearest sums."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from analysis.documents.press import check as press_check
from analysis.documents.press import rows as press_rows
from analysis.documents.types.press import CheckDocument
from analysis.published.build import Build
from dashboard import views
from dashboard.components import common, drilldown, subjects
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.page import SearchedPage
from dashboard.published_data import Row
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.paths import CHECK as PATH
from dashboard.url.view_request import ViewRequest, offered
from dashboard.views import Column, Result, Table, View
from fetch.errors import SoleSourceError

EXAMPLE = "ICE Palantir 2025 $81 million"
LONGEST = 200
VERDICTS = {
    press_check.REPRODUCED: "The records held give this figure, under the definition asked for.",
    press_check.OTHERWISE: (
        "The records held give this figure only under another definition. Quote it."
    ),
    press_check.CHANCE: (
        "A sum of the records held is near it, but so many were tried that one would often be near "
        "an invented figure too: this confirms nothing. Name an award, a span or the exact amount."
    ),
    press_check.NOT: "No sum of the records held comes near it.",
    press_check.NOT_BY_THESE: (
        "No sum of the records held comes near it. More is on record than is held here: that could "
        "decide it."
    ),
    press_check.NOT_UNDERSTOOD: (
        "Nothing was looked for: the words that are struck out were not understood. Write them "
        "otherwise, or leave them out."
    ),
    press_check.NO_AMOUNT: "No amount was named. What the records say beside the claim:",
    press_check.CANNOT: "What is held is not enough to answer: what is missing could decide it.",
}


CLAIMS = {
    "no-bid": "Given without competition?",
    "competed": "Competed?",
    "first": "The first?",
    "awarded": "Awarded then?",
    "when": "Since when?",
}
"""The question behind each claim, as the page asks it."""


def _field(request: str) -> Element:
    field = elements.Input(
        id="check-text",
        key=f"asked {request}",
        type="text",
        defaultValue=request,
        placeholder=EXAMPLE,
        maxLength=LONGEST,
        autoComplete="off",
    )
    example = elements.A(
        EXAMPLE, href=f"{PATH}?{urlencode({'q': EXAMPLE})}", id="example", **{"data-view": "yes"}
    )
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


def _led(usd: Any, address: str, otherwise: str) -> Any:
    """A sum that leads to its awards; words where none is held."""
    return otherwise if fmt.missing(usd) else drilldown.link(usd, address)


# --- the sums nearest to a figure


def _answer(request: ViewRequest) -> CheckDocument:
    """What the records held say of the question of an address."""
    return press_check.check(request.build, request.needed("q"))


def _rows(request: ViewRequest) -> Any:
    answer = _answer(request)
    frame = press_rows.nearest(answer)
    frame.attrs["answer"] = answer
    return frame


def _found(result: Result) -> CheckDocument:
    answer: CheckDocument = result.frame.attrs["answer"]
    return answer


def _text(request: ViewRequest) -> str:
    return request.needed("q")


def _address(request: ViewRequest) -> str:
    return f"{PATH}?{urlencode({'q': _text(request)})}"


def _nearest(answer: CheckDocument) -> str:
    if not answer["nearest"]:
        return "No sum of it is held."
    matched = [each for each in answer["nearest"] if each["definition"] == answer["definition"]]
    near = (matched or answer["nearest"])[0]
    definition = fmt.sentence(near["definition"])
    which = "The sum" if matched else "Nearest sum held"
    return f"{which}: {fmt.exact(near['usd'], 'nothing held')}. {definition}"


def _sum(row: Row, result: Result) -> Any:
    address = drilldown.of_chosen(row["chosen"], result.request.offered)
    return _led(row["usd"], address, "nothing held")


def _definition(row: Row, _: Result) -> Element:
    request = " As asked." if row["asked"] else ""
    return elements.Span([fmt.sentence(row["definition"]), request])


def _count(name: str, heading: str) -> Column:
    return Column(heading, lambda row, _: "" if row[name] is None else f"{row[name]:,}", "number")


def _verdict(result: Result) -> list[Element]:
    answer = _found(result)
    definition = (
        f" Definition: {fmt.sentence(answer['definition'])}" if answer["definition"] else ""
    )
    says = VERDICTS[answer["verdict"]] + definition
    wanted = answer["question"]["amount_usd"] and not answer["question"]["not_understood"]
    none = [elements.P("No sum of it is held.")] if wanted and not len(result.frame) else []
    return [
        elements.P(says, className="verdict", id="verdict"),
        *_claims(answer),
        _understood(answer["question"]),
        *_tried(answer),
        *none,
    ]


def _claims(answer: CheckDocument) -> list[Element]:
    """What the records say beside each claim that needs no amount."""
    lines = [elements.Li(f"{CLAIMS[each['claim']]} {each['says']}") for each in answer["claims"]]
    return [elements.Ul(lines, id="claims", className="plain")] if lines else []


def _tried(answer: CheckDocument) -> list[Element]:
    """How much a match says, and what the amount is today."""
    lines = []
    if tried := answer["tried"]:
        lines.append(press_check.tried_in_words(tried))
    if now := answer["now"]:
        lines.append(press_check.now_in_words(now))
    return [elements.P(" ".join(lines), id="tried")] if lines else []


def _understood(request: Mapping[str, Any]) -> Element:
    """How the words were read, and those that were not."""
    struck = [elements.Del(word) for word in request["not_understood"]]
    why = [f" {fmt.sentence(request['why_not'])}"] if request["why_not"] else []
    unread = [" Not understood: ", *_spaced(struck), ".", *why] if struck else []
    return elements.P([press_check.read_as(request), *unread], id="read-as")


def _spaced(words: list[Element]) -> list[Any]:
    return [part for word in words for part in (word, " ")][:-1]


NEAREST = View(
    "check",
    lambda result: f"Sums nearest to: {_text(result.request)}",
    lambda result: (
        f"Verdict: {_found(result)['verdict']}. Each row is one sum with its definition; "
        "differs_by_usd is the sum less the figure."
    ),
    _rows,
    PATH,
    read=views.all_held(PATH),
    words=lambda request: f"the question {_text(request)}",
    address=_address,
    takes="These sums",
    search=lambda request: f"?q={quote(_text(request))}",
    heading=lambda result: fmt.sentence(_found(result)["verdict"]).rstrip("."),
    part="answer",
    lead=_verdict,
    tables=[
        Table(
            "The nearest sums",
            [
                Column("Sum", _sum, "number"),
                views.usd("differs_by_usd", "Differs by", ""),
                Column("Definition", _definition, "words"),
                views.day("first_action_date", "From", ""),
                views.day("last_action_date", "To", ""),
                _count("awards", "Awards"),
                _count("actions", "Actions"),
                views.yes_no("within", "Comes near enough"),
            ],
            "nearest-table",
            if_rows=True,
            rows=lambda result: _found(result)["nearest"],
        )
    ],
    cite=lambda result: (
        f"{_text(result.request)}: {fmt.sentence(_found(result)['verdict'])} "
        f"{_nearest(_found(result))}"
    ),
    frames=lambda result: (result.frame,) if _found(result)["sql"] else (),
)


def _not_held(answer: CheckDocument) -> Element:
    lines = [elements.Li(fmt.sentence(each)) for each in answer["not_held"]]
    return common.section("What is not held", "not-held", [elements.Ul(lines, className="plain")])


# --- the figures that are known


def _known_sum(row: Row, result: Result) -> Any:
    fields = json.loads(row["nearest_chosen"])
    return _led(row["nearest_usd"], drilldown.of_chosen(fields, result.request.offered), "no sum")


def _source(row: Row, _: Result) -> Element:
    return elements.Span([subjects.source(row["source"]), f" ({fmt.text(row['published'])})"])


def _known_cited(result: Result) -> str:
    sums = (
        citations.Measure("figure_usd", "{} printed"),
        citations.Measure("nearest_usd", "nearest sum held {}"),
    )
    return f"Figures that were printed: {citations.leading(result.frame, 'says', *sums)}"


KNOWN = View(
    "figures",
    "Figures that were printed, held against the records",
    "Each row is one figure with the sum nearest to it and that sum's definition.",
    lambda request: press_rows.known(request.build),
    PATH,
    read=views.all_held(PATH),
    takes="These figures",
    search=lambda _: "",
    heading="Figures that were printed",
    part="known",
    lead=lambda _: ["Each held against the records of this build."],
    tables=[
        Table(
            "Known figures",
            [
                views.text("says", "What was said", kind="words"),
                views.usd("usd", "Figure"),
                views.text("verdict", "Held against the records", kind="kind"),
                Column("Nearest sum", _known_sum, "number"),
                views.usd("differs_by_usd", "Differs by", ""),
                views.text("definition", "Its definition", "", "words"),
                Column("Said by", _source, "words"),
            ],
            "known-table",
            rows=lambda result: press_check.known_figures(result.request.build),
        )
    ],
    cite=_known_cited,
)


def _view(build: Build, search: str) -> tuple[list[Element], list[Element]]:
    text = query.first(search, "q").strip()[:LONGEST]
    everything = ViewRequest(build, PATH, query.NONE, offered(build))
    known = KNOWN.section(everything)
    if not text:
        return [_field(text)], [known]
    request = ViewRequest(
        build, PATH, query.NONE, everything.offered, search=urlencode({"q": text})
    )
    try:
        frame = NEAREST.rows(request)
    except SoleSourceError as error:
        sorry = elements.P(fmt.sentence(str(error)), className="verdict", id="verdict")
        return [_field(text)], [sorry, known]
    answer = NEAREST.section(request, frame)
    return [_field(text)], [answer, _not_held(frame.attrs["answer"]), known]


PAGE = SearchedPage(
    PATH,
    "Check a figure",
    "Check a figure",
    "Write the figure with whom and when it is about, and press Enter. It is held against "
    "obligations and ceilings under every definition that people have meant by such words.",
    "check",
    _view,
    views=[NEAREST, KNOWN],
)
