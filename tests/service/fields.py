"""The fields that a search may ask for, and how the fictional records fill them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.builders import Row
from tests.service.book import TYPES, Award, kind

RECIPIENT_LOCATION = (
    "location_country_code",
    "country_name",
    "state_code",
    "state_name",
    "city_name",
    "county_code",
    "county_name",
    "address_line1",
    "address_line2",
    "address_line3",
    "congressional_code",
    "zip4",
    "zip5",
    "foreign_postal_code",
    "foreign_province",
)


def _pair(row: Row, code: str, words: str) -> dict[str, Any]:
    return {"code": row.get(code) or None, "description": row.get(words) or None}


def naics(row: Row) -> dict[str, Any]:
    return _pair(row, "naics_code", "naics_description")


def psc(row: Row) -> dict[str, Any]:
    return _pair(row, "product_or_service_code", "product_or_service_code_description")


def location(row: Row) -> dict[str, Any]:
    """The vendor's country; the fictional records know no more."""
    known = {
        "location_country_code": row.get("recipient_country_code") or None,
        "country_name": row.get("recipient_country_name") or None,
    }
    return {**dict.fromkeys(RECIPIENT_LOCATION), **known}


def _plain(column: str) -> Callable[[Row], Any]:
    return lambda row: row.get(column) or None


def _null(_: object) -> None:
    """What the fictional records do not know."""


BOTH: dict[str, Callable[[Row], Any]] = {
    "Award ID": _plain("award_id_piid"),
    "Recipient Name": _plain("recipient_name"),
    "Recipient UEI": _plain("recipient_uei"),
    "Awarding Agency": _plain("awarding_agency_name"),
    "Awarding Agency Code": _plain("awarding_agency_code"),
    "Awarding Sub Agency": _plain("awarding_sub_agency_name"),
    "Awarding Sub Agency Code": _plain("awarding_sub_agency_code"),
    "Funding Agency": _plain("funding_agency_name"),
    "Funding Agency Code": _plain("funding_agency_code"),
    "Funding Sub Agency": _plain("funding_sub_agency_name"),
    "Funding Sub Agency Code": _plain("funding_sub_agency_code"),
    "Last Date to Order": _plain("ordering_period_end_date"),
    "naics_code": _plain("naics_code"),
    "naics_description": _plain("naics_description"),
    "NAICS": naics,
    "PSC": psc,
    "Recipient Location": location,
}
ACTION: dict[str, Callable[[Row], Any]] = {
    **BOTH,
    "Action Date": _plain("action_date"),
    "Action Type": _plain("action_type"),
    "Award Type": lambda row: TYPES[kind(row)],
    "Issued Date": _plain("period_of_performance_start_date"),
    "Mod": _plain("modification_number"),
    "Transaction Amount": lambda row: float(row["federal_action_obligation"]),
    "Transaction Description": _plain("transaction_description"),
    "product_or_service_code": _plain("product_or_service_code"),
    "product_or_service_description": _plain("product_or_service_code_description"),
    "generated_internal_id": _plain("contract_award_unique_key"),
    **dict.fromkeys(("internal_id", "awarding_agency_id", "recipient_id", "cfda_number"), _null),
}
AWARD: dict[str, Callable[[Award], Any]] = {
    **{name: lambda award, get=get: get(award.latest) for name, get in BOTH.items()},
    "Award Amount": lambda award: award.obligated,
    "Total Outlays": _null,
    "Description": lambda award: award.first["transaction_description"],
    "Contract Award Type": lambda award: TYPES[award.kind],
    "Start Date": lambda award: award.first.get("period_of_performance_start_date") or None,
    "End Date": lambda award: award.latest.get("period_of_performance_current_end_date") or None,
    "Base Obligation Date": lambda award: award.first["action_date"],
    "Last Modified Date": lambda award: f"{award.latest['last_modified_date']} 00:00:00",
    "generated_internal_id": lambda award: award.key,
    "def_codes": _null,
    "psc_code": lambda award: psc(award.latest)["code"],
    "psc_description": lambda award: psc(award.latest)["description"],
}
