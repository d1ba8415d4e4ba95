"""Doctor of USAspending: about twenty small requests, one verdict a check.

For the day on which something upstream changes. Nothing enters the warehouse.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from fetch.archive.store import Archive
from fetch.doctor.checks import HOLDS, DoctorCheck, find, less_patient
from fetch.http.retry import Clock
from fetch.progress import Announce
from fetch.settings import Settings
from fetch.usaspending import api
from fetch.usaspending.award.responses import ACTION_PREFIX
from fetch.usaspending.doctor import checks as ask
from fetch.usaspending.doctor.probe import UsaspendingProbe
from fetch.usaspending.service import usaspending_client
from fetch.warehouse.database import new_run_id

NAMES = "`search --component` and the names of sync are wrong"
SUMS = "`award` cannot compare; what is held is not touched"
DELETIONS = "a Delta without its mark is read as a plain file, deletions missed: do not sync"

CHECKS = (
    DoctorCheck(
        "day of the data",
        "awards/last_updated says it as MM/DD/YYYY",
        "as-of days are missing, and sync asks to the present day",
        ask.day_of_data,
    ),
    DoctorCheck(
        "id of DHS",
        "list_agencies has code 070, the Department of Homeland Security, with an id of its own",
        "sync cannot begin",
        ask.id_of_dhs,
    ),
    DoctorCheck(
        "names of components",
        "each that the service lists is spelled as in fetch/codes/components.csv",
        NAMES,
        ask.component_names,
    ),
    DoctorCheck(
        "monthly files",
        "a Full file of a recent fiscal year and a Delta, named FY…_070_Contracts_…_YYYYMMDD.zip",
        "sync takes a year by a custom download, or new Full files in place of Deltas",
        ask.monthly_names,
    ),
    DoctorCheck(
        "columns of a Full file",
        f"the {len(ask.OFFICIAL)} that are kept or left out by schema.py and left_out.csv",
        "a kept column that is gone is missing in new records; a new one is reported, not kept",
        ask.full_columns,
    ),
    DoctorCheck(
        "columns of a Delta",
        f"{' and '.join(ask.BEFORE)}, then those of a Full file",
        DELETIONS,
        ask.delta_columns,
    ),
    DoctorCheck(
        "marks of a Delta",
        "D deletes; C and an empty cell change or add",
        "rows with another mark go to quarantine",
        ask.delta_marks,
    ),
    DoctorCheck(
        "days and amounts",
        "YYYY-MM-DD, and decimals with a point",
        "rows go to quarantine with the reason",
        ask.cells,
    ),
    DoctorCheck(
        "codes",
        "those of fetch/codes",
        "awards that bear another code are of class UNKNOWN",
        ask.known_codes,
    ),
    DoctorCheck(
        "cursor",
        "a search goes on after the last record's number and value",
        "`search` ends with an error and stores nothing",
        ask.cursor,
    ),
    DoctorCheck(
        "last page",
        'hasNext is false, the cursor null and "None"',
        "`search` ends with an error and stores nothing",
        ask.last_page,
    ),
    DoctorCheck(
        "count of awards",
        "it is as many as a search finds",
        "`search` gives up every walk as one that lost records",
        ask.count_of_awards,
    ),
    DoctorCheck(
        "detail of an award",
        "it states total_obligation and base_and_all_options, as numbers",
        SUMS,
        ask.detail_of_award,
    ),
    DoctorCheck(
        "ids of actions",
        f"{ACTION_PREFIX} and the key of the official files",
        "`award` reports every action as lacking",
        ask.ids_of_actions,
    ),
    DoctorCheck(
        "number of actions",
        "awards/count/transaction says as many as are listed",
        "`award` gives up awards as incomplete",
        ask.number_of_actions,
    ),
    DoctorCheck(
        "limit of a download",
        f"download/count says how many rows, and that {api.MOST_ROWS:,} are the most",
        "sync divides a search by the limit that is stated, whatever it is",
        ask.download_count,
    ),
    DoctorCheck(
        "a download",
        "ready, running, finished; then a ZIP with the transaction columns",
        "sync's parts funded and recent, and `award`, fail; nothing held is touched",
        ask.download,
    ),
    DoctorCheck(
        "last slash",
        "an address without it is sent on to the one with it",
        "nothing: the client always sends it",
        ask.trailing_slash,
    ),
)


def doctor(
    settings: Settings,
    announce: Announce,
    say: Callable[[str], None],
    clock: Clock | None = None,
) -> dict[str, Any]:
    """Every check with what came; `good` where all hold."""
    archive, hurried = Archive(settings.archive), less_patient(settings)
    with (
        archive.writing(),
        usaspending_client(hurried, archive, new_run_id(), clock=clock, say=say) as client,
    ):
        visit = UsaspendingProbe(client, announce)
        findings = [find(check, visit) for check in CHECKS]
        asked = client.requests
    return {
        "checks": [asdict(finding) for finding in findings],
        "requests": asked,
        "good": all(finding.verdict == HOLDS for finding in findings),
    }
