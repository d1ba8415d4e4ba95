"""Awards of a kind of technology, each with its rule, and look-alikes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from analysis.documents import technology as technology_document
from analysis.documents import technology_shares
from dashboard import views
from dashboard.components import common
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.published_data import Row
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url.paths import TECHNOLOGY as PATH
from dashboard.url.view_request import ViewRequest
from dashboard.views import Column, Result, Table, View

MOST = 200
LOOK_ALIKE = "look-alike"


def _why(row: Row, _: Result) -> Any:
    number = row["technology_rule"]
    number = row["look_alike_rule"] if fmt.missing(number) else number
    rule = None if fmt.missing(number) else technology_document.rule(str(number))
    if rule is None:
        return "no rule found a kind"
    words = fmt.text(row["technology_words"], "")
    matched = f"Words: {words}. " if words else ""
    return [
        fmt.sentence(rule["because"]),
        elements.Span(f"{matched}Rule {rule['rule']} in {rule['where']}", className="small"),
    ]


COLUMNS = [
    views.award(),
    views.vendor(),
    views.own_words(),
    views.text("component", "Component"),
    views.bought(),
    views.usd("obligated_here_usd", "Obligated in this view"),
    views.usd("obligated_usd", "Obligated in all"),
    Column("Why it is here", _why, "words"),
    views.official(),
]
LEFT_OUT = Table("Left out, and why", COLUMNS, "look-alikes-table", MOST)


def _heading(result: Result) -> str:
    return f"Awards: {fmt.join(result.request.filters.of('technology'), 'or')}"


def _none(result: Result) -> list[Element] | None:
    if len(result.frame):
        return None
    says = f"No award of it has an action here: {result.request.in_words}."
    return [elements.P(says, id="none-of-kind")]


OF_KIND = View(
    "of-kind",
    "Awards of kinds of technology, with the rule that found each",
    "Each row is one award with the rule and the words of its record that matched; "
    "obligated_here_usd is of the actions of the view, obligated_usd of all of the award.",
    lambda request: technology_shares.awards(
        request.build, technology_shares.surveillance_only(request.selection)
    ),
    PATH,
    takes="These awards",
    heading=_heading,
    part="awards",
    lead=lambda result: [
        f"{fmt.first_of(MOST, len(result.frame), 'most obligated')}{result.request.in_words}."
    ],
    tables=[Table("Awards and the rule that found them", COLUMNS, "of-kind", MOST)],
    source=lambda _: "",
    cite=lambda result: (
        f"Awards: {result.request.in_words}. "
        f"{citations.leading(result.frame, 'award_key', citations.HERE)}"
    ),
    empty=_none,
)


def look_alikes(request: ViewRequest) -> Element:
    """What was looked at and left out, with the reason."""
    selection = replace(request.selection, technology=LOOK_ALIKE)
    frame = technology_shares.awards(request.build, selection)
    says = technology_document.category(request.build, LOOK_ALIKE, top=1)["plain"]
    table = (
        LEFT_OUT.draw(OF_KIND.result(request, frame))
        if len(frame)
        else elements.P("None among the awards held.", id="no-look-alikes")
    )
    return common.section(
        "What only looks like it", "look-alikes", [elements.P(says, className="lead"), table]
    )
