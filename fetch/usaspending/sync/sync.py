"""`sync`: every contract action of an agency, and then what has changed.

Three parts, each taking up where the last run ended:

archive   the Award Data Archive: a Full file for each fiscal year, then the Deltas
funded    what the agency pays for and another signs, by search, year by year
recent    what was changed since, by the day a record was last modified

With nothing new the warehouse is not opened for writing; the archive keeps the few answers.
What an earlier round stopped is told again, until it is mended or accepted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fetch.errors import NothingHeld
from fetch.http.client import Client
from fetch.http.retry import Clock
from fetch.ingest import rounds
from fetch.ingest.pipeline import IngestPipeline
from fetch.progress import Announce
from fetch.settings import Settings
from fetch.usaspending.api import EVERY_AGENCY, FIRST_FISCAL_YEAR
from fetch.usaspending.service import usaspending
from fetch.usaspending.sync.archive_files import bring_archive
from fetch.usaspending.sync.searches import bring_funded, bring_recent
from fetch.usaspending.sync.sync_run import SyncRun, SyncScope
from fetch.warehouse.closures import AWARDING_AGENCY, FISCAL_YEAR
from fetch.warehouse.database import Warehouse

STEPS = {"archive": bring_archive, "funded": bring_funded, "recent": bring_recent}


def sync(
    settings: Settings,
    scope: SyncScope,
    announce: Announce,
    say: Callable[[str], None],
    clock: Clock | None = None,
) -> dict[str, Any]:
    """Bring what is lacking; answers the round in figures (see `rounds`), and what failed.

    ServiceError where not even the agency's name could be had; a part that fails is named
    under `problems`, and the other parts are brought.
    """
    before = _stamp(settings)
    with (
        IngestPipeline(settings, "sync", announce) as intake,
        Client(
            usaspending(settings), settings, intake.archive, intake.part_of, clock=clock, say=say
        ) as client,
    ):
        errand = SyncRun(intake, client, scope, say, announce, runs=list(intake.late))
        errand.problems.update(intake.failed)
        errand.learn_names()
        for part in scope.parts:
            if part == "recent" and errand.problems.keys() - errand.refused:
                errand.notes.append("recent: left for the next run, which brings the rest first")
                continue
            errand.attempt(f"the part {part}", STEPS[part], errand)
        intake.owes_a_round |= bool(errand.nothing_in)
        round_id = intake.close_round(_about(errand))
        _note_fragments(errand)
    return _told(settings, errand, round_id) | {"written": _stamp(settings) != before}


def _stamp(settings: Settings) -> tuple[int, int] | None:
    """What differs once the warehouse was written to, by this command or for an earlier one."""
    if not settings.warehouse.exists():
        return None
    found = settings.warehouse.stat()
    return found.st_mtime_ns, found.st_size


def _note_fragments(errand: SyncRun) -> None:
    """Say of which years Deltas and changes brought records, though the year is not held."""
    held = errand.held()
    lacking = [year for year in _years_with_rows(errand) if not held.told_to(year)]
    if lacking:
        named = ", ".join(f"FY{year}" for year in lacking)
        errand.notes.append(f"{named}: only changed records are held, not the year")


def _years_with_rows(errand: SyncRun) -> list[int]:
    """The fiscal years of the records held that the agency signed."""
    signed = "true"
    if errand.agency != EVERY_AGENCY:
        signed = f"{AWARDING_AGENCY} = '{errand.agency.code}'"
    try:
        with Warehouse(errand.intake.settings.warehouse, read_only=True) as store:
            rows = store.rows(
                f"SELECT DISTINCT {FISCAL_YEAR} AS fiscal_year FROM transactions WHERE {signed} "
                f"AND source <> 'sample' AND fiscal_year >= {FIRST_FISCAL_YEAR} ORDER BY 1"
            )
    except NothingHeld:
        return []
    return [year for (year,) in rows]


def _about(errand: SyncRun) -> dict[str, Any]:
    counted = {
        arrival.run_id: arrival.about["rows_counted"]
        for arrival in errand.intake.archive.arrivals()
        if arrival.part_of == errand.intake.part_of and arrival.about.get("rows_counted")
    }
    return {
        "agency": errand.agency.code,
        "fiscal_years": [min(errand.scope.years), max(errand.scope.years)],
        "parts": list(errand.scope.parts),
        "data_date": errand.data_as_of,
        "nothing_in": errand.nothing_in,
        "counted": counted,
    }


def _told(settings: Settings, errand: SyncRun, round_id: str | None) -> dict[str, Any]:
    told = {"agency": errand.agency.name, **errand.told()}
    if round_id:
        return told | rounds.of_round(settings, round_id)
    return told | {"round": None} | rounds.publication(settings)
