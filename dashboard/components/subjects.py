"""Subject pieces: links, bases and sources on pages of programs, vendors and technology."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from analysis import text
from analysis.documents import marks
from dashboard.components import common
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.text import format as fmt
from dashboard.text import rules_text
from dashboard.url import paths, query
from dashboard.url.view_request import PageAddress

BASES = {
    "FACT": "in a record or an official document",
    "DERIVED": "a sum or a search over records",
    "REPORT": "said by others",
    "CLAIM": "claimed, and contradicted or not reproduced by the record",
}
"""What a sentence rests on, in plain words."""


def program_link(name: str, key: str) -> Element:
    """A link to a programme's page."""
    return elements.Link(name, href=paths.program(key))


def vendor_link(name: Any, family: Any) -> Any:
    """A link to a vendor's page; its words alone where the family is not known."""
    if fmt.missing(family):
        return fmt.text(name)
    return elements.Link(fmt.text(name, str(family)), href=paths.vendor(str(family)))


ELSEWHERE = {"/": "year by year", "/bought": "how bought", "/growth": "growth", "/explore": "rows"}
"""Pages that take every filter, and what each tells of it."""


def elsewhere(facet: str, value: str, whose: str) -> Element:
    """Links to the pages of all awards, narrowed to these."""
    links: list[Any] = []
    for path, says in ELSEWHERE.items():
        address = PageAddress(path).address(query.NONE.with_values(facet, (value,)))
        links += [elements.Link(says, href=address), " · "]
    return elements.P([f"{whose}: ", *links[:-1]], className="elsewhere")


def award_link(row: Mapping[str, Any]) -> Element:
    """A link to an award's page, by its number."""
    return elements.Link(row["piid"], href=paths.award(row["award_key"]))


def marked_link(row: Mapping[str, Any], mark: str | None) -> Any:
    """The same, with a mark where the award's amounts may be an error of the record."""
    link = award_link(row)
    if mark is None:
        return link
    says = " ".join(marks.says(mark))
    return [link, elements.Span(["Look first: ", says], className="small look-first")]


def official(row: Mapping[str, Any]) -> Element:
    """The official record of an award."""
    return common.official_link(row["usaspending_url"], "USAspending.gov")


def bought(name: Any) -> Element:
    """A competition class in words, with the colour of its group."""
    return elements.Span(
        [common.swatch(rules_text.class_group(name)), rules_text.class_label(name)]
    )


def award_bought(row: Mapping[str, Any]) -> Element:
    """The class of an award; of a vehicle with which of its two answers is meant."""
    shown, own = row["competition_class"], row.get("own_class")
    group = rules_text.class_group(own if isinstance(own, str) else shown)
    words = text.bought(row, rules_text.class_label)
    return elements.Span([common.swatch(group), words])


def statement(each: Mapping[str, Any]) -> Element:
    """A sentence of a dossier, with what it rests on, its day and its source."""
    return elements.Li(
        [
            fmt.sentence(each["said"]),
            elements.Span(
                [
                    f"{BASES[each['basis']].capitalize()}; as of ",
                    f"{fmt.text(each['as_of'])}; ",
                    source(each["source"]),
                ],
                className="small",
            ),
        ]
    )


def source(text: Any) -> Any:
    """Where a sentence is from: a link where our table holds an address, else its words."""
    words = fmt.text(text)
    address = urlsplit(words)
    if address.scheme != "https" or not address.hostname:
        return words
    return elements.A(address.hostname, href=words, rel="noopener noreferrer")


def cautions(sentences: Sequence[str]) -> Element:
    """What must be borne in mind, as a list."""
    return elements.Ul([elements.Li(each) for each in sentences], className="plain cautions")


def own_words(row: Mapping[str, Any]) -> list[Any]:
    """The record's own text, or our label in italics where none is held."""
    if not fmt.missing(row["description"]):
        return [fmt.text(row["description"])]
    return [elements.Span(fmt.text(row["label"]), className="ours")]
