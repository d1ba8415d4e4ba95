"""The commands over what is kept: verify, rebuild, accept."""

from __future__ import annotations

from typing import Annotated

import typer

from fetch import console
from fetch.console import AsJson
from fetch.settings import Settings

SAME = {True: "as before", False: "DIFFERENT from before", None: "not compared"}


def add_to(app: typer.Typer) -> None:
    """Give an application these commands."""
    app.command(epilog="Example: python -m fetch verify --json")(verify)
    app.command(epilog="Example: python -m fetch rebuild")(rebuild)
    app.command(epilog="Example: python -m fetch accept")(accept)


def verify(as_json: AsJson = False) -> None:
    """Hash everything in the archive again; name what is missing or altered."""
    from fetch.archive.store import Archive
    from fetch.ingest.rebuild import verify as found

    with console.progress() as announce:
        told = found(Archive(Settings().archive), announce)
    for what in ("missing", "altered"):
        for one in told[what]:
            console.say(f"{what}: {one['sha256']} ({one['was']})")
    for path, lines in told["damaged_lines"].items():
        console.say(f"damaged: {path}, lines {', '.join(map(str, lines))}")
    if told["in_no_journal"]:
        console.say(f"{len(told['in_no_journal'])} objects stand in no journal; they do no harm")
    console.say(f"{told['objects']:,} objects, {told['bytes']:,} bytes, hashed again")
    if told["missing"] or told["altered"]:
        console.say(
            "what came from a file: import it again; from the service: python -m fetch sync --full"
        )
    if as_json:
        console.document(told)
    if not told["good"]:
        raise typer.Exit(1)


def rebuild(
    anyway: Annotated[
        bool, typer.Option(help="Leave out what the archive lacks, and name it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make the warehouse again from the archive, with the network off, and compare."""
    from fetch.ingest.rebuild import rebuild as make

    with console.progress() as announce:
        told = make(Settings(), announce, anyway=anyway)
    for name, table in told["tables"].items():
        console.say(f"{name}: {table['rows']:,} rows, {SAME[table['equal']]}")
    for name, reason in told["left_out"].items():
        console.say(f"left out: {name}: {reason}")
    if not told["equal"]:
        console.say("the warehouse as it was before lies beside it: warehouse.before.duckdb")
    if as_json:
        console.document(told)
    if told["equal"] is False:
        raise typer.Exit(1)


def accept(as_json: AsJson = False) -> None:
    """Accept what the last round found odd, so that the next build publishes it."""
    from fetch.ingest.acceptance import accept as take

    told = take(Settings())
    for check in told["accepted"]:
        console.say(f"accepted: {check}")
    for check in told["found"]:
        console.say(f"found only now, by a check that an earlier command did not reach: {check}")
    if told["found"]:
        console.say("look at them, and run the command again to accept them")
    elif not told["accepted"]:
        console.say("nothing to accept: the last round is in order")
    if as_json:
        console.document(told)
