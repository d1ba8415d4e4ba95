"""One award: how it was bought, how it grew action by action, and where that is recorded."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlencode

import pandas as pd
from dash import Dash, dcc, html
from dash.development.base_component import Component

from analysis import queries
from analysis.notice_document import notices_frame, notices_of
from analysis.published import Build
from dashboard import bought, explain, notices, parts, sam_beside, steps, ways_out, words
from dashboard.actions import actions_table, sums_table
from dashboard.data import Held, rows
from dashboard.theme import Look
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
            html.P(dcc.Link("All awards", href="/"), className="back"),
            *_title(award),
            _figures(award),
            *_vehicle_says(award),
            bought.section(award),
            _steps(build, award, actions, found),
            notices.section(found, parts.recipes(build, frame)),
            *sam_beside.section(build, award),
            *_orders(build, award),
            *_questions(award),
            _record(build, award),
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
    choices = [html.Li(dcc.Link(key, href=parts.award_path(key))) for key in keys]
    return html.Div(
        [
            html.H1("No such award here" if not keys else "Which of these awards?"),
            html.P(words.sentence(lines[0])),
            html.Ul(choices) if choices else None,
            html.P(dcc.Link("Back to all awards", href="/")),
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


# --- how it grew


def _steps(
    build: Build, award: Award, actions: pd.DataFrame, found: list[notices.Notice]
) -> Component:
    source = words.source_line(words.day(award["as_of"], build.as_of), build.build_id)
    as_of = words.day(award["as_of"], build.as_of)
    piid = words.text(award["piid"])

    def draw(look: Look) -> Any:
        drawn = steps.award_steps(actions, piid, as_of, source, look)
        return notices.pin(drawn, actions, found, look)

    justified = notices.of_actions(found)
    table = [actions_table(award, actions, justified), html.P(source, className="source")]
    title = "How it grew, action by action"
    if actions[["cumulative_obligated_usd", "cumulative_ceiling_usd"]].isna().all(axis=None):
        nothing = html.P(
            "No action states an amount, so there is nothing to draw.", className="lead"
        )
        return parts.section(title, "steps", [nothing, *table, _take(build, award, actions)])
    chart = parts.chart(
        "steps",
        draw,
        f"Step chart: cumulative obligation and ceiling of {piid}, each action marked by what "
        "it was.",
        source,
        parts.mark_key([bucket for bucket, _ in steps.by_bucket(actions)]),
        [sums_table(actions)],
    )
    lead = html.P(_steps_say(award, actions), className="lead")
    taken = _take(build, award, actions, chart="steps")
    return parts.section(title, "steps", [lead, chart, *table, taken])


def _take(build: Build, award: Award, actions: pd.DataFrame, chart: str = "") -> Component:
    """The actions and the chart, to take away."""
    path = parts.award_path(award["award_key"])
    rows_of = f"actions?{urlencode({'award': award['award_key']})}"
    cites = f"{award['piid']}, action by action."
    return ways_out.bar(build, [(rows_of, "These actions")], path, cites, actions, chart=chart)


def _steps_say(award: Award, actions: pd.DataFrame) -> str:
    says = "Each mark is one action; its shape and colour say what kind. "
    if words.missing(award["initial_ceiling_usd"]):
        because = words.text(award["ceiling_growth_missing_because"])
        return f"{says}No ceiling line is drawn: {because}."
    unstated = actions[[words.missing(value) for value in actions["ceiling_change_usd"]]]
    if len(unstated):
        names = [words.text(number, "base") for number in unstated["modification_number"]]
        verb = "does" if len(names) == 1 else "do"
        says += (
            f"{words.listed(names)} {verb} not state in what is held whether the ceiling changed; "
            "from there the ceiling is dashed and may be higher or lower."
        )
    return says


# --- orders, questions, the record


def _orders(build: Build, award: Award) -> list[Component]:
    if award["award_kind"] != "IDV":
        return []
    frame = queries.orders(build, award["award_key"])
    cells = [
        [
            dcc.Link(row["piid"], href=parts.award_path(row["award_key"])),
            words.text(row["recipient_name"]),
            words.day(row["first_action_date"]),
            html.Span([parts.swatch(row["competition_group"]), row["competition_label"]]),
            words.exact(row["obligated_usd"]),
            words.exact(row["ceiling_usd"]),
        ]
        for row in rows(frame)
    ]
    columns = [
        ("Order", ""),
        ("Vendor", ""),
        ("First action", "date"),
        ("How bought", ""),
        ("Obligated", "number"),
        ("Ceiling", "number"),
    ]
    body: Component = html.P("No order under this vehicle is among the records held.")
    if cells:
        body = parts.table("Orders held under this vehicle", columns, cells, "orders-table")
    taken = ways_out.bar(
        build,
        [(f"orders?{urlencode({'award': award['award_key']})}", "These orders")],
        parts.award_path(award["award_key"]),
        f"Orders held under {award['piid']}.",
        frame,
    )
    return [parts.section("Orders placed under it", "orders", [body, taken])]


def _questions(award: Award) -> list[Component]:
    flags = [flag for flag in words.text(award["flags"], "").split("|") if flag]
    asked = [html.Li(explain.question(flag)) for flag in flags]
    says = _totals_say(award)
    if not asked and not says:
        return []
    return [
        parts.section(
            "Questions these records raise",
            "questions",
            [
                html.P("A question is not a finding.", className="quiet"),
                html.Ul(asked, className="plain") if asked else None,
                html.P(says, id="stated-totals") if says else None,
            ],
        )
    ]


def _totals_say(award: Award) -> str:
    """The record's own latest totals beside our sums, where they differ."""
    if "TOTALS_DIFFER" not in words.text(award["flags"], "").split("|"):
        return ""
    stated_on = words.day(award["stated_on"])
    pairs = [
        f"{name} {words.exact(award[f'stated_{what}_usd'])}, where the actions signed by then sum "
        f"to {words.exact(award[f'stated_compared_{what}_usd'], words.NOT_KNOWN)}"
        for name, what in (("obligated", "obligated"), ("a ceiling of", "ceiling"))
        if not words.missing(award[f"stated_{what}_usd"])
    ]
    return f"On {stated_on} the record itself stated: {'; '.join(pairs)}."


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
            html.Label("To cite this", htmlFor="citation"),
            dcc.Textarea(
                id="citation", value=citation, readOnly=True, rows=6, className="citation"
            ),
        ],
    )


def _citation(build: Build, award: Award, as_of: str) -> str:
    return (
        f"{words.text(award['recipient_name'])}, {words.text(award['piid'])}, "
        f"{words.text(award['component_name'])}: {words.exact(award['obligated_usd'])} obligated, "
        f"ceiling {words.exact(award['ceiling_usd'])}, as of {as_of}. {award['award_key']}. "
        f"USAspending.gov and FPDS records, Sole Source build {build.build_id}. "
        f"{words.text(award['usaspending_url'], '')}"
    )
