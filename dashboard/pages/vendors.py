"""Vendors and makers by what was obligated, counted under who made it or who sold it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash import Dash
from dash.development.base_component import Component

from analysis import vendors
from analysis.published import Build
from dashboard import (
    behind,
    citing,
    facets,
    filters,
    following,
    html,
    page,
    parts,
    subjects,
    ways_out,
    words,
)
from dashboard.data import Held, rows
from dashboard.filters import Filters

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


def layout(data: Held, search: str = "", **_: Any) -> Component:
    """The switch, the filters and the ranking."""
    build = data.build()
    lead = (
        "A reseller is paid for what another made. Count under the seller or under the maker: "
        "the same dollars, told twice, never to be added."
    )
    return page.of(
        build,
        "Vendors and makers",
        html.P(lead, className="lead"),
        *following.boxes("vendors", _view, build, search),
    )


def register(app: Dash, data: Held) -> None:
    """The address draws the page."""
    following.follow(app, data, "vendors", PATH, _view)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search, PATH)
    under = subjects.under_of(search)
    place = facets.Place(PATH, (("under", under),))
    found = subjects.ranked(build, chosen, under)
    told = facets.in_words(chosen, offered)
    cut = (
        f"The {subjects.MOST} most obligated"
        if len(found) == subjects.MOST
        else words.count(len(found), "vendor")
    )
    bar = facets.bar(chosen, offered, f"{cut}: {told}.", place)
    if not len(found):
        return bar, [facets.nothing(chosen, offered, facets.counted(build), place)]
    query = urlencode([*filters.pairs(chosen), ("under", under)])
    out = ways_out.bar(
        build,
        [(f"vendors?{query}", "This ranking")],
        f"{PATH}?{query}",
        f"Vendors by obligations, counted under the {under}: {told}. "
        f"{citing.leading(found, 'name', citing.OF_VIEW)}",
        found,
    )
    # Counted under the maker, other awards count than a filter by maker chooses.
    whose = "vendor" if under == "seller" else "counts"
    address = behind.of(chosen, offered, {"family": whose})
    source = html.P(words.source_line(build.as_of, build.build_id), className="source")
    return bar, [_switch(chosen, under), _table(found, under, address), _caution(), source, out]


def _switch(chosen: Filters, under: str) -> Component:
    return facets.switch(
        "Count under",
        "under",
        subjects.UNDER,
        under,
        lambda way: facets.Place(PATH, (("under", way),)).address(chosen),
    )


def _table(found: Any, under: str, address: behind.Address) -> Component:
    body = [
        [
            subjects.vendor_link(row["name"], row["family"]),
            behind.link(row["obligated_usd"], address(row)),
            f"{row['awards']:,}",
            words.exact(row["through_resellers_usd"], "none held"),
            "yes" if row["maker_known"] else "not of every award",
        ]
        for row in rows(found)
    ]
    return parts.table(f"Counted under the {under}", COLUMNS, body, "vendors-table")


def _caution() -> Component:
    return subjects.cautions(vendors.CAUTIONS)
