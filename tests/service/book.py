"""What the fictional service knows: actions by their keys, put together to awards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tests.builders import Row
from tests.service.rows import COMPONENTS, DEPARTMENTS, Component

FIRST_ID = 9_000_001
TYPES = {
    "A": "BPA CALL",
    "B": "PURCHASE ORDER",
    "C": "DELIVERY ORDER",
    "D": "DEFINITIVE CONTRACT",
    "IDV_A": "GWAC",
    "IDV_B": "IDC",
    "IDV_B_A": "INDEFINITE DELIVERY / REQUIREMENTS",
    "IDV_B_B": "INDEFINITE DELIVERY / INDEFINITE QUANTITY",
    "IDV_B_C": "INDEFINITE DELIVERY / DEFINITE QUANTITY",
    "IDV_C": "FSS",
    "IDV_D": "BOA",
    "IDV_E": "BPA",
}


def kind(row: Row) -> str:
    """The award type as the service codes it: a vehicle's carries its kind of contract."""
    if row["award_or_idv_flag"] != "IDV":
        return row["award_type_code"]
    code = f"IDV_{row.get('idv_type_code') or 'B'}"
    part = row.get("type_of_idc_code", "")
    return f"{code}_{part}" if code == "IDV_B" and part else code


def amount(rows: Iterable[Row], column: str) -> float | None:
    """The sum as JSON has it; None where no row has a value."""
    cells = [Decimal(row[column]) for row in rows if row.get(column)]
    return float(sum(cells)) if cells else None


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


@dataclass(frozen=True)
class Award:
    """The actions of one key in their order."""

    id: int
    key: str
    rows: tuple[Row, ...]

    @property
    def first(self) -> Row:
        return self.rows[0]

    @property
    def latest(self) -> Row:
        return self.rows[-1]

    @property
    def kind(self) -> str:
        return kind(self.latest)

    @property
    def is_idv(self) -> bool:
        return self.kind.startswith("IDV")

    @property
    def obligated(self) -> float:
        return amount(self.rows, "federal_action_obligation") or 0.0

    @property
    def ceiling(self) -> float | None:
        return amount(self.rows, "base_and_all_options_value")

    @property
    def exercised(self) -> float | None:
        return amount(self.rows, "base_and_exercised_options_value")

    @property
    def parent_key(self) -> str:
        """The vehicle's key, "" where there is none."""
        piid, agency = self.latest["parent_award_id_piid"], self.latest["parent_award_agency_id"]
        return f"CONT_IDV_{piid}_{agency}" if piid else ""

    @property
    def facts(self) -> Row:
        """One row for the filters: the latest action, with the words of the first."""
        return {**self.latest, "transaction_description": self.first["transaction_description"]}

    @property
    def component(self) -> Component:
        return COMPONENTS[self.latest["awarding_sub_agency_code"]]

    @property
    def department(self) -> str:
        return DEPARTMENTS[self.component.department][0]


class Book:
    """Actions, sub-awards and account rows. An award keeps its number once it has one."""

    def __init__(self, rows: Iterable[Row], subawards: list[Row], funding: list[Row]) -> None:
        self.rows = {row["contract_transaction_unique_key"]: row for row in rows}
        self.subawards = subawards
        self.funding = funding
        self._ids: dict[str, int] = {}

    def awards(self) -> list[Award]:
        grouped: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows.values():
            grouped[row["contract_award_unique_key"]].append(row)
        return [
            Award(self.id(key), key, tuple(sorted(rows, key=_in_time)))
            for key, rows in grouped.items()
        ]

    def award(self, name: str | int) -> Award | None:
        """By its key or by its number."""
        return next((a for a in self.awards() if name in (a.key, a.id, str(a.id))), None)

    def children(self, key: str) -> list[Award]:
        return [award for award in self.awards() if award.parent_key == key]

    def id(self, key: str) -> int:
        return self._ids.setdefault(key, FIRST_ID + len(self._ids))

    def reports_of(self, award: Award) -> list[Row]:
        return [row for row in self.subawards if row["prime_award_unique_key"] == award.key]


def _in_time(row: Row) -> tuple[str, str, str]:
    key = row["contract_transaction_unique_key"]
    return (row["action_date"], row["modification_number"], key)
