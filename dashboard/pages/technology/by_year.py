"""Share of surveillance technology not competed, year by year, and the answer in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.documents import technology_shares
from analysis.published import queries
from analysis.published.build import Build
from analysis.published.selection import as_list
from analysis.text import is_wide
from dashboard import views
from dashboard.charts import base
from dashboard.components import common, drilldown
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.text import citations, ranges
from dashboard.text import format as fmt
from dashboard.url.paths import TECHNOLOGY as PATH
from dashboard.url.query import Filters
from dashboard.url.view_request import ViewRequest
from dashboard.views import Chart, Result, Table, View


def answer(build: Build, shares: pd.DataFrame, what: str) -> str:
    """The last full year in a sentence, and whether the share rises, as far as it can be said."""
    facts = technology_shares.answer(shares, build.as_of)
    year = facts["fiscal_year"]
    low, high = facts["not_competed_low"], facts["not_competed_high"]
    if low is None or high is None:
        return f"For FY{year}, the last full fiscal year, no share of {what} is known."
    if is_wide(low, high):
        return (
            f"How much of what was obligated for {what} in FY{year}, the last full fiscal year, "
            f"was not competed cannot be said in one figure: {ranges.in_words(low, high)}. The "
            f"class of {fmt.share(facts['unknown_share'])} of it is not known."
        )
    return (
        f"In FY{year}, the last full fiscal year, {ranges.in_words(low, high)} of what was "
        f"obligated for {what} was not competed. {moved(facts)}"
    )


def moved(facts: Mapping[str, Any]) -> str:
    """Whether the share rose from the year before: only where both ranges lie apart."""
    before, points = facts["before"], facts["moved_at_least"]
    last = f"FY{facts['fiscal_year'] - 1}"
    if before["not_competed_low"] is None:
        return f"The share of {last} is not known, so whether it is rising is not either."
    low, high = before["not_competed_low"], before["not_competed_high"]
    was = ranges.in_words(low, high)
    if points is None:
        return f"Whether it is rising cannot be said: in {last} it was {was}."
    if not round(points, 3):
        return f"In {last} it was {was}."
    exact = low == high and facts["not_competed_low"] == facts["not_competed_high"]
    least = "" if exact else "at least "
    way = "up" if points > 0 else "down"
    return f"In {last} it was {was}: {way} {least}{abs(points) * 100:.1f} points in one year."


def _reading(build: Build) -> str:
    says = (
        "A point where the share is known, else a line from the least it can be to the most. A bar "
        "leads to its awards. The shaded year is not over. One offer after a competition is not "
        "among the not competed."
    )
    if build.only_sample:
        return f"Only the sample is held, chosen by hand: its shares say nothing of all. {says}"
    return says


def _what(request: ViewRequest) -> str:
    return " or ".join(request.filters.of("technology")) or "surveillance technology"


def _answer(result: Result) -> str:
    return answer(result.request.build, result.frame, _what(result.request))


def _every(request: ViewRequest) -> Filters:
    """The filters with the kinds that count, where none is chosen."""
    selection = technology_shares.surveillance_only(request.selection)
    kinds = [
        one.value
        for one in request.offered["technology"]
        if one.value in as_list(selection.technology)
    ]
    return request.filters.with_values("technology", kinds)


def _chart(result: Result, source: str) -> Any:
    named = f"Obligated for {_what(result.request)} by fiscal year, and the share not competed"
    as_of = result.request.build.as_of
    bars = result.facts["bars"]
    return base.obligations_by_year(bars, result.frame, as_of, source, title=named)


def section(request: ViewRequest) -> Element:
    """The section of the page: its bars come of another question than its shares."""
    return WATCHED.section(request, bars=_bars(request))


def _bars(request: ViewRequest) -> list[Mapping[str, Any]]:
    selection = technology_shares.surveillance_only(request.selection)
    years = queries.years(request.build, selection)
    return drilldown.with_addresses(years, drilldown.of(_every(request), request.offered))


def _none(result: Result) -> list[Element] | None:
    if len(result.frame):
        return None
    return [elements.P(f"Nothing held: {result.request.in_words}.")]


WATCHED = View(
    "watched",
    "Share of obligations for surveillance technology not competed, by fiscal year",
    "What was obligated on awards not competed over all obligations for the technology: at "
    "least, as if all of unknown class was competed, and at most, as if none of it was. Awards "
    "kept out of rates are in neither.",
    lambda request: technology_shares.shares(
        request.build, technology_shares.surveillance_only(request.selection)
    ),
    PATH,
    takes="These shares",
    heading="Share not competed, year by year",
    part="years",
    lead=lambda result: [
        elements.P(_answer(result), className="verdict", id="answer"),
        _reading(result.request.build),
    ],
    sum_address=lambda request: drilldown.of_sums(
        _every(request), request.offered, "fiscal_year", "fy"
    ),
    chart=Chart(
        "watched",
        _chart,
        lambda result: (
            f"Stacked bars: obligations for {_what(result.request)} by fiscal year, and the share "
            "not competed."
        ),
        lambda result: common.group_key(base.groups(result.facts["bars"])),
    ),
    tables=[
        Table(
            "Share not competed by fiscal year",
            [
                views.fiscal_year(),
                views.sum_usd("obligated_usd", "Obligated"),
                views.sum_usd("not_competed_usd", "Not competed"),
                views.sum_usd("unknown_usd", "Not known"),
                views.not_competed(),
                views.share("unknown_share", "Share not known"),
                views.number("awards", "Awards"),
            ],
            "shares-table",
        )
    ],
    cite=lambda result: (
        f"Share of obligations for {_what(result.request)} not competed: "
        f"{result.request.in_words}. "
        f"{_answer(result)} {citations.means(citations.OF_VIEW)}"
    ),
    empty=_none,
)
