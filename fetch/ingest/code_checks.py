"""Code checks: values outside the published lists, counted and never dropped."""

from __future__ import annotations

from collections import Counter

from fetch import codes
from fetch.warehouse.checked_csv import CheckedCsv
from fetch.warehouse.database import Warehouse

CODED = {
    "action_type_code": "action_type",
    "award_type_code": "award_type",
    "idv_type_code": "idv_type",
    "extent_competed_code": "extent_competed",
    "fair_opportunity_limited_sources_code": "fair_opportunity_limited_sources",
    "other_than_full_and_open_competition_code": "other_than_full_and_open_competition",
    "solicitation_procedures_code": "solicitation_procedures",
    "type_of_set_aside_code": "type_of_set_aside",
}


SPELLINGS = {"ISEE": "IEE", "SSS": "SS"}
BLANK = (":", "NULL", "NONE")
"""Spellings of a missing code."""


def unknown_codes(store: Warehouse) -> dict[str, list[str]]:
    """Codes in `staged` that no published table lists, by column, each with a count."""
    cells = ", ".join(f"upper(trim({column}))" for column in CODED)
    counts: Counter[tuple[str, str]] = Counter()
    # combinations are few: grouped by all eight columns, the table is read once
    for *found, rows in store.rows(f"SELECT {cells}, count(*) FROM staged GROUP BY ALL"):
        counts.update({(name, code): rows for name, code in zip(CODED, found, strict=True) if code})
    odd: dict[str, list[str]] = {}
    for (column, code), count in sorted(counts.items(), key=_in_turn):
        if not known(code, CODED[column]):
            odd.setdefault(column, []).append(f"{code} ({count:,})")
    return odd


def _in_turn(counted: tuple[tuple[str, str], int]) -> tuple[int, str]:
    (column, code), _ = counted
    return list(CODED).index(column), code


def known(code: str, table: str) -> bool:
    """In the published list, or one of the spellings that stand for a code of it."""
    spelled = SPELLINGS.get(code, code.removesuffix("CIV").strip())
    return code in BLANK or code in codes.table(table) or spelled in codes.table(table)


def layout_notes(file: CheckedCsv) -> dict[str, list[str]]:
    """Kept columns the file lacks, and columns that the schema does not know."""
    notes = {"missing": list(file.layout.missing), "unknown": list(file.layout.unknown)}
    return {name: columns for name, columns in notes.items() if columns}
