"""A killed import leaves a store that opens, with the run absent or whole."""

from __future__ import annotations

import random

from fetch.ingest.importer import import_paths
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse
from tests.builders import action, csv_file
from tests.fetch.killing import killed, moments, steps_of

ROWS = 2_000
MOMENTS = 20


def held(place: Settings) -> tuple[int, int, int]:
    """Runs, actions, past versions. A warehouse that was never made holds nothing."""
    if not place.warehouse.exists():
        return 0, 0, 0
    with Warehouse(place.warehouse) as store:
        return store.one(
            "SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM transactions), "
            "(SELECT count(*) FROM past_versions)"
        )


def test_an_import_killed_at_any_step_is_absent_or_whole_and_the_next_completes_it(tmp_path):
    first = csv_file(tmp_path / "a.csv", [action(f"70TEST24C{n:08}") for n in range(ROWS)])
    changed = [
        action(
            f"70TEST24C{n:08}", federal_action_obligation="7.00", last_modified_date="2025-01-01"
        )
        for n in range(ROWS // 2, ROWS + ROWS // 2)
    ]
    second = csv_file(tmp_path / "b.csv", changed)
    whole = Settings(data=tmp_path / "whole")
    steps = steps_of(import_paths, whole, [first, second])
    expected = [(0, 0, 0), (1, ROWS, 0), (2, ROWS + ROWS // 2, ROWS // 2)]
    assert held(whole) == expected[2]

    met, missed = set(), 0
    for number, moment in enumerate(moments(steps, MOMENTS, random.Random(20261122))):
        place = Settings(data=tmp_path / f"killed{number}")
        missed += not killed(*moment, import_paths, place, [first, second])
        found = held(place)
        assert found in expected
        met.add(found)
        import_paths(place, [first, second])
        assert held(place)[1:] == expected[2][1:]
    assert met == set(expected)
    assert missed <= 2, "only a kill within the last steps may come too late"
