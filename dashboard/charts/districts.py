"""Districts of the House by obligations: a square a district.

No outlines: each state is a block of squares, one a seat, about where it lies. So a district of a
city is seen as well as one of a plain, and what belongs together is beside each other.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from dashboard.charts import theme
from dashboard.charts.base import LEGEND, signed
from dashboard.charts.figure import PlotFigure, Trace, bar, leads
from dashboard.charts.states import classes, words_of
from dashboard.published_data import Row, rows
from fetch import codes

LIES = """
AK .  .  .  .  .  .  .  .  .  .  ME
.  .  .  .  .  .  .  .  .  .  VT NH
WA ID MT ND MN WI MI .  .  NY MA RI
OR NV WY SD IA IL IN OH PA NJ CT .
CA UT CO NE MO KY WV VA MD DE .  .
.  AZ NM KS AR TN NC SC DC .  .  .
HI .  .  OK LA MS AL GA .  .  .  .
.  .  .  TX .  .  .  .  FL .  .  .
"""
"""About where each state lies beside its neighbours, from the north west to the south east."""
ACROSS = 7
"""Squares in a row of a block: eight rows hold the 52 of California, four any state inland."""
PITCH_X, PITCH_Y = ACROSS + 1, 6
"""From a block to the next: a square between them, and a line above each for its name. Below the
three that are higher there is no other."""
SIDE = 0.86
"""Of a square, where the distance to the next is one."""
Spot = tuple[float, float]


@cache
def squares() -> dict[str, Spot]:
    """Where the square of each district stands: its code, and the middle of the square.

    The answer is shared: read it, do not change it.
    """
    spots: dict[str, Spot] = {}
    for state, (left, top) in blocks().items():
        for place, seat in enumerate(_seats(state)):
            down, right = divmod(place, ACROSS)
            spots[f"{state}-{seat}"] = (left + right, top - 1 - down)
    return spots


def drawn() -> list[str]:
    """The codes of the districts that have a square."""
    return list(squares())


@cache
def blocks() -> dict[str, Spot]:
    """The upper left corner of each state's block; shared as well."""
    lines = [line.split() for line in LIES.split("\n") if line]
    return {
        state: (column * PITCH_X, -line * PITCH_Y)
        for line, states in enumerate(lines)
        for column, state in enumerate(states)
        if state != "."
    }


def _seats(state: str) -> list[str]:
    """The two digits of each district; the District of Columbia has a delegate and no seat."""
    held = codes.table("seats").get(state)
    count = int(held["seats"]) if held else 0
    if not held:
        return ["98"]
    return ["00"] if count == 1 else [f"{seat:02}" for seat in range(1, count + 1)]


def districts(found: pd.DataFrame, title: str, source: str) -> PlotFigure:
    """The districts in classes of ten times, the greatest the strongest; no colour where nothing
    is held or stated.

    `found`: district, name, obligated_usd, awards, share_of_all, one row a district, and `address`
    where it leads. Districts that the House has no seat for are passed over.
    """
    spots = squares()
    held = {row["district"]: row for row in rows(found) if row["district"] in spots}
    figure = PlotFigure()
    nothing: list[Row] = [{"district": code} for code in spots if code not in held]
    blank = theme.GROUND.band
    says = [f"<b>{row['district']}</b><br>no action held states it" for row in nothing]
    _add(figure, nothing, says, "none held", blank)
    for name, colour, members in classes(list(held.values()), blank):
        _add(figure, members, [words_of(row) for row in members], name, colour)
    figure.lay(**_layout())
    for state, (left, top) in blocks().items():
        figure.note(**_name(state, left, top))
    return signed(figure, title, source)


def _add(figure: PlotFigure, members: list[Row], says: list[str], name: str, colour: str) -> None:
    if members:
        figure.data.append(_bars(members, says, name, colour))


def _bars(members: list[Row], says: list[str], name: str, colour: str) -> Trace:
    spots, ground = squares(), theme.GROUND
    blank = colour == ground.band
    middles = [spots[row["district"]] for row in members]
    return bar(
        x=[x for x, _ in middles],
        y=[SIDE] * len(members),
        base=[y - SIDE / 2 for _, y in middles],
        width=SIDE,
        name=name,
        marker={"color": colour, "line": {"color": ground.quiet, "width": 0.7 if blank else 0}},
        customdata=says,
        **leads(members),
        hovertemplate="%{customdata}<extra></extra>",
    )


def _name(state: str, left: float, top: float) -> dict[str, Any]:
    return {
        "name": f"state-{state}",
        "text": state,
        "x": left - SIDE / 2,
        "y": top - SIDE / 2,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12, "color": theme.GROUND.ink},
    }


def _layout() -> dict[str, Any]:
    lowest = min(y for _, y in squares().values())
    across = max(x for x, _ in squares().values())
    hidden = {"visible": False, "showgrid": False, "zeroline": False, "fixedrange": True}
    small = {f"state-{state}": {"font": {"size": 9}} for state in blocks()}
    return {
        "height": 760,
        "margin": {"l": 12, "r": 12, "t": 96, "b": 64},
        "barmode": "overlay",
        "dragmode": False,
        "hovermode": "closest",
        "legend": {**LEGEND, "y": 1.0},
        "xaxis": {**hidden, "range": [-1, across + 2]},
        "yaxis": {**hidden, "range": [lowest - 1, 1], "scaleanchor": "x", "scaleratio": 1},
        "meta": {
            "narrow": {
                "height": 480,
                "margin": {"l": 4, "r": 14, "t": 190, "b": 96},
                "legend": {"font": {"size": 11}},
                "notes": small,
            }
        },
    }
