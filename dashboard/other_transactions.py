"""Other transactions on the page about the data: listed apart, or why none is held."""

from __future__ import annotations

from dash.development.base_component import Component

from analysis import other_transactions_document as others
from analysis.published import Build
from dashboard import html, parts, words
from dashboard.data import rows

COLUMNS = [
    ("Agreement", ""),
    ("Vendor", "words"),
    ("Component", ""),
    ("Kind", ""),
    ("Obligated", "number"),
    ("Actions", "number"),
    ("First action", "date"),
    ("Last action", "date"),
    ("As of", "date"),
]
LEAD = (
    "Agreements outside the acquisition rules, such as for prototypes. USAspending.gov does not "
    "load them with contracts; SAM.gov records them. They are in no other figure here."
)
MOST = 200


def section(build: Build) -> Component:
    """One row an agreement, the greatest obligation first."""
    frame = others.agreements(build)
    children: list[Component] = [html.P(LEAD, className="lead")]
    if not len(frame):
        return parts.section("Other transactions", "others", [*children, html.P(others.NONE_HELD)])
    body = [
        [
            row["piid"],
            words.text(row["recipient_name"]),
            words.text(row["component"]),
            row["kind"],
            [words.exact(row["obligated_usd"]), *_unstated(row["obligations_missing"])],
            f"{row['actions']:,}",
            words.day(row["first_action_date"]),
            words.day(row["last_action_date"]),
            words.day(row["as_of"]),
        ]
        for row in rows(frame.head(MOST))
    ]
    if len(frame) > MOST:
        children.append(html.P(f"The {MOST} largest of {len(frame):,}."))
    children.append(parts.table("Other transactions held", COLUMNS, body, "others-table"))
    return parts.section("Other transactions", "others", [*children, parts.recipes(build, frame)])


def _unstated(many: int) -> list[Component]:
    if not many:
        return []
    verb = words.verb(many, "states", "state")
    says = f"{words.count(many, 'action')} {verb} no obligation"
    return [html.Span(says, className="small")]
