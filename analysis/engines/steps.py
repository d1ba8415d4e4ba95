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
"""Dictionary size of a Parquet column. For a column of keys an attempt at a dictionary costs more
than plain encoding."""
KEPT = "kept"
"""Folder of tables that only other tables need."""
OURS = "analysis."


@dataclass(frozen=True)
class Step:
    """One table: written once, then read through a view.

    `sql` selects its rows, or the inputs of `make`. `given` are rule tables by their names in
    the SQL; `shape` is an empty table with the columns of what `make` returns.
    """

    name: str
    published: bool
    sql: tuple[str, ...]
    given: Mapping[str, pa.Table] = field(default_factory=dict)
    make: str = ""
    shape: pa.Table | None = None


def view(name: str) -> str:
    """Name of the view of a step in later SQL."""
    return f"made_{name}"


def run(connection: Any, folder: Path, step: Step) -> None:
    """Write the rows of a step to a file and create its view."""
    for name, rows in step.given.items():
        connection.register(name, rows)
    query = step.sql[0]
    if step.shape is not None:
        query = "computed_here"
        connection.register(query, _made(connection, step, step.shape.schema))
    path = (folder if step.published else folder / KEPT) / f"{step.name}.parquet"
    # COPY takes no parameter for its target
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
    """Importable name of a function, for a plan."""
    return f"{make.__module__}:{make.__qualname__}"


def function(name: str) -> Make:
    """The function of that name; ValueError for one that is not of this package."""
    module, _, called = name.partition(":")
    # a plan is a file on disk: it must not name any function of Python
    if not module.startswith(OURS):
        raise ValueError(f"{name}: no function of {OURS}")
    made: Make = getattr(import_module(module), called)
    return made
