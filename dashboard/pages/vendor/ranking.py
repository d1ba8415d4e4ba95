"""Ranking of vendors and makers by obligations."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.documents import vendor as vendor_document
from analysis.published.build import Build
from dashboard import views
from dashboard.components import drilldown, filter_bar, subjects
from dashboard.html.elements import Element
from dashboard.pages.page import FilteredPage
from dashboard.published_data import Row
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.paths import VENDORS as PATH
from dashboard.url.view_request import PageAddress, ViewRequest, kept_of, view_request
from dashboard.views import Column, Result, Table, View

MOST = 100
"""Vendors in the ranking, on the page and in its file."""
UNDER = {
    "seller": "who is paid: the vendor of the record",
    "maker": "whose product it is: the maker that the text names",
}


def _read(build: Build, search: str) -> ViewRequest:
    return view_request(build, search, PATH, kept_of(search, "under", tuple(UNDER)))


def _under(request: ViewRequest) -> str:
    return request.state("under")


def _rows(request: ViewRequest) -> pd.DataFrame:
    return vendor_document.ranking(request.build, _under(request), request.selection, MOST)


def _leads(request: ViewRequest) -> drilldown.Address:
    # Counted under the maker, other awards count than a filter by maker chooses.
    whose = "vendor" if _under(request) == "seller" else "counts"
    return drilldown.of(request.filters, request.offered, {"family": whose})


def _name(row: Row, _: Result) -> Any:
    return subjects.vendor_link(row["name"], row["family"])


RANKING = View(
    "vendors",
    lambda result: f"Vendors by obligations, counted under the {_under(result.request)}",
    lambda result: (
        f"{query.sums_of(result.request.filters)} of actions. Counted under the maker, an award of "
        "a reseller counts under the maker that its text names; sums under maker and seller are "
        "never added."
    ),
    _rows,
    PATH,
    read=_read,
    takes="This ranking",
    leads=_leads,
    tables=[
        Table(
            lambda result: f"Counted under the {_under(result.request)}",
            [
                Column("Vendor", _name),
                views.led_usd(),
                views.number("awards", "Awards"),
                views.usd("through_resellers_usd", "Of it through others", "none held"),
                Column(
                    "Is its maker known",
                    lambda row, _: "yes" if row["maker_known"] else "not of every award",
                ),
            ],
            "vendors-table",
        )
    ],
    cite=lambda result: (
        f"Vendors by obligations, counted under the {_under(result.request)}: "
        f"{result.request.in_words}. {citations.leading(result.frame, 'name', citations.OF_VIEW)}"
    ),
)


def _says(request: ViewRequest, frame: pd.DataFrame) -> str:
    whole = len(frame) < MOST
    cut = fmt.count(len(frame), "vendor") if whole else f"The {MOST} most obligated"
    return f"{cut}: {request.in_words}."


def _switch(request: ViewRequest) -> Element:
    return filter_bar.switch(
        "Count under",
        "under",
        UNDER,
        _under(request),
        lambda way: PageAddress(PATH, (("under", way),)).address(request.filters),
    )


def _sections(request: ViewRequest, frame: pd.DataFrame) -> list[Element]:
    result = RANKING.result(request, frame)
    table, source = RANKING.figures(result)
    cautions = subjects.cautions(vendor_document.CAUTIONS)
    return [_switch(request), table, cautions, source, RANKING.take(result)]


PAGE = FilteredPage(
    PATH,
    "Vendors",
    "Vendors and makers",
    "A reseller is paid for what another made. Count under the seller or under the maker: "
    "the same dollars, told twice, never to be added.",
    "vendors",
    read=_read,
    measure=_rows,
    says=_says,
    empty=lambda request, found: None if len(found) else [filter_bar.nothing(request)],
    sections=_sections,
    views=[RANKING],
)
