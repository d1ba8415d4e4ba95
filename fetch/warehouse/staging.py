"""Staging: a CSV on disk as typed rows in a temporary table, nothing lost on the way.

Three ways, each only where the one before will not do; all leave the same store:

1. strict: the fast reader (DuckDB's) read as many records as the file has, and every cell is
   in the form of official files;
2. repaired: it read them all, and what a spreadsheet or program wrote in another form means
   one value (`repair_sql`);
3. careful: the file is read line by line by `lenient_csv`. A cell that cannot be read is null,
   and its row is noted in quarantine; a row without identity, day or amount stays out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fetch.errors import FileRefused, IncompleteRead
from fetch.schema import tables
from fetch.schema.csv_records import LONGEST_TEXT
from fetch.schema.file_types import ACTIONS, Shape
from fetch.schema.headers import KEY_MADE_FROM, Layout
from fetch.warehouse import lenient_csv, quarantine
from fetch.warehouse.checked_csv import CheckedCsv
from fetch.warehouse.database import DatabaseError, Warehouse
from fetch.warehouse.repair_sql import (
    DAY_FIRST,
    MONTH_FIRST,
    REPAIRED,
    DayOrder,
    day_forms_select,
    repaired_select,
)
from fetch.warehouse.typing_sql import LINE, RAW, careful_select, strict_select

FRESH_FILE = (
    "download the file again from https://www.usaspending.gov/download_center/award_data_archive"
)
BATCH = 5_000
BATCH_CHARACTERS = 1 << 24
"""Records that wait together, and their characters: whichever is reached first."""
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


@dataclass(frozen=True)
class StagedFile:
    """A file's rows in the temporary table `table`, and the records that are not there.

    The table has the columns of its shape's table, and `closes`, true on a deletion. The
    temporary table `unread` has what could not be read, rows and cells: line, reason, raw
    text. `repaired` names the columns that another program wrote in a form of its own.
    """

    file: CheckedCsv
    table: str
    rows: int
    unread: int
    as_of: datetime | None
    repaired: tuple[str, ...] = ()

    @property
    def records(self) -> int:
        """Every record of the file, read or not."""
        return self.rows + self.unread


def stage(store: Warehouse, file: CheckedCsv, run_id: str) -> StagedFile:
    """Read a file into a temporary table; outside any transaction, changing nothing held.

    IncompleteRead if the rows and the unread records are fewer than the file's.
    """
    table = table_of(file)
    quarantine.begin(store, table)
    repaired: tuple[str, ...] = ()
    lacking = "0"
    if file.wrapped or not _stage_strict(store, file):
        orders = _day_orders(store, file)
        if not _stage_repaired(store, file, orders):
            _stage_carefully(store, file, table, orders)
            # a row with an unread cell is a shorter row: read whole elsewhere, that is the record
            lacking = "cells_unread"
        repaired = _repaired(store)
    _add_provenance(store, file, run_id, table, lacking)
    [(unread,)] = store.rows(f"SELECT count(*) FROM {quarantine.waiting(table)} WHERE NOT kept")
    rows, as_of = store.one(f"SELECT count(*), max(last_seen) FROM {table}")
    return StagedFile(file, table, rows, unread, as_of, repaired)


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
    for name in (_rows_of(staged.table), quarantine.waiting(staged.table)):
        store.execute(f"DROP TABLE IF EXISTS {name}")


def _rows_of(table: str) -> str:
    return f"rows_of_{table}"


def _add_provenance(
    store: Warehouse, file: CheckedCsv, run_id: str, table: str, lacking: str
) -> None:
    """Say of each row where it came from, and for which time it speaks: the view `table`.

    A view, for another copy of a hundred columns would cost a tenth of the whole import.
    """
    if file.layout.kind == "sample":
        # the file has no day: a row's basis names that of its copy, or the first and the last
        # day of copies that have the row alike
        first = f"regexp_extract(basis, '{_DAY}')::TIMESTAMP"
        last = f"regexp_extract(basis, '(?:{_DAY} to )?({_DAY})', 1)::TIMESTAMP"
    else:
        first = last = moment(file.as_of or _latest_day(store, file))
    store.execute(f"ALTER TABLE loaded RENAME TO {_rows_of(table)}")
    columns = tables.names(file.layout.shape.columns)
    store.execute(
        f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT {columns}, content_hash, closes, "
        f"{provenance(file, run_id, first, last, lacking)} "
        f"FROM {_rows_of(table)}"
    )


def provenance(file: CheckedCsv, run_id: str, first: str, last: str, lacking: str = "0") -> str:
    """SQL: where a row came from, and the times that it speaks for.

    `first` and `last` are SQL of those times, one for all but the embedded sample. `lacking` is
    SQL of how many cells of the row could not be read.
    """
    layout = file.layout
    # how full a file is decides between two contents of one day, and which is a part of which
    kept = len(layout.shape.names) - len(layout.missing)
    source = "sample" if layout.kind == "sample" else "usaspending"
    more = (
        f"'{source}' AS source, {kept} - {lacking} AS layout_columns, "
        if layout.shape.keyed
        else ""
    )
    return (
        f"{more}{first} AS first_seen, {last} AS last_seen, "
        f"{_text(run_id)} AS run_id, {_text(file.file_id)} AS file_id"
    )


def days_ahead(store: Warehouse, staged: StagedFile) -> list[str]:
    """Columns of days with a day after the file came, each with its count of rows, in words."""
    if staged.file.latest is None:
        return []
    names = staged.file.layout.shape.speaks_for
    counts = store.one(
        "SELECT "
        + ", ".join(f'count(*) FILTER ("{name}" >= {moment(staged.file.latest)})' for name in names)
        + f" FROM {staged.table}"
    )
    return [f"{name} ({count:,})" for name, count in zip(names, counts, strict=True) if count]


def _latest_day(store: Warehouse, file: CheckedCsv) -> datetime | None:
    """The time that a file speaks for whose name states none; no day after it came counts."""
    # the first column that has any day decides, not the latest day of all columns
    names = file.layout.shape.speaks_for
    over = f" FILTER ({{}} < {moment(file.latest)})" if file.latest else ""
    days = ", ".join(f'max("{name}"){over}'.format(f'"{name}"') for name in names)
    latest: datetime | None = store.one(f"SELECT coalesce({days})::TIMESTAMP FROM loaded")[0]
    return latest


def moment(time: datetime | None) -> str:
    """SQL of a time."""
    return f"TIMESTAMP '{time}'" if time else "NULL::TIMESTAMP"


def _stage_strict(store: Warehouse, file: CheckedCsv) -> bool:
    """Whether the fast reader took every record, each cell in its official form."""
    try:
        _load(store, strict_rows(file.path, file.layout))
    except DatabaseError:
        return False
    return _is_whole(store, file, "odd")


def _stage_repaired(store: Warehouse, file: CheckedCsv, orders: Mapping[str, DayOrder]) -> bool:
    """Whether it took every record, and every other form means one value."""
    try:
        _load(store, _careful_rows(file.layout, _cells(file.path, file.layout), orders, ()))
    except DatabaseError:
        return False
    return _is_whole(store, file, "problems <> '' OR doubts <> ''")


def _is_whole(store: Warehouse, file: CheckedCsv, odd: str) -> bool:
    read, odd_rows = store.one(f"SELECT count(*), count(*) FILTER ({odd}) FROM loaded")
    return (read, odd_rows, rejected(store)) == (file.lines - 1, 0, 0)


def _day_orders(store: Warehouse, file: CheckedCsv) -> dict[str, DayOrder]:
    """Order of day and month in each date column that has slashes and proves one.

    A column with no day over 12 takes the order that the file's other columns agree on: one
    program wrote them all. FileRefused where most days of the actions could be either, or are a
    spreadsheet's numbers.
    """
    shape, present = file.layout.shape, set(file.layout.header)
    names = tuple(c.name for c in shape.columns if c.kind == "date" and c.name in present)
    try:
        forget_rejects(store)
        [counts] = store.rows(day_forms_select(names, _cells(file.path, file.layout)))
    except DatabaseError:
        return {}  # read line by line it is; a slashed day is then unread, by name
    forms = {name: counts[5 * at : 5 * at + 5] for at, name in enumerate(names)}
    proved: dict[str, DayOrder] = {}
    for name, (month_first, day_first, *_) in forms.items():
        if bool(month_first) != bool(day_first):
            proved[name] = MONTH_FIRST if month_first else DAY_FIRST
    mixed = {name for name, (month, day, *_) in forms.items() if month and day}
    if len(set(proved.values())) == 1:
        [order] = set(proved.values())
        proved = {name: order for name in names if name not in mixed}
    for name in shape.never_empty:
        _, _, either, numbers, filled = forms.get(name, (0, 0, 0, 0, 0))
        if numbers * 2 > filled:
            raise FileRefused(
                f"{file.name}: saved by a spreadsheet: {name} has days as numbers like 45306, and "
                f"none tells which day they count from; {FRESH_FILE}"
            )
        if name not in proved and either * 2 > filled:
            raise FileRefused(
                f"{file.name}: saved by a spreadsheet: {name} has days like 1/7/2025, and none "
                f"tells whether the month comes first; {FRESH_FILE}"
            )
    return proved


def _repaired(store: Warehouse) -> tuple[str, ...]:
    rows = store.rows(
        f"SELECT DISTINCT unnest(string_split(trim({REPAIRED}), ' ')) AS name FROM loaded "
        f"WHERE {REPAIRED} <> '' ORDER BY name"
    )
    return tuple(name for (name,) in rows)


def rejected(store: Warehouse) -> int:
    """Count of records that the fast reader refused since `forget_rejects`."""
    return int(store.one("SELECT count(*) FROM reject_errors")[0])


def _stage_carefully(
    store: Warehouse, file: CheckedCsv, table: str, orders: Mapping[str, DayOrder]
) -> None:
    """Load what can be read; the rest goes to quarantine's table with line and reason."""
    whole = _spell_out(store, file, table)
    _load(store, _careful_rows(file.layout, _with_key(file.layout, "FROM spelled"), orders))
    store.execute("DROP TABLE spelled")
    [(loaded,)] = store.rows("SELECT count(*) FROM loaded")
    # a mended copy is read whole or the run stops: rows must not vanish between two readers
    if loaded != whole:
        raise IncompleteRead(
            f"{file.name}: {whole:,} records in the file, {loaded:,} read; nothing changed"
        )
    quarantine.add_loaded(store, table, file.layout.shape)
    store.execute("DELETE FROM loaded WHERE problems <> ''")
    store.execute("ALTER TABLE loaded ADD COLUMN cells_unread BIGINT")
    store.execute(
        "UPDATE loaded SET cells_unread = length(unread_columns) - "
        "length(replace(unread_columns, ' ', ''))"
    )


def _spell_out(store: Warehouse, file: CheckedCsv, table: str) -> int:
    """The table `spelled`: the wanted cells of every whole record as text, line and raw text.

    Records that have no cells go to quarantine's table. Returns how many have.
    """
    layout, whole, unread = file.layout, 0, quarantine.waiting(table)
    wanted = tuple(
        name
        for name in _wanted(layout, (LINE, RAW))
        if name in (*layout.header, LINE, RAW)  # not a key that is made
    )
    places = [place for place, name in enumerate(layout.header) if name in wanted]
    columns = ", ".join(f'"{name}" VARCHAR' for name in wanted)
    store.execute(f"CREATE OR REPLACE TEMP TABLE spelled ({columns})")
    good: list[tuple[str, ...]] = []
    left: list[dict[str, object]] = []
    waiting = 0
    for record in lenient_csv.records(file.path, len(layout.header), layout.delimiter):
        line, raw = record.line + file.lines_before, record.raw[:LONGEST_TEXT]
        if record.fields is not None:
            # one sign more than the longest: that it was longer is seen when it is typed
            cells = [record.fields[place][: LONGEST_TEXT + 1] for place in places]
            good.append((*cells, str(line), raw))
            whole += 1
        else:
            left.append({"line": line, "reason": record.problem, "raw": raw, "kept": False})
        waiting += len(record.raw)
        if len(good) + len(left) == BATCH or waiting > BATCH_CHARACTERS:
            store.insert_texts("spelled", wanted, good)
            store.insert_many(unread, left)
            good.clear()
            left.clear()
            waiting = 0
    store.insert_texts("spelled", wanted, good)
    store.insert_many(unread, left)
    return whole


def _load(store: Warehouse, rows: str) -> None:
    """Make the temporary table `loaded` of a SELECT over a CSV: one statement, one pass."""
    forget_rejects(store)
    store.execute(f"CREATE OR REPLACE TEMP TABLE loaded AS {rows}")


def forget_rejects(store: Warehouse) -> None:
    """The fast reader adds to what it refused before."""
    for table in ("reject_errors", "reject_scans"):
        store.execute(f"DROP TABLE IF EXISTS {table}")


def strict_rows(path: Path, layout: Layout) -> str:
    """The SELECT of a CSV's rows: typed, with `odd` and `content_hash`."""
    return strict_select(layout.shape, _wanted(layout), _cells(path, layout))


def _careful_rows(
    layout: Layout,
    cells: str,
    orders: Mapping[str, DayOrder],
    extra: tuple[str, ...] = (LINE, RAW),
) -> str:
    """The SELECT of a file's rows: repaired and typed, with what could not be read."""
    header = _wanted(layout, extra)
    repaired = repaired_select(layout.shape, header, cells, orders)
    return careful_select(layout.shape, (*header, REPAIRED), repaired)


def _wanted(layout: Layout, extra: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The columns of a file that are kept or looked at."""
    ours = [column.name for column in tables.OURS] if layout.kind == "sample" else []
    marks = [tables.DELTA_MARK] if layout.shape.keyed else []
    wanted = {*layout.shape.names, *ours, *marks, *extra}
    made = (layout.shape.sign,) if layout.makes_key else ()
    return tuple(name for name in (*layout.header, *made, *extra) if name in wanted)


def _cells(path: Path, layout: Layout) -> str:
    """The SELECT of a CSV's wanted cells as text.

    The reader's columns are called by their place, so that no name in a file can clash.
    """
    columns = ", ".join(f"c{place}: 'VARCHAR'" for place in range(len(layout.header)))
    # no sniffing: the layout is known, and a guess could differ from file to file. Rejected
    # records are listed without limit (0). No line has more bytes than the longest text may have
    # characters: so none of its texts is too long, and none needs to be measured
    source = (
        f"read_csv({_text(str(path))}, columns = {{{columns}}}, delim = {_text(layout.delimiter)}, "
        "header = true, auto_detect = false, quote = '\"', escape = '\"', encoding = 'utf-8', "
        f"store_rejects = true, rejects_limit = 0, "
        f"max_line_size = {LONGEST_TEXT})"
    )
    wanted = _wanted(layout)
    cells = ", ".join(
        f'c{place} AS "{name}"' for place, name in enumerate(layout.header) if name in wanted
    )
    return _with_key(layout, f"SELECT {cells} FROM {source}")


def _with_key(layout: Layout, cells: str) -> str:
    """The SELECT of cells, and of the action's key where the file has none: made from its parts."""
    if not layout.makes_key:
        return cells
    parts = [f"coalesce(nullif(trim(\"{name}\"), ''), '-NONE-')" for name in KEY_MADE_FROM]
    key = f"concat_ws('_', {', '.join(parts)})"
    return f"SELECT *, {key} AS {layout.shape.sign} FROM ({cells})"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
