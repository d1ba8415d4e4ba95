"""Programs: every dossier, with its obligations."""

from __future__ import annotations

from analysis.documents import program as program_document
from analysis.documents import subject_rows
from analysis.published.build import Build
from dashboard import views
from dashboard.components import page_frame, subjects
from dashboard.html.elements import Element
from dashboard.pages.page import PlainPage
from dashboard.published_data import Row
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url.paths import PROGRAMS as PATH
from dashboard.url.view_request import unfiltered
from dashboard.views import Column, Result, Table, View


def nothing(row: Row) -> str:
    """Why there is no sum: nothing is held, or no contract is publicly tied to it."""
    return "nothing held" if row["public"] else "no contract publicly tied to it"


def _obligated(row: Row, _: Result) -> str:
    return fmt.exact(row["obligated_usd"], "none") if row["actions"] else nothing(row)


PROGRAMS = View(
    "programs",
    "Programmes and what is held of them",
    "Net obligations of the awards and single modifications that people tied to a programme. "
    f"{program_document.CAUTIONS[0]}",
    lambda request: subject_rows.program_list(request.build),
    PATH,
    read=views.all_held(PATH),
    takes="Every programme",
    lead=lambda _: [
        "A system, and the awards or single modifications that people tied to it, each with the "
        "reason. " + program_document.CAUTIONS[0]
    ],
    tables=[
        Table(
            "Programmes and what is held of them",
            [
                Column(
                    "Programme",
                    lambda row, _: subjects.program_link(row["name"], row["programme"]),
                ),
                Column("What it is", lambda row, _: row["what"], "words"),
                Column("Obligated for it", _obligated, "number"),
                Column(
                    "Awards held",
                    lambda row, _: f"{row['awards']:,}" if row["actions"] else "",
                    "number",
                ),
                views.day("first_action_date", "From", ""),
                views.day("last_action_date", "To", ""),
            ],
            "programs",
            rows=lambda result: program_document.listing(result.request.build),
        )
    ],
    cite=lambda result: (
        f"Programmes and sums: {citations.leading(result.frame, 'name', citations.OF_DOSSIER)}"
    ),
)


def _draw(build: Build) -> Element:
    """The list of dossiers, in their own order."""
    result = PROGRAMS.result(unfiltered(build, PATH))
    return page_frame.of(build, "Programmes", *PROGRAMS.parts(result))


PAGE = PlainPage(PATH, "Programmes", _draw, [PROGRAMS])
