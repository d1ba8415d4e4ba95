"""Unread rows and cells: how many, of which file, component and year, with what money."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from fetch.schema.columns import as_text
from fetch.warehouse.database import Warehouse

HOW_TO_LIST = "python -m fetch status"
NOTHING: dict[str, Any] = {"rows": 0, "rows_with_amount": 0, "amount_usd": None, "cells": 0}


def unread(store: Warehouse) -> dict[str, Any]:
    """Rows left out and rows held without a cell; `groups` by file, component and year.

    `amount_usd` is the sum of the amounts that could be read, null where none could; of rows
    that could be negative too, so the whole is at least that only where none is.
    """
    columns = "count(*), count(amount_usd), sum(amount_usd), min(amount_usd)"
    left_out = "FROM quarantine WHERE kept IS NOT TRUE"
    rows, stated, amount, least = store.one(f"SELECT {columns} {left_out}")
    [(cells,)] = store.rows("SELECT count(*) FROM quarantine WHERE kept")
    groups = store.rows(
        f"SELECT file, component, fiscal_year, {columns} {left_out} "
        "GROUP BY file, component, fiscal_year ORDER BY 4 DESC, file, component, fiscal_year "
        "LIMIT 50"
    )
    return {
        "rows": rows,
        "rows_with_amount": stated,
        "amount_usd": as_text(amount),
        "negative": least is not None and least < 0,
        "cells": cells,
        "groups": [
            {
                "file": file,
                "component": component,
                "fiscal_year": year,
                "rows": count,
                "rows_with_amount": with_amount,
                "amount_usd": as_text(total),
            }
            for file, component, year, count, with_amount, total, _ in groups
        ],
    }


def sentence(report: dict[str, Any]) -> str:
    """N rows (at least $X) could not be read; empty where every row was."""
    rows = report["rows"]
    if not rows:
        return ""
    named = "1 row" if rows == 1 else f"{rows:,} rows"
    if report["amount_usd"] is None:
        money = "amount unknown"
    elif report.get("negative"):
        money = f"{_dollars(report['amount_usd'])} net where an amount is readable"
    else:
        money = f"at least {_dollars(report['amount_usd'])}"
    return f"{named} ({money}) could not be read and {'is' if rows == 1 else 'are'} in no sum"


def reason_counts(reasons: Iterable[str]) -> dict[str, int]:
    """How often each reason stands, the most frequent first; a cell's own text does not count."""
    counts: dict[str, int] = {}
    for reason in reasons:
        kind = reason.split(" (")[0]
        counts[kind] = counts.get(kind, 0) + 1
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def reasons_of_runs(store: Warehouse, run_ids: list[str]) -> dict[str, int]:
    """Why rows of some runs were left out or lack a cell, the most frequent reason first."""
    rows = store.rows("SELECT reason FROM quarantine WHERE run_id IN (SELECT unnest(?))", [run_ids])
    return reason_counts(reason for (reason,) in rows)


def _dollars(amount: str) -> str:
    value = Decimal(amount)
    return f"-${-value:,.2f}" if value < 0 else f"${value:,.2f}"
