"""What every page has around its own: its heading, what is loaded, and what is missing."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from analysis.published import Build
from dashboard import html, missing, parts


def of(build: Build, title: str, *inside: Any) -> Component:
    """A page: what is loaded under its heading, what is missing at its end."""
    return html.Div([html.H1(title), parts.notice(build.manifest), *inside, missing.panel(build)])
