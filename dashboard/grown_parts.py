"""The awards whose ceiling grew most: the last part of the first page."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from analysis.published import Build
from analysis.rules.rule_sets import class_column
from dashboard import citing, explain, facets, filters, html, parts, sheets, ways_out, words
from dashboard.data import rows
from dashboard.filters import Filters

PATH = facets.PATH
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
COLUMNS = [
    ("Award", ""),
    ("Component", ""),
    ("How bought", "bought"),
    ("First ceiling", "number"),
    ("Ceiling now", "number"),
    ("Growth", "number"),
    ("Obligated", "number"),
]


def section(build: Build, chosen: Filters, offered: facets.Offered) -> Component:
    """Their table, what is left out of it, and what can be taken away."""
    columns = [*SHOWN, class_column(chosen.rule_set)]
    frame, search = sheets.grown(build, chosen, columns), filters.to_search(chosen)
    lead = (
        "Ranked by how many dollars the ceiling rose above the first ceiling. "
        f"{words.sentence(_left_out(frame.attrs))}"
    )
    if chosen.fiscal_years or chosen.days:
        lead += " With years or days chosen, these are the awards that began in them."
    held = rows(frame)
    cells = [_row(row, chosen.rule_set) for row in held]
    shown: list[Any] = [html.P(lead, className="lead", id="left-out")]
    if cells:
        shown.append(parts.table("Awards whose ceiling grew most", COLUMNS, cells, "growth-table"))
        source = words.source_line(build.as_of, build.build_id)
        shown.append(html.P(source, className="source"))
        cites = (
            f"Awards whose ceiling grew most: {facets.in_words(chosen, offered)}. "
            f"{citing.leading(held, 'award_key', citing.FIRST_CEILING, citing.CEILING)}"
        )
        taken = [(f"growth{search}", "These rows")]
        shown.append(ways_out.bar(build, taken, PATH + search, cites, frame))
    return parts.section("The awards that grew most", "growth", shown)


def _left_out(counts: dict[Any, Any]) -> str:
    left_out, matching, not_grown = (
        int(counts[name]) for name in ("left_out", "matching", "not_grown")
    )
    known = f"the ceiling of {not_grown:,} of {words.count(matching, 'award')} did not rise"
    if not left_out:
        return known
    return (
        f"{known}; {left_out:,} are left out because their growth is not known: the first action "
        "is not held, or states no ceiling"
    )


def _row(row: dict[str, Any], rule_set: str) -> list[Any]:
    kind = "vehicle, its ceiling includes its orders" if row["award_kind"] == "IDV" else ""
    small = ", ".join(part for part in (words.text(row["recipient_name"]), kind) if part)
    name = [
        html.Link(row["piid"], href=parts.award_path(row["award_key"])),
        html.Span(small, className="small"),
    ]
    name_of_class = row[class_column(rule_set)]
    group = explain.class_group(name_of_class)
    bought = [parts.swatch(group), explain.class_label(name_of_class)]
    return [
        name,
        words.text(row["component"]),
        html.Span(bought, title=explain.class_words(name_of_class)),
        words.exact(row["initial_ceiling_usd"]),
        _ceiling_cell(row),
        [
            words.exact(row["ceiling_growth_usd"]),
            html.Span(words.times(row["ceiling_growth_ratio"]), className="small"),
        ],
        words.exact(row["obligated_usd"]),
    ]


def _ceiling_cell(row: dict[str, Any]) -> list[Any]:
    """The ceiling as far as it is stated, and how many changes are not."""
    missing = int(row["ceiling_changes_missing"])
    says = f"{words.count(missing, 'change')} not stated"
    more = [html.Span(says, className="small")] if missing else []
    return [words.exact(row["ceiling_usd"]), *more]
