"""Chart base: obligations by year, and the parts that all charts share.

A chart is a function of a frame; it carries its title, its source line and the day its
figures speak for, so that a saved picture can be cited. Charts are drawn in light colours, and
the page exchanges them where it is dark. `layout["meta"]["narrow"]` holds what changes on a
narrow screen and the page applies it (assets/charts.js). Text from records is escaped: Plotly
would read it as markup.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from html import escape
from textwrap import wrap
from typing import Any

from dashboard.charts import theme
from dashboard.charts.figure import PlotFigure, Trace, bar, leads, scatter
from dashboard.published_data import Row, Table, rows
from dashboard.text import format as fmt
from fetch import fiscal

CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "displayModeBar": True,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "png", "scale": 2, "width": 1200, "height": 600},
    "showLink": False,
    "plotlyServerURL": "",
    "topojsonURL": "/assets/outlines/",  # else Plotly asks another host for outlines
}
LEGEND: dict[str, Any] = {
    "orientation": "h",
    "x": 0,
    "y": 1.03,
    "yanchor": "bottom",
    "traceorder": "normal",
    "itemclick": False,
    "itemdoubleclick": False,
}
WIDE_CHARACTERS, NARROW_CHARACTERS = 150, 48
WIDE_LINES, NARROW_LINES, LINE_PIXELS = 1, 3, 16
"""Lines of a source line for which charts have room, and the height of one more."""
TITLE_WIDE, TITLE_NARROW = 110, 40
NARROW_YEARS = 6
FEWEST_YEARS = 8


def obligations_by_year(
    years: Table,
    shares: Table,
    as_of: str,
    source: str,
    dollars: str = "dollars",
    title: str = "",
) -> PlotFigure:
    """Million dollars obligated by fiscal year, stacked by how they were bought, under the
    share not competed.

    `years`: fiscal_year, competition_group, obligated_usd, awards, actions. `shares`:
    fiscal_year, not_competed_low, not_competed_high; a missing share is a gap, never zero. A
    column `address` says where a bar leads. The fiscal year that `as_of` falls in is marked as
    not over. `dollars`: what the bars are in, such as `FY2025 dollars`. `title`: where the bars
    are of something narrower.
    """
    held, parts = rows(years), rows(shares)
    result = sorted({int(row["fiscal_year"]) for row in held})
    figure = PlotFigure()
    # negative sums stand below zero; plain stacking would hide them in the others
    figure.lay(barmode="relative")
    for group in groups(held):
        mine = [row for row in held if row["competition_group"] == group]
        figure.data.append(_bars(mine, group))
    figure.data.append(_share_ranges(parts))
    figure.lay(**_year_layout(result, as_of, dollars))
    for label in _share_labels(parts):
        figure.note(**label)
    usual = f"Million {dollars} obligated by fiscal year, by how they were bought"
    return signed(figure, title or usual, source)


def groups(years: Table) -> list[str]:
    """The competition groups of a table in the order they are stacked; no group is left out."""
    held = {str(row["competition_group"]) for row in rows(years, ("competition_group",))}
    # a group that is left out would be missing from the height of a bar, unseen
    if unknown := sorted(held - set(theme.GROUP_COLOURS)):
        raise KeyError(f"competition group without a colour: {', '.join(unknown)}")
    return [group for group in theme.GROUP_COLOURS if group in held]


def _bars(bars: list[Row], group: str) -> Trace:
    dollars = [fmt.exact(row["obligated_usd"]) for row in bars]
    counts = [
        f"{fmt.count(row['actions'], 'action')} of {fmt.count(row['awards'], 'award')}"
        for row in bars
    ]
    return bar(
        x=[row["fiscal_year"] for row in bars],
        y=[fmt.millions(row["obligated_usd"]) for row in bars],
        name=theme.GROUP_WORDS[group],
        width=0.72,
        marker={
            "color": theme.group_colour(group),
            "line": {"color": theme.GROUND.paper, "width": 1},
        },
        customdata=list(zip(dollars, counts, strict=True)),
        **leads(bars),
        hovertemplate="FY%{x}: %{customdata[0]} obligated<br>%{fullData.name}<br>"
        "%{customdata[1]}<extra></extra>",
    )


def _share_ranges(shares: list[Row]) -> Trace:
    """The share not competed of each year: a point where it is known, else a line between both
    ends.

    The line hangs on a mark without a fill at its low end: a filled one would say that this is it.
    """
    known = [row for row in shares if row["not_competed_low"] is not None]
    width = [row["not_competed_high"] - row["not_competed_low"] for row in known]
    colour = theme.GROUND.ink
    return scatter(
        x=[row["fiscal_year"] for row in known],
        y=[row["not_competed_low"] for row in known],
        name="Not competed, of all dollars",
        yaxis="y2",
        mode="markers",
        error_y={
            "type": "data",
            "symmetric": False,
            "array": width,
            "arrayminus": [0] * len(known),
            "color": colour,
            "thickness": 4,
            "width": 5,
        },
        marker={
            "size": [7 if is_point(each) else 1 for each in width],
            "symbol": ["circle" if is_point(each) else "circle-open" for each in width],
            "color": colour,
        },
        customdata=[
            fmt.share_range(row["not_competed_low"], row["not_competed_high"]) for row in known
        ],
        hovertemplate="FY%{x}: %{customdata} of all dollars not competed<extra></extra>",
        showlegend=False,
    )


def is_point(width: float) -> bool:
    """Is a range so narrow that it prints as one figure?"""
    return width < 0.0005


def _share_labels(shares: list[Row]) -> list[dict[str, Any]]:
    """The last known range, written beside it."""
    known = [row for row in shares if row["not_competed_low"] is not None]
    if not known:
        return []
    last = known[-1]
    low, high = last["not_competed_low"], last["not_competed_high"]
    label = beside(last["fiscal_year"], (low + high) / 2, theme.GROUND.ink)
    text = f"{fmt.share_range(low, high)}<br>of all dollars"
    return [{**label, "yref": "y2", "name": "not_competed", "text": text}]


def _year_layout(result: list[int], as_of: str, dollars: str) -> dict[str, Any]:
    partial = fiscal.of(dt.date.fromisoformat(as_of))
    few = _few(result)
    return {
        "height": 580,
        "margin": {"l": 76, "r": 200, "t": 104, "b": 84},
        "hovermode": "closest",
        "dragmode": False,
        "legend": LEGEND,
        "xaxis": {**_year_ticks(result, partial, as_of), "range": _span(result), "anchor": "y"},
        "yaxis": {
            "domain": [0, 0.66],
            "rangemode": "tozero",
            "title": {"text": f"million {dollars} obligated"},
            "tickprefix": "$",
            "ticksuffix": "m",
            "exponentformat": "none",
            "separatethousands": True,
            "zeroline": True,
        },
        "yaxis2": {
            "domain": [0.75, 1],
            # room for the markers at 0 and 1
            "range": [-0.06, 1.1],
            "tickvals": [0, 0.5, 1],
            "tickformat": ".0%",
            "title": {"text": "not competed"},
            "anchor": "x",
        },
        "shapes": _partial_band(result, partial, theme.GROUND.band),
        "meta": {
            "narrow": {
                "height": 460,
                "margin": {"l": 58, "r": 62, "t": 74, "b": 104},
                "showlegend": False,
                "xaxis": _year_ticks(few, partial, as_of),
                "yaxis": {"title": {"text": ""}, "nticks": 5},
                "yaxis2": {"title": {"text": ""}},
                "notes": {"not_competed": {"text": "of all"}},
            }
        },
    }


def _few(result: list[int]) -> list[int]:
    """The years that are named where there is little room: the last, and others well apart."""
    # rounded up: rounded down would name one year too many
    step = -(-_stretch(result) // NARROW_YEARS)
    few: list[int] = []
    # from the latest back: the last year is always named
    for year in reversed(result):
        if not few or few[0] - year >= step:
            few.insert(0, year)
    return few


def _stretch(result: list[int]) -> int:
    """How many years there are from the first to the last, those between them included."""
    return result[-1] - result[0] + 1 if result else 0


def _year_ticks(result: list[int], partial: int, as_of: str) -> dict[str, Any]:
    words_of = [f"{year}<br>to {as_of}" if year == partial else str(year) for year in result]
    return {"tickvals": result, "ticktext": words_of, "tickangle": 0}


def _partial_band(result: list[int], partial: int, colour: str) -> list[dict[str, Any]]:
    """A band behind the fiscal year that is not over yet."""
    if partial not in result:
        return []
    band = {"x0": partial - 0.5, "x1": partial + 0.5, "y0": 0, "y1": 1, "fillcolor": colour}
    where = {"type": "rect", "xref": "x", "yref": "paper", "layer": "below"}
    return [{**where, **band, "line": {"width": 0}}]


def _span(result: list[int]) -> list[float]:
    """The years with a margin; few years stand in the middle, with bars of the usual width."""
    margin = 0.6 + max(0, FEWEST_YEARS - _stretch(result)) / 2
    return [result[0] - margin, result[-1] + margin] if result else [0, 1]


# --- what all charts share


def beside(x: Any, y: float | None, colour: str) -> dict[str, Any]:
    """A label to the right of a point."""
    return {
        "x": x,
        "y": y,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "xshift": 10,
        "font": {"color": colour, "size": 13},
    }


def apart(labels: list[dict[str, Any]], closest: float) -> list[dict[str, Any]]:
    """Two labels whose points are close, the higher one set above, the lower one below."""
    if len(labels) != 2 or abs(labels[0]["y"] - labels[1]["y"]) >= closest:
        return labels
    low, high = sorted(labels, key=lambda label: label["y"])
    return [{**high, "yanchor": "bottom"}, {**low, "yanchor": "top"}]


def signed(figure: PlotFigure, title: str, source: str) -> PlotFigure:
    """The figure with its title on top and its source line at the foot, wide and narrow."""
    narrow = _with_room(figure.layout["meta"]["narrow"], source, NARROW_CHARACTERS, NARROW_LINES)
    figure.layout = _with_room(figure.layout, source, WIDE_CHARACTERS, WIDE_LINES)
    figure.lay(title=_title(title, TITLE_WIDE))
    margin = figure.layout["margin"]
    figure.note(**_foot(source, WIDE_CHARACTERS, margin["l"], margin["b"]))
    narrow["title"] = {**_title(title, TITLE_NARROW), "pad": {"t": 22}}
    margin = narrow["margin"]
    foot = _foot(source, NARROW_CHARACTERS, margin["l"], margin["b"])
    narrow["notes"] = {**narrow.get("notes", {}), "source": foot}
    figure.layout["meta"] = {"narrow": narrow, "source": source}
    return figure


def _title(title: str, characters: int) -> dict[str, Any]:
    return {
        "text": "<br>".join(wrap(title, characters)),
        "yref": "container",
        "y": 1,
        "yanchor": "top",
        "pad": {"t": 8},
        "automargin": False,
    }


def _with_room(
    layout: Mapping[str, Any], source: str, characters: int, usual: int
) -> dict[str, Any]:
    """The layout, lower by each line of the source line that is more than usual."""
    more = LINE_PIXELS * max(0, len(wrap(escape(source), characters)) - usual)
    margin = {**layout["margin"], "b": layout["margin"]["b"] + more}
    return {**layout, "margin": margin, "height": layout["height"] + more}


def _foot(source: str, characters: int, left: int, below: int) -> dict[str, Any]:
    """The source line as a note at the very foot, broken into lines that fit."""
    return {
        "name": "source",
        # Plotly reads markup in text and breaks no lines by itself
        "text": "<br>".join(wrap(escape(source), characters)),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "xanchor": "left",
        "xshift": -left,
        "y": 0,
        "yanchor": "bottom",
        "yshift": 2 - below,
        "align": "left",
        "showarrow": False,
        "font": {"size": 12},
    }
