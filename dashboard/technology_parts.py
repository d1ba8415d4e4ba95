"""The parts of the page on technology: the share by year, the awards of a kind, look-alikes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from analysis import queries, technology, technology_shares
from analysis.published import Build
from analysis.selection import listed
from dashboard import (
    behind,
    citing,
    facets,
    figures,
    filters,
    html,
    parts,
    subjects,
    ways_out,
    words,
)
from dashboard.data import rows
from dashboard.facets import Offered
from dashboard.filters import Filters

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
    selection = technology_shares.within(filters.selection(chosen))
    years, shares = queries.years(build, selection), technology_shares.shares(build, selection)
    title = "Share not competed, year by year"
    if not len(shares):
        return parts.section(title, "years", [html.P(f"Nothing held: {told}.")])
    source = words.source_line(build.as_of, build.build_id, told)
    what = " or ".join(chosen.technology) or "surveillance technology"
    named = f"Obligated for {what} by fiscal year, and the share not competed"

    kinds = [
        one.value for one in offered["technology"] if one.value in listed(selection.technology)
    ]
    every = chosen.with_values("technology", kinds)
    bars = behind.led(years, behind.of(every, offered))
    drawn = figures.obligations_by_year(bars, shares, build.as_of, source, title=named)
    search = filters.to_search(chosen)
    return parts.section(
        title,
        "years",
        [
            html.P(answer(build, shares, what), className="verdict", id="answer"),
            html.P(_reading(build), className="lead"),
            parts.chart(
                "watched",
                drawn,
                f"Stacked bars: obligations for {what} by fiscal year, and the share not competed.",
                source,
                parts.group_key(figures.groups(bars)),
                [_table(shares, behind.of_sums(every, offered, "fiscal_year", "fy"))],
            ),
            ways_out.bar(
                build,
                [(f"watched{search}", "These shares")],
                PATH + search,
                f"Share of obligations for {what} not competed: {told}. "
                f"{answer(build, shares, what)} {citing.means(citing.OF_VIEW)}",
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
    known = words.share(found["share_of_known"])
    return (
        f"In FY{year}, the last full fiscal year, {words.share(found['share_of_all'])} of what was "
        f"obligated for {what} was not competed ({known} of what is of known class). "
        f"{moved(found)}"
    )


def moved(found: dict[str, Any]) -> str:
    """Whether the share of all dollars rose from the year before, in points."""
    points = found["share_of_all_moved"]
    before = f"FY{found['fiscal_year'] - 1}"
    if points is None:
        return f"The share of {before} is not known, so whether it is rising is not either."
    was = words.share(found["before"]["share_of_all"])
    known = words.share(found["before"]["share_of_known"])
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


def _table(shares: pd.DataFrame, address: behind.Sums) -> Component:
    body = [
        [
            f"FY{row['fiscal_year']}",
            *behind.sums(row, ("obligated_usd", "not_competed_usd", "unknown_usd"), address),
            words.share(row["share_of_all"]),
            words.share(row["share_of_known"]),
            f"{row['awards']:,}",
        ]
        for row in rows(shares)
    ]
    return parts.table("Share not competed by fiscal year", SHARES, body, "shares-table")


def awards(build: Build, chosen: Filters, told: str) -> list[Component]:
    """The awards of the chosen kinds, each with the rule and its words."""
    if not chosen.technology:
        return []
    frame = technology_shares.awards(build, filters.selection(chosen))
    search = filters.to_search(chosen)
    cut = words.first_of(MOST, len(frame), "most obligated")
    title = f"Awards: {words.listed(chosen.technology, 'or')}"
    if not len(frame):
        nothing = html.P(f"No award of it has an action here: {told}.", id="none-of-kind")
        return [parts.section(title, "awards", [nothing])]
    return [
        parts.section(
            title,
            "awards",
            [
                html.P(f"{cut}{told}.", className="lead"),
                parts.table("Awards and the rule that found them", AWARDS, _of(frame), "of-kind"),
                ways_out.bar(
                    build,
                    [(f"of-kind{search}", "These awards")],
                    PATH + search,
                    f"Awards: {told}. {citing.leading(frame, 'award_key', citing.HERE)}",
                    frame,
                ),
            ],
        )
    ]


def look_alikes(build: Build, chosen: Filters) -> Component:
    """What was looked at and left out, with the reason."""
    asked = replace(filters.selection(chosen), technology=LOOK_ALIKE)
    frame = technology_shares.awards(build, asked)
    says = technology.category(build, LOOK_ALIKE, top=1)["plain"]
    shown = (
        parts.table("Left out, and why", AWARDS, _of(frame), "look-alikes-table")
        if len(frame)
        else html.P("None among the awards held.", id="no-look-alikes")
    )
    return parts.section(
        "What only looks like it", "look-alikes", [html.P(says, className="lead"), shown]
    )


def _of(frame: pd.DataFrame) -> list[list[Any]]:
    return [
        [
            subjects.award_link(row),
            subjects.vendor_link(row["recipient_name"], row["vendor_family"]),
            subjects.own_words(row),
            words.text(row["component"]),
            subjects.bought(row["competition_class"]),
            words.exact(row["obligated_here_usd"]),
            words.exact(row["obligated_usd"]),
            _why(row),
            subjects.official(row),
        ]
        for row in rows(frame.head(MOST))
    ]


def _why(row: dict[str, Any]) -> Any:
    number = row["technology_rule"]
    number = row["look_alike_rule"] if words.missing(number) else number
    found = None if words.missing(number) else technology.rule(str(number))
    if found is None:
        return "no rule found a kind"
    said = words.text(row["technology_words"], "")
    matched = f"Words: {said}. " if said else ""
    return [
        words.sentence(found["because"]),
        html.Span(f"{matched}Rule {found['rule']} in {found['where']}", className="small"),
    ]
