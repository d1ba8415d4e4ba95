"""Statements on a program beside the records, each with its basis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.components import common, subjects
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.text import format as fmt

Document = Mapping[str, Any]
OUTSIDE = (
    "What others said and the records held do not show. It is not evidence here, and a record "
    "may still exist."
)


def sentences(
    title: str,
    name: str,
    kinds: Sequence[tuple[str, str]],
    of_kind: Mapping[str, Sequence[Document]],
    lead: str = "",
) -> Element:
    """Sentences of some kinds, each with what it rests on, its day and its source."""
    children: list[Any] = [elements.P(lead, className="lead")] if lead else []
    for kind, says in kinds:
        if held := of_kind[kind]:
            children += [elements.H3(says)] if len(kinds) > 1 else []
            children.append(
                elements.Ul([subjects.statement(each) for each in held], className="plain")
            )
    if not any(of_kind[kind] for kind, _ in kinds):
        children.append(elements.P("Nothing was written down here."))
    return common.section(title, name, children)


def basis(name: str) -> Element:
    """What a sentence rests on, small beneath it."""
    return elements.Span(subjects.BASES[name].capitalize(), className="small")


def searches(runs: Sequence[Document]) -> Element:
    """The searches run for it, with their day, and the same words in what is held now."""
    body = [
        [
            fmt.join(each["words"], "or"),
            fmt.text(each["searched"]),
            fmt.day(each["as_of"]),
            fmt.text(each["found"]),
            f"{fmt.count(each['in_what_is_held']['actions'], 'action')} of "
            f"{fmt.count(each['in_what_is_held']['awards'], 'award')}; "
            f"{fmt.count(each['in_what_is_held']['texts'], 'text')} held",
            fmt.text(each["source"]),
        ]
        for each in runs
    ]
    columns = [
        ("Words", ""),
        ("Where we searched", "words"),
        ("On", "date"),
        ("What was found", "words"),
        ("Among what is held now", "kind"),
        ("Source", "words"),
    ]
    says = "Not found is not proof: a record may use other words, or none."
    children: list[Any] = [elements.P(says, className="lead")]
    children.append(
        common.table("Searches and their days", columns, body, "searches-table")
        if runs
        else elements.P("No search was written down.")
    )
    return common.section("Searches that were run", "searches", children)
