"""Chart images: PNG and SVG, drawn by the reader's own browser (assets/charts.js)."""

from __future__ import annotations

from functools import partial
from typing import Any

from dashboard.exports.way_out import CHART, Taken, WayOut
from dashboard.html import elements


def button(kind: str, taken: Taken) -> Any:
    """A button that saves the chart."""
    says = {"data-image": kind, "data-chart": f"chart-{taken.chart}"}
    return elements.Button(kind.upper(), type="button", className="link", **says)


WAYS = (
    WayOut("png", 20, CHART, partial(button, "png")),
    WayOut("svg", 21, CHART, partial(button, "svg")),
)
