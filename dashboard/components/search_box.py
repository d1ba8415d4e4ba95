"""Search box in the head of every page, and its offers while a reader types."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash import Dash, Input, Output, State, dcc

from analysis.published import search
from analysis.published.search_names import SearchHit
from dashboard.clientside import clientside
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.published_data import PublishedData
from dashboard.text import format as fmt
from dashboard.url import paths
from fetch.errors import SoleSourceError

KINDS = {
    "programme": "Programme",
    "maker": "Maker",
    "award": "Award",
    "vendor": "Vendor",
    "words": "In the texts of",
}


def box() -> Element:
    """The box and the place for what it offers."""
    field = dcc.Input(
        id="search",
        type="search",
        placeholder="Programme, vendor, award number or any word",
        autoComplete="off",
        maxLength=80,
        n_submit=0,
    )
    return elements.Div(
        [
            elements.Label([elements.Span("Search", className="unseen"), field]),
            elements.Div(id="search-found", role="status"),
            dcc.Store(id="search-asked"),
            dcc.Store(id="search-went"),
        ],
        role="search",
        className="search",
    )


def register(app: Dash, data: PublishedData) -> None:
    """What is typed is looked up; Enter leads to the awards in whose texts it stands."""

    # The field's own `debounce` moves the caret while letters still come: typed words come out
    # in another order on a slow machine. The pause is made here.
    clientside(
        app,
        "solesource",
        "pause",
        Output("search-asked", "data"),
        Input("search", "value"),
        at_once=False,
    )

    @app.callback(
        Output("search-found", "children"), Input("search-asked", "data"), prevent_initial_call=True
    )
    def offer(text: str | None) -> Any:
        if len((text or "").strip()) < search.SHORTEST:
            return None
        try:
            return offered(search.find(data.build(), text or ""), text or "")
        except SoleSourceError as error:
            return elements.P(str(error))

    clientside(
        app,
        "solesource",
        "submit",
        Output("search-went", "data"),
        Input("search", "n_submit"),
        State("search", "value"),
        at_once=False,
    )


def offered(hits: list[SearchHit], text: str) -> Element:
    """The offers as links, or the sentence that nothing is held."""
    if not hits:
        return elements.P(f"Nothing held has “{text[:60]}”. That does not mean it was not bought.")
    return elements.Ul([elements.Li(_link(each)) for each in hits])


def _link(hit: SearchHit) -> Element:
    kind = elements.Span(KINDS[hit.kind], className="quiet")
    if hit.kind == "award":
        return elements.Link([kind, " ", hit.name, f", {hit.says}"], href=paths.award(hit.leads_to))
    if hit.kind == "programme":
        says = elements.Span(hit.says, className="small")
        return elements.Link([kind, " ", hit.name, says], href=paths.program(hit.leads_to))
    if hit.kind in ("maker", "vendor"):
        says = elements.Span(hit.says, className="small")
        return elements.Link([kind, " ", hit.name, says], href=paths.vendor(hit.leads_to))
    awards = fmt.count(int(hit.says.replace(",", "")), "award")
    href = f"{paths.EXPLORE}?{urlencode({'q': hit.leads_to})}"
    return elements.Link([kind, f" {awards}: ", elements.Strong(hit.name)], href=href)
