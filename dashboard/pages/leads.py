"""Questions worth asking: awards above the threshold of which no justification is held."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis import lead_rows, leads_document
from analysis.published import Build
from dashboard import (
    citing,
    facets,
    filters,
    following,
    html,
    page,
    parts,
    subjects,
    ways_out,
    words,
)
from dashboard.data import Held
from dashboard.filters import Filters

PATH = "/leads"
NAME = "Leads"
TITLE = "Leads, Sole Source"
MOST = 50
LEADS = [
    ("Award", ""),
    ("Of which action", "kind"),
    ("Vendor", ""),
    ("Component", ""),
    ("Amount", "number"),
    ("Threshold that day", "number"),
    ("Question", "words"),
    ("It may be that", "words"),
    ("How bought", "bought"),
    ("Official record", ""),
]
RATES = [
    ("Kind", ""),
    ("Component", ""),
    ("Above the threshold", "number"),
    ("A notice is held", "number"),
    ("Perhaps one", "number"),
    ("Share with a notice", "number"),
]
KINDS = {"award": "sole-source award", "new work": "new work on an award"}


def layout(data: Held, search: str = "", **_: Any) -> Component:
    """The filter, how usual a notice is, and the questions."""
    build = data.build()
    lead = (
        "Questions, not findings. An award given to one source above the threshold usually has a "
        "justification that must be posted. Here is where none is held, and what may explain it."
    )
    return page.of(
        build,
        "Leads: was it justified in public?",
        html.P(lead, className="lead"),
        *following.boxes("leads", _view, build, search),
    )


def register(app: Dash, data: Held) -> None:
    """The address draws the page."""
    following.follow(app, data, "leads", PATH, _view)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search, PATH)
    selection = filters.selection(chosen)
    frame = lead_rows.no_notice(build, selection)
    told = leads_document.document_of(build, frame, selection, MOST)
    view = facets.in_words(chosen, offered)
    says = f"{words.count(told['matching'], 'question')}: {view}."
    bar = facets.bar(chosen, offered, says, facets.Place(PATH))
    if not told["leads"]:
        return bar, [_nothing(view), _rates(build, told)]
    return bar, [_rates(build, told), _questions(build, chosen, told, frame, view)]


def _nothing(view: str) -> Component:
    return html.P(
        f"No question here: {view}. Nothing above the threshold lacks a notice among what is held.",
        className="empty",
        id="empty",
    )


def _rates(build: Build, told: dict[str, Any]) -> Component:
    """How usual it is: a missing notice says little where few are held."""
    held = told["notices_held"]
    count = words.count(held["notices"], "notice")
    span: list[Any]
    if held["official"]:
        span = [f"{held['first_posted']} to {held['last_posted']}."]
        usual = _base_rates(told["base_rates"])
    else:
        span = ["none from SAM.gov; ", html.Code(SYNC), " brings them."]
        usual = html.P(told["base_rates_missing_because"], id="no-base-rates")
    return parts.section(
        "How usual a notice is",
        "rates",
        [
            html.P([f"{count} held; official ones: ", *span], className="lead"),
            usual,
            subjects.cautions(told["cautions"]),
            html.P(words.source_line(build.as_of, build.build_id), className="source"),
        ],
    )


SYNC = "python -m fetch sync --source sam"


def _base_rates(rates: list[dict[str, Any]]) -> Component:
    body = [
        [
            KINDS.get(row["what"], row["what"]),
            row["component"],
            f"{row['above_threshold']:,}",
            f"{row['with_notice']:,}",
            f"{row['with_possible_notice']:,}",
            words.share(row["share_with_notice"]),
        ]
        for row in rates
    ]
    return parts.table("Base rates among what is held", RATES, body, "rates-table")


def _questions(
    build: Build, chosen: Filters, told: dict[str, Any], frame: pd.DataFrame, view: str
) -> Component:
    search = filters.to_search(chosen)
    cut = words.first_of(MOST, len(frame), "greatest")
    says = f"{cut}Each with what may make it legitimate; ask before you write."
    return parts.section(
        "No justification held",
        "no-notice",
        [
            html.P(says, className="lead"),
            parts.table("Questions", LEADS, [_lead(row) for row in told["leads"]], "leads-table"),
            html.P(words.source_line(build.as_of, build.build_id), className="source"),
            ways_out.bar(
                build,
                [(f"leads{search}", "Every question")],
                PATH + search,
                f"Above the threshold, no justification held: {view}. A question, not a finding. "
                f"{citing.leading(frame, 'award_key', citing.OF_ACTION)}",
                frame,
            ),
        ],
    )


def _lead(row: dict[str, Any]) -> list[Any]:
    number = row["modification_number"] or "0"
    action = "base action" if number == "0" else number
    return [
        html.Link(row["piid"], href=parts.award_path(row["award_key"])),
        f"{action}, {words.day(row['action_date'])}",
        words.text(row["recipient_name"]),
        words.text(row["component"]),
        words.exact(row["amount_usd"]),
        words.exact(row["threshold_usd"]),
        row["question"],
        html.Ul(
            [html.Li(words.sentence(each["plain"])) for each in row["may_be_because"]],
            className="plain",
        )
        if row["may_be_because"]
        else "nothing in our table explains it",
        subjects.bought(row["competition_class"]),
        subjects.official(row),
    ]
