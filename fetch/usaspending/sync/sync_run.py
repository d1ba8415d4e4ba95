"""State of one command that asks USAspending: scope, runs, notes, problems."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from fetch import fiscal
from fetch.errors import (
    CountsDiffer,
    DamagedFile,
    InputError,
    Interrupted,
    NothingHeld,
    SoleSourceError,
    StoreBusy,
)
from fetch.fiscal import DateSpan
from fetch.http.client import Client
from fetch.ingest import rounds
from fetch.ingest.pipeline import IngestPipeline
from fetch.ingest.runs import NOT_WHOLE
from fetch.ingest.types import Run
from fetch.progress import Announce
from fetch.schema.columns import as_text
from fetch.settings import Settings
from fetch.usaspending import api, plan, reference
from fetch.usaspending.api import EVERY_AGENCY, FIRST_FISCAL_YEAR, Agency
from fetch.usaspending.downloads import DownloadJobs, ReadyDownload
from fetch.warehouse.closures import UNREAD
from fetch.warehouse.database import Warehouse

PARTS = ("archive", "funded", "recent")
KEPT_OPEN = (
    "what came is kept, and the next sync asks again; or accept it as it is: python -m fetch accept"
)


@dataclass(frozen=True)
class SyncScope:
    """Scope of a sync: agency, fiscal years, parts.

    No `years`: from `since` to the newest there is. `full` takes every Full file that is
    listed, whatever is held and the Deltas would bring.
    """

    agency: str
    years: tuple[int, ...] = ()
    parts: tuple[str, ...] = PARTS
    full: bool = False
    since: int = FIRST_FISCAL_YEAR

    def resolved(self, newest: int) -> SyncScope:
        """With its years named; InputError where the service cannot have one of them."""
        first, last = (min(self.years), max(self.years)) if self.years else (self.since, newest)
        if not FIRST_FISCAL_YEAR <= first <= last <= newest:
            raise InputError(
                f"{first} to {last}: fiscal years run from {FIRST_FISCAL_YEAR} to {newest}"
            )
        return replace(self, years=self.years or tuple(range(first, last + 1)))


@dataclass(frozen=True)
class LackingDownload:
    """A download that brought another number of rows than the service states of it."""

    what: str
    lack: plan.Lack

    def as_dict(self) -> dict[str, Any]:
        return {"what": self.what, "counted": self.lack.stated, "came": self.lack.came}


@dataclass
class SyncRun:
    """One run under way; what goes wrong in one step does not stop the next.

    `counted` is what the service counts of the years of `funded`, by their first day;
    `differs` what asking again did not mend (see `plan.Holdings.differences`).
    """

    pipeline: IngestPipeline
    client: Client
    scope: SyncScope
    say: Callable[[str], None]
    announce: Announce
    runs: list[Run] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    nothing_in: list[dict[str, Any]] = field(default_factory=list)
    lacking: dict[str, LackingDownload] = field(default_factory=dict)
    counted: dict[date, int] = field(default_factory=dict)
    differs: dict[str, list[int]] = field(default_factory=dict)
    listed: dict[str, Agency] = field(default_factory=dict)
    agency: Agency = EVERY_AGENCY
    data_date: date | None = None

    def learn_names(self) -> None:
        """The day of the data, the agency's id and names, the newest year: from the service."""
        self.data_date = reference.data_date(self.client)
        self.listed = reference.departments(self.client)
        self.agency = api.agency_called(self.scope.agency, self.listed)
        today = self.client.clock.now().date()
        self.scope = self.scope.resolved(fiscal.of(max(today, self.until)))

    @property
    def until(self) -> date:
        """The last day that the service's data can tell of."""
        return self.data_date or self.client.clock.now().date()

    @property
    def data_as_of(self) -> str | None:
        """The day to which the service's data go, as text; None where it states none."""
        return as_text(self.data_date)

    @cached_property
    def jobs(self) -> DownloadJobs:
        """The downloads that the service makes for this run."""
        return DownloadJobs(self.client, self.announce)

    def held(self) -> plan.Holdings:
        settings = self.pipeline.settings
        arrivals = self.pipeline.archive.arrivals()
        return plan.holdings(self.agency.code, arrivals, *_noted(settings))

    def take_made(
        self,
        made: ReadyDownload,
        part: str,
        span: DateSpan,
        counted: int | None = None,
        whole: dict[str, Any] | None = None,
    ) -> plan.Lack | None:
        """Read a download that was made on request; how it differs from what is stated of it.

        `whole` is the scope of which it holds everything (see `closures.paid_for`).
        """
        about = self.piece(part, span) | {"rows_stated": made.rows, "rows_counted": counted}
        about |= whole or {}
        run = self.pipeline.take("file", made.name, {"file": made.stored.sha256}, about)
        self.runs.append(run)
        lack = plan.lack_of(about, _noted(self.pipeline.settings)[1].get(made.name))
        if lack:
            self.lacking[run.run_id] = LackingDownload(f"{part}, {span.words}", lack)
        return lack

    def replace(self, run_ids: Iterable[str]) -> None:
        """Other downloads are asked for in the place of those of runs: they lack nothing more."""
        for run_id in list(run_ids):
            del self.lacking[run_id]

    def bring_whole(self, what: str, bring: Callable[[bool], plan.Lack | None]) -> None:
        """Bring a download; once more where its rows are not those that the service states.

        `bring` is told whether it asks again: in another form then, which no cache answers.
        CountsDiffer where they are not the second time either: the span stays open.
        """
        before = set(self.lacking)
        lack = bring(False)
        if lack is None:
            return
        self.say(f"{what}: {lack.words}; asked for again")
        self.replace(self.lacking.keys() - before)
        if lack := bring(True):
            raise CountsDiffer(what, lack.words, KEPT_OPEN)

    def piece(self, part: str, span: DateSpan) -> dict[str, Any]:
        """`about` of an arrival, by which the next run knows that it is fetched."""
        return {
            "part": part,
            "agency": self.agency.code,
            "start": span.start.isoformat(),
            "end": span.end.isoformat(),
            "data_date": self.data_as_of,
        }

    def attempt(self, what: str, step: Callable[..., Any], *given: Any) -> Any:
        """Do a step; a failure goes to `problems`, and the answer is None."""
        try:
            return step(*given)
        except (Interrupted, StoreBusy):
            raise
        except SoleSourceError as error:
            self.problems[what] = str(error)
            return None

    def unless_damaged(self, take: Callable[[], Run], again: Callable[[], Run], how: str) -> Run:
        """Take a file; a damaged one is brought once more, and `how` is printed."""
        try:
            return take()
        except DamagedFile as error:
            self.say(f"{error}; {how} once more")
        return again()

    def report(self) -> dict[str, Any]:
        """Report of a command: requests, runs, notes, problems."""
        return {
            "part_of": self.pipeline.part_of,
            "data_as_of": self.data_as_of,
            "requests": self.client.requests,
            "runs": [run.as_dict() for run in self.runs],
            **rounds.counts(self.runs),
            "notes": self.notes,
            "problems": self.problems,
        }


def why_refused(notes: dict[str, Any]) -> str | None:
    """Reason why a run's file is not what its name says; rows in quarantine are none."""
    reasons = [reason for reason in notes.get(NOT_WHOLE, []) if UNREAD not in reason]
    return "; ".join(reasons) or None


def _noted(settings: Settings) -> tuple[set[str], dict[str, plan.Came]]:
    """What the warehouse notes of files: runs whose file is not what its name says, and rows
    that came in each ZIP.

    The year of such a run is still to be brought.
    """
    try:
        with Warehouse(settings.warehouse, read_only=True) as store:
            return _refused(store), _came(store)
    except NothingHeld:
        return set(), {}


def _refused(store: Warehouse) -> set[str]:
    noted = store.rows("SELECT run_id, notes FROM runs WHERE contains(notes, ?)", [NOT_WHOLE])
    return {run_id for run_id, notes in noted if why_refused(json.loads(notes))}


def _came(store: Warehouse) -> dict[str, plan.Came]:
    # a download that the service hands out twice is read once, in whichever run
    rows = store.rows(
        """SELECT split_part(name, '/', 1),
            coalesce(sum(rows_read) FILTER (layout IN ('transactions', 'delta')), 0),
            sum(rows_read), bool_or(layout NOT IN ('transactions', 'delta'))
        FROM files WHERE contains(name, '/') GROUP BY 1"""
    )
    return {
        name: plan.Came(int(actions), int(all_), beside) for name, actions, all_, beside in rows
    }
