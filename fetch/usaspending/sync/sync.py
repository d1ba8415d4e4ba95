"""Sync of USAspending (`sync`): every contract action of an agency, then the changes.

Three parts, each taking up where the last run ended:

archive   the Award Data Archive: a Full file for each fiscal year, then the Deltas
funded    what the agency pays for and another signs, by search, year by year
recent    what was changed since, by the day a record was last modified

At the end the service's counts of `funded` are held against what is held.

With nothing new the warehouse is not opened for writing; the archive keeps the few answers.
What an earlier round stopped is told again, until it is mended or accepted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fetch.errors import NothingHeld
from fetch.http.retry import Clock
from fetch.ingest import rounds
from fetch.ingest.pipeline import IngestPipeline
from fetch.progress import Announce
from fetch.settings import Settings
from fetch.usaspending.api import EVERY_AGENCY, FIRST_FISCAL_YEAR
from fetch.usaspending.service import usaspending_client
from fetch.usaspending.sync.archive_files import bring_archive
from fetch.usaspending.sync.funded import bring_funded, compare_funded
from fetch.usaspending.sync.recent import bring_recent
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
        IngestPipeline(settings, "sync", announce) as pipeline,
        usaspending_client(
            settings, pipeline.archive, pipeline.part_of, clock=clock, say=say
        ) as client,
    ):
        run = SyncRun(pipeline, client, scope, say, announce, runs=list(pipeline.late))
        run.problems.update(pipeline.failed)
        run.learn_names()
        for part in scope.parts:
            # changes on top of a gap would make the year look complete
            if part == "recent" and run.problems.keys() - run.refused:
                run.notes.append("recent: left for the next run, which brings the rest first")
                continue
            run.attempt(f"the part {part}", STEPS[part], run)
        if "funded" in scope.parts:
            run.attempt("the counts of what others sign", compare_funded, run)
        # that nothing was there is kept in the round, so that the next run does not ask again
        pipeline.owes_a_round |= bool(run.nothing_in or run.differs)
        round_id = pipeline.close_round(_about(run))
        _note_fragments(run)
    return _told(settings, run, round_id) | {"written": _stamp(settings) != before}


def _stamp(settings: Settings) -> tuple[int, int] | None:
    """Time and size of the warehouse file; they differ once anything was written."""
    if not settings.warehouse.exists():
        return None
    found = settings.warehouse.stat()
    return found.st_mtime_ns, found.st_size


def _note_fragments(run: SyncRun) -> None:
    """Say of which years Deltas and changes brought records, though the year is not held."""
    held = run.held()
    lacking = [year for year in _years_with_rows(run) if not held.covered_to(year)]
    if lacking:
        named = ", ".join(f"FY{year}" for year in lacking)
        run.notes.append(f"{named}: only changed records are held, not the year")


def _years_with_rows(run: SyncRun) -> list[int]:
    """The fiscal years of the records held that the agency signed."""
    signed = "true"
    if run.agency != EVERY_AGENCY:
        signed = f"{AWARDING_AGENCY} = '{run.agency.code}'"
    try:
        with Warehouse(run.pipeline.settings.warehouse, read_only=True) as store:
            rows = store.rows(
                f"SELECT DISTINCT {FISCAL_YEAR} AS fiscal_year FROM transactions WHERE {signed} "
                f"AND source <> 'sample' AND fiscal_year >= {FIRST_FISCAL_YEAR} ORDER BY 1"
            )
    except NothingHeld:
        return []
    return [year for (year,) in rows]


def _about(run: SyncRun) -> dict[str, Any]:
    return {
        "agency": run.agency.code,
        "fiscal_years": [min(run.scope.years), max(run.scope.years)],
        "parts": list(run.scope.parts),
        "data_date": run.data_as_of,
        "nothing_in": run.nothing_in,
        "differs": run.differs,
        "lacking": {run_id: one.as_dict() for run_id, one in run.lacking.items()},
    }


def _told(settings: Settings, run: SyncRun, round_id: str | None) -> dict[str, Any]:
    report = {"agency": run.agency.name, **run.report()}
    if round_id:
        return report | rounds.of_round(settings, round_id)
    return report | {"round": None} | rounds.publication(settings)
