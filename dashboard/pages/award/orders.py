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
from dashboard.views import Column, Shown, Table, View

MOST = 200


def _orders(asked: ViewRequest, award: subject.Award) -> pd.DataFrame:
    found = queries.orders(asked.build, award["award_key"])
    found.attrs["award"] = award
    return found


def _rows(asked: ViewRequest) -> pd.DataFrame:
    found = _orders(asked, subject.award_of(asked))
    frame = found[list(queries.AWARD_COLUMNS)]
    frame.attrs.update(found.attrs)
    return frame


def _piid(shown: Shown) -> str:
    return str(shown.frame.attrs["award"]["piid"])


def _bought(row: Row, _: Shown) -> Element:
    return elements.Span([common.swatch(row["competition_group"]), row["competition_label"]])


def _lead(shown: Shown) -> list[str]:
    cut = fmt.first_of(MOST, len(shown.frame), "first")
    return [f"{cut}All of them are in the file."] if cut else []


def _none(shown: Shown) -> list[Element]:
    if len(shown.frame):
        return []
    return [elements.P("No order under this vehicle is among the records held.")]


ORDERS = View(
    "orders",
    lambda shown: f"Orders held under {_piid(shown)}",
    "Each row is one order or call. The vehicle's ceiling includes theirs; they are not added.",
    _rows,
    paths.AWARD,
    read=views.all_held(paths.AWARD),
    words=lambda asked: f"vehicle {subject.key_of(asked)}",
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
    cite=lambda shown: (
        f"Orders held under {_piid(shown)}: "
        + citations.leading(shown.frame, "award_key", citations.OF_AWARDS, citations.CEILING)
    ),
)


def section(asked: ViewRequest, award: subject.Award) -> list[Element]:
    """The orders placed under a vehicle; nothing for any other award."""
    if award["award_kind"] != "IDV":
        return []
    return [ORDERS.section(asked, _orders(asked, award))]
