"""Common pieces: money, tables, charts with their figures, the notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from dashboard.charts import theme
from dashboard.charts.figure import PlotFigure
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.text import format as fmt

Child: TypeAlias = Any  # a component, text or a list of them
OFFICIAL = "www.usaspending.gov"


def money_figure(name: str, usd: Any, note: Child = None, otherwise: str = "") -> Element:
    """One figure of a headline row: short and large, exact to the cent just below."""
    large = fmt.short(usd)
    exact = otherwise or fmt.exact(usd, "")
    return figure(name, large, exact, note)


def figure(name: str, large: str, exact: str = "", note: Child = None) -> Element:
    """One figure: its name, the large form, the exact form and what it means."""
    parts = [elements.Dt(name), elements.Dd(large, className="large")]
    if exact:
        parts.append(elements.Dd(exact, className="exact"))
    if note:
        parts.append(elements.Dd(note, className="note"))
    return elements.Div(parts, className="figure")


def table(
    caption: str,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[Any]],
    name: str = "",
    class_name: str = "",
) -> Element:
    """A table in a box of its own that scrolls sideways where the screen is narrow.

    `columns`: heading and class (`number` sets figures to the right). The first cell of
    each row names the row.
    """
    head = elements.Thead(
        elements.Tr(
            [elements.Th(title, scope="col", className=kind or None) for title, kind in columns]
        )
    )
    body = elements.Tbody([elements.Tr(_cells(row, columns)) for row in rows])
    inner = elements.Table([elements.Caption(caption), head, body])
    attributes = {"id": name} if name else {}
    return elements.plain(
        elements.Div(
            inner,
            className=f"scroll {class_name}".strip(),
            role="region",
            # a region that scrolls must be reachable by keyboard
            tabIndex="0",
            **{"aria-label": caption, **attributes},
        )
    )


def _cells(row: Sequence[Any], columns: Sequence[tuple[str, str]]) -> list[Element]:
    first = elements.Th(row[0], scope="row", className=columns[0][1] or None)
    return [
        first,
        *(
            elements.Td(cell, className=kind or None)
            for cell, (_, kind) in zip(row[1:], columns[1:], strict=True)
        ),
    ]


def chart(
    name: str,
    drawing: PlotFigure,
    spoken: str,
    source: str,
    key: Element,
    as_table: Sequence[Element],
) -> Element:
    """A chart, its source line, and its figures as a table.

    The page draws it in the look that is on (assets/charts.js), and the table once a reader opens
    it (assets/plain.js). `key` explains the colours where the chart is too narrow to hold them.
    """
    drawn = drawing.to_plotly_json()
    graph = elements.Div(
        id={"part": "plot", "name": name}, className="plot", style=_room(drawn["layout"])
    )
    return elements.Figure(
        [
            elements.plain(key),
            elements.Div(graph, role="group", **{"aria-label": f"{spoken} {source}"}),
            elements.Store(id={"part": "drawn", "name": name}, data=drawn),
            elements.plain(
                elements.Figcaption(source, className="unseen"),
                elements.unfolding(f"figures-{name}", "The figures as a table", as_table),
            ),
        ],
        className="chart",
        id=f"chart-{name}",
    )


def _room(layout: Mapping[str, Any]) -> dict[str, str]:
    """The height that a chart will take, so that nothing moves when it comes."""
    narrow = layout.get("meta", {}).get("narrow", {})
    # as variables of CSS: which of the two holds is for the width of the screen to say
    heights = {"--wide": layout.get("height"), "--narrow": narrow.get("height")}
    return {name: f"{height}px" for name, height in heights.items() if height}


def notice(manifest: Mapping[str, Any]) -> Element:
    """What is loaded, and how to load the rest."""
    parts: list[Child] = [elements.Strong(fmt.loaded(manifest))]
    if manifest["sources"] == ["sample"]:
        parts += [
            " This is not all of DHS. All of DHS, from USAspending.gov, in one command: ",
            elements.Code("make sync"),
        ]
    return elements.P(parts, className="notice", id="notice")


def swatch(group: str) -> Element:
    """The colour of a competition group, as a mark beside its words."""
    slug = group.replace(",", "").replace(" ", "-")
    return elements.Span(className=f"swatch {slug}", **{"aria-hidden": "true"})


def sorry(title: str, says: str, more: Child = None) -> Element:
    """A page that has nothing to show, why, what may be meant, and a way back."""
    back = elements.P(elements.Link("Back to all awards", href="/"))
    meant = [more] if more else []
    return elements.Div([elements.H1(title), elements.P(says), *meant, back], className="sorry")


def group_key(groups: Sequence[str]) -> Element:
    """The colours of competition groups, for a narrow screen."""
    items = [elements.Li([swatch(group), theme.GROUP_WORDS[group]]) for group in groups]
    return elements.Ul(items, className="key")


def mark_key(buckets: Sequence[str]) -> Element:
    """The marks of growth buckets, for a narrow screen."""
    items = [elements.Li([glyph(bucket), theme.MARKS[bucket].words]) for bucket in buckets]
    return elements.Ul(items, className="key")


def glyph(bucket: str) -> Element:
    """The mark of a growth bucket beside its words, as the chart draws it."""
    slug = bucket.replace(" ", "-")
    mark = theme.MARKS[bucket].glyph
    return elements.Span(mark, className=f"glyph {slug}", **{"aria-hidden": "true"})


def official_link(url: Any, what: str) -> Element:
    """A link to the official record; only where it leads to USAspending.gov."""
    address = fmt.text(url, "")
    parts = urlsplit(address)
    # the address comes from a file: it may name any host, or a script
    if parts.scheme != "https" or parts.hostname != OFFICIAL:
        return elements.Span(f"{what}: no official address held")
    return elements.A(what, href=address, rel="noopener noreferrer", className="official")


def section(title: str, name: str, children: Sequence[Any]) -> Element:
    """A part of a page with its heading."""
    return elements.settled(
        elements.Section(
            [elements.H2(title, id=f"{name}-title"), *children],
            id=name,
            **{"aria-labelledby": f"{name}-title"},
        )
    )
