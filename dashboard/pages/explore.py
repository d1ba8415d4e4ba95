"""All awards in a grid that sorts, narrows and groups on the server."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import dash_ag_grid as dag
from dash import Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component

from analysis import explore
from analysis.explore import Asked
from analysis.published import Build
from dashboard import explain, facets, filters, following, grid, parts, view, ways_out, words
from dashboard.data import Held, rows
from dashboard.filters import Filters

PATH = view.PATH
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
            parts.missing_panel(),
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
        asked, state = _of_grid(build, search or "", request)
        frame = explore.awards(build, asked, request["startRow"], request["endRow"])
        matching = frame.attrs["matching"]
        response = {"rowData": [grid.row(row) for row in rows(frame)], "rowCount": matching}
        return response, _count(matching), _take(build, state, frame)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search)
    state = view.state_of(search)
    text = state.get("q", "")
    asked = view.asked(chosen, text)
    matching = explore.awards(build, asked, 0, 1).attrs["matching"]
    place = facets.Place(PATH, tuple((name, state[name]) for name in KEPT if name in state))
    bar = facets.bar(chosen, offered, explore.totals(build, asked), place, ("dollars",))
    if not matching:
        return bar, [_nothing(text)]
    groups = _groups(chosen, state)
    if state.get("group") in explore.GROUPS:
        return bar, [groups, *_grouped(build, asked, state)]
    return bar, [groups, _words(text, chosen), *_grid(build, asked, state)]


def _of_grid(build: Build, search: str, request: dict[str, Any]) -> tuple[Asked, dict[str, str]]:
    """What the grid asks: its own sort and column filters over the filters of the address."""
    state = view.state_of(search)
    model = request.get("sortModel") or []
    if model:
        state["sort"] = f"{'-' if model[0]['sort'] == 'desc' else ''}{model[0]['colId']}"
    narrow = [
        (name, how, value)
        for name, each in (request.get("filterModel") or {}).items()
        for how, value in grid.conditions(each)
    ]
    if narrow:
        state["narrow"] = json.dumps(narrow)
    chosen, _ = facets.chosen_of(build, search)
    pairs = filters.pairs(chosen)
    pairs += [(name, state[name]) for name in ("q", "sort", "narrow") if name in state]
    asked, _ = view.asked_of(build, urlencode(pairs))
    return asked, dict(pairs) | {"search": urlencode(pairs)}


# --- what is drawn


def _groups(chosen: Filters, state: dict[str, str]) -> Component:
    """Each way to group, as a link."""
    now = state.get("group", "")
    links: list[Component] = []
    for name, says in {"": "not grouped", **GROUP_WORDS}.items():
        pairs = filters.pairs(chosen)
        pairs += [("q", state["q"])] if state.get("q") else []
        pairs += [("group", name)] if name else []
        href = f"{PATH}?{urlencode(pairs)}" if pairs else PATH
        current = {"aria-current": "true"} if name == now else {}
        links.append(
            html.Li(
                html.A(
                    says,
                    href=href,
                    id=f"group-{name or 'none'}",
                    className="chosen" if name == now else None,
                    **{"data-view": "yes", **current},
                )
            )
        )
    return html.Nav(
        [html.Span("Group by: "), html.Ul(links)],
        className="group-by",
        **{"aria-label": "Group by"},
    )


def _words(text: str, chosen: Filters) -> Component:
    if not text:
        return html.P(id="grid-words", hidden=True)
    away = PATH + filters.to_search(chosen)
    return html.P(
        ["Awards in whose texts stands: ", html.Strong(text), ". ", html.A("All words", href=away)],
        id="grid-words",
    )


def _nothing(text: str) -> Component:
    said = f" and the words “{text}”" if text else ""
    return html.Div(
        [
            html.P(f"No award held has these filters{said} together."),
            html.P(html.A("Clear all filters", href=PATH)),
        ],
        className="empty",
        id="empty",
    )


def _grid(build: Build, asked: Asked, state: dict[str, str]) -> list[Component]:
    frame = explore.awards(build, asked, 0, 1)
    search = urlencode([pair for pair in state.items() if pair[0] != "group"])
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
        html.P(_count(frame.attrs["matching"]), id="grid-count", role="status"),
        html.Div(drawn, role="region", **{"aria-label": "Awards"}),
        html.P(words.source_line(build.as_of, build.build_id), className="source"),
        html.Div(_take(build, {"search": search}, frame), id="grid-take"),
    ]


def _count(matching: int) -> str:
    return f"{words.count(matching, 'award')} in this view."


def _take(build: Build, state: dict[str, str], frame: Any) -> Component:
    search = state.get("search", "")
    query = f"?{search}" if search else ""
    return ways_out.bar(
        build,
        [(f"awards{query}", "All rows of this view")],
        PATH + query,
        "Awards held, as listed.",
        frame,
    )


def _grouped(build: Build, asked: Asked, state: dict[str, str]) -> list[Component]:
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
    search = urlencode(list(state.items()))
    shown = f"The first {BLOCK} of {len(frame):,} groups. " if len(frame) > BLOCK else ""
    return [
        html.P(
            f"{shown}{words.count(len(frame), 'group')}, most obligated first.", className="lead"
        ),
        parts.table(f"Awards by {GROUP_WORDS[by]}", columns, cells, "groups-table"),
        ways_out.bar(
            build,
            [(f"groups?{search}", "All groups")],
            f"{PATH}?{search}",
            f"Awards held by {GROUP_WORDS[by]}.",
            frame,
        ),
    ]
