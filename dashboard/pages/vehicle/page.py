"""Vehicles: maximum, orders and their competition."""

from __future__ import annotations

from urllib.parse import unquote, urlencode

import pandas as pd

from analysis.documents.types.vehicle import OrdersOfClass, ProgramOfVehicle, VehicleDocument
from analysis.documents.vehicle import vehicle_document
from analysis.published import lists, queries
from analysis.published.build import Build
from dashboard import views
from dashboard.charts import vehicle_gauge
from dashboard.components import common, coverage, drilldown, page_frame, subjects
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.page import PlainPage, SubjectPage
from dashboard.published_data import Row
from dashboard.text import citations, coverage_line, rules_text
from dashboard.text import format as fmt
from dashboard.url import paths
from dashboard.url.paths import VEHICLES as PATH
from dashboard.url.view_request import ViewRequest, unfiltered
from dashboard.views import Column, Result, Table, View
from fetch.errors import InputError

MOST = 100
UNDER = citations.obligated(
    "the sum of the actions of a vehicle and of what stands under it",
    says="{} obligated on and under it",
)
CAUTION = (
    "The ceiling of a vehicle covers its orders, so theirs is never added to it. Orders that "
    "other agencies place under it are not in these records."
)

# --- every vehicle


def _vehicle(row: Row, _: Result) -> Element:
    return elements.Link(row["piid"], href=paths.vehicle(row["vehicle_key"]))


VEHICLES = View(
    "vehicles",
    "Vehicles held, or named by an order",
    views.definition("vehicles"),
    lambda request: lists.vehicles(request.build),
    PATH,
    read=views.all_held(PATH),
    takes="Every vehicle",
    lead=lambda result: [fmt.first_of(MOST, len(result.frame), "most obligated") + CAUTION],
    tables=[
        Table(
            "Vehicles held, or named by an order",
            [
                Column("Vehicle", _vehicle),
                views.text("recipient_name", "Vendor", "its own record is not held"),
                views.text("component", "Component"),
                views.number("order_count_below", "Orders held"),
                views.usd("obligated_usd", "Obligated on and under it"),
                views.usd("ceiling_usd", "Ceiling now"),
                views.share("share_used", "Share used"),
            ],
            "vehicles-table",
            MOST,
        )
    ],
    cite=lambda result: f"Vehicles held: {citations.leading(result.frame, 'vehicle_key', UNDER)}",
)


def _every(build: Build) -> Element:
    """Every vehicle that is held or named by an order, the most obligated under it first."""
    result = VEHICLES.result(unfiltered(build, PATH))
    return page_frame.of(build, "Vehicles and their orders", *VEHICLES.parts(result))


# --- one vehicle


def _of_address(request: ViewRequest) -> VehicleDocument:
    document: VehicleDocument = vehicle_document(request.build, request.needed("award"))
    return document


def _under(request: ViewRequest) -> pd.DataFrame:
    document = _of_address(request)
    orders = lists.under(request.build, document["vehicle_key"])
    frame = orders[["vehicle_key", "level", "is_order", *queries.AWARD_COLUMNS]]
    frame.attrs.update(orders.attrs)
    frame.attrs["document"] = document
    return frame


def _document(result: Result) -> VehicleDocument:
    document: VehicleDocument = result.frame.attrs["document"]
    return document


def _key(request: ViewRequest) -> str:
    return str(_of_address(request)["vehicle_key"])


def _orders_lead(result: Result) -> list[Element | None]:
    cut = fmt.first_of(MOST, len(_document(result)["orders"]), "first")
    return [elements.P(cut) if cut else None]


def _order(row: Row, _: Result) -> Element:
    return elements.Link(row["piid"], href=paths.award(row["award_key"]))


def _orders_cited(result: Result) -> str:
    document = _document(result)
    return (
        f"{document['piid']} ({document['vehicle_key']}), orders and calls under it: "
        f"{fmt.exact(document['obligated_usd'])} obligated on and under it. "
        f"{citations.means(UNDER)}"
    )


def _has_gauge(result: Result) -> str:
    return "gauge" if _document(result)["share_used"] is not None else ""


ORDERS = View(
    "under",
    lambda result: f"Orders, calls and agreements held under {_document(result)['piid']}",
    views.definition("under_vehicles"),
    _under,
    PATH,
    read=views.all_held(PATH),
    words=lambda request: f"vehicle {_key(request)}",
    address=lambda request: paths.vehicle(_key(request)),
    takes="All of them",
    search=lambda request: f"?{urlencode({'award': _key(request)})}",
    heading="What was placed under it",
    part="orders",
    lead=_orders_lead,
    tables=[
        Table(
            "Orders, calls and agreements held",
            [
                Column("Placed under it", _order),
                Column("Kind", lambda row, _: "order or call" if row["is_order"] else "agreement"),
                Column("Level", lambda row, _: str(row["level"]), "number"),
                views.text("recipient_name", "Vendor"),
                views.day("first_action_date", "First action"),
                views.bought(),
                views.usd("obligated_usd", "Obligated"),
            ],
            "orders-table",
            MOST,
            lambda result: _document(result)["orders"],
        )
    ],
    source=lambda _: "",
    chart_name=_has_gauge,
    cite=_orders_cited,
    frames=lambda _: (),
)


def _one(build: Build, named: str) -> Element:
    """One vehicle: its gauge, its orders by class, and every order."""
    request = unfiltered(build, PATH, urlencode({"award": unquote(named)}))
    try:
        orders = ORDERS.rows(request)
    except InputError as error:
        return common.sorry("No such vehicle here", str(error))
    document = orders.attrs["document"]
    own = document["recipient_name"] or "its own record is not held"
    return elements.Article(
        [
            elements.P(elements.Link("All vehicles", href=PATH), className="back"),
            elements.H1(
                [
                    elements.Span(document["piid"], className="piid"),
                    elements.Span(own, className="vendor"),
                ]
            ),
            common.notice(build.manifest),
            elements.P(CAUTION, className="under-title"),
            _figures(document),
            _itself(document),
            *map(_program, document["programs"]),
            _gauge(build, document),
            ORDERS.section(request, orders),
            elements.P(
                [
                    elements.Link("Its own actions", href=paths.award(document["vehicle_key"])),
                    ". ",
                    common.official_link(document["usaspending_url"], "On USAspending.gov"),
                ]
                if document["held"]
                else common.official_link(document["usaspending_url"], "On USAspending.gov")
            ),
            coverage.panel(build),
        ]
    )


def _itself(document: VehicleDocument) -> Element | None:
    """How the vehicle was itself bought, which sums of classes count it under."""
    own = document["own_class"]
    if not own:
        return None
    words = rules_text.class_label(own)
    return elements.P(f"The vehicle itself: {words}. Its orders have each a class of their own.")


def _program(program: ProgramOfVehicle) -> Element:
    """What the public record states of a vehicle that a dossier names, beside what is held."""
    sentences = [subjects.statement(each) for each in program["says"]]
    heading = f"What the public record states: {program['name']}"
    link = subjects.program_link("The whole dossier", program["programme"])
    return common.section(
        heading, program["programme"], [elements.Ul(sentences, className="plain"), link]
    )


def _figures(document: VehicleDocument) -> Element:
    why = (
        fmt.sentence(document["share_missing_because"]) if document["share_missing_because"] else ""
    )
    return elements.Dl(
        [
            common.money_figure("Ceiling at first", document["initial_ceiling_usd"]),
            common.money_figure("Ceiling now", document["ceiling_usd"]),
            common.money_figure(
                "Obligated on its orders",
                document["obligated_on_orders_below_usd"],
                f"{fmt.count(document['order_count_below'], 'order')} held, at every level.",
            ),
            common.money_figure("Obligated on the vehicle", document["obligated_on_vehicle_usd"]),
            common.figure(
                "Share of the ceiling used",
                fmt.share(document["share_used"]),
                "",
                why or "All that is obligated on it and under it, over its ceiling now.",
            ),
        ],
        className="figures",
        id="figures",
    )


def _gauge(build: Build, document: VehicleDocument) -> Element:
    heading = "How much of it is used"
    if document["share_used"] is None:
        why = fmt.sentence(document["share_missing_because"])
        return common.section(heading, "gauge", [elements.P(f"No share is told. {why}")])
    source = coverage_line.source(build, as_of=document["as_of"])

    drawn = vehicle_gauge.gauge(document, source)
    by_class = [
        [
            elements.Span(
                [
                    common.swatch(row["competition_group"]),
                    rules_text.class_label(row["competition_class"]),
                ]
            ),
            f"{row['orders']:,}",
            drilldown.link(row["obligated_usd"], placed(document["vehicle_key"], row)),
        ]
        for row in document["orders_by_class"]
    ]
    columns = [("How bought", "bought"), ("Orders", "number"), ("Obligated", "number")]
    groups = [row["competition_group"] for row in document["orders_by_class"]]
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


def placed(vehicle_key: str, row: OrdersOfClass) -> str:
    """The address of the orders under a vehicle that were bought in one way."""
    return drilldown.of_values({"vehicle": [vehicle_key], "ours": [row["competition_class"]]})


PAGE = PlainPage(PATH, "Vehicles", _every, [VEHICLES])
ONE = SubjectPage(
    paths.VEHICLE, _one, lambda request: f"Vehicle {unquote(request)}, Sole Source", [ORDERS]
)
