"""Sync of SAM.gov (`sync --source sam`): notices from the bulk files, then what a key allows.

Without a key: the daily file of current notices and the yearly ones of archived ones, streamed.
With one: what is most useful first, until the day's requests are used up (see `sam_tasks`).
With nothing new the warehouse is not written to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from fetch import fiscal
from fetch.archive.store import Blob
from fetch.http.retry import Clock
from fetch.ingest import rounds
from fetch.ingest.pipeline import IngestPipeline
from fetch.progress import Announce
from fetch.sam import key as sam_key
from fetch.sam import tasks as sam_tasks
from fetch.sam.client import SamGov, now_text, sam_gov
from fetch.sam.sync_run import SamSyncRun
from fetch.settings import Settings

CURRENT = "Contract Opportunities/datagov"
ARCHIVED = "Contract Opportunities/Archived Data"
CURRENT_FILE = "ContractOpportunitiesFullCSV.csv"
ARCHIVED_FILE = re.compile(r"FY(\d{4})_archived_opportunities\.csv", re.IGNORECASE)
STILL_MOVING = 2
"""Fiscal years whose archive is fetched again when it changes; older ones once."""


@dataclass(frozen=True)
class BulkFile:
    """A file as it is listed; `modified` is the service's own words for when it changed."""

    domain: str
    name: str
    modified: str

    @property
    def fiscal_year(self) -> int | None:
        found = ARCHIVED_FILE.fullmatch(self.name)
        return int(found[1]) if found else None

    @property
    def path(self) -> str:
        return f"/download/{quote(self.domain)}/{quote(self.name)}?privacy=Public"


def sync_sam(
    settings: Settings,
    agency: str,
    announce: Announce,
    say: Callable[[str], None],
    *,
    years: tuple[int, ...] = (),
    full: bool = False,
    clock: Clock | None = None,
) -> dict[str, Any]:
    """Bring what is new of SAM.gov; answers what came, what failed, and until when to wait."""
    key = sam_key.find()
    with (
        IngestPipeline(settings, "sync", announce) as pipeline,
        sam_gov(settings, pipeline.archive, pipeline.part_of, key=key, clock=clock, say=say) as sam,
    ):
        run = SamSyncRun(pipeline, sam, agency, years, full, announce, say)
        run.runs += pipeline.late
        run.problems.update(pipeline.failed)
        run.attempt("bulk files", bring_bulk, run)
        if key:
            sam_tasks.bring_keyed(run)
        else:
            run.notes.append(f"no key of SAM.gov: notices alone. For the rest {sam_key.HOW}")
        round_id = pipeline.close_round({"agency": agency, "source": "sam"})
        left = sam.left()
    return _told(settings, run, round_id, left if key else None)


def bring_bulk(run: SamSyncRun) -> None:
    """The current file and the archived years that are new or have changed."""
    for file in _wanted(run, _listed(run)):
        # one that fails does not keep the others away
        stored = run.attempt(file.name, _download, run, file)
        if stored:
            run.attempt(file.name, _take, run, file, stored)


def _listed(run: SamSyncRun) -> list[BulkFile]:
    """Every bulk file that is listed; the current one at its known place where it is not."""
    known: list[BulkFile] = []
    for domain in (CURRENT, ARCHIVED):
        known += run.attempt(f"the list of {domain}", listed_files, run.sam, domain) or []
    if not any(f.fiscal_year is None for f in known):
        run.notes.append(f"{CURRENT_FILE} is not listed; fetched where it used to lie")
        known.append(BulkFile(CURRENT, CURRENT_FILE, run.client.clock.now().date().isoformat()))
    return known


def listed_files(sam: SamGov, domain: str) -> list[BulkFile]:
    """The files of a list that are current notices or a fiscal year's archived ones."""
    rows = list(_rows(sam.listing(domain).document))
    files = [BulkFile(domain, name.rsplit("/", 1)[-1], when) for name, when in rows]
    return [f for f in files if f.fiscal_year or f.name.lower() == CURRENT_FILE.lower()]


def _rows(document: Any) -> Iterator[tuple[str, str]]:
    """Every `displayKey` with its `dateModified`, wherever in the document they stand."""
    if isinstance(document, list):
        for one in document:
            yield from _rows(one)
    elif isinstance(document, dict):
        if isinstance(document.get("displayKey"), str):
            yield document["displayKey"], str(document.get("dateModified") or "")
        for value in document.values():
            yield from _rows(value)


def _wanted(run: SamSyncRun, listed: list[BulkFile]) -> list[BulkFile]:
    held: dict[str, set[str]] = {}
    for arrival in run.pipeline.archive.arrivals():
        if arrival.reader == "notices" and arrival.about.get("agency") == run.agency:
            held.setdefault(arrival.name, set()).add(str(arrival.about.get("modified")))
    newest = fiscal.of(run.client.clock.now().date())

    def wanted(file: BulkFile) -> bool:
        year = file.fiscal_year
        if year and run.years and year not in run.years:
            return False
        if run.full or file.name not in held:
            return True
        moving = year is None or year > newest - STILL_MOVING
        return moving and file.modified not in held[file.name]

    selected = [file for file in listed if wanted(file)]
    return sorted(selected, key=lambda file: (file.fiscal_year or 9999, file.name))


def _download(run: SamSyncRun, file: BulkFile) -> Blob:
    url = run.client.settings.sam_files.rstrip("/") + file.path
    return run.client.download(url, lambda size: run.announce(file.name, size))


def _take(run: SamSyncRun, file: BulkFile, stored: Blob) -> None:
    about = {"agency": run.agency, "modified": file.modified}
    as_of = _as_of(file.modified) or now_text(run.client)
    run.take("notices", file.name, {"file": stored.sha256}, as_of=as_of, **about)


def _as_of(modified: str) -> str | None:
    """The service's word for a file's time as we write times; None where it cannot be read."""
    text = " ".join(modified.split())
    for shape in ("%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S",
                  "%Y-%m-%d", "%b %d, %Y", "%m/%d/%Y"):  # fmt: skip
        try:
            moment = datetime.strptime(text, shape)
        except ValueError:
            continue
        zone = moment.tzinfo or UTC
        return moment.replace(tzinfo=zone).astimezone(UTC).isoformat(timespec="seconds")
    return None


def _told(
    settings: Settings, run: SamSyncRun, round_id: str | None, left: int | None
) -> dict[str, Any]:
    report = {
        "source": "sam",
        "agency": run.agency,
        "part_of": run.pipeline.part_of,
        "requests": run.client.requests,
        "requests_left_today": left,
        "next_access_time": run.waits_until,
        "runs": [one.as_dict() for one in run.runs],
        **rounds.counts(run.runs),
        "notes": run.notes,
        "problems": run.problems,
        "written": bool(run.runs),
    }
    if round_id:
        return report | rounds.of_round(settings, round_id)
    return report | {"round": None} | rounds.publication(settings)
