"""Program: description, awards, competition, statements and gaps."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlencode

from analysis.documents import program as program_document
from analysis.documents import subject_rows
from analysis.documents.types.program import ProgramDocument
from analysis.published.build import Build
from dashboard import views
from dashboard.components import chain, common, coverage, subjects
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.page import SubjectPage
from dashboard.pages.program import justifications, sections, statements
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import paths
from dashboard.url.view_request import ViewRequest, unfiltered
from dashboard.views import View
from fetch.errors import InputError

OF = paths.PROGRAM
Document = ProgramDocument
KINDS = (
    ("bought", "How it was bought, as said"),
    ("growth", "How it grew, as said"),
    ("justification", "What justified it"),
    ("trap", "Where readers go wrong"),
)
OUTSIDE = (
    ("reported", "Reported by others"),
    ("claim", "Claimed, and not borne out"),
)


def _one(build: Build, request: str) -> Element:
    """The dossier of one programme; a sentence with the nearest names where there is none."""
    try:
        document = program_document.document(build, unquote(request))
    except InputError as error:
        return common.sorry("No such programme here", str(error))
    return elements.Article(
        [
            elements.P(elements.Link("All programmes", href=paths.PROGRAMS), className="back"),
            elements.H1(document["name"]),
            elements.P(document["what"], className="under-title"),
            common.notice(build.manifest),
            elements.P(document["answer"], className="verdict", id="answer"),
            _figures(document),
            sections.also_counted(document["also_counted"]),
            subjects.elsewhere("program", document["programme"], "Its actions")
            if document["actions"]
            else None,
            subjects.cautions(document["cautions"]),
            *_of_records(build, document),
            *_said(document),
            statements.searches(document["searches"]),
            coverage.panel(build),
        ]
    )


def _figures(document: Document) -> Element | None:
    if not document["actions"]:
        return None
    unstated = document["obligations_missing"]
    note = f"{fmt.count(unstated, 'action')} state no obligation." if unstated else ""
    return elements.Dl(
        [
            common.money_figure("Obligated for it", document["obligated_usd"], note),
            common.figure(
                "Actions", f"{document['actions']:,}", "", "Awards or single modifications."
            ),
            common.figure(
                "In the records",
                fmt.day(document["first_action_date"]),
                f"to {fmt.day(document['last_action_date'])}",
            ),
        ],
        className="figures",
        id="figures",
    )


def _of_records(build: Build, document: Document) -> list[Element]:
    """The parts that rest on records held."""
    shown = [
        sections.by_year(build, document),
        sections.bought(document),
        *sections.awards(document),
        justifications.section(document["notices"]),
        sections.not_held(document["not_held"]),
        chain.chain(build, document["chain"]),
        _take(build, document),
    ]
    return [each for each in shown if each is not None]


def _take(build: Build, document: Document) -> Element | None:
    request = unfiltered(build, OF, urlencode({"program": document["programme"]}))
    result = DOSSIER.result(request, told=document)
    return DOSSIER.take(result) if len(result.frame) else None


def _name(request: ViewRequest) -> str:
    return program_document.program(request.needed("program")).name


def _key(request: ViewRequest) -> str:
    return program_document.program(request.needed("program")).programme


DOSSIER = View(
    "program",
    lambda result: f"Actions of the dossier of {_name(result.request)}",
    "Each row is one action. Only rows of the role programme are in its sum; support, leads "
    "and what is kept apart are not.",
    lambda request: subject_rows.program_actions(request.build, request.needed("program")),
    OF,
    read=views.all_held(OF),
    words=lambda request: f"programme {_name(request)}",
    address=lambda request: paths.program(_key(request)),
    takes="Every action of this dossier",
    search=lambda request: f"?program={quote(_key(request), safe='')}",
    chart_name=lambda result: "chain" if result.facts["told"]["chain"] else "",
    cite=lambda result: (
        f"{result.facts['told']['name']}: {fmt.exact(result.facts['told']['obligated_usd'])} "
        f"obligated. {citations.means(citations.OF_DOSSIER)}"
    ),
)


def _said(document: Document) -> list[Element]:
    """Sentences with their bases: of the record, outside of it, and what nobody knows."""
    of_kind = {
        kind: [each for each in document["says"] if each["kind"] == kind] for kind in _kinds()
    }
    return [
        statements.sentences("What is said of it, and on what it rests", "says", KINDS, of_kind),
        statements.sentences(
            "Reported, but not in the record", "outside", OUTSIDE, of_kind, statements.OUTSIDE
        ),
        statements.sentences(
            "What is not known", "unknown", (("not known", "Not known"),), of_kind
        ),
    ]


def _kinds() -> list[str]:
    """Every kind of sentence that the page has a place for."""
    return [kind for kind, _ in (*KINDS, *OUTSIDE)] + ["not known"]


PAGE = SubjectPage(
    OF, _one, lambda request: f"{unquote(request)}, a programme, Sole Source", [DOSSIER]
)
