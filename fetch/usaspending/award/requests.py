"""Requests about one award: its detail, its actions, and the orders below a vehicle (IDV)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fetch.errors import CountsDiffer, WrongShape
from fetch.http.client import Client, Response
from fetch.usaspending import pagination
from fetch.usaspending.award import responses as award_responses

DETAIL = "/api/v2/awards/{}/"
NUMBER = "/api/v2/awards/count/transaction/{}/"
ACTIONS = "/api/v2/transactions/"
AMOUNTS = "/api/v2/idvs/amounts/{}/"
ORDERS = "/api/v2/idvs/awards/"
ACTIVITY = "/api/v2/idvs/activity/"
SUBAWARDS = "/api/v2/subawards/"

ACTION_ID, ORDER_KEY = "id", "generated_unique_award_id"
MOST_ACTIONS, MOST_ORDERS = 5000, 100
"""Rows that the service gives on one page, at most."""
COUNTS = {
    "child_idvs": "child_idv_count",
    "child_awards": "child_award_count",
    "grandchild_awards": "grandchild_award_count",
}

Parts = dict[str, Response]
"""Answers by the name that their reader gives them."""


def ask(client: Client, key: str) -> Parts:
    """All that is asked of an award, each answer under the name that its reader gives it."""
    parts = {"detail": _detail(client, key), **_actions(client, key)}
    return parts | (below(client, key, parts["detail"]) if is_vehicle(parts) else {})


def is_vehicle(parts: Parts) -> bool:
    return bool(parts["detail"]["category"] == "idv")


def _detail(client: Client, key: str) -> Response:
    detail = client.get(of(DETAIL, key), shape={ORDER_KEY: str, "category": str, "piid": str})
    if detail[ORDER_KEY] != key:
        raise WrongShape(f"the award {key}", f"the detail of {detail[ORDER_KEY]} came")
    return detail


def of(path: str, key: str) -> str:
    """The address about one award; a number (PIID) may hold a slash or a space."""
    return path.format(quote(key, safe=""))


def _actions(client: Client, key: str) -> Parts:
    """Its actions and their number; asked once more where they are not as many as counted."""
    body = {"award_id": key, "limit": MOST_ACTIONS, "sort": "action_date", "order": "asc"}
    for _ in range(2):
        number = client.get(of(NUMBER, key), shape={"transactions": int})
        pages = pagination.every_page(client, ACTIONS, body, ACTION_ID)
        came = len(pagination.distinct(pages, ACTION_ID))
        if came == number["transactions"]:
            return {"count": number, **numbered("actions", pages)}
    raise CountsDiffer(
        f"the actions of {key}", f"{came:,} came, {number['transactions']:,} are counted"
    )


def below(client: Client, key: str, detail: Response) -> Parts:
    """Orders under a vehicle, and its sub-awards, which its download leaves out."""
    amounts = client.get(of(AMOUNTS, key), shape={COUNTS["child_awards"]: int})
    parts = {"amounts": amounts}
    for level in award_responses.LEVELS:
        body = {
            "award_id": key,
            "type": level,
            "limit": MOST_ORDERS,
            "sort": "period_of_performance_start_date",
            "order": "asc",
        }
        counted = amounts.document.get(COUNTS[level])
        parts |= numbered(level, _listed(client, ORDERS, body, ORDER_KEY, counted))
    body = {"award_id": key, "limit": MOST_ORDERS, "hide_edge_cases": False}
    parts |= numbered("activity", _active(client, body))
    counted = detail.document.get("subaward_count")
    if counted:
        body = {"award_id": key, "limit": MOST_ORDERS, "sort": "subaward_number", "order": "asc"}
        parts |= numbered("subawards", _listed(client, SUBAWARDS, body, "id", counted))
    return parts


def _listed(
    client: Client, path: str, body: dict[str, Any], name: str, counted: int | None
) -> list[Response]:
    """Every page; once more where the rows are not as many as counted.

    What still differs is no error: orders are known to lack a link to their vehicle, and
    the check of the award shows the difference.
    """
    pages = pagination.every_page(client, path, body, name)
    if counted is not None and len(pagination.distinct(pages, name)) != counted:
        pages = pagination.every_page(client, path, body, name)
    return pages


def _active(client: Client, body: dict[str, Any]) -> list[Response]:
    """The list of activity, which counts its own rows; once more where they differ."""
    pages = pagination.every_page(client, ACTIVITY, body, ORDER_KEY)
    counted = pages[0]["page_metadata"].get("total")
    if counted is not None and len(pagination.distinct(pages, ORDER_KEY)) != counted:
        pages = pagination.every_page(client, ACTIVITY, body, ORDER_KEY)
    return pages


def numbered(name: str, pages: list[Response]) -> Parts:
    """Pages under the names `name 1`, `name 2`, …"""
    return {f"{name} {number}": page for number, page in enumerate(pages, 1)}
