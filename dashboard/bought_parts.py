"""Where the record and the order part, and where authorities do: parts of the page on buying."""

from __future__ import annotations

from dash.development.base_component import Component

from analysis import listing, queries
from analysis.published import Build
from dashboard import behind, citing, explain, filters, html, parts, ways_out, words
from dashboard.data import Row, rows

PATH = "/bought"
MOST = 40
APART = (
    citing.Measure("default_class", "{} by ours"),
    citing.Measure("other_class", "{} by theirs"),
    citing.OF_AWARDS,
)


def said(build: Build) -> Component:
    """The awards whose record says competed and whose order was not."""
    found = queries.said_competed(build, MOST)
    body = [
        [
            html.Link(row["piid"], href=parts.award_path(row["award_key"])),
            words.text(row["recipient_name"]),
            words.text(row["component"]),
            words.text(row["extent_competed_code"]),
            words.text(row["fair_opportunity_limited_sources_code"]),
            explain.class_label(row["rates_class"]),
            words.exact(row["obligated_usd"]),
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
        f"{words.count(found.attrs['awards'], 'award')}, "
        f"{words.exact(found.attrs['obligated_usd'])} obligated: extent competed says "
        "competed, and the order was not. Tools that read that field alone call them competed."
    )
    cites = f"{says} {citing.leading(found, 'award_key', citing.OF_AWARDS)}"
    return parts.section(
        "Recorded as competed, not competed",
        "said",
        [
            html.P(says, className="lead"),
            parts.table("Their codes as recorded", columns, body, "said-table"),
            html.P(words.source_line(build.as_of, build.build_id), className="source"),
            ways_out.bar(build, [("said", "Every such award")], PATH, cites, found),
        ],
    )


def moved(row: Row) -> str:
    """The address of the awards that the rules of others move from our class to theirs."""
    return behind.of_values(
        rules=[row["rule_set"]],
        competition_class=[row["other_class"]],
        ours=[row["default_class"]],
    )


def apart(build: Build) -> Component:
    """Where the rules of others put awards elsewhere, and how much money that is."""
    found = listing.rules_apart(build)
    body = [
        [
            filters.RULES[row["rule_set"]][1],
            explain.class_label(row["default_class"]),
            explain.class_label(row["other_class"]),
            "yes" if row["sides_differ"] else "",
            f"{row['awards']:,}",
            behind.link(row["obligated_usd"], moved(row)),
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
        name: found[name].map(explain.class_label) for name in ("default_class", "other_class")
    }
    cites = f"{says} Rules of {citing.leading(found.assign(**named), 'rule_set', *APART)}"
    return parts.section(
        "Where authorities differ",
        "apart",
        [
            html.P(says, className="lead"),
            parts.table("Awards that change class", columns, body, "apart-table"),
            html.P(words.source_line(build.as_of, build.build_id), className="source"),
            ways_out.bar(build, [("apart", "These rows")], PATH, cites, found),
        ],
    )
