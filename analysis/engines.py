"""The engines that run the measures: DuckDB in this process, or a Spark cluster.

The measures are Ibis expressions and know nothing of this. An engine gives the tables that
they start from, keeps what several need, and publishes what a reader sees.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
from pyarrow import dataset, fs, parquet

from fetch.errors import InputError, NothingHeld
from fetch.export import MANIFEST
from fetch.warehouse.database import Warehouse

DUCKDB, SPARK_LOCAL = "duckdb", "spark-local"
TWO_WORKERS = "local-cluster[2,1,1536]"
"""Spark's own name for two workers of one core each on this machine."""
OF_A_LAPTOP = {"spark.sql.shuffle.partitions": "4", "spark.driver.memory": "1g"}


MOST_WORDS = 1_000
"""Values in the dictionary of a column of a file. A column of keys has none: to try costs more
than to write it plainly."""


class Engine(Protocol):
    """Where measures run: the tables they start from, and two ways to end."""

    def table(self, name: str) -> ir.Table:
        """What is held: `transactions`, `past_versions` or `files`."""
        ...

    def rows(self, table: ir.Table) -> list[dict[str, Any]]:
        """The rows of a table now, for what no engine can compute."""
        ...

    def keep(self, table: ir.Table, name: str) -> ir.Table:
        """A table that is computed once, for those made from it."""
        ...

    def publish(self, table: ir.Table, name: str) -> ir.Table:
        """Write a table in its order, and give it back as what the next is made from."""
        ...


class DuckDBEngine:
    """DuckDB over the warehouse. What is kept lies in files beside the tables until they are done:
    a file is read by the column, where a table in memory would lie there whole.

    DuckDB runs one table after the other in a thread of its own; meanwhile the next expressions
    are compiled. So what a table raises comes at the end of the `with`.
    """

    def __init__(self, store: Warehouse, folder: Path) -> None:
        self.folder, self.scratch = folder, folder / "kept"
        store.give_memory()
        self.backend = ibis.duckdb.from_connection(store.connection)
        names = [name for (name,) in store.rows("SELECT table_name FROM duckdb_tables()")]
        self.held = {name: self.backend.table(name).schema() for name in names}
        self.runs, self.asked = ThreadPoolExecutor(1), list[Future[None]]()

    def __enter__(self) -> DuckDBEngine:
        self.scratch.mkdir()
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        try:
            for each in () if failed else self.asked:
                each.result()
        finally:
            if not all(each.done() for each in self.asked):
                self.backend.con.interrupt()
            self.runs.shutdown(cancel_futures=True)
            shutil.rmtree(self.scratch)

    def table(self, name: str) -> ir.Table:
        return ibis.table(self.held[name], name)

    def rows(self, table: ir.Table) -> list[dict[str, Any]]:
        sql = self.backend.compile(table)
        found = self.runs.submit(lambda: self.backend.con.sql(sql).to_arrow_table().to_pylist())
        return found.result()

    def keep(self, table: ir.Table, name: str) -> ir.Table:
        return self._written(table, self.scratch / f"{name}.parquet")

    def publish(self, table: ir.Table, name: str) -> ir.Table:
        return self._written(table, self.folder / f"{name}.parquet")

    def _written(self, table: ir.Table, path: Path) -> ir.Table:
        made = ibis.table(table.schema(), f"made_{path.stem}")
        given = table.op().find(ops.InMemoryTable)
        self.asked.append(self.runs.submit(self._run, self.backend.compile(table), given, path))
        return made

    def _run(self, sql: str, given: Iterable[ops.InMemoryTable], path: Path) -> None:
        """Write the rows of a query, and name the file as the expressions after it do."""
        con, file = self.backend.con, str(path).replace("'", "''")
        for each in given:
            con.register(each.name, each.data.to_pyarrow(each.schema))
        con.execute(
            f"COPY ({sql}) TO '{file}' (FORMAT parquet, DICTIONARY_SIZE_LIMIT {MOST_WORDS})"
        )
        con.execute(f"CREATE TEMP VIEW made_{path.stem} AS FROM '{file}'")


class SparkEngine:
    """Spark over an export. What it computes lies beside the export until it is published.

    `master` is `spark://HOST:PORT`, another address that Spark knows, or `spark-local`.
    InputError where Spark is not installed or cannot be reached, or the export is none.
    """

    def __init__(self, master: str, source: str, folder: Path) -> None:
        self.folder, self.source = folder, source.rstrip("/")
        self.files_at, self.root = _file_system(self.source)
        self.manifest = self._manifest()
        self.scratch, self.scratch_at = f"{self.source}/{folder.name}", f"{self.root}/{folder.name}"
        self.session = _session(TWO_WORKERS if master == SPARK_LOCAL else master)
        self.backend = ibis.pyspark.connect(self.session)

    def __enter__(self) -> SparkEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.stop()
        if self.files_at.get_file_info(self.scratch_at).type == fs.FileType.Directory:
            self.files_at.delete_dir(self.scratch_at)

    def table(self, name: str) -> ir.Table:
        return self.backend.read_parquet(f"{self.source}/{name}")

    def rows(self, table: ir.Table) -> list[dict[str, Any]]:
        return table.to_pyarrow().to_pylist()

    def keep(self, table: ir.Table, name: str) -> ir.Table:
        self.backend.to_parquet(table, f"{self.scratch}/{name}")
        return self.backend.read_parquet(f"{self.scratch}/{name}")

    def publish(self, table: ir.Table, name: str) -> ir.Table:
        kept = self.keep(table, name)
        parts = f"{self.scratch_at}/{name}"
        _as_one_file(self.files_at, parts, _plain(table.schema()), self.folder / f"{name}.parquet")
        return kept

    def _manifest(self) -> dict[str, Any]:
        try:
            with self.files_at.open_input_stream(f"{self.root}/{MANIFEST}") as file:
                return dict(json.loads(file.read()))
        except FileNotFoundError:
            raise NothingHeld(f"{self.source}: no export; run `python -m fetch export`") from None


def _file_system(source: str) -> tuple[fs.FileSystem, str]:
    """The file system of a folder or of an address such as s3a://bucket/export, and the path."""
    if "://" in source:
        found, path = fs.FileSystem.from_uri(source.replace("s3a://", "s3://", 1))
        return found, path
    return fs.LocalFileSystem(), str(Path(source).resolve())


def _session(master: str) -> Any:
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
    try:
        from pyspark.errors import PySparkException, PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError:
        raise InputError("Spark is not installed: pip install pyspark, and a Java 17") from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise InputError("Spark needs Java 17 or later: apt-get install openjdk-17-jre-headless")
    settings = {
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        **(OF_A_LAPTOP if master.startswith("local") else {}),
        "spark.sql.warehouse.dir": f"{tempfile.gettempdir()}/sole-source-spark",
    }
    builder = SparkSession.builder.master(master).appName("Sole Source")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, PySparkRuntimeError) as error:
        raise InputError(f"{master}: no Spark there ({error})") from error
    session.sparkContext.setLogLevel("ERROR")
    return session


def _plain(schema: ibis.Schema) -> pa.Schema:
    """The types that DuckDB writes, which an engine may have made narrower or wider."""
    return pa.schema([pa.field(name, _plain_type(kind)) for name, kind in schema.items()])


def _plain_type(kind: dt.DataType) -> pa.DataType:
    if kind.is_timestamp():
        return pa.timestamp("us")
    if kind.is_integer():
        return pa.int64()
    if isinstance(kind, dt.Decimal) and (kind.precision or 38) > 18:
        return pa.decimal128(38, 2)
    return kind.to_pyarrow()


def _as_one_file(files_at: fs.FileSystem, parts: str, schema: pa.Schema, target: Path) -> None:
    """The parts that a cluster wrote, in their order, as one file here."""
    listed = files_at.get_file_info(fs.FileSelector(parts))
    paths = sorted(each.path for each in listed if each.path.endswith(".parquet"))
    with parquet.ParquetWriter(target, schema) as writer:
        for path in paths:
            part = dataset.dataset(path, filesystem=files_at, format="parquet")
            for batch in part.to_batches():
                writer.write_table(pa.Table.from_batches([batch]).cast(schema))
