"""Awards behind a figure: where a bar, a point or a headline leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.published import drilldown, queries
from dashboard import views
from dashboard.components import filter_bar, subjects
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.page import FilteredPage
from dashboard.published_data import Row
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.paths import AWARDS as PATH
from dashboard.url.view_request import ViewRequest
from dashboard.views import Column, Result, Table, View

NAME = "Awards behind a figure"
MOST = 200


def _award(row: Row, _: Result) -> list[Element]:
    vendor = subjects.vendor_link(row["recipient_name"], row["vendor_family"])
    return [subjects.award_link(row), elements.Span(vendor, className="small")]


def _in_sum(result: Result) -> str:
    totals = result.facts["totals"]
    usd = fmt.exact(totals["obligated_usd"])
    awards = fmt.count(totals["awards"], "award")
    return f"{awards}, {usd} obligated in this view.{_in_shares(totals)}"


def _in_shares(totals: Mapping[str, Any]) -> str:
    """How much of it shares of what was competed count, where that is not all."""
    rated = totals["rated_awards"]
    if rated == totals["awards"]:
        return ""
    usd = fmt.exact(totals["rated_usd"], "nothing")
    return f" Shares of what was competed count {usd} of it, on {fmt.count(rated, 'award')}."


def _lead(result: Result) -> list[Any]:
    cut = fmt.first_of(MOST, result.facts["totals"]["awards"], "greatest sums")
    return [
        elements.P(_in_sum(result), className="verdict", id="sum"),
        f"{cut}The greatest first, whatever their sign.",
    ]


def _cite(result: Result) -> str:
    total = result.facts["totals"]["awards"]
    first = citations.leading(result.frame, "award_key", citations.HERE, total=total)
    return f"{NAME}: {result.request.in_words}. {_in_sum(result)} {first}"


BEHIND = View(
    "behind",
    NAME,
    lambda result: (
        f"{query.sums_of(result.request.filters)} of the actions of the view, award by award "
        "(obligated_here_usd), beside the net obligations of all actions of the award."
    ),
    lambda request: drilldown.awards(request.build, request.selection),
    PATH,
    takes="These awards",
    heading="The awards and their sums",
    part="behind",
    lead=_lead,
    tables=[
        Table(
            "Awards of this view",
            [
                Column("Award", _award),
                views.usd("obligated_here_usd", "Obligated in this view"),
                views.number("actions_here", "Actions in it"),
                views.own_words(),
                views.text("component", "Component"),
                views.bought(),
                views.usd("obligated_usd", "Obligated in all"),
                views.yes_no("in_rates", "Counts in shares"),
                views.official(),
            ],
            "behind-table",
        )
    ],
    source=lambda result: result.request.source,
    cite=_cite,
)


def _sections(request: ViewRequest, totals: Mapping[str, Any]) -> list[Element]:
    found = drilldown.awards(request.build, request.selection, MOST)
    return [BEHIND.section(request, found, totals=totals)]


PAGE = FilteredPage(
    PATH,
    NAME,
    NAME,
    "Each award with what its actions of this view add up to: of the years, days and signs "
    "chosen, and no others. An award’s number leads to its actions.",
    "awards",
    measure=lambda request: queries.totals(request.build, request.selection),
    says=lambda request, totals: filter_bar.matching(totals, request),
    empty=lambda request, totals: None if totals["actions"] else [filter_bar.nothing(request)],
    sections=_sections,
    views=[BEHIND],
)
