"""The future is not believed: a day that has not come makes no later file older."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from fetch.ingest import pipeline
from fetch.ingest.importer import import_paths
from fetch.ingest.rebuild import rebuild
from fetch.ingest.runs import AHEAD
from fetch.progress import silent
from fetch.warehouse.database import Warehouse
from tests.builders import action, csv_file, full

CAME = date(2026, 11, 10)
PRESENT = pipeline.present
"""The product's own, before a test sets another day."""


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(pipeline, "present", lambda: CAME)


def held(settings):
    with Warehouse(settings.warehouse, read_only=True) as store:
        return store.rows(
            "SELECT federal_action_obligation::VARCHAR, last_seen::DATE::VARCHAR "
            "FROM transactions ORDER BY award_id_piid"
        )


@pytest.mark.parametrize("day", ["9999-12-31", "2026-11-12"])
def test_a_record_of_a_day_to_come_yields_to_a_later_file(settings, tmp_path, day):
    rows = [action("70TEST24C00000001"), action("70TEST24C00000002", last_modified_date=day)]
    [run] = import_paths(settings, [csv_file(tmp_path / "a.csv", rows)]).runs
    assert run.notes[AHEAD] == ["last_modified_date (1)"]
    assert held(settings)[0] == ("1000.00", "2024-02-01")
    later = [{**row, "federal_action_obligation": "7000.00"} for row in rows]
    later[1]["last_modified_date"] = "2026-10-01"
    import_paths(settings, [full(tmp_path, "20261106", *later)])
    assert held(settings) == [("7000.00", "2026-11-06")] * 2


def test_a_file_named_for_a_day_to_come_speaks_for_the_day_it_came(settings, tmp_path, monkeypatch):
    import_paths(settings, [full(tmp_path, "20991106", action())])
    assert held(settings) == [("1000.00", "2026-11-11")]
    monkeypatch.setattr(pipeline, "present", lambda: date(2026, 12, 10))
    newer = full(tmp_path, "20261206", {**action(), "federal_action_obligation": "7000.00"})
    import_paths(settings, [newer])
    assert held(settings) == [("7000.00", "2026-12-06")]
    assert rebuild(settings, silent)["equal"]


def test_a_clock_before_this_version_is_not_believed(monkeypatch):
    class Behind(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(1970, 1, 1, tzinfo=tz)

    monkeypatch.setattr(pipeline, "datetime", Behind)
    assert PRESENT() == pipeline.RELEASED
