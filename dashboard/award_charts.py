"""The charts of an award's page: action by action, and from the first ceiling to that of now."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash.development.base_component import Component

from analysis.published import Build
from analysis.waterfall import INITIAL, NOW, waterfall
from dashboard import citing, html, notices, parts, steps, waterfall_figures, ways_out, words
from dashboard.actions import actions_table, sums_table
from dashboard.data import rows

Award = dict[str, Any]
BARS = [
    ("What moved the ceiling", ""),
    ("Change", "number"),
    ("Ceiling after it", "number"),
    ("Actions", "number"),
    ("Do not state a change", "number"),
]


def steps_section(
    build: Build, award: Award, actions: pd.DataFrame, found: list[notices.Notice]
) -> Component:
    """The step chart, its actions in a table, and both to take away."""
    source = words.source_line(words.day(award["as_of"], build.as_of), build.build_id)
    as_of = words.day(award["as_of"], build.as_of)
    piid = words.text(award["piid"])

    justified = notices.of_actions(found)
    table = [actions_table(award, actions, justified), html.P(source, className="source")]
    title = "How it grew, action by action"
    if actions[["cumulative_obligated_usd", "cumulative_ceiling_usd"]].isna().all(axis=None):
        nothing = html.P(
            "No action states an amount, so there is nothing to draw.", className="lead"
        )
        return parts.section(title, "steps", [nothing, *table, _take(build, award, actions)])
    drawn = notices.pin(steps.award_steps(actions, piid, as_of, source), actions, found)
    chart = parts.chart(
        "steps",
        drawn,
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
    cites = (
        f"{award['piid']} ({award['award_key']}), action by action: "
        f"{words.exact(award['obligated_usd'])} obligated, ceiling now "
        f"{words.exact(award['ceiling_usd'])}. {citing.means(citing.OF_AWARDS, citing.CEILING)}"
    )
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


def waterfall_section(build: Build, award: Award) -> Component:
    """From the first ceiling to the ceiling now, kind of action by kind."""
    bars = waterfall(build, award["award_key"])
    title = "From the first ceiling to the ceiling now"
    if not len(bars):
        because = words.text(award["ceiling_growth_missing_because"])
        says = f"Nothing is drawn: {because}, so nobody can say from where the ceiling moved."
        return parts.section(title, "waterfall", [html.P(says, className="lead")])
    piid = words.text(award["piid"])
    as_of = words.day(award["as_of"], build.as_of)
    source = words.source_line(as_of, build.build_id)

    drawn = waterfall_figures.waterfall(bars, piid, source)
    spoken = f"Bars from the first ceiling of {piid} to its ceiling now, by kind of action."
    rows_of = f"waterfall?{urlencode({'award': award['award_key']})}"
    return parts.section(
        title,
        "waterfall",
        [
            html.P(_bars_say(rows(bars)), className="lead"),
            parts.chart("waterfall", drawn, spoken, source, html.Span(), [_bars_table(bars)]),
            ways_out.bar(
                build,
                [(rows_of, "These bars")],
                parts.award_path(award["award_key"]),
                f"{piid} ({award['award_key']}), its ceiling by kind of action: first "
                f"{words.exact(award['initial_ceiling_usd'])}, now "
                f"{words.exact(award['ceiling_usd'])}. {citing.means(citing.CEILING)}",
                bars,
                chart="waterfall",
            ),
        ],
    )


def _bars_say(bars: list[dict[str, Any]]) -> str:
    """The bars in a sentence, and which kinds of action do not state theirs."""
    first, last = bars[0], bars[-1]
    moved = [
        f"{waterfall_figures.name(row)} "
        f"{waterfall_figures.signed_usd(row, words.exact(row['ceiling_change_usd']))}"
        for row in bars[1:-1]
        if not words.missing(row["ceiling_change_usd"]) and row["ceiling_change_usd"]
    ]
    says = f"It began at {words.exact(first['to_usd'])} and stands at {words.exact(last['to_usd'])}"
    says += f": {words.listed(moved)}." if moved else "; no action states that it moved it."
    unstated = [
        f"{row['unstated']} of {words.count(row['actions'], 'action')} of the kind "
        f"“{waterfall_figures.name(row)}”"
        for row in bars[:-1]
        if row["unstated"]
    ]
    if unstated:
        verb = words.verb(int(last["unstated"]), "does", "do")
        says += (
            f" {words.listed(unstated)} {verb} not state whether the ceiling changed: it may be "
            "higher or lower."
        )
    return says


def _bars_table(bars: pd.DataFrame) -> Component:
    body = [
        [
            [_glyph(row), waterfall_figures.name(row)],
            "" if row["bucket"] in (INITIAL, NOW) else words.exact(row["ceiling_change_usd"]),
            words.exact(row["to_usd"]),
            f"{row['actions']:,}",
            f"{row['unstated']:,}",
        ]
        for row in rows(bars)
    ]
    return parts.table("The ceiling from first to now", BARS, body, "waterfall-table")


def _glyph(row: dict[str, Any]) -> Any:
    return "" if row["bucket"] == NOW else parts.glyph(waterfall_figures.mark(row))
