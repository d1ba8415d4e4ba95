"""Orders placed under a vehicle, on the page of the vehicle's own award."""

from __future__ import annotations

import pandas as pd

from analysis.published import queries
from dashboard import views
from dashboard.components import common
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.award import subject
from dashboard.published_data import Row
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import paths
from dashboard.url.view_request import ViewRequest
from dashboard.views import Column, Result, Table, View

MOST = 200


def _orders(request: ViewRequest, award: subject.Award) -> pd.DataFrame:
    frame = queries.orders(request.build, award["award_key"])
    frame.attrs["award"] = award
    return frame


def _rows(request: ViewRequest) -> pd.DataFrame:
    orders = _orders(request, subject.award_of(request))
    frame = orders[list(queries.AWARD_COLUMNS)]
    frame.attrs.update(orders.attrs)
    return frame


def _piid(result: Result) -> str:
    return str(result.frame.attrs["award"]["piid"])


def _bought(row: Row, _: Result) -> Element:
    return elements.Span([common.swatch(row["competition_group"]), row["competition_label"]])


def _lead(result: Result) -> list[str]:
    cut = fmt.first_of(MOST, len(result.frame), "first")
    return [f"{cut}All of them are in the file."] if cut else []


def _none(result: Result) -> list[Element]:
    if len(result.frame):
        return []
    return [elements.P("No order under this vehicle is among the records held.")]


ORDERS = View(
    "orders",
    lambda result: f"Orders held under {_piid(result)}",
    "Each row is one order or call. The vehicle's ceiling includes theirs; they are not added.",
    _rows,
    paths.AWARD,
    read=views.all_held(paths.AWARD),
    words=lambda request: f"vehicle {subject.key_of(request)}",
    address=subject.address,
    takes="These orders",
    search=subject.search,
    heading="Orders placed under it",
    part="orders",
    lead=_lead,
    above=_none,
    tables=[
        Table(
            "Orders held under this vehicle",
            [
                views.award("Order"),
                views.text("recipient_name", "Vendor"),
                views.day("first_action_date", "First action"),
                Column("How bought", _bought),
                views.usd("obligated_usd", "Obligated"),
                views.usd("ceiling_usd", "Ceiling"),
            ],
            "orders-table",
            MOST,
            if_rows=True,
        )
    ],
    source=lambda _: "",
    cite=lambda result: (
        f"Orders held under {_piid(result)}: "
        + citations.leading(result.frame, "award_key", citations.OF_AWARDS, citations.CEILING)
    ),
)


def section(request: ViewRequest, award: subject.Award) -> list[Element]:
    """The orders placed under a vehicle; nothing for any other award."""
    if award["award_kind"] != "IDV":
        return []
    return [ORDERS.section(request, _orders(request, award))]
