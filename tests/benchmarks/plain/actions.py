"""An award's actions in order, with what they had come to by then: plain pandas and Python."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any

import pandas as pd

from analysis.measures.growth.by_action import buckets
from analysis.measures.not_in_copy import CODES, COLUMNS, ONLY_MONEY, WITH_CODES

AWARD = "contract_award_unique_key"
Action = dict[str, Any]
ROUNDED = Decimal("0.01")


def fiscal_year(day: date) -> int:
    return day.year + (day.month >= 10)


def total(amounts: list[Decimal | None]) -> Decimal | None:
    """The sum of what is stated; None where nothing is."""
    stated = [amount for amount in amounts if amount is not None]
    return sum(stated, Decimal(0)) if stated else None


def ratio(now: Decimal | None, start: Decimal | None) -> float | None:
    """None from a missing or non-positive start."""
    if now is None or start is None or start <= 0:
        return None
    return float(now) / float(start)


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Actions by award; in an award by date, the base action first, then as a person counts."""
    number = table["modification_number"].fillna("").str.strip()
    table = table.assign(
        is_base=number.str.upper().str.fullmatch("0*|P0+|BASIC|AWARD"),
        natural_transaction=table["transaction_number"].map(_natural, na_action=None),
        natural_modification=table["modification_number"].map(_natural, na_action=None),
    )
    table = table.sort_values(
        [
            AWARD,
            "action_date",
            "is_base",
            "natural_transaction",
            "natural_modification",
            "contract_transaction_unique_key",
        ],
        ascending=[True, True, False, True, True, True],
    )
    return table.drop(columns=["natural_transaction", "natural_modification"])


def _natural(text: object) -> str:
    word = text.strip().upper() if isinstance(text, str) else ""
    letters, digits, rest = re.match("([^0-9]*)([0-9]*)(.*)", word, re.DOTALL).groups()
    return f"{letters} {digits:0>30} {rest}"


def lacks(row: Mapping[str, Any], missing: Mapping[str, str | None]) -> frozenset[str]:
    """The columns that the copy of an action could not state; `missing` is by file."""
    of_file = frozenset((missing.get(row["file_id"]) or "").split()) & set(COLUMNS)
    says = row["basis"] or ""
    if row["source"] != "sample" or ONLY_MONEY not in says:
        return of_file
    return of_file | (frozenset(COLUMNS) - (set(CODES) if WITH_CODES in says else set()))


def of_awards(held: pd.DataFrame) -> Iterator[list[Action]]:
    """The actions in order, award by award, with what had been cumulated up to each."""
    for _, rows in groupby(held.itertuples(index=False), attrgetter(AWARD)):
        yield _cumulated([row._asdict() for row in rows])


def _cumulated(rows: list[dict[str, Any]]) -> list[Action]:
    actions = [
        {name: None if pd.isna(value) else value for name, value in row.items()} for row in rows
    ]
    bases = [action for action in actions if action["is_base"]]
    stated = bool(bases) and all(a["base_and_all_options_value"] is not None for a in bases)
    obligated = ceiling = Decimal(0)
    for place, action in enumerate(actions, 1):
        code = (action["action_type_code"] or "").strip().upper()
        change = action["base_and_all_options_value"]
        amount = action["federal_action_obligation"]
        obligated += amount or 0
        ceiling += change or 0
        action |= {
            "transaction_key": action["contract_transaction_unique_key"],
            "fiscal_year": fiscal_year(action["action_date"]),
            "order_in_award": place,
            "type_code": code or None,
            "growth_bucket": "initial" if action["is_base"] else buckets().get(code),
            "obligated_usd": amount,
            "ceiling_change_usd": change,
            "cumulative_obligated_usd": None if amount is None else obligated,
            "cumulative_ceiling_usd": None if change is None or not stated else ceiling,
        }
    return actions
