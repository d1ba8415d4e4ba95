"""Link to a file of rows, as the bar shows it."""

from __future__ import annotations

from typing import Any

from dashboard.exports.sheet import DATA
from dashboard.exports.way_out import Taken
from dashboard.html import elements


def link(kind: str, taken: Taken) -> Any:
    """A link to the rows in one kind of file."""
    name, _, search = taken.rows.partition("?")
    query = f"?{search}" if search else ""
    return elements.A(kind.upper(), href=f"{DATA}{name}.{kind}{query}", download="")
