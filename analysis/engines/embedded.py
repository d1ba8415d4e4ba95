"""DuckDB: measures over the warehouse, in this process."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa

from analysis.engines import Make, steps
from analysis.engines.steps import Step
from fetch.warehouse.database import Warehouse


class DuckDBEngine:
    """DuckDB over the warehouse, with materialized tables in files: a file is read by column, a
    table in memory would stay there whole.

    DuckDB runs the tables one by one in its own thread while the next expressions are compiled,
    so an error of a table is raised at the end of the `with`. `steps` are the work in order: a
    later build with the same code repeats them without Ibis.
    """

    def __init__(self, store: Warehouse, folder: Path) -> None:
        self.folder = folder
        self.backend = ibis.duckdb.from_connection(store.connection)
        # schemas once: Ibis would ask the busy connection for each table again
        names = [name for (name,) in store.rows("SELECT table_name FROM duckdb_tables()")]
        self.held = {name: self.backend.table(name).schema() for name in names}
        self.runs, self.asked = ThreadPoolExecutor(1), list[Future[None]]()
        self.steps: list[Step] = []

    def __enter__(self) -> DuckDBEngine:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        try:
            # an error in the block is the one to raise, not one of a table after it
            for each in () if failed else self.asked:
                each.result()
        finally:
            if not all(each.done() for each in self.asked):
                # the running query would otherwise hold the exit until it is done
                self.backend.con.interrupt()
            self.runs.shutdown(cancel_futures=True)

    def table(self, name: str) -> ir.Table:
        return ibis.table(self.held[name], name)

    def make(
        self, name: str, make: Make, tables: tuple[ir.Table, ...], schema: Mapping[str, str]
    ) -> ir.Table:
        columns = ibis.schema(schema)
        # an empty table carries the types into the plan, which knows no Ibis
        shape = columns.to_pyarrow().empty_table()
        sql = tuple(self.backend.compile(table) for table in tables)
        given = _given(*tables)
        return self._done(Step(name, False, sql, given, steps.named(make), shape), columns)

    def keep(self, table: ir.Table, name: str) -> ir.Table:
        return self._written(table, name, published=False)

    def publish(self, table: ir.Table, name: str) -> ir.Table:
        return self._written(table, name, published=True)

    def _written(self, table: ir.Table, name: str, *, published: bool) -> ir.Table:
        step = Step(name, published, (self.backend.compile(table),), _given(table))
        return self._done(step, table.schema())

    def _done(self, step: Step, schema: ibis.Schema) -> ir.Table:
        self.steps.append(step)
        self.asked.append(self.runs.submit(steps.run, self.backend.con, self.folder, step))
        return ibis.table(schema, steps.view(step.name))


def _given(*tables: ir.Table) -> dict[str, pa.Table]:
    """In-memory tables of the expressions, by their names in the SQL."""
    found = (each for table in tables for each in table.op().find(ops.InMemoryTable))
    return {each.name: each.data.to_pyarrow(each.schema) for each in found}
