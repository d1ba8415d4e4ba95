"""The first page: what was obligated year by year and how it was bought, and which awards
grew most. The view is the address: every filter is a link to another address."""

from __future__ import annotations

from typing import Any

from dash import Dash
from dash.development.base_component import Component

from analysis import rules
from analysis.published import queries
from analysis.published.build import Build
from dashboard import facets, live_view
from dashboard.charts import base as charts_base
from dashboard.charts import theme
from dashboard.components import common, constant_dollars, download_bar, drilldown, page_frame
from dashboard.html import elements
from dashboard.pages.overview import most_grown
from dashboard.published_data import PublishedData, Row, rows
from dashboard.text import citations
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.query import Filters

PATH = facets.PATH
NAME = "Overview"
TITLE = "Sole Source: what DHS buys to watch people"


def layout(data: PublishedData, search: str = "", **_: Any) -> Component:
    """The whole page for one address."""
    build = data.build()
    return page_frame.of(
        build,
        "What DHS buys to watch people, how it was bought, and how it grew",
        *live_view.boxes("overview", _view, build, search),
    )


def register(app: Dash, data: PublishedData) -> None:
    """A change of the address redraws the filters and what they select, nothing else."""

    live_view.follow(app, data, "overview", PATH, _view)


def _view(build: Build, search: str) -> tuple[list[Component], list[Component]]:
    chosen, offered = facets.chosen_of(build, search)
    totals = queries.totals(build, query.selection(chosen))
    bar = facets.bar(chosen, offered, facets.matching(totals, chosen, offered))
    if not totals["actions"]:
        return bar, [facets.nothing(chosen, offered, facets.counted(build))]
    by_year = _by_year(build, chosen, offered)
    growth = most_grown.section(build, chosen, offered)
    return bar, [_headline(totals, chosen, offered), by_year, growth]


# --- figures


def _headline(totals: dict[str, Any], chosen: Filters, offered: facets.Offered) -> Component:
    book = rules.load()
    one = drilldown.of_classes(chosen, offered, book.headline())
    none = drilldown.of_classes(
        chosen, offered, [name for name, each in book.classes.items() if each.not_competed == "yes"]
    )
    return elements.plain(
        elements.Dl(
            [
                common.money_figure(
                    "Obligated in all",
                    totals["obligated_usd"],
                    [OBLIGATED[chosen.gross], _awards(drilldown.whole(chosen))],
                ),
                _part("Not competed", totals, "not_competed", [OTHERS, _awards(none)])
                if chosen.rules
                else _part("Given to one source", totals, "headline", [ONE, _awards(one)]),
                common.figure(
                    "Awards",
                    f"{totals['awards']:,}",
                    fmt.count(totals["actions"], "action"),
                    AWARDS,
                ),
            ],
            className="figures",
            id="headline",
        )
    )


OBLIGATED = {
    None: "A promise to pay, after what was taken back. Not a payment.",
    "given": "Promises to pay, before what was taken back. Not payments.",
    "taken-back": "Promises to pay that were taken back. Not payments.",
}
AWARDS = "Contracts, orders and the vehicles they are placed under, each by its official key."
ONE = (
    "Orders and contracts: sole source, sole-source set-aside, follow-on and urgent. One offer "
    "after a competition is not among them."
)


OTHERS = (
    "By the rules chosen above, which are not ours. They do not all tell one source from other "
    "awards that were not competed."
)


def _awards(address: str) -> Component:
    return elements.Span(
        [" ", elements.Link("The awards behind it", href=address)] if address else []
    )


def _part(name: str, totals: dict[str, Any], part: str, says: list[Any]) -> Component:
    """A part of the selection with its share of all dollars and of those of known class."""
    if not totals[f"{part}_awards"]:
        return common.figure(name, "none", "no award in this view", says)
    of_all = fmt.share(totals[f"{part}_share_of_all"])
    of_known = fmt.share(totals[f"{part}_share_of_known"])
    shares = (
        f"{of_all} of all dollars, {of_known} of the dollars whose class is known; "
        f"{fmt.count(totals[f'{part}_awards'], 'award')}."
    )
    note = [elements.Span(shares, className="shares"), *says]
    return common.money_figure(name, totals[f"{part}_usd"], note)


# --- the chart by year


def _by_year(build: Build, chosen: Filters, offered: facets.Offered) -> Component:
    base = constant_dollars.base_year(chosen, offered["dollars"])
    search = query.to_search(chosen)
    dollars = f"FY{base} dollars" if base else "dollars"
    years = constant_dollars.bars(build, chosen, base)
    shares = queries.shares(build, query.selection(chosen))
    lines = rows(shares)
    source = fmt.source_line(build.as_of, build.build_id, facets.in_words(chosen, offered))

    bars = drilldown.with_addresses(years, drilldown.of(chosen, offered))
    drawn = charts_base.obligations_by_year(bars, lines, build.as_of, source, dollars)
    return common.section(
        "Year by year",
        "years",
        [
            elements.P(_years_says(build, chosen, lines), className="lead"),
            elements.P(
                constant_dollars.says(build, chosen, bars, base), className="lead", id="dollars"
            ),
            common.chart(
                "years",
                drawn,
                f"Bar chart: {dollars} obligated by fiscal year and how they were bought, with the "
                "share not competed above.",
                source,
                common.group_key(charts_base.groups(bars)),
                _years_tables(
                    bars, lines, dollars, drilldown.of_sums(chosen, offered, "fiscal_year", "fy")
                ),
            ),
            download_bar.bar(
                build,
                [
                    (f"years{search}", "Rows of the bars"),
                    (f"shares{search}", "Rows of the lines"),
                ],
                PATH + search,
                f"Obligations by fiscal year and how they were bought, in {dollars}: "
                f"{facets.in_words(chosen, offered)}. {_cited(bars, lines)}",
                years,
                shares,
                chart="years",
            ),
        ],
    )


def _cited(years: list[Row], shares: list[Row]) -> str:
    sums = citations.by(years, "fiscal_year", last_first=True)
    parts_told = citations.leading(shares[::-1], "fiscal_year", *citations.SHARES)
    return f"{citations.leading(sums, 'fiscal_year', citations.OF_VIEW)} {parts_told}"


def _years_says(build: Build, chosen: Filters, shares: list[Row]) -> str:
    says = [
        "Click a bar, or a sum in its table, for the awards behind it.",
        "Warm colours were not competed, blues were. The lines above show the share not "
        "competed: of all dollars, and of the dollars whose class is known.",
    ]
    if chosen.rules:
        says.append("These are the rules of others; their “competed” may say nothing of offers.")
    else:
        says.append("Micro-purchases are in neither share.")
    if build.only_sample:
        says.append("The sample was chosen by hand, so its shares describe these awards, not DHS.")
    if any(row["share_of_known"] is None for row in shares):
        says.append("Where money taken back leaves a part below zero there is no share.")
    if chosen.competition_class:
        says.append("The lines count every way of buying, whichever is chosen above.")
    return " ".join(says)


def _years_tables(
    bars: list[Row], lines: list[Row], dollars: str, address: drilldown.Sums
) -> list[Component]:
    """The figures of the bars, and of the lines above them, which are always nominal."""
    constant = dollars != "dollars"
    of_bars = [
        [
            f"FY{row['fiscal_year']}",
            theme.GROUP_WORDS[row["competition_group"]],
            drilldown.link(row["obligated_usd"], "" if constant else row["address"]),
            f"{row['awards']:,}",
            f"{row['actions']:,}",
            *([fmt.share(row["share_left_out"])] if constant else []),
        ]
        for row in bars
    ]
    of_lines = [
        [
            f"FY{row['fiscal_year']}",
            *drilldown.sums(row, ("obligated_usd", "not_competed_usd", "unknown_usd"), address),
            fmt.share(row["share_of_all"]),
            fmt.share(row["share_of_known"]),
        ]
        for row in lines
    ]
    bars_in, lines_in = (f", in {dollars}", ", in nominal dollars") if constant else ("", "")
    what = "Obligations by fiscal year and how they were bought"
    columns = [*BAR_COLUMNS, ("Left out: no index", "number")] if constant else BAR_COLUMNS
    return [
        common.table(f"{what}{bars_in}", columns, of_bars),
        common.table(f"Share not competed by fiscal year{lines_in}", LINE_COLUMNS, of_lines),
    ]


BAR_COLUMNS = [
    ("Fiscal year", ""),
    ("How bought", ""),
    ("Obligated", "number"),
    ("Awards", "number"),
    ("Actions", "number"),
]
LINE_COLUMNS = [
    ("Fiscal year", ""),
    ("Obligated", "number"),
    ("Not competed", "number"),
    ("Class not known", "number"),
    ("Share of all dollars", "number"),
    ("Share of dollars whose class is known", "number"),
]
