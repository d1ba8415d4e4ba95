"""Vehicle gauge: obligations under a vehicle by class, up to its ceiling."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import LEGEND, signed
from dashboard.charts.figure import PlotFigure, bar
from dashboard.text import format as fmt


def gauge(vehicle: Mapping[str, Any], source: str) -> PlotFigure:
    """One bar, in million dollars: obligations on orders by class, on the vehicle, to the ceiling.

    `vehicle`: the document of `vehicle_document`. Only sums that are stated are drawn.
    """
    ground = theme.GROUND
    figure = PlotFigure()
    figure.lay(barmode="stack")
    for row in vehicle["orders_by_class"]:
        name = theme.GROUP_WORDS[row["competition_group"]]
        colour = theme.group_colour(row["competition_group"])
        _add(figure, row["obligated_usd"], f"orders: {name.lower()}", colour)
    _add(figure, vehicle["obligated_on_agreements_usd"], "agreements under it", ground.quiet)
    _add(figure, vehicle["obligated_on_vehicle_usd"], "the vehicle itself", ground.ink)
    ceiling = fmt.millions(vehicle["ceiling_usd"])
    line = {"color": ground.ink, "width": 3}
    figure.shape(type="line", x0=ceiling, x1=ceiling, yref="paper", y0=0, y1=1, line=line)
    figure.note(
        x=ceiling,
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor="right",
        showarrow=False,
        text=f"<b>ceiling now</b> {fmt.short(vehicle['ceiling_usd'])}",
        font={"color": ground.ink, "size": 13},
    )
    figure.lay(**_layout(ceiling or 0))
    return signed(
        figure,
        f"{escape(vehicle['piid'])}: {fmt.share(vehicle['share_used'])} of the ceiling is used",
        source,
    )


def _add(figure: PlotFigure, usd: Any, name: str, colour: str) -> None:
    if fmt.missing(usd) or not fmt.millions(usd):
        return
    figure.data.append(
        bar(
            x=[fmt.millions(usd)],
            y=[""],
            orientation="h",
            name=name,
            marker={"color": colour},
            hovertemplate=f"{name}: {fmt.exact(usd)}<extra></extra>",
        )
    )


def _layout(ceiling: float) -> Mapping[str, Any]:
    return {
        "height": 300,
        "margin": {"l": 20, "r": 30, "t": 120, "b": 96},
        "dragmode": False,
        "hovermode": "closest",
        "showlegend": True,
        "legend": {**LEGEND, "y": 1.25},
        "xaxis": {
            "tickprefix": "$",
            "ticksuffix": "m",
            "separatethousands": True,
            "rangemode": "tozero",
            "range": [0, ceiling * 1.04],
            "title": {"text": "million dollars obligated"},
        },
        "yaxis": {"showticklabels": False, "showgrid": False},
        "meta": {
            "narrow": {
                "height": 320,
                "margin": {"l": 12, "r": 12, "t": 110, "b": 110},
                "showlegend": False,
                "xaxis": {"nticks": 4},
            }
        },
    }
