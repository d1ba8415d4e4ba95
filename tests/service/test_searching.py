"""The fictional service's searches and details: the traps of the real ones are in them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.service.asking import CONTRACTS, DHS, FUNDED_BY_DHS, IDVS, get, post
from tests.service.fictional import Service
from tests.service.rows import CONTRACT_KEY, ORDER_KEYS, VEHICLE_KEY
from tests.service.server import Reply


@pytest.fixture
def service() -> Service:
    return Service.small()


def walk(service: Service, **body: Any) -> tuple[list[int], dict[str, Any]]:
    """All pages by cursor: the numbers of the awards, and the last page's own words."""
    found: list[int] = []
    cursor: dict[str, Any] = {}
    while True:
        page = post(service, "search/spending_by_award", **body, **cursor).body
        found += [row["internal_id"] for row in page["results"]]
        metadata = page["page_metadata"]
        if not metadata["hasNext"]:
            return found, metadata
        names = ("last_record_unique_id", "last_record_sort_value")
        cursor = {name: metadata[name] for name in names}


@pytest.mark.parametrize("sort", ["Award ID", "Award Amount"])
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_a_walk_by_cursor_meets_every_award_once(service, sort, order):
    filters = {"award_type_codes": CONTRACTS}
    found, last = walk(
        service, filters=filters, fields=["Award ID", sort], sort=sort, order=order, limit=7
    )
    counted = post(service, "search/spending_by_award_count", filters=filters).body["results"]
    assert len(found) == len(set(found)) == counted["contracts"] == 41
    assert last["last_record_unique_id"] is None
    assert last["last_record_sort_value"] == "None"


def search(service: Service, **body: Any) -> Reply:
    asked = {"filters": {"award_type_codes": CONTRACTS}, "fields": ["Award ID"], **body}
    return post(service, "search/spending_by_award", **asked)


def test_a_page_over_the_window_is_refused_and_one_over_the_hits_says_it_is_the_last(service):
    service.window, service.hit_limit = 30, 20
    assert search(service, page=2).body["page_metadata"]["hasNext"] is False
    assert search(service, page=3).status == 200
    assert search(service, page=4).status == 422


@pytest.mark.parametrize(
    "cursor",
    [
        {"last_record_unique_id": 9_000_003},
        {"last_record_sort_value": "70TEST24C00000001"},
        {"last_record_unique_id": None, "last_record_sort_value": "None"},
    ],
)
def test_half_a_cursor_or_the_last_pages_cursor_breaks_the_service(service, cursor):
    reply = search(service, **cursor)
    assert reply.status == 500
    assert "<h1>" in reply.body


def test_a_filter_that_is_not_known_is_passed_over_and_told(service):
    codes = {"award_type_codes": CONTRACTS}
    plain, odd = (search(service, filters={**codes, **f}).body for f in ({}, {"competition": "C"}))
    assert plain["results"] == odd["results"]
    assert len(plain["messages"]) == 1
    assert "were not used: {'competition'}" in odd["messages"][1]


def test_award_types_of_two_groups_are_refused_without_a_detail(service):
    reply = search(service, filters={"award_type_codes": CONTRACTS + IDVS})
    assert reply.status == 422
    assert reply.body.keys() == {"message", "award_type_groups"}


def test_money_of_the_department_that_another_signed_is_found_by_its_funding(service):
    def count(agencies: list[dict[str, str]]) -> int:
        filters = {"award_type_codes": CONTRACTS + IDVS, "agencies": agencies}
        return post(service, "download/count", filters=filters).body["calculated_count"]

    assert (count(DHS), count(FUNDED_BY_DHS), count(DHS + FUNDED_BY_DHS)) == (60, 62, 60)


def test_ties_move_between_pages_where_they_are_unstable(service):
    service.unstable_ties = True
    body = {"filters": {"award_type_codes": CONTRACTS + IDVS}, "fields": ["Award ID", "Mod"]}
    body |= {"sort": "Mod", "limit": 10}
    pages = [
        post(service, "search/spending_by_transaction", **body, page=page).body["results"]
        for page in range(1, 8)
    ]
    seen = [(row["generated_internal_id"], row["Mod"]) for rows in pages for row in rows]
    assert len(seen) == 62
    assert len(set(seen)) < 62


def test_the_detail_adds_up_to_its_actions_unless_it_is_misreported(service):
    detail = get(service, f"/api/v2/awards/{CONTRACT_KEY}/").body
    actions = post(service, "transactions", award_id=CONTRACT_KEY, limit=5000).body["results"]
    assert detail["total_obligation"] == sum(a["federal_action_obligation"] for a in actions)
    assert (len(actions), detail["subaward_count"]) == (13, 3)
    service.misreported[CONTRACT_KEY] = {"total_obligation": 1.0}
    assert get(service, f"/api/v2/awards/{CONTRACT_KEY}/").body["total_obligation"] == 1.0


def test_a_vehicle_knows_its_orders(service):
    amounts = get(service, f"/api/v2/idvs/amounts/{VEHICLE_KEY}/").body
    orders = post(service, "idvs/awards", award_id=VEHICLE_KEY, type="child_awards").body
    assert amounts["child_award_count"] == 3
    assert {row["generated_unique_award_id"] for row in orders["results"]} == set(ORDER_KEYS)
    parent = get(service, f"/api/v2/awards/{ORDER_KEYS[0]}/").body["parent_award"]
    assert parent["generated_unique_award_id"] == VEHICLE_KEY
