"""`fetch export`: the records as Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fetch import console
from fetch.console import AsJson
from fetch.settings import Settings


def export(
    folder: Annotated[
        Path | None, typer.Argument(help="Default: the folder export among the data.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the records as Parquet, partitioned by fiscal year."""
    from fetch.export import export as write

    settings = Settings()
    target = folder or settings.exported
    manifest = write(settings, target)
    if as_json:
        console.document(manifest)
    console.say(f"{target}: {manifest['actions']:,} actions, as of {manifest['as_of']}")
