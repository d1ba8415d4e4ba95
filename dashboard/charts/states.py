"""Map of the states by obligations.

The outlines are ours (assets/outlines): `figures.CONFIG` tells Plotly to take them from this
server, where it would ask another host.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from dashboard.charts import theme
from dashboard.charts.base import LEGEND, signed
from dashboard.charts.figure import PlotFigure, choropleth, leads
from dashboard.published_data import rows
from dashboard.text import format as fmt
from fetch import codes

DRAWN = ("state", "district")
"""Kinds of codes whose outlines the map has: the fifty states and the District of Columbia."""
STEPS = 4
"""Classes below the greatest, each a tenth of the one above."""
Row = Mapping[str, Any]


def drawn() -> list[str]:
    """The codes of what the map has outlines for."""
    return [code for code, row in codes.table("state").items() if row["kind"] in DRAWN]


def states(found: pd.DataFrame, title: str, source: str) -> PlotFigure:
    """The states in classes of ten times, the greatest the strongest; no colour where nothing is
    held or stated.

    `found`: state, name, obligated_usd, awards, share_of_all, one row a state, and `address`
    where it leads. Codes without an outline are passed over.
    """
    held = {row["state"]: row for row in rows(found) if row["state"] in drawn()}
    figure = PlotFigure()
    nothing = [code for code in drawn() if code not in held]
    blank = theme.GROUND.band
    names = {code: row["meaning"] for code, row in codes.table("state").items()}
    says = {code: f"<b>{names[code]}</b><br>no action held states it" for code in nothing}
    _add(figure, says, "none held", blank)
    for name, colour, members in classes(list(held.values()), blank):
        _add(figure, {row["state"]: words_of(row) for row in members}, name, colour, members)
    figure.lay(**_layout())
    return signed(figure, title, source)


def classes(held: list[Row], blank: str) -> list[tuple[str, str, list[Row]]]:
    """Each class: in words, its colour, and the rows in it."""
    known = [row for row in held if not fmt.missing(row["obligated_usd"])]
    unknown = [row for row in held if fmt.missing(row["obligated_usd"])]
    back = [row for row in known if row["obligated_usd"] < 0]
    classes = [("not stated", blank, unknown), ("taken back, net", theme.TAKEN_BACK[0], back)]
    least = [Decimal(0), *edges(max((row["obligated_usd"] for row in known), default=0))]
    most = [*least[1:], None]
    for (colour, _), low, high in zip(theme.STEPS, least, most, strict=True):
        inside = [
            row
            for row in known
            if row["obligated_usd"] >= low and (high is None or row["obligated_usd"] < high)
        ]
        classes.append((_span(low, high), colour, inside))
    return classes


def edges(greatest: Any) -> list[Decimal]:
    """Where one class ends and the next begins: powers of ten, the last one under the greatest."""
    amount = max(Decimal(str(greatest)), Decimal(10) ** STEPS)
    top = amount.adjusted()
    return [Decimal(10) ** power for power in range(top - STEPS + 1, top + 1)]


def _span(low: Decimal, high: Decimal | None) -> str:
    if high is None:
        return f"{_round(low)} or more"
    return f"{_round(low)} to {_round(high)}" if low else f"under {_round(high)}"


def _round(amount: Decimal) -> str:
    return fmt.short(amount).replace(".0 ", " ")


def words_of(row: Row) -> str:
    """What is told of a place where a reader points at it."""
    return "<br>".join(
        (
            f"<b>{row['name']}</b>",
            f"{fmt.exact(row['obligated_usd'])} obligated",
            f"{fmt.share(row['share_of_all'], 'no share')} of all",
            fmt.count(int(row["awards"]), "award"),
        )
    )


def _add(
    figure: PlotFigure, says: dict[str, str], name: str, colour: str, members: Sequence[Row] = ()
) -> None:
    if not says:
        return
    ground = theme.GROUND
    figure.data.append(
        choropleth(
            locations=list(says),
            locationmode="USA-states",
            z=[1] * len(says),
            zmin=0,
            zmax=1,
            colorscale=[[0, colour], [1, colour]],
            showscale=False,
            showlegend=True,
            name=name,
            marker={
                "line": {
                    "color": ground.quiet if colour == ground.band else ground.paper,
                    "width": 0.7,
                }
            },
            customdata=list(says.values()),
            **leads(members),
            hovertemplate="%{customdata}<extra></extra>",
        )
    )


def _layout() -> dict[str, Any]:
    return {
        "height": 600,
        "margin": {"l": 12, "r": 12, "t": 96, "b": 64},
        "dragmode": False,
        "legend": {**LEGEND, "y": 1.0},
        "geo": {"scope": "usa", "visible": False, "bgcolor": "rgba(0,0,0,0)"},
        "meta": {
            "narrow": {
                "height": 480,
                "margin": {"l": 4, "r": 4, "t": 170, "b": 96},
                "legend": {"font": {"size": 11}},
            }
        },
    }
