"""Staging: a CSV on disk as typed rows in a temporary table, nothing lost on the way.

The fast reader (DuckDB's) is trusted only when it read as many records as the file has
and could type every one. Otherwise the file is read again by `lenient_csv`, and each row that
cannot be read goes to quarantine with its line, the reason and its text as it came.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fetch.errors import IncompleteRead
from fetch.schema import tables
from fetch.schema.csv_records import LONGEST_RECORD
from fetch.schema.file_types import ACTIONS, Shape
from fetch.schema.headers import Layout
from fetch.warehouse import lenient_csv
from fetch.warehouse.checked_csv import CheckedCsv
from fetch.warehouse.database import DatabaseError, Warehouse
from fetch.warehouse.typing_sql import LINE, RAW, staged_select

UNREAD = "line BIGINT, reason VARCHAR, raw VARCHAR"
BATCH = 5_000


@dataclass(frozen=True)
class StagedFile:
    """A file's rows in the temporary table `table`, and the records that are not there.

    The table has the columns of its shape's table, and `closes`, true on a deletion. The
    temporary table `unread` has those that could not be read: line, reason, raw text.
    """

    file: CheckedCsv
    table: str
    rows: int
    unread: int
    as_of: datetime | None

    @property
    def records(self) -> int:
        """Every record of the file, read or not."""
        return self.rows + self.unread


def stage(store: Warehouse, file: CheckedCsv, run_id: str) -> StagedFile:
    """Read a file into a temporary table; outside any transaction, changing nothing held.

    IncompleteRead if the rows and the unread records are fewer than the file's.
    """
    table = table_of(file)
    begin_unread(store, table)
    # one row that it refuses or cannot type: the whole file is read again, line by line
    if not _stage_fast(store, file):
        _stage_carefully(store, file, _unread(table))
    _add_provenance(store, file, run_id, table)
    [(unread,)] = store.rows(f"SELECT count(*) FROM {_unread(table)}")
    rows, as_of = store.one(f"SELECT count(*), max(last_seen) FROM {table}")
    return StagedFile(file, table, rows, unread, as_of)


def table_of(file: CheckedCsv) -> str:
    """Name of the temporary table or view of a file's rows."""
    return f"staged_{file.file_id[:16]}"


def use(store: Warehouse, staged: Sequence[StagedFile], shape: Shape = ACTIONS) -> None:
    """Make `staged` the name of these files' rows together."""
    rows = " UNION ALL ".join(f"SELECT * FROM {one.table}" for one in staged)
    nothing = f"SELECT *, false AS closes FROM {shape.table} WHERE false"
    store.execute(f"CREATE OR REPLACE TEMP VIEW staged AS {rows or nothing}")


def drop(store: Warehouse, staged: StagedFile) -> None:
    """Give up the temporary tables of a file."""
    store.execute("DROP VIEW IF EXISTS staged")
    store.execute(f"DROP VIEW {staged.table}")
    for name in (_rows_of(staged.table), _unread(staged.table)):
        store.execute(f"DROP TABLE IF EXISTS {name}")


def quarantine(store: Warehouse, staged: StagedFile, run_id: str) -> None:
    """Keep every unread record, unless this very row of this file is there already."""
    file_id = staged.file.file_id
    store.execute(
        "INSERT INTO quarantine (run_id, file_id, file, line, reason, raw) "
        f"SELECT ?, ?, ?, line, reason, raw FROM {_unread(staged.table)} "
        # the same file may be read again, by a repeated import or a rebuild
        "WHERE line NOT IN (SELECT line FROM quarantine WHERE file_id = ?)",
        [run_id, file_id, staged.file.name, file_id],
    )


def _unread(table: str) -> str:
    return f"unread_{table}"


def begin_unread(store: Warehouse, table: str) -> None:
    """An empty table for the records of a file that cannot be read."""
    store.execute(f"CREATE OR REPLACE TEMP TABLE {_unread(table)} ({UNREAD})")


def _rows_of(table: str) -> str:
    return f"rows_of_{table}"


def _add_provenance(store: Warehouse, file: CheckedCsv, run_id: str, table: str) -> None:
    """Say of each row where it came from, and for which time it speaks: the view `table`.

    A view, for another copy of a hundred columns would cost a tenth of the whole import.
    """
    seen = (
        # a row of the sample names its document's day in its basis; the file itself has none
        "regexp_extract(basis, '[0-9]{4}-[0-9]{2}-[0-9]{2}')::TIMESTAMP"
        if file.layout.kind == "sample"
        else moment(file.as_of or _latest_day(store, file.layout.shape))
    )
    store.execute(f"ALTER TABLE loaded RENAME TO {_rows_of(table)}")
    store.execute(
        f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT * EXCLUDE (problems), "
        f"{provenance(file, run_id, seen)} FROM {_rows_of(table)}"
    )


def provenance(file: CheckedCsv, run_id: str, seen: str) -> str:
    """SQL: where a row came from, and the time that it speaks for."""
    layout = file.layout
    # how full a file is decides between two contents of one day, and which is a part of which
    kept = len(layout.shape.names) - len(layout.missing)
    source = "sample" if layout.kind == "sample" else "usaspending"
    more = f"'{source}' AS source, {kept} AS layout_columns, " if layout.shape.keyed else ""
    return (
        f"{more}{seen} AS first_seen, {seen} AS last_seen, "
        f"{_text(run_id)} AS run_id, {_text(file.file_id)} AS file_id"
    )


def _latest_day(store: Warehouse, shape: Shape) -> datetime | None:
    """The time that a file speaks for whose name states none."""
    # the first column that has any day decides, not the latest day of all columns
    days = ", ".join(f'max("{name}")' for name in shape.speaks_for)
    latest: datetime | None = store.one(f"SELECT coalesce({days})::TIMESTAMP FROM loaded")[0]
    return latest


def moment(time: datetime | None) -> str:
    """SQL of a time."""
    return f"TIMESTAMP '{time}'" if time else "NULL::TIMESTAMP"


def _stage_fast(store: Warehouse, file: CheckedCsv) -> bool:
    """Whether the fast reader took every record and could type it."""
    try:
        _load(store, file.path, file.layout, extra=())
    except DatabaseError:
        return False
    read, odd = store.one("SELECT count(*), count(*) FILTER (problems <> '') FROM loaded")
    return (read, odd, rejected(store)) == (file.lines - 1, 0, 0)


def rejected(store: Warehouse) -> int:
    """Count of records that the fast reader refused since `forget_rejects`."""
    return int(store.one("SELECT count(*) FROM reject_errors")[0])


def _stage_carefully(store: Warehouse, file: CheckedCsv, unread: str) -> None:
    """Load what can be read; the rest goes to the table `unread` with line and reason."""
    mended = store.path.parent / "tmp" / "mended.csv"
    mended.parent.mkdir(exist_ok=True)
    whole = _mend(store, file, mended, unread)
    _load(store, mended, file.layout, extra=(LINE, RAW))
    mended.unlink()
    [(loaded,)] = store.rows("SELECT count(*) FROM loaded")
    # a mended copy is read whole or the run stops: rows must not vanish between two readers
    if loaded != whole:
        raise IncompleteRead(
            f"{file.name}: {whole:,} records in the file, {loaded:,} read; nothing changed"
        )
    store.execute(
        f"INSERT INTO {unread} SELECT {LINE}::BIGINT, rtrim(problems, '; '), {RAW} FROM loaded "
        "WHERE problems <> ''"
    )
    # what cannot be typed is kept in quarantine, never half in a sum: docs/decisions/0012
    store.execute("DELETE FROM loaded WHERE problems <> ''")
    for name in (LINE, RAW):
        store.execute(f"ALTER TABLE loaded DROP {name}")


def _mend(store: Warehouse, file: CheckedCsv, target: Path, unread: str) -> int:
    """A clean copy with two more columns, line and raw text; how many records are in it."""
    layout, whole = file.layout, 0
    left: list[dict[str, object]] = []
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=layout.delimiter, lineterminator="\n")
        writer.writerow([*layout.header, LINE, RAW])
        for record in lenient_csv.records(file.path, len(layout.header), layout.delimiter):
            if record.fields is not None:
                writer.writerow([*record.fields, record.line, record.raw])
                whole += 1
                continue
            left.append({"line": record.line, "reason": record.problem, "raw": record.raw})
            if len(left) == BATCH:
                store.insert_many(unread, left)
                left.clear()
    store.insert_many(unread, left)
    return whole


def _load(store: Warehouse, path: Path, layout: Layout, extra: tuple[str, ...]) -> None:
    """Make the temporary table `loaded` from a CSV: one statement, one pass."""
    forget_rejects(store)
    store.execute(f"CREATE OR REPLACE TEMP TABLE loaded AS {typed_rows(path, layout, extra)}")


def forget_rejects(store: Warehouse) -> None:
    """The fast reader adds to what it refused before."""
    for table in ("reject_errors", "reject_scans"):
        store.execute(f"DROP TABLE IF EXISTS {table}")


def typed_rows(path: Path, layout: Layout, extra: tuple[str, ...] = ()) -> str:
    """The SELECT of a CSV's rows: typed, with `problems` and `content_hash`.

    The reader's columns are called by their place, so that no name in a file can clash.
    """
    header = (*layout.header, *extra)
    columns = ", ".join(f"c{place}: 'VARCHAR'" for place in range(len(header)))
    # no sniffing: the layout is known, and a guess could differ from file to file. Rejected
    # records are listed without limit (0). A line is measured in bytes, up to four a character
    source = (
        f"read_csv({_text(str(path))}, columns = {{{columns}}}, delim = {_text(layout.delimiter)}, "
        "header = true, auto_detect = false, quote = '\"', escape = '\"', encoding = 'utf-8', "
        f"store_rejects = true, rejects_limit = 0, "
        f"max_line_size = {4 * LONGEST_RECORD})"
    )
    ours = [column.name for column in tables.OURS] if layout.kind == "sample" else []
    marks = [tables.DELTA_MARK] if layout.shape.keyed else []
    # columns that are not kept are not even typed: official files have about three hundred
    wanted = [*layout.shape.names, *ours, *marks, LINE, RAW]
    cells = ", ".join(
        f'c{place} AS "{name}"' for place, name in enumerate(header) if name in wanted
    )
    present = tuple(name for name in header if name in wanted)
    return staged_select(layout.shape, present, cells, source)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
