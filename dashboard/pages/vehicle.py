"""Vehicles: what may be ordered under one, how much has been, and how each order was bought."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlencode

import pandas as pd
from dash import Dash
from dash.development.base_component import Component

from analysis import listing
from analysis.published import Build
from analysis.vehicle_document import vehicle_document
from dashboard import (
    behind,
    citing,
    explain,
    html,
    missing,
    page,
    parts,
    vehicle_figures,
    ways_out,
    words,
)
from dashboard.data import Held, rows
from fetch.errors import InputError

PATH = "/vehicles"
UNDER = citing.obligated(
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


def layout(data: Held, **_: Any) -> Component:
    """Every vehicle that is held or named by an order, the most obligated under it first."""
    build = data.build()
    found = listing.vehicles(build)
    body = [
        [
            html.Link(row["piid"], href=path_of(row["vehicle_key"])),
            words.text(row["recipient_name"], "its own record is not held"),
            words.text(row["component"]),
            f"{row['order_count_below']:,}",
            words.exact(row["obligated_usd"]),
            words.exact(row["ceiling_usd"]),
            words.share(row["share_used"]),
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
    cut = words.first_of(MOST, len(found), "most obligated")
    return page.of(
        build,
        "Vehicles and their orders",
        html.P(cut + CAUTION, className="lead"),
        parts.table("Vehicles held, or named by an order", columns, body, "vehicles-table"),
        html.P(words.source_line(build.as_of, build.build_id), className="source"),
        ways_out.bar(build, [("vehicles", "Every vehicle")], PATH, _cites(found), found),
    )


def _cites(found: pd.DataFrame) -> str:
    return f"Vehicles held: {citing.leading(found, 'vehicle_key', UNDER)}"


def register(app: Dash, data: Held) -> None:
    """Nothing moves on these pages: their address says all."""


def title(asked: str) -> str:
    """The name of the page in the browser."""
    return f"Vehicle {unquote(asked)}, Sole Source"


def path_of(vehicle_key: str) -> str:
    """The address of a vehicle's page."""
    return parts.award_path(vehicle_key).replace("/award/", OF, 1)


def of_one(data: Held, asked: str) -> Component:
    """One vehicle: its gauge, its orders by class, and every order."""
    build = data.build()
    try:
        told = vehicle_document(build, unquote(asked))
    except InputError as error:
        return parts.sorry("No such vehicle here", str(error))
    own = told["recipient_name"] or "its own record is not held"
    return html.Article(
        [
            html.P(html.Link("All vehicles", href=PATH), className="back"),
            html.H1(
                [
                    html.Span(told["piid"], className="piid"),
                    html.Span(own, className="vendor"),
                ]
            ),
            parts.notice(build.manifest),
            html.P(CAUTION, className="under-title"),
            _figures(told),
            _gauge(build, told),
            _orders(build, told),
            html.P(
                [
                    html.Link("Its own actions", href=parts.award_path(told["vehicle_key"])),
                    ". ",
                    parts.official_link(told["usaspending_url"], "On USAspending.gov"),
                ]
                if told["held"]
                else parts.official_link(told["usaspending_url"], "On USAspending.gov")
            ),
            missing.panel(build),
        ]
    )


def _figures(told: dict[str, Any]) -> Component:
    why = words.sentence(told["share_missing_because"]) if told["share_missing_because"] else ""
    return html.Dl(
        [
            parts.money_figure("Ceiling at first", told["initial_ceiling_usd"]),
            parts.money_figure("Ceiling now", told["ceiling_usd"]),
            parts.money_figure(
                "Obligated on its orders",
                told["obligated_on_orders_below_usd"],
                f"{words.count(told['order_count_below'], 'order')} held, at every level.",
            ),
            parts.money_figure("Obligated on the vehicle", told["obligated_on_vehicle_usd"]),
            parts.figure(
                "Share of the ceiling used",
                words.share(told["share_used"]),
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
        why = words.sentence(told["share_missing_because"])
        return parts.section(heading, "gauge", [html.P(f"No share is told. {why}")])
    as_of = words.day(told["as_of"], build.as_of)
    source = words.source_line(as_of, build.build_id)

    drawn = vehicle_figures.gauge(told, source)
    by_class = [
        [
            html.Span(
                [
                    parts.swatch(row["competition_group"]),
                    explain.class_label(row["competition_class"]),
                ]
            ),
            f"{row['orders']:,}",
            behind.link(row["obligated_usd"], placed(told["vehicle_key"], row)),
        ]
        for row in told["orders_by_class"]
    ]
    columns = [("How bought", "bought"), ("Orders", "number"), ("Obligated", "number")]
    groups = [row["competition_group"] for row in told["orders_by_class"]]
    return parts.section(
        heading,
        "gauge",
        [
            parts.chart(
                "gauge",
                drawn,
                "Bar: obligations under the vehicle by how orders were bought, up to its ceiling.",
                source,
                parts.group_key(list(dict.fromkeys(groups))),
                [parts.table("Orders by how they were bought", columns, by_class, "class-table")],
            )
        ],
    )


def placed(vehicle_key: str, row: dict[str, Any]) -> str:
    """The address of the orders under a vehicle that were bought in one way."""
    return behind.of_values(vehicle=[vehicle_key], ours=[row["competition_class"]])


def _orders(build: Build, told: dict[str, Any]) -> Component:
    body = [
        [
            html.Link(row["piid"], href=parts.award_path(row["award_key"])),
            "order or call" if row["is_order"] else "agreement",
            str(row["level"]),
            words.text(row["recipient_name"]),
            words.day(row["first_action_date"]),
            explain.class_label(row["competition_class"]),
            words.exact(row["obligated_usd"]),
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
    cut = words.first_of(MOST, count, "first")
    rows_of = f"under?{urlencode({'award': told['vehicle_key']})}"
    return parts.section(
        "What was placed under it",
        "orders",
        [
            html.P(cut) if cut else None,
            parts.table("Orders, calls and agreements held", columns, body, "orders-table"),
            ways_out.bar(
                build,
                [(rows_of, "All of them")],
                path_of(told["vehicle_key"]),
                f"{told['piid']} ({told['vehicle_key']}), orders and calls under it: "
                f"{words.exact(told['obligated_usd'])} obligated on and under it. "
                f"{citing.means(UNDER)}",
                chart="gauge" if told["share_used"] is not None else "",
            ),
        ],
    )
