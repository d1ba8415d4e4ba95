"""`fetch verify`: the archive hashed again."""

from __future__ import annotations

from typing import Any

import typer

from fetch import console
from fetch.console import AsJson
from fetch.settings import Settings


def verify(as_json: AsJson = False) -> None:
    """Hash the archive again; name what is missing or altered."""
    from fetch.archive.store import Archive
    from fetch.ingest.rebuild import verify as verify_archive

    with console.progress() as announce:
        settings = Settings()
        report = verify_archive(Archive(settings.archive), announce, settings.warehouse)
    _say(report)
    if as_json:
        console.document(report)
    if not report["good"]:
        raise typer.Exit(1)


def _say(report: dict[str, Any]) -> None:
    """What was found, then what to do about it."""
    for what in ("missing", "altered"):
        for one in report[what]:
            console.say(f"{what}: {one['sha256']} ({one['was']})")
    for path, lines in report["damaged_lines"].items():
        console.say(f"damaged: {path}, lines {', '.join(map(str, lines))}")
    for one in report["left_out"]:
        console.say(f"lost, and left out already: {one['sha256']} ({one['was']})")
    for run in report["not_noted"]:
        console.say(f"held, and not in the archive: {run}")
    if report["in_no_journal"]:
        console.say(f"{len(report['in_no_journal'])} objects stand in no journal; they do no harm")
    console.say(f"{report['objects']:,} objects, {report['bytes']:,} bytes, hashed again")
    if report["missing"] or report["altered"]:
        console.say(
            "what came from a file: import it again; from the service: python -m fetch sync "
            "--full; what cannot come again is left out by: python -m fetch rebuild --anyway"
        )
    if report["damaged_lines"] or report["not_noted"]:
        console.say("import the files of these runs again, then: python -m fetch rebuild --anyway")
