"""Overview: obligations by year and competition group, and the largest increases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis import rules
from analysis.published import lists, queries
from analysis.rules.rule_sets import class_column
from dashboard import views
from dashboard.charts import base as charts_base
from dashboard.charts import theme
from dashboard.components import common, constant_dollars, drilldown, filter_bar
from dashboard.facets import AS_IN_HEADLINE
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages import most_grown
from dashboard.pages.page import FilteredPage
from dashboard.published_data import Row, rows
from dashboard.text import citations, ranges, rules_text
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.paths import HOME as PATH
from dashboard.url.view_request import ViewRequest
from dashboard.views import Chart, Column, Result, Table, View

# --- figures


def _headline(request: ViewRequest, totals: Mapping[str, Any]) -> Element:
    book, filters = rules.load(), request.filters
    headline = filters.with_values("headline", (AS_IN_HEADLINE,))
    one = drilldown.of_classes(headline, request.offered, book.headline())
    none = drilldown.of_classes(
        filters,
        request.offered,
        [name for name, each in book.classes.items() if each.not_competed == "yes"],
    )
    return elements.plain(
        elements.Dl(
            [
                common.money_figure(
                    "Obligated in all",
                    totals["obligated_usd"],
                    [OBLIGATED[filters.gross], _awards(drilldown.whole(filters))],
                ),
                _part("Not competed", totals, "not_competed", [OTHERS, _awards(none)])
                if filters.of("rules")
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


def _awards(address: str) -> Element:
    return elements.Span(
        [" ", elements.Link("The awards behind it", href=address)] if address else []
    )


def _part(name: str, totals: Mapping[str, Any], part: str, says: list[Any]) -> Element:
    """A part of the selection with the range of its share."""
    unknown = totals["unknown_share"]
    if not totals[f"{part}_awards"]:
        if not totals["unknown_awards"]:
            return common.figure(name, "none", "no award in this view", says)
        none = f"{ranges.unknown_in_words(unknown)}no award in this view is known to be"
        return common.figure(name, "not known", none, says)
    name = f"{name}, at least" if totals["unknown_awards"] else name
    shares = (
        f"{ranges.in_words(totals[f'{part}_low'], totals[f'{part}_high'])} of all dollars; "
        f"{ranges.unknown_in_words(unknown)}"
        f"{fmt.count(totals[f'{part}_awards'], 'award')}."
    )
    note = [elements.Span(shares, className="shares"), *says]
    return common.money_figure(name, totals[f"{part}_usd"], note)


# --- the chart by year

MOST_MARKED = 3
"""Marked obligations that the sentence above the bars names."""


def _base(request: ViewRequest) -> int | None:
    """The fiscal year in whose dollars the bars are; None for nominal ones."""
    return constant_dollars.base_year(request.filters, request.offered["dollars"])


def _dollars(request: ViewRequest) -> str:
    base = _base(request)
    return f"FY{base} dollars" if base else "dollars"


def _every_class(request: ViewRequest) -> str:
    """The filters of a view that counts every way of buying."""
    return request.choosing(request.filters.with_values("class", ())).in_words


SHARES = View(
    "shares",
    "Share of obligations not competed, by fiscal year",
    "What was obligated on awards not competed over all obligations: at least, as if all of "
    "unknown class was competed, and at most, as if none of it was. Awards kept out of rates are "
    "in neither; dollars are nominal.",
    lambda request: queries.shares(request.build, request.selection),
    PATH,
    words=_every_class,
    takes="Rows of the lines",
)


def _years(request: ViewRequest) -> pd.DataFrame:
    return constant_dollars.bars(request.build, request.filters, _base(request))


def _lines(result: Result) -> list[Row]:
    lines: list[Row] = result.facts["lines"]
    return lines


def _years_lead(result: Result) -> list[Any]:
    build, filters = result.request.build, result.request.filters
    says = constant_dollars.says(build, filters, result.rows, _base(result.request))
    return [
        _years_say(result.request, _lines(result)),
        elements.P(says, className="lead", id="dollars"),
        *_taken_back(result.request),
    ]


def _taken_back(request: ViewRequest) -> list[Any]:
    """Bars that rest on obligations which were taken back nearly whole."""
    frame = lists.taken_back(request.build, request.selection)
    if frame.empty:
        return []
    total = len(frame)
    first = [
        f"FY{row['fiscal_year']} {fmt.exact(row['obligated_usd'])} ({row['piid']})"
        for row in rows(frame.head(MOST_MARKED))
    ]
    says = (
        f"Look first: {fmt.count(total, 'obligation')} in these bars "
        f"{fmt.verb(total, 'was', 'were')} taken back by 90 % or more within two fiscal years"
        f"{', the largest' if total > MOST_MARKED else ''}: {fmt.join(first)}."
    )
    return [elements.P(says, className="remark look-first", id="taken-back")]


def _years_say(request: ViewRequest, shares: list[Row]) -> str:
    says = [
        "Click a bar, or a sum in its table, for the awards behind it.",
        "Warm colours were not competed, blues were. Above them stands the share not competed: a "
        "point where it is known, else a line from the least it can be to the most.",
    ]
    if request.filters.of("rules"):
        says.append("These are the rules of others; their “competed” may say nothing of offers.")
    else:
        says.append("Micro-purchases are in neither share.")
    if request.build.only_sample:
        says.append("The sample was chosen by hand, so its shares describe these awards, not DHS.")
    if any(row["not_competed_low"] is None for row in shares):
        says.append("Where money taken back leaves a part below zero there is no share.")
    if request.filters.of("class"):
        says.append("The lines count every way of buying, whichever is chosen above.")
    return " ".join(says)


def _years_cited(result: Result) -> str:
    sums = citations.by(result.rows, "fiscal_year", last_first=True)
    parts = citations.leading(_lines(result)[::-1], "fiscal_year", citations.NOT_COMPETED)
    return (
        f"Obligations by fiscal year and how they were bought, in {_dollars(result.request)}: "
        f"{result.request.in_words}. "
        f"{citations.leading(sums, 'fiscal_year', citations.OF_VIEW)} {parts}"
    )


def _bar_columns(result: Result) -> list[Column]:
    """Columns of the bars: in constant dollars no award is behind a sum, and some is left out."""
    group = Column("How bought", lambda row, _: theme.GROUP_WORDS[row["competition_group"]])
    counts = [views.number("awards", "Awards"), views.number("actions", "Actions")]
    if _base(result.request) is None:
        return [views.fiscal_year(), group, views.led_usd(), *counts]
    left_out = views.share("share_left_out", "Left out: no index")
    return [views.fiscal_year(), group, views.usd("obligated_usd", "Obligated"), *counts, left_out]


def _in_constant(result: Result, dollars: str) -> str:
    """The dollars that a caption names, where those of the bars are constant."""
    return "" if _base(result.request) is None else f", in {dollars}"


def _title(result: Result) -> str:
    base = _base(result.request)
    dollars = f"dollars of FY{base}" if base else "nominal dollars"
    return f"Obligations by fiscal year and how they were bought, in {dollars}"


YEARS = View(
    "years",
    _title,
    lambda result: (
        f"{query.sums_of(result.request.filters)} of the actions signed in each fiscal year, by "
        "the class of their award."
    ),
    _years,
    PATH,
    takes="Rows of the bars",
    heading="Year by year",
    part="years",
    lead=_years_lead,
    leads=lambda request: drilldown.of(request.filters, request.offered),
    sum_address=lambda request: drilldown.of_sums(
        request.filters, request.offered, "fiscal_year", "fy"
    ),
    chart=Chart(
        "years",
        lambda result, source: charts_base.obligations_by_year(
            result.led, _lines(result), result.request.build.as_of, source, _dollars(result.request)
        ),
        lambda result: (
            f"Bar chart: {_dollars(result.request)} obligated by fiscal year and how they were "
            "bought, with the share not competed above."
        ),
        lambda result: common.group_key(charts_base.groups(result.led)),
    ),
    tables=[
        Table(
            lambda result: (
                "Obligations by fiscal year and how they were bought"
                + _in_constant(result, _dollars(result.request))
            ),
            _bar_columns,
        ),
        Table(
            lambda result: (
                "Share not competed by fiscal year" + _in_constant(result, "nominal dollars")
            ),
            [
                views.fiscal_year(),
                views.sum_usd("obligated_usd", "Obligated"),
                views.sum_usd("not_competed_usd", "Not competed"),
                views.sum_usd("unknown_usd", "Class not known"),
                views.not_competed(),
                views.share("unknown_share", "Share not known"),
            ],
            rows=_lines,
        ),
    ],
    cite=_years_cited,
    also=[SHARES],
    frames=lambda result: (result.frame, result.facts["shares"]),
)


# --- the awards that grew most

SHOWN = (
    "award_key",
    "award_kind",
    "piid",
    "recipient_name",
    "component",
    "initial_ceiling_usd",
    "ceiling_usd",
    "ceiling_changes_missing",
    "ceiling_growth_usd",
    "ceiling_growth_ratio",
    "obligated_usd",
)
"""What the page shows of each, beside how it was bought."""


def _grown_lead(result: Result) -> list[Any]:
    lead = (
        "Ranked by how many dollars the ceiling rose above the first ceiling. "
        f"{fmt.sentence(_left_out(result.frame.attrs))}"
    )
    if result.request.filters.of("fy") or result.request.filters.of("days"):
        lead += " With years or days chosen, these are the awards that began in them."
    return [elements.P(lead, className="lead", id="left-out")]


def _left_out(counts: dict[Any, Any]) -> str:
    left_out, matching, not_grown = (
        int(counts[name]) for name in ("left_out", "matching", "not_grown")
    )
    if not matching:
        return "no award is ranked here"
    known = (
        f"the ceiling of {not_grown:,} of {fmt.count(matching, 'award')} did not rise, "
        "as far as each is followed"
    )
    if not left_out:
        return known
    return (
        f"{known}; {left_out:,} are left out because their growth is not known: the first action "
        "is not held, or states no ceiling"
    )


def _award(row: Row, _: Result) -> list[Any]:
    kind = "vehicle, its ceiling includes its orders" if row["award_kind"] == "IDV" else ""
    small = ", ".join(part for part in (fmt.text(row["recipient_name"]), kind) if part)
    return [views.award().cell(row, _), elements.Span(small, className="small")]


def _bought(row: Row, result: Result) -> Element:
    name = row[class_column(result.request.filters.rule_set)]
    bought = [common.swatch(rules_text.class_group(name)), rules_text.class_label(name)]
    return elements.Span(bought, title=rules_text.class_words(name))


def _ceiling_now(row: Row, _: Result) -> list[Any]:
    """The ceiling as far as it is stated, and how many changes are not."""
    missing = int(row["ceiling_changes_missing"])
    says = f"{fmt.count(missing, 'change')} not stated"
    more = [elements.Span(says, className="small")] if missing else []
    return [fmt.exact(row["ceiling_usd"]), *more]


def _growth(row: Row, _: Result) -> list[Any]:
    ratio = elements.Span(fmt.times(row["ceiling_growth_ratio"]), className="small")
    return [fmt.exact(row["ceiling_growth_usd"]), ratio]


GROWN = replace(
    most_grown.MOST_GROWN,
    heading="The awards that grew most, surveillance first",
    part="growth",
    lead=_grown_lead,
    tables=[
        Table(
            "Awards whose ceiling grew most, surveillance first",
            [
                Column("Award", _award),
                views.text("component", "Component"),
                Column("How bought", _bought, "bought"),
                views.usd("initial_ceiling_usd", "First ceiling"),
                Column("Ceiling now", _ceiling_now, "number"),
                Column("Growth", _growth, "number"),
                views.usd("obligated_usd", "Obligated"),
            ],
            "growth-table",
        )
    ],
    cite=lambda result: (
        f"Awards whose ceiling grew most, surveillance first: {result.request.in_words}. "
        + citations.leading(result.rows, "award_key", citations.FIRST_CEILING, citations.CEILING)
    ),
    empty=lambda result: None if len(result.frame) else _grown_lead(result),
)


def _sections(request: ViewRequest, totals: Mapping[str, Any]) -> list[Element]:
    shares = SHARES.rows(request)
    columns = (*SHOWN, class_column(request.filters.rule_set))
    return [
        _headline(request, totals),
        YEARS.section(request, shares=shares, lines=rows(shares)),
        GROWN.section(request, most_grown.grown(request, columns)),
    ]


PAGE = FilteredPage(
    PATH,
    "Overview",
    "What DHS buys to watch people, how it was bought, and how it grew",
    "",
    "overview",
    measure=lambda request: queries.totals(request.build, request.selection),
    says=lambda request, totals: filter_bar.matching(totals, request),
    empty=lambda request, totals: None if totals["actions"] else [filter_bar.nothing(request)],
    sections=_sections,
    views=[YEARS, SHARES],
    browser_title="Sole Source: what DHS buys to watch people",
)
