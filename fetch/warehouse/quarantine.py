"""Quarantine: rows that could not be read, or not whole, until their action was read elsewhere.

A file's rows wait in a temporary table of its own until its run is written. They leave
quarantine by the time that files speak for, not by the order in which they came: a rebuild, and any
order of import, leaves the same rows.
"""

from __future__ import annotations

from fetch import fiscal
from fetch.schema import tables
from fetch.schema.file_types import Shape
from fetch.warehouse.checked_csv import CheckedCsv
from fetch.warehouse.database import Warehouse
from fetch.warehouse.typing_sql import LINE, RAW
from fetch.warehouse.versions import KEY

NOTED = tuple(
    column for column in tables.QUARANTINE if column.name not in ("run_id", "file_id", "file")
)
"""Columns of a row in quarantine that the row itself gives."""
COLUMNS = ", ".join(column.name for column in NOTED)
UNREAD = ", ".join(f"{column.name} {column.sql_type}" for column in NOTED)

_SIGHTS = f"""
SELECT {KEY} AS key, file_id, last_seen AS at FROM transactions WHERE source <> 'sample'
UNION ALL SELECT {KEY}, file_id, last_seen FROM past_versions WHERE source <> 'sample'
UNION ALL SELECT {KEY}, NULL, closed_as_of FROM closures"""
_READ_SINCE = f"""
WITH waiting AS (
    SELECT q.rowid AS place, q.file_id, transaction_key AS key, coalesce(kept, false) AS kept,
        coalesce(as_of, TIMESTAMP '-infinity') AS at
    FROM quarantine q JOIN files USING (file_id) WHERE transaction_key IS NOT NULL
), sights AS (
    SELECT s.*, files.as_of AS file_at,
        (s.file_id, s.key) IN (SELECT (file_id, key) FROM waiting WHERE kept) AS lacks
    FROM ({_SIGHTS}) s LEFT JOIN files USING (file_id)
    WHERE s.key IN (SELECT key FROM waiting)
)
SELECT DISTINCT place FROM waiting w JOIN sights s USING (key)
WHERE CASE WHEN kept
    -- held with a null: only a later file's own row, read whole, tells what the cell was
    THEN s.file_id <> w.file_id AND s.file_at >= w.at AND NOT lacks
    -- the very file may have the key twice, once readable: that is not this row
    ELSE s.at >= w.at AND (s.file_id IS DISTINCT FROM w.file_id OR s.at > w.at) END"""


def waiting(table: str) -> str:
    """Name of the temporary table of what could not be read of a staged table's file."""
    return f"unread_{table}"


def begin(store: Warehouse, table: str) -> None:
    """An empty table for the rows of a file that cannot be read, or not whole."""
    store.execute(f"CREATE OR REPLACE TEMP TABLE {waiting(table)} ({UNREAD})")


def add_loaded(store: Warehouse, table: str, shape: Shape) -> None:
    """Note each row of `loaded` that has a problem or a doubt."""
    store.execute(
        f"INSERT INTO {waiting(table)} ({COLUMNS}) SELECT {_noted(shape)} FROM loaded "
        "WHERE problems <> '' OR doubts <> ''"
    )


def keep(store: Warehouse, table: str, file: CheckedCsv, run_id: str) -> None:
    """Keep every row that waits, unless this very row of this file is there already."""
    store.execute(
        f"INSERT INTO quarantine (run_id, file_id, file, {COLUMNS}) "
        f"SELECT ?, ?, ?, {COLUMNS} FROM {waiting(table)} "
        "WHERE line NOT IN (SELECT line FROM quarantine WHERE file_id = ?)",
        [run_id, file.file_id, file.name, file.file_id],
    )


def cells(store: Warehouse, table: str) -> list[str]:
    """The columns of cells that could not be read, each with its count of rows, in words."""
    counted = store.rows(
        "SELECT name, count(*) FROM (SELECT unnest(string_split(unread_columns, ' ')) AS name "
        f"FROM {waiting(table)} WHERE kept) GROUP BY name ORDER BY 2 DESC, 1"
    )
    return [f"{name} ({count:,})" for name, count in counted]


def release(store: Warehouse) -> int:
    """Take out the rows whose action a file of the same time or later has; how many."""
    if not store.rows("SELECT 1 FROM quarantine WHERE transaction_key IS NOT NULL LIMIT 1"):
        return 0
    [(count,)] = store.rows(f"SELECT count(*) FROM ({_READ_SINCE})")
    if count:
        store.execute(f"DELETE FROM quarantine WHERE rowid IN ({_READ_SINCE})")
    return int(count)


def _noted(shape: Shape) -> str:
    """SQL: what quarantine says of a row of `loaded`, in the order of `NOTED`."""
    action = shape.keyed
    noted = {
        "line": f"{LINE}::BIGINT",
        "reason": "rtrim(concat(problems, doubts), '; ')",
        "raw": RAW,
        "kept": "problems = ''",
        "unread_columns": "rtrim(unread_columns)",
        "transaction_key": f'"{shape.never_empty[0]}"' if action else "NULL",
        "award_key": f'"{shape.never_empty[1 if action else 0]}"',
        "component": "awarding_sub_agency_code" if action else "NULL",
        "fiscal_year": fiscal.sql("action_date") if action else "NULL",
        "amount_usd": shape.amount,
    }
    return ", ".join(noted[column.name] for column in NOTED)
