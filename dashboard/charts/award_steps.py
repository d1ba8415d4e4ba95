"""Award steps: obligations and the ceiling of one award, action by action."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from dashboard.charts import theme
from dashboard.charts.base import LEGEND, apart, beside, signed
from dashboard.charts.figure import PlotFigure, Trace, scatter
from dashboard.published_data import rows as records
from dashboard.text import format as fmt

CEILING_UNSTATED = "ceiling change not stated in what is held"
CLOSE = 0.12  # of the height of the chart: labels nearer than this would touch


def award_steps(actions: pd.DataFrame, piid: str, as_of: str, source: str) -> PlotFigure:
    """One award action by action: cumulative obligation and ceiling as steps, in million
    dollars, each action marked by what it was; on the ceiling, those that moved it.

    From the first action whose ceiling change is not stated the ceiling is a dashed line of
    the changes that are stated, and says so; nothing unknown is drawn as known. A missing
    obligation is a gap.
    """
    figure = PlotFigure()
    for trace in _ceiling_lines(actions, as_of):
        figure.data.append(trace)
    figure.data.append(_obligation_line(actions, as_of, theme.GROUND.ink))
    for bucket, rows in by_bucket(actions):
        figure.data.append(_marks(rows, bucket, "cumulative_obligated_usd"))
        moved = rows[[not fmt.missing(v) and v != 0 for v in rows["ceiling_change_usd"]]]
        if len(moved):
            figure.data.append(_marks(moved, bucket, "cumulative_ceiling_usd"))
    figure.lay(**_layout(actions, as_of))
    return signed(
        figure, f"{escape(piid)}: million dollars obligated and ceiling, cumulative", source
    )


def known_ceiling(actions: pd.DataFrame) -> pd.DataFrame:
    """The actions before the first one that does not state its ceiling change."""
    unknown = [fmt.missing(value) for value in actions["cumulative_ceiling_usd"]]
    return actions.iloc[: unknown.index(True)] if True in unknown else actions


def buckets(actions: pd.DataFrame) -> list[str]:
    """The growth bucket of each action, in words where the record states no type."""
    named = [
        theme.UNSTATED_BUCKET if fmt.missing(bucket) else str(bucket)
        for bucket in actions["growth_bucket"]
    ]
    if unknown := sorted(set(named) - set(theme.MARKS)):
        raise KeyError(f"growth bucket without a mark: {', '.join(unknown)}")
    return named


KEYS_A_ROW = 7
"""Kinds of action that fit beside each other over the chart."""


def by_bucket(actions: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The actions of each growth bucket, in the order of the legend; no action is left out."""
    named = buckets(actions)
    held = pd.Series(named, index=actions.index)
    return [(bucket, actions[held == bucket]) for bucket in theme.MARKS if bucket in named]


def _marks(rows: pd.DataFrame, bucket: str, column: str) -> Trace:
    mark = theme.MARKS[bucket]
    colour = mark.light
    is_open = "open" in mark.symbol
    on_ceiling = column == "cumulative_ceiling_usd"
    edge = colour if is_open else theme.GROUND.paper
    return scatter(
        x=[fmt.day(value) for value in rows["action_date"]],
        y=[fmt.millions(value) for value in rows[column]],
        mode="markers",
        name=mark.words,
        legendgroup=bucket,
        showlegend=not on_ceiling,
        cliponaxis=False,
        marker={
            "symbol": mark.symbol,
            "color": colour,
            "size": mark.size - 2 if on_ceiling else mark.size,
            "opacity": 1,
            "line": {"color": edge, "width": 2 if is_open else 1},
        },
        customdata=[_action_words(row) for row in records(rows)],
        ids=[f"#{spot(row)}" for row in records(rows)],
        hovertemplate="%{customdata}<extra></extra>",
    )


def spot(row: Mapping[str, Any]) -> str:
    """What the row of an action is called on the page of its award: a mark leads there."""
    return f"action-{row['order_in_award']}"


def _action_words(row: Mapping[str, Any]) -> str:
    """What a pointer over one action reads, to the cent."""
    number = escape(fmt.text(row["modification_number"], "base"))
    kind = escape(fmt.text(row["action_type"], "type not stated"))
    return "<br>".join(
        (
            f"<b>{number}</b>, {fmt.day(row['action_date'])}: {kind}",
            f"obligated {fmt.exact(row['obligated_usd'])}",
            f"ceiling change {fmt.exact(row['ceiling_change_usd'])}",
            f"obligated so far {fmt.exact(row['cumulative_obligated_usd'], fmt.NOT_KNOWN)}",
            f"ceiling so far {fmt.exact(row['cumulative_ceiling_usd'], fmt.NOT_KNOWN)}",
        )
    )


def _obligation_line(actions: pd.DataFrame, as_of: str, colour: str) -> Trace:
    sums = [fmt.millions(value) for value in actions["cumulative_obligated_usd"]]
    return scatter(
        x=[*_days(actions), _end_day(actions, as_of)],
        y=[*sums, sums[-1]],
        name="cumulative obligation",
        mode="lines",
        line={"shape": "hv", "color": colour, "width": 2.5},
        hoverinfo="skip",
        showlegend=False,
    )


def _days(actions: pd.DataFrame) -> list[str]:
    return [fmt.day(value) for value in actions["action_date"]]


def _end_day(actions: pd.DataFrame, as_of: str) -> str:
    """The day up to which the lines are drawn: what is held speaks for it."""
    return max(_days(actions)[-1], as_of)


def _ceiling_lines(actions: pd.DataFrame, as_of: str) -> list[Trace]:
    """The ceiling, solid while every change is stated; from the first that is not, dashed:
    the sum of the changes that are stated, which may not be the ceiling."""
    known = known_ceiling(actions)
    if not len(known):
        return []
    days = [*_days(actions), _end_day(actions, as_of)]
    carried = [fmt.millions(value) for value in actions["cumulative_ceiling_usd"].ffill()]
    sums = [*carried, carried[-1]]
    if len(known) == len(actions):
        return [_ceiling_line(days, sums, "ceiling", "solid")]
    solid = [*sums[: len(known)], sums[len(known) - 1]]
    return [
        _ceiling_line(days[: len(solid)], solid, "ceiling", "solid"),
        _ceiling_line(days[len(known) :], sums[len(known) :], CEILING_UNSTATED, "dot"),
    ]


def _ceiling_line(days: list[str], sums: list[float | None], name: str, dash: str) -> Trace:
    return scatter(
        x=days,
        y=sums,
        name=name,
        mode="lines",
        line={"shape": "hv", "color": theme.GROUND.quiet, "width": 2.5, "dash": dash},
        hovertemplate=f"{name}: $%{{y:,.1f}} million<extra></extra>",
        showlegend=False,
    )


def _layout(actions: pd.DataFrame, as_of: str) -> dict[str, Any]:
    ground = theme.GROUND
    top = 60 + 24 * -(-len(by_bucket(actions)) // KEYS_A_ROW)
    axis = {
        "type": "date",
        "hoverformat": "%Y-%m-%d",
        "range": _span(actions, as_of),
        "ticklabelstandoff": 10,  # marks of actions without money stand on the axis
    }
    return {
        "height": 456 + top,
        "margin": {"l": 76, "r": 226, "t": top, "b": 84},
        "hovermode": "closest",
        "dragmode": False,
        "legend": LEGEND,
        "xaxis": axis,
        "yaxis": {
            "rangemode": "tozero",
            "tickprefix": "$",
            "ticksuffix": "m",
            "exponentformat": "none",  # else a small amount reads "25µm"
            "separatethousands": True,
            "title": {"text": "million dollars, cumulative"},
        },
        "annotations": _end_labels(actions, as_of),
        "shapes": [
            {
                "type": "line",
                "x0": as_of,
                "x1": as_of,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": ground.rule, "width": 1},
                "layer": "below",
            }
        ],
        "meta": {
            "narrow": {
                "height": 440,
                "margin": {"l": 58, "r": 14, "t": 84, "b": 96},
                "showlegend": False,
                "xaxis": {"nticks": 4},
                "yaxis": {"title": {"text": ""}, "nticks": 5},
                "notes": _narrow_labels(actions),
            }
        },
    }


def _span(actions: pd.DataFrame, as_of: str) -> list[str]:
    """From just before the first action to the day the records speak for."""
    first = dt.date.fromisoformat(fmt.day(actions["action_date"].iloc[0], as_of))
    last = _end_day(actions, as_of)
    days = max((dt.date.fromisoformat(last) - first).days, 30)
    return [str(first - dt.timedelta(days=days * 0.03)), last]


def _end_labels(actions: pd.DataFrame, as_of: str) -> list[dict[str, Any]]:
    """What each line is and where it ends, written at its end."""
    ground = theme.GROUND
    last_day = _end_day(actions, as_of)
    labels = []
    for column, name, colour in (
        ("cumulative_obligated_usd", "obligated", ground.ink),
        ("cumulative_ceiling_usd", "ceiling", ground.quiet),
    ):
        stated = actions[column].dropna()
        if len(stated):
            usd = stated.iloc[-1]
            label = beside(last_day, fmt.millions(usd), colour)
            text = f"<b>{name}</b> {fmt.short(usd)}"
            labels.append({**label, "name": name, "text": text + _dashed(actions, name)})
    highest = max((label["y"] for label in labels), default=0)
    return apart(labels, highest * CLOSE)


def _dashed(actions: pd.DataFrame, name: str) -> str:
    if name != "ceiling" or len(known_ceiling(actions)) == len(actions):
        return ""
    return "<br>dashed: ceiling change<br>not stated in what is held"


def _narrow_labels(actions: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """On a narrow screen the labels stand over and under the ends of their lines."""
    over = {"xanchor": "right", "align": "right", "xshift": 0}
    ceiling = "<b>ceiling</b>"
    if _dashed(actions, "ceiling"):
        ceiling += ", dashed: not stated"
    return {
        "ceiling": {**over, "yanchor": "bottom", "yshift": 6, "text": ceiling},
        "obligated": {**over, "yanchor": "top", "yshift": -24, "text": "<b>obligated</b>"},
    }
