"""`python -m fetch`: bring public contract records in, and say what is held."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from fetch import console
from fetch.cli import archive_commands, held_commands, network_commands
from fetch.console import AsJson
from fetch.settings import Settings

app = console.application("Bring public contract records in, and say what is held.")
network_commands.add_to(app)
archive_commands.add_to(app)
held_commands.add_to(app)


@app.command(
    "import", epilog="Example: python -m fetch import FY2024_070_Contracts_Full_20261106.zip"
)
def import_(
    paths: Annotated[
        list[Path], typer.Argument(help="CSVs, ZIPs as they come, or folders of them.")
    ],
    as_json: AsJson = False,
) -> None:
    """Read official transaction files that a person downloaded from USAspending.gov."""
    from fetch.ingest.importer import import_paths

    with console.progress() as announce:
        outcome = import_paths(Settings(), paths, announce)
    for run in outcome.runs:
        _say_run(run)
    for what, problems in (
        ("left out", outcome.left_out),
        ("refused", outcome.refused),
        ("damaged", outcome.damaged),
        ("not read", outcome.unread),
    ):
        for reason in problems.values():
            console.say(f"{what}: {reason}")
    told = _say_round(outcome.round_id)
    if as_json:
        console.document(outcome.as_dict() | told)
    if not outcome.good:
        if not (outcome.damaged or outcome.refused or outcome.unread):
            console.say("nothing came in: no row of a contract transaction file among these")
        raise typer.Exit(1)


@app.command(epilog="Example: python -m fetch sample")
def sample(
    if_empty: Annotated[bool, typer.Option(help="Only where nothing is held yet.")] = False,
    as_json: AsJson = False,
) -> None:
    """Load the embedded sample: 441 actions of 73 awards."""
    settings = Settings()
    if if_empty and _rows_held(settings):
        return
    from fetch.ingest.importer import import_sample

    run = import_sample(settings)
    _say_run(run)
    if as_json:
        console.document({"run_id": run.run_id, "file": run.file, **run.counts})


@app.command(epilog="Example: python -m fetch describe DATA.md")
def describe(document: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Write the tables of a document anew from the schema, between their marks."""
    from fetch.describe import fill, parts

    document.write_text(fill(document.read_text("utf-8"), parts()), "utf-8")


def _say_round(round_id: str | None) -> dict[str, Any]:
    """The round that a command closed, for `--json`; what it found odd is said."""
    from fetch.reports import summary

    if round_id is None:
        return {"round": None}
    told = summary.of_round(Settings(), round_id)
    for line in summary.check_lines(told):
        console.say(line)
    return told


def _rows_held(settings: Settings) -> int:
    from fetch.errors import NothingHeld
    from fetch.warehouse.database import Warehouse

    try:
        with Warehouse(settings.warehouse, read_only=True) as store:
            return store.one("SELECT count(*) FROM transactions")[0]
    except NothingHeld:
        return 0


def _say_run(run: Any) -> None:
    counts = run.counts
    console.say(
        f"{run.file}: {counts['rows_read']:,} rows read; {counts['rows_new']:,} new, "
        f"{counts['rows_changed']:,} changed, {counts['rows_same']:,} already held, "
        f"{counts['rows_deleting']:,} deletions ({counts['rows_closed']:,} closed), "
        f"{counts['rows_quarantined']:,} in quarantine"
    )
    for name, listed in run.notes.items():
        shown = ", ".join(listed[:8]) + (f" and {len(listed) - 8} more" if len(listed) > 8 else "")
        console.say(f"  {name}: {shown}")


if __name__ == "__main__":
    console.run(app)
