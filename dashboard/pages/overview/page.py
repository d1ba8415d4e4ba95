"""Overview: what was obligated year by year, how it was bought, and which awards grew most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from analysis import rules
from analysis.published import queries
from analysis.rules.rule_sets import class_column
from dashboard import views
from dashboard.charts import base as charts_base
from dashboard.charts import theme
from dashboard.components import common, constant_dollars, drilldown, filter_bar
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages import most_grown
from dashboard.pages.page import FilteredPage
from dashboard.published_data import Row, rows
from dashboard.text import citations, rules_text
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.paths import HOME as PATH
from dashboard.url.view_request import ViewRequest
from dashboard.views import Chart, Column, Shown, Table, View

# --- figures


def _headline(asked: ViewRequest, totals: dict[str, Any]) -> Element:
    book, chosen = rules.load(), asked.chosen
    one = drilldown.of_classes(chosen, asked.offered, book.headline())
    none = drilldown.of_classes(
        chosen,
        asked.offered,
        [name for name, each in book.classes.items() if each.not_competed == "yes"],
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
                if chosen.of("rules")
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


def _part(name: str, totals: dict[str, Any], part: str, says: list[Any]) -> Element:
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


def _base(asked: ViewRequest) -> int | None:
    """The fiscal year in whose dollars the bars are; None for nominal ones."""
    return constant_dollars.base_year(asked.chosen, asked.offered["dollars"])


def _dollars(asked: ViewRequest) -> str:
    base = _base(asked)
    return f"FY{base} dollars" if base else "dollars"


def _every_class(asked: ViewRequest) -> str:
    """The filters of a view that counts every way of buying."""
    return asked.choosing(asked.chosen.with_values("class", ())).in_words


SHARES = View(
    "shares",
    "Share of obligations not competed, by fiscal year",
    "What was obligated on awards not competed over all obligations, and over those whose "
    "class is known. Awards kept out of rates are in neither; dollars are nominal.",
    lambda asked: queries.shares(asked.build, asked.selection),
    PATH,
    words=_every_class,
    takes="Rows of the lines",
)


def _years(asked: ViewRequest) -> pd.DataFrame:
    return constant_dollars.bars(asked.build, asked.chosen, _base(asked))


def _lines(shown: Shown) -> list[Row]:
    lines: list[Row] = shown.facts["lines"]
    return lines


def _years_lead(shown: Shown) -> list[Any]:
    build, chosen = shown.asked.build, shown.asked.chosen
    says = constant_dollars.says(build, chosen, shown.rows, _base(shown.asked))
    return [
        _years_say(shown.asked, _lines(shown)),
        elements.P(says, className="lead", id="dollars"),
    ]


def _years_say(asked: ViewRequest, shares: list[Row]) -> str:
    says = [
        "Click a bar, or a sum in its table, for the awards behind it.",
        "Warm colours were not competed, blues were. The lines above show the share not "
        "competed: of all dollars, and of the dollars whose class is known.",
    ]
    if asked.chosen.of("rules"):
        says.append("These are the rules of others; their “competed” may say nothing of offers.")
    else:
        says.append("Micro-purchases are in neither share.")
    if asked.build.only_sample:
        says.append("The sample was chosen by hand, so its shares describe these awards, not DHS.")
    if any(row["share_of_known"] is None for row in shares):
        says.append("Where money taken back leaves a part below zero there is no share.")
    if asked.chosen.of("class"):
        says.append("The lines count every way of buying, whichever is chosen above.")
    return " ".join(says)


def _years_cited(shown: Shown) -> str:
    sums = citations.by(shown.rows, "fiscal_year", last_first=True)
    parts = citations.leading(_lines(shown)[::-1], "fiscal_year", *citations.SHARES)
    return (
        f"Obligations by fiscal year and how they were bought, in {_dollars(shown.asked)}: "
        f"{shown.asked.in_words}. "
        f"{citations.leading(sums, 'fiscal_year', citations.OF_VIEW)} {parts}"
    )


def _bar_columns(shown: Shown) -> list[Column]:
    """Columns of the bars: in constant dollars no award is behind a sum, and some is left out."""
    group = Column("How bought", lambda row, _: theme.GROUP_WORDS[row["competition_group"]])
    counts = [views.number("awards", "Awards"), views.number("actions", "Actions")]
    if _base(shown.asked) is None:
        return [views.fiscal_year(), group, views.led_usd(), *counts]
    left_out = views.share("share_left_out", "Left out: no index")
    return [views.fiscal_year(), group, views.usd("obligated_usd", "Obligated"), *counts, left_out]


def _in_constant(shown: Shown, dollars: str) -> str:
    """The dollars that a caption names, where those of the bars are constant."""
    return "" if _base(shown.asked) is None else f", in {dollars}"


def _title(shown: Shown) -> str:
    base = _base(shown.asked)
    dollars = f"dollars of FY{base}" if base else "nominal dollars"
    return f"Obligations by fiscal year and how they were bought, in {dollars}"


YEARS = View(
    "years",
    _title,
    lambda shown: (
        f"{query.sums_of(shown.asked.chosen)} of the actions signed in each fiscal year, by the "
        "class of their award."
    ),
    _years,
    PATH,
    takes="Rows of the bars",
    heading="Year by year",
    part="years",
    lead=_years_lead,
    leads=lambda asked: drilldown.of(asked.chosen, asked.offered),
    sums_lead=lambda asked: drilldown.of_sums(asked.chosen, asked.offered, "fiscal_year", "fy"),
    chart=Chart(
        "years",
        lambda shown, source: charts_base.obligations_by_year(
            shown.led, _lines(shown), shown.asked.build.as_of, source, _dollars(shown.asked)
        ),
        lambda shown: (
            f"Bar chart: {_dollars(shown.asked)} obligated by fiscal year and how they were "
            "bought, with the share not competed above."
        ),
        lambda shown: common.group_key(charts_base.groups(shown.led)),
    ),
    tables=[
        Table(
            lambda shown: (
                "Obligations by fiscal year and how they were bought"
                + _in_constant(shown, _dollars(shown.asked))
            ),
            _bar_columns,
        ),
        Table(
            lambda shown: (
                "Share not competed by fiscal year" + _in_constant(shown, "nominal dollars")
            ),
            [
                views.fiscal_year(),
                views.sum_usd("obligated_usd", "Obligated"),
                views.sum_usd("not_competed_usd", "Not competed"),
                views.sum_usd("unknown_usd", "Class not known"),
                views.share("share_of_all", "Share of all dollars"),
                views.share("share_of_known", "Share of dollars whose class is known"),
            ],
            rows=_lines,
        ),
    ],
    cite=_years_cited,
    also=[SHARES],
    frames=lambda shown: (shown.frame, shown.facts["shares"]),
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


def _grown_lead(shown: Shown) -> list[Any]:
    lead = (
        "Ranked by how many dollars the ceiling rose above the first ceiling. "
        f"{fmt.sentence(_left_out(shown.frame.attrs))}"
    )
    if shown.asked.chosen.of("fy") or shown.asked.chosen.of("days"):
        lead += " With years or days chosen, these are the awards that began in them."
    return [elements.P(lead, className="lead", id="left-out")]


def _left_out(counts: dict[Any, Any]) -> str:
    left_out, matching, not_grown = (
        int(counts[name]) for name in ("left_out", "matching", "not_grown")
    )
    known = f"the ceiling of {not_grown:,} of {fmt.count(matching, 'award')} did not rise"
    if not left_out:
        return known
    return (
        f"{known}; {left_out:,} are left out because their growth is not known: the first action "
        "is not held, or states no ceiling"
    )


def _award(row: Row, _: Shown) -> list[Any]:
    kind = "vehicle, its ceiling includes its orders" if row["award_kind"] == "IDV" else ""
    small = ", ".join(part for part in (fmt.text(row["recipient_name"]), kind) if part)
    return [views.award().cell(row, _), elements.Span(small, className="small")]


def _bought(row: Row, shown: Shown) -> Element:
    name = row[class_column(shown.asked.chosen.rule_set)]
    bought = [common.swatch(rules_text.class_group(name)), rules_text.class_label(name)]
    return elements.Span(bought, title=rules_text.class_words(name))


def _ceiling_now(row: Row, _: Shown) -> list[Any]:
    """The ceiling as far as it is stated, and how many changes are not."""
    missing = int(row["ceiling_changes_missing"])
    says = f"{fmt.count(missing, 'change')} not stated"
    more = [elements.Span(says, className="small")] if missing else []
    return [fmt.exact(row["ceiling_usd"]), *more]


def _growth(row: Row, _: Shown) -> list[Any]:
    ratio = elements.Span(fmt.times(row["ceiling_growth_ratio"]), className="small")
    return [fmt.exact(row["ceiling_growth_usd"]), ratio]


GROWN = replace(
    most_grown.MOST_GROWN,
    heading="The awards that grew most",
    part="growth",
    lead=_grown_lead,
    tables=[
        Table(
            "Awards whose ceiling grew most",
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
    cite=lambda shown: (
        f"Awards whose ceiling grew most: {shown.asked.in_words}. "
        + citations.leading(shown.rows, "award_key", citations.FIRST_CEILING, citations.CEILING)
    ),
    empty=lambda shown: None if len(shown.frame) else _grown_lead(shown),
)


def _sections(asked: ViewRequest, totals: dict[str, Any]) -> list[Element]:
    shares = SHARES.rows(asked)
    columns = (*SHOWN, class_column(asked.chosen.rule_set))
    return [
        _headline(asked, totals),
        YEARS.section(asked, shares=shares, lines=rows(shares)),
        GROWN.section(asked, most_grown.grown(asked, columns)),
    ]


PAGE = FilteredPage(
    PATH,
    "Overview",
    "What DHS buys to watch people, how it was bought, and how it grew",
    "",
    "overview",
    measure=lambda asked: queries.totals(asked.build, asked.selection),
    says=lambda asked, totals: filter_bar.matching(totals, asked),
    empty=lambda asked, totals: None if totals["actions"] else [filter_bar.nothing(asked)],
    sections=_sections,
    views=[YEARS, SHARES],
    browser_title="Sole Source: what DHS buys to watch people",
)
