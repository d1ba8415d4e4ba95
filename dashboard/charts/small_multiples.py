"""Small multiples: one panel of stacked years a component, all on the same axes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from html import escape
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import LEGEND, groups, signed
from dashboard.charts.figure import PlotFigure, Trace, bar, leads
from dashboard.published_data import Row, Table, rows
from dashboard.text import format as fmt
from fetch import fiscal

GAP, HEAD = 0.05, 0.11
"""Between two panels, of the width of the chart; over one, for its name, of the height of a row."""
Box = dict[str, list[float]]


def panels(table: Table, as_of: str, title: str, source: str) -> PlotFigure:
    """Million dollars obligated by fiscal year, one panel a component, stacked by how they were
    bought; every panel has the same years and the same dollars on its axes.

    `found`: of `analysis.published.component_years`. The fiscal year of `as_of` is shaded.
    """
    held = rows(table)
    names = list(dict.fromkeys(row["component"] for row in held))
    figure = PlotFigure()
    figure.lay(barmode="relative")
    for group in groups(held):
        _add_group(figure, [row for row in held if row["competition_group"] == group], group, names)
    figure.lay(**_layout(held, names, as_of))
    return signed(figure, title, source)


def _add_group(figure: PlotFigure, cells: list[Row], group: str, names: list[str]) -> None:
    """A group's bars in every panel that has it; the legend names it once."""
    parts = {name: [row for row in cells if row["component"] == name] for name in names}
    held = [name for name in names if parts[name]]
    for name in held:
        place = _number(names.index(name))
        bars = _bars(parts[name], group, name)
        bars.update(xaxis=f"x{place}", yaxis=f"y{place}", showlegend=name == held[0])
        figure.data.append(bars)


def _bars(cells: list[Row], group: str, name: str) -> Trace:
    counts = [fmt.count(row["actions"], "action") for row in cells]
    dollars = [fmt.exact(row["obligated_usd"]) for row in cells]
    return bar(
        x=[row["fiscal_year"] for row in cells],
        y=[fmt.millions(row["obligated_usd"]) for row in cells],
        name=theme.GROUP_WORDS[group],
        legendgroup=group,
        width=0.8,
        marker={"color": theme.group_colour(group), "line": {"width": 0}},
        customdata=list(zip(dollars, counts, strict=True)),
        **leads(cells),
        hovertemplate=f"{escape(name)}, FY%{{x}}: %{{customdata[0]}} obligated<br>"
        "%{fullData.name}<br>%{customdata[1]}<extra></extra>",
    )


def _number(place: int) -> str:
    """What Plotly puts behind the name of an axis: nothing on the first."""
    return "" if place == 0 else str(place + 1)


def _boxes(count: int, across: int) -> list[Box]:
    """Where each panel stands, row by row from the top, in parts of the chart."""
    across = min(across, count)
    down = -(-count // across)
    width, height = (1 - GAP * (across - 1)) / across, 1 / down
    boxes = []
    for place in range(count):
        row, column = divmod(place, across)
        left, top = column * (width + GAP), 1 - row * height
        foot = top - height + HEAD * height
        boxes.append({"x": [left, left + width], "y": [foot, top - HEAD * height]})
    return boxes


def _layout(cells: list[Row], names: list[str], as_of: str) -> dict[str, Any]:
    wide, narrow = _boxes(len(names), 3), _boxes(len(names), 2)
    held = [int(row["fiscal_year"]) for row in cells]
    years = [min(held), max(held)]
    partial = fiscal.of(dt.date.fromisoformat(as_of))
    layout: dict[str, Any] = {
        "height": 210 + 250 * -(-len(names) // 3),
        "margin": {"l": 70, "r": 20, "t": 104, "b": 64},
        "hovermode": "closest",
        "dragmode": False,
        "legend": LEGEND,
        "annotations": [_name(name, box) for name, box in zip(names, wide, strict=True)],
        "shapes": [_band(place, partial) for place in range(len(names))]
        if years[0] <= partial <= years[1]
        else [],
    }
    small: dict[str, Any] = {
        "height": 220 + 200 * -(-len(names) // 2),
        "margin": {"l": 52, "r": 10, "t": 84, "b": 100},
        "showlegend": False,
        "notes": {f"panel-{name}": _spot(box) for name, box in zip(names, narrow, strict=True)},
    }
    for place, (box, thin) in enumerate(zip(wide, narrow, strict=True)):
        layout |= _axes(place, box, years, _span(cells))
        first = thin["x"][0] == 0
        small[f"xaxis{_number(place)}"] = {
            "domain": thin["x"],
            "tickvals": years,
            "ticktext": [f"’{year % 100:02}" for year in years],
        }
        small[f"yaxis{_number(place)}"] = {
            "domain": thin["y"],
            "showticklabels": first,
            "nticks": 4,
            "title": {"text": ""},
        }
    return {**layout, "meta": {"narrow": small}}


def _axes(place: int, box: Box, years: list[int], span: list[float]) -> dict[str, Any]:
    number, first = _number(place), box["x"][0] == 0
    step = max(1, -(-(years[1] - years[0]) // 4))
    return {
        f"xaxis{number}": {
            "domain": box["x"],
            "anchor": f"y{number}",
            "range": [years[0] - 0.6, years[1] + 0.6],
            "tickvals": list(range(years[1], years[0] - 1, -step)),
            "tickformat": "d",
        },
        f"yaxis{number}": {
            "domain": box["y"],
            "anchor": f"x{number}",
            "range": span,
            "showticklabels": first,
            "nticks": 5,
            "tickprefix": "$",
            "ticksuffix": "m",
            "exponentformat": "none",
            "separatethousands": True,
            "title": {"text": "million dollars" if first else ""},
        },
    }


def _span(cells: list[Row]) -> list[float]:
    """The dollars of the tallest and the deepest stack: the same for every panel, zero in it."""
    up: dict[Any, float] = defaultdict(float)
    down: dict[Any, float] = defaultdict(float)
    for row in cells:
        millions = fmt.millions(row["obligated_usd"]) or 0.0
        (up if millions > 0 else down)[row["component"], row["fiscal_year"]] += millions
    most, least = max(up.values(), default=0.0), min(down.values(), default=0.0)
    return [least * 1.05, (most or 1.0) * 1.05]


def _name(name: str, box: Box) -> dict[str, Any]:
    return {
        "name": f"panel-{name}",
        "text": f"<b>{escape(name)}</b>",
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        **_spot(box),
    }


def _spot(box: Box) -> dict[str, float]:
    return {"x": box["x"][0], "y": box["y"][1]}


def _band(place: int, partial: int) -> dict[str, Any]:
    """A band behind the fiscal year that is not over, in one panel."""
    number = _number(place)
    return {
        "type": "rect",
        "xref": f"x{number}",
        "yref": f"y{number} domain",
        "x0": partial - 0.5,
        "x1": partial + 0.5,
        "y0": 0,
        "y1": 1,
        "fillcolor": theme.GROUND.band,
        "line": {"width": 0},
        "layer": "below",
    }
