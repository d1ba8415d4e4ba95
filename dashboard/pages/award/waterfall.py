"""Waterfall: an award from its first ceiling to the ceiling now, kind of action by kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.published.waterfall import INITIAL, NOW, waterfall
from dashboard import views
from dashboard.charts import waterfall as waterfall_chart
from dashboard.components import common
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.award import subject
from dashboard.published_data import Row
from dashboard.text import citations, coverage_line, rules_text
from dashboard.text import format as fmt
from dashboard.url import paths
from dashboard.url.view_request import ViewRequest
from dashboard.views import Chart, Column, Result, Table, View


def _rows(request: ViewRequest) -> pd.DataFrame:
    award = subject.award_of(request)
    frame = waterfall(request.build, award["award_key"])
    frame.attrs["award"] = award
    return frame


def _award(result: Result) -> subject.Award:
    award: subject.Award = result.frame.attrs["award"]
    return award


def _piid(result: Result) -> str:
    return fmt.text(_award(result)["piid"])


def _source(result: Result) -> str:
    return coverage_line.source(result.request.build, as_of=_award(result)["as_of"])


def says(bars: list[Mapping[str, Any]]) -> str:
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


def _nothing(result: Result) -> list[Element] | None:
    if len(result.frame):
        return None
    because = fmt.text(_award(result)["ceiling_growth_missing_because"])
    text = f"Nothing is drawn: {because}, so nobody can say from where the ceiling moved."
    return [elements.P(text, className="lead")]


def _kind(row: Row, _: Result) -> list[Any]:
    glyph = "" if row["bucket"] == NOW else common.glyph(waterfall_chart.mark(row))
    return [glyph, waterfall_chart.name(row)]


def _change(row: Row, _: Result) -> str:
    return "" if row["bucket"] in (INITIAL, NOW) else fmt.exact(row["ceiling_change_usd"])


def _cite(result: Result) -> str:
    award = _award(result)
    return (
        f"{_piid(result)} ({award['award_key']}), its ceiling by kind of action: first "
        f"{rules_text.ceiling(award, 'initial_ceiling_usd')}, now "
        f"{rules_text.ceiling(award, 'ceiling_usd')}. {citations.means(citations.CEILING)}"
    )


WATERFALL = View(
    "waterfall",
    lambda result: f"The ceiling of {_award(result)['piid']}, from the first to now",
    "The base action's ceiling, the ceiling changes of all later actions summed by kind of "
    "action, and the ceiling now; unstated counts actions that state no change.",
    _rows,
    paths.AWARD,
    read=views.all_held(paths.AWARD),
    words=lambda request: f"award {subject.key_of(request)}",
    address=subject.address,
    takes="These bars",
    search=subject.search,
    heading="From the first ceiling to the ceiling now",
    part="waterfall",
    lead=lambda result: [says(result.rows)],
    chart=Chart(
        "waterfall",
        lambda result, source: waterfall_chart.waterfall(result.frame, _piid(result), source),
        lambda result: (
            f"Bars from the first ceiling of {_piid(result)} to its ceiling now, by kind of action."
        ),
        source=_source,
    ),
    tables=[
        Table(
            "The ceiling from first to now",
            [
                Column("What moved the ceiling", _kind),
                Column("Change", _change, "number"),
                views.usd("to_usd", "Ceiling after it"),
                views.number("actions", "Actions"),
                views.number("unstated", "Do not state a change"),
            ],
            "waterfall-table",
        )
    ],
    cite=_cite,
    empty=_nothing,
)
