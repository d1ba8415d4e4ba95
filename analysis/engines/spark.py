"""Spark: measures over an export, on a cluster or on two workers of this machine."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pyarrow as pa
from pyarrow import dataset, fs, parquet

from analysis.engines import SPARK_LOCAL, Make
from fetch.errors import InputError, NothingHeld
from fetch.export import MANIFEST

TWO_WORKERS = "local-cluster[2,1,1536]"
"""Spark's own name for two workers of one core each on this machine."""
OF_A_LAPTOP = {"spark.sql.shuffle.partitions": "4", "spark.driver.memory": "1g"}


class SparkEngine:
    """Spark over an export, with scratch tables beside the export until publication.

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
        # nothing was written where the first table failed
        if self.files_at.get_file_info(self.scratch_at).type == fs.FileType.Directory:
            self.files_at.delete_dir(self.scratch_at)

    def table(self, name: str) -> ir.Table:
        return self.backend.read_parquet(f"{self.source}/{name}")

    def make(
        self, _: str, make: Make, tables: tuple[ir.Table, ...], schema: Mapping[str, str]
    ) -> ir.Table:
        rows = make(*(table.to_pyarrow().to_pylist() for table in tables))
        return ibis.memtable(rows, schema=schema)

    def keep(self, table: ir.Table, name: str) -> ir.Table:
        # written and read again: Spark would compute the whole chain anew for each use
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
        # Hadoop says s3a, Arrow s3, for the same store
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
        # timestamps of the warehouse are UTC; the session's zone would shift days
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
    """DuckDB's types for a schema that Spark may have made narrower or wider."""
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
    """Parts written by the cluster, concatenated in order into one local file."""
    listed = files_at.get_file_info(fs.FileSelector(parts))
    # part files are numbered in the order of the sort
    paths = sorted(each.path for each in listed if each.path.endswith(".parquet"))
    with parquet.ParquetWriter(target, schema) as writer:
        for path in paths:
            part = dataset.dataset(path, filesystem=files_at, format="parquet")
            for batch in part.to_batches():
                writer.write_table(pa.Table.from_batches([batch]).cast(schema))
