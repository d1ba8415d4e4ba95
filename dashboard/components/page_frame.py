"""Page frame: heading, notice of what is loaded, and coverage around every page."""

from __future__ import annotations

from typing import Any

from analysis.published.build import Build
from dashboard.components import common, coverage
from dashboard.html import elements
from dashboard.html.elements import Element


def of(build: Build, title: str, *inside: Any) -> Element:
    """A page: what is loaded under its heading, what is missing at its end."""
    return elements.Div(
        [elements.H1(title), common.notice(build.manifest), *inside, coverage.panel(build)]
    )
