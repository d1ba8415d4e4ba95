"""Disagreements: record against order, and our rules against others."""

from __future__ import annotations

import pandas as pd

from analysis.published import lists, queries
from analysis.published.build import Build
from dashboard import views
from dashboard.components import drilldown
from dashboard.facets import RULES
from dashboard.html.elements import Element
from dashboard.published_data import Row
from dashboard.text import citations, rules_text
from dashboard.text import format as fmt
from dashboard.url.paths import BOUGHT as PATH
from dashboard.url.view_request import ViewRequest, unfiltered
from dashboard.views import Column, Result, Table, View

MOST = 40
APART_MEASURES = (
    citations.Measure("default_class", "{} by ours"),
    citations.Measure("other_class", "{} by theirs"),
    citations.OF_AWARDS,
)


def _said_rows(request: ViewRequest) -> pd.DataFrame:
    awards = queries.said_competed(request.build)
    frame = awards[[*queries.AWARD_COLUMNS, *queries.CODES]]
    frame.attrs.update(awards.attrs)
    return frame


def _in_sum(result: Result) -> str:
    counts = result.frame.attrs
    return (
        f"Of all that is held, whatever is chosen above: {fmt.count(counts['awards'], 'award')}, "
        f"{fmt.exact(counts['obligated_usd'])} obligated: extent competed says "
        "competed, and the order was not. Tools that read that field alone call them competed."
    )


def _cut(result: Result) -> str:
    return fmt.first_of(MOST, result.frame.attrs["awards"], "most obligated")


SAID_COMPETED = View(
    "said",
    "Awards recorded as competed whose order was not",
    views.definition("said_competed"),
    _said_rows,
    PATH,
    read=views.all_held(PATH),
    takes="Every such award",
    heading="Recorded as competed, not competed",
    part="said",
    lead=lambda result: [f"{_in_sum(result)} {_cut(result)}".rstrip()],
    tables=[
        Table(
            "Their codes as recorded",
            [
                views.award(),
                views.text("recipient_name", "Vendor"),
                views.text("component", "Component"),
                views.text("extent_competed_code", "Extent competed"),
                views.text("fair_opportunity_limited_sources_code", "Fair opportunity"),
                Column("Our class", lambda row, _: rules_text.class_label(row["rates_class"])),
                views.usd("obligated_usd", "Obligated"),
            ],
            "said-table",
        )
    ],
    cite=lambda result: (
        f"{_in_sum(result)} {citations.leading(result.frame, 'award_key', citations.OF_AWARDS)}"
    ),
)


def moved(row: Row) -> str:
    """The address of the awards that the rules of others move from our class to theirs."""
    return drilldown.of_values(
        {
            "rules": [row["rule_set"]],
            "class": [row["other_class"]],
            "ours": [row["default_class"]],
        }
    )


SAYS = "The same records by the rules of others, over all that is held."


def _apart_cited(result: Result) -> str:
    named = {
        name: result.frame[name].map(rules_text.class_label)
        for name in ("default_class", "other_class")
    }
    first = citations.leading(result.frame.assign(**named), "rule_set", *APART_MEASURES)
    return f"{SAYS} Rules of {first}"


APART = View(
    "apart",
    "Awards that the rules of others put in another class",
    views.definition("differences"),
    lambda request: lists.rules_apart(request.build),
    PATH,
    read=views.all_held(PATH),
    heading="Where authorities differ",
    part="apart",
    lead=lambda _: [SAYS],
    tables=[
        Table(
            "Awards that change class",
            [
                Column("Rules of", lambda row, _: RULES[row["rule_set"]][1]),
                Column("Our class", lambda row, _: rules_text.class_label(row["default_class"])),
                Column("Theirs", lambda row, _: rules_text.class_label(row["other_class"])),
                Column(
                    "Competed or not differs", lambda row, _: "yes" if row["sides_differ"] else ""
                ),
                views.number("awards", "Awards"),
                Column(
                    "Obligated",
                    lambda row, _: drilldown.link(row["obligated_usd"], moved(row)),
                    "number",
                ),
            ],
            "apart-table",
        )
    ],
    cite=_apart_cited,
)
VIEWS = (SAID_COMPETED, APART)


def sections(build: Build) -> list[Element]:
    """Both parts: no filter narrows them."""
    request = unfiltered(build, PATH)
    return [
        SAID_COMPETED.section(request, queries.said_competed(build, MOST)),
        APART.section(request),
    ]
