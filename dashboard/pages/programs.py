"""Every programme that a dossier is kept of, with what is held of it."""

from __future__ import annotations

from typing import Any

from dash import Dash
from dash.development.base_component import Component

from analysis import programs, subject_rows
from analysis.published import Build
from dashboard import citing, html, page, parts, subjects, ways_out, words
from dashboard.data import Held

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


def layout(data: Held, **_: Any) -> Component:
    """The list of dossiers, in their own order."""
    build = data.build()
    frame = subject_rows.program_list(build)
    cites = f"Programmes and sums: {citing.leading(frame, 'name', citing.OF_DOSSIER)}"
    lead = (
        "A system, and the awards or single modifications that people tied to it, each with the "
        "reason. " + programs.CAUTIONS[0]
    )
    return page.of(
        build,
        "Programmes",
        html.P(lead, className="lead"),
        parts.table("Programmes and what is held of them", COLUMNS, _rows(build), "programs"),
        html.P(words.source_line(build.as_of, build.build_id), className="source"),
        ways_out.bar(build, [("programs", "Every programme")], PATH, cites, frame),
    )


def register(app: Dash, data: Held) -> None:
    """Nothing moves on this page: its address says all."""


def _rows(build: Build) -> list[list[Any]]:
    return [
        [
            subjects.program_link(row["name"], row["programme"]),
            row["what"],
            words.exact(row["obligated_usd"], "none") if row["actions"] else nothing(row),
            f"{row['awards']:,}" if row["actions"] else "",
            words.day(row["first_action_date"], ""),
            words.day(row["last_action_date"], ""),
        ]
        for row in programs.listing(build)
    ]


def nothing(row: dict[str, Any]) -> str:
    """Why there is no sum: nothing is held, or no contract is publicly tied to it."""
    return "nothing held" if row["public"] else "no contract publicly tied to it"
