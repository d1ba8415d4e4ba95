"""Application: one shell, the pages by name, and the headers that keep it to itself.

The pages of `dashboard.pages.registry` are registered here and nowhere else. Dash's own page router
redraws a whole page whenever the address changes and reads only the first of repeated
values; here the path picks the page and each page follows its own address.
"""

from __future__ import annotations

import gc
import logging
import time
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, set_props
from dash.dependencies import ALL, MATCH
from dash.development.base_component import Component
from flask import Flask, Response, request

from analysis.published.search import index
from dashboard import response_cache
from dashboard.charts import base, theme
from dashboard.clientside import clientside
from dashboard.components import common, glossary, search_box
from dashboard.exports import csv_metadata, files
from dashboard.exports.sheet import DATA
from dashboard.html.elements import Element
from dashboard.pages.registry import LISTED, OF_ONE, PAGES, PLAIN, view_of
from dashboard.published_data import PublishedData
from dashboard.text import coverage_line
from dashboard.text import format as fmt
from dashboard.url.paths import ELSEWHERE, EMBED, HOME
from fetch.errors import InputError, SoleSourceError
from fetch.settings import Settings

ASSETS = "assets"
LATER_SECONDS = 5
MOST_ASKED_BYTES = 1_000_000
"""Largest accepted request; a page sends a few kilobytes."""
WARMED = ("?days=2025-01-20..", "?dollars=constant", "?rules=csis")
"""Views that each load a further memory table."""
TROUBLE = "This could not be drawn. The reason is in the log of the server."
UNMADE = "This could not be made. The reason is in the log of the server."
log = logging.getLogger(__name__)

INDEX = """<!DOCTYPE html>
<html lang="en">
    <head>
        {%metas%}
        <title>{%title%}</title>
        <script src="/assets/look.js"></script>
        {%favicon%}
        {%css%}
    </head>
    <body>
        <noscript>Sole Source draws its pages with JavaScript that it serves itself. Without it,
        <code>python -m analysis award PIID</code> prints the same figures.</noscript>
        {%app_entry%}
        <footer class="machinery">
            {%config%}
            {%scripts%}
            {%renderer%}
        </footer>
    </body>
</html>"""


def create_app(settings: Settings | None = None) -> Dash:
    """The application over the builds that `settings` point to."""
    data = PublishedData(settings or Settings())
    app = Dash(
        __name__,
        title="Sole Source",
        update_title="",
        index_string=INDEX,
        assets_folder=ASSETS,
        # look.js is in the head already, before any style: the page never flashes in the wrong
        # look
        assets_ignore=r"look\.js",
        # nothing from another host: a reader's look at a page stays on this machine
        serve_locally=True,
        use_pages=False,
        pages_folder="",
        # most elements that callbacks name come with their page, after the shell
        suppress_callback_exceptions=True,
        # no door besides the pages and the files
        enable_mcp=False,
        on_error=apologise,
        meta_tags=[
            {"name": "viewport", "content": "width=device-width, initial-scale=1"},
            {"name": "color-scheme", "content": "light dark"},
            {"name": "description", "content": "Public DHS contract records, read with care."},
        ],
    )
    app.layout = shell
    _route(app, data)
    _draw(app)
    for page in PAGES:
        page.register(app, data)
    search_box.register(app, data)
    _files(app, data)
    app.server.register_error_handler(500, _unmade)
    app.server.config["MAX_CONTENT_LENGTH"] = MOST_ASKED_BYTES
    response_cache.keep(app.server, data)
    _guard(app)
    app.server.test_client().get("/")  # names the scripts, for every process that serves them
    return app


def _files(app: Dash, data: PublishedData) -> None:
    """Rows to take away, at `/data/NAME.csv` and the like, with the view's filters."""

    server: Flask = app.server

    @server.route(f"{DATA}<file>")
    def rows(file: str) -> Response:
        # no name of rows has a dot, and the ending of a description has two
        name, _, kind = file.partition(".")
        # bytes of any kind may stand in an address: no error, an unknown value is remarked
        search = request.query_string.decode("utf-8", "replace")
        way = files().get(kind)
        if way is None or way.make is None:
            return _sentence(f"there is no {kind!r} here; there are: {', '.join(files())}")
        try:
            build = data.build()
            content = way.make(view_of(name).sheet(build, search), build)
        except SoleSourceError as error:
            return _sentence(str(error))
        saved = f"sole-source-{name}-as-of-{build.as_of}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{saved}"'}
        if kind == "csv":
            beside = request.full_path.replace(file, f"{name}.{csv_metadata.ENDING}", 1).rstrip("?")
            headers["Link"] = f'<{beside}>; rel="describedby"; type="application/csvm+json"'
        return Response(content, content_type=way.media, headers=headers)


def _unmade(_: Exception) -> Response:
    """A defect of ours, which Flask has logged: a sentence, never a page of its own."""
    return _sentence(UNMADE, 500)


def _sentence(says: str, status: int = 404) -> Response:
    return Response(f"{says}\n", status=status, content_type="text/plain; charset=utf-8")


def shell() -> Component:
    """Layout around every page, of Dash's own components, as Dash requires."""
    return html.Div(
        [
            # a change by a callback is a step of the browser's history, without a reload
            dcc.Location(id="address", refresh="callback-nav"),
            dcc.Store(id="look"),
            dcc.Store(id="drawing", data={"dark": theme.dark(), "config": base.CONFIG}),
            dcc.Store(id="page-title"),
            html.A("Skip to the content", href="#content", className="skip"),
            _header(),
            html.P(id="trouble", role="alert"),
            html.Main(html.P("Reading the records…"), id="content", tabIndex="-1"),
            html.Div(id="arrived", hidden=True),
            _footer(),
        ]
    )


def _header() -> Component:
    labelled: Any = {"aria-label": "Pages"}  # no word of Python, so no parameter of Dash's types
    links = html.Nav([dcc.Link(page.name, href=page.path) for page in LISTED], **labelled)
    switch = html.Button("Dark", id="look-switch", type="button", className="switch")
    brand = dcc.Link("Sole Source", href=HOME, className="brand")
    parts: list[Any] = [brand, search_box.box(), switch, links]
    return html.Header(html.Div(parts, className="bar"))


def _footer() -> Component:
    says = (
        "Public records of USAspending.gov and FPDS, read by rules that are written down. "
        "A flag is a question, not a finding."
    )
    words: list[Any] = [html.Summary("What the words mean"), glossary.terms()]
    at_hand = html.Details(words, id="glossary", className="at-hand")
    others = html.P(dcc.Link("What other agencies sign", href=ELSEWHERE))
    parts: list[Any] = [html.P(id="held-line"), others, html.P(says), at_hand]
    return html.Footer(html.Div(parts, className="bar"), className="colophon")


def _route(app: Dash, data: PublishedData) -> None:
    """The path picks the page; the page reads the rest of the address."""

    @app.callback(
        Output("content", "children"),
        Output("page-title", "data"),
        Output("held-line", "children"),
        Input("address", "pathname"),
        # a state, no input: a change of filters must not redraw the page (see `live_view`)
        State("address", "search"),
        on_error=_not_drawn,
    )
    def show(path: str | None, search: str | None) -> tuple[Element, str, str]:
        return *page_for(data, path or "/", search or ""), held_line(data)

    clientside(
        app,
        "solesource",
        "arrived",
        Output("arrived", "children"),
        Input("page-title", "data"),
        at_once=False,
    )


def page_for(data: PublishedData, path: str, search: str) -> tuple[Element, str]:
    """The page of a path and its title; a sentence where there is none, never a trace."""
    try:
        return _page_for(data, path, search)
    except InputError as error:
        says = fmt.sentence(str(error))
        return common.sorry("This address was not understood", says), "Sole Source"
    except SoleSourceError as error:
        return common.sorry("Nothing to show yet", str(error)), "Sole Source"


def held_line(data: PublishedData) -> str:
    """What the build holds and what could not be read: the foot of every page."""
    try:
        return coverage_line.line(data.build())
    except SoleSourceError:
        return ""


def apologise(error: Exception) -> None:
    """A defect of ours: the reader sees a sentence, the server's log the whole story."""
    failed(error)
    set_props("trouble", {"children": TROUBLE})


def _not_drawn(error: Exception) -> tuple[Element, str, str]:
    """The same for a whole page: the sentence stands in its place."""
    failed(error)
    return common.sorry("Not drawn", TROUBLE), "Sole Source", ""


def failed(error: Exception) -> None:
    """The log has it, and the answer is not kept."""
    response_cache.failed()
    log.error("a page could not be drawn", exc_info=error)


def warm(settings: Settings) -> None:
    """Preload the memory tables of the first page, then those of rarer filters and the search.

    The objects of the index stay for good, so garbage collection skips them afterward.
    """
    data = PublishedData(settings)
    page_for(data, HOME, "")
    # the first reader is served meanwhile: the rarer views can wait
    time.sleep(LATER_SECONDS)
    for search in WARMED:
        page_for(data, HOME, search)
    try:
        index(data.build())
    except SoleSourceError:
        return  # nothing is published: each page says so
    gc.collect()
    # what stays for good is taken out of every later collection
    gc.freeze()


def _page_for(data: PublishedData, path: str, search: str) -> tuple[Element, str]:
    # an embedded view is the same page under another first part of the path
    path = path.removeprefix(EMBED) or "/"
    if page := PLAIN.get(path):
        return page.layout(data, search), page.title
    for subject in OF_ONE:
        if path.startswith(subject.path) and path != subject.path:
            named = path.removeprefix(subject.path).rstrip("/")
            return subject.of_one(data, named), subject.title_of(named)
    return common.sorry("No such page", "There is no page at this address."), "Sole Source"


def _draw(app: Dash) -> None:
    """Each chart is shown in the look that is on and for the width there is, after the words.

    What is clicked in it leads on (`drawing.leads`). The graph is made with its figure: one that
    waits for its figure draws an empty chart first.
    """
    clientside(
        app, "solesource", "lead", Input({"part": "graph", "name": ALL}, "clickData"), at_once=False
    )
    clientside(
        app,
        "charts",
        "draw",
        Output({"part": "plot", "name": MATCH}, "children"),
        Input({"part": "drawn", "name": MATCH}, "data"),
        Input("look", "data"),
        State("drawing", "data"),
        State({"part": "plot", "name": MATCH}, "id"),
    )


def policy(app: Dash) -> str:
    """Content security policy: this server alone, and the hash of Dash's inline script."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {' '.join(app.csp_hashes())}",
            # Plotly writes styles into the elements of a chart
            "style-src 'self' 'unsafe-inline'",
            # pictures to take away are drawn in the browser, as data or a blob
            "img-src 'self' data: blob:",
            "font-src 'self'",
            # whatever a script might try, it reaches no other host
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def _guard(app: Dash) -> None:
    headers = {
        "Content-Security-Policy": policy(app),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }

    server: Flask = app.server

    @server.after_request
    def guarded(response: Response) -> Any:
        response.headers.update(headers)
        if request.path.startswith(EMBED):  # a page that others may frame
            response.headers["Content-Security-Policy"] = headers[
                "Content-Security-Policy"
            ].replace("frame-ancestors 'none'", "frame-ancestors *")
            del response.headers["X-Frame-Options"]
        return response
