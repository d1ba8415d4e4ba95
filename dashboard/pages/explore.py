"""All awards in a grid that sorts, narrows and groups on the server."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import dash_ag_grid as dag
import pandas as pd
from dash import Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component

from analysis import explore
from analysis.explore import Asked
from analysis.published import Build
from dashboard import (
    citing,
    explain,
    facets,
    filters,
    following,
    grid,
    missing,
    parts,
    view,
    ways_out,
    words,
)
from dashboard.data import Held, rows
from dashboard.filters import Filters

PATH = view.PATH
OF_AWARDS = "Years and days are those in which an award began; all its actions are counted."
NAME = "Explore"
TITLE = "Explore all awards, Sole Source"
BLOCK = 100
KEPT = ("q", "group")
GROUP_WORDS = {
    "component": "component",
    "class": "way of buying",
    "vendor": "vendor",
    "year": "fiscal year of start",
    "kind": "product code",
}


def layout(data: Held, search: str = "", **_: Any) -> Component:
    """The filters, the grid or the groups, and what can be taken away."""
    build = data.build()
    lead = (
        "Every contract, order and vehicle that is held. Click a heading to sort; write under it "
        "to narrow. An award’s number leads to its actions."
    )
    return html.Div(
        [
            html.H1("Explore all awards"),
            parts.notice(build.manifest),
            html.P(lead, className="lead"),
            *following.boxes("explore", _view, build, search),
            missing.panel(build),
        ]
    )


def register(app: Dash, data: Held) -> None:
    """The address draws the page; the grid asks for rows block by block."""

    following.follow(app, data, "explore", PATH, _view)

    @app.callback(
        Output("grid", "getRowsResponse"),
        Output("grid-count", "children"),
        Output("grid-take", "children"),
        Input("grid", "getRowsRequest"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def block(request: dict[str, Any] | None, search: str | None) -> Any:
        if not request:
            return no_update, no_update, no_update
        build = data.build()
        asked, own = _of_grid(build, search or "", request)
        frame = explore.awards(build, asked, request["startRow"], request["endRow"])
        matching = explore.totals(build, asked)["awards"]
        response = {"rowData": [grid.row(row) for row in rows(frame)], "rowCount": matching}
        return response, _count(matching), _take(build, own, matching, frame)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search, PATH)
    state = {name: value for name in KEPT if (value := filters.first(search, name))}
    asked = Asked(filters.selection(chosen), state.get("q", ""))
    totals = explore.totals(build, asked)
    says = facets.matching(totals, chosen, offered)
    if chosen.fiscal_year or chosen.days or chosen.program:
        says += f" {OF_AWARDS}"
    place = facets.Place(PATH, tuple(state.items()))
    bar = facets.bar(chosen, offered, says, place)
    if not totals["awards"]:

        def listed(there: Filters) -> int:
            return explore.totals(build, Asked(filters.selection(there), asked.text))["awards"]

        return bar, [facets.nothing(chosen, offered, listed, place, asked.text)]
    groups = _groups(chosen, state)
    if state.get("group") in explore.GROUPS:
        return bar, [groups, *_grouped(build, asked, chosen, state)]
    return bar, [groups, _words(chosen, state), *_grid(build, chosen, state, totals["awards"])]


def _of_grid(build: Build, search: str, request: dict[str, Any]) -> tuple[Asked, str]:
    """What the grid asks: its own sort and column filters over the filters of the address.

    The same as an address, for the file of its rows.
    """
    chosen, _ = facets.chosen_of(build, search, PATH)
    pairs = filters.pairs(chosen)
    pairs += [("q", text)] if (text := filters.first(search, "q")) else []
    if model := request.get("sortModel") or []:
        pairs.append(("sort", f"{'-' if model[0]['sort'] == 'desc' else ''}{model[0]['colId']}"))
    narrow = [
        (name, how, value)
        for name, each in (request.get("filterModel") or {}).items()
        for how, value in grid.conditions(each)
    ]
    pairs += [("narrow", json.dumps(narrow))] if narrow else []
    own = urlencode(pairs)
    asked, _ = view.asked_of(build, own)
    return asked, own


# --- what is drawn


def _groups(chosen: Filters, state: dict[str, str]) -> Component:
    """Each way to group, as a link."""
    kept = tuple((name, state[name]) for name in state if name != "group")

    def address(way: str) -> str:
        return facets.Place(PATH, (*kept, *([("group", way)] if way else []))).address(chosen)

    ways = {"": "not grouped", **GROUP_WORDS}
    return facets.switch("Group by", "group", ways, state.get("group", ""), address)


def _words(chosen: Filters, state: dict[str, str]) -> Component:
    if "q" not in state:
        return html.P(id="grid-words", hidden=True)
    away = PATH + filters.to_search(chosen)
    said = ["Awards in whose texts stands: ", html.Strong(state["q"]), ". "]
    return html.P([*said, html.A("All words", href=away)], id="grid-words")


def _grid(build: Build, chosen: Filters, state: dict[str, str], matching: int) -> list[Component]:
    words_asked = [("q", state["q"])] if "q" in state else []
    search = urlencode([*filters.pairs(chosen), *words_asked])
    drawn = dag.AgGrid(
        id="grid",
        rowModelType="infinite",
        columnDefs=[grid.column(name) for name in grid.HEADINGS],
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
    return [
        html.P(_count(matching), id="grid-count", role="status"),
        html.Div(drawn, role="region", **{"aria-label": "Awards"}),
        html.P(words.source_line(build.as_of, build.build_id), className="source"),
        html.Div(_take(build, search, matching), id="grid-take"),
    ]


def _count(matching: int) -> str:
    return f"{words.count(matching, 'award')} in this view."


def _take(build: Build, search: str, matching: int, *frames: pd.DataFrame) -> Component:
    """What can be taken of the grid as an address asks for it; the SQL once rows have come."""
    query = f"?{search}" if search else ""
    told = [citing.leading(f, "award_key", citing.OBLIGATED, total=matching) for f in frames]
    first = " ".join(told) or f"{words.count(matching, 'award')}."
    return ways_out.bar(
        build,
        [(f"awards{query}", "All rows of this view")],
        PATH + query,
        f"Awards held, as listed: {first}",
        *frames,
    )


def _grouped(build: Build, asked: Asked, chosen: Filters, state: dict[str, str]) -> list[Component]:
    by = state["group"]
    frame = explore.grouped(build, asked, by)
    cells = [
        [
            explain.class_label(row["value"]) if by == "class" else row["value"],
            f"{row['awards']:,}",
            words.exact(row["obligated_usd"]),
            f"{row['actions']:,}",
            words.exact(row["ceiling_growth_usd"], words.NOT_KNOWN),
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
    search = urlencode([*filters.pairs(chosen), *state.items()])
    shown = words.first_of(BLOCK, len(frame), "first")
    return [
        html.P(
            f"{shown}{words.count(len(frame), 'group')}, most obligated first.", className="lead"
        ),
        parts.table(f"Awards by {GROUP_WORDS[by]}", columns, cells, "groups-table"),
        ways_out.bar(
            build,
            [(f"groups?{search}", "All groups")],
            f"{PATH}?{search}",
            f"Awards held by {GROUP_WORDS[by]}: {citing.leading(frame, 'value', citing.OBLIGATED)}",
            frame,
        ),
    ]
