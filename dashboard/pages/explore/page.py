"""Explore: all awards in a grid that sorts, narrows and groups on the server."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import dash_ag_grid as dag
import pandas as pd
from dash import Dash, Input, Output, State, no_update

from analysis.published import grid as published_grid
from analysis.published.build import Build
from analysis.published.grid import GridQuery, Narrowed
from dashboard import views
from dashboard.clientside import clientside
from dashboard.components import drilldown, filter_bar, grid
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.page import Drawn, SearchedPage
from dashboard.published_data import PublishedData, Row, rows
from dashboard.text import citations, rules_text
from dashboard.text import format as fmt
from dashboard.url import grid_state
from dashboard.url import query as url_query
from dashboard.url.paths import EXPLORE as PATH
from dashboard.url.query import Filters, Offered
from dashboard.url.view_request import PageAddress, ViewRequest, view_request
from dashboard.views import Column, Result, Table, View

OF_AWARDS = "Years and days are those in which an award began; all its actions are counted."
BLOCK = 100
GROUP_WORDS = {
    "component": "component",
    "class": "way of buying",
    "vendor": "vendor",
    "year": "fiscal year of start",
    "kind": "product code",
}
GROUP_FILTERS = {"component": "component", "vendor": "name", "year": "fy"}
"""Groups whose awards a filter chooses; to those of a class or product code the grid narrows."""


@dataclass(frozen=True)
class ExplorePage(SearchedPage):
    """The grid asks for rows block by block, beside what every page does."""

    @property
    def title(self) -> str:
        """Its name in the browser."""
        return f"{self.heading}, Sole Source"

    def register(self, app: Dash, data: PublishedData) -> None:
        """The address draws the page; the grid draws its rows."""
        super().register(app, data)

        @app.callback(
            Output("grid", "getRowsResponse"),
            Output("grid-count", "children"),
            Output("grid-take", "children"),
            Output("grid-address", "data"),
            Input("grid", "getRowsRequest"),
            State("address", "search"),
            prevent_initial_call=True,
        )
        def block(block_request: Mapping[str, Any] | None, search: str | None) -> Any:
            if not block_request:
                return no_update, no_update, no_update, no_update
            build = data.build()
            request, own = _of_grid(build, search or "", block_request)
            frame = published_grid.awards(
                build, request, block_request["startRow"], block_request["endRow"]
            )
            matching = published_grid.totals(build, request)["awards"]
            response = {"rowData": [grid.row(row) for row in rows(frame)], "rowCount": matching}
            taken = AWARDS.take(AWARDS.result(grid_state.read(build, own), frame, total=matching))
            return response, _count(matching, bool(request.narrowed)), taken, own

        clientside(
            app,
            "solesource",
            "keep",
            Output("grid-kept", "data"),
            Input("grid-address", "data"),
            at_once=False,
        )


def _view(build: Build, search: str) -> Drawn:
    request = _request(build, search)
    state, by = dict(request.kept), request.state("group")
    narrowed = grid_state.narrowed_of(request.state("narrow") or "[]")
    wanted = GridQuery(
        request.selection,
        request.state("q"),
        narrowed=narrowed if by else (),  # the grid narrows itself
    )
    totals = published_grid.totals(build, wanted)
    of_groups = [_narrowed(request.filters, state, narrowed)] if by and narrowed else []
    says = filter_bar.matching(totals, request, whole=not of_groups)
    if any(map(request.filters.of, ("fy", "days", "program"))):
        says += f" {OF_AWARDS}"
    bar = filter_bar.bar(request, says)
    if not totals["awards"]:

        def matching(there: Filters) -> int:
            other = replace(wanted, selection=url_query.selection(there))
            return int(published_grid.totals(build, other)["awards"])

        return bar, [*of_groups, filter_bar.nothing(request, matching, wanted.text)]
    above = [_groups(request.filters, state), *_words(request.filters, state), *of_groups]
    if by:
        return bar, [*above, *_grouped(request)]
    return bar, [*above, *_grid(request, totals["awards"])]


def _request(build: Build, search: str) -> ViewRequest:
    """What an address asks, its state checked and what it says in vain remarked."""
    state, remarks = grid_state.state_of(search, published_grid.GROUPS, grid.HEADINGS)
    request = view_request(build, search, PATH, tuple(state.items()))
    filters = replace(request.filters, remarks=(*request.filters.remarks, *remarks))
    return request.choosing(filters)


def _of_grid(build: Build, search: str, block_request: Mapping[str, Any]) -> tuple[GridQuery, str]:
    """What the grid asks: its own sort and column filters over the filters of the address.

    The same as an address, for the file of its rows.
    """
    pairs = url_query.pairs(view_request(build, search, PATH).filters)
    pairs += [("q", text)] if (text := url_query.first(search, "q")) else []
    if model := block_request.get("sortModel") or []:
        pairs.append(("sort", f"{'-' if model[0]['sort'] == 'desc' else ''}{model[0]['colId']}"))
    narrow = [
        (name, how, value)
        for name, each in (block_request.get("filterModel") or {}).items()
        for how, value in grid.conditions(each)
    ]
    pairs += [("narrow", json.dumps(narrow))] if narrow else []
    own = urlencode(pairs)
    return grid_state.grid_query(grid_state.read(build, own)), own


# --- what is drawn


def _groups(filters: Filters, state: dict[str, str]) -> Element:
    """Each way to group, as a link."""

    def address(way: str) -> str:
        other = {**state, "group": way} if way else state
        return _address(filters, other, "" if way else "group")

    ways = {"": "not grouped", **GROUP_WORDS}
    return filter_bar.switch("Group by", "group", ways, state.get("group", ""), address)


def _words(filters: Filters, state: dict[str, str]) -> list[Element]:
    if "q" not in state:
        return []
    away = _address(filters, state, "q")
    words = ["Awards in whose texts stands: ", elements.Strong(state["q"]), ". "]
    return [elements.P([*words, elements.A("All words", href=away)], id="grid-words")]


def _narrowed(filters: Filters, state: dict[str, str], narrowed: Sequence[Narrowed]) -> Element:
    """The columns that the grid was narrowed by, where no grid shows them."""
    conditions = [f"{grid.HEADINGS.get(name, name)} {how} {value}" for name, how, value in narrowed]
    back = elements.A("All awards", href=_address(filters, state, "narrow"))
    return elements.P([f"Only awards of: {fmt.join(conditions)}. ", back], id="grid-narrowed")


def _not_shown(columns: Sequence[str]) -> Element:
    named = fmt.join([grid.HEADINGS.get(name, name) for name in columns])
    says = f"The grid cannot show how {named} is narrowed by this address, so that was left out."
    return elements.P(says, className="remark", role="note", id="grid-unshown")


def _address(filters: Filters, state: dict[str, str], less: str) -> str:
    kept = tuple((name, value) for name, value in state.items() if name != less)
    return PageAddress(PATH, kept).address(filters)


def _grid(request: ViewRequest, matching: int) -> list[Element]:
    state = dict(request.kept)
    name, down = grid_state.order_of(state.get("sort", ""))
    way = "desc" if down else "asc"
    narrowed = grid_state.narrowed_of(state.get("narrow", "[]"))
    drawn = dag.AgGrid(
        id="grid",
        rowModelType="infinite",
        columnDefs=[grid.column(each, way if each == name else None) for each in grid.HEADINGS],
        filterModel=grid.model_of(narrowed),
        defaultColDef={
            "sortable": True,
            "resizable": True,
            "floatingFilter": True,
            "minWidth": 110,
        },
        dashGridOptions={
            "cacheBlockSize": BLOCK,
            "maxBlocksInCache": 20,
            "ensureDomOrder": True,
            "enableCellTextSelection": True,
        },
        style={"height": "640px", "width": "100%"},
    )
    unshown = grid.unshown(narrowed)
    return [
        *([_not_shown(unshown)] if unshown else []),
        elements.P(_count(matching), id="grid-count", role="status"),
        elements.Div(drawn, role="region", **{"aria-label": "Awards"}),
        elements.P(request.source_of_all, className="source"),
        elements.Div(_take(request, matching), id="grid-take"),
        elements.Store(id="grid-address"),
        elements.Store(id="grid-kept"),
    ]


def _members(filters: Filters, offered: Offered, state: dict[str, str], value: str) -> str:
    """The address of the awards of a group; empty where nothing chooses them."""
    rest, by = {name: text for name, text in state.items() if name != "group"}, state["group"]
    there: Filters | None = filters
    if by in GROUP_FILTERS or value in drilldown.UNSTATED:
        there = drilldown.narrow(filters, offered, GROUP_FILTERS.get(by, "purchase"), value)
    else:
        column = published_grid.GROUPS[by]
        others = [
            each for each in grid_state.narrowed_of(state.get("narrow", "[]")) if each[0] != column
        ]
        rest["narrow"] = json.dumps([*others, (column, published_grid.IS, value)])
    return "" if there is None else PageAddress(PATH, tuple(rest.items())).address(there)


def _count(matching: int, narrowed: bool = False) -> str:
    how = ", narrowed under its headings" if narrowed else ""
    return f"{fmt.count(matching, 'award')} in this view{how}."


def _take(request: ViewRequest, matching: int) -> Element:
    """What can be taken of the grid as an address asks for it; the SQL once rows have come."""
    return AWARDS.take(AWARDS.result(request, pd.DataFrame(), total=matching))


def _cite(result: Result) -> str:
    total = result.facts["total"]
    first = f"{fmt.count(total, 'award')}."
    if len(result.frame.columns):
        first = citations.leading(result.frame, "award_key", citations.OF_AWARDS, total=total)
    return f"Awards held, as listed: {grid_state.in_words(result.request)}. {first}"


AWARDS = View(
    "awards",
    "Awards held, as listed",
    "Each row is one contract, order or vehicle. A vehicle's ceiling includes its orders. With "
    "a fiscal year chosen, the awards that began in it.",
    lambda request: published_grid.awards(request.build, grid_state.grid_query(request)),
    PATH,
    read=grid_state.read,
    words=grid_state.in_words,
    takes="All rows of this view",
    cite=_cite,
    frames=lambda result: (result.frame,) if len(result.frame.columns) else (),
)


# --- groups


def _by(request: ViewRequest) -> str:
    return request.state("group") or "component"


def _group(row: Row, result: Result) -> str:
    value = row["value"]
    return rules_text.class_label(value) if _by(result.request) == "class" else value


def _group_columns(result: Result) -> list[Column]:
    state = {"group": _by(result.request)} | dict(result.request.kept)
    filters, offered = result.request.filters, result.request.offered

    def led(row: Row, _: Result) -> Any:
        way = _members(filters, offered, state, row["value"])
        return drilldown.link(row["obligated_usd"], way)

    return [
        Column(GROUP_WORDS[_by(result.request)].capitalize(), _group),
        views.number("awards", "Awards"),
        Column("Obligated", led, "number"),
        views.number("actions", "Actions"),
        views.usd("ceiling_growth_usd", "Growth of ceilings, vehicles left out", fmt.NOT_KNOWN),
        views.number("grown", "Awards of known growth"),
    ]


def _groups_lead(result: Result) -> list[str]:
    count = len(result.frame)
    cut = fmt.first_of(BLOCK, count, "first")
    return [f"{cut}{fmt.count(count, 'group')}, most obligated first."]


GROUPED = View(
    "groups",
    lambda result: f"Awards held by {_by(result.request)}",
    "Sums over the awards of a group: net obligations, and the growth of ceilings of those "
    "whose growth is known, vehicles left out.",
    lambda request: published_grid.grouped(
        request.build, grid_state.grid_query(request), _by(request)
    ),
    PATH,
    read=grid_state.read,
    words=grid_state.in_words,
    takes="All groups",
    lead=_groups_lead,
    tables=[
        Table(
            lambda result: f"Awards by {GROUP_WORDS[_by(result.request)]}",
            _group_columns,
            "groups-table",
            BLOCK,
        )
    ],
    source=lambda _: "",
    cite=lambda result: (
        f"Awards held by {GROUP_WORDS[_by(result.request)]}: "
        f"{grid_state.in_words(result.request)}. "
        f"{citations.leading(result.frame, 'value', citations.OF_AWARDS)}"
    ),
)


def _grouped(request: ViewRequest) -> list[Element]:
    return GROUPED.parts(GROUPED.result(request))


PAGE = ExplorePage(
    PATH,
    "Explore",
    "Explore all awards",
    "Every contract, order and vehicle that is held. Click a heading to sort; write under it "
    "to narrow. An award’s number leads to its actions.",
    "explore",
    _view,
    views=[AWARDS, GROUPED],
)
