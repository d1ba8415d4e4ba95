"""`fetch history`: every version of an action, and what closed it."""

from __future__ import annotations

from typing import Annotated

import typer

from fetch import console
from fetch.console import AsJson
from fetch.settings import Settings


def history(
    key: Annotated[str, typer.Argument(help="An action's key, an award's key, or a PIID.")],
    as_json: AsJson = False,
) -> None:
    """List every version of an action or award, and its end."""
    from fetch.reports.history import history as versions
    from fetch.reports.history import lines

    report = versions(Settings(), key)
    if as_json:
        console.document(report)
        return
    console.answer("\n".join(lines(report)))
