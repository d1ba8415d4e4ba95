"""Questions from the flags of an award."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.documents import marks
from analysis.documents.unread import sentences
from dashboard.components import common
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.text import format as fmt
from dashboard.text import rules_text

Award = Mapping[str, Any]


def unread(rows: list[dict[str, Any]]) -> list[Element]:
    """What of an award could not be read here: a gap of ours, not of its record."""
    listed: list[Any] = [elements.Li(sentence) for sentence in sentences(rows)]
    if not listed:
        return []
    why = "A gap of this copy, not of the record."
    body: list[Any] = [elements.P(why, className="quiet"), elements.Ul(listed, className="plain")]
    return [common.section("What could not be read", "unread", body)]


def section(award: Award) -> list[Element]:
    """What the records of an award raise; a question is not a finding."""
    flags = [flag for flag in fmt.text(award["flags"], "").split("|") if flag]
    looked = marks.says(None if fmt.missing(award["marks"]) else award["marks"])
    questions = [
        *(elements.Li(f"Look first: {says}", className="look-first") for says in looked),
        *(elements.Li(rules_text.question(flag)) for flag in flags),
    ]
    says = _totals_say(award)
    if not questions and not says:
        return []
    return [
        common.section(
            "Questions these records raise",
            "questions",
            [
                elements.P("A question is not a finding.", className="quiet"),
                elements.Ul(questions, className="plain") if questions else None,
                elements.P(says, id="stated-totals") if says else None,
            ],
        )
    ]


def _totals_say(award: Award) -> str:
    """The record's own latest totals beside our sums, where they differ."""
    if "TOTALS_DIFFER" not in fmt.text(award["flags"], "").split("|"):
        return ""
    stated_on = fmt.day(award["stated_on"])
    pairs = [
        f"{name} {fmt.exact(award[f'stated_{what}_usd'])}, where the actions signed by then sum "
        f"to {fmt.exact(award[f'stated_compared_{what}_usd'], fmt.NOT_KNOWN)}"
        for name, what in (("obligated", "obligated"), ("a ceiling of", "ceiling"))
        if not fmt.missing(award[f"stated_{what}_usd"])
    ]
    return f"On {stated_on} the record itself stated: {'; '.join(pairs)}."
