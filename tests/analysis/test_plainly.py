"""The measures written a second time, plainly, in pandas: both say the same of every award."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.publish.run import build
from fetch.export import export
from fetch.ingest.importer import import_paths, import_sample
from fetch.settings import Settings
from tests.benchmarks.generate import csv_of
from tests.benchmarks.plain.equal import KEYS, differences
from tests.benchmarks.plain.tables import write


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The plain tables and the published ones, of the sample and 3,000 made-up actions."""
    at = tmp_path_factory.mktemp("plainly")
    place = Settings(data=at / "data")
    import_paths(place, [csv_of(at / "All_Contracts_PrimeTransactions_1.csv", 3_000)])
    import_sample(place)
    made = build(place)
    export(place, place.exported)
    write(place.exported, at / "plain")
    return at / "plain", place.published / made["build_id"]


def test_plain_pandas_finds_what_the_build_publishes(both):
    assert differences(*both) == []


@pytest.mark.parametrize("name", KEYS)
def test_a_changed_row_would_be_seen(both, name, tmp_path):
    plain, published = both
    for path in plain.glob("*.parquet"):
        (tmp_path / path.name).symlink_to(path)
    table = pd.read_parquet(plain / f"{name}.parquet")
    (tmp_path / f"{name}.parquet").unlink()
    table.iloc[:-1].to_parquet(tmp_path / f"{name}.parquet")
    found = differences(tmp_path, published)
    assert found[0] == f"{name}.(rows): 1 rows differ"
    assert {line.partition(".")[0] for line in found} == {name}
