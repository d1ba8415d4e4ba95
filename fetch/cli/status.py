"""`fetch status`: records, sources, lateness and gaps."""

from __future__ import annotations

from fetch import console
from fetch.console import AsJson
from fetch.settings import Settings


def status(as_json: AsJson = False) -> None:
    """List the records held, how late they come, and the gaps."""
    from fetch.reports.status import status as state
    from fetch.reports.status_text import lines

    document = state(Settings())
    if as_json:
        console.document(document)
        return
    console.answer("\n".join(lines(document)))
