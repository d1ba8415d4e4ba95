"""Download bar of a view; the formats are in `dashboard.exports`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboard.exports import ways_out
from dashboard.exports.way_out import ADDRESS, CHART, FOLD, ROWS, Taken
from dashboard.html import elements
from dashboard.html.elements import Element

Child = Element | str


def bar(taken: Taken, rows: Sequence[tuple[str, str]]) -> Element:
    """Everything that can be taken from one part of a page.

    `rows`: each set of rows with its filters (`growth?component=ICE`), and what they are.
    """
    lines: list[list[Any]] = [
        [f"{what}: ", *_offers(ROWS, replace(taken, rows=name))] for name, what in rows
    ]
    if taken.chart:
        lines.append(["Chart: ", *_offers(CHART, taken)])
    lines.append(_offers(ADDRESS, taken))
    return elements.plain(
        elements.Div(
            [
                elements.Ul([elements.Li(line) for line in lines], className="take"),
                *(way.offer(taken) for way in ways_out() if way.place == FOLD),
            ],
            className="ways-out",
        )
    )


def _offers(place: str, taken: Taken) -> list[Any]:
    """What is on offer in one line, with dots between."""
    offers = [way.offer(taken) for way in ways_out() if way.place == place]
    parts = [each for offer in offers if offer is not None for each in (offer, " · ")]
    return parts[:-1]
