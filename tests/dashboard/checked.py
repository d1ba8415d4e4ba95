"""A drawing as Plotly reads it."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.charts.figure import PlotFigure


def checked(drawing: PlotFigure) -> go.Figure:
    """The figure of a drawing; ValueError where Plotly knows no such thing, or a colour has no
    dark one."""
    sent = drawing.to_plotly_json()
    if lonely := sorted(set(_colours(sent)) - set(theme.dark())):
        raise ValueError(f"no dark colour for {', '.join(lonely)}")
    return go.Figure(sent)


def _colours(value: object) -> list[str]:
    if isinstance(value, dict):
        return [found for each in value.values() for found in _colours(each)]
    if isinstance(value, list | tuple):
        return [found for each in value for found in _colours(each)]
    return [value] if isinstance(value, str) and len(value) == 7 and value[0] == "#" else []
