"""The charts of an award's page: action by action, and from the first ceiling to that of now."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash.development.base_component import Component

from analysis.published.build import Build
from analysis.published.waterfall import INITIAL, NOW, waterfall
from dashboard.charts import award_steps
from dashboard.charts import waterfall as waterfall_chart
from dashboard.components import common, download_bar, notices
from dashboard.html import elements
from dashboard.pages.award.actions import actions_table, sums_table
from dashboard.published_data import rows
from dashboard.text import citations
from dashboard.text import format as fmt

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
    source = fmt.source_line(fmt.day(award["as_of"], build.as_of), build.build_id)
    as_of = fmt.day(award["as_of"], build.as_of)
    piid = fmt.text(award["piid"])

    justified = notices.of_actions(found)
    table = [actions_table(award, actions, justified), elements.P(source, className="source")]
    title = "How it grew, action by action"
    if actions[["cumulative_obligated_usd", "cumulative_ceiling_usd"]].isna().all(axis=None):
        nothing = elements.P(
            "No action states an amount, so there is nothing to draw.", className="lead"
        )
        return common.section(title, "steps", [nothing, *table, _take(build, award, actions)])
    drawn = notices.pin(award_steps.award_steps(actions, piid, as_of, source), actions, found)
    chart = common.chart(
        "steps",
        drawn,
        f"Step chart: cumulative obligation and ceiling of {piid}, each action marked by what "
        "it was.",
        source,
        common.mark_key([bucket for bucket, _ in award_steps.by_bucket(actions)]),
        [sums_table(actions)],
    )
    lead = elements.P(_steps_say(award, actions), className="lead")
    taken = _take(build, award, actions, chart="steps")
    return common.section(title, "steps", [lead, chart, *table, taken])


def _take(build: Build, award: Award, actions: pd.DataFrame, chart: str = "") -> Component:
    """The actions and the chart, to take away."""
    path = common.award_path(award["award_key"])
    rows_of = f"actions?{urlencode({'award': award['award_key']})}"
    cites = (
        f"{award['piid']} ({award['award_key']}), action by action: "
        f"{fmt.exact(award['obligated_usd'])} obligated, ceiling now "
        f"{fmt.exact(award['ceiling_usd'])}. "
        f"{citations.means(citations.OF_AWARDS, citations.CEILING)}"
    )
    return download_bar.bar(build, [(rows_of, "These actions")], path, cites, actions, chart=chart)


def _steps_say(award: Award, actions: pd.DataFrame) -> str:
    says = "Each mark is one action; its shape and colour say what kind. "
    if fmt.missing(award["initial_ceiling_usd"]):
        because = fmt.text(award["ceiling_growth_missing_because"])
        return f"{says}No ceiling line is drawn: {because}."
    unstated = actions[[fmt.missing(value) for value in actions["ceiling_change_usd"]]]
    if len(unstated):
        names = [fmt.text(number, "base") for number in unstated["modification_number"]]
        verb = "does" if len(names) == 1 else "do"
        says += (
            f"{fmt.join(names)} {verb} not state in what is held whether the ceiling changed; "
            "from there the ceiling is dashed and may be higher or lower."
        )
    return says


def waterfall_section(build: Build, award: Award) -> Component:
    """From the first ceiling to the ceiling now, kind of action by kind."""
    bars = waterfall(build, award["award_key"])
    title = "From the first ceiling to the ceiling now"
    if not len(bars):
        because = fmt.text(award["ceiling_growth_missing_because"])
        says = f"Nothing is drawn: {because}, so nobody can say from where the ceiling moved."
        return common.section(title, "waterfall", [elements.P(says, className="lead")])
    piid = fmt.text(award["piid"])
    as_of = fmt.day(award["as_of"], build.as_of)
    source = fmt.source_line(as_of, build.build_id)

    drawn = waterfall_chart.waterfall(bars, piid, source)
    spoken = f"Bars from the first ceiling of {piid} to its ceiling now, by kind of action."
    rows_of = f"waterfall?{urlencode({'award': award['award_key']})}"
    return common.section(
        title,
        "waterfall",
        [
            elements.P(_bars_say(rows(bars)), className="lead"),
            common.chart("waterfall", drawn, spoken, source, elements.Span(), [_bars_table(bars)]),
            download_bar.bar(
                build,
                [(rows_of, "These bars")],
                common.award_path(award["award_key"]),
                f"{piid} ({award['award_key']}), its ceiling by kind of action: first "
                f"{fmt.exact(award['initial_ceiling_usd'])}, now "
                f"{fmt.exact(award['ceiling_usd'])}. {citations.means(citations.CEILING)}",
                bars,
                chart="waterfall",
            ),
        ],
    )


def _bars_say(bars: list[dict[str, Any]]) -> str:
    """The bars in a sentence, and which kinds of action do not state theirs."""
    first, last = bars[0], bars[-1]
    moved = [
        f"{waterfall_chart.name(row)} "
        f"{waterfall_chart.signed_usd(row, fmt.exact(row['ceiling_change_usd']))}"
        for row in bars[1:-1]
        if not fmt.missing(row["ceiling_change_usd"]) and row["ceiling_change_usd"]
    ]
    says = f"It began at {fmt.exact(first['to_usd'])} and stands at {fmt.exact(last['to_usd'])}"
    says += f": {fmt.join(moved)}." if moved else "; no action states that it moved it."
    unstated = [
        f"{row['unstated']} of {fmt.count(row['actions'], 'action')} of the kind "
        f"“{waterfall_chart.name(row)}”"
        for row in bars[:-1]
        if row["unstated"]
    ]
    if unstated:
        verb = fmt.verb(int(last["unstated"]), "does", "do")
        says += (
            f" {fmt.join(unstated)} {verb} not state whether the ceiling changed: it may be "
            "higher or lower."
        )
    return says


def _bars_table(bars: pd.DataFrame) -> Component:
    body = [
        [
            [_glyph(row), waterfall_chart.name(row)],
            "" if row["bucket"] in (INITIAL, NOW) else fmt.exact(row["ceiling_change_usd"]),
            fmt.exact(row["to_usd"]),
            f"{row['actions']:,}",
            f"{row['unstated']:,}",
        ]
        for row in rows(bars)
    ]
    return common.table("The ceiling from first to now", BARS, body, "waterfall-table")


def _glyph(row: dict[str, Any]) -> Any:
    return "" if row["bucket"] == NOW else common.glyph(waterfall_chart.mark(row))
