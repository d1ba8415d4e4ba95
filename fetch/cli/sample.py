"""`fetch sample`: the embedded default."""

from __future__ import annotations

from typing import Annotated

import typer

from fetch import console, sources
from fetch.cli import speech
from fetch.console import AsJson
from fetch.settings import Settings


def sample(
    if_empty: Annotated[bool, typer.Option(help="Only into an empty warehouse.")] = False,
    as_json: AsJson = False,
) -> None:
    """Load the embedded sample: 3,312 actions of 798 awards."""
    settings = Settings()
    if if_empty and _actions(settings):
        return
    from fetch.ingest.importer import import_sample

    sources.load()
    run = import_sample(settings)
    speech.say_run(run)
    if as_json:
        console.document({"run_id": run.run_id, "file": run.file, **run.counts})


def _actions(settings: Settings) -> int:
    """Number of actions in the warehouse; 0 where there is no warehouse."""
    from fetch.errors import NothingHeld
    from fetch.warehouse.database import Warehouse

    try:
        with Warehouse(settings.warehouse, read_only=True) as store:
            return int(store.one("SELECT count(*) FROM transactions")[0])
    except NothingHeld:
        return 0
