"""Sentences on stderr that several commands have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fetch import console
from fetch.settings import Settings

if TYPE_CHECKING:
    from fetch.ingest.types import Run

MOST_LISTED = 8


def say_run(run: Run) -> None:
    """The rows that a file brought, and what was odd about it."""
    counts = run.counts
    console.say(
        f"{run.file}: {counts['rows_read']:,} rows read; {counts['rows_new']:,} new, "
        f"{counts['rows_changed']:,} changed, {counts['rows_same']:,} already held, "
        f"{counts['rows_deleting']:,} deletions ({counts['rows_closed']:,} closed), "
        f"{counts['rows_quarantined']:,} in quarantine"
    )
    for name, listed in run.notes.items():
        shown = ", ".join(listed[:MOST_LISTED])
        more = f" and {len(listed) - MOST_LISTED} more" if len(listed) > MOST_LISTED else ""
        console.say(f"  {name}: {shown}{more}")


def say_checks(round_id: str | None) -> dict[str, Any]:
    """What a round found odd; returns the round for `--json`."""
    from fetch.ingest import rounds
    from fetch.reports import summary

    if round_id is None:
        return {"round": None}
    told = rounds.of_round(Settings(), round_id)
    for line in summary.check_lines(told):
        console.say(line)
    return told


def say_awards_round(told: dict[str, Any]) -> None:
    """What a command about single awards asked, wrote and could not have."""
    from fetch.reports import summary

    say_notes(told)
    asked = f"as of {told['data_as_of'] or 'an unknown day'}, {told['requests']:,} requests"
    if told["round"] is None:
        console.say(f"{asked}: nothing written")
        return
    console.say(
        f"{asked}: {told['rows_new']:,} rows new, {told['rows_changed']:,} changed, "
        f"{told['rows_same']:,} already held"
    )
    for line in summary.lines(told):
        console.say(line)


def say_notes(told: dict[str, Any]) -> None:
    """Notes, then failures, each failure with its subject named once."""
    for note in told["notes"]:
        console.say(f"note: {note}")
    for what, problem in told["problems"].items():
        named = problem if problem.startswith(f"{what}:") else f"{what}: {problem}"
        console.say(f"failed: {named}")
