"""Probe of USAspending: its names, files, pages and one award, each requested once."""

from __future__ import annotations

from datetime import date
from typing import Any

from fetch import fiscal
from fetch.doctor.probe import CheckSkipped, Probe
from fetch.fiscal import DateSpan
from fetch.http.client import Client, Response
from fetch.schema.file_names import MonthlyFile
from fetch.settings import AGENCY
from fetch.usaspending import api, reference
from fetch.usaspending.api import Agency
from fetch.usaspending.award.requests import ACTION_ID, ACTIONS, DETAIL, NUMBER, of
from fetch.usaspending.doctor.zip_head import ZipHead, peek
from fetch.usaspending.query import Query
from fetch.usaspending.search.search import BY_AWARD, KEY

PEEKED = 1 << 18
"""Bytes of a monthly file that are looked at: its header and some hundred rows."""
YEARS_BACK = 4


class UsaspendingProbe(Probe[Client]):
    """One visit to USAspending."""

    def day(self) -> date | None:
        return self.once("the day of the data", lambda: reference.data_date(self.client))

    def agency(self) -> Agency:
        listed = self.once("the list of agencies", lambda: reference.departments(self.client))
        return self.once("the id of DHS", lambda: api.agency_called(AGENCY, listed))

    def files(self) -> list[MonthlyFile]:
        """The listing of the latest fiscal year that has a Full file, or of the last asked."""
        return self.once("the list of monthly files", self._files)

    def _files(self) -> list[MonthlyFile]:
        year = fiscal.of(self.day() or self.client.clock.now().date())
        listed: list[MonthlyFile] = []
        for fiscal_year in range(year, year - YEARS_BACK, -1):
            body = api.list_monthly(self.agency(), fiscal_year)
            answer = self.client.post(api.MONTHLY_FILES, body, shape=api.MONTHLY_SHAPE)
            listed = answer.read(api.monthly_files)
            if any(file.kind == "Full" for file in listed):
                break
        return listed

    def beginning(self, kind: str) -> ZipHead:
        """The header and first rows of the newest Full or Delta file."""
        return self.once(f"the newest {kind} file", lambda: self._beginning(kind))

    def _beginning(self, kind: str) -> ZipHead:
        files = [file for file in self.files() if file.kind == kind]
        if not files:
            raise CheckSkipped(f"no {kind} file is listed")
        newest = max(files, key=lambda file: file.as_of)
        return peek(self.client.beginning(newest.url, PEEKED))

    def page(self, **more: Any) -> Response:
        """A page of one DHS contract, the first by its number unless a cursor is given."""
        year = fiscal.of(self.day() or self.client.clock.now().date())
        query = Query(DateSpan(fiscal.span(year - 1).start, fiscal.span(year).end))
        body = query.body("contracts", query.filters("contracts", [self.agency().awarding()]))
        return self.client.post(BY_AWARD, {**body, "limit": 1, "page": 1, **more})

    def first_page(self) -> Response:
        return self.once("a page of awards", self.page)

    def award(self) -> dict[str, Any]:
        """One contract that the service finds, as a search tells it."""
        rows = self.first_page()["results"]
        if not rows:
            raise CheckSkipped("no contract of DHS is found in the last two years")
        first: dict[str, Any] = rows[0]
        return first

    def detail(self) -> Response:
        return self.once("the detail of an award", lambda: self._of_award(DETAIL))

    def number(self) -> Response:
        return self.once("the number of its actions", lambda: self._of_award(NUMBER))

    def actions(self) -> list[str]:
        """The ids of the award's actions, at most 5,000 of them."""
        return self.once("the actions of an award", self._actions)

    def _of_award(self, path: str) -> Response:
        return self.client.get(of(path, self.award()[KEY]))

    def _actions(self) -> list[str]:
        body = {"award_id": self.award()[KEY], "limit": 5000, "page": 1}
        sort = {"sort": "action_date", "order": "asc"}
        answer = self.client.post(ACTIONS, body | sort, shape={"results": list})
        return [str(row[ACTION_ID]) for row in answer["results"]]
