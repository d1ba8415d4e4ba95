"""Responses about one award, taken apart. Pure: from archived bytes alone.

An award arrives as its detail, the number of its actions, the pages of its actions and,
for a vehicle (IDV), the pages of what was ordered under it and the sums of that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fetch.errors import InputError

LEVELS = ("child_idvs", "child_awards", "grandchild_awards")
ACTION_PREFIX = "CONT_TX_"
"""Prefix of the service before an action's official key."""
CENT = Decimal("0.01")

Document = dict[str, Any]


@dataclass(frozen=True)
class AwardDetail:
    """One award in the service's words. Money in dollars and cents; None is not stated."""

    key: str
    piid: str
    is_vehicle: bool
    description: str | None
    obligated: Decimal | None
    ceiling: Decimal | None
    actions: int
    action_keys: frozenset[str]
    amounts: Document
    orders: tuple[Document, ...]
    subawards_counted: int
    subawards: tuple[Document, ...]

    def of_level(self, level: str) -> list[Document]:
        return [order for order in self.orders if order["level"] == level]


def parse(name: str, objects: Mapping[str, str], read: Callable[[str], bytes]) -> AwardDetail:
    """The award `name` from its kept answers; InputError naming what is not as expected."""
    try:
        return _said(objects, lambda part: _document(read(objects[part])))
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise InputError(
            f"{name}: an answer is not as expected ({type(error).__name__}: {error}); run "
            "`python -m fetch doctor` to see whether the service has changed"
        ) from error


def cents(value: Any) -> Decimal | None:
    """An amount to the cent, free of a float's noise; None stays None."""
    return None if value is None else Decimal(str(value)).quantize(CENT)


def pages_of(objects: Mapping[str, str], what: str) -> list[str]:
    """The names `what 1`, `what 2`, … in the order of their numbers."""
    numbered = [name.rpartition(" ") for name in objects]
    numbers = sorted(int(number) for head, _, number in numbered if head == what)
    return [f"{what} {number}" for number in numbers]


def _document(content: bytes) -> Document:
    document: Document = json.loads(content, parse_float=Decimal)
    return document


def _said(objects: Mapping[str, str], document: Callable[[str], Document]) -> AwardDetail:
    def rows(what: str) -> Iterator[Document]:
        for page in pages_of(objects, what):
            yield from document(page).get("results") or []

    detail = document("detail")
    return AwardDetail(
        key=detail["generated_unique_award_id"],
        piid=detail["piid"],
        is_vehicle=detail["category"] == "idv",
        description=detail.get("description"),
        obligated=cents(detail.get("total_obligation")),
        ceiling=cents(detail.get("base_and_all_options")),
        actions=document("count")["transactions"],
        action_keys=frozenset(row["id"].removeprefix(ACTION_PREFIX) for row in rows("actions")),
        amounts=document("amounts") if "amounts" in objects else {},
        orders=tuple(_orders(rows)),
        subawards_counted=detail.get("subaward_count") or 0,
        subawards=tuple({row["id"]: row for row in rows("subawards")}.values()),
    )


def _orders(rows: Callable[[str], Iterator[Document]]) -> Iterator[Document]:
    """Every order once, with the ceiling that the list of activity states for it."""
    active = {row["generated_unique_award_id"]: row for row in rows("activity")}
    for level in LEVELS:
        listed = {row["generated_unique_award_id"]: row for row in rows(level)}
        for key, row in listed.items():
            yield {"level": level, "order_key": key, **_order(row, active.get(key, {}))}


def _order(row: Document, active: Document) -> Document:
    return {
        "piid": row["piid"],
        "award_type": row.get("award_type"),
        "description": row.get("description"),
        "recipient_name": active.get("recipient_name"),
        "awarding_agency": row.get("awarding_agency"),
        "obligated_usd": cents(row.get("obligated_amount")),
        "ceiling_usd": cents(active.get("awarded_amount")),
        "start_date": row.get("period_of_performance_start_date"),
        "end_date": row.get("period_of_performance_current_end_date"),
        "last_date_to_order": row.get("last_date_to_order"),
    }
