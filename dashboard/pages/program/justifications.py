"""Justifications of a program's awards, as the notices held say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.components import common, notices, subjects
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.text import format as fmt

Document = Mapping[str, Any]
COLUMNS = [("Award", ""), *notices.COLUMNS]
LEAD = (
    "The notices on SAM.gov that are held and linked to its awards. A link is certain by a number "
    "that both records state, or a person confirmed it; all others are marked possible."
)


def section(justifications: Sequence[Document]) -> Element | None:
    """Each notice with its award, authority, the action it explains, and days to posting."""
    if not justifications:
        return None
    body = [[subjects.award_link(each), *notices.row(each)] for each in justifications]
    written = [
        elements.Li(
            [f"{each['piid']}: {fmt.sentence(each['said']['said'])}", _rests_on(each["said"])]
        )
        for each in justifications
        if each["said"]
    ]
    return common.section(
        "The notices that justified it",
        "justifications",
        [
            elements.P(LEAD, className="lead"),
            common.table("Notices of its awards", COLUMNS, body, "justifications-table", "actions"),
            elements.P("Written down of them:") if written else None,
            elements.Ul(written, className="plain") if written else None,
        ],
    )


def _rests_on(statement: Document) -> Element:
    words_of = (
        f"{subjects.BASES[statement['basis']].capitalize()}; as of {fmt.text(statement['as_of'])}"
    )
    return elements.Span(words_of, className="small")
