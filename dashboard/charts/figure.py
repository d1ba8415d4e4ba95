"""Plot figure: a chart in Plotly's own terms, traces and layout as they are sent.

`plotly.graph_objects` would check each value as it is set, which costs a view more than all its
questions to the build; the tests hand every chart to it instead. Charts are drawn in light
colours; the page exchanges them for the dark ones (`theme.dark`, assets/charts.js).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.charts import theme

Trace = dict[str, Any]


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """The first dictionary with what the second says, dictionaries in them merged likewise."""
    out = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(out.get(key), dict)
        out[key] = merged(out[key], value) if both else value
    return out


@dataclass
class PlotFigure:
    """A chart in the making: `data` are its traces, `layout` the rest, as Plotly names them."""

    data: list[Trace] = field(default_factory=list)
    layout: dict[str, Any] = field(default_factory=lambda: {"template": theme.template()})

    def lay(self, **layout: Any) -> None:
        """Say more of the layout; what is said already stays where nothing new is said."""
        self.layout = merged(self.layout, layout)

    def note(self, **annotation: Any) -> None:
        """One more annotation."""
        self.layout["annotations"] = [*self.layout.get("annotations", []), annotation]

    def shape(self, **shape: Any) -> None:
        """One more shape."""
        self.layout["shapes"] = [*self.layout.get("shapes", []), shape]

    def to_plotly_json(self) -> dict[str, Any]:
        """The chart as it is sent."""
        return {"data": self.data, "layout": self.layout}


def leads(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Where each row leads that is clicked (assets/page.js), by its `address`.

    Plotly calls it an id and draws only the first of two that are alike in a trace.
    """
    if not rows or "address" not in rows[0]:
        return {}
    ways = enumerate(row["address"] for row in rows)
    return {"ids": [address or f"nowhere-{place}" for place, address in ways]}


def bar(**trace: Any) -> Trace:
    """Bars."""
    return {"type": "bar", **trace}


def scatter(**trace: Any) -> Trace:
    """Points and lines."""
    return {"type": "scatter", **trace}


def choropleth(**trace: Any) -> Trace:
    """Areas of a map."""
    return {"type": "choropleth", **trace}
