"""From a CSV on disk to typed rows in a temporary table, with nothing lost on the way.

The fast reader (DuckDB's) is trusted only when it read as many records as the file has
and could type every one. Otherwise the file is read again by `careful`, and each row that
cannot be read goes to quarantine with its line, the reason and its text as it came.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fetch import careful, schema
from fetch.errors import IncompleteRead
from fetch.files import Layout, Unpacked
from fetch.store import DatabaseError, Warehouse

LINE, RAW = "__line", "__raw"
UNREAD = "line BIGINT, reason VARCHAR, raw VARCHAR"
BATCH = 5_000
KEYS = ("contract_transaction_unique_key", "contract_award_unique_key")
MARK = f"coalesce(upper(trim({schema.DELTA_MARK})), '')"
KEY_PARTS = {
    "award_id_piid": "nullif(key_part[3], '-NONE-')",
    "modification_number": "nullif(key_part[4], '-NONE-')",
    "contract_award_unique_key": (
        "CASE WHEN key_part[5] = '-NONE-' AND key_part[6] = '-NONE-' "
        "THEN 'CONT_IDV_' || key_part[3] || '_' || key_part[1] "
        "ELSE 'CONT_AWD_' || key_part[3] || '_' || key_part[1] || '_' || key_part[5] "
        "|| '_' || key_part[2] END"
    ),
}
"""Parts of an action's key, for files that have no column of their own for them."""


@dataclass(frozen=True)
class Staged:
    """A file's rows in the temporary table `table`, and the records that are not there.

    The table has the columns of `transactions`, and `closes`, true on a deletion. The
    temporary table `unread` has those that could not be read: line, reason, raw text.
    """

    file: Unpacked
    table: str
    rows: int
    unread: int
    as_of: datetime | None

    @property
    def records(self) -> int:
        """Every record of the file, read or not."""
        return self.rows + self.unread


def stage(store: Warehouse, file: Unpacked, run_id: str) -> Staged:
    """Read a file into a temporary table; outside any transaction, changing nothing held.

    IncompleteRead if the rows and the unread records are fewer than the file's.
    """
    table = f"staged_{file.file_id[:16]}"
    store.execute(f"CREATE OR REPLACE TEMP TABLE {_unread(table)} ({UNREAD})")
    if not _stage_fast(store, file):
        _stage_carefully(store, file, _unread(table))
    _add_provenance(store, file, run_id, table)
    [(unread,)] = store.rows(f"SELECT count(*) FROM {_unread(table)}")
    rows, as_of = store.one(f"SELECT count(*), max(last_seen) FROM {table}")
    return Staged(file, table, rows, unread, as_of)


def use(store: Warehouse, staged: Sequence[Staged]) -> None:
    """Make `staged` the name of these files' rows together."""
    rows = " UNION ALL ".join(f"SELECT * FROM {one.table}" for one in staged)
    nothing = "SELECT *, false AS closes FROM transactions WHERE false"
    store.execute(f"CREATE OR REPLACE TEMP VIEW staged AS {rows or nothing}")


def drop(store: Warehouse, staged: Staged) -> None:
    """Give up the temporary tables of a file."""
    for name in (staged.table, _unread(staged.table)):
        store.execute(f"DROP TABLE {name} CASCADE")


def quarantine(store: Warehouse, staged: Staged, run_id: str) -> None:
    """Keep every unread record, unless this very row of this file is there already."""
    file_id = staged.file.file_id
    store.execute(
        "INSERT INTO quarantine (run_id, file_id, file, line, reason, raw) "
        f"SELECT ?, ?, ?, line, reason, raw FROM {_unread(staged.table)} "
        "WHERE line NOT IN (SELECT line FROM quarantine WHERE file_id = ?)",
        [run_id, file_id, staged.file.member.name, file_id],
    )


def _unread(table: str) -> str:
    return f"unread_{table}"


def _add_provenance(store: Warehouse, file: Unpacked, run_id: str, table: str) -> None:
    """Say of each row where it came from, and for which time it speaks.

    A file whose name states no time speaks for the latest day on which one of its records
    was changed; without such days, for the latest action.
    """
    sample = file.layout.kind == "sample"
    kept = len(schema.RECORD_NAMES) - len(file.layout.missing)
    own = (
        "regexp_extract(basis, '[0-9]{4}-[0-9]{2}-[0-9]{2}')::TIMESTAMP"
        if sample
        else "coalesce(?::TIMESTAMP, (SELECT coalesce(max(last_modified_date), max(action_date)) "
        "FROM loaded)::TIMESTAMP)"
    )
    store.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * EXCLUDE (problems, seen), "
        f"'{'sample' if sample else 'usaspending'}' AS source, {kept} AS layout_columns, "
        "seen AS first_seen, seen AS last_seen, ? AS run_id, ? AS file_id "
        f"FROM (SELECT *, {own} AS seen FROM loaded)",
        [run_id, file.file_id, *([] if sample else [file.as_of])],
    )


def _stage_fast(store: Warehouse, file: Unpacked) -> bool:
    """Whether the fast reader took every record and could type it."""
    try:
        _load(store, file.path, file.layout, extra=())
    except DatabaseError:
        return False
    read, odd = store.one("SELECT count(*), count(*) FILTER (problems <> '') FROM loaded")
    rejected = store.one("SELECT count(*) FROM reject_errors")[0]
    return (read, odd, rejected) == (file.lines - 1, 0, 0)


def _stage_carefully(store: Warehouse, file: Unpacked, unread: str) -> None:
    """Load what can be read; the rest goes to the table `unread` with line and reason."""
    mended = store.path.parent / "tmp" / "mended.csv"
    mended.parent.mkdir(exist_ok=True)
    whole = _mend(store, file, mended, unread)
    _load(store, mended, file.layout, extra=(LINE, RAW))
    mended.unlink()
    [(loaded,)] = store.rows("SELECT count(*) FROM loaded")
    if loaded != whole:
        raise IncompleteRead(
            f"{file.member.name}: {whole:,} records in the file, {loaded:,} read; nothing changed"
        )
    store.execute(
        f"INSERT INTO {unread} SELECT {LINE}::BIGINT, rtrim(problems, '; '), {RAW} FROM loaded "
        "WHERE problems <> ''"
    )
    store.execute("DELETE FROM loaded WHERE problems <> ''")
    for name in (LINE, RAW):
        store.execute(f"ALTER TABLE loaded DROP {name}")


def _mend(store: Warehouse, file: Unpacked, target: Path, unread: str) -> int:
    """A clean copy with two more columns, line and raw text; how many records are in it."""
    layout, whole = file.layout, 0
    left: list[dict[str, object]] = []
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=layout.delimiter, lineterminator="\n")
        writer.writerow([*layout.header, LINE, RAW])
        for record in careful.records(file.path, len(layout.header), layout.delimiter):
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
    """Make the temporary table `loaded` from a CSV: one statement, one pass.

    The reader's columns are called by their place, so that no name in a file can clash.
    """
    header = (*layout.header, *extra)
    columns = ", ".join(f"c{place}: 'VARCHAR'" for place in range(len(header)))
    for table in ("reject_errors", "reject_scans"):
        store.execute(f"DROP TABLE IF EXISTS {table}")
    source = (
        f"read_csv({_text(str(path))}, columns = {{{columns}}}, delim = {_text(layout.delimiter)}, "
        "header = true, auto_detect = false, quote = '\"', escape = '\"', encoding = 'utf-8', "
        f"store_rejects = true, rejects_limit = 0, max_line_size = {4 * careful.LONGEST_RECORD})"
    )
    kept = (*schema.RECORD, *(schema.OURS if layout.kind == "sample" else ()))
    wanted = [*(column.name for column in kept), schema.DELTA_MARK, LINE, RAW]
    cells = ", ".join(
        f'c{place} AS "{name}"' for place, name in enumerate(header) if name in wanted
    )
    select = staged_select(tuple(name for name in header if name in wanted), cells, source)
    store.execute(f"CREATE OR REPLACE TEMP TABLE loaded AS {select}")


def staged_select(header: tuple[str, ...], cells: str, source: str) -> str:
    """The SELECT that types every kept column of a file and says what it could not type."""
    kept = (*schema.RECORD, *schema.OURS)
    present = {column.name for column in kept if column.name in header}
    typed = ", ".join(f'{_typed(column, present)} AS "{column.name}"' for column in kept)
    checks = [_problem(column, header) for column in kept if column.name in present]
    checks += [_problem_of_derived(present), _problem_of_mark(header)]
    problems = f"concat({', '.join(check for check in checks if check != NO_PROBLEM)}, '')"
    passed = "".join(f", {name}" for name in (LINE, RAW) if name in header)
    closes = f"{MARK} = 'D'" if schema.DELTA_MARK in header else "false"
    return (
        f"SELECT *, {_content_hash()} AS content_hash FROM ("
        f"SELECT {typed}, {problems} AS problems, coalesce({closes}, false) AS closes{passed} FROM "
        "(SELECT *, string_split(trim(contract_transaction_unique_key), '_') AS key_part "
        f"FROM (SELECT {cells} FROM {source})))"
    )


def _content_hash() -> str:
    """SQL: the hash of a row's typed content; a missing cell and an empty text differ."""
    kept = (*schema.RECORD, *schema.OURS)
    cells = ", ".join(f'coalesce("{column.name}"::VARCHAR, chr(30))' for column in kept)
    return f"md5(concat_ws(chr(31), {cells}))"


def _typed(column: schema.Column, present: set[str]) -> str:
    """A column's typed value: null where the cell is empty or cannot be read."""
    name = f'"{column.name}"'
    if column.name not in present:
        derived = KEY_PARTS.get(column.name)
        whole = f"CASE WHEN len(key_part) = 6 THEN {derived} END" if derived else "NULL"
        return f"CAST({whole} AS {column.sql_type})"
    if column.kind == "text":
        return f"nullif(trim({name}), '')" if column.name in KEYS else name
    return (
        f"CASE WHEN {_readable(column)} THEN TRY_CAST({_trimmed(column)} AS {column.sql_type}) END"
    )


def _trimmed(column: schema.Column) -> str:
    cell = f'trim("{column.name}")'
    return f"left({cell}, 10)" if column.kind == "date" else cell


NO_PROBLEM = "''"
SHAPES = {
    "money": r"^-?[0-9]{1,16}(\.[0-9]{1,2}0*)?$",
    "int": r"^[0-9]{1,9}$",
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?$",
}
SHAPE_WORDS = {
    "money": "not an amount in dollars and cents",
    "int": "not a whole number",
    "date": "not a date",
}


def _readable(column: schema.Column) -> str:
    return f"regexp_matches(trim(\"{column.name}\"), '{SHAPES[column.kind]}')"


def _problem(column: schema.Column, header: tuple[str, ...]) -> str:
    """SQL text that names what is wrong with a cell, or is empty."""
    name = f'"{column.name}"'
    if column.name == "contract_transaction_unique_key":
        return f"CASE WHEN coalesce(trim({name}), '') = '' THEN 'no {column.name}; ' ELSE '' END"
    if column.name in ("action_date", "contract_award_unique_key"):
        empty = f"coalesce(trim({name}), '') = ''"
        if schema.DELTA_MARK in header:
            empty += f" AND {MARK} <> 'D'"
        missing = f"CASE WHEN {empty} THEN 'no {column.name}; ' ELSE '' END"
        return f"({missing} || {_misshapen(column)})" if column.kind != "text" else missing
    return _misshapen(column) if column.kind != "text" else NO_PROBLEM


def _problem_of_derived(present: set[str]) -> str:
    """A file without a column for the award's key must have it in the action's key."""
    if "contract_award_unique_key" in present:
        return NO_PROBLEM
    return (
        "CASE WHEN len(key_part) <> 6 THEN 'no contract_award_unique_key, and the action''s key "
        "does not tell it; ' ELSE '' END"
    )


def _problem_of_mark(header: tuple[str, ...]) -> str:
    """A delta row is blank or C (changed or added) or D (deleted)."""
    if schema.DELTA_MARK not in header:
        return NO_PROBLEM
    unknown = f"'{schema.DELTA_MARK}: not C, D or blank (' || left({MARK}, 20) || '); '"
    return f"CASE WHEN {MARK} NOT IN ('', 'C', 'D') THEN {unknown} ELSE '' END"


def _misshapen(column: schema.Column) -> str:
    name, words = f'"{column.name}"', SHAPE_WORDS[column.kind]
    unread = f"TRY_CAST({_trimmed(column)} AS {column.sql_type}) IS NULL OR NOT {_readable(column)}"
    return (
        f"CASE WHEN trim({name}) <> '' AND ({unread}) "
        f"THEN '{column.name}: {words} (' || left({name}, 60) || '); ' ELSE '' END"
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
