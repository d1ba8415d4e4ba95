"""API of USAspending: request bodies and the reading of its answers. No network here.

Bodies are those of the service's contract (`usaspending-api.md` in the references); names
and ids of agencies come from its own lists, never from here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from fetch.errors import InputError
from fetch.fiscal import DateSpan
from fetch.http.responses import Shape
from fetch.schema.file_names import ALL, MonthlyFile, archive_name

CONTRACTS = ("A", "B", "C", "D")
IDVS = ("IDV_A", "IDV_B", "IDV_B_A", "IDV_B_B", "IDV_B_C", "IDV_C", "IDV_D", "IDV_E")
EVERY_TYPE = [*CONTRACTS, *IDVS]

LAST_UPDATED = "/api/v2/awards/last_updated/"
LIST_AGENCIES = "/api/v2/bulk_download/list_agencies/"
MONTHLY_FILES = "/api/v2/bulk_download/list_monthly_files/"
BULK = "/api/v2/bulk_download/awards/"
BY_SEARCH = "/api/v2/download/transactions/"
COUNT = "/api/v2/download/count/"
STATUS = "/api/v2/download/status/"

AGENCIES_SHAPE: Shape = {"agencies": dict}
SUB_AGENCIES_SHAPE: Shape = {"sub_agencies": list}
MONTHLY_SHAPE: Shape = {"monthly_files": list}
JOB_SHAPE: Shape = {"file_name": str}
STATUS_SHAPE: Shape = {"status": str}
COUNT_SHAPE: Shape = {"calculated_count": int, "maximum_limit": int}
LAST_UPDATED_SHAPE: Shape = {"last_updated": str}

FIRST_FISCAL_YEAR = 2008
"""The first year of the search and of the Award Data Archive."""
MOST_ROWS = 500_000
"""Rows of a kind beyond which a download by search is cut without a word."""
LONGEST_BULK = timedelta(days=365)
"""A custom download takes at most 366 days, both ends counted."""


@dataclass(frozen=True)
class Agency:
    """A department: its code (070), the id the service gives it, its name as it spells it."""

    code: str
    id: int | str
    name: str

    def awarding(self) -> dict[str, str]:
        return {"type": "awarding", "tier": "toptier", "name": self.name}

    def funding(self) -> dict[str, str]:
        return {"type": "funding", "tier": "toptier", "name": self.name}


EVERY_AGENCY = Agency(ALL, ALL, ALL)


def monthly_files(document: Any) -> list[MonthlyFile]:
    """The contract files of a listing; a name that tells nothing is left out."""
    found = []
    for row in document["monthly_files"]:
        known = archive_name(str(row.get("file_name")))
        if known and row.get("url"):
            found.append(replace(known, url=str(row["url"])))
    return found


def agencies(document: Any) -> dict[str, Agency]:
    """Every department by its three-digit code."""
    rows = [row for group in document["agencies"].values() for row in group]
    return {
        _text(row["toptier_code"]): Agency(
            row["toptier_code"], _id(row["toptier_agency_id"]), _text(row["name"])
        )
        for row in rows
    }


def _text(value: Any) -> str:
    """A name or code as it came; TypeError for what is none."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} where a text is expected")
    return value


def _id(value: Any) -> int | str:
    """The service's own number of a department, of which only the form is known."""
    if not isinstance(value, int | str):
        raise TypeError(f"{value!r:.40} where a number is expected")
    return value


def agency_called(code: str, listed: dict[str, Agency]) -> Agency:
    """The department of a code; InputError naming the nearest where there is none."""
    if code.lower() == ALL:
        return EVERY_AGENCY
    if code not in listed:
        known = ", ".join(f"{a.code} {a.name}" for a in listed.values())
        raise InputError(f"{code}: no such agency code; the service lists {known[:400]}")
    return listed[code]


def last_updated(document: Any) -> date | None:
    """The day to which the service's data go, where it says so."""
    try:
        return datetime.strptime(document["last_updated"], "%m/%d/%Y").date()
    except ValueError:
        return None


def list_monthly(agency: Agency, year: int) -> dict[str, Any]:
    return {"agency": agency.id, "fiscal_year": year, "type": "contracts"}


def bulk(agency: Agency, date_type: str, span: DateSpan) -> dict[str, Any]:
    """A custom download of an agency's prime contracts and IDVs; no other filter is heeded."""
    return {
        "filters": {
            "agencies": [agency.awarding()],
            "prime_award_types": EVERY_TYPE,
            "date_type": date_type,
            "date_range": span.as_dict(),
        },
        "file_format": "csv",
    }


def by_search(
    departments: list[dict[str, str]], span: DateSpan, date_type: str = "action_date"
) -> dict[str, Any]:
    """The filters of a search for actions; entries of one type are alternatives, none is all."""
    period = span.as_dict() | ({} if date_type == "action_date" else {"date_type": date_type})
    named = {"agencies": departments} if departments else {}
    return {**named, "award_type_codes": EVERY_TYPE, "time_period": [period]}


def funded_elsewhere(agency: Agency, listed: dict[str, Agency]) -> list[dict[str, str]]:
    """Departments of a search for what one pays for and any other signs."""
    others = [other.awarding() for other in listed.values() if other.code != agency.code]
    return [agency.funding(), *others]


def search_download(filters: dict[str, Any], limit: int | None = None) -> dict[str, Any]:
    """A download of a search. `limit` makes it another request, which no cache answers."""
    least = {} if limit is None else {"limit": limit}
    return {"filters": filters, "columns": [], "file_format": "csv", **least}
