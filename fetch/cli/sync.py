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
    full: Annotated[
        bool, typer.Option(help="Fetch every Full file and funded year again.")
    ] = False,
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
        wanted = fiscal_years(years, since) if years or since else ()
        report = _sync_sam(agency, wanted, full)
    elif source == "usaspending":
        report = _sync_usaspending(agency, first_and_last(years, since), part, full)
    else:
        raise typer.BadParameter(f"{source}: there are usaspending and sam")
    speech.say_notes(report)
    if as_json:
        console.document(report)
    if report["problems"]:
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
        report = bring(Settings(), scope, announce, console.say)
    _say_usaspending(report)
    return report


def _say_usaspending(report: dict[str, Any]) -> None:
    from fetch.reports import summary

    as_of = report["data_as_of"] or "an unknown day"
    requests = f"{report['requests']:,} requests"
    if not report["written"]:
        console.say(f"{report['agency']}: nothing new as of {as_of}; {requests}, nothing written")
    else:
        console.say(
            f"{report['agency']} as of {as_of}, {requests}: {report['rows_new']:,} new, "
            f"{report['rows_changed']:,} changed, {report['rows_same']:,} already held, "
            f"{report['rows_closed']:,} closed, {report['rows_quarantined']:,} in quarantine"
        )
    for line in summary.lines(report) if report["round"] else summary.check_lines(report):
        console.say(line)


def _sync_sam(agency: str, years: tuple[int, ...], full: bool) -> dict[str, Any]:
    """The notices of SAM.gov, and with a key what belongs to them."""
    from fetch.sam.sync import sync_sam

    with console.progress(ENDED) as announce:
        report = sync_sam(Settings(), agency, announce, console.say, years=years, full=full)
    _say_sam(report)
    return report


def _say_sam(report: dict[str, Any]) -> None:
    requests = f"{report['requests']:,} requests"
    if not report["written"]:
        console.say(f"SAM.gov: nothing new; {requests}, nothing written")
    else:
        console.say(
            f"SAM.gov, {requests}: {report['rows_new']:,} new, {report['rows_changed']:,} changed, "
            f"{report['rows_same']:,} already held, {report['rows_quarantined']:,} in quarantine"
        )
    if report["next_access_time"]:
        console.say(
            f"the key's requests of the day are used up; the next can be sent at "
            f"{report['next_access_time']}: run it again then, it goes on where it was"
        )
    elif report["requests_left_today"] is not None:
        console.say(f"{report['requests_left_today']:,} requests of the key left today")
