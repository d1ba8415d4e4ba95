"""What a reader can take away from a view: rows, the chart, a citation, a link, the SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash.development.base_component import Component
from flask import has_request_context, request

from analysis.published.build import Build
from dashboard.components import common
from dashboard.downloads import KINDS
from dashboard.html import elements

DATA = "/data/"
KIND_WORDS = {"csv": "CSV", "xlsx": "XLSX"}
IMAGES = ("png", "svg")


def bar(
    build: Build,
    rows: Sequence[tuple[str, str]],
    view: str,
    cites: str,
    *frames: pd.DataFrame,
    chart: str = "",
) -> Component:
    """Everything that can be taken from one part of a page.

    `rows`: the name of a sheet with its filters (`growth?component=ICE`), and what its rows
    are. `view`: the address that shows this again. `chart`: the name of the chart, if there is
    one.
    """
    path, _, search = view.partition("?")
    embed = f"{common.EMBED}{path}{'?' + search if search else ''}" + (
        f"#chart-{chart}" if chart else ""
    )
    items = [*(_files(name, what) for name, what in rows)]
    if chart:
        items.append(_images(chart))
    items.append(
        [elements.A("Link to this view", href=view), " · ", elements.A("to embed it", href=embed)]
    )
    return elements.plain(
        elements.Div(
            [
                elements.Ul([elements.Li(item) for item in items], className="take"),
                elements.Details([elements.Summary("To cite this"), _citation(build, view, cites)]),
                common.recipes(build, *frames) if frames else None,
            ],
            className="ways-out",
        )
    )


def _files(name: str, what: str) -> list[Component | str]:
    sheet, _, search = name.partition("?")
    query = f"?{search}" if search else ""
    links: list[Component | str] = [f"{what}: "]
    for kind in KINDS:
        links += [
            elements.A(KIND_WORDS[kind], href=f"{DATA}{sheet}.{kind}{query}", download=""),
            " · ",
        ]
    return links[:-1]


def _images(chart: str) -> list[Component | str]:
    buttons: list[Component | str] = ["Chart: "]
    for kind in IMAGES:
        says = {"data-image": kind, "data-chart": f"chart-{chart}"}
        buttons += [elements.Button(kind.upper(), type="button", className="link", **says), " · "]
    return buttons[:-1]


def _citation(build: Build, view: str, cites: str) -> Component:
    says = (
        f"{cites} As of {build.as_of}. USAspending.gov and FPDS records, Sole Source build "
        f"{build.build_id}, {host()}{view}"
    )
    return citation(says, elements.Span("Copy these words", className="quiet"))


def citation(says: str, label: Component, **box: Any) -> Component:
    """Words to cite, and a button that copies them (assets/page.js)."""
    words_of = elements.Textarea(value=says, readOnly=True, rows=4, className="citation", **box)
    copy = elements.Button("Copy", type="button", className="link", **{"data-copy": "yes"})
    return elements.plain(
        elements.Div([elements.Label([label, words_of]), copy, elements.Span(role="status")])
    )


def host() -> str:
    """Where a reader reached this server; nothing where no reader asks."""
    return request.host_url.rstrip("/") if has_request_context() else ""
