"""Engines: DuckDB in this process, or a Spark cluster.

Measures are Ibis expressions and independent of the engine. An engine supplies the source
tables, materializes shared ones and writes the published ones.
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
    """Engine of the measures: source tables, materialization and publication."""

    def table(self, name: str) -> ir.Table:
        """A table of the warehouse, such as `transactions`, `past_versions` or `files`."""
        ...

    def make(
        self, name: str, make: Make, tables: tuple[ir.Table, ...], schema: Mapping[str, str]
    ) -> ir.Table:
        """A table computed in Python: `make` returns its rows from the rows of some tables.

        `make` is a function of a module, so that a plan can name it.
        """
        ...

    def keep(self, table: ir.Table, name: str) -> ir.Table:
        """Materialize a table for the tables made from it."""
        ...

    def publish(self, table: ir.Table, name: str) -> ir.Table:
        """Write a table in its order; returns it as input for the next."""
        ...
