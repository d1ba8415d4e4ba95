"""Vehicles: what may be ordered under one, how much has been, and how each order was bought."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlencode

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis.documents.vehicle import vehicle_document
from analysis.published import lists
from analysis.published.build import Build
from dashboard.charts import vehicle_gauge
from dashboard.components import common, coverage, download_bar, drilldown, page_frame
from dashboard.html import elements
from dashboard.published_data import PublishedData, rows
from dashboard.text import citations, rules_text
from dashboard.text import format as fmt
from fetch.errors import InputError

PATH = "/vehicles"
UNDER = citations.obligated(
    "the sum of the actions of a vehicle and of what stands under it",
    says="{} obligated on and under it",
)
OF = "/vehicle/"
NAME = "Vehicles"
TITLE = "Vehicles, Sole Source"
MOST = 100
CAUTION = (
    "The ceiling of a vehicle covers its orders, so theirs is never added to it. Orders that "
    "other agencies place under it are not in these records."
)


def layout(data: PublishedData, **_: Any) -> Component:
    """Every vehicle that is held or named by an order, the most obligated under it first."""
    build = data.build()
    found = lists.vehicles(build)
    body = [
        [
            elements.Link(row["piid"], href=path_of(row["vehicle_key"])),
            fmt.text(row["recipient_name"], "its own record is not held"),
            fmt.text(row["component"]),
            f"{row['order_count_below']:,}",
            fmt.exact(row["obligated_usd"]),
            fmt.exact(row["ceiling_usd"]),
            fmt.share(row["share_used"]),
        ]
        for row in rows(found.head(MOST))
    ]
    columns = [
        ("Vehicle", ""),
        ("Vendor", ""),
        ("Component", ""),
        ("Orders held", "number"),
        ("Obligated on and under it", "number"),
        ("Ceiling now", "number"),
        ("Share used", "number"),
    ]
    cut = fmt.first_of(MOST, len(found), "most obligated")
    return page_frame.of(
        build,
        "Vehicles and their orders",
        elements.P(cut + CAUTION, className="lead"),
        common.table("Vehicles held, or named by an order", columns, body, "vehicles-table"),
        elements.P(fmt.source_line(build.as_of, build.build_id), className="source"),
        download_bar.bar(build, [("vehicles", "Every vehicle")], PATH, _cites(found), found),
    )


def _cites(found: pd.DataFrame) -> str:
    return f"Vehicles held: {citations.leading(found, 'vehicle_key', UNDER)}"


def register(app: Dash, data: PublishedData) -> None:
    """Nothing moves on these pages: their address says all."""


def title(asked: str) -> str:
    """The name of the page in the browser."""
    return f"Vehicle {unquote(asked)}, Sole Source"


def path_of(vehicle_key: str) -> str:
    """The address of a vehicle's page."""
    return common.award_path(vehicle_key).replace("/award/", OF, 1)


def of_one(data: PublishedData, asked: str) -> Component:
    """One vehicle: its gauge, its orders by class, and every order."""
    build = data.build()
    try:
        told = vehicle_document(build, unquote(asked))
    except InputError as error:
        return common.sorry("No such vehicle here", str(error))
    own = told["recipient_name"] or "its own record is not held"
    return elements.Article(
        [
            elements.P(elements.Link("All vehicles", href=PATH), className="back"),
            elements.H1(
                [
                    elements.Span(told["piid"], className="piid"),
                    elements.Span(own, className="vendor"),
                ]
            ),
            common.notice(build.manifest),
            elements.P(CAUTION, className="under-title"),
            _figures(told),
            _gauge(build, told),
            _orders(build, told),
            elements.P(
                [
                    elements.Link("Its own actions", href=common.award_path(told["vehicle_key"])),
                    ". ",
                    common.official_link(told["usaspending_url"], "On USAspending.gov"),
                ]
                if told["held"]
                else common.official_link(told["usaspending_url"], "On USAspending.gov")
            ),
            coverage.panel(build),
        ]
    )


def _figures(told: dict[str, Any]) -> Component:
    why = fmt.sentence(told["share_missing_because"]) if told["share_missing_because"] else ""
    return elements.Dl(
        [
            common.money_figure("Ceiling at first", told["initial_ceiling_usd"]),
            common.money_figure("Ceiling now", told["ceiling_usd"]),
            common.money_figure(
                "Obligated on its orders",
                told["obligated_on_orders_below_usd"],
                f"{fmt.count(told['order_count_below'], 'order')} held, at every level.",
            ),
            common.money_figure("Obligated on the vehicle", told["obligated_on_vehicle_usd"]),
            common.figure(
                "Share of the ceiling used",
                fmt.share(told["share_used"]),
                "",
                why or "All that is obligated on it and under it, over its ceiling now.",
            ),
        ],
        className="figures",
        id="figures",
    )


def _gauge(build: Build, told: dict[str, Any]) -> Component:
    heading = "How much of it is used"
    if told["share_used"] is None:
        why = fmt.sentence(told["share_missing_because"])
        return common.section(heading, "gauge", [elements.P(f"No share is told. {why}")])
    as_of = fmt.day(told["as_of"], build.as_of)
    source = fmt.source_line(as_of, build.build_id)

    drawn = vehicle_gauge.gauge(told, source)
    by_class = [
        [
            elements.Span(
                [
                    common.swatch(row["competition_group"]),
                    rules_text.class_label(row["competition_class"]),
                ]
            ),
            f"{row['orders']:,}",
            drilldown.link(row["obligated_usd"], placed(told["vehicle_key"], row)),
        ]
        for row in told["orders_by_class"]
    ]
    columns = [("How bought", "bought"), ("Orders", "number"), ("Obligated", "number")]
    groups = [row["competition_group"] for row in told["orders_by_class"]]
    return common.section(
        heading,
        "gauge",
        [
            common.chart(
                "gauge",
                drawn,
                "Bar: obligations under the vehicle by how orders were bought, up to its ceiling.",
                source,
                common.group_key(list(dict.fromkeys(groups))),
                [common.table("Orders by how they were bought", columns, by_class, "class-table")],
            )
        ],
    )


def placed(vehicle_key: str, row: dict[str, Any]) -> str:
    """The address of the orders under a vehicle that were bought in one way."""
    return drilldown.of_values(vehicle=[vehicle_key], ours=[row["competition_class"]])


def _orders(build: Build, told: dict[str, Any]) -> Component:
    body = [
        [
            elements.Link(row["piid"], href=common.award_path(row["award_key"])),
            "order or call" if row["is_order"] else "agreement",
            str(row["level"]),
            fmt.text(row["recipient_name"]),
            fmt.day(row["first_action_date"]),
            rules_text.class_label(row["competition_class"]),
            fmt.exact(row["obligated_usd"]),
        ]
        for row in told["orders"][:MOST]
    ]
    columns = [
        ("Placed under it", ""),
        ("Kind", ""),
        ("Level", "number"),
        ("Vendor", ""),
        ("First action", "date"),
        ("How bought", ""),
        ("Obligated", "number"),
    ]
    count = len(told["orders"])
    cut = fmt.first_of(MOST, count, "first")
    rows_of = f"under?{urlencode({'award': told['vehicle_key']})}"
    return common.section(
        "What was placed under it",
        "orders",
        [
            elements.P(cut) if cut else None,
            common.table("Orders, calls and agreements held", columns, body, "orders-table"),
            download_bar.bar(
                build,
                [(rows_of, "All of them")],
                path_of(told["vehicle_key"]),
                f"{told['piid']} ({told['vehicle_key']}), orders and calls under it: "
                f"{fmt.exact(told['obligated_usd'])} obligated on and under it. "
                f"{citations.means(UNDER)}",
                chart="gauge" if told["share_used"] is not None else "",
            ),
        ],
    )
