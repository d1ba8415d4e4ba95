"""Steps: an award action by action, its chart, its table and its rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import views
from dashboard.charts import award_steps
from dashboard.charts.figure import PlotFigure
from dashboard.components import common, notices
from dashboard.html.elements import Element
from dashboard.pages.award import subject
from dashboard.pages.award.actions import actions_table, sums_table
from dashboard.text import citations, coverage_line, rules_text
from dashboard.text import format as fmt
from dashboard.url import paths
from dashboard.url.view_request import ViewRequest
from dashboard.views import Result, View

Award = Mapping[str, Any]
ACTION_COLUMNS = [
    "award_key",
    "modification_number",
    "action_date",
    "action_type",
    "growth_bucket",
    "obligated_usd",
    "ceiling_change_usd",
    "cumulative_obligated_usd",
    "cumulative_ceiling_usd",
    "label",
    "description",
    "basis",
    "as_of",
    "usaspending_url",
]


def of(award: Award, actions: pd.DataFrame) -> pd.DataFrame:
    """The actions of an award, which they then know."""
    actions.attrs["award"] = award
    return actions


def _rows(request: ViewRequest) -> pd.DataFrame:
    award = subject.award_of(request)
    actions = request.build.actions(award["award_key"])
    frame = actions[ACTION_COLUMNS]
    frame.attrs.update(actions.attrs)
    return of(award, frame)


def _award(result: Result) -> Award:
    award: Award = result.frame.attrs["award"]
    return award


def _source(result: Result) -> str:
    return coverage_line.source(result.request.build, as_of=_award(result)["as_of"])


def _undrawn(actions: pd.DataFrame) -> bool:
    """Does no action state an amount?"""
    sums = actions[["cumulative_obligated_usd", "cumulative_ceiling_usd"]]
    return bool(sums.isna().all(axis=None))


def _lead(result: Result) -> list[str]:
    if _undrawn(result.frame):
        return ["No action states an amount, so there is nothing to draw."]
    return [says(_award(result), result.frame)]


def says(award: Award, actions: pd.DataFrame) -> str:
    """What the marks are, and which actions do not state their ceiling."""
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


def _chart(result: Result) -> list[Element]:
    if _undrawn(result.frame):
        return []
    award, source = _award(result), _source(result)
    piid = fmt.text(award["piid"])
    buckets = [bucket for bucket, _ in award_steps.by_bucket(result.frame)]
    return [
        common.chart(
            "steps",
            _drawn(result, piid, source),
            f"Step chart: cumulative obligation and ceiling of {piid}, each action marked by what "
            "it was.",
            source,
            common.mark_key(buckets),
            [sums_table(result.frame)],
        )
    ]


def _drawn(result: Result, piid: str, source: str) -> PlotFigure:
    as_of = fmt.day(_award(result)["as_of"], result.request.build.as_of)
    steps = award_steps.award_steps(result.frame, piid, as_of, source)
    return notices.pin(steps, result.frame, result.facts["notices"])


def _table(result: Result) -> list[Element]:
    justified = notices.of_actions(result.facts["notices"])
    table = actions_table(_award(result), result.frame, justified)
    return [*_chart(result), table]


def _cite(result: Result) -> str:
    award = _award(result)
    return (
        f"{award['piid']} ({award['award_key']}), action by action: "
        f"{fmt.exact(award['obligated_usd'])} obligated, ceiling now "
        f"{rules_text.ceiling(award, 'ceiling_usd')}. "
        f"{citations.means(citations.OF_AWARDS, citations.CEILING)}"
    )


STEPS = View(
    "actions",
    lambda result: f"The actions of {_award(result)['piid']} in order",
    "Each row is one action: what it obligated, by how much it changed the ceiling, and what "
    "both had come to by then.",
    _rows,
    paths.AWARD,
    read=views.all_held(paths.AWARD),
    words=lambda request: f"award {subject.key_of(request)}",
    address=subject.address,
    takes="These actions",
    search=subject.search,
    heading="How it grew, action by action",
    part="steps",
    lead=_lead,
    above=_table,
    source=_source,
    chart_name=lambda result: "" if _undrawn(result.frame) else "steps",
    cite=_cite,
)
