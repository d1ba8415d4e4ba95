"""Where the record and the order part, and where authorities do: parts of the page on buying."""

from __future__ import annotations

from dash.development.base_component import Component

from analysis.published import lists, queries
from analysis.published.build import Build
from dashboard.components import common, download_bar, drilldown
from dashboard.html import elements
from dashboard.published_data import Row, rows
from dashboard.text import citations, rules_text
from dashboard.text import format as fmt
from dashboard.url import query

PATH = "/bought"
MOST = 40
APART = (
    citations.Measure("default_class", "{} by ours"),
    citations.Measure("other_class", "{} by theirs"),
    citations.OF_AWARDS,
)


def said(build: Build) -> Component:
    """The awards whose record says competed and whose order was not."""
    found = queries.said_competed(build, MOST)
    body = [
        [
            elements.Link(row["piid"], href=common.award_path(row["award_key"])),
            fmt.text(row["recipient_name"]),
            fmt.text(row["component"]),
            fmt.text(row["extent_competed_code"]),
            fmt.text(row["fair_opportunity_limited_sources_code"]),
            rules_text.class_label(row["rates_class"]),
            fmt.exact(row["obligated_usd"]),
        ]
        for row in rows(found)
    ]
    columns = [
        ("Award", ""),
        ("Vendor", ""),
        ("Component", ""),
        ("Extent competed", ""),
        ("Fair opportunity", ""),
        ("Our class", ""),
        ("Obligated", "number"),
    ]
    says = (
        f"{fmt.count(found.attrs['awards'], 'award')}, "
        f"{fmt.exact(found.attrs['obligated_usd'])} obligated: extent competed says "
        "competed, and the order was not. Tools that read that field alone call them competed."
    )
    cites = f"{says} {citations.leading(found, 'award_key', citations.OF_AWARDS)}"
    return common.section(
        "Recorded as competed, not competed",
        "said",
        [
            elements.P(says, className="lead"),
            common.table("Their codes as recorded", columns, body, "said-table"),
            elements.P(fmt.source_line(build.as_of, build.build_id), className="source"),
            download_bar.bar(build, [("said", "Every such award")], PATH, cites, found),
        ],
    )


def moved(row: Row) -> str:
    """The address of the awards that the rules of others move from our class to theirs."""
    return drilldown.of_values(
        rules=[row["rule_set"]],
        competition_class=[row["other_class"]],
        ours=[row["default_class"]],
    )


def apart(build: Build) -> Component:
    """Where the rules of others put awards elsewhere, and how much money that is."""
    found = lists.rules_apart(build)
    body = [
        [
            query.RULES[row["rule_set"]][1],
            rules_text.class_label(row["default_class"]),
            rules_text.class_label(row["other_class"]),
            "yes" if row["sides_differ"] else "",
            f"{row['awards']:,}",
            drilldown.link(row["obligated_usd"], moved(row)),
        ]
        for row in rows(found)
    ]
    columns = [
        ("Rules of", ""),
        ("Our class", ""),
        ("Theirs", ""),
        ("Competed or not differs", ""),
        ("Awards", "number"),
        ("Obligated", "number"),
    ]
    says = "The same records by the rules of others, over all that is held."
    named = {
        name: found[name].map(rules_text.class_label) for name in ("default_class", "other_class")
    }
    cites = f"{says} Rules of {citations.leading(found.assign(**named), 'rule_set', *APART)}"
    return common.section(
        "Where authorities differ",
        "apart",
        [
            elements.P(says, className="lead"),
            common.table("Awards that change class", columns, body, "apart-table"),
            elements.P(fmt.source_line(build.as_of, build.build_id), className="source"),
            download_bar.bar(build, [("apart", "These rows")], PATH, cites, found),
        ],
    )
