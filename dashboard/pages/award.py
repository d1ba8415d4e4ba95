"""One award: how it was bought, how it grew action by action, and where that is recorded."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from dash import Dash
from dash.development.base_component import Component

from analysis.notice_document import notices_frame, notices_of
from analysis.published import Build
from dashboard import (
    award_charts,
    award_parts,
    bought,
    explain,
    html,
    missing,
    notices,
    parts,
    sam_beside,
    ways_out,
    words,
)
from dashboard.data import Held
from fetch.errors import InputError

OF = "/award/"
Award = dict[str, Any]


def of_one(data: Held, asked: str) -> Component:
    """The page of the award that a key or a PIID names; a sentence where it names none."""
    build = data.build()
    try:
        award = build.award(unquote(asked))
    except InputError as error:
        return _unknown(str(error))
    actions = build.actions(award["award_key"])
    frame = notices_frame(build, award["award_key"])
    found = notices_of(build, award["award_key"])
    return html.Article(
        [
            html.P(html.Link("All awards", href="/"), className="back"),
            *_title(award),
            parts.notice(build.manifest),
            _figures(award),
            *_vehicle_says(award),
            bought.section(award),
            award_charts.steps_section(build, award, actions, found),
            award_charts.waterfall_section(build, award),
            notices.section(found, parts.recipes(build, frame)),
            *sam_beside.section(build, award),
            *award_parts.orders(build, award),
            *award_parts.questions(award),
            _record(build, award),
            missing.panel(build),
        ]
    )


def register(app: Dash, data: Held) -> None:
    """Nothing moves on this page: its address says all."""


def title(asked: str) -> str:
    """The name of the page in the browser."""
    return f"{unquote(asked)}, Sole Source"


def _unknown(says: str) -> Component:
    lines = [line.strip() for line in says.splitlines()]
    keys = [line for line in lines[1:] if line]
    choices = [html.Li(html.Link(key, href=parts.award_path(key))) for key in keys]
    return html.Div(
        [
            html.H1("No such award here" if not keys else "Which of these awards?"),
            html.P(words.sentence(lines[0])),
            html.Ul(choices) if choices else None,
            html.P(html.Link("Back to all awards", href="/")),
        ],
        id="unknown-award",
    )


# --- who and what


def _title(award: Award) -> list[Component]:
    agency = words.text(award["component_name"])
    if not words.missing(award["component"]) and award["component"] != agency:
        agency = f"{agency} ({award['component']})"
    lines: list[Component] = [
        html.H1(
            [
                html.Span(words.text(award["piid"]), className="piid"),
                html.Span(words.text(award["recipient_name"]), className="vendor"),
            ]
        ),
        html.P(f"{_kind(award)}, {agency}", className="under-title"),
    ]
    if not words.missing(award["label"]):
        lines.append(
            html.P([html.Span("Our label: ", className="quiet"), award["label"]], id="label")
        )
    record = words.text(award["description"])
    lines.append(
        html.P([html.Span("The record’s own words: ", className="quiet"), record], id="description")
    )
    return lines


def _kind(award: Award) -> str:
    column, known = ("award_type_code", "award_type")
    if award["award_kind"] == "IDV":
        column, known = ("idv_type_code", "idv_type")
    otherwise = "Vehicle" if award["award_kind"] == "IDV" else "Award, type not stated"
    if words.missing(award[column]):
        return otherwise
    return explain.code_meaning(known, award[column])


def _figures(award: Award) -> Component:
    now = None if words.missing(award["ceiling_usd"]) else _ceiling_note(award)
    return html.Dl(
        [
            parts.money_figure("Obligated", award["obligated_usd"], _obligated_note(award)),
            parts.money_figure("Initial ceiling", award["initial_ceiling_usd"], _first_note(award)),
            parts.money_figure("Ceiling now", award["ceiling_usd"], now),
            _growth_figure(award),
        ],
        className="figures",
        id="figures",
    )


def _ceiling_note(award: Award) -> str:
    """Up to which day the ceiling is known, and how many actions do not state theirs."""
    note = f"The changes stated up to {words.day(award['ceiling_known_to'])}, summed."
    if missing := int(award["ceiling_changes_missing"]):
        note += (
            f" {missing} of {words.count(award['action_count'], 'action')} "
            f"{words.verb(missing, 'does', 'do')} not state a change."
        )
    return note


def _obligated_note(award: Award) -> str:
    first, last = words.day(award["first_action_date"]), words.day(award["last_action_date"])
    span = f"on {first}" if first == last else f"{first} to {last}"
    return f"Promised to be paid, {span}, {words.count(award['action_count'], 'action')}."


def _first_note(award: Award) -> str:
    if words.missing(award["initial_ceiling_usd"]):
        return words.sentence(words.text(award["ceiling_growth_missing_because"]))
    return "Base and all options, when it was signed."


def _growth_figure(award: Award) -> Component:
    ratio, name = award["ceiling_growth_ratio"], "Growth of the ceiling"
    if words.missing(ratio):
        because = words.sentence(award["ceiling_growth_missing_because"])
        return parts.figure(name, words.NOT_KNOWN, "", because or None)
    sums = f"{words.exact(award['ceiling_usd'])} over {words.exact(award['initial_ceiling_usd'])}"
    change = award["ceiling_growth_usd"]
    moved = f"{'Down' if change < 0 else 'Up'} {words.exact(abs(change))}."
    return parts.figure(name, words.times(ratio), sums, moved if change else "It did not change.")


def _vehicle_says(award: Award) -> list[Component]:
    if award["award_kind"] != "IDV":
        return []
    says = (
        "This is a vehicle under which orders are placed. Its ceiling includes all its orders "
        "and is never added to theirs; money obligated on the vehicle itself counts here."
    )
    return [html.P(says, className="remark", role="note", id="vehicle-says")]


# --- the record


def _record(build: Build, award: Award) -> Component:
    as_of = words.day(award["as_of"], build.as_of)
    citation = _citation(build, award, as_of)
    parent: list[Any] = []
    if not words.missing(award["parent_piid"]):
        parent = [html.Dt("Placed under"), html.Dd(award["parent_piid"])]
    return parts.section(
        "The official record",
        "record",
        [
            html.P(parts.official_link(award["usaspending_url"], "This award on USAspending.gov")),
            html.Dl(
                [
                    html.Dt("Official key"),
                    html.Dd(award["award_key"]),
                    *parent,
                    html.Dt("As of"),
                    html.Dd(as_of),
                    html.Dt("Held from"),
                    html.Dd(words.text(award["basis"])),
                ],
                className="pairs",
            ),
            ways_out.citation(citation, html.Span("To cite this"), id="citation"),
        ],
    )


def _citation(build: Build, award: Award, as_of: str) -> str:
    return (
        f"{words.text(award['recipient_name'])}, {words.text(award['piid'])}, "
        f"{words.text(award['component_name'])}: {words.exact(award['obligated_usd'])} obligated, "
        f"ceiling {words.exact(award['ceiling_usd'])}, as of {as_of}. {award['award_key']}. "
        f"USAspending.gov and FPDS records, Sole Source build {build.build_id}. "
        f"{words.text(award['usaspending_url'], '')} "
        f"{ways_out.host()}{parts.award_path(award['award_key'])}"
    )
