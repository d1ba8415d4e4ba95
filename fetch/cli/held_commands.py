"""The commands over what is held: how much, how late, what is missing; what was said and when."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fetch import console
from fetch.console import AsJson
from fetch.settings import Settings


def add_to(app: typer.Typer) -> None:
    """Give an application these commands."""
    app.command(epilog="Example: python -m fetch status --json")(status)
    app.command(epilog="Example: python -m fetch history 70CTD022FR0000170")(history)
    app.command(epilog="Example: python -m fetch export")(export)


def status(as_json: AsJson = False) -> None:
    """Say what is held, from where, as of when, how late it comes, and what is missing."""
    from fetch.reports.status import status as held
    from fetch.reports.status_text import lines

    found = held(Settings())
    if as_json:
        console.document(found)
        return
    sys.stdout.write("\n".join(lines(found)) + "\n")


def export(
    folder: Annotated[
        Path | None, typer.Argument(help="Default: the folder export among the data.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write what is held as Parquet by fiscal year, for another engine or another machine."""
    from fetch.export import export as written

    settings = Settings()
    target = folder or settings.exported
    manifest = written(settings, target)
    if as_json:
        console.document(manifest)
    console.say(f"{target}: {manifest['actions']:,} actions, as of {manifest['as_of']}")


def history(
    key: Annotated[str, typer.Argument(help="An action's key, an award's key, or a PIID.")],
    as_json: AsJson = False,
) -> None:
    """List every version of an action, or of each action of an award, and what closed it."""
    from fetch.reports.history import history as told_of
    from fetch.reports.history import lines

    told = told_of(Settings(), key)
    if as_json:
        console.document(told)
        return
    sys.stdout.write("\n".join(lines(told)) + "\n")
