"""All awards in a grid that sorts, narrows and groups on the server."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import dash_ag_grid as dag
import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, no_update
from dash.development.base_component import Component

from analysis.published import grid as published_grid
from analysis.published.build import Build
from analysis.published.grid import GridQuery, Narrowed
from dashboard import facets, live_view
from dashboard.components import common, download_bar, drilldown, grid, page_frame
from dashboard.html import elements
from dashboard.published_data import PublishedData, rows
from dashboard.text import citations, rules_text
from dashboard.text import format as fmt
from dashboard.url import grid_state
from dashboard.url import query as url_query
from dashboard.url.query import Filters

PATH = grid_state.PATH
OF_AWARDS = "Years and days are those in which an award began; all its actions are counted."
NAME = "Explore"
TITLE = "Explore all awards, Sole Source"
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


def layout(data: PublishedData, search: str = "", **_: Any) -> Component:
    """The filters, the grid or the groups, and what can be taken away."""
    build = data.build()
    lead = (
        "Every contract, order and vehicle that is held. Click a heading to sort; write under it "
        "to narrow. An award’s number leads to its actions."
    )
    return page_frame.of(
        build,
        "Explore all awards",
        elements.P(lead, className="lead"),
        *live_view.boxes("explore", _view, build, search),
    )


def register(app: Dash, data: PublishedData) -> None:
    """The address draws the page; the grid asks for rows block by block."""

    live_view.follow(app, data, "explore", PATH, _view)

    @app.callback(
        Output("grid", "getRowsResponse"),
        Output("grid-count", "children"),
        Output("grid-take", "children"),
        Output("grid-address", "data"),
        Input("grid", "getRowsRequest"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def block(request: dict[str, Any] | None, search: str | None) -> Any:
        if not request:
            return no_update, no_update, no_update, no_update
        build = data.build()
        asked, own = _of_grid(build, search or "", request)
        frame = published_grid.awards(build, asked, request["startRow"], request["endRow"])
        matching = published_grid.totals(build, asked)["awards"]
        response = {"rowData": [grid.row(row) for row in rows(frame)], "rowCount": matching}
        return (
            response,
            _count(matching, bool(asked.narrowed)),
            _take(build, own, matching, frame),
            own,
        )

    app.clientside_callback(
        ClientsideFunction("solesource", "keep"),
        Output("grid-kept", "data"),
        Input("grid-address", "data"),
        prevent_initial_call=True,
    )


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search, PATH)
    state, remarks = grid_state.state_of(search, published_grid.GROUPS, grid.HEADINGS)
    chosen = replace(chosen, remarks=(*chosen.remarks, *remarks))
    by = state.get("group", "")
    narrowed = grid_state.narrowed_of(state.get("narrow", "[]"))
    asked = GridQuery(
        url_query.selection(chosen),
        state.get("q", ""),
        narrowed=narrowed if by else (),  # the grid narrows itself
    )
    totals = published_grid.totals(build, asked)
    of_groups = [_narrowed(chosen, state, narrowed)] if by and narrowed else []
    says = facets.matching(totals, chosen, offered, whole=not of_groups)
    if chosen.fiscal_year or chosen.days or chosen.program:
        says += f" {OF_AWARDS}"
    place = facets.PageAddress(PATH, tuple(state.items()))
    bar = facets.bar(chosen, offered, says, place)
    if not totals["awards"]:

        def listed(there: Filters) -> int:
            other = replace(asked, selection=url_query.selection(there))
            return published_grid.totals(build, other)["awards"]

        return bar, [*of_groups, facets.nothing(chosen, offered, listed, place, asked.text)]
    said = [_groups(chosen, state), *_words(chosen, state), *of_groups]
    if by:
        return bar, [*said, *_grouped(build, asked, chosen, offered, state)]
    return bar, [*said, *_grid(build, chosen, state, totals["awards"])]


def _of_grid(build: Build, search: str, request: dict[str, Any]) -> tuple[GridQuery, str]:
    """What the grid asks: its own sort and column filters over the filters of the address.

    The same as an address, for the file of its rows.
    """
    chosen, _ = facets.chosen_of(build, search, PATH)
    pairs = url_query.pairs(chosen)
    pairs += [("q", text)] if (text := url_query.first(search, "q")) else []
    if model := request.get("sortModel") or []:
        pairs.append(("sort", f"{'-' if model[0]['sort'] == 'desc' else ''}{model[0]['colId']}"))
    narrow = [
        (name, how, value)
        for name, each in (request.get("filterModel") or {}).items()
        for how, value in grid.conditions(each)
    ]
    pairs += [("narrow", json.dumps(narrow))] if narrow else []
    own = urlencode(pairs)
    asked, _ = grid_state.asked_of(build, own)
    return asked, own


# --- what is drawn


def _groups(chosen: Filters, state: dict[str, str]) -> Component:
    """Each way to group, as a link."""

    def address(way: str) -> str:
        other = {**state, "group": way} if way else state
        return _address(chosen, other, "" if way else "group")

    ways = {"": "not grouped", **GROUP_WORDS}
    return facets.switch("Group by", "group", ways, state.get("group", ""), address)


def _words(chosen: Filters, state: dict[str, str]) -> list[Component]:
    if "q" not in state:
        return []
    away = _address(chosen, state, "q")
    said = ["Awards in whose texts stands: ", elements.Strong(state["q"]), ". "]
    return [elements.P([*said, elements.A("All words", href=away)], id="grid-words")]


def _narrowed(chosen: Filters, state: dict[str, str], narrowed: Sequence[Narrowed]) -> Component:
    """The columns that the grid was narrowed by, where no grid shows them."""
    said = [f"{grid.HEADINGS.get(name, name)} {how} {value}" for name, how, value in narrowed]
    back = elements.A("All awards", href=_address(chosen, state, "narrow"))
    return elements.P([f"Only awards of: {fmt.join(said)}. ", back], id="grid-narrowed")


def _not_shown(columns: Sequence[str]) -> Component:
    named = fmt.join([grid.HEADINGS.get(name, name) for name in columns])
    says = f"The grid cannot show how {named} is narrowed by this address, so that was left out."
    return elements.P(says, className="remark", role="note", id="grid-unshown")


def _address(chosen: Filters, state: dict[str, str], less: str) -> str:
    kept = tuple((name, value) for name, value in state.items() if name != less)
    return facets.PageAddress(PATH, kept).address(chosen)


def _grid(build: Build, chosen: Filters, state: dict[str, str], matching: int) -> list[Component]:
    search = urlencode([*url_query.pairs(chosen), *state.items()])
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
        elements.P(fmt.source_line(build.as_of, build.build_id), className="source"),
        elements.Div(_take(build, search, matching), id="grid-take"),
        dcc.Store(id="grid-address"),
        dcc.Store(id="grid-kept"),
    ]


def _members(chosen: Filters, offered: facets.Offered, state: dict[str, str], value: str) -> str:
    """The address of the awards of a group; empty where nothing chooses them."""
    rest, by = {name: said for name, said in state.items() if name != "group"}, state["group"]
    there: Filters | None = chosen
    if by in GROUP_FILTERS or value in drilldown.UNSTATED:
        there = drilldown.narrow(chosen, offered, GROUP_FILTERS.get(by, "purchase"), value)
    else:
        column = published_grid.GROUPS[by]
        others = [
            each for each in grid_state.narrowed_of(state.get("narrow", "[]")) if each[0] != column
        ]
        rest["narrow"] = json.dumps([*others, (column, published_grid.IS, value)])
    return "" if there is None else facets.PageAddress(PATH, tuple(rest.items())).address(there)


def _count(matching: int, narrowed: bool = False) -> str:
    how = ", narrowed under its headings" if narrowed else ""
    return f"{fmt.count(matching, 'award')} in this view{how}."


def _take(build: Build, search: str, matching: int, *frames: pd.DataFrame) -> Component:
    """What can be taken of the grid as an address asks for it; the SQL once rows have come."""
    query = f"?{search}" if search else ""
    _, told = grid_state.asked_of(build, search)
    cited = [citations.leading(f, "award_key", citations.OF_AWARDS, total=matching) for f in frames]
    first = " ".join(cited) or f"{fmt.count(matching, 'award')}."
    return download_bar.bar(
        build,
        [(f"awards{query}", "All rows of this view")],
        PATH + query,
        f"Awards held, as listed: {told}. {first}",
        *frames,
    )


def _grouped(
    build: Build, asked: GridQuery, chosen: Filters, offered: facets.Offered, state: dict[str, str]
) -> list[Component]:
    by = state["group"]
    frame = published_grid.grouped(build, asked, by)
    cells = [
        [
            rules_text.class_label(row["value"]) if by == "class" else row["value"],
            f"{row['awards']:,}",
            drilldown.link(row["obligated_usd"], _members(chosen, offered, state, row["value"])),
            f"{row['actions']:,}",
            fmt.exact(row["ceiling_growth_usd"], fmt.NOT_KNOWN),
            f"{row['grown']:,}",
        ]
        for row in rows(frame.head(BLOCK))
    ]
    columns = [
        (GROUP_WORDS[by].capitalize(), ""),
        ("Awards", "number"),
        ("Obligated", "number"),
        ("Actions", "number"),
        ("Growth of ceilings, vehicles left out", "number"),
        ("Awards of known growth", "number"),
    ]
    search = urlencode([*url_query.pairs(chosen), *state.items()])
    shown = fmt.first_of(BLOCK, len(frame), "first")
    told = grid_state.told(chosen, offered, state)
    return [
        elements.P(
            f"{shown}{fmt.count(len(frame), 'group')}, most obligated first.", className="lead"
        ),
        common.table(f"Awards by {GROUP_WORDS[by]}", columns, cells, "groups-table"),
        download_bar.bar(
            build,
            [(f"groups?{search}", "All groups")],
            f"{PATH}?{search}",
            f"Awards held by {GROUP_WORDS[by]}: {told}. "
            f"{citations.leading(frame, 'value', citations.OF_AWARDS)}",
            frame,
        ),
    ]
