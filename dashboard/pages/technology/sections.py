"""The parts of the page on technology: the share by year, the awards of a kind, look-alikes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from analysis.documents import technology as technology_document
from analysis.documents import technology_shares
from analysis.published import queries
from analysis.published.build import Build
from analysis.published.selection import as_list
from dashboard import facets
from dashboard.charts import base
from dashboard.components import common, download_bar, drilldown, subjects
from dashboard.facets import Offered
from dashboard.html import elements
from dashboard.published_data import rows
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.query import Filters

PATH = "/technology"
MOST = 200
LOOK_ALIKE = "look-alike"
SHARES = [
    ("Fiscal year", ""),
    ("Obligated", "number"),
    ("Not competed", "number"),
    ("Not known", "number"),
    ("Share of all", "number"),
    ("Share of known", "number"),
    ("Awards", "number"),
]
AWARDS = [
    ("Award", ""),
    ("Vendor", ""),
    ("What", "words"),
    ("Component", ""),
    ("How bought", "bought"),
    ("Obligated in this view", "number"),
    ("Obligated in all", "number"),
    ("Why it is here", "words"),
    ("Official record", ""),
]


def by_year(build: Build, chosen: Filters, offered: Offered) -> Component:
    """The answer in one sentence, the chart by class with both shares, and its rows."""
    told = facets.in_words(chosen, offered)
    selection = technology_shares.surveillance_only(query.selection(chosen))
    years, shares = queries.years(build, selection), technology_shares.shares(build, selection)
    title = "Share not competed, year by year"
    if not len(shares):
        return common.section(title, "years", [elements.P(f"Nothing held: {told}.")])
    source = fmt.source_line(build.as_of, build.build_id, told)
    what = " or ".join(chosen.technology) or "surveillance technology"
    named = f"Obligated for {what} by fiscal year, and the share not competed"

    kinds = [
        one.value for one in offered["technology"] if one.value in as_list(selection.technology)
    ]
    every = chosen.with_values("technology", kinds)
    bars = drilldown.with_addresses(years, drilldown.of(every, offered))
    drawn = base.obligations_by_year(bars, shares, build.as_of, source, title=named)
    search = query.to_search(chosen)
    return common.section(
        title,
        "years",
        [
            elements.P(answer(build, shares, what), className="verdict", id="answer"),
            elements.P(_reading(build), className="lead"),
            common.chart(
                "watched",
                drawn,
                f"Stacked bars: obligations for {what} by fiscal year, and the share not competed.",
                source,
                common.group_key(base.groups(bars)),
                [_table(shares, drilldown.of_sums(every, offered, "fiscal_year", "fy"))],
            ),
            download_bar.bar(
                build,
                [(f"watched{search}", "These shares")],
                PATH + search,
                f"Share of obligations for {what} not competed: {told}. "
                f"{answer(build, shares, what)} {citations.means(citations.OF_VIEW)}",
                shares,
                chart="watched",
            ),
        ],
    )


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


def _table(shares: pd.DataFrame, address: drilldown.Sums) -> Component:
    body = [
        [
            f"FY{row['fiscal_year']}",
            *drilldown.sums(row, ("obligated_usd", "not_competed_usd", "unknown_usd"), address),
            fmt.share(row["share_of_all"]),
            fmt.share(row["share_of_known"]),
            f"{row['awards']:,}",
        ]
        for row in rows(shares)
    ]
    return common.table("Share not competed by fiscal year", SHARES, body, "shares-table")


def awards(build: Build, chosen: Filters, told: str) -> list[Component]:
    """The awards of the chosen kinds, each with the rule and its words."""
    if not chosen.technology:
        return []
    frame = technology_shares.awards(build, query.selection(chosen))
    search = query.to_search(chosen)
    cut = fmt.first_of(MOST, len(frame), "most obligated")
    title = f"Awards: {fmt.join(chosen.technology, 'or')}"
    if not len(frame):
        nothing = elements.P(f"No award of it has an action here: {told}.", id="none-of-kind")
        return [common.section(title, "awards", [nothing])]
    return [
        common.section(
            title,
            "awards",
            [
                elements.P(f"{cut}{told}.", className="lead"),
                common.table("Awards and the rule that found them", AWARDS, _of(frame), "of-kind"),
                download_bar.bar(
                    build,
                    [(f"of-kind{search}", "These awards")],
                    PATH + search,
                    f"Awards: {told}. {citations.leading(frame, 'award_key', citations.HERE)}",
                    frame,
                ),
            ],
        )
    ]


def look_alikes(build: Build, chosen: Filters) -> Component:
    """What was looked at and left out, with the reason."""
    asked = replace(query.selection(chosen), technology=LOOK_ALIKE)
    frame = technology_shares.awards(build, asked)
    says = technology_document.category(build, LOOK_ALIKE, top=1)["plain"]
    shown = (
        common.table("Left out, and why", AWARDS, _of(frame), "look-alikes-table")
        if len(frame)
        else elements.P("None among the awards held.", id="no-look-alikes")
    )
    return common.section(
        "What only looks like it", "look-alikes", [elements.P(says, className="lead"), shown]
    )


def _of(frame: pd.DataFrame) -> list[list[Any]]:
    return [
        [
            subjects.award_link(row),
            subjects.vendor_link(row["recipient_name"], row["vendor_family"]),
            subjects.own_words(row),
            fmt.text(row["component"]),
            subjects.bought(row["competition_class"]),
            fmt.exact(row["obligated_here_usd"]),
            fmt.exact(row["obligated_usd"]),
            _why(row),
            subjects.official(row),
        ]
        for row in rows(frame.head(MOST))
    ]


def _why(row: dict[str, Any]) -> Any:
    number = row["technology_rule"]
    number = row["look_alike_rule"] if fmt.missing(number) else number
    found = None if fmt.missing(number) else technology_document.rule(str(number))
    if found is None:
        return "no rule found a kind"
    said = fmt.text(row["technology_words"], "")
    matched = f"Words: {said}. " if said else ""
    return [
        fmt.sentence(found["because"]),
        elements.Span(f"{matched}Rule {found['rule']} in {found['where']}", className="small"),
    ]
