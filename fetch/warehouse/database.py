"""Database: the only door to the warehouse, and to DuckDB.

One process writes; a write is one transaction, so a run is there whole or not at all.
Readers of published Parquet never touch the warehouse file (`parquet_reader`).
"""

from __future__ import annotations

import fcntl
import os
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from fetch.errors import (
    DamagedFile,
    NothingHeld,
    OldLayout,
    OutOfMemory,
    SoleSourceError,
    StoreBusy,
    StoreDamaged,
)
from fetch.schema import tables as schema_tables
from fetch.schema.columns import Column

if TYPE_CHECKING:  # half a second that an import of a thousand rows should not pay
    pass

# of DuckDB alone: Python and Arrow take theirs beside it
MEMORY_LIMIT = "1200MB"
SMALL_LIMIT = "192MB"
LEAST_MEGABYTES = 1200
BUILD_BYTES = 480
"""A build's need for each action held; with less it goes through files and takes longer."""
LONG_TEXTS = 100_000
"""Bytes of a row that stand out: an official one has a few thousand."""
VACUUM_TASKS = 100
"""DuckDB's own default: rewrite what deleted rows leave half empty, when the file is closed."""


OF_THE_MACHINE = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.InterruptException,
    duckdb.TransactionException,
    duckdb.ConnectionException,
)
"""Errors of DuckDB that say nothing of what was read: a full disk, a kill, memory."""


class Warehouse:
    """The DuckDB file of every action held.

    StoreBusy while another process writes; NothingHeld when reading before anything was
    written.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path, self.read_only = path, read_only
        if read_only and not path.exists():
            raise _nothing_held(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.connection = _connect(path, read_only=read_only)
        try:
            found = self._columns()
            if read_only and _lacking(found):
                # a writer brings an older warehouse up to date; a reader may not
                self.connection.close()
                Warehouse(path).close()
                self.connection = _connect(path, read_only=True)
                found = self._columns()
            self._add_columns(_lacking(found))
            begun = self._require_this_layout(self._columns() if _lacking(found) else found)
            if not begun and read_only:
                raise _nothing_held(path)
            if not begun:
                with self.failing_as(str(path)), self.transaction():
                    self._prepare()
        except BaseException:
            self.connection.close()
            raise

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        with _interruptible(), self._told_where_broken():
            self.connection.execute(sql, list(parameters))

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with _interruptible(), self._told_where_broken():
            rows: list[tuple[Any, ...]] = self.connection.execute(sql, list(parameters)).fetchall()
            return rows

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...]:
        return self.rows(sql, parameters)[0]

    def insert(self, table: str, values: Mapping[str, Any]) -> None:
        """One row into a table of `schema.TABLES`; a column not named is null."""
        columns = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" for _ in values)
        self.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(values.values()))

    def insert_many(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Many rows at once; every row names the same columns."""
        if not rows:
            return
        import pyarrow as pa

        # an Arrow table in one statement: row by row each insert would be parsed anew
        arriving = pa.Table.from_pylist([dict(row) for row in rows])
        columns = ", ".join(f'"{name}"' for name in arriving.column_names)
        self.connection.register("arriving", arriving)
        self.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM arriving")
        self.connection.unregister("arriving")

    def insert_texts(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> None:
        """Many rows of texts alone, one for every column; an empty text is null."""
        if not rows:
            return
        import pyarrow as pa

        cells = dict(zip(columns, zip(*rows, strict=True), strict=True))
        # as the fast reader has it: a cell with nothing in it is missing
        texts = {n: pa.array([cell or None for cell in c], pa.string()) for n, c in cells.items()}
        self.connection.register("arriving", pa.table(texts))
        self.execute(f"INSERT INTO {table} FROM arriving")
        self.connection.unregister("arriving")

    def give_memory(self) -> None:
        """Raise the limit to the need of a build over every action; at most half the machine's."""
        (rows,) = self.one("SELECT count(*) FROM transactions")
        half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
        most = max(half >> 20, LEAST_MEGABYTES)
        wanted = LEAST_MEGABYTES + rows * BUILD_BYTES // 2**20
        self.execute(f"SET memory_limit = '{min(wanted, most)}MiB'")

    @contextmanager
    def in_little_memory(self) -> Iterator[None]:
        """For a load whose rows are long texts: they go to disk rather than fill the memory."""
        self.execute(f"SET memory_limit = '{SMALL_LIMIT}'")
        try:
            yield
        finally:
            self.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")

    def reclaim(self) -> None:
        """Give back the space of deleted rows when the file is closed.

        Not done otherwise: a thousand changed rows among millions would rewrite them all.
        """
        self.execute(f"SET max_vacuum_tasks = {VACUUM_TASKS}")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """For statements that look into a table this transaction has already written to.

        DuckDB 2.0 reads wrong rows, or crashes, where a table has deleted rows and rows not
        yet committed and a join narrows its scan; here no join does.
        """
        self.execute("SET disabled_optimizers = 'join_filter_pushdown'")
        try:
            yield
        finally:
            self.execute("RESET disabled_optimizers")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block is written, or none of it."""
        self.connection.begin()
        try:
            yield
        except BaseException:
            self.connection.rollback()
            raise
        self.connection.commit()

    @contextmanager
    def failing_as(self, what: str) -> Iterator[None]:
        """Turn an error of DuckDB (a full disk, say) into one sentence about `what`."""
        try:
            yield
        except OF_THE_MACHINE as error:
            if _is_damage(error):
                raise _damaged(self.path, error) from error
            raise SoleSourceError(
                f"{what}: the warehouse could not take it ({_first_line(error)}); nothing changed"
            ) from error
        except duckdb.Error as error:
            raise DamagedFile(f"{what}: cannot be read ({_first_line(error)})") from error

    @contextmanager
    def within_memory(self, what: str) -> Iterator[None]:
        """OutOfMemory, which names the file with the longest texts, where `what` needs too much.

        For work on the connection itself; StoreDamaged where that finds a damaged file.
        """
        try:
            with self._told_where_broken():
                yield
        except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
            raise OutOfMemory(
                f"{what}: needs more memory or room on the disk than there is "
                f"({_first_line(error)}){self._longest_texts()}"
            ) from error

    def _longest_texts(self) -> str:
        """The file whose row has the longest texts, in words; nothing where none stands out."""
        texts = [c.name for c in schema_tables.TRANSACTIONS if c.kind == "text"]
        length = " + ".join(f"coalesce(strlen({name}), 0)" for name in texts)
        try:
            found = self.rows(
                f"SELECT f.name, t.length FROM (SELECT file_id, max({length}) AS length "
                "FROM transactions GROUP BY 1) t JOIN files f USING (file_id) "
                "ORDER BY 2 DESC LIMIT 1"
            )
        except (duckdb.Error, SoleSourceError):
            return ""
        if not found or found[0][1] < LONG_TEXTS:
            return ""
        return (
            f"; {found[0][0]} has a row of {found[0][1]:,} bytes: `python -m fetch rebuild` leaves "
            "out texts that are too long"
        )

    @contextmanager
    def _told_where_broken(self) -> Iterator[None]:
        """StoreDamaged where DuckDB finds that the file is not as it was written."""
        try:
            yield
        except duckdb.Error as error:
            # a reader changes nothing: what fails within DuckDB is then the file's fault
            inner = self.read_only and isinstance(error, duckdb.InternalException)
            if inner or _is_damage(error):
                raise _damaged(self.path, error) from error
            raise

    def _columns(self) -> dict[str, set[str]]:
        """The columns of each of our tables that is in the file."""
        found: dict[str, set[str]] = {}
        with self._told_where_broken():
            for table in schema_tables.TABLES:
                # names alone: types follow from the code that made the tables; and by table, as
                # DuckDB makes its own catalog, twice as long as to open a file, to list all
                with suppress(duckdb.CatalogException):
                    rows = self.connection.execute(f"PRAGMA table_info('{table}')").fetchall()
                    found[table] = {name for _, name, *_ in rows}
        return found

    def _require_this_layout(self, found: Mapping[str, set[str]]) -> bool:
        """Whether the tables are there; OldLayout where they are not this version's.

        None of them is where a command was killed that had begun the file.
        """
        wanted = {name: {c.name for c in columns} for name, columns in schema_tables.TABLES.items()}
        if found and any(found.get(name) != columns for name, columns in wanted.items()):
            raise OldLayout(
                f"{self.path}: made by another version of this tool; `python -m fetch rebuild` "
                "makes it again from the archive, and keeps the old one beside it"
            )
        return bool(found)

    def _add_columns(self, lacking: Sequence[tuple[str, Column]]) -> None:
        """Give an older warehouse's tables the columns that came since; null in their rows."""
        for table, column in lacking:
            self.execute(f"ALTER TABLE {table} ADD COLUMN {column.name} {column.sql_type}")

    def _prepare(self) -> None:
        for name in schema_tables.TABLES:
            self.execute(schema_tables.create_table(name))
        columns = schema_tables.names(schema_tables.TRANSACTIONS)
        self.execute(
            "CREATE OR REPLACE VIEW transaction_versions AS "
            f"SELECT {columns}, 'current' AS version_state FROM transactions UNION ALL "
            f"SELECT {columns}, version_state FROM past_versions"
        )


def new_run_id() -> str:
    """Sorts by time; four random signs keep two runs of one second apart."""
    return f"{now():%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:4]}"


def now() -> datetime:
    """The present in UTC, without a zone: how DuckDB's TIMESTAMP keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def replace_link(link: Path, target: str) -> None:
    """Point a link elsewhere in one step; a reader sees the old target or the new one."""
    # a link cannot be overwritten in place: a new one is renamed over it, which is atomic
    fresh = link.with_name(f"{link.name}.{uuid.uuid4().hex[:8]}")
    fresh.symlink_to(target)
    fresh.replace(link)


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    config = {
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(path.parent / "tmp-duckdb"),
        # nothing here relies on the order of rows, and keeping it holds whole files in memory
        "preserve_insertion_order": "false",
        # see `reclaim`: space of deleted rows is given back only where many rows moved
        "max_vacuum_tasks": "0",
    }
    try:
        connection = duckdb.connect(str(path), read_only=read_only, config=config)
    except duckdb.Error as error:
        # DuckDB has no class of its own for a file that another process holds
        if isinstance(error, duckdb.IOException) and _is_locked(path, read_only=read_only):
            raise StoreBusy(
                f"{path}: another command is writing; try again when it is done"
            ) from None
        raise _damaged(path, error) from error
    # else a cast of a time to a day depends on the machine
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def _lacking(found: Mapping[str, set[str]]) -> list[tuple[str, Column]]:
    """Columns that came after an older warehouse was made, with their tables."""
    return [
        (table, column)
        for table, columns in schema_tables.ADDED.items()
        for column in columns
        if table in found and column.name not in found[table]
    ]


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C in the middle of a query is Ctrl-C; DuckDB makes a RuntimeError of it."""
    try:
        yield
    except RuntimeError as error:
        if str(error) != "Query interrupted":
            raise
        raise KeyboardInterrupt from error


def _nothing_held(path: Path) -> NothingHeld:
    return NothingHeld(
        f"{path}: nothing held yet; run `python -m fetch sample`, `import` or `sync`"
    )


def _is_locked(path: Path, *, read_only: bool) -> bool:
    """Whether another process holds the file, as the system knows it.

    To close a file ends this process's own locks on it: asked only where DuckDB got none.
    """
    try:
        with path.open("rb" if read_only else "r+b") as file:
            fcntl.lockf(file, (fcntl.LOCK_SH if read_only else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _is_damage(error: Exception) -> bool:
    """Whether an error of DuckDB says that its file is cut short or altered."""
    if isinstance(error, duckdb.IOException):  # a full disk is one too
        return str(error).startswith("IO Error: Could not read")
    # a checksum that does not agree has no class of its own, only the base of all
    return type(error) is duckdb.Error or isinstance(
        error, duckdb.SerializationException | duckdb.FatalException
    )


def _damaged(path: Path, error: Exception) -> StoreDamaged:
    return StoreDamaged(
        f"{path}: cannot be opened or read ({_first_line(error)}); `python -m fetch rebuild` "
        "makes it again from the archive"
    )


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


DatabaseError = duckdb.Error
"""Base of DuckDB's errors, for callers that handle them."""
