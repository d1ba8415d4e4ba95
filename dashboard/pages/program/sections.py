"""Sections of a program's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.documents.program import also_in_words
from analysis.published.build import Build
from analysis.published.selection import KINDS
from dashboard.components import common, drilldown, subjects
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.program import statements
from dashboard.text import coverage_line, rules_text
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.view_request import offered

Document = Mapping[str, Any]
VEHICLE = "VEHICLE"
"""The class of a vehicle as such, which no rates count: orders under it have their own."""
ROLES = (
    ("awards", "Awards and single modifications", "What its sum is made of."),
    ("support", "Support", "Staff, hosting and licences around it: not in its sum."),
    ("leads", "Perhaps", "May belong to it; not in its sum until somebody is sure."),
    ("apart", "Kept apart", "Looks like it and is something else, with the reason."),
)
AWARDS = [
    ("Award", ""),
    ("Vendor", ""),
    ("How bought", "bought"),
    ("Part of it", ""),
    ("Obligated for it", "number"),
    ("First ceiling of the award", "number"),
    ("Ceiling now", "number"),
    ("Growth of the ceiling", "number"),
    ("Official record", ""),
]
MODIFICATIONS = [
    ("Modification", ""),
    ("Signed", "date"),
    ("Award", ""),
    ("What it was", "kind"),
    ("Obligated", "number"),
    ("Words", "words"),
    ("As of", "date"),
]


def also_counted(shared: Sequence[Document]) -> Element | None:
    """What of the sum another program counts too, each with a link to it."""
    if not shared:
        return None
    items = [
        elements.Li(
            [f"{also_in_words(row)} ", subjects.program_link(row["name"], row["programme"])]
        )
        for row in shared
    ]
    return elements.Ul(items, className="noted plain", id="also-counted")


def by_year(build: Build, document: Document) -> Element | None:
    """What was obligated for it, by fiscal year."""
    if not document["by_fiscal_year"]:
        return None
    whole = query.NONE.with_values("program", (document["programme"],))
    address = drilldown.of(whole, offered(build), {"fiscal_year": "fy"})
    body = [
        [
            f"FY{row['fiscal_year']}",
            drilldown.link(row["obligated_usd"], address(row)),
            f"{row['actions']:,}",
        ]
        for row in document["by_fiscal_year"]
    ]
    columns = [("Fiscal year", ""), ("Obligated", "number"), ("Actions", "number")]
    return common.section(
        "How it grew",
        "years",
        [
            elements.P(
                "Net obligations of its actions by the fiscal year of signing. The year of the "
                "as-of date is not over.",
                className="lead",
            ),
            common.table("Obligated for it by fiscal year", columns, body, "years-table", "codes"),
            elements.P(coverage_line.source(build), className="source"),
        ],
    )


def of_class(document: Document, name: str) -> str:
    """The address of the awards of a programme that are of one class: vehicles have their own."""
    whole = query.NONE.with_values("program", (document["programme"],))
    if name == VEHICLE:
        return drilldown.whole(whole.with_values("kind", ("vehicle",)))
    if any(row["competition_class"] == VEHICLE for row in document["by_class"]):
        whole = whole.with_values("kind", [each for each in KINDS if each != "vehicle"])
    return drilldown.whole(whole.with_values("class", (name,)))


def bought(document: Document) -> Element | None:
    """How its awards were bought, by our rules."""
    by_class = document["by_class"]
    if not by_class:
        return None
    body = [
        [
            subjects.bought(row["competition_class"]),
            drilldown.link(row["obligated_usd"], of_class(document, row["competition_class"])),
            f"{row['awards']:,}",
        ]
        for row in by_class
    ]
    columns = [("Way of buying", "bought"), ("Obligated for it", "number"), ("Awards", "number")]
    meaning = [elements.Li(rules_text.class_words(row["competition_class"])) for row in by_class]
    return common.section(
        "How it was bought",
        "bought",
        [
            common.table("By the class of the award", columns, body, "bought-table", "codes"),
            elements.Ul(meaning, className="plain"),
        ],
    )


def awards(document: Document) -> list[Element]:
    """Each role with its awards and its single modifications."""
    return [
        _role(name, title, says, document[name]) for name, title, says in ROLES if document[name]
    ]


def _role(name: str, title: str, says: str, held: Sequence[Document]) -> Element:
    single = [(each, mod) for each in held if not each["whole"] for mod in each["modifications"]]
    tables = [common.table(title, AWARDS, [_award(each) for each in held], f"{name}-table")]
    if single:
        body = [_modification(each, mod) for each, mod in single]
        tables.append(
            common.table("Single modifications", MODIFICATIONS, body, f"{name}-modifications")
        )
    source = "How it was tied to the programme, award by award:"
    return common.section(
        title,
        name,
        [elements.P(says, className="lead"), *tables, elements.P(source), _reasons(held)],
    )


def _reasons(held: Sequence[Document]) -> Element:
    """Why each award or modification is here, with what that rests on."""
    items = [
        elements.Li([f"{each['piid']}: {why['because']}", statements.basis(why["basis"])])
        for each in held
        for why in each["because"]
    ]
    return elements.Ul(items, className="plain")


def _award(each: Document) -> list[Any]:
    numbers = [mod["modification_number"] or "0" for mod in each["modifications"]]
    part = "the whole award" if each["whole"] else f"only {fmt.join(numbers)}"
    return [
        subjects.award_link(each),
        subjects.vendor_link(each["recipient_name"], each["vendor_family"]),
        subjects.award_bought(each),
        part,
        fmt.exact(each["obligated_usd"]),
        fmt.exact(each["initial_ceiling_usd"]),
        fmt.exact(each["ceiling_usd"]),
        fmt.exact(each["ceiling_growth_usd"], fmt.NOT_KNOWN),
        subjects.official(each),
    ]


def _modification(each: Document, mod: Document) -> list[Any]:
    return [
        mod["modification_number"] or "0",
        fmt.day(mod["action_date"]),
        subjects.award_link(each),
        fmt.text(mod["action_type"]),
        fmt.exact(mod["obligated_usd"]),
        subjects.own_words(mod),
        fmt.day(mod["as_of"]),
    ]


def not_held(rows: Sequence[Document]) -> Element | None:
    """What a person tied to it by key and is not among the records held."""
    if not rows:
        return None
    items = [
        elements.Li(
            [
                elements.Code(" ".join(filter(None, (row["award"], row["modification"])))),
                f": {fmt.sentence(row['because'])}",
                statements.basis(row["basis"]),
            ]
        )
        for row in rows
    ]
    return common.section(
        "Belongs to it, and is not held", "not-held", [elements.Ul(items, className="plain")]
    )
