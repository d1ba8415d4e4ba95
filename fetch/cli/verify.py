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
        report = verify_archive(Archive(Settings().archive), announce)
    for what in ("missing", "altered"):
        for one in report[what]:
            console.say(f"{what}: {one['sha256']} ({one['was']})")
    for path, lines in report["damaged_lines"].items():
        console.say(f"damaged: {path}, lines {', '.join(map(str, lines))}")
    if report["in_no_journal"]:
        console.say(f"{len(report['in_no_journal'])} objects stand in no journal; they do no harm")
    console.say(f"{report['objects']:,} objects, {report['bytes']:,} bytes, hashed again")
    if report["missing"] or report["altered"]:
        console.say(
            "what came from a file: import it again; from the service: python -m fetch sync --full"
        )
    if as_json:
        console.document(report)
    if not report["good"]:
        raise typer.Exit(1)
