"""Vendors and makers by what was obligated, counted under who made it or who sold it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash import Dash
from dash.development.base_component import Component

from analysis.documents import vendor as vendor_document
from analysis.published.build import Build
from dashboard import facets, live_view
from dashboard.components import common, download_bar, drilldown, page_frame, subjects
from dashboard.html import elements
from dashboard.published_data import PublishedData, rows
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query as url_query
from dashboard.url.query import Filters

PATH = "/vendors"
NAME = "Vendors"
TITLE = "Vendors, Sole Source"
COLUMNS = [
    ("Vendor", ""),
    ("Obligated", "number"),
    ("Awards", "number"),
    ("Of it through others", "number"),
    ("Is its maker known", ""),
]


def layout(data: PublishedData, search: str = "", **_: Any) -> Component:
    """The switch, the filters and the ranking."""
    build = data.build()
    lead = (
        "A reseller is paid for what another made. Count under the seller or under the maker: "
        "the same dollars, told twice, never to be added."
    )
    return page_frame.of(
        build,
        "Vendors and makers",
        elements.P(lead, className="lead"),
        *live_view.boxes("vendors", _view, build, search),
    )


def register(app: Dash, data: PublishedData) -> None:
    """The address draws the page."""
    live_view.follow(app, data, "vendors", PATH, _view)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search, PATH)
    under = subjects.under_of(search)
    place = facets.PageAddress(PATH, (("under", under),))
    found = subjects.ranked(build, chosen, under)
    told = facets.in_words(chosen, offered)
    cut = (
        f"The {subjects.MOST} most obligated"
        if len(found) == subjects.MOST
        else fmt.count(len(found), "vendor")
    )
    bar = facets.bar(chosen, offered, f"{cut}: {told}.", place)
    if not len(found):
        return bar, [facets.nothing(chosen, offered, facets.counted(build), place)]
    query = urlencode([*url_query.pairs(chosen), ("under", under)])
    out = download_bar.bar(
        build,
        [(f"vendors?{query}", "This ranking")],
        f"{PATH}?{query}",
        f"Vendors by obligations, counted under the {under}: {told}. "
        f"{citations.leading(found, 'name', citations.OF_VIEW)}",
        found,
    )
    # Counted under the maker, other awards count than a filter by maker chooses.
    whose = "vendor" if under == "seller" else "counts"
    address = drilldown.of(chosen, offered, {"family": whose})
    source = elements.P(fmt.source_line(build.as_of, build.build_id), className="source")
    return bar, [_switch(chosen, under), _table(found, under, address), _caution(), source, out]


def _switch(chosen: Filters, under: str) -> Component:
    return facets.switch(
        "Count under",
        "under",
        subjects.UNDER,
        under,
        lambda way: facets.PageAddress(PATH, (("under", way),)).address(chosen),
    )


def _table(found: Any, under: str, address: drilldown.Address) -> Component:
    body = [
        [
            subjects.vendor_link(row["name"], row["family"]),
            drilldown.link(row["obligated_usd"], address(row)),
            f"{row['awards']:,}",
            fmt.exact(row["through_resellers_usd"], "none held"),
            "yes" if row["maker_known"] else "not of every award",
        ]
        for row in rows(found)
    ]
    return common.table(f"Counted under the {under}", COLUMNS, body, "vendors-table")


def _caution() -> Component:
    return subjects.cautions(vendor_document.CAUTIONS)
