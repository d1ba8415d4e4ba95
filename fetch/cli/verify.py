"""`fetch verify`: the archive hashed again."""

from __future__ import annotations

import typer

from fetch import console
from fetch.console import AsJson
from fetch.settings import Settings


def verify(as_json: AsJson = False) -> None:
    """Hash the archive again; name what is missing or altered."""
    from fetch.archive.store import Archive
    from fetch.ingest.rebuild import verify as verify_archive

    with console.progress() as announce:
        told = verify_archive(Archive(Settings().archive), announce)
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
