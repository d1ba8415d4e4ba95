"""Checks of SAM.gov (`doctor --source sam`): inferences from its documentation, put to the test.

What the documentation leaves open stands in `CHECKS`, one row an inference; the first visit
shows which holds. Without a key the bulk files alone are looked at; with one the keyed services
cost two of the day's requests. Nothing enters the warehouse.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from fetch.archive.store import Archive
from fetch.doctor.checks import HOLDS, DoctorCheck, find, less_patient, require
from fetch.doctor.probe import CheckSkipped, Probe
from fetch.errors import Throttled
from fetch.http.client import Client
from fetch.http.responses import Shape
from fetch.http.retry import Clock
from fetch.progress import Announce
from fetch.sam import bulk_csv
from fetch.sam import documents as sam_documents
from fetch.sam import key as sam_key
from fetch.sam.awards import AWARDS, LIST
from fetch.sam.client import SamGov, sam_gov
from fetch.sam.record_counts import DEPARTMENTS
from fetch.sam.records import at, code, contract_record
from fetch.sam.sync import ARCHIVED, CURRENT, CURRENT_FILE, BulkFile, listed_files
from fetch.sam.tasks import OPPORTUNITIES, SHAPE, posted_between
from fetch.schema.sam import NOTICES_LEFT_OUT, RECORD_OF
from fetch.settings import AGENCY, Settings
from fetch.warehouse.database import new_run_id

PEEKED = 1 << 21
"""Bytes of the current file that are looked at: its header and some hundred notices."""
DEPARTMENT = f"{AGENCY.lstrip('0')}00"
DAYS_BACK = timedelta(days=90)


class SamProbe(Probe[Client]):
    """One visit to SAM.gov; each thing is asked for once."""

    def __init__(self, sam: SamGov, announce: Announce) -> None:
        super().__init__(sam.client, announce)
        self.sam = sam

    def listed(self) -> list[BulkFile]:
        return self.once("the lists of bulk files", self._listed)

    def records(self) -> list[bulk_csv.BulkRecord]:
        """The first records of the current file; the last, cut through, is left out."""
        return list(bulk_csv.records(io.BytesIO(self._first()), CURRENT_FILE))[:-1]

    def columns(self) -> list[str]:
        return bulk_csv.columns(io.BytesIO(self._first()), CURRENT_FILE)

    def keyed(self, path: str, params: dict[str, str], shape: Shape | None = None) -> bytes:
        """The answer to a request with a key; CheckSkipped without one, or with none left today."""
        if self.sam.key is None:
            raise CheckSkipped(f"it needs a key: {sam_key.HOW}")
        try:
            answer = self.sam.get_keyed(path, params, shape)
        except Throttled as error:
            raise CheckSkipped(str(error)) from error
        return self.client.archive.read(answer.sha256)

    def _listed(self) -> list[BulkFile]:
        domains = (CURRENT, ARCHIVED)
        return [file for domain in domains for file in listed_files(self.sam, domain)]

    def _first(self) -> bytes:
        url = self.client.settings.sam_files.rstrip("/") + BulkFile(CURRENT, CURRENT_FILE, "").path
        return self.once("the current file", lambda: self.client.beginning(url, PEEKED))


def lists(visit: SamProbe) -> str:
    names = [file.name for file in visit.listed()]
    years = sorted(file.fiscal_year for file in visit.listed() if file.fiscal_year)
    current = CURRENT_FILE.lower() in (name.lower() for name in names)
    words = f"FY{years[0]} to FY{years[-1]}" if years else "no archived year"
    return require(current and years, f"{'' if current else 'no '}current file, {words}")


def columns(visit: SamProbe) -> str:
    found = visit.columns()
    gone = [name for name in RECORD_OF if name not in found]
    more = [name for name in found if name not in RECORD_OF and name not in NOTICES_LEFT_OUT]
    parts = [f"{len(found)} columns"]
    parts += [f"gone: {', '.join(gone)}"] if gone else []
    parts += [f"not known: {', '.join(more)}"] if more else []
    return require(not gone and not more, "; ".join(parts))


def records(visit: SamProbe) -> str:
    found = visit.records()
    unread = [record for record in found if record.cells is None]
    words = f"{len(unread):,} of the first {len(found):,} records cannot be read"
    return require(found and not unread, words)


def department(visit: SamProbe) -> str:
    """The code and the name of the department agree in every record."""
    cells = [record.cells for record in visit.records() if record.cells]
    named = [(one.get("CGAC", ""), one.get("Department/Ind.Agency", "")) for one in cells]
    ours = [(c, n) for c, n in named if c.zfill(3) == AGENCY or DEPARTMENTS[AGENCY] in n.upper()]
    odd = [(c, n) for c, n in ours if c.zfill(3) != AGENCY or DEPARTMENTS[AGENCY] not in n.upper()]
    words = f"{len(ours):,} of the first {len(named):,} records are of the department"
    return require(ours and not odd, f"{words}; at odds: {odd[0]}" if odd else words)


def path_code(visit: SamProbe) -> str:
    today = visit.client.clock.now().date()
    wanted = {**posted_between(today - DAYS_BACK, today), "limit": "10", "offset": "0"}
    wanted["organizationName"] = f"{DEPARTMENTS[AGENCY]}, DEPARTMENT OF"
    content = visit.keyed(OPPORTUNITIES, wanted, SHAPE)
    found = sam_documents.records(content, "opportunitiesData", OPPORTUNITIES)
    begin = sorted({str(one.get("fullParentPathCode")).split(".")[0] for one in found})
    return require(begin == [AGENCY], f"{len(found)} notices of {', '.join(begin) or 'nobody'}")


def award_code(visit: SamProbe) -> str:
    wanted = {"contractingDepartmentCode": DEPARTMENT, "limit": "10", "offset": "0"}
    content = visit.keyed(AWARDS, wanted)
    found = sam_documents.records(content, LIST, AWARDS)
    place = "coreData.federalOrganization.contractingInformation.contractingDepartment"
    begin = sorted({str(code(at(one, place))) for one in found})
    keys = [one for one in found if contract_record(one)]
    total = sam_documents.total(content, AWARDS)
    whose = (
        f"of {', '.join(begin) or 'nobody'}, {len(keys)} of {len(found)} with the parts of a key"
    )
    words = f"{'no count of' if total is None else total} records {whose}"
    return require(total and begin == [DEPARTMENT] and len(keys) == len(found), words)


OF_A_KEY = (path_code, award_code)
CHECKS: tuple[DoctorCheck, ...] = (
    DoctorCheck(
        "lists of bulk files",
        "the current file, and archived ones by fiscal year",
        "sync says so and takes the current file where it used to lie",
        lists,
    ),
    DoctorCheck(
        "columns of a bulk file",
        f"the {len(RECORD_OF) + len(NOTICES_LEFT_OUT)} that are kept or left out, by their names",
        "a kept column that is gone is missing in new notices and told; without id, title, day, "
        "type, award number or department the file is refused",
        columns,
    ),
    DoctorCheck(
        "records of a bulk file",
        "each begins with a notice's id of 32 signs",
        "a record that cannot be read goes to quarantine with its line",
        records,
    ),
    DoctorCheck(
        "department in a bulk file",
        f"CGAC {AGENCY} and a name with {DEPARTMENTS[AGENCY]} stand in the same records",
        "a notice is taken by either; a file without any is told",
        department,
    ),
    DoctorCheck(
        "department of Opportunities",
        f"fullParentPathCode begins with {AGENCY}",
        "notices of other departments are passed over, and counted aloud",
        path_code,
    ),
    DoctorCheck(
        "department of Contract Awards",
        f"contractingDepartmentCode is {DEPARTMENT}, and records have the parts of a key",
        "no newer action and no other transaction comes; sync says that the answer counts none",
        award_code,
    ),
)


def doctor_sam(
    settings: Settings,
    announce: Announce,
    say: Callable[[str], None],
    clock: Clock | None = None,
) -> dict[str, Any]:
    """Every inference with what came; `good` where none is contradicted."""
    archive, key = Archive(settings.archive), sam_key.find()
    hurried = less_patient(settings)
    with (
        archive.writing(),
        sam_gov(hurried, archive, new_run_id(), key=key, clock=clock, say=say) as sam,
    ):
        visit = SamProbe(sam, announce)
        found = [find(check, visit) for check in CHECKS]
        left = sam.left() if key else None
    return {
        "checks": [asdict(finding) for finding in found],
        "requests": sam.client.requests,
        "requests_left_today": left,
        "good": all(
            finding.verdict == HOLDS
            for check, finding in zip(CHECKS, found, strict=True)
            if key or check.ask not in OF_A_KEY
        ),
    }
