"""One definition, two engines: a Spark cluster of two workers publishes what DuckDB does."""

from __future__ import annotations

import json
import math
import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pyarrow import parquet

from analysis.publish.run import build
from analysis.published.build import TABLES
from fetch.errors import InputError, NothingHeld
from fetch.export import export
from fetch.ingest.importer import import_paths, import_sample
from fetch.settings import Settings
from tests import sample_size
from tests.benchmarks.generate import csv_of, zip_of
from tests.commands import run_apart

ACTIONS = 3_600
"""Of 600 awards: no table is empty that 200,000 would fill, and both workers have a part of it."""
BRIEF = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""What a Java that lives for minutes does without: its second compiler, and threads to collect."""
CLOSE = 1e-12
"""Ratios are floating: two engines may round the last sign differently. Money never."""


@dataclass
class Builds:
    """The folder of each engine's build, and the tasks that each worker of Spark ran."""

    duckdb: Path
    spark: Path
    tasks: Counter[str]


@pytest.fixture(scope="module")
def both(tmp_path_factory) -> Builds:
    """Two builds over the sample and as many made-up actions."""
    at = tmp_path_factory.mktemp("engines")
    place = Settings(data=at / "data")
    table = csv_of(at / "All_Contracts_PrimeTransactions_1.csv", ACTIONS)
    import_paths(place, [zip_of(at / "All_PrimeTransactions_2026-10-06_H00M00S00.zip", table)])
    import_sample(place)
    embedded = build(place)
    shutil.copytree(place.published / embedded["build_id"], at / "duckdb")
    export(place, place.exported)
    (at / "events").mkdir()
    log = {"enabled": "true", "compress": "false", "dir": f"file://{at / 'events'}"}
    conf = {f"spark.eventLog.{name}": value for name, value in log.items()}
    # code made for each of a hundred queries costs more here than it saves on so few rows
    conf |= {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN"}
    words = " ".join(f"--conf {name}={value}" for name, value in conf.items())
    given = {"JAVA_TOOL_OPTIONS": BRIEF, "PYSPARK_SUBMIT_ARGS": f"{words} pyspark-shell"}
    done = run_apart("analysis", "build", "--engine", "spark-local", data=place.data, given=given)
    assert done.code == 0, done.err
    return Builds(at / "duckdb", (place.published / "current").resolve(), tasks(at / "events"))


def tasks(events: Path) -> Counter[str]:
    """How many tasks each worker finished, by Spark's own log of events."""
    files = events.rglob("events_*")
    lines = (line for path in files for line in path.read_text("utf-8").splitlines() if line)
    ended = (each for each in map(json.loads, lines) if each["Event"] == "SparkListenerTaskEnd")
    return Counter(each["Task Info"]["Executor ID"] for each in ended)


@pytest.mark.spark
@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_the_same_row_for_row_and_to_the_cent(both, name):
    ours, theirs = (
        parquet.read_table(folder / f"{name}.parquet") for folder in (both.duckdb, both.spark)
    )
    assert theirs.schema.names == ours.schema.names
    assert theirs.schema.types == ours.schema.types
    assert theirs.num_rows == ours.num_rows
    for column in ours.schema.names:
        pairs = zip(ours[column].to_pylist(), theirs[column].to_pylist(), strict=True)
        differ = [(a, b) for a, b in pairs if a != b and not _close(a, b)]
        assert not differ, f"{name}.{column}: {len(differ)} differ, such as {differ[:3]}"


@pytest.mark.spark
def test_the_cluster_was_given_enough_and_left_nothing_behind(both):
    assert (
        parquet.read_metadata(both.duckdb / "actions.parquet").num_rows
        == ACTIONS + sample_size.ACTIONS
    )
    assert [path.name for path in both.spark.parent.parent.glob("export/.*")] == []


@pytest.mark.spark
def test_both_workers_computed_a_part(both):
    assert len(both.tasks) == 2
    assert min(both.tasks.values()) > 20


def test_an_export_lies_by_fiscal_year_and_can_be_written_again(tmp_path):
    place = Settings(data=tmp_path / "data")
    import_sample(place)
    manifest = export(place, place.exported)
    again = export(place, place.exported)
    assert again == manifest
    assert (manifest["actions"], manifest["obligated_usd"]) == (
        sample_size.ACTIONS,
        sample_size.OBLIGATED,
    )
    years = sorted(path.name for path in (place.exported / "transactions").iterdir())
    days = {date.fromisoformat(row["action_date"]) for row in sample_size.rows()}
    stated = sorted({day.year + (day.month >= 10) for day in days})
    assert years == [f"fiscal_year={year}" for year in stated]


def test_a_folder_of_something_else_is_never_overwritten(tmp_path):
    place = Settings(data=tmp_path / "data")
    import_sample(place)
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "draft.txt").write_text("mine")
    with pytest.raises(InputError, match="holds something else"):
        export(place, tmp_path / "papers")
    assert (tmp_path / "papers" / "draft.txt").read_text() == "mine"


def test_a_cluster_without_an_export_says_how_to_make_one(tmp_path):
    place = Settings(data=tmp_path / "data")
    with pytest.raises(NothingHeld, match="python -m fetch export"):
        build(place, "spark-local")
    assert [path.name for path in place.published.iterdir()] == [".lock"]


def _close(one: object, other: object) -> bool:
    both_floating = isinstance(one, float) and isinstance(other, float)
    return both_floating and math.isclose(one, other, rel_tol=CLOSE)
