"""Method page: the words, and every rule by which an award is classed, with its reason."""

from __future__ import annotations

from typing import Any

from analysis.documents.caveats import caveats
from analysis.published.build import Build
from dashboard.charts import theme
from dashboard.components import common, glossary, page_frame
from dashboard.exports.sql import recipes
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.pages.page import PlainPage
from dashboard.text import format as fmt
from dashboard.text import rules_text
from dashboard.url.paths import METHOD


def _draw(build: Build) -> Element:
    """What each word means, and each rule with its reason and whom it follows."""
    return page_frame.of(
        build,
        "Rules and words",
        _words(),
        _rules(),
        _others(),
        _measures(),
        _caveats(build),
    )


def _words() -> Element:
    return common.section("Words", "words", [glossary.terms()])


def _rules() -> Element:
    rows, seen = [], set()
    for row in rules_text.rule_rows():
        number = row["rule"]
        anchor = {} if number in seen else {"id": number}
        seen.add(number)
        rows.append(
            [
                elements.Span(number, **anchor),
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
    return common.section(
        "Rules",
        "rules",
        [
            elements.P(says, className="lead"),
            common.table("The rules in the order they are read", columns, rows),
        ],
    )


def _others() -> Element:
    """The rules of others over the same records, row by row."""
    rows = [
        [
            row["rule"],
            row["rule_set"],
            rules_text.class_label(row["class"]) if row["class"] else f"as the table {row['uses']}",
            row["because"],
            row["source"],
        ]
        for row in rules_text.rows_of_others()
    ]
    columns = [
        ("Rule", ""),
        ("Rule set", ""),
        ("Class", ""),
        ("Because", "words"),
        ("It follows", "words"),
    ]
    says = "The same records by the rules of others, as “rule set” on the first page applies them."
    table = common.table("The rules of others in the order they are read", columns, rows)
    return common.section("Rules of others", "others", [elements.P(says, className="lead"), table])


def _measures() -> Element:
    """The definition behind every figure, in the words of METHOD.md."""
    from analysis.docs.definitions import by_name  # Ibis takes a second: only when it is asked

    pairs = [
        part for name, says in by_name().items() for part in (elements.Dt(name), elements.Dd(says))
    ]
    return common.section("Measures", "measures", [elements.Dl(pairs, className="glossary")])


def _caveats(build: Build) -> Element:
    """What the records held lack, measured on this build."""
    frame = caveats(build)
    rows = [
        [
            row["caveat"],
            f"{row['found']:,} of {row['whole']:,} {row['counted']}",
            fmt.exact(row["obligated_usd"], "none"),
            row["so"],
            row["because"],
        ]
        for row in frame.to_dict("records")
    ]
    columns = [
        ("Caveat", ""),
        ("Size", "number"),
        ("Obligated on them, net", "number"),
        ("So", "words"),
        ("Because", "words"),
    ]
    says = f"Measured on the records held here, as of {fmt.day(build.as_of)}."
    table = common.table("What these records lack, and where they mislead", columns, rows)
    return common.section(
        "Caveats",
        "caveats",
        [elements.P(says, className="lead"), table, recipes(build, frame)],
    )


def _class_of(row: rules_text.Row) -> Any:
    if not row["class"]:
        return "as a contract of its own" if row["uses"] == "stand_alone" else "as an order"
    return elements.Span([_mark(row["class"]), rules_text.class_label(row["class"])])


def _mark(class_name: str) -> Element:
    group = rules_text.class_group(class_name)
    return common.swatch(group if group in theme.GROUP_COLOURS else "unknown")


PAGE = PlainPage(METHOD, "Method", _draw, browser_title="Rules and words, Sole Source")
