"""The commands over what is kept: verify, rebuild, accept."""

from __future__ import annotations

from typing import Annotated

import typer

from fetch import commands
from fetch.commands import AsJson
from fetch.settings import Settings

SAME = {True: "as before", False: "DIFFERENT from before", None: "not compared"}


def add_to(app: typer.Typer) -> None:
    """Give an application these commands."""
    app.command(epilog="Example: python -m fetch verify --json")(verify)
    app.command(epilog="Example: python -m fetch rebuild")(rebuild)
    app.command(epilog="Example: python -m fetch accept")(accept)


def verify(as_json: AsJson = False) -> None:
    """Hash everything in the archive again; name what is missing or altered."""
    from fetch.archive import Archive
    from fetch.rebuild import verify as found

    with commands.progress() as announce:
        told = found(Archive(Settings().archive), announce)
    for what in ("missing", "altered"):
        for one in told[what]:
            commands.say(f"{what}: {one['sha256']} ({one['was']})")
    for path, lines in told["damaged_lines"].items():
        commands.say(f"damaged: {path}, lines {', '.join(map(str, lines))}")
    if told["in_no_journal"]:
        commands.say(f"{len(told['in_no_journal'])} objects stand in no journal; they do no harm")
    commands.say(f"{told['objects']:,} objects, {told['bytes']:,} bytes, hashed again")
    if told["missing"] or told["altered"]:
        commands.say(
            "what came from a file: import it again; from the service: python -m fetch sync --full"
        )
    if as_json:
        commands.document(told)
    if not told["good"]:
        raise typer.Exit(1)


def rebuild(
    anyway: Annotated[
        bool, typer.Option(help="Leave out what the archive lacks, and name it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make the warehouse again from the archive, with the network off, and compare."""
    from fetch.rebuild import rebuild as make

    with commands.progress() as announce:
        told = make(Settings(), announce, anyway=anyway)
    for name, table in told["tables"].items():
        commands.say(f"{name}: {table['rows']:,} rows, {SAME[table['equal']]}")
    for name, reason in told["left_out"].items():
        commands.say(f"left out: {name}: {reason}")
    if not told["equal"]:
        commands.say("the warehouse as it was before lies beside it: warehouse.before.duckdb")
    if as_json:
        commands.document(told)
    if told["equal"] is False:
        raise typer.Exit(1)


def accept(as_json: AsJson = False) -> None:
    """Accept what the last round found odd, so that the next build publishes it."""
    from fetch.accept import accept as take

    told = take(Settings())
    for check in told["accepted"]:
        commands.say(f"accepted: {check}")
    for check in told["found"]:
        commands.say(f"found only now, by a check that an earlier command did not reach: {check}")
    if told["found"]:
        commands.say("look at them, and run the command again to accept them")
    elif not told["accepted"]:
        commands.say("nothing to accept: the last round is in order")
    if as_json:
        commands.document(told)
