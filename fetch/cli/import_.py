"""`fetch import`: files that a person downloaded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fetch import console, sources
from fetch.cli import speech
from fetch.console import AsJson
from fetch.settings import Settings


def import_(
    paths: Annotated[
        # readable or not is found file by file: one that is not must not stop the others
        list[Path],
        typer.Argument(help="CSVs, ZIPs as they come, or folders of them.", readable=False),
    ],
    as_json: AsJson = False,
) -> None:
    """Read official files downloaded from USAspending.gov."""
    from fetch.ingest.importer import import_paths

    sources.load()
    with console.progress() as announce:
        outcome = import_paths(Settings(), paths, announce)
    for run in outcome.runs:
        speech.say_run(run)
    for what, problems in (
        ("left out", outcome.left_out),
        ("refused", outcome.refused),
        ("damaged", outcome.damaged),
        ("not read", outcome.unread),
    ):
        for reason in problems.values():
            console.say(f"{what}: {reason}")
    if len(outcome.damaged) > 1:
        console.say(f"{len(outcome.damaged):,} files are damaged, each named above")
    speech.say_reasons([run.run_id for run in outcome.runs])
    closed = speech.say_checks(outcome.round_id) | speech.say_gaps()
    if as_json:
        console.document(outcome.as_dict() | closed)
    if not outcome.good:
        if not (outcome.damaged or outcome.refused or outcome.unread):
            console.say("nothing came in: no row of a contract transaction file among these")
        raise typer.Exit(1)
