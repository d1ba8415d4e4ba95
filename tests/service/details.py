"""One award at a time: its detail, its actions, its orders, its sub-awards."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from tests.builders import Row
from tests.service.book import TYPES, Award, amount, kind, slug
from tests.service.fields import location
from tests.service.refusals import Broken, Refused, need, one_of, within
from tests.service.rows import COMPONENTS, DEPARTMENTS
from tests.service.searches import ordered, paged

Json = dict[str, Any]
with Path(__file__).with_name("contract_data.csv").open(encoding="utf-8", newline="") as _lines:
    CONTRACT_DATA = {row["key"]: row["column"] for row in csv.DictReader(_lines)}
SORTS = (
    "id",
    "type",
    "type_description",
    "action_date",
    "action_type",
    "action_type_description",
    "modification_number",
    "description",
    "federal_action_obligation",
)


def detail(service: Any, name: str) -> Json:
    """Everything of one award. The competition is that of its latest action."""
    award = service.book.award(name)
    if not award:
        return _unknown(name)
    return {
        **_head(award),
        **_sums(service, award),
        "parent_award": _parent(service, award),
        "latest_transaction_contract_data": {
            key: award.latest.get(column) or None for key, column in CONTRACT_DATA.items()
        },
        "funding_agency": _agency(award.latest, "funding"),
        "awarding_agency": _agency(award.latest, "awarding"),
        "period_of_performance": _period(award),
        "recipient": _recipient(award.latest),
        "executive_details": {"officers": [{"name": None, "amount": None}] * 5},
        "place_of_performance": dict.fromkeys(location({})),
        "psc_hierarchy": _tiers(award.latest, "product_or_service_code", "subtier_code"),
        "naics_hierarchy": _tiers(award.latest, "naics_code"),
    }


def _unknown(name: str) -> Json:
    """A key or a number gets a 404 that says so, anything else the page of no route."""
    if name.isdigit():
        raise Refused(404, f"No Award found with: {{'award_id': {name}}}")
    if not name.startswith(("CONT_", "ASST_")):
        raise Broken(404, "Not Found")
    raise Refused(404, f"No Award found with: {{'generated_unique_award_id_legacy': '{name}'}}")


def _head(award: Award) -> Json:
    return {
        "id": award.id,
        "generated_unique_award_id": award.key,
        "piid": award.latest["award_id_piid"],
        "category": "idv" if award.is_idv else "contract",
        "type": award.kind,
        "type_description": TYPES[award.kind],
        "description": award.first["transaction_description"],
        "date_signed": award.first["action_date"],
    }


def _sums(service: Any, award: Award) -> Json:
    """Sums over the actions; those named in `misreported` differ, as it may happen."""
    reports = service.book.reports_of(award)
    empty: list[Json] = []
    sums = {
        "total_obligation": award.obligated,
        "base_exercised_options": award.exercised,
        "base_and_all_options": award.ceiling,
        "subaward_count": len(reports),
        "total_subaward_amount": amount(reports, "subaward_amount"),
        "total_account_outlay": 0,
        "total_account_obligation": 0,
        "account_outlays_by_defc": empty,
        "account_obligations_by_defc": empty,
        "total_outlay": None,
    }
    return {**sums, **service.misreported.get(award.key, {})}


def _parent(service: Any, award: Award) -> Json | None:
    parent = service.book.award(award.parent_key) if award.parent_key else None
    if not parent:
        return None
    row = parent.latest
    return {
        "agency_id": parent.component.agency_id,
        "agency_name": parent.department,
        "agency_slug": slug(parent.department),
        "sub_agency_id": parent.component.code,
        "sub_agency_name": parent.component.name,
        "award_id": parent.id,
        "generated_unique_award_id": parent.key,
        "idv_type_description": row.get("idv_type") or None,
        "multiple_or_single_aw_desc": row.get("multiple_or_single_award_idv") or None,
        "piid": row["award_id_piid"],
        "type_of_idc_description": row.get("type_of_idc") or None,
    }


def _agency(row: Row, what: str) -> Json:
    component = COMPONENTS[row[f"{what}_sub_agency_code"]]
    name, short = DEPARTMENTS[component.department]
    return {
        "id": component.agency_id,
        "has_agency_page": True,
        "toptier_agency": {
            "name": name,
            "code": component.department,
            "abbreviation": short,
            "slug": slug(name),
        },
        "subtier_agency": {
            "name": component.name,
            "code": component.code,
            "abbreviation": component.short,
        },
        "office_agency_name": row[f"{what}_office_name"],
    }


def _period(award: Award) -> Json:
    end = "ordering_period_end_date" if award.is_idv else "period_of_performance_current_end_date"
    return {
        "start_date": award.first.get("period_of_performance_start_date") or None,
        "end_date": award.latest.get(end) or None,
        "last_modified_date": award.latest["last_modified_date"],
        "potential_end_date": award.latest.get("period_of_performance_potential_end_date") or None,
    }


def _recipient(row: Row) -> Json:
    return {
        "recipient_hash": "00000000-0000-0000-0000-000000000001-C",
        "recipient_name": row["recipient_name"],
        "recipient_uei": row.get("recipient_uei"),
        "recipient_unique_id": None,
        "parent_recipient_hash": "00000000-0000-0000-0000-000000000001-P",
        "parent_recipient_name": row.get("recipient_parent_name"),
        "parent_recipient_uei": row.get("recipient_parent_uei"),
        "parent_recipient_unique_id": None,
        "business_categories": [],
        "location": location(row),
    }


def _tiers(row: Row, column: str, *more: str) -> Json:
    code = row.get(column) or ""
    tiers = {"toptier_code": code[:1], "midtier_code": code[:2], "base_code": code}
    told = {key: {"code": part, "description": "EXAMPLE"} for key, part in tiers.items()}
    return {**told, **{key: {} for key in more}}


def transaction_number(service: Any, name: str) -> Json:
    award = service.book.award(name)
    if not award:
        raise Refused(404, f"No Award found with: '{name}'")
    return {"transactions": len(award.rows)}


def transactions(service: Any, body: Json) -> Json:
    """The actions of one award; an unknown award has none."""
    award = service.book.award(need(body, "award_id"))
    limit, page = within(body, "limit", 10, 5000), within(body, "page", 1)
    sort, order = body.get("sort", "action_date"), body.get("order", "desc")
    one_of(sort, "sort", SORTS)
    one_of(order, "order", ["asc", "desc"])
    found = [_action(row) for row in award.rows] if award else []
    ordered(service, found, lambda row: row[sort], order)
    rows, metadata = paged(found, page, limit)
    return {"page_metadata": metadata, "results": rows}


def _action(row: Row) -> Json:
    return {
        "id": f"CONT_TX_{row['contract_transaction_unique_key']}",
        "type": kind(row),
        "type_description": TYPES[kind(row)],
        "action_date": row["action_date"],
        "action_type": row.get("action_type_code") or None,
        "action_type_description": row.get("action_type") or None,
        "modification_number": row["modification_number"],
        "description": row["transaction_description"],
        "federal_action_obligation": float(row["federal_action_obligation"]),
        "face_value_loan_guarantee": 0.0,
        "original_loan_subsidy_cost": 0.0,
    }


def subawards(service: Any, body: Json) -> Json:
    """Sub-awards of one award; without one, or with a bare number (PIID), those of all."""
    limit, page = within(body, "limit", 10, 100), within(body, "page", 1)
    award = service.book.award(body.get("award_id", ""))
    listed = service.book.reports_of(award) if award else service.book.subawards
    key = body.get("sort", "subaward_number")
    found = [_report(number, row) for number, row in enumerate(listed, 1)]
    ordered(service, found, lambda row: row[key], body.get("order", "desc"))
    rows, metadata = paged(found, page, limit)
    return {"page_metadata": metadata, "results": rows}


def _report(number: int, row: Row) -> Json:
    return {
        "id": number,
        "subaward_number": row["subaward_number"],
        "description": row["subaward_description"],
        "action_date": row["subaward_action_date"],
        "amount": float(row["subaward_amount"]),
        "recipient_name": row["subawardee_name"],
    }
