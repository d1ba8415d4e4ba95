"""Growth charts: initial against present ceilings, growth against size, cohorts."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from math import log10
from typing import Any

from dashboard.charts import theme
from dashboard.charts.base import LEGEND, signed
from dashboard.charts.figure import PlotFigure, Trace, leads, scatter
from dashboard.published_data import Row, Table, rows
from dashboard.text import format as fmt

BEYOND = 2
"""How many times the largest unmarked ceiling a marked one may reach before it is cut."""
SIZES = ("initial_ceiling_usd", "ceiling_growth_ratio")
"""Columns of growth against size: across and upward."""
ROOM = 0.08
"""Powers of ten between the outermost point and the end of its axis: the points stay whole."""
MOST_POINTS = 500
"""Points of one chart: more would hide each other and slow the page."""
SIDES = {"sole source": "given to one source", "competed": "two or more offers"}


def dumbbells(awards: Table, source: str) -> PlotFigure:
    """Awards, each a line from its first ceiling to the ceiling now, in million dollars.

    `awards`: piid, recipient_name, initial_ceiling_usd, ceiling_usd, competition_group; the
    first row stands on top; `address` is where its ends lead. A ceiling of
    which changes are missing is drawn open. A row with `marks` whose ceilings would break the
    scale ends at its edge, and its name says so.
    """
    ground = theme.GROUND
    result, limit = _within_scale(rows(awards)[::-1])
    names = [_named(row) for row in result]
    first = [_drawn(row, "initial_ceiling_usd") for row in result]
    now = [_drawn(row, "ceiling_usd") for row in result]
    figure = PlotFigure()
    for name, start, end in zip(names, first, now, strict=True):
        line = {"color": ground.rule, "width": 5}
        figure.data.append(
            scatter(
                x=[start, end], y=[name, name], mode="lines", line=line, hoverinfo="skip",
                showlegend=False,
            )
        )  # fmt: skip
    figure.data.append(
        _ends(result, "initial_ceiling_usd", "first ceiling", ground.quiet, "circle")
    )
    colours = [theme.group_colour(row["competition_group"]) for row in result]
    symbols = ["circle-open" if row["ceiling_changes_missing"] else "circle" for row in result]
    figure.data.append(_ends(result, "ceiling_usd", "ceiling now", colours, symbols))
    figure.lay(**_bells_layout(names, [_number(row) for row in result]))
    title = "First ceiling and ceiling now, in million dollars"
    if limit is not None:
        title += f"; “cut”: beyond {fmt.short(limit)}, look first"
    return signed(figure, title, source)


def _within_scale(result: list[Row]) -> tuple[list[Row], Decimal | None]:
    """Rows with the ceilings of marked ones cut where they would break the scale of the rest.

    The scale is that of the unmarked rows; None where nothing is cut. Where most rows would be
    cut, theirs is the scale.
    """
    usual = [row["ceiling_usd"] for row in result if fmt.missing(row.get("marks"))]
    edge = max(usual, default=None)
    if edge is None or edge <= 0:
        return result, None
    limit = Decimal(edge) * BEYOND
    cut = [
        row
        if fmt.missing(row.get("marks")) or max(_ceilings(row)) <= limit
        else {**row, "cut": limit}
        for row in result
    ]
    beyond = sum("cut" in row for row in cut)
    if not beyond or beyond * 2 > len(result):
        return result, None
    return cut, limit


def _ceilings(row: Row) -> tuple[Any, Any]:
    return row["initial_ceiling_usd"], row["ceiling_usd"]


def _drawn(row: Row, column: str) -> Any:
    """A ceiling in million dollars as far as the scale goes."""
    return fmt.millions(min(row[column], row.get("cut", row[column])))


def _number(row: Row) -> str:
    """The name of a row on a narrow screen."""
    return escape(f"{row['piid']}{' (cut)' if 'cut' in row else ''}")


def _named(row: Row) -> str:
    vendor = fmt.text(row["recipient_name"], "")
    # one width of names: what is cut says so in place of the vendor's last letters
    who = f"{vendor[:12]} (cut)" if "cut" in row else vendor[:18]
    return escape(f"{row['piid']}  {who}".strip())


def _ends(result: list[Row], column: str, what: str, colour: Any, symbol: Any) -> Trace:
    return scatter(
        x=[_drawn(row, column) for row in result],
        y=[_named(row) for row in result],
        mode="markers",
        name=what,
        marker={"color": colour, "symbol": symbol, "size": 12, "line": {"width": 2}},
        customdata=[fmt.exact(row[column]) for row in result],
        **leads(result),
        hovertemplate="%{y}<br>" + what + ": %{customdata}<extra></extra>",
        showlegend=False,
        cliponaxis=False,
    )


def _bells_layout(names: list[str], piids: list[str]) -> dict[str, Any]:
    height = 150 + 26 * len(names)
    axis = {
        "tickprefix": "$",
        "ticksuffix": "m",
        "rangemode": "tozero",
        "separatethousands": True,
        "title": {
            "text": "million dollars: grey the first ceiling, in colour the ceiling now "
            "(a ring: not all changes are stated)"
        },
        "showgrid": True,
    }
    return {
        "height": height,
        "margin": {"l": 330, "r": 30, "t": 60, "b": 96},
        "dragmode": False,
        "hovermode": "closest",
        "xaxis": axis,
        "yaxis": {"showgrid": False, "automargin": False, "ticklabelstandoff": 10},
        "meta": {
            "narrow": {
                "height": height + 40,
                "margin": {"l": 130, "r": 28, "t": 84, "b": 110},
                "xaxis": {"nticks": 3, "title": {"text": ""}},
                "yaxis": {"tickfont": {"size": 10}, "tickvals": names, "ticktext": piids},
            }
        },
    }


def growth_by_size(awards: Table, source: str) -> PlotFigure:
    """Growth of the ceiling against its size at the start, both on scales of times ten.

    `awards`: piid, recipient_name, initial_ceiling_usd, ceiling_growth_ratio,
    competition_group. A point is one award, coloured by how it was bought. A point with `marks`
    beyond twice the largest unmarked one lies on the edge, and the title says so.
    """
    figure, held = PlotFigure(), rows(awards)
    edges = {column: _edge(held, column) for column in SIZES}
    cut = sum(any(_at_edge(row, column, edges) < row[column] for column in SIZES) for row in held)
    if cut * 2 > len(held):  # where most would be cut, theirs is the scale
        cut, edges = 0, dict.fromkeys(SIZES)
    held = [{**row, "at": [float(_at_edge(row, name, edges)) for name in SIZES]} for row in held]
    for group in theme.GROUP_COLOURS:
        if part := [row for row in held if row["competition_group"] == group]:
            figure.data.append(_points(part, group))
    axis = {"type": "log", "showgrid": True, "exponentformat": "none"}
    figure.lay(
        height=520,
        margin={"l": 76, "r": 30, "t": 104, "b": 96},
        dragmode=False,
        hovermode="closest",
        legend=LEGEND,
        xaxis={
            **axis,
            **_ends_at_data([row["at"][0] for row in held]),
            "tickvals": [10**power for power in range(3, 11)],
            "ticktext": ["$1k", "$10k", "$100k", "$1m", "$10m", "$100m", "$1bn", "$10bn"],
            "title": {"text": "first ceiling"},
        },
        yaxis={
            **axis,
            **_ends_at_data([row["at"][1] for row in held]),
            "tickvals": [0.1, 0.25, 0.5, 1, 2, 4, 10, 100],
            "title": {"text": "ceiling now over the first, times"},
        },
        meta={
            "narrow": {
                "height": 440,
                "margin": {"l": 52, "r": 10, "t": 84, "b": 110},
                "showlegend": False,
                "yaxis": {"title": {"text": ""}},
            }
        },
    )
    title = "How much ceilings grew, by how large they began"
    if cut:
        are = "is" if cut == 1 else "are"
        title += f"; {fmt.count(cut, 'marked award')} {are} cut at the edge, look first"
    return signed(figure, title, source)


def _edge(held: list[Row], column: str) -> Any:
    """Twice the largest value of an unmarked row; None where every row is marked."""
    usual = [row[column] for row in held if fmt.missing(row.get("marks"))]
    return max(usual) * BEYOND if usual else None


def _at_edge(row: Row, column: str, edges: dict[str, Any]) -> Any:
    """A value as far as the scale goes: that of a marked row is cut, no other."""
    edge = edges[column]
    is_usual = edge is None or fmt.missing(row.get("marks"))
    return row[column] if is_usual else min(row[column], edge)


def _ends_at_data(values: list[float]) -> dict[str, Any]:
    """The range of an axis of powers of ten, with room for half a point at each end."""
    if not values:
        return {}
    return {"range": [log10(min(values)) - ROOM, log10(max(values)) + ROOM]}


def _points(part: list[Row], group: str) -> Trace:
    says = [
        f"{escape(fmt.text(row['piid']))}, {escape(fmt.text(row['recipient_name']))}<br>"
        f"{fmt.exact(row['initial_ceiling_usd'])} at first, "
        f"{fmt.times(row['ceiling_growth_ratio'])}"
        for row in part
    ]
    return scatter(
        x=[row["at"][0] for row in part],
        y=[row["at"][1] for row in part],
        mode="markers",
        name=theme.GROUP_WORDS[group],
        marker={"color": theme.group_colour(group), "size": 8, "opacity": 0.8},
        customdata=says,
        **leads(part),
        hovertemplate="%{customdata}<extra></extra>",
    )


def cohort_curves(cells: Table, what: str, source: str) -> PlotFigure:
    """The median growth of awards after each year, sole source beside competed, with quartiles.

    `cells`: years_after, competition_group, awards, q1_ratio, median_ratio, q3_ratio of one
    cohort and one kind of money. A cell of fewer than five awards has no median and no point.
    """
    figure = PlotFigure()
    known = [row for row in rows(cells) if row["median_ratio"] is not None]
    for group, name in SIDES.items():
        part = [row for row in known if row["competition_group"] == group]
        if not part:
            continue
        colour = theme.group_colour(group)
        years = [row["years_after"] for row in part]
        for column, dash, width in (
            ("q3_ratio", "dot", 1),
            ("median_ratio", "solid", 3),
            ("q1_ratio", "dot", 1),
        ):
            figure.data.append(
                scatter(
                    x=years,
                    y=[row[column] for row in part],
                    mode="lines+markers" if width > 1 else "lines",
                    line={"color": colour, "dash": dash, "width": width},
                    name=name,
                    customdata=[fmt.count(row["awards"], "award") for row in part],
                    hovertemplate=f"{name}, after %{{x}} years: %{{y:.2f}} times, "
                    "%{customdata}<extra></extra>",
                    showlegend=width > 1,
                )
            )
    figure.lay(
        height=440,
        margin={"l": 76, "r": 30, "t": 96, "b": 96},
        dragmode=False,
        hovermode="closest",
        legend=LEGEND,
        xaxis={"title": {"text": "whole years after the first action"}, "dtick": 1},
        yaxis={"title": {"text": f"{what} over the base action’s, times"}, "rangemode": "tozero"},
        meta={
            "narrow": {
                "height": 400,
                "margin": {"l": 52, "r": 10, "t": 90, "b": 110},
                "yaxis": {"title": {"text": ""}},
            }
        },
    )
    return signed(figure, f"Median growth of {what}, with quartiles, after each year", source)
