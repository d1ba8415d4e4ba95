"""One programme: what it is, what was bought for it and how, what is said, what is not known."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

from dash import Dash
from dash.development.base_component import Component

from analysis import programs, subject_rows
from analysis.published import Build
from dashboard import (
    chain_parts,
    citing,
    html,
    missing,
    parts,
    program_notices,
    program_parts,
    program_said,
    subjects,
    ways_out,
    words,
)
from dashboard.data import Held
from dashboard.pages.programs import PATH as LIST
from fetch.errors import InputError

OF = subjects.PROGRAM
Told = dict[str, Any]
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


def register(app: Dash, data: Held) -> None:
    """Nothing moves on these pages: their address says all."""


def title(asked: str) -> str:
    """The name of the page in the browser."""
    return f"{unquote(asked)}, a programme, Sole Source"


def of_one(data: Held, asked: str) -> Component:
    """The dossier of one programme; a sentence with the nearest names where there is none."""
    build = data.build()
    try:
        told = programs.document(build, unquote(asked))
    except InputError as error:
        return parts.sorry("No such programme here", str(error))
    return html.Article(
        [
            html.P(html.Link("All programmes", href=LIST), className="back"),
            html.H1(told["name"]),
            html.P(told["what"], className="under-title"),
            parts.notice(build.manifest),
            html.P(told["answer"], className="verdict", id="answer"),
            _figures(told),
            subjects.elsewhere("program", told["programme"], "Its actions")
            if told["actions"]
            else None,
            subjects.cautions(told["cautions"]),
            *_of_records(build, told),
            *_said(told),
            program_said.searches(told["searches"]),
            missing.panel(build),
        ]
    )


def _figures(told: Told) -> Component | None:
    if not told["actions"]:
        return None
    unstated = told["obligations_missing"]
    note = f"{words.count(unstated, 'action')} state no obligation." if unstated else ""
    return html.Dl(
        [
            parts.money_figure("Obligated for it", told["obligated_usd"], note),
            parts.figure("Actions", f"{told['actions']:,}", "", "Awards or single modifications."),
            parts.figure(
                "In the records",
                words.day(told["first_action_date"]),
                f"to {words.day(told['last_action_date'])}",
            ),
        ],
        className="figures",
        id="figures",
    )


def _of_records(build: Build, told: Told) -> list[Component]:
    """The parts that rest on records held."""
    found = [
        program_parts.by_year(build, told),
        program_parts.bought(told),
        *program_parts.awards(told),
        program_notices.section(told["notices"]),
        program_parts.not_held(told["not_held"]),
        chain_parts.chain(build, told["chain"]),
        _take(build, told),
    ]
    return [each for each in found if each is not None]


def _take(build: Build, told: Told) -> Component | None:
    frame = subject_rows.program_actions(build, told["programme"])
    if not len(frame):
        return None
    name = quote(told["programme"], safe="")
    return ways_out.bar(
        build,
        [(f"program?program={name}", "Every action of this dossier")],
        OF + name,
        f"{told['name']}: {words.exact(told['obligated_usd'])} obligated. "
        f"{citing.means(citing.OF_DOSSIER)}",
        frame,
        chart="chain" if told["chain"] else "",
    )


def _said(told: Told) -> list[Component]:
    """Sentences with their bases: of the record, outside of it, and what nobody knows."""
    of_kind = {kind: [each for each in told["says"] if each["kind"] == kind] for kind in _kinds()}
    return [
        program_said.sentences("What is said of it, and on what it rests", "says", KINDS, of_kind),
        program_said.sentences(
            "Reported, but not in the record", "outside", OUTSIDE, of_kind, program_said.OUTSIDE
        ),
        program_said.sentences(
            "What is not known", "unknown", (("not known", "Not known"),), of_kind
        ),
    ]


def _kinds() -> list[str]:
    """Every kind of sentence that the page has a place for."""
    return [kind for kind, _ in (*KINDS, *OUTSIDE)] + ["not known"]
