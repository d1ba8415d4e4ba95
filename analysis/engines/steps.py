"""Steps of a build on DuckDB: each writes one table to a file, from SQL, without Ibis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.engines import Make

if TYPE_CHECKING:
    import pyarrow as pa

MOST_WORDS = 1_000
"""Values in the dictionary of a column of a file. A column of keys has none: to try costs more
than to write it plainly."""
KEPT = "kept"
"""The folder beside the tables for what only other tables are made from."""
OURS = "analysis."


@dataclass(frozen=True)
class Step:
    """A table that is written once, and then read by the name of its view.

    `sql` are its rows, or what `make` reads to give them. `given` are tables of our own rules
    by the names that the SQL calls them; of a made table, `shape` has its columns and no row.
    """

    name: str
    published: bool
    sql: tuple[str, ...]
    given: Mapping[str, pa.Table] = field(default_factory=dict)
    make: str = ""
    shape: pa.Table | None = None


def view(name: str) -> str:
    """What later SQL calls a table that is written."""
    return f"made_{name}"


def run(connection: Any, folder: Path, step: Step) -> None:
    """Write the rows of a step, and name the file as the expressions after it do."""
    for name, rows in step.given.items():
        connection.register(name, rows)
    query = step.sql[0]
    if step.shape is not None:
        query = "computed_here"
        connection.register(query, _made(connection, step, step.shape.schema))
    path = (folder if step.published else folder / KEPT) / f"{step.name}.parquet"
    file = str(path).replace("'", "''")
    connection.execute(
        f"COPY ({query if step.shape is None else f'FROM {query}'}) TO '{file}' "
        f"(FORMAT parquet, DICTIONARY_SIZE_LIMIT {MOST_WORDS})"
    )
    connection.execute(f"CREATE TEMP VIEW {view(step.name)} AS FROM '{file}'")


def _made(connection: Any, step: Step, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    read = (connection.sql(sql).to_arrow_table().to_pylist() for sql in step.sql)
    return pa.Table.from_pylist(function(step.make)(*read), schema)


def named(make: Make) -> str:
    """The name by which a plan finds a function of ours again."""
    return f"{make.__module__}:{make.__qualname__}"


def function(name: str) -> Make:
    """The function of that name; ValueError for one that is not of this package."""
    module, _, called = name.partition(":")
    if not module.startswith(OURS):
        raise ValueError(f"{name}: no function of {OURS}")
    made: Make = getattr(import_module(module), called)
    return made
