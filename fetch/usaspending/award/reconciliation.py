"""Reconciliation of an award: our sums against the service's, to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fetch.usaspending.award.responses import AwardDetail, Document, cents
from fetch.warehouse.database import Warehouse

USD, COUNT = "USD", "count"


@dataclass(frozen=True)
class Comparison:
    """One measure on both sides. `difference` is ours less the service's, None where one lacks.

    For what lies below a vehicle, ours is what the service lists one by one, and the
    service's is the sum or number that it states.
    """

    measure: str
    unit: str
    ours: Decimal | None
    services: Decimal | None
    because: str | None = None
    we_lack: tuple[str, ...] = ()
    only_we_hold: tuple[str, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        if self.ours is None or self.services is None:
            return None
        return self.ours - self.services

    @property
    def agrees(self) -> bool:
        return self.difference == 0 and not self.we_lack and not self.only_we_hold


def reconcile(store: Warehouse, detail: AwardDetail) -> list[Comparison]:
    """Every check that the answers allow, by the actions held at this moment."""
    checks = [_obligated(store, detail), _ceiling(store, detail), _actions(store, detail)]
    return [*checks, *checks_below(detail)] if detail.is_vehicle else checks


def _obligated(store: Warehouse, detail: AwardDetail) -> Comparison:
    ours = _ours(store, "sum(federal_action_obligation)", detail)
    because = _missing(ours, "no action of it is held", detail.obligated, "states no total")
    return Comparison("obligated", USD, ours, detail.obligated, because)


def _ceiling(store: Warehouse, detail: AwardDetail) -> Comparison:
    """The sum of the ceiling changes that actions state; those that state none are named."""
    ours = _ours(store, "sum(base_and_all_options_value)", detail)
    silent = _ours(store, "count(*) - count(base_and_all_options_value)", detail)
    because = _missing(ours, "no action held states one", detail.ceiling, "states no total")
    if ours is not None and silent and not because:
        because = f"{silent} of the actions held state no change; they add nothing"
    return Comparison("ceiling", USD, ours, detail.ceiling, because)


def _actions(store: Warehouse, detail: AwardDetail) -> Comparison:
    held = {
        key
        for (key,) in store.rows(
            "SELECT contract_transaction_unique_key FROM transactions "
            "WHERE contract_award_unique_key = ?",
            [detail.key],
        )
    }
    lacking, surplus = sorted(detail.action_keys - held), sorted(held - detail.action_keys)
    told = [f"{len(lacking)} that the service lists are not held"] if lacking else []
    told += [f"{len(surplus)} are held that it does not list"] if surplus else []
    ours, services = Decimal(len(held)), Decimal(detail.actions)
    because = "; ".join(told) or None
    return Comparison("actions", COUNT, ours, services, because, tuple(lacking), tuple(surplus))


def checks_below(detail: AwardDetail) -> Iterator[Comparison]:
    """The service's list of orders under a vehicle against its stated sums."""
    yield _listed(detail, "child_idvs", "child_idv_count")
    for level, name in (("child_awards", "child_award"), ("grandchild_awards", "grandchild_award")):
        listed = _listed(detail, level, f"{name}_count")
        yield listed
        if not (listed.ours == listed.services == 0):
            stated = cents(detail.amounts.get(f"{name}_total_obligation"))
            yield _summed(detail, level, "obligated", stated)
            stated = cents(detail.amounts.get(f"{name}_base_and_all_options_value"))
            yield _summed(detail, level, "ceiling", stated)
    counted = Decimal(detail.subawards_counted)
    yield Comparison("subawards", COUNT, Decimal(len(detail.subawards)), counted)


def _listed(detail: AwardDetail, level: str, name: str) -> Comparison:
    stated = detail.amounts.get(name)
    because = None if stated is not None else "the service states no number"
    services = None if stated is None else Decimal(stated)
    return Comparison(level, COUNT, Decimal(len(detail.of_level(level))), services, because)


def _summed(detail: AwardDetail, level: str, what: str, stated: Decimal | None) -> Comparison:
    """A sum over the orders listed; an order that states nothing is named, not counted as zero."""
    orders = detail.of_level(level)
    values = [v for order in orders if (v := order[f"{what}_usd"]) is not None]
    silent = len(orders) - len(values)
    ours = sum(values, Decimal(0)) if values else None
    because = _missing(ours, _nothing(orders), stated, "states no sum")
    if silent and not because:
        because = f"{silent} of the orders listed state none; they add nothing"
    return Comparison(f"{level} {what}", USD, ours, stated, because)


def _nothing(orders: list[Document]) -> str:
    return "no order listed states one" if orders else "no order is listed"


def _missing(ours: Any, without_ours: str, services: Any, without_theirs: str) -> str | None:
    if ours is None:
        return without_ours
    return f"the service {without_theirs}" if services is None else None


def _ours(store: Warehouse, sql: str, detail: AwardDetail) -> Any:
    return store.one(
        f"SELECT {sql} FROM transactions WHERE contract_award_unique_key = ?", [detail.key]
    )[0]
