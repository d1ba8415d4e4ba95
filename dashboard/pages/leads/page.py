"""Leads: awards above the threshold of which no justification is held, as questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.documents.leads import document as leads_document
from analysis.documents.leads.missing_notice import MISSING_NOTICE
from analysis.documents.notice_text import unconfirmed
from analysis.documents.types.leads import AwardsExamined, LeadsDocument
from analysis.rules.base_numbers import base
from dashboard import views
from dashboard.components import common, subjects
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.page import FilteredPage
from dashboard.published_data import Row
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url.paths import LEADS as PATH
from dashboard.url.view_request import ViewRequest
from dashboard.views import Column, Result, Table, View

MOST = 50
RATES = [
    ("Kind", ""),
    ("Component", ""),
    ("Above the threshold", "number"),
    ("A notice is held", "number"),
    ("Perhaps one", "number"),
    ("Share with a notice", "number"),
]
KINDS = {"award": "award without full competition", "new work": "new work on an award"}
SYNC = "python -m fetch sync --source sam"


@dataclass(frozen=True)
class Questions:
    """Every question of a view, and the document of the greatest."""

    frame: pd.DataFrame
    document: LeadsDocument


def _measure(request: ViewRequest) -> Questions:
    frame = MISSING_NOTICE.rows(request.build, request.selection)
    document = leads_document.document_of(
        MISSING_NOTICE, request.build, frame, request.selection, MOST
    )
    return Questions(frame, document)


# --- how usual a notice is


def _rates(request: ViewRequest, document: LeadsDocument) -> Element:
    """How usual it is: a missing notice says little where few are held."""
    held = document["notices_held"]
    count = fmt.count(held["notices"], "notice")
    span: list[Any]
    if held["official"]:
        span = [f"{held['first_posted']} to {held['last_posted']}."]
        usual = _base_rates(document["base_rates"])
    else:
        span = ["none from SAM.gov; ", elements.Code(SYNC), " brings them."]
        usual = elements.P(document["base_rates_missing_because"], id="no-base-rates")
    return common.section(
        "How usual a notice is",
        "rates",
        [
            elements.P([f"{count} held; official ones: ", *span], className="lead"),
            usual,
            subjects.cautions(document["cautions"]),
            elements.P(request.source_of_all, className="source"),
        ],
    )


def _base_rates(rates: list[Mapping[str, Any]]) -> Element:
    body = [
        [
            KINDS.get(row["what"], row["what"]),
            row["component"],
            f"{row['above_threshold']:,}",
            f"{row['with_notice']:,}",
            f"{row['with_possible_notice']:,}",
            fmt.share(row["share_with_notice"]),
        ]
        for row in rates
    ]
    return common.table("Base rates among what is held", RATES, body, "rates-table")


# --- the questions


def _action(row: Row, _: Result) -> str:
    number = row["modification_number"] or "0"
    action = "base action" if base(number) else number
    return f"{action}, {fmt.day(row['action_date'])}"


def _examined(request: ViewRequest) -> str:
    examined = MISSING_NOTICE.examined(request.build, request.selection)
    return leads_document.examined_in_words(examined)


def _reasons(row: Row, _: Result) -> Any:
    if not row["may_be_because"]:
        return "nothing in our table explains it"
    return elements.Ul(
        [
            elements.Li(
                [
                    fmt.sentence(each["plain"]),
                    _basis(each["source"], each["unconfirmed"]),
                ]
            )
            for each in row["may_be_because"]
        ],
        className="plain",
    )


def _approver(row: Row, _: Result) -> Any:
    return [
        fmt.sentence(row["approver"]),
        _basis(row["approver_source"], row["approver_unconfirmed"]),
    ]


def _basis(source: str, not_read: str | None) -> elements.Element:
    return elements.Span(f" {source}{unconfirmed(not_read)}", className="small quiet")


def _cut(result: Result) -> list[str]:
    cut = fmt.first_of(MOST, len(result.frame), "greatest")
    return [f"{cut}Each with what may make it legitimate; ask before you write."]


NO_NOTICE = View(
    "leads",
    MISSING_NOTICE.title,
    MISSING_NOTICE.definition,
    lambda request: MISSING_NOTICE.rows(request.build, request.selection),
    PATH,
    takes="Every question",
    heading="No justification held",
    part="no-notice",
    lead=_cut,
    tables=[
        Table(
            "Questions",
            [
                views.award(),
                Column("Of which action", _action, "kind"),
                views.text("recipient_name", "Vendor"),
                views.text("component", "Component"),
                views.usd("amount_usd", "Amount"),
                views.usd("threshold_usd", "Threshold that day"),
                Column("Justification approved by", _approver, "words"),
                Column("Question", lambda row, _: row["question"], "words"),
                Column("It may be that", _reasons, "words"),
                views.bought(),
                views.official(),
            ],
            "leads-table",
            rows=lambda result: result.facts["leads"],
        )
    ],
    cite=lambda result: (
        f"{MISSING_NOTICE.title}: {result.request.in_words}. A question, not a "
        f"finding. {_examined(result.request)} "
        f"{citations.leading(result.frame, 'award_key', citations.OF_ACTION)}"
    ),
)


def _nothing(request: ViewRequest, examined: AwardsExamined) -> Element:
    """An empty list is an all-clear only for what could be examined."""
    could = examined["examined"] and examined["before_first_notice"] is not None
    none = "Among those examined none lacks a notice." if could else ""
    return elements.P(
        f"{fmt.sentence(request.in_words)} {leads_document.examined_in_words(examined)} {none}",
        className="empty",
        id="empty",
    )


def _sections(request: ViewRequest, questions: Questions) -> list[Element]:
    rates = _rates(request, questions.document)
    leads = questions.document["leads"]
    if not leads:
        return [_nothing(request, questions.document["examined"]), rates]
    return [rates, NO_NOTICE.section(request, questions.frame, leads=leads)]


def _says(request: ViewRequest, questions: Questions) -> str:
    number = fmt.count(questions.document["matching"], "question")
    examined = leads_document.examined_in_words(questions.document["examined"])
    return f"{number}: {request.in_words}. {examined}"


PAGE = FilteredPage(
    PATH,
    "Leads",
    "Leads: was it justified in public?",
    "Questions, not findings. An award given without full competition above the threshold usually "
    "has a justification that must be posted. Here is where none is held, and what may explain it.",
    "leads",
    measure=_measure,
    says=_says,
    sections=_sections,
    views=[NO_NOTICE],
)
