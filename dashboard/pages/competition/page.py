"""Competition: shares not competed by component, vendor and kind, and rule differences."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.published import queries
from analysis.text import NOTHING_OBLIGATED, TAKEN_BACK
from dashboard import views
from dashboard.charts import shares as share_charts
from dashboard.components import drilldown, filter_bar
from dashboard.html.elements import Element
from dashboard.pages.competition import disagreements, panels
from dashboard.pages.page import FilteredPage
from dashboard.published_data import Row, rows
from dashboard.text import citations
from dashboard.url.paths import BOUGHT as PATH
from dashboard.url.view_request import PageAddress, ViewRequest, kept_of, view_request
from dashboard.views import Chart, Column, Result, Table, View

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
"""By what shares can be shown, and the filter that chooses one value of it."""


def _read(build: Any, search: str) -> ViewRequest:
    return view_request(build, search, PATH, kept_of(search, "by", tuple(BY_WORDS)))


def _by(request: ViewRequest) -> str:
    return request.state("by")


def _title(request: ViewRequest) -> str:
    return f"Share not competed, by {BY_WORDS[_by(request)]}"


def _rows(request: ViewRequest) -> pd.DataFrame:
    rates, classes = queries.competition(request.build, request.selection, _by(request))
    rates.attrs["classes"] = classes
    return rates


def _ordered(result: Result) -> list[Row]:
    return sorted(result.rows, key=_obligated, reverse=True)


def _drawn(result: Result) -> list[Row]:
    """The rows of the chart: all years in their order, else the most obligated."""
    ordered = _ordered(result)
    by_year = _by(result.request) == "fiscal_year"
    return sorted(ordered, key=lambda row: str(row["value"])) if by_year else ordered[:MOST]


def _obligated(row: Row) -> tuple[bool, Any]:
    """What is missing is the least."""
    return row["obligated_usd"] is not None, row["obligated_usd"] or 0


def _chart(result: Result, source: str) -> Any:
    bars = drilldown.with_addresses(_drawn(result), result.leads)
    return share_charts.shares(bars, _title(result.request), source)


def _lead(result: Result) -> list[Any]:
    lead = (
        "A point where the share is known, else a line from the least it can be to the most: the "
        "class of what lies between is not known. One offer after a competition is not among the "
        "not competed."
    )
    return [_ways(result.request), f"{lead}{_unshared(result.rows)}"]


def _unshared(rates: list[Row]) -> str:
    if all(row["not_competed_low"] is not None for row in rates):
        return ""
    return f" No share where {NOTHING_OBLIGATED}, or {TAKEN_BACK}."


def _ways(request: ViewRequest) -> Element:
    return filter_bar.switch(
        "Told by",
        "by",
        BY_WORDS,
        _by(request),
        lambda way: PageAddress(PATH, (("by", way),)).address(request.filters),
    )


def _every_class(request: ViewRequest) -> ViewRequest:
    return request.choosing(request.filters.with_values("class", ()))


def _leads(request: ViewRequest) -> drilldown.Address:
    every = _every_class(request)
    return drilldown.of(every.filters, every.offered, {"value": OF[_by(request)]})


def _sums_lead(request: ViewRequest) -> drilldown.Sums:
    every = _every_class(request)
    return drilldown.of_sums(every.filters, every.offered, "value", OF[_by(request)])


def _heading(result: Result) -> str:
    return BY_WORDS[_by(result.request)].capitalize()


def _cut(result: Result) -> str:
    total = len(result.frame)
    cut = f", the {MOST} most obligated of {total:,}" if total > MOST else ""
    return f"Shares by {BY_WORDS[_by(result.request)]}{cut}"


def _share_columns(result: Result) -> list[Column]:
    return [
        Column(_heading(result), lambda row, _: row["value"]),
        views.sum_usd("obligated_usd", "Obligated"),
        views.sum_usd("not_competed_usd", "Not competed"),
        views.sum_usd("one_offer_usd", "One offer"),
        views.sum_usd("unknown_usd", "Not known"),
        views.not_competed(),
        views.share("unknown_share", "Share not known"),
        views.number("awards", "Awards"),
    ]


def _class_columns(result: Result) -> list[Column]:
    every = _every_class(result.request)
    columns = {"value": OF[_by(result.request)], "competition_class": "class"}
    address = drilldown.of(every.filters, every.offered, columns)
    return [
        Column(_heading(result), lambda row, _: row["value"]),
        views.bought_class("competition_class", "Class"),
        Column(
            "Obligated",
            lambda row, _: drilldown.link(row["obligated_usd"], address(row)),
            "number",
        ),
        views.number("awards", "Awards"),
        views.yes_no("in_rates", "In the shares"),
    ]


RATES = View(
    "rates",
    lambda result: f"Share of obligations not competed, by {_by(result.request)}",
    views.definition("rates"),
    _rows,
    PATH,
    read=_read,
    takes="These shares",
    heading=lambda result: _title(result.request),
    part="rates",
    lead=_lead,
    leads=_leads,
    sum_address=_sums_lead,
    chart=Chart(
        "rates",
        _chart,
        lambda result: (
            f"Dot chart: {_title(result.request).lower()}; a line from the least to the most where "
            "a class is not known."
        ),
    ),
    tables=[
        Table(_cut, _share_columns, "rates-table", MOST, _ordered),
        Table(
            "Every class on its own",
            _class_columns,
            rows=lambda result: rows(result.frame.attrs["classes"], most=10 * MOST),
        ),
    ],
    cite=lambda result: (
        f"{_title(result.request)}: {result.request.in_words}. "
        f"{citations.leading(_drawn(result), 'value', citations.NOT_COMPETED)}"
    ),
    frames=lambda result: (result.frame, result.frame.attrs["classes"]),
)

PAGE = FilteredPage(
    PATH,
    "How it was bought",
    "How it was bought",
    "An order under a vehicle carries the vehicle’s competition code. How the order itself was "
    "given stands in another field, and that one decides here.",
    "bought",
    read=_read,
    measure=lambda request: queries.totals(request.build, request.selection),
    says=lambda request, totals: filter_bar.matching(totals, request),
    empty=lambda request, totals: None if totals["actions"] else [filter_bar.nothing(request)],
    sections=lambda request, _: [
        RATES.section(request),
        panels.PANELS.section(_filters_only(request)),
    ],
    after=disagreements.sections,
    views=[RATES, panels.PANELS, *disagreements.VIEWS],
)


def _filters_only(request: ViewRequest) -> ViewRequest:
    """The request of a part of the page that is the same whatever shares are told by."""
    return ViewRequest(request.build, PATH, request.filters, request.offered, search=request.search)
