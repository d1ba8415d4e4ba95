"""One definition, two engines: a Spark cluster of two workers publishes what DuckDB does."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyarrow import parquet

from analysis.publish.run import build
from analysis.published.build import TABLES
from fetch.errors import InputError, NothingHeld
from fetch.export import export
from fetch.ingest.importer import import_paths, import_sample
from fetch.settings import Settings
from tests.benchmarks.generate import csv_of, zip_of

ACTIONS = 200_000
BRIEF = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""What a Java that lives for minutes does without: its second compiler, and threads to collect."""
CLOSE = 1e-12
"""Ratios are floating: two engines may round the last sign differently. Money never."""


@pytest.fixture(scope="module")
def both(tmp_path_factory) -> tuple[Path, Path]:
    """The build of each engine over the sample and as many made-up actions."""
    at = tmp_path_factory.mktemp("engines")
    place = Settings(data=at / "data")
    table = csv_of(at / "All_Contracts_PrimeTransactions_1.csv", ACTIONS)
    import_paths(place, [zip_of(at / "All_PrimeTransactions_2026-10-06_H00M00S00.zip", table)])
    import_sample(place)
    embedded = build(place)
    shutil.copytree(place.published / embedded["build_id"], at / "duckdb")
    export(place, place.exported)
    words = ["-m", "analysis", "build", "--engine", "spark-local"]
    subprocess.run(
        [sys.executable, *words],
        check=True,
        env={**os.environ, "SOLESOURCE_DATA": str(place.data), "JAVA_TOOL_OPTIONS": BRIEF},
    )
    return at / "duckdb", (place.published / "current").resolve()


@pytest.mark.spark
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_the_same_row_for_row_and_to_the_cent(both, name):
    ours, theirs = (parquet.read_table(folder / f"{name}.parquet") for folder in both)
    assert theirs.schema.names == ours.schema.names
    assert theirs.schema.types == ours.schema.types
    assert theirs.num_rows == ours.num_rows
    for column in ours.schema.names:
        pairs = zip(ours[column].to_pylist(), theirs[column].to_pylist(), strict=True)
        differ = [(a, b) for a, b in pairs if a != b and not _close(a, b)]
        assert not differ, f"{name}.{column}: {len(differ)} differ, such as {differ[:3]}"


@pytest.mark.spark
@pytest.mark.timeout(1800)
def test_the_cluster_was_given_enough_and_left_nothing_behind(both):
    ours, theirs = both
    assert parquet.read_metadata(ours / "actions.parquet").num_rows == ACTIONS + 441
    assert [path.name for path in theirs.parent.parent.glob("export/.*")] == []


def test_an_export_lies_by_fiscal_year_and_can_be_written_again(tmp_path):
    place = Settings(data=tmp_path / "data")
    import_sample(place)
    manifest = export(place, place.exported)
    again = export(place, place.exported)
    assert again == manifest
    assert (manifest["actions"], manifest["obligated_usd"]) == (441, "1538834199.61")
    years = sorted(path.name for path in (place.exported / "transactions").iterdir())
    assert years[0] == "fiscal_year=2011"
    assert years[-1] == "fiscal_year=2026"


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
    assert list(place.published.iterdir()) == []


def _close(one: object, other: object) -> bool:
    both_floating = isinstance(one, float) and isinstance(other, float)
    return both_floating and math.isclose(one, other, rel_tol=CLOSE)
