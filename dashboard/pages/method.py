"""The words used here and every rule by which an award is classed, with its reason."""

from __future__ import annotations

from typing import Any

from dash import Dash
from dash.development.base_component import Component

from analysis.caveats import caveats
from analysis.published import Build
from dashboard import explain, glossary, html, page, parts, theme, words
from dashboard.data import Held

PATH = "/method"
NAME = "Method"
TITLE = "Rules and words, Sole Source"


def layout(data: Held, **_: Any) -> Component:
    """What each word means, and each rule with its reason and whom it follows."""
    build = data.build()
    return page.of(
        build,
        "Rules and words",
        _words(),
        _rules(),
        _others(),
        _measures(),
        _caveats(build),
    )


def register(app: Dash, data: Held) -> None:
    """Nothing moves on this page."""


def _words() -> Component:
    return parts.section("Words", "words", [glossary.terms()])


def _rules() -> Component:
    rows, seen = [], set()
    for row in explain.rule_rows():
        number = row["rule"]
        anchor = {} if number in seen else {"id": number}
        seen.add(number)
        rows.append(
            [
                html.Span(number, **anchor),
                _class_of(row),
                row["because"],
                row["follows"] or "–",
                row["others_differ"] or "–",
            ]
        )
    columns = [
        ("Rule", ""),
        ("Class", ""),
        ("Because", "words"),
        ("It follows", ""),
        ("Others read it differently", "words"),
    ]
    says = (
        "An award is read by the first rule that fits it. On an order under a vehicle with several "
        "holders, the fair-opportunity field decides; extent competed there is the vehicle’s."
    )
    return parts.section(
        "Rules",
        "rules",
        [
            html.P(says, className="lead"),
            parts.table("The rules in the order they are read", columns, rows),
        ],
    )


def _others() -> Component:
    """The rules of others over the same records, row by row."""
    rows = [
        [
            row["rule"],
            row["rule_set"],
            explain.class_label(row["class"]) if row["class"] else f"as the table {row['uses']}",
            row["because"],
            row["source"],
        ]
        for row in explain.rows_of_others()
    ]
    columns = [
        ("Rule", ""),
        ("Rule set", ""),
        ("Class", ""),
        ("Because", "words"),
        ("It follows", "words"),
    ]
    says = "The same records by the rules of others, as “rule set” on the first page applies them."
    table = parts.table("The rules of others in the order they are read", columns, rows)
    return parts.section("Rules of others", "others", [html.P(says, className="lead"), table])


def _measures() -> Component:
    """The definition behind every figure, in the words of METHOD.md."""
    from analysis.definitions import by_name  # Ibis takes a second: only when it is asked

    pairs = [part for name, says in by_name().items() for part in (html.Dt(name), html.Dd(says))]
    return parts.section("Measures", "measures", [html.Dl(pairs, className="glossary")])


def _caveats(build: Build) -> Component:
    """What the records held lack, measured on this build."""
    found = caveats(build)
    rows = [
        [
            row["caveat"],
            f"{row['found']:,} of {row['whole']:,} {row['counted']}",
            words.exact(row["obligated_usd"], "none"),
            row["so"],
            row["because"],
        ]
        for row in found.to_dict("records")
    ]
    columns = [
        ("Caveat", ""),
        ("Size", "number"),
        ("Obligated on them, net", "number"),
        ("So", "words"),
        ("Because", "words"),
    ]
    says = f"Measured on the records held here, as of {words.day(build.as_of)}."
    table = parts.table("What these records lack, and where they mislead", columns, rows)
    return parts.section(
        "Caveats", "caveats", [html.P(says, className="lead"), table, parts.recipes(build, found)]
    )


def _class_of(row: explain.Row) -> Any:
    if not row["class"]:
        return "as a contract of its own" if row["uses"] == "stand_alone" else "as an order"
    return html.Span([_mark(row["class"]), explain.class_label(row["class"])])


def _mark(class_name: str) -> Component:
    group = explain.class_group(class_name)
    return parts.swatch(group if group in theme.GROUP_COLOURS else "unknown")
