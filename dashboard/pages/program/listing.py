"""Every programme that a dossier is kept of, with what is held of it."""

from __future__ import annotations

from typing import Any

from dash import Dash
from dash.development.base_component import Component

from analysis.documents import program as program_document
from analysis.documents import subject_rows
from analysis.published.build import Build
from dashboard.components import common, download_bar, page_frame, subjects
from dashboard.html import elements
from dashboard.published_data import PublishedData
from dashboard.text import citations
from dashboard.text import format as fmt

PATH = "/programs"
NAME = "Programmes"
TITLE = "Programmes, Sole Source"
COLUMNS = [
    ("Programme", ""),
    ("What it is", "words"),
    ("Obligated for it", "number"),
    ("Awards held", "number"),
    ("From", "date"),
    ("To", "date"),
]


def layout(data: PublishedData, **_: Any) -> Component:
    """The list of dossiers, in their own order."""
    build = data.build()
    frame = subject_rows.program_list(build)
    cites = f"Programmes and sums: {citations.leading(frame, 'name', citations.OF_DOSSIER)}"
    lead = (
        "A system, and the awards or single modifications that people tied to it, each with the "
        "reason. " + program_document.CAUTIONS[0]
    )
    return page_frame.of(
        build,
        "Programmes",
        elements.P(lead, className="lead"),
        common.table("Programmes and what is held of them", COLUMNS, _rows(build), "programs"),
        elements.P(fmt.source_line(build.as_of, build.build_id), className="source"),
        download_bar.bar(build, [("programs", "Every programme")], PATH, cites, frame),
    )


def register(app: Dash, data: PublishedData) -> None:
    """Nothing moves on this page: its address says all."""


def _rows(build: Build) -> list[list[Any]]:
    return [
        [
            subjects.program_link(row["name"], row["programme"]),
            row["what"],
            fmt.exact(row["obligated_usd"], "none") if row["actions"] else nothing(row),
            f"{row['awards']:,}" if row["actions"] else "",
            fmt.day(row["first_action_date"], ""),
            fmt.day(row["last_action_date"], ""),
        ]
        for row in program_document.listing(build)
    ]


def nothing(row: dict[str, Any]) -> str:
    """Why there is no sum: nothing is held, or no contract is publicly tied to it."""
    return "nothing held" if row["public"] else "no contract publicly tied to it"
