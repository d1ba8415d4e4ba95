"""A file of new actions alone is written as it is read, and leaves what weighing leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from fetch.ingest.importer import import_paths
from fetch.settings import Settings
from fetch.warehouse import fast_path, merge
from fetch.warehouse.database import Warehouse
from tests.builders import action, csv_file, csv_text, full, zip_file
from tests.fetch.test_versions import held

BASE, SECOND = action(), action(mod="P00001")
OTHER = action(mod="P00002", federal_action_obligation="7.00")
LATER_YEAR = {**BASE, "action_date": "2024-11-05", "federal_action_obligation": "9.00"}
Case = Callable[[Path], list[Path]]

CASES: dict[str, tuple[bool, Case]] = {
    "one whole file": (True, lambda at: [full(at, "20261006", BASE, SECOND)]),
    "two years": (
        True,
        lambda at: [
            full(at, "20261006", BASE),
            full(at, "20261006", {**SECOND, "action_date": "2024-11-05"}, year=2025),
        ],
    ),
    "a dated download": (
        True,
        lambda at: [
            zip_file(
                at / "All_PrimeTransactions_2026-10-06_H00M00S00.zip",
                a__csv=csv_text([BASE, SECOND]),
                b__csv=csv_text([OTHER]),
            )
        ],
    ),
    "the same row twice": (False, lambda at: [full(at, "20261006", BASE, SECOND, SECOND)]),
    "two contents of one action": (
        False,
        lambda at: [full(at, "20261006", BASE, {**BASE, "federal_action_obligation": "3.00"})],
    ),
    "an action held under another year": (
        False,
        lambda at: [full(at, "20261006", BASE), full(at, "20261006", LATER_YEAR, year=2025)],
    ),
    "an action that was closed": (
        False,
        lambda at: [
            full(at, "20261006", BASE, SECOND),
            full(at, "20261106", BASE),
            full(at, "20261106", {**SECOND, "action_date": "2024-11-05"}, year=2025),
        ],
    ),
    "a later whole file of the same year": (
        False,
        lambda at: [full(at, "20261106", BASE), full(at, "20261006", BASE, SECOND)],
    ),
    "a row that cannot be read": (
        False,
        lambda at: [full(at, "20261006", BASE, {**SECOND, "action_date": "soon"})],
    ),
    "a file without a time": (
        False,
        lambda at: [csv_file(at / "rows.csv", [BASE, SECOND])],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_both_ways_leave_the_same_store(tmp_path, case):
    _, files = CASES[case]
    paths = files(tmp_path)
    quick, weighed = Settings(data=tmp_path / "quick"), Settings(data=tmp_path / "weighed")
    counts = [run.counts for run in import_paths(quick, paths).runs]
    with patch.object(fast_path, "is_likely", return_value=False):
        assert [run.counts for run in import_paths(weighed, paths).runs] == counts
    assert held(quick) == held(weighed) != []
    assert files_of(quick) == files_of(weighed)


@pytest.mark.parametrize("case", CASES)
def test_the_last_file_is_weighed_only_where_it_must_be(tmp_path, case):
    goes_straight, files = CASES[case]
    *before, last = files(tmp_path)
    place = Settings(data=tmp_path / "data")
    import_paths(place, before)
    with patch.object(merge, "merge", wraps=merge.merge) as weighing:
        import_paths(place, [last])
    assert weighing.called is not goes_straight


def files_of(place: Settings) -> list[tuple]:
    """What is noted of each file but the run's sign."""
    with Warehouse(place.warehouse, read_only=True) as store:
        return store.rows("SELECT * EXCLUDE (run_id) FROM files ORDER BY ALL") + store.rows(
            "SELECT line, reason, raw FROM quarantine ORDER BY ALL"
        )
