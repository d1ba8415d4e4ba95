"""State of one sync of SAM.gov, and its knowledge of earlier ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from fetch.errors import (
    Interrupted,
    KeyRefused,
    NothingHeld,
    SoleSourceError,
    StoreBusy,
    Throttled,
)
from fetch.http.client import Client
from fetch.ingest.pipeline import IngestPipeline
from fetch.ingest.types import Run
from fetch.progress import Announce
from fetch.sam.client import SamGov, now_text
from fetch.warehouse.database import Warehouse

AGAIN = timedelta(days=30)
"""After so many days a vendor, or an award's record, is asked about again."""
NUMBER = "upper(regexp_replace(coalesce({}, ''), '[^A-Za-z0-9]', '', 'g'))"
VEHICLE = "coalesce(t.parent_award_id_piid, '')"
ORDERS = (
    "SELECT DISTINCT {} AS number, contract_award_unique_key, award_id_piid FROM transactions t"
)
MATCHED = (
    "SELECT n.notice_id, max(n.posted_date) AS posted_date, max(t.contract_award_unique_key) AS "
    "award_key, max(t.award_id_piid) AS piid FROM notices n JOIN "
    f"({ORDERS.format(NUMBER.format('t.award_id_piid'))} UNION ALL "
    f"{ORDERS.format(NUMBER.format(f'{VEHICLE} || t.award_id_piid'))} "
    "WHERE t.parent_award_id_piid IS NOT NULL) t "
    f"ON {NUMBER.format('n.award_number')} = t.number "
    "WHERE contains(lower(coalesce(n.notice_type, n.label, '')), 'justification') "
    "AND n.award_number IS NOT NULL GROUP BY n.notice_id"
)
"""SQL: justifications whose award number is that of an award held, with or without its vehicle."""
READERS = {
    "opportunities": "sam_opportunities",
    "notice": "sam_opportunities",
    "award": "sam_awards",
    "others": "sam_awards",
}
USUAL = ("records of all departments",)
"""Notes of a run that say nothing odd."""
Task = tuple[str, Callable[[], None]]
"""A task: its words, and the function that does it."""


@dataclass
class SamSyncRun:
    """One sync of SAM.gov under way; what goes wrong in one step does not stop the next."""

    pipeline: IngestPipeline
    sam: SamGov
    agency: str
    years: tuple[int, ...]
    full: bool
    announce: Announce
    say: Callable[[str], None]
    runs: list[Run] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    waits_until: str | None = None
    key_refused: bool = False

    @property
    def client(self) -> Client:
        return self.sam.client

    def attempt(self, what: str, step: Callable[..., Any], *given: Any) -> Any:
        """Do a step; a failure goes to `problems`. A throttle is none."""
        try:
            return step(*given)
        except Throttled as error:
            self.waits_until = error.until
            return None
        except (Interrupted, StoreBusy):
            raise
        except KeyRefused as error:
            self.key_refused = True
            self.problems["the key of SAM.gov"] = str(error)
            return None
        except SoleSourceError as error:
            self.problems[what] = str(error)
            return None

    def take(self, reader: str, name: str, stored: dict[str, str], **about: Any) -> None:
        """Read objects of the archive as an arrival; its oddities go to `notes`."""
        run = self.pipeline.take(reader, name, stored, about)
        self.runs.append(run)
        for what, listed in run.notes.items():
            if what not in USUAL:
                self.notes.append(f"{name}: {what}: {', '.join(map(str, listed))}")


def take_page(run: SamSyncRun, service: str, name: str, sha256: str, **about: Any) -> None:
    """Read a page of a service; what was asked stands in its arrival."""
    stamp = {"agency": run.agency, "as_of": now_text(run.client)}
    run.take(READERS[service], name, {"page": sha256}, service=service, **stamp, **about)


def asked_before(run: SamSyncRun, service: str) -> list[dict[str, Any]]:
    """`about` of every earlier arrival of a service, in order."""
    return [
        arrival.about
        for arrival in run.pipeline.archive.arrivals()
        if arrival.about.get("service") == service
    ]


def asked_lately(run: SamSyncRun, service: str, name: str) -> set[str]:
    """Subjects of requests within the last month."""
    now = run.client.clock.now()
    since = (now - AGAIN).isoformat()
    found: set[str] = set()
    for about in asked_before(run, service):
        # a time to come was noted while a clock was ahead
        if since <= about["as_of"] and about["as_of"][:10] <= now.date().isoformat():
            value = about[name]
            found.update([value] if isinstance(value, str) else value)
    return found


def in_vain(run: SamSyncRun, *statuses: int) -> set[str]:
    """Addresses, without the key, that the service lately answered so: not asked every day."""
    now = run.client.clock.now()
    came = run.pipeline.archive.exchanges(now - AGAIN)
    return {
        exchange.url
        for exchange in came
        if exchange.status in statuses and exchange.at[:10] <= now.date().isoformat()
    }


def held_rows(run: SamSyncRun, sql: str) -> list[tuple[Any, ...]]:
    try:
        with Warehouse(run.pipeline.settings.warehouse, read_only=True) as store:
            return store.rows(sql)
    except NothingHeld:
        return []


def number(value: Any) -> int:
    """A count, whether it comes as a number or as text; 0 for neither."""
    text = str(value).strip()
    return int(text) if text.isdecimal() else 0
