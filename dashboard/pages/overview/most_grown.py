"""The awards whose ceiling grew most: the last part of the first page."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from analysis.published.build import Build
from analysis.rules.rule_sets import class_column
from dashboard import facets, sheets
from dashboard.components import common, download_bar
from dashboard.html import elements
from dashboard.published_data import rows
from dashboard.text import citations, rules_text
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.query import Filters

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
    frame, search = sheets.grown(build, chosen, columns), query.to_search(chosen)
    lead = (
        "Ranked by how many dollars the ceiling rose above the first ceiling. "
        f"{fmt.sentence(_left_out(frame.attrs))}"
    )
    if chosen.fiscal_years or chosen.days:
        lead += " With years or days chosen, these are the awards that began in them."
    held = rows(frame)
    cells = [_row(row, chosen.rule_set) for row in held]
    shown: list[Any] = [elements.P(lead, className="lead", id="left-out")]
    if cells:
        shown.append(common.table("Awards whose ceiling grew most", COLUMNS, cells, "growth-table"))
        source = fmt.source_line(build.as_of, build.build_id)
        shown.append(elements.P(source, className="source"))
        cites = (
            f"Awards whose ceiling grew most: {facets.in_words(chosen, offered)}. "
            f"{citations.leading(held, 'award_key', citations.FIRST_CEILING, citations.CEILING)}"
        )
        taken = [(f"growth{search}", "These rows")]
        shown.append(download_bar.bar(build, taken, PATH + search, cites, frame))
    return common.section("The awards that grew most", "growth", shown)


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


def _row(row: dict[str, Any], rule_set: str) -> list[Any]:
    kind = "vehicle, its ceiling includes its orders" if row["award_kind"] == "IDV" else ""
    small = ", ".join(part for part in (fmt.text(row["recipient_name"]), kind) if part)
    name = [
        elements.Link(row["piid"], href=common.award_path(row["award_key"])),
        elements.Span(small, className="small"),
    ]
    name_of_class = row[class_column(rule_set)]
    group = rules_text.class_group(name_of_class)
    bought = [common.swatch(group), rules_text.class_label(name_of_class)]
    return [
        name,
        fmt.text(row["component"]),
        elements.Span(bought, title=rules_text.class_words(name_of_class)),
        fmt.exact(row["initial_ceiling_usd"]),
        _ceiling_cell(row),
        [
            fmt.exact(row["ceiling_growth_usd"]),
            elements.Span(fmt.times(row["ceiling_growth_ratio"]), className="small"),
        ],
        fmt.exact(row["obligated_usd"]),
    ]


def _ceiling_cell(row: dict[str, Any]) -> list[Any]:
    """The ceiling as far as it is stated, and how many changes are not."""
    missing = int(row["ceiling_changes_missing"])
    says = f"{fmt.count(missing, 'change')} not stated"
    more = [elements.Span(says, className="small")] if missing else []
    return [fmt.exact(row["ceiling_usd"]), *more]
