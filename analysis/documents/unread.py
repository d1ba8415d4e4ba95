"""Unread rows and cells of one award: what of it is in no sum, and what is our gap alone."""

from __future__ import annotations

from typing import Any

from analysis.published.build import Build
from analysis.published.moved import keys_of
from analysis.serialise import plain

COLUMNS = ("file", "line", "reason", "kept", "unread_columns", "transaction_key", "amount_usd")


def unread_of(build: Build, award_key: str) -> list[dict[str, Any]]:
    """Rows of an award that could not be read, or not whole; `kept` are held without a cell."""
    keys = keys_of(build, award_key)
    rows = build.query(
        f"SELECT {', '.join(COLUMNS)} FROM unread "
        f"WHERE award_key IN ({', '.join('?' * len(keys))}) ORDER BY file, line",
        keys,
    ).to_dict("records")
    return [{name: plain(row[name]) for name in COLUMNS} for row in rows]


def sentences(rows: list[dict[str, Any]]) -> list[str]:
    """What could not be read of an award, in words: first its rows, then its cells."""
    out = [row for row in rows if not row["kept"]]
    cells = [row for row in rows if row["kept"]]
    listed = [f"{_row(row)} could not be read and is in no sum" for row in out]
    return [
        *listed,
        *(
            f"{row['transaction_key']}: {', '.join(row['unread_columns'].split())} could not be "
            f"read in our copy of {row['file']}; this is no blank of the record"
            for row in cells
        ),
    ]


def _row(row: dict[str, Any]) -> str:
    money = "amount unknown" if row["amount_usd"] is None else f"${row['amount_usd']}"
    return f"{row['file']}, line {row['line']} ({money}; {row['reason']})"
