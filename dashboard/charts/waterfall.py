"""Waterfall of an award: from its first ceiling, kind of action by kind, to the ceiling now."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.published.waterfall import INITIAL, NOW, UNTYPED
from dashboard.charts import theme
from dashboard.charts.base import signed
from dashboard.charts.figure import PlotFigure, Trace, bar
from dashboard.published_data import rows
from dashboard.text import format as fmt

ENDS = {INITIAL: "first ceiling", NOW: "ceiling now"}
Bar = Mapping[str, Any]


def waterfall(bars: pd.DataFrame, piid: str, source: str) -> PlotFigure:
    """Bars in million dollars from zero, one under the other: the first ceiling, what each kind of
    action added or took away, the ceiling now. Kinds that moved nothing have no bar.

    `bars`: of `analysis.published.waterfall`, with at least its first and last row.
    """
    result = [row for row in rows(bars) if row["bucket"] in ENDS or _moved(row)]
    figure = PlotFigure()
    figure.lay(showlegend=False)
    for row in result:
        figure.data.append(_bar(row))
    for upper, lower in pairwise(result):
        figure.shape(**_joint(upper, lower, theme.GROUND.quiet))
    figure.lay(**_layout(result))
    title = f"{escape(piid)}: the ceiling in million dollars, from the first to now"
    return signed(figure, title, source)


def _moved(row: Bar) -> bool:
    return not fmt.missing(row["ceiling_change_usd"]) and row["ceiling_change_usd"] != 0


def name(row: Bar) -> str:
    """What a bar is, in words; the last one says where it is a sum of what is stated alone."""
    if row["bucket"] == NOW and row["unstated"]:
        return f"{ENDS[NOW]}, as stated"
    return ENDS.get(row["bucket"]) or theme.MARKS[mark(row)].words


def mark(row: Bar) -> str:
    """The growth bucket whose mark a bar has."""
    return theme.UNSTATED_BUCKET if row["bucket"] == UNTYPED else str(row["bucket"])


def _bar(row: Bar) -> Trace:
    ground = theme.GROUND
    colour = ground.quiet if row["bucket"] == NOW else theme.MARKS[mark(row)].light
    return bar(
        x=[fmt.millions(row["ceiling_change_usd"])],
        base=[fmt.millions(row["from_usd"])],
        y=[name(row)],
        orientation="h",
        width=0.6,
        name=name(row),
        marker={"color": colour, "line": {"width": 0}},
        text=[label(row)],
        textposition="outside",
        textfont={"color": ground.ink, "size": 13},
        cliponaxis=False,
        customdata=[[fmt.exact(row["ceiling_change_usd"]), fmt.exact(row["to_usd"])]],
        hovertemplate="%{y}: %{customdata[0]}<br>ceiling then %{customdata[1]}<extra></extra>",
    )


def label(row: Bar) -> str:
    """What stands beside a bar: a sum, or what was added or taken away, with its sign."""
    amount = fmt.short(row["ceiling_change_usd"])
    return amount if row["bucket"] in ENDS else signed_usd(row, amount)


def signed_usd(row: Bar, amount: str) -> str:
    """What was added with a plus before it; what was taken away has its minus."""
    return f"+{amount}" if row["ceiling_change_usd"] > 0 else amount


def _joint(upper: Bar, lower: Bar, colour: str) -> dict[str, Any]:
    """The thin line from the end of one bar to where the next begins."""
    at = fmt.millions(upper["to_usd"])
    line = {"color": colour, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": at, "x1": at, "y0": name(upper), "y1": name(lower), "line": line}


def _layout(result: list[Bar]) -> dict[str, Any]:
    height = 170 + 42 * len(result)
    return {
        "height": height,
        "margin": {"l": 230, "r": 40, "t": 60, "b": 96},
        "dragmode": False,
        "hovermode": "closest",
        "xaxis": {
            "range": _range(result),
            "tickprefix": "$",
            "ticksuffix": "m",
            "exponentformat": "none",
            "separatethousands": True,
            "showgrid": True,
            "zeroline": True,
            "title": {"text": "million dollars of ceiling"},
        },
        "yaxis": {
            "type": "category",
            "autorange": "reversed",
            "showgrid": False,
            "ticklabelstandoff": 10,
        },
        "meta": {
            "narrow": {
                "height": height,
                "margin": {"l": 146, "r": 12, "t": 84, "b": 110},
                "xaxis": {"range": _range(result, 0.95), "nticks": 3, "title": {"text": ""}},
                "yaxis": {"tickfont": {"size": 11}},
            }
        },
    }


def _range(result: list[Bar], part: float = 0.28) -> list[float]:
    """From zero, or below it, with room for the words beside the longest bar: a part of it."""
    ends = [fmt.millions(row[end]) or 0.0 for row in result for end in ("from_usd", "to_usd")]
    room = (max(ends) - min(ends)) * part or 1.0
    return [min(ends) - room if min(ends) < 0 else 0.0, max(ends) + room]
