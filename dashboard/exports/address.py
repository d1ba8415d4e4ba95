"""Address of a view: a link to it, and one for a frame on another page."""

from __future__ import annotations

from typing import Any

from dashboard.exports.way_out import ADDRESS, Taken, WayOut
from dashboard.html import elements
from dashboard.url.paths import EMBED


def link(taken: Taken) -> Any:
    """The address that shows this again."""
    return elements.A("Link to this view", href=taken.address)


def embed(taken: Taken) -> Any:
    """The same for a frame on another page, at the chart where there is one."""
    at = f"#chart-{taken.chart}" if taken.chart else ""
    return elements.A("to embed it", href=f"{EMBED}{taken.address}{at}")


WAYS = (WayOut("link", 30, ADDRESS, link), WayOut("embed", 31, ADDRESS, embed))
