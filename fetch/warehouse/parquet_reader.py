"""Parquet reader: DuckDB over published tables, for many threads; the warehouse is not touched."""

from __future__ import annotations

import threading
import warnings
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:  # half a second that an import of a thousand rows should not pay
    import pandas as pd

MOST_PARTS = 8
"""Of views, that a thread keeps in memory."""


class ParquetReader:
    """Read-only SQL over named Parquet files; safe to share between threads."""

    def __init__(self, tables: Mapping[str, Path]) -> None:
        _ignore_advice_on_arrow()
        # views cut the first rows of a table in its order (queries.sized)
        self.connection = duckdb.connect(config={"preserve_insertion_order": "true"})
        # a DuckDB connection runs one query at a time: each thread has a cursor of its own
        self.local, self.keeping = threading.local(), threading.Lock()
        self.kept: dict[str, str] = {}
        for name, path in tables.items():
            quoted = str(path).replace("'", "''")
            self.connection.execute(f"CREATE VIEW {name} AS SELECT * FROM '{quoted}'")

    def keep(self, name: str, sql: str) -> None:
        """The rows of a question in memory, as a table; once, whoever asks first."""
        with self.keeping:
            if name not in self.kept:
                # of its own database: one that others read cannot be compressed
                self.connection.execute(f"ATTACH ':memory:' AS in_memory_{name} (COMPRESS)")
                try:
                    self.connection.execute(f"CREATE TABLE in_memory_{name}.{name} AS {sql}")
                    self.connection.execute(f"CHECKPOINT in_memory_{name}")
                    self.connection.execute(f"CREATE VIEW {name} AS FROM in_memory_{name}.{name}")
                except BaseException:
                    self.connection.execute(f"DETACH in_memory_{name}")
                    raise
                self.kept = {**self.kept, name: sql}  # others read it meanwhile

    @property
    def held(self) -> dict[str, str]:
        """Tables in memory by name, those of this thread last, with the question each answers."""
        return {**self.kept, **self._mine.parts}

    def part(self, sql: str) -> str:
        """The name of a table with the rows of a question, for this thread alone; once.

        The one asked for longest ago goes when there are more than `MOST_PARTS`.
        """
        # named by its question: the same question of this thread finds the same table
        name = f"part_{sha256(sql.encode()).hexdigest()[:16]}"
        mine = self._mine
        if name in mine.parts:
            mine.parts.move_to_end(name)
            return name
        mine.cursor.execute(f"CREATE TEMP TABLE {name} AS {sql}")
        mine.parts[name] = sql
        if len(mine.parts) > MOST_PARTS:
            oldest, _ = mine.parts.popitem(last=False)
            mine.cursor.execute(f"DROP TABLE {oldest}")
        return name

    @property
    def _mine(self) -> Any:
        """This thread's own: a connection, and the parts that only it sees."""
        if not hasattr(self.local, "cursor"):
            self.local.cursor, self.local.parts = self.connection.cursor(), OrderedDict()
        return self.local

    def query(
        self, sql: str, parameters: Sequence[Any] = (), whole: Sequence[str] = ()
    ) -> pd.DataFrame:
        """Rows with Arrow-backed types: money stays decimal, missing stays missing.

        `whole`: columns of whole numbers, which DuckDB sums into wider ones.
        """
        import pandas as pd

        answer = self._mine.cursor.execute(sql, list(parameters)).to_arrow_table()
        for place, name in enumerate(answer.column_names):
            if name in whole:
                answer = answer.set_column(place, name, answer[name].cast("int64"))
        # NumPy types would make floats of decimals and of whole numbers beside a null
        frame: pd.DataFrame = answer.to_pandas(types_mapper=pd.ArrowDtype)
        return frame


def _ignore_advice_on_arrow() -> None:
    """DuckDB advises `sql`, which reads a question twice before it answers: that costs a view
    more than the copy of its few rows.

    For the rest of the process: to filter at each question would not be safe between threads.
    """
    warnings.filterwarnings("ignore", "Arrow output on a DB-API result")
