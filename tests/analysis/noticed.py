"""Notices as the warehouse holds them, and the measures over them, from made-up rows."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from analysis.measures.notices.authority import named_authorities
from analysis.measures.notices.justifications import justified_actions
from analysis.measures.notices.missing_notices import CODES, above_threshold, events_of
from analysis.measures.notices.notice_links import notice_links
from analysis.measures.notices.notices import notices
from analysis.rules import notice_rules
from fetch.schema.sam import CONTRACT_RECORDS, NOTICE_TEXTS, NOTICES
from tests.builders import Row, transactions

TYPES = {
    "text": pa.string(),
    "date": pa.date32(),
    "money": pa.decimal128(18, 2),
    "int": pa.int64(),
    "time": pa.timestamp("us"),
    "hash": pa.string(),
}


def notice(number: int = 1, **cells: Any) -> dict[str, Any]:
    """A justification of the fictional component's for the builders' award."""
    return {
        "notice_id": f"{number:032x}",
        "title": "Example optics, limited sources",
        "notice_type": "Justification",
        "sub_tier_code": "7012",
        "posted_date": date(2024, 1, 25),
        "award_number": "70TEST24C00000001",
        "description": "The authority is FAR 6.302-1.",
        "source": "bulk",
        "last_seen": datetime(2026, 11, 20),
        **cells,
    }


def held(*rows: dict[str, Any]) -> ir.Table:
    return _table(NOTICES, rows)


def texts(*rows: dict[str, Any]) -> ir.Table:
    return _table(NOTICE_TEXTS, rows)


def records(*rows: dict[str, Any]) -> ir.Table:
    return _table(CONTRACT_RECORDS, rows)


def _table(columns: Any, rows: Any) -> ir.Table:
    made = {c.name: pa.array([row.get(c.name) for row in rows], TYPES[c.kind]) for c in columns}
    return ibis.memtable(pa.table(made))


AWARDS = {
    "award_key": "string",
    "piid": "string",
    "recipient_name": "string",
    "component_code": "string",
    "awarding_office_code": "string",
    "vendor_family": "string",
    "first_action_date": "date",
    "last_action_date": "date",
    "obligated_usd": "decimal(18, 2)",
    "ceiling_usd": "decimal(18, 2)",
    "initial_obligated_usd": "decimal(18, 2)",
    "initial_ceiling_usd": "decimal(18, 2)",
    "parent_award_key": "string",
    "parent_award_single_or_multiple_code": "string",
    **dict.fromkeys(("award_kind", "own_class", "rates_class", "competition_lane"), "string"),
    **dict.fromkeys(CODES.values(), "string"),
}
ACTIONS = {
    "award_key": "string",
    "piid": "string",
    "transaction_key": "string",
    "modification_number": "string",
    "action_date": "date",
    "is_base": "boolean",
    "growth_bucket": "string",
    "obligated_usd": "decimal(18, 2)",
    "ceiling_change_usd": "decimal(18, 2)",
    **dict.fromkeys(("component", "component_code", "recipient_name"), "string"),
    **dict.fromkeys(("competition_class", "usaspending_url"), "string"),
    "as_of": "date",
}


def _award(base: Row) -> dict[str, Any]:
    """A published award by its base action; given to one source."""
    parent, agency = base["parent_award_id_piid"], base["parent_award_agency_id"]
    return {
        "award_key": base["contract_award_unique_key"],
        "piid": base["award_id_piid"],
        "component_code": base["awarding_sub_agency_code"],
        "vendor_family": base.get("recipient_parent_uei") or base["recipient_name"],
        "first_action_date": date.fromisoformat(base["action_date"]),
        "last_action_date": date.fromisoformat(base["action_date"]),
        "obligated_usd": Decimal(base["federal_action_obligation"]),
        "ceiling_usd": Decimal(base["base_and_all_options_value"]),
        "initial_obligated_usd": Decimal(base["federal_action_obligation"]),
        "initial_ceiling_usd": Decimal(base["base_and_all_options_value"]),
        "parent_award_key": f"CONT_IDV_{parent}_{agency}" if parent else None,
        "rates_class": _class(base),
        "competition_lane": "order" if parent else "stand_alone",
        **{name: base.get(name) for name in AWARDS if name.endswith("_code") and name in base},
        "recipient_name": base["recipient_name"],
    }


CLASSES = {"A": "COMPETED", "D": "LIMITED", "G": "NOT_COMPETED_SIMPLIFIED"}
OTHER_REASONS = ("MES", "OTH", "NS")


def _class(base: Row) -> str:
    """Class of these few codes alone; the rules' own classes have their own tests."""
    if base.get("other_than_full_and_open_competition_code") in OTHER_REASONS:
        return "NOT_COMPETED_OTHER"
    if base.get("fair_opportunity_limited_sources_code") in ("OSA", "MG"):
        return "NOT_COMPETED_OTHER"
    return CLASSES.get(base.get("extent_competed_code", "C"), "SOLE_SOURCE")


def _action(row: Row) -> dict[str, Any]:
    base = row["modification_number"] == "0"
    new_work = row.get("action_type_code") == "A"
    return {
        "award_key": row["contract_award_unique_key"],
        "piid": row["award_id_piid"],
        "transaction_key": row["contract_transaction_unique_key"],
        "modification_number": row["modification_number"],
        "action_date": date.fromisoformat(row["action_date"]),
        "is_base": base,
        "growth_bucket": "initial" if base else "new work" if new_work else "in-scope",
        "obligated_usd": Decimal(row["federal_action_obligation"]),
        "ceiling_change_usd": Decimal(row["base_and_all_options_value"]),
        "component_code": row["awarding_sub_agency_code"],
    }


def _typed(rows: list[dict[str, Any]], kinds: dict[str, str]) -> ir.Table:
    return ibis.memtable([tuple(row.get(n) for n in kinds) for row in rows], schema=kinds)


class Published:
    """The tables about notices of these actions and notices, each as rows."""

    def __init__(
        self,
        actions: list[Row],
        noticed: list[dict[str, Any]],
        judged: Any = (),
        earlier: tuple[dict[str, Any], ...] = (),
    ) -> None:
        self.transactions = transactions(actions)
        bases = [row for row in actions if row["modification_number"] == "0"]
        self.awards = _typed([_award(row) for row in bases], AWARDS)
        self.actions = _typed([_action(row) for row in actions], ACTIONS)
        made = notices(held(*noticed), held(*noticed, *earlier))
        self.notices = ibis.memtable(made.to_pyarrow())
        stated = self.transactions.select(
            award_key="contract_award_unique_key", solicitation_number="solicitation_identifier"
        )
        made = notice_links(self.notices, self.awards, stated, judged)
        self.links = ibis.memtable(made.to_pyarrow())

    @cached_property
    def justified(self) -> ir.Table:
        """The table of that name, computed once."""
        named = ibis.memtable(named_authorities(self.notices, texts()).to_pyarrow())
        made = justified_actions(
            self.links, self.notices, self.actions, named, notice_rules.deadlines()
        )
        return ibis.memtable(made.to_pyarrow())

    def linked(self) -> list[tuple[Any, ...]]:
        """Notice number, PIID and status of every link."""
        found = sorted(rows(self.links), key=lambda r: (r["notice_id"], r["award_key"]))
        return [(int(r["notice_id"], 16), r["award_key"].split("_")[2], r["status"]) for r in found]

    def leads(self) -> list[dict[str, Any]]:
        made = above_threshold(
            self.actions,
            self.awards,
            self.justified,
            self.notices,
            events_of(self.transactions),
            notice_rules.reasons(),
            notice_rules.deadlines(),
        )
        return rows(made.order_by("transaction_key"))


def rows(table: ir.Table) -> list[dict[str, Any]]:
    return table.to_pyarrow().to_pylist()


def usd(text: str) -> Decimal:
    return Decimal(text)
