"""A fictional service in the shapes of the real one, over records that a test can change.

    with Server(Service.small()) as server: ...

It answers one request at a time and may be changed by a test while it serves.
Addresses in its answers name the real hosts, as the real answers do: a client maps them
to the hosts of its settings.
"""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from tests.builders import Row
from tests.service import archive, details, downloads, jobs, searches, vehicles
from tests.service.book import Book, slug
from tests.service.refusals import Broken, Refused
from tests.service.reports import small_funding, small_subawards
from tests.service.rows import COMPONENTS, DEPARTMENTS, small_rows
from tests.service.server import Reply, Request

Json = dict[str, Any]
FIRST_DAY = "2026-10-06"


class Service:
    """Records, their publications and the endpoints over them.

    The numbers of the departments are this service's own (`toptier_ids`). What may differ
    from one day of the real service to another is an attribute: `window` and `hit_limit`
    of the searches, `download_limit`, `unstable_ties` (equal sort values come in another
    order each time), `misreported` (sums of an award's detail that differ from its actions),
    `desk` for jobs and `archive` for the monthly files.
    """

    def __init__(
        self,
        rows: Iterable[Row],
        subawards: Iterable[Row] = (),
        funding: Iterable[Row] = (),
        day: str = FIRST_DAY,
    ) -> None:
        self.book = Book(rows, list(subawards), list(funding))
        self.archive = archive.Archive()
        self.desk = jobs.Desk()
        self.components = list(COMPONENTS.values())
        self.toptier_ids = {"070": 901, "047": 902}
        self.misreported: dict[str, Json] = {}
        self.window = 50_000
        self.hit_limit = 10_000
        self.download_limit = 500_000
        self.unstable_ties = False
        self.turns = itertools.count()
        self.lock = threading.RLock()
        self.publish(day)

    @classmethod
    def small(cls) -> Service:
        """About 60 actions of FY2023 to FY2026, one publication old."""
        return cls(small_rows(), small_subawards(), small_funding())

    @property
    def toptier_id(self) -> int:
        """The service's number for the Department of Homeland Security."""
        return self.toptier_ids["070"]

    def toptier_code(self, number: object) -> str | None:
        return next((code for code, own in self.toptier_ids.items() if own == number), None)

    def toptier_name(self, number: object) -> str | None:
        code = self.toptier_code(number)
        return DEPARTMENTS[code][0] if code else None

    def publish(self, day: str) -> None:
        """The monthly files of that day, in place of the earlier ones; `today` moves there."""
        with self.lock:
            self.today = day
            self.archive.publish(self.book.rows, day)

    def add(self, row: Row) -> None:
        """A new action, or another content for one that is held."""
        with self.lock:
            self.book.rows[row["contract_transaction_unique_key"]] = row

    def change(self, key: str, **cells: str) -> None:
        """Other cells for an action, modified today if nothing else is said."""
        with self.lock:
            held = self.book.rows[key]
            self.book.rows[key] = {**held, "last_modified_date": self.today, **cells}

    def remove(self, key: str) -> None:
        """An action that its agency deletes: a D row of the next Delta."""
        with self.lock:
            del self.book.rows[key]

    def answer(self, request: Request) -> Reply:
        try:
            with self.lock:
                return self._answer(request)
        except Refused as refused:
            return refused.reply

    def _answer(self, request: Request) -> Reply:
        if not request.path.startswith("/api/v2/"):
            return self._file(request.path)
        path = request.path.removeprefix("/api/v2/")
        if not path.endswith("/"):
            if not path.startswith("search/"):
                return Reply(b"", 301, {"Location": f"{request.path}/"})
            path += "/"
        for pattern, method, endpoint in ENDPOINTS:
            if found := re.fullmatch(pattern, path):
                return self._endpoint(request, method, endpoint, found.groups())
        raise Broken(404, "Not Found")

    def _endpoint(
        self, request: Request, method: str, endpoint: Endpoint, parts: tuple[str, ...]
    ) -> Reply:
        if request.method != method:
            raise Refused(405, f'Method "{request.method}" not allowed.')
        if method == "GET":
            return Reply(endpoint(self, *(parts or (request.query,))))
        if not isinstance(request.body, dict):
            raise Refused(400, "JSON parse error - no object")
        return Reply(endpoint(self, request.body))

    def _file(self, path: str) -> Reply:
        folder, _, name = path.lstrip("/").rpartition("/")
        content = None
        if folder == "award_data_archive":
            content = self.archive.files.get(name)
        elif folder == "generated_downloads":
            content = self.desk.file(name)
        if content is None:
            raise Broken(404, "Not Found")
        return Reply(content, ranges=True)


Endpoint = Callable[..., Json]


def last_updated(service: Service, _: dict[str, str]) -> Json:
    return {"last_updated": date.fromisoformat(service.today).strftime("%m/%d/%Y")}


def toptier_agencies(service: Service, _: dict[str, str]) -> Json:
    """Departments with the agency id, which is another number than the toptier id."""
    empty = dict.fromkeys(("outlay_amount", "obligated_amount", "budget_authority_amount"), 0.0)
    return {
        "results": [
            {
                "agency_id": 9000 + number,
                "toptier_code": code,
                "abbreviation": DEPARTMENTS[code][1],
                "agency_name": DEPARTMENTS[code][0],
                "congressional_justification_url": None,
                "active_fy": service.today[:4],
                "active_fq": "4",
                **empty,
                "current_total_budget_authority_amount": 0.0,
                "percentage_of_total_budget_authority": None,
                "agency_slug": slug(DEPARTMENTS[code][0]),
            }
            for code, number in service.toptier_ids.items()
        ]
    }


ENDPOINTS: tuple[tuple[str, str, Endpoint], ...] = (
    ("awards/last_updated/", "GET", last_updated),
    ("awards/count/transaction/(.+)/", "GET", details.transaction_number),
    ("awards/([^/]+)/", "GET", details.detail),
    ("references/toptier_agencies/", "GET", toptier_agencies),
    ("(?:bulk_)?download/status/", "GET", jobs.status),
    ("idvs/amounts/(.+)/", "GET", vehicles.amounts),
    ("idvs/awards/", "POST", vehicles.orders),
    ("idvs/activity/", "POST", vehicles.activity),
    ("transactions/", "POST", details.transactions),
    ("subawards/", "POST", details.subawards),
    ("bulk_download/list_agencies/", "POST", archive.list_agencies),
    ("bulk_download/list_monthly_files/", "POST", archive.monthly_files),
    ("bulk_download/awards/", "POST", downloads.bulk),
    ("download/transactions/", "POST", downloads.of_search),
    ("download/contract/", "POST", downloads.of_contract),
    ("download/idv/", "POST", downloads.of_vehicle),
    ("download/count/", "POST", downloads.count),
    ("search/spending_by_award/", "POST", searches.by_award),
    ("search/spending_by_award_count/", "POST", searches.award_count),
    ("search/spending_by_transaction/", "POST", searches.by_transaction),
    ("search/spending_by_transaction_count/", "POST", searches.transaction_count),
)
