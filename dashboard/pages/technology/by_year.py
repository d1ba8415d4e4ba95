"""Share of surveillance technology not competed, year by year, and the answer in a sentence."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.documents import technology_shares
from analysis.published import queries
from analysis.published.build import Build
from analysis.published.selection import as_list
from dashboard import views
from dashboard.charts import base
from dashboard.components import common, drilldown
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url.paths import TECHNOLOGY as PATH
from dashboard.url.query import Filters
from dashboard.url.view_request import ViewRequest
from dashboard.views import Chart, Shown, Table, View


def answer(build: Build, shares: pd.DataFrame, what: str) -> str:
    """The last full year in a sentence, both denominators, and whether it rises."""
    found = technology_shares.answer(shares, build.as_of)
    year = found["fiscal_year"]
    if found["share_of_all"] is None:
        return f"For FY{year}, the last full fiscal year, no share of {what} is known."
    known = fmt.share(found["share_of_known"])
    return (
        f"In FY{year}, the last full fiscal year, {fmt.share(found['share_of_all'])} of what was "
        f"obligated for {what} was not competed ({known} of what is of known class). "
        f"{moved(found)}"
    )


def moved(found: dict[str, Any]) -> str:
    """Whether the share of all dollars rose from the year before, in points."""
    points = found["share_of_all_moved"]
    before = f"FY{found['fiscal_year'] - 1}"
    if points is None:
        return f"The share of {before} is not known, so whether it is rising is not either."
    was = fmt.share(found["before"]["share_of_all"])
    known = fmt.share(found["before"]["share_of_known"])
    if not round(points, 3):
        return f"It was the same in {before}."
    way = "rose from" if points > 0 else "fell from"
    return (
        f"It {way} {was} in {before} ({known} of known class), "
        f"{'up' if points > 0 else 'down'} {abs(points) * 100:.1f} points in one year."
    )


def _reading(build: Build) -> str:
    says = (
        "Two denominators: all dollars, and those of known class; between them lies what nobody "
        "knows. A bar leads to its awards. The shaded year is not over. One offer after a "
        "competition is not among the not competed."
    )
    if build.only_sample:
        return f"Only the sample is held, chosen by hand: its shares say nothing of all. {says}"
    return says


def _what(asked: ViewRequest) -> str:
    return " or ".join(asked.chosen.of("technology")) or "surveillance technology"


def _answer(shown: Shown) -> str:
    return answer(shown.asked.build, shown.frame, _what(shown.asked))


def _every(asked: ViewRequest) -> Filters:
    """The filters with the kinds that count, where none is chosen."""
    selection = technology_shares.surveillance_only(asked.selection)
    kinds = [
        one.value
        for one in asked.offered["technology"]
        if one.value in as_list(selection.technology)
    ]
    return asked.chosen.with_values("technology", kinds)


def _chart(shown: Shown, source: str) -> Any:
    named = f"Obligated for {_what(shown.asked)} by fiscal year, and the share not competed"
    as_of = shown.asked.build.as_of
    bars = shown.facts["bars"]
    return base.obligations_by_year(bars, shown.frame, as_of, source, title=named)


def section(asked: ViewRequest) -> Element:
    """The section of the page: its bars come of another question than its shares."""
    return WATCHED.section(asked, bars=_bars(asked))


def _bars(asked: ViewRequest) -> list[dict[str, Any]]:
    selection = technology_shares.surveillance_only(asked.selection)
    years = queries.years(asked.build, selection)
    return drilldown.with_addresses(years, drilldown.of(_every(asked), asked.offered))


def _none(shown: Shown) -> list[Element] | None:
    if len(shown.frame):
        return None
    return [elements.P(f"Nothing held: {shown.asked.in_words}.")]


WATCHED = View(
    "watched",
    "Share of obligations for surveillance technology not competed, by fiscal year",
    "What was obligated on awards not competed over all obligations for the technology, and "
    "over those whose class is known. Awards kept out of rates are in neither.",
    lambda asked: technology_shares.shares(
        asked.build, technology_shares.surveillance_only(asked.selection)
    ),
    PATH,
    takes="These shares",
    heading="Share not competed, year by year",
    part="years",
    lead=lambda shown: [
        elements.P(_answer(shown), className="verdict", id="answer"),
        _reading(shown.asked.build),
    ],
    sums_lead=lambda asked: drilldown.of_sums(_every(asked), asked.offered, "fiscal_year", "fy"),
    chart=Chart(
        "watched",
        _chart,
        lambda shown: (
            f"Stacked bars: obligations for {_what(shown.asked)} by fiscal year, and the share "
            "not competed."
        ),
        lambda shown: common.group_key(base.groups(shown.facts["bars"])),
    ),
    tables=[
        Table(
            "Share not competed by fiscal year",
            [
                views.fiscal_year(),
                views.sum_usd("obligated_usd", "Obligated"),
                views.sum_usd("not_competed_usd", "Not competed"),
                views.sum_usd("unknown_usd", "Not known"),
                views.share("share_of_all", "Share of all"),
                views.share("share_of_known", "Share of known"),
                views.number("awards", "Awards"),
            ],
            "shares-table",
        )
    ],
    cite=lambda shown: (
        f"Share of obligations for {_what(shown.asked)} not competed: {shown.asked.in_words}. "
        f"{_answer(shown)} {citations.means(citations.OF_VIEW)}"
    ),
    empty=_none,
)
