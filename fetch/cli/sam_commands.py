"""What `sync --source sam` says of itself."""

from __future__ import annotations

from typing import Any

import typer

from fetch import console
from fetch.settings import Settings

ENDED = "nothing is lost, and the next run goes on where this one was"


def sync_sam(agency: str, years: tuple[int, ...], full: bool, as_json: bool) -> None:
    """Bring the notices of SAM.gov, and with a key what belongs to them; tell what came."""
    from fetch.sam.sync import sync_sam as bring

    with console.progress(ENDED) as announce:
        told = bring(Settings(), agency, announce, console.say, years=years, full=full)
    _say(told)
    if as_json:
        console.document(told)
    if told["problems"]:
        raise typer.Exit(1)


def _say(told: dict[str, Any]) -> None:
    asked = f"{told['requests']:,} requests"
    if not told["written"]:
        console.say(f"SAM.gov: nothing new; {asked}, nothing written")
    else:
        console.say(
            f"SAM.gov, {asked}: {told['rows_new']:,} new, {told['rows_changed']:,} changed, "
            f"{told['rows_same']:,} already held, {told['rows_quarantined']:,} in quarantine"
        )
    if told["next_access_time"]:
        console.say(
            f"the key's requests of the day are used up; the next can be sent at "
            f"{told['next_access_time']}: run it again then, it goes on where it was"
        )
    elif told["requests_left_today"] is not None:
        console.say(f"{told['requests_left_today']:,} requests of the key left today")
    for note in told["notes"]:
        console.say(f"note: {note}")
    for what, problem in told["problems"].items():
        console.say(f"failed: {what}: {problem}")
