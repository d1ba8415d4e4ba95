"""A vehicle (IDV): what was ordered under it, in sums and one by one."""

from __future__ import annotations

from typing import Any

from tests.service.book import TYPES, Award, slug
from tests.service.refusals import Refused, need, one_of, within
from tests.service.searches import ordered, paged

Json = dict[str, Any]
CHILDREN = ("child_idvs", "child_awards", "grandchild_awards")


def _below(service: Any, award: Award | None, level: str) -> list[Award]:
    """Children are those that name the vehicle; grandchildren those of its vehicles."""
    children = service.book.children(award.key) if award else []
    vehicles = [child for child in children if child.is_idv]
    if level == "child_idvs":
        return vehicles
    if level == "child_awards":
        return [child for child in children if not child.is_idv]
    return [each for vehicle in vehicles for each in service.book.children(vehicle.key)]


def _vehicle(service: Any, name: str | int) -> Award | None:
    award = service.book.award(name)
    return award if award and award.is_idv else None


def amounts(service: Any, name: str) -> Json:
    """Two levels of orders in sums."""
    vehicle = _vehicle(service, name)
    if not vehicle:
        raise Refused(404, "No IDV award found with this id")
    return {
        "award_id": vehicle.id,
        "generated_unique_award_id": vehicle.key,
        "child_idv_count": len(_below(service, vehicle, "child_idvs")),
        **_rolled_up("child", _below(service, vehicle, "child_awards")),
        **_rolled_up("grandchild", _below(service, vehicle, "grandchild_awards")),
    }


def _rolled_up(level: str, awards: list[Award]) -> Json:
    empty: list[Json] = []
    return {
        f"{level}_award_count": len(awards),
        f"{level}_award_total_obligation": float(sum(each.obligated for each in awards)),
        f"{level}_award_total_outlay": None,
        f"{level}_award_base_and_all_options_value": float(sum(a.ceiling or 0 for a in awards)),
        f"{level}_award_base_exercised_options_val": float(sum(a.exercised or 0 for a in awards)),
        f"{level}_total_account_outlay": 0,
        f"{level}_total_account_obligation": 0,
        f"{level}_account_outlays_by_defc": empty,
        f"{level}_account_obligations_by_defc": empty,
    }


def orders(service: Any, body: Json) -> Json:
    """A page of what lies below a vehicle; nothing below an unknown one."""
    vehicle = _vehicle(service, need(body, "award_id"))
    level = body.get("type", "child_idvs")
    one_of(level, "type", CHILDREN)
    limit, page = within(body, "limit", 10, 100), within(body, "page", 1)
    found = [_order(award) for award in _below(service, vehicle, level)]
    sort = body.get("sort", "period_of_performance_start_date")
    ordered(service, found, lambda row: row[sort], body.get("order", "desc"))
    rows, metadata = paged(found, page, limit)
    return {"results": rows, "page_metadata": metadata}


def _order(award: Award) -> Json:
    row = award.latest
    return {
        "award_id": award.id,
        "award_type": TYPES[award.kind],
        "description": award.first["transaction_description"],
        "funding_agency": row["funding_agency_name"],
        "funding_agency_id": award.component.agency_id,
        "funding_agency_slug": slug(row["funding_agency_name"]),
        "awarding_agency": award.department,
        "awarding_agency_id": award.component.agency_id,
        "awarding_agency_slug": slug(award.department),
        "generated_unique_award_id": award.key,
        "last_date_to_order": row.get("ordering_period_end_date") or None,
        "obligated_amount": award.obligated,
        "period_of_performance_current_end_date": row["period_of_performance_current_end_date"],
        "period_of_performance_start_date": row["period_of_performance_start_date"],
        "piid": row["award_id_piid"],
    }


def activity(service: Any, body: Json) -> Json:
    """Orders of both levels, the largest obligation first, whatever order is asked."""
    vehicle = _vehicle(service, need(body, "award_id"))
    limit, page = within(body, "limit", 10, 100), within(body, "page", 1)
    found = [
        _active(vehicle, award, level)
        for level in ("child_awards", "grandchild_awards")
        for award in _below(service, vehicle, level)
        if vehicle
    ]
    ordered(service, found, lambda row: row["obligated_amount"], "desc")
    rows, metadata = paged(found, page, limit)
    return {
        "results": rows,
        "page_metadata": {**metadata, "total": len(found), "limit": limit},
    }


def _active(vehicle: Award, award: Award, level: str) -> Json:
    row = award.latest
    return {
        "award_id": award.id,
        "awarding_agency": award.department,
        "awarding_agency_id": award.component.agency_id,
        "awarding_agency_slug": slug(award.department),
        "generated_unique_award_id": award.key,
        "period_of_performance_potential_end_date": row["period_of_performance_potential_end_date"],
        "parent_award_id": vehicle.id,
        "parent_generated_unique_award_id": vehicle.key,
        "parent_award_piid": vehicle.latest["award_id_piid"],
        "obligated_amount": award.obligated,
        "awarded_amount": award.ceiling,
        "period_of_performance_start_date": row["period_of_performance_start_date"],
        "piid": row["award_id_piid"],
        "recipient_name": row["recipient_name"],
        "recipient_id": None,
        "grandchild": level == "grandchild_awards",
    }
