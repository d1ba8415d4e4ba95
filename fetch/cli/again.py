"""`fetch again`: what was set aside, tried once more."""

from __future__ import annotations

import typer

from fetch import console, sources
from fetch.cli import speech
from fetch.console import AsJson
from fetch.settings import Settings


def again(as_json: AsJson = False) -> None:
    """Try once more to read what was set aside."""
    from fetch.ingest.importer import read_again

    sources.load()
    with console.progress() as announce:
        outcome = read_again(Settings(), announce)
    for run in outcome.runs:
        speech.say_run(run)
    for reason in outcome.damaged.values():
        console.say(f"set aside still: {reason}")
    if not (outcome.runs or outcome.damaged):
        console.say("nothing is set aside")
    closed = speech.say_checks(outcome.round_id)
    if as_json:
        console.document(outcome.as_dict() | closed)
    if outcome.damaged:
        raise typer.Exit(1)
