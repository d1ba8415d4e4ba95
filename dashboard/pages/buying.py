"""How it was bought: shares not competed by component, vendor and kind, and where rules differ."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis import queries
from analysis.published import Build
from analysis.wording import NOT_KNOWN, TAKEN_BACK
from dashboard import (
    behind,
    bought_parts,
    citing,
    explain,
    facets,
    filters,
    following,
    html,
    page,
    panels,
    parts,
    share_figures,
    ways_out,
    words,
)
from dashboard.data import Held, Row, rows
from dashboard.facets import Offered
from dashboard.filters import Filters

PATH = "/bought"
NAME = "How it was bought"
TITLE = "How it was bought, Sole Source"
MOST = 40
BY_WORDS = {
    "component": "component",
    "fiscal_year": "fiscal year",
    "vendor": "vendor",
    "psc_family": "kind of purchase",
    "technology": "technology",
}
OF = {
    "component": "component",
    "fiscal_year": "fy",
    "vendor": "name",
    "psc_family": "purchase",
    "technology": "technology",
}
"""By what shares can be told, and the filter that chooses one value of it."""


def layout(data: Held, search: str = "", **_: Any) -> Component:
    """Shares with both denominators, then what other rules make of the same records."""
    build = data.build()
    lead = (
        "An order under a vehicle carries the vehicle’s competition code. How the order itself was "
        "given stands in another field, and that one decides here."
    )
    return page.of(
        build,
        "How it was bought",
        html.P(lead, className="lead"),
        *following.boxes("bought", _view, build, search),
        bought_parts.said(build),
        bought_parts.apart(build),
    )


def register(app: Dash, data: Held) -> None:
    """The address draws the page."""
    following.follow(app, data, "bought", PATH, _view)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search, PATH)
    by = filters.first(search, "by", "component")
    by = by if by in BY_WORDS else "component"
    place = facets.Place(PATH, (("by", by),))
    totals = queries.totals(build, filters.selection(chosen))
    bar = facets.bar(chosen, offered, facets.matching(totals, chosen, offered), place)
    if not totals["actions"]:
        return bar, [facets.nothing(chosen, offered, facets.counted(build), place)]
    return bar, [
        _rates(build, chosen, offered, by),
        panels.section(build, chosen, offered),
    ]


# --- shares


def _rates(build: Build, chosen: Filters, offered: Offered, by: str) -> Component:
    found, classes = queries.competition(build, filters.selection(chosen), by)
    ordered = sorted(rows(found), key=_obligated, reverse=True)
    shown = sorted(ordered, key=_value) if by == "fiscal_year" else ordered[:MOST]
    told = facets.in_words(chosen, offered)
    source = words.source_line(build.as_of, build.build_id, told)
    title = f"Share not competed, by {BY_WORDS[by]}"
    query = urlencode([*filters.pairs(chosen), ("by", by)])

    every = chosen.with_values("class", ())
    address = behind.of(every, offered, {"value": OF[by]})
    drawn = share_figures.shares(behind.led(shown, address), title, source)
    lead = (
        "Filled: of all dollars. Open: of the dollars whose class is known. Between them lies what "
        "nobody knows. One offer after a competition is not among the not competed."
    )
    return parts.section(
        title,
        "rates",
        [
            _ways(chosen, by),
            html.P(f"{lead}{_unshared(ordered)}", className="lead"),
            parts.chart(
                "rates",
                drawn,
                f"Dot chart: {title.lower()}, with both denominators.",
                source,
                html.Span(),
                [
                    _rates_table(ordered, by, behind.of_sums(every, offered, "value", OF[by])),
                    _classes_table(
                        classes,
                        by,
                        behind.of(every, offered, {"value": OF[by], "competition_class": "class"}),
                    ),
                ],
            ),
            ways_out.bar(
                build,
                [(f"rates?{query}", "These shares")],
                f"{PATH}?{query}",
                f"{title}: {told}. {citing.leading(shown, 'value', *citing.SHARES)}",
                found,
                classes,
                chart="rates",
            ),
        ],
    )


def _obligated(row: Row) -> tuple[bool, Any]:
    """What is missing is the least."""
    return row["obligated_usd"] is not None, row["obligated_usd"] or 0


def _value(row: Row) -> str:
    return str(row["value"])


def _unshared(found: list[Row]) -> str:
    if all(row["share_of_known"] is not None for row in found):
        return ""
    return f" No share where {TAKEN_BACK}, or where {NOT_KNOWN}."


def _ways(chosen: Filters, by: str) -> Component:
    return facets.switch(
        "Told by",
        "by",
        BY_WORDS,
        by,
        lambda way: facets.Place(PATH, (("by", way),)).address(chosen),
    )


def _rates_table(found: list[Row], by: str, address: behind.Sums) -> Component:
    body = [
        [
            row["value"],
            *behind.sums(row, ("obligated_usd", *behind.PARTS), address),
            words.share(row["share_of_all"]),
            words.share(row["share_of_known"]),
            f"{row['awards']:,}",
        ]
        for row in found[:MOST]
    ]
    columns = [
        (BY_WORDS[by].capitalize(), ""),
        ("Obligated", "number"),
        ("Not competed", "number"),
        ("One offer", "number"),
        ("Not known", "number"),
        ("Share of all", "number"),
        ("Share of known", "number"),
        ("Awards", "number"),
    ]
    cut = f", the {MOST} most obligated of {len(found):,}" if len(found) > MOST else ""
    return parts.table(f"Shares by {BY_WORDS[by]}{cut}", columns, body, "rates-table")


def _classes_table(classes: pd.DataFrame, by: str, address: behind.Address) -> Component:
    body = [
        [
            row["value"],
            html.Span(
                [
                    parts.swatch(row["competition_group"]),
                    explain.class_label(row["competition_class"]),
                ]
            ),
            behind.link(row["obligated_usd"], address(row)),
            f"{row['awards']:,}",
            "yes" if row["in_rates"] else "no",
        ]
        for row in rows(classes, most=10 * MOST)
    ]
    columns = [
        (BY_WORDS[by].capitalize(), ""),
        ("Class", "bought"),
        ("Obligated", "number"),
        ("Awards", "number"),
        ("In the shares", ""),
    ]
    return parts.table("Every class on its own", columns, body)
