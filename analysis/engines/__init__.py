"""Engines: DuckDB in this process, or a Spark cluster.

The measures are Ibis expressions and know nothing of this. An engine gives the tables that
they start from, keeps what several need, and publishes what a reader sees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # a build by a plan needs no Ibis, which takes a second to import
    import ibis.expr.types as ir

DUCKDB, SPARK_LOCAL = "duckdb", "spark-local"
Rows = list[dict[str, Any]]
Make = Callable[..., Rows]


class Engine(Protocol):
    """Where measures run: the tables they start from, and two ways to end."""

    def table(self, name: str) -> ir.Table:
        """What is held: `transactions`, `past_versions` or `files`."""
        ...

    def make(
        self, name: str, make: Make, tables: tuple[ir.Table, ...], schema: Mapping[str, str]
    ) -> ir.Table:
        """Rows that no engine can compute: `make` gives them from the rows of some tables.

        `make` is a function of a module, so that a plan can name it.
        """
        ...

    def keep(self, table: ir.Table, name: str) -> ir.Table:
        """A table that is computed once, for those made from it."""
        ...

    def publish(self, table: ir.Table, name: str) -> ir.Table:
        """Write a table in its order, and give it back as what the next is made from."""
        ...
