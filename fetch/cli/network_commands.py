"""The commands that ask the public services: sync, and what follows from it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import typer

from fetch import console, fiscal
from fetch.cli import award_commands, sam_commands
from fetch.console import AsJson
from fetch.settings import AGENCY, Settings

ENDED = "nothing is lost, and the next run goes on where this one was"


def add_to(app: typer.Typer) -> None:
    """Give an application these commands."""
    app.command(epilog="Example: python -m fetch sync --years 2019-2026")(sync)
    award_commands.add_to(app)


def sync(
    agency: Annotated[str, typer.Option(help="Three-digit agency code, or all.")] = AGENCY,
    years: Annotated[
        str, typer.Option(help="Fiscal years: 2024, 2019-2026, or 2024- and on. Default: 2008-.")
    ] = "",
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From this day's fiscal year on.")
    ] = None,
    part: Annotated[
        list[str] | None,
        typer.Option(help="archive, funded or recent; may be repeated. Default: all three."),
    ] = None,
    full: Annotated[bool, typer.Option(help="Fetch every Full file again, held or not.")] = False,
    source: Annotated[
        str, typer.Option(help="usaspending, or sam: notices of SAM.gov.")
    ] = "usaspending",
    as_json: AsJson = False,
) -> None:
    """Bring every contract action since FY2008, then only what has changed.

    Polite and resumable: one request a second, every answer kept in the archive; what was
    cut off is taken up where it was.
    """
    if source == "sam":
        sam_commands.sync_sam(
            agency, fiscal_years(years, since) if years or since else (), full, as_json
        )
        return
    if source != "usaspending":
        raise typer.BadParameter(f"{source}: there are usaspending and sam")
    from fetch.usaspending.sync.sync import sync as bring
    from fetch.usaspending.sync.sync_run import PARTS, SyncScope

    parts = tuple(part or PARTS)
    unknown = [name for name in parts if name not in PARTS]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]}: there are {', '.join(PARTS)}")
    first, last = _first_and_last(years, since)
    scope = SyncScope(agency, tuple(range(first, last + 1)) if last else (), parts, full, first)
    with console.progress(ENDED) as announce:
        told = bring(Settings(), scope, announce, console.say)
    _say_sync(told)
    if as_json:
        console.document(told)
    if told["problems"]:
        raise typer.Exit(1)


def fiscal_years(years: str, since: datetime | None) -> tuple[int, ...]:
    """The years meant; to the present fiscal year where no end is given."""
    first, last = _first_and_last(years, since)
    newest = fiscal.of(date.today()) + 1
    last = last or newest - 1
    if not first <= last <= newest:
        raise typer.BadParameter(f"{first} to {last}: fiscal years run to {newest}")
    return tuple(range(first, last + 1))


def _first_and_last(years: str, since: datetime | None) -> tuple[int, int | None]:
    """The first fiscal year meant, and the last; None to the newest."""
    from fetch.usaspending.api import FIRST_FISCAL_YEAR

    if years and since:
        raise typer.BadParameter("--years and --since: give one of them")
    start, dash, end = years.partition("-")
    try:
        first = int(start) if years else FIRST_FISCAL_YEAR
        last = int(end or 0) or (first if years and not dash else None)
    except ValueError:
        raise typer.BadParameter(f"{years}: write 2024, 2019-2026 or 2024-") from None
    first = fiscal.of(since.date()) if since else first
    if not FIRST_FISCAL_YEAR <= first <= (last or first) <= date.max.year:
        named = f"{first} to {last or 'the newest'}"
        raise typer.BadParameter(f"{named}: fiscal years begin with {FIRST_FISCAL_YEAR}")
    return first, last


def _say_sync(told: dict[str, Any]) -> None:
    from fetch.reports import summary

    as_of = told["data_as_of"] or "an unknown day"
    asked = f"{told['requests']:,} requests"
    if not told["written"]:
        console.say(f"{told['agency']}: nothing new as of {as_of}; {asked}, nothing written")
    else:
        console.say(
            f"{told['agency']} as of {as_of}, {asked}: {told['rows_new']:,} new, "
            f"{told['rows_changed']:,} changed, {told['rows_same']:,} already held, "
            f"{told['rows_closed']:,} closed, {told['rows_quarantined']:,} in quarantine"
        )
    for line in summary.lines(told) if told["round"] else summary.check_lines(told):
        console.say(line)
    for note in told["notes"]:
        console.say(f"note: {note}")
    for what, problem in told["problems"].items():
        console.say(f"failed: {what}: {problem}")
