"""From a CSV on disk to typed rows in a temporary table, with nothing lost on the way.

The fast reader (DuckDB's) is trusted only when it read as many records as the file has
and could type every one. Otherwise the file is read again by `careful`, and each row that
cannot be read goes to quarantine with its line, the reason and its text as it came.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fetch import careful, schema
from fetch.errors import IncompleteRead
from fetch.files import Layout, Unpacked
from fetch.store import DatabaseError, Warehouse

LINE, RAW = "__line", "__raw"
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

    The table has the columns of `transactions`, and `closes`, true on a deletion.
    """

    file: Unpacked
    table: str
    rows: int
    unread: list[careful.Record]
    as_of: datetime | None

    @property
    def records(self) -> int:
        """Every record of the file, read or not."""
        return self.rows + len(self.unread)


def stage(store: Warehouse, file: Unpacked, run_id: str) -> Staged:
    """Read a file into a temporary table; outside any transaction, changing nothing held.

    IncompleteRead if the rows and the unread records are fewer than the file's.
    """
    unread = [] if _stage_fast(store, file) else _stage_carefully(store, file)
    table = f"staged_{file.file_id[:16]}"
    _add_provenance(store, file, run_id, table)
    rows, as_of = store.one(f"SELECT count(*), max(last_seen) FROM {table}")
    return Staged(file, table, rows, unread, as_of)


def use(store: Warehouse, staged: Staged) -> None:
    """Make `staged` the name of this file's rows."""
    store.execute(f"CREATE OR REPLACE TEMP VIEW staged AS SELECT * FROM {staged.table}")


def quarantine(store: Warehouse, staged: Staged, run_id: str) -> None:
    """Keep every unread record, unless this very row of this file is there already."""
    file = staged.file
    held = {
        line
        for (line,) in store.rows("SELECT line FROM quarantine WHERE file_id = ?", [file.file_id])
    }
    for record in staged.unread:
        if record.line not in held:
            store.insert(
                "quarantine",
                {
                    "run_id": run_id,
                    "file_id": file.file_id,
                    "file": file.member.name,
                    "line": record.line,
                    "reason": record.problem,
                    "raw": record.raw,
                },
            )


def _add_provenance(store: Warehouse, file: Unpacked, run_id: str, table: str) -> None:
    """Say of each row where it came from, and for which time it speaks.

    A file whose name states no time speaks for the latest day that its records name.
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
    (read, odd), (rejected,) = (
        store.one("SELECT count(*), count(*) FILTER (problems <> '') FROM loaded"),
        store.one("SELECT count(*) FROM reject_errors"),
    )
    return read == file.lines - 1 and odd == 0 and rejected == 0


def _stage_carefully(store: Warehouse, file: Unpacked) -> list[careful.Record]:
    """Load what can be read; the records that cannot, each with its line and the reason."""
    mended = _beside(store)
    unread, whole = _mend(file, mended)
    _load(store, mended, file.layout, extra=(LINE, RAW))
    loaded = store.one("SELECT count(*) FROM loaded")[0]
    if loaded != whole:
        raise IncompleteRead(
            f"{file.member.name}: {whole:,} records in the file, {loaded:,} read; nothing changed"
        )
    odd = store.rows(
        f'SELECT "{LINE}"::BIGINT, "{RAW}", problems FROM loaded WHERE problems <> \'\''
    )
    unread += [careful.Record(line, raw, None, why.rstrip("; ")) for line, raw, why in odd]
    store.execute("DELETE FROM loaded WHERE problems <> ''")
    store.execute(f'ALTER TABLE loaded DROP "{LINE}"')
    store.execute(f'ALTER TABLE loaded DROP "{RAW}"')
    return sorted(unread, key=lambda record: record.line)


def _beside(store: Warehouse) -> Path:
    folder = store.path.parent / "tmp"
    folder.mkdir(exist_ok=True)
    return folder / "mended.csv"


def _mend(file: Unpacked, target: Path) -> tuple[list[careful.Record], int]:
    """A clean copy with two more columns (line, raw text); the records that are not in it."""
    unread: list[careful.Record] = []
    whole = 0
    layout = file.layout
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=layout.delimiter, lineterminator="\n")
        writer.writerow([*layout.header, LINE, RAW])
        for record in careful.records(file.path, len(layout.header), layout.delimiter):
            if record.fields is None:
                unread.append(record)
            else:
                writer.writerow([*record.fields, record.line, record.raw])
                whole += 1
    return unread, whole


def _load(store: Warehouse, path: Path, layout: Layout, extra: tuple[str, ...]) -> None:
    """Make the temporary table `loaded` from a CSV: one statement, one pass."""
    header = (*layout.header, *extra)
    columns = ", ".join(f"{_text(name)}: 'VARCHAR'" for name in header)
    for table in ("reject_errors", "reject_scans"):
        store.execute(f"DROP TABLE IF EXISTS {table}")
    source = (
        f"read_csv({_text(str(path))}, columns = {{{columns}}}, delim = {_text(layout.delimiter)}, "
        "header = true, auto_detect = false, quote = '\"', escape = '\"', encoding = 'utf-8', "
        f"store_rejects = true, rejects_limit = 0, max_line_size = {4 * careful.LONGEST_RECORD})"
    )
    store.execute(f"CREATE OR REPLACE TEMP TABLE loaded AS {staged_select(header, source)}")


def staged_select(header: tuple[str, ...], source: str) -> str:
    """The SELECT that types every kept column of a file and says what it could not type."""
    kept = [*schema.RECORD, *schema.OURS]
    present = {column.name for column in kept if column.name in header}
    typed = ", ".join(f'{_typed(column, present)} AS "{column.name}"' for column in kept)
    problems = " || ".join(_problem(column, header) for column in kept if column.name in present)
    passed = "".join(f', "{name}"' for name in (LINE, RAW) if name in header)
    closes = f"upper(\"{schema.DELTA_MARK}\") = 'D'" if schema.DELTA_MARK in header else "false"
    key = '"contract_transaction_unique_key"'
    return (
        f"SELECT *, {_content_hash()} AS content_hash FROM ("
        f"SELECT {typed}, {problems} AS problems, coalesce({closes}, false) AS closes{passed} FROM "
        f"(SELECT *, string_split(trim({key}), '_') AS key_part FROM {source}))"
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
        return name
    return (
        f"CASE WHEN {_readable(column)} THEN TRY_CAST({_trimmed(column)} AS {column.sql_type}) END"
    )


def _trimmed(column: schema.Column) -> str:
    cell = f'trim("{column.name}")'
    return f"left({cell}, 10)" if column.kind == "date" else cell


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
            empty += f" AND coalesce(upper(\"{schema.DELTA_MARK}\"), '') <> 'D'"
        missing = f"CASE WHEN {empty} THEN 'no {column.name}; ' ELSE '' END"
        return f"({missing} || {_misshapen(column)})" if column.kind != "text" else missing
    return _misshapen(column) if column.kind != "text" else "''"


def _misshapen(column: schema.Column) -> str:
    name, words = f'"{column.name}"', SHAPE_WORDS[column.kind]
    unread = f"TRY_CAST({_trimmed(column)} AS {column.sql_type}) IS NULL OR NOT {_readable(column)}"
    return (
        f"CASE WHEN trim({name}) <> '' AND ({unread}) "
        f"THEN '{column.name}: {words} (' || left({name}, 60) || '); ' ELSE '' END"
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
