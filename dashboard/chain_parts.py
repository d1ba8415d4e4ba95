"""A chain of awards on a page: the timeline, its awards, and why each continues the other."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from analysis.published import Build
from dashboard import chain_figures, explain, html, parts, subjects, words

Told = dict[str, Any]


def chain(build: Build, told: Told | None) -> Component | None:
    """The chain in which it stands, through time."""
    if told is None:
        return None
    source = words.source_line(build.as_of, build.build_id)

    drawn = chain_figures.timeline(told, source)
    says = (
        "Which award continues which, as people confirmed it, with the reason. Thick: to the "
        "current end. Thin: to the end of its options. A "
        "diamond: its end is not stated. The chain may hold more than this programme."
    )
    groups = list(
        dict.fromkeys(explain.class_group(each["competition_class"]) for each in told["awards"])
    )
    return parts.section(
        f"The chain of {told['programme']}",
        "chain",
        [
            html.P(says, className="lead"),
            parts.chart(
                "chain",
                drawn,
                f"Timeline: {len(told['awards'])} awards, one after another.",
                source,
                html.Div(parts.group_key(groups), className="always"),
                [_chain_awards(told), _links(told)],
            ),
        ],
    )


def _chain_awards(told: Told) -> Component:
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
            words.text(each["recipient_name"]),
            words.day(each["start_date"]),
            words.day(each["end_date"]),
            words.day(each["potential_end_date"]),
            subjects.bought(each["competition_class"]),
            words.exact(each["obligated_usd"]),
            words.exact(each["ceiling_usd"]),
        ]
        for each in told["awards"]
    ]
    return parts.table("The awards of the chain", columns, body, "chain-table")


def _links(told: Told) -> Component:
    columns = [("From", ""), ("To", ""), ("Between", ""), ("Why", "words"), ("By", "words")]
    body = [
        [
            link["earlier_piid"],
            link["later_piid"],
            words.NOT_KNOWN
            if link["days_after_end"] is None
            else chain_figures.between(int(link["days_after_end"])),
            words.sentence(link["because"]),
            f"{link['by']}, {link['since']}",
        ]
        for link in told["links"]
    ]
    return parts.table("Why each continues the other", columns, body)
