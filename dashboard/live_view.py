"""Live view: filters and figures that follow the address without loading anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, State, no_update

from analysis.published.build import Build
from dashboard.components import common
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.published_data import PublishedData
from dashboard.url.paths import EMBED
from fetch.errors import SoleSourceError

View = Callable[[Build, str], tuple[list[Element], list[Element]]]
"""The filters and the figures of a build for the part of an address after `?`. The filters
answer to nothing of Dash."""


def boxes(name: str, view: View, build: Build, search: str) -> list[Element]:
    """The two boxes that `follow` redraws."""
    bar, results = view(build, search)
    return [elements.standing(f"{name}-filters", bar), elements.Div(results, id=f"{name}-results")]


def follow(app: Dash, data: PublishedData, name: str, path: str, view: View) -> None:
    """A change of the address redraws the filters and what they select, nothing else."""

    @app.callback(
        Output(f"{name}-filters", "tree"),
        Output(f"{name}-results", "children"),
        Input("address", "search"),
        State("address", "pathname"),
        # the page was just drawn with these filters
        prevent_initial_call=True,
    )
    def redraw(search: str | None, now: str) -> Any:
        # the address has moved to another page, whose own callback draws it
        if now.removeprefix(EMBED) != path:
            return no_update, no_update
        try:
            return view(data.build(), search or "")
        except SoleSourceError as error:
            return no_update, common.sorry("Nothing to show", str(error))
