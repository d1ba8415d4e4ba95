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


def say_reasons(run_ids: list[str]) -> None:
    """Print why rows of these runs could not be read, the most frequent reason first."""
    from fetch.reports import unread
    from fetch.warehouse.database import Warehouse

    if not run_ids:
        return
    with Warehouse(Settings().warehouse, read_only=True) as store:
        counts = unread.reasons_of_runs(store, run_ids)
        report = unread.unread(store)
    for reason, count in list(counts.items())[:MOST_LISTED]:
        console.say(f"  {count:,} × {reason}")
    if line := unread.sentence(report):
        console.say(f"{line}; {unread.HOW_TO_LIST} lists what")


def say_gaps() -> dict[str, Any]:
    """Print the gaps that the files held leave; return them for `--json`."""
    from fetch.reports import gaps
    from fetch.warehouse.database import Warehouse

    if not Settings().warehouse.exists():
        return {"gaps": gaps.NONE}
    with Warehouse(Settings().warehouse, read_only=True) as store:
        report = gaps.gaps(store)
    for line in gaps.lines(report):
        console.say(line)
    return {"gaps": report}


def say_checks(round_id: str | None) -> dict[str, Any]:
    """Print a round's alarms; return the round for `--json`."""
    from fetch.ingest import rounds
    from fetch.reports import summary

    if round_id is None:
        return {"round": None}
    report = rounds.of_round(Settings(), round_id)
    for line in summary.check_lines(report):
        console.say(line)
    return report


def say_awards_round(report: dict[str, Any]) -> None:
    """Print the requests, rows and failures of a command about single awards."""
    from fetch.reports import summary

    say_notes(report)
    say_quarantine(report["quarantine"])
    head = f"as of {report['data_as_of'] or 'an unknown day'}, {report['requests']:,} requests"
    if report["round"] is None:
        console.say(f"{head}: nothing written")
        return
    console.say(
        f"{head}: {report['rows_new']:,} rows new, {report['rows_changed']:,} changed, "
        f"{report['rows_same']:,} already held"
    )
    for line in summary.lines(report):
        console.say(line)


def say_quarantine(rows: list[dict[str, Any]]) -> None:
    """Print the rows of a command that lie in quarantine, each with file, line and reason."""
    for row in rows[:MOST_LISTED]:
        fate = "held without it" if row["kept"] else "left out"
        console.say(f"quarantine: {row['file']}, line {row['line']}: {row['reason']}; {fate}")
    if len(rows) > MOST_LISTED:
        console.say(f"  and {len(rows) - MOST_LISTED:,} more (see --json)")


def say_notes(report: dict[str, Any]) -> None:
    """Notes, then failures, each failure with its subject named once."""
    for note in report["notes"]:
        console.say(f"note: {note}")
    for what, problem in report["problems"].items():
        named = problem if problem.startswith(f"{what}:") else f"{what}: {problem}"
        console.say(f"failed: {named}")
