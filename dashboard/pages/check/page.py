"""Check a figure: the verdict on a figure in the news, and the sums nearest to it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

from analysis.documents.press import check as press_check
from analysis.documents.press import rows as press_rows
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
from dashboard.views import Column, Shown, Table, View
from fetch.errors import SoleSourceError

EXAMPLE = "ICE Palantir 2025 $81 million"
LONGEST = 200
VERDICTS = {
    press_check.REPRODUCED: "The records held give this figure, under the definition asked for.",
    press_check.OTHERWISE: (
        "The records held give this figure only under another definition. Quote it."
    ),
    press_check.NOT: "No sum of the records held comes near it.",
    press_check.CANNOT: "What is held is not enough to answer: what is missing could decide it.",
}


def _field(asked: str) -> Element:
    field = elements.Input(
        id="check-text",
        key=f"asked {asked}",
        type="text",
        defaultValue=asked,
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


def _answer(asked: ViewRequest) -> dict[str, Any]:
    """What the records held say of the question of an address."""
    return press_check.check(asked.build, asked.needed("q"))


def _rows(asked: ViewRequest) -> Any:
    answer = _answer(asked)
    frame = press_rows.nearest(answer)
    frame.attrs["answer"] = answer
    return frame


def _found(shown: Shown) -> dict[str, Any]:
    found: dict[str, Any] = shown.frame.attrs["answer"]
    return found


def _text(asked: ViewRequest) -> str:
    return asked.needed("q")


def _address(asked: ViewRequest) -> str:
    return f"{PATH}?{urlencode({'q': _text(asked)})}"


def _nearest(found: dict[str, Any]) -> str:
    if not found["nearest"]:
        return "No sum of it is held."
    near = found["nearest"][0]
    definition = fmt.sentence(near["definition"])
    return f"Nearest sum held: {fmt.exact(near['usd'], 'nothing held')}. {definition}"


def _sum(row: Row, shown: Shown) -> Any:
    address = drilldown.of_chosen(row["chosen"], shown.asked.offered)
    return _led(row["usd"], address, "nothing held")


def _definition(row: Row, _: Shown) -> Element:
    asked = " As asked." if row["asked"] else ""
    return elements.Span([fmt.sentence(row["definition"]), asked])


def _count(name: str, heading: str) -> Column:
    return Column(heading, lambda row, _: "" if row[name] is None else f"{row[name]:,}", "number")


def _verdict(shown: Shown) -> list[Element]:
    found = _found(shown)
    definition = f" Definition: {fmt.sentence(found['definition'])}" if found["definition"] else ""
    says = VERDICTS[found["verdict"]] + definition
    none = [] if len(shown.frame) else [elements.P("No sum of it is held.")]
    return [
        elements.P(says, className="verdict", id="verdict"),
        _understood(found["question"]),
        *none,
    ]


def _understood(asked: dict[str, Any]) -> Element:
    """How the words were read, so that a reader sees a wrong reading."""
    whom = fmt.text(asked["name"] or asked["award_key"], "nobody in particular")
    where = fmt.join(asked["components"], "or") or "all of DHS"
    near = fmt.exact(asked["tolerance_usd"])
    return elements.P(
        f"Read as: {fmt.exact(asked['amount_usd'])}, give or take {near}; of {whom}; component "
        f"{where}; {asked['span'] or 'all the time held'}; {asked['measure_in_words']}.",
        id="read-as",
    )


NEAREST = View(
    "check",
    lambda shown: f"Sums nearest to: {_text(shown.asked)}",
    lambda shown: (
        f"Verdict: {_found(shown)['verdict']}. Each row is one sum with its definition; "
        "differs_by_usd is the sum less the figure."
    ),
    _rows,
    PATH,
    read=views.all_held(PATH),
    words=lambda asked: f"the question {_text(asked)}",
    address=_address,
    takes="These sums",
    search=lambda asked: f"?q={quote(_text(asked))}",
    heading=lambda shown: fmt.sentence(_found(shown)["verdict"]).rstrip("."),
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
            rows=lambda shown: _found(shown)["nearest"],
        )
    ],
    cite=lambda shown: (
        f"{_text(shown.asked)}: {fmt.sentence(_found(shown)['verdict'])} {_nearest(_found(shown))}"
    ),
    frames=lambda shown: (shown.frame,) if _found(shown)["sql"] else (),
)


def _not_held(found: dict[str, Any]) -> Element:
    lines = [elements.Li(fmt.sentence(each)) for each in found["not_held"]]
    return common.section("What is not held", "not-held", [elements.Ul(lines, className="plain")])


# --- the figures that are known


def _known_sum(row: Row, shown: Shown) -> Any:
    chosen = json.loads(row["nearest_chosen"])
    return _led(row["nearest_usd"], drilldown.of_chosen(chosen, shown.asked.offered), "no sum")


def _source(row: Row, _: Shown) -> Element:
    return elements.Span([subjects.source(row["source"]), f" ({fmt.text(row['published'])})"])


def _known_cited(shown: Shown) -> str:
    sums = (
        citations.Measure("figure_usd", "{} printed"),
        citations.Measure("nearest_usd", "nearest sum held {}"),
    )
    return f"Figures that were printed: {citations.leading(shown.frame, 'says', *sums)}"


KNOWN = View(
    "figures",
    "Figures that were printed, held against the records",
    "Each row is one figure with the sum nearest to it and that sum's definition.",
    lambda asked: press_rows.known(asked.build),
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
            rows=lambda shown: press_check.known_figures(shown.asked.build),
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
    asked = ViewRequest(build, PATH, query.NONE, everything.offered, search=urlencode({"q": text}))
    try:
        frame = NEAREST.rows(asked)
    except SoleSourceError as error:
        sorry = elements.P(fmt.sentence(str(error)), className="verdict", id="verdict")
        return [_field(text)], [sorry, known]
    answer = NEAREST.section(asked, frame)
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
