"""Questions worth asking: awards above the threshold of which no justification is held."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis.documents import lead_rows
from analysis.documents import leads as leads_document
from analysis.published.build import Build
from dashboard import facets, live_view
from dashboard.components import common, download_bar, page_frame, subjects
from dashboard.html import elements
from dashboard.published_data import PublishedData
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.query import Filters

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


def layout(data: PublishedData, search: str = "", **_: Any) -> Component:
    """The filter, how usual a notice is, and the questions."""
    build = data.build()
    lead = (
        "Questions, not findings. An award given to one source above the threshold usually has a "
        "justification that must be posted. Here is where none is held, and what may explain it."
    )
    return page_frame.of(
        build,
        "Leads: was it justified in public?",
        elements.P(lead, className="lead"),
        *live_view.boxes("leads", _view, build, search),
    )


def register(app: Dash, data: PublishedData) -> None:
    """The address draws the page."""
    live_view.follow(app, data, "leads", PATH, _view)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search, PATH)
    selection = query.selection(chosen)
    frame = lead_rows.no_notice(build, selection)
    told = leads_document.document_of(build, frame, selection, MOST)
    view = facets.in_words(chosen, offered)
    says = f"{fmt.count(told['matching'], 'question')}: {view}."
    bar = facets.bar(chosen, offered, says, facets.PageAddress(PATH))
    if not told["leads"]:
        return bar, [_nothing(view), _rates(build, told)]
    return bar, [_rates(build, told), _questions(build, chosen, told, frame, view)]


def _nothing(view: str) -> Component:
    return elements.P(
        f"No question here: {view}. Nothing above the threshold lacks a notice among what is held.",
        className="empty",
        id="empty",
    )


def _rates(build: Build, told: dict[str, Any]) -> Component:
    """How usual it is: a missing notice says little where few are held."""
    held = told["notices_held"]
    count = fmt.count(held["notices"], "notice")
    span: list[Any]
    if held["official"]:
        span = [f"{held['first_posted']} to {held['last_posted']}."]
        usual = _base_rates(told["base_rates"])
    else:
        span = ["none from SAM.gov; ", elements.Code(SYNC), " brings them."]
        usual = elements.P(told["base_rates_missing_because"], id="no-base-rates")
    return common.section(
        "How usual a notice is",
        "rates",
        [
            elements.P([f"{count} held; official ones: ", *span], className="lead"),
            usual,
            subjects.cautions(told["cautions"]),
            elements.P(fmt.source_line(build.as_of, build.build_id), className="source"),
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
            fmt.share(row["share_with_notice"]),
        ]
        for row in rates
    ]
    return common.table("Base rates among what is held", RATES, body, "rates-table")


def _questions(
    build: Build, chosen: Filters, told: dict[str, Any], frame: pd.DataFrame, view: str
) -> Component:
    search = query.to_search(chosen)
    cut = fmt.first_of(MOST, len(frame), "greatest")
    says = f"{cut}Each with what may make it legitimate; ask before you write."
    return common.section(
        "No justification held",
        "no-notice",
        [
            elements.P(says, className="lead"),
            common.table("Questions", LEADS, [_lead(row) for row in told["leads"]], "leads-table"),
            elements.P(fmt.source_line(build.as_of, build.build_id), className="source"),
            download_bar.bar(
                build,
                [(f"leads{search}", "Every question")],
                PATH + search,
                f"Above the threshold, no justification held: {view}. A question, not a finding. "
                f"{citations.leading(frame, 'award_key', citations.OF_ACTION)}",
                frame,
            ),
        ],
    )


def _lead(row: dict[str, Any]) -> list[Any]:
    number = row["modification_number"] or "0"
    action = "base action" if number == "0" else number
    return [
        elements.Link(row["piid"], href=common.award_path(row["award_key"])),
        f"{action}, {fmt.day(row['action_date'])}",
        fmt.text(row["recipient_name"]),
        fmt.text(row["component"]),
        fmt.exact(row["amount_usd"]),
        fmt.exact(row["threshold_usd"]),
        row["question"],
        elements.Ul(
            [elements.Li(fmt.sentence(each["plain"])) for each in row["may_be_because"]],
            className="plain",
        )
        if row["may_be_because"]
        else "nothing in our table explains it",
        subjects.bought(row["competition_class"]),
        subjects.official(row),
    ]
