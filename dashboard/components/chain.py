"""Chain of awards: the timeline, its awards, and why each continues the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.published.build import Build
from dashboard.charts import chain_timeline
from dashboard.components import common, subjects
from dashboard.html import elements
from dashboard.html.elements import Element
from dashboard.text import coverage_line, rules_text
from dashboard.text import format as fmt

Document = Mapping[str, Any]


def chain(build: Build, document: Document | None) -> Element | None:
    """The chain in which it stands, through time."""
    if document is None:
        return None
    source = coverage_line.source(build)

    drawn = chain_timeline.timeline(document, source)
    says = (
        "Which award continues which, as people confirmed it, with the reason. Thick: to the "
        "current end. Thin: to the end of its options. A "
        "diamond: its end is not stated. The chain may hold more than this programme."
    )
    groups = list(
        dict.fromkeys(
            rules_text.class_group(each["competition_class"]) for each in document["awards"]
        )
    )
    return common.section(
        f"The chain of {document['programme']}",
        "chain",
        [
            elements.P(says, className="lead"),
            common.chart(
                "chain",
                drawn,
                f"Timeline: {len(document['awards'])} awards, one after another.",
                source,
                elements.Div(common.group_key(groups), className="always"),
                [_chain_awards(document), _links(document)],
            ),
        ],
    )


def _chain_awards(document: Document) -> Element:
    columns = [
        ("Award", ""),
        ("Vendor", ""),
        ("Begins", "date"),
        ("Ends", "date"),
        ("With options", "date"),
        ("How bought", "bought"),
        ("Obligated", "number"),
        ("Ceiling now", "number"),
    ]
    body = [
        [
            subjects.award_link(each),
            fmt.text(each["recipient_name"]),
            fmt.day(each["start_date"]),
            fmt.day(each["end_date"]),
            fmt.day(each["potential_end_date"]),
            subjects.award_bought(each),
            fmt.exact(each["obligated_usd"]),
            fmt.exact(each["ceiling_usd"]),
        ]
        for each in document["awards"]
    ]
    return common.table("The awards of the chain", columns, body, "chain-table")


def _links(document: Document) -> Element:
    columns = [("From", ""), ("To", ""), ("Between", ""), ("Why", "words"), ("By", "words")]
    body = [
        [
            link["earlier_piid"],
            link["later_piid"],
            fmt.NOT_KNOWN
            if link["days_after_end"] is None
            else chain_timeline.between(int(link["days_after_end"])),
            fmt.sentence(link["because"]),
            f"{link['by']}, {link['since']}",
        ]
        for link in document["links"]
    ]
    return common.table("Why each continues the other", columns, body)
