"""Other transactions on the page about the data: the list, or the reason without one."""

from __future__ import annotations

from analysis.documents import other_transactions as others
from analysis.published.build import Build
from dashboard.components import common
from dashboard.exports.sql import recipes
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.published_data import rows
from dashboard.text import format as fmt

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


def section(build: Build) -> Element:
    """One row an agreement, the greatest obligation first."""
    frame = others.agreements(build)
    children: list[Element] = [elements.P(LEAD, className="lead")]
    if not len(frame):
        return common.section(
            "Other transactions", "others", [*children, elements.P(others.NONE_HELD)]
        )
    body = [
        [
            row["piid"],
            fmt.text(row["recipient_name"]),
            fmt.text(row["component"]),
            row["kind"],
            [fmt.exact(row["obligated_usd"]), *_unstated(row["obligations_missing"])],
            f"{row['actions']:,}",
            fmt.day(row["first_action_date"]),
            fmt.day(row["last_action_date"]),
            fmt.day(row["as_of"]),
        ]
        for row in rows(frame.head(MOST))
    ]
    if len(frame) > MOST:
        children.append(elements.P(f"The {MOST} largest of {len(frame):,}."))
    children.append(common.table("Other transactions held", COLUMNS, body, "others-table"))
    return common.section("Other transactions", "others", [*children, recipes(build, frame)])


def _unstated(many: int) -> list[Element]:
    if not many:
        return []
    verb = fmt.verb(many, "states", "state")
    says = f"{fmt.count(many, 'action')} {verb} no obligation"
    return [elements.Span(says, className="small")]
