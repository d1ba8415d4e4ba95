"""Award page: competition, growth action by action, and sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from analysis import text
from analysis.documents.award import stated_of
from analysis.documents.moved import moved_of
from analysis.documents.notices import notices_frame, notices_of
from analysis.documents.unread import unread_of
from analysis.published.build import Build
from dashboard.components import common, coverage, notices, subjects
from dashboard.exports import citation
from dashboard.exports.sql import recipes
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.award import competition as award_competition
from dashboard.pages.award import moved, orders, questions, sam_records, steps, waterfall
from dashboard.pages.award.subject import request_of
from dashboard.pages.page import SubjectPage
from dashboard.text import coverage_line, rules_text
from dashboard.text import format as fmt
from dashboard.url import paths
from fetch.errors import InputError

Award = Mapping[str, Any]


def _one(build: Build, named: str) -> Element:
    """The page of the award that a key or a PIID names; a sentence where it names none."""
    try:
        award = build.award(unquote(named))
    except InputError as error:
        return _unknown(str(error))
    request = request_of(build, award["award_key"])
    actions = build.actions(award["award_key"])
    frame = notices_frame(build, award["award_key"])
    of_award = notices_of(build, award["award_key"])
    return elements.Article(
        [
            elements.P(elements.Link("All awards", href="/"), className="back"),
            *_title(award),
            common.notice(build.manifest),
            _figures(award),
            *_vehicle_says(award),
            *moved.section(moved_of(build, award["award_key"])),
            award_competition.section(award),
            steps.STEPS.section(request, steps.of(award, actions), notices=of_award),
            waterfall.WATERFALL.section(request),
            _stated(award["piid"]),
            notices.section(of_award, recipes(build, frame)),
            *sam_records.section(build, award),
            *orders.section(request, award),
            *questions.section(award),
            *questions.unread(unread_of(build, award["award_key"])),
            _record(build, award),
            coverage.panel(build),
        ]
    )


def _stated(piid: str) -> Element | None:
    """What dossiers state of the award by its number, from records that may not be held here."""
    if not (sentences := stated_of(piid)):
        return None
    items = [subjects.statement(each) for each in sentences]
    lead = "From records read for the dossiers of programmes; not all of them are held here."
    return common.section(
        "What other public records state of it",
        "stated",
        [elements.P(lead, className="lead"), elements.Ul(items, className="plain")],
    )


def _unknown(says: str) -> Element:
    lines = [line.strip() for line in says.splitlines()]
    keys = [line for line in lines[1:] if line]
    choices = [elements.Li(elements.Link(key, href=paths.award(key))) for key in keys]
    return elements.Div(
        [
            elements.H1("No such award here" if not keys else "Which of these awards?"),
            elements.P(fmt.sentence(lines[0])),
            elements.Ul(choices) if choices else None,
            elements.P(elements.Link("Back to all awards", href="/")),
        ],
        id="unknown-award",
    )


# --- who and what


def _title(award: Award) -> list[Element]:
    agency = fmt.text(award["component_name"])
    if not fmt.missing(award["component"]) and award["component"] != agency:
        agency = f"{agency} ({award['component']})"
    lines: list[Element] = [
        elements.H1(
            [
                elements.Span(fmt.text(award["piid"]), className="piid"),
                elements.Span(fmt.text(award["recipient_name"]), className="vendor"),
            ]
        ),
        elements.P(f"{_kind(award)}, {agency}", className="under-title"),
    ]
    if not fmt.missing(award["label"]):
        lines.append(
            elements.P(
                [elements.Span("Our label: ", className="quiet"), award["label"]], id="label"
            )
        )
    why = text.blank(rules_text.listed(award), "transaction_description")
    record = fmt.text(award["description"], why)
    lines.append(
        elements.P(
            [elements.Span("The record’s own words: ", className="quiet"), record], id="description"
        )
    )
    return lines


def _kind(award: Award) -> str:
    column, known = ("award_type_code", "award_type")
    if award["award_kind"] == "IDV":
        column, known = ("idv_type_code", "idv_type")
    why = text.blank(rules_text.listed(award), column)
    otherwise = "Vehicle" if award["award_kind"] == "IDV" else f"Award, type {why}"
    if fmt.missing(award[column]):
        return otherwise
    return rules_text.code_meaning(known, award[column])


def _figures(award: Award) -> Element:
    now = None if fmt.missing(award["ceiling_usd"]) else _ceiling_note(award)
    return elements.Dl(
        [
            common.money_figure("Obligated", award["obligated_usd"], _obligated_note(award)),
            common.money_figure(
                "Initial ceiling", award["initial_ceiling_usd"], _first_note(award)
            ),
            common.money_figure("Ceiling now", award["ceiling_usd"], now),
            _growth_figure(award),
        ],
        className="figures",
        id="figures",
    )


def _ceiling_note(award: Award) -> str:
    """Up to which day the ceiling is known, and how many actions do not state theirs."""
    note = f"The changes stated up to {fmt.day(award['ceiling_known_to'])}, summed."
    of = fmt.count(award["action_count"], "action")
    blank = int(award["ceiling_changes_blank"])
    if blank:
        note += f" {blank} of {of} {fmt.verb(blank, 'does', 'do')} not state a change."
    if lacking := int(award["ceiling_changes_missing"]) - blank:
        note += f" The change of {lacking} of {of} is not in this copy."
    return note


def _obligated_note(award: Award) -> str:
    first, last = fmt.day(award["first_action_date"]), fmt.day(award["last_action_date"])
    span = f"on {first}" if first == last else f"{first} to {last}"
    return f"Promised to be paid, {span}, {fmt.count(award['action_count'], 'action')}."


def _first_note(award: Award) -> str:
    if fmt.missing(award["initial_ceiling_usd"]):
        return fmt.sentence(fmt.text(award["ceiling_growth_missing_because"]))
    return "Base and all options, when it was signed."


def _growth_figure(award: Award) -> Element:
    ratio, name = award["ceiling_growth_ratio"], "Growth of the ceiling"
    if fmt.missing(ratio):
        because = fmt.sentence(award["ceiling_growth_missing_because"])
        return common.figure(name, fmt.NOT_KNOWN, "", because or None)
    sums = f"{fmt.exact(award['ceiling_usd'])} over {fmt.exact(award['initial_ceiling_usd'])}"
    change = award["ceiling_growth_usd"]
    moved = f"{'Down' if change < 0 else 'Up'} {fmt.exact(abs(change))}."
    return common.figure(name, fmt.times(ratio), sums, moved if change else "It did not change.")


def _vehicle_says(award: Award) -> list[Element]:
    if award["award_kind"] != "IDV":
        return []
    says = (
        "This is a vehicle under which orders are placed. Its ceiling includes all its orders "
        "and is never added to theirs; money obligated on the vehicle itself counts here."
    )
    return [elements.P(says, className="remark", role="note", id="vehicle-says")]


# --- the record


def _record(build: Build, award: Award) -> Element:
    as_of = fmt.day(award["as_of"], build.as_of)
    cites = _citation(build, award, as_of)
    parent: list[Any] = []
    if not fmt.missing(award["parent_piid"]):
        parent = [elements.Dt("Placed under"), elements.Dd(award["parent_piid"])]
    return common.section(
        "The official record",
        "record",
        [
            elements.P(
                common.official_link(award["usaspending_url"], "This award on USAspending.gov")
            ),
            elements.Dl(
                [
                    elements.Dt("Official key"),
                    elements.Dd(award["award_key"]),
                    *parent,
                    elements.Dt("As of"),
                    elements.Dd(as_of),
                    elements.Dt("Held from"),
                    elements.Dd(fmt.text(award["basis"])),
                ],
                className="pairs",
            ),
            citation.citation(cites, elements.Span("To cite this"), id="citation"),
        ],
    )


def _citation(build: Build, award: Award, as_of: str) -> str:
    return (
        f"{fmt.text(award['recipient_name'])}, {fmt.text(award['piid'])}, "
        f"{fmt.text(award['component_name'])}: {fmt.exact(award['obligated_usd'])} obligated, "
        f"ceiling {rules_text.ceiling(award, 'ceiling_usd')}, as of {as_of}. {award['award_key']}. "
        f"{coverage_line.line(build)} "
        f"USAspending.gov and FPDS records, Sole Source build {build.build_id}. "
        f"{fmt.text(award['usaspending_url'], '')} "
        f"{citation.host()}{paths.award(award['award_key'])}"
    )


PAGE = SubjectPage(
    paths.AWARD,
    _one,
    lambda request: f"{unquote(request)}, Sole Source",
    [steps.STEPS, waterfall.WATERFALL, orders.ORDERS],
)
