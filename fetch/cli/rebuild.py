"""`fetch rebuild`: the warehouse made again from the archive."""

from __future__ import annotations

from typing import Annotated

import typer

from fetch import console, sources
from fetch.console import AsJson
from fetch.settings import Settings

SAME = {True: "as before", False: "DIFFERENT from before", None: "not compared"}


def rebuild(
    anyway: Annotated[bool, typer.Option(help="Leave out what the archive lacks.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make the warehouse again from the archive, and compare."""
    from fetch.ingest.rebuild import rebuild as make

    sources.load()
    with console.progress() as announce:
        report = make(Settings(), announce, anyway=anyway)
    for name, table in report["tables"].items():
        console.say(f"{name}: {table['rows']:,} rows, {SAME[table['equal']]}")
    for name, reason in report["left_out"].items():
        console.say(f"left out: {name}: {reason}")
    for answer in report["answers_lost"]:
        console.say(f"lost: {answer}; no record is made from it")
    if not report["equal"]:
        console.say("the warehouse as it was before lies beside it: warehouse.before.duckdb")
    if as_json:
        console.document(report)
    if report["equal"] is False:
        raise typer.Exit(1)
