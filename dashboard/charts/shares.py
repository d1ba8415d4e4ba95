"""Shares not competed, side by side, each as the range in which it lies."""

from __future__ import annotations

from html import escape
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import is_point, signed
from dashboard.charts.figure import PlotFigure, leads, scatter
from dashboard.published_data import Table, rows
from dashboard.text import format as fmt

LONGEST, LONGEST_NARROW = 30, 17


def shares(found: Table, title: str, source: str) -> PlotFigure:
    """One line a value: a point where its share is known, else from the least to the most.

    `found`: value, not_competed_low, not_competed_high, unknown_share, obligated_usd, and
    `address` where a mark leads; the first stands on top. A share that is missing has no mark.
    """
    result = rows(found)[::-1]
    names = [escape(str(row["value"])[:LONGEST]) for row in result]
    few = [escape(fmt.short_of(str(row["value"]), LONGEST_NARROW)) for row in result]
    colour = theme.group_colour("sole source")
    width = [
        None
        if row["not_competed_low"] is None
        else row["not_competed_high"] - row["not_competed_low"]
        for row in result
    ]
    point = [each is not None and is_point(each) for each in width]
    figure = PlotFigure()
    figure.data.append(
        scatter(
            x=[row["not_competed_low"] for row in result],
            y=names,
            mode="markers",
            name="not competed",
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [each or 0 for each in width],
                "arrayminus": [0] * len(result),
                "color": colour,
                "thickness": 6,
                "width": 0,
            },
            # a filled mark at the low end of a range would say that this is the share
            marker={
                "symbol": ["circle" if each else "line-ns-open" for each in point],
                "size": 12,
                "color": colour,
                "line": {"width": 2},
            },
            customdata=[
                f"{fmt.share_range(row['not_competed_low'], row['not_competed_high'])} of "
                f"{fmt.exact(row['obligated_usd'])}; not known {fmt.share(row['unknown_share'])}"
                for row in result
            ],
            **leads(result),
            hovertemplate="%{y}<br>%{customdata}<extra></extra>",
            showlegend=False,
            cliponaxis=False,
        )
    )
    figure.lay(**_layout(names, few))
    return signed(figure, title, source)


def _layout(names: list[str], few: list[str]) -> dict[str, Any]:
    height = 150 + 26 * len(names)
    return {
        "height": height,
        "margin": {"l": 270, "r": 30, "t": 60, "b": 96},
        "dragmode": False,
        "hovermode": "closest",
        "xaxis": {
            "range": [-0.02, 1.02],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "tickformat": ".0%",
            "showgrid": True,
            "title": {"text": "share of obligations not competed"},
        },
        "yaxis": {"type": "category", "showgrid": True, "ticklabelstandoff": 10},
        "meta": {
            "narrow": {
                "height": height + 30,
                "margin": {"l": 136, "r": 28, "t": 84, "b": 110},
                "xaxis": {"tickvals": [0, 0.5, 1], "title": {"text": ""}},
                "yaxis": {
                    "tickfont": {"size": 10},
                    "tickvals": names,
                    "ticktext": few,
                },
            }
        },
    }
