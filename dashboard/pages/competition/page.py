"""How it was bought: shares not competed by component, vendor and kind, and where rules differ."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis.published import queries
from analysis.published.build import Build
from analysis.text import NOT_KNOWN, TAKEN_BACK
from dashboard import facets, live_view
from dashboard.charts import shares as share_charts
from dashboard.components import common, download_bar, drilldown, page_frame
from dashboard.facets import Offered
from dashboard.html import elements
from dashboard.pages.competition import disagreements, panels
from dashboard.published_data import PublishedData, Row, rows
from dashboard.text import citations, rules_text
from dashboard.text import format as fmt
from dashboard.url import query as url_query
from dashboard.url.query import Filters

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


def layout(data: PublishedData, search: str = "", **_: Any) -> Component:
    """Shares with both denominators, then what other rules make of the same records."""
    build = data.build()
    lead = (
        "An order under a vehicle carries the vehicle’s competition code. How the order itself was "
        "given stands in another field, and that one decides here."
    )
    return page_frame.of(
        build,
        "How it was bought",
        elements.P(lead, className="lead"),
        *live_view.boxes("bought", _view, build, search),
        disagreements.said(build),
        disagreements.apart(build),
    )


def register(app: Dash, data: PublishedData) -> None:
    """The address draws the page."""
    live_view.follow(app, data, "bought", PATH, _view)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search, PATH)
    by = url_query.first(search, "by", "component")
    by = by if by in BY_WORDS else "component"
    place = facets.PageAddress(PATH, (("by", by),))
    totals = queries.totals(build, url_query.selection(chosen))
    bar = facets.bar(chosen, offered, facets.matching(totals, chosen, offered), place)
    if not totals["actions"]:
        return bar, [facets.nothing(chosen, offered, facets.counted(build), place)]
    return bar, [
        _rates(build, chosen, offered, by),
        panels.section(build, chosen, offered),
    ]


# --- shares


def _rates(build: Build, chosen: Filters, offered: Offered, by: str) -> Component:
    found, classes = queries.competition(build, url_query.selection(chosen), by)
    ordered = sorted(rows(found), key=_obligated, reverse=True)
    shown = sorted(ordered, key=_value) if by == "fiscal_year" else ordered[:MOST]
    told = facets.in_words(chosen, offered)
    source = fmt.source_line(build.as_of, build.build_id, told)
    title = f"Share not competed, by {BY_WORDS[by]}"
    query = urlencode([*url_query.pairs(chosen), ("by", by)])

    every = chosen.with_values("class", ())
    address = drilldown.of(every, offered, {"value": OF[by]})
    drawn = share_charts.shares(drilldown.with_addresses(shown, address), title, source)
    lead = (
        "Filled: of all dollars. Open: of the dollars whose class is known. Between them lies what "
        "nobody knows. One offer after a competition is not among the not competed."
    )
    return common.section(
        title,
        "rates",
        [
            _ways(chosen, by),
            elements.P(f"{lead}{_unshared(ordered)}", className="lead"),
            common.chart(
                "rates",
                drawn,
                f"Dot chart: {title.lower()}, with both denominators.",
                source,
                elements.Span(),
                [
                    _rates_table(ordered, by, drilldown.of_sums(every, offered, "value", OF[by])),
                    _classes_table(
                        classes,
                        by,
                        drilldown.of(
                            every, offered, {"value": OF[by], "competition_class": "class"}
                        ),
                    ),
                ],
            ),
            download_bar.bar(
                build,
                [(f"rates?{query}", "These shares")],
                f"{PATH}?{query}",
                f"{title}: {told}. {citations.leading(shown, 'value', *citations.SHARES)}",
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
        lambda way: facets.PageAddress(PATH, (("by", way),)).address(chosen),
    )


def _rates_table(found: list[Row], by: str, address: drilldown.Sums) -> Component:
    body = [
        [
            row["value"],
            *drilldown.sums(row, ("obligated_usd", *drilldown.PARTS), address),
            fmt.share(row["share_of_all"]),
            fmt.share(row["share_of_known"]),
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
    return common.table(f"Shares by {BY_WORDS[by]}{cut}", columns, body, "rates-table")


def _classes_table(classes: pd.DataFrame, by: str, address: drilldown.Address) -> Component:
    body = [
        [
            row["value"],
            elements.Span(
                [
                    common.swatch(row["competition_group"]),
                    rules_text.class_label(row["competition_class"]),
                ]
            ),
            drilldown.link(row["obligated_usd"], address(row)),
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
    return common.table("Every class on its own", columns, body)
