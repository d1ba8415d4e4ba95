"""`fetch sync`: every contract action of an agency, then what has changed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from fetch import console, sources
from fetch.cli import speech
from fetch.cli.years import first_and_last, fiscal_years
from fetch.console import AsJson
from fetch.settings import AGENCY, Settings

ENDED = "nothing is lost, and the next run goes on where this one was"


def sync(
    agency: Annotated[str, typer.Option(help="Three-digit agency code, or all.")] = AGENCY,
    years: Annotated[
        str, typer.Option(help="Fiscal years: 2024, 2019-2026, or 2024-. Default: 2008-.")
    ] = "",
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From this day's fiscal year on.")
    ] = None,
    part: Annotated[
        list[str] | None,
        typer.Option(help="archive, funded or recent. Repeatable. Default: all."),
    ] = None,
    full: Annotated[bool, typer.Option(help="Fetch every Full file again.")] = False,
    source: Annotated[
        str, typer.Option(help="usaspending, or sam: notices of SAM.gov.")
    ] = "usaspending",
    as_json: AsJson = False,
) -> None:
    """Bring contract actions since FY2008, then the changes.

    One request a second, every answer kept in the archive.
    A run that was cut off goes on where it was.
    """
    sources.load()
    if source == "sam":
        chosen = fiscal_years(years, since) if years or since else ()
        told = _sync_sam(agency, chosen, full)
    elif source == "usaspending":
        told = _sync_usaspending(agency, first_and_last(years, since), part, full)
    else:
        raise typer.BadParameter(f"{source}: there are usaspending and sam")
    speech.say_notes(told)
    if as_json:
        console.document(told)
    if told["problems"]:
        raise typer.Exit(1)


def _sync_usaspending(
    agency: str, years: tuple[int, int | None], part: list[str] | None, full: bool
) -> dict[str, Any]:
    from fetch.usaspending.sync.sync import sync as bring
    from fetch.usaspending.sync.sync_run import PARTS, SyncScope

    parts = tuple(part or PARTS)
    unknown = [name for name in parts if name not in PARTS]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]}: there are {', '.join(PARTS)}")
    first, last = years
    scope = SyncScope(agency, tuple(range(first, last + 1)) if last else (), parts, full, first)
    with console.progress(ENDED) as announce:
        told = bring(Settings(), scope, announce, console.say)
    _say_usaspending(told)
    return told


def _say_usaspending(told: dict[str, Any]) -> None:
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


def _sync_sam(agency: str, years: tuple[int, ...], full: bool) -> dict[str, Any]:
    """The notices of SAM.gov, and with a key what belongs to them."""
    from fetch.sam.sync import sync_sam

    with console.progress(ENDED) as announce:
        told = sync_sam(Settings(), agency, announce, console.say, years=years, full=full)
    _say_sam(told)
    return told


def _say_sam(told: dict[str, Any]) -> None:
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
