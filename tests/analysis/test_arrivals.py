"""What is usually still to come, told only of months that were watched from their first day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import ibis
import pyarrow as pa
import pytest

from analysis.documents.money import money_document
from analysis.measures.reporting_lag import ALL, LONG_AGO, TOO_FEW, UNWATCHED, still_to_come
from analysis.publish.run import build as publish
from analysis.published.build import current
from fetch.ingest.importer import import_paths, import_sample
from fetch.reports.coverage import lag_meter
from fetch.warehouse.database import Warehouse
from tests.builders import Row, action, csv_text, full, zip_file

LOOKED_FROM = "2023-01-15"
"""So February 2023 is the first month watched from its first day."""


def row(month: str, seen_days: int, actions: int, given: str = "0", component: str = "7012"):
    return (component, month, LOOKED_FROM, seen_days, actions, given)


def told(*rows: tuple, as_of: str = "2024-01-31", days: int = 30) -> dict:
    components, months, looked_from, seen, actions, given = zip(*rows, strict=True)
    columns = {
        "component_code": pa.array(components),
        "month": pa.array([date.fromisoformat(f"{month}-01") for month in months]),
        "looked_from": pa.array([date.fromisoformat(day) for day in looked_from]),
        "seen_days": pa.array(seen, pa.int64()),
        "actions": pa.array(actions, pa.int64()),
        "given_usd": pa.array(given).cast(pa.decimal128(38, 2)),
    }
    measure = still_to_come(ibis.memtable(pa.table(columns)), date.fromisoformat(as_of), days)
    found = ibis.duckdb.connect().to_pyarrow(measure).to_pylist()
    return {each["component_code"]: each for each in found}


WATCHED = [
    row("2023-02", -10, 20, "100.00"),
    row("2023-03", 5, 10, "200.00"),
    row("2023-04", 40, 8, "50.00"),
    row("2023-04", 100, 2, "150.00"),
]


def test_the_share_is_of_what_came_within_the_days_a_month_is_watched():
    ice = told(*WATCHED)["7012"]
    assert (ice["months"], ice["actions"], ice["missing_because"]) == (3, 40, None)
    assert ice["share_of_actions"] == pytest.approx(10 / 40)
    assert ice["share_of_given"] == pytest.approx(200 / 500)
    assert told(*WATCHED, days=99)["7012"]["share_of_actions"] == pytest.approx(2 / 40)
    assert told(*WATCHED, days=100)["7012"]["share_of_actions"] == 0


def test_what_comes_after_the_days_a_month_is_watched_is_in_neither_part():
    late = told(*WATCHED, row("2023-02", 181, 100, "9.00"))["7012"]
    assert (late["actions"], late["share_of_actions"]) == (40, 10 / 40)


def test_a_month_begun_before_the_first_look_tells_nothing():
    early = told(*WATCHED, row("2023-01", 60, 100))["7012"]
    assert (early["months"], early["actions"]) == (3, 40)


def test_a_month_that_ended_less_than_180_days_ago_tells_nothing_yet():
    young = row("2023-08", -5, 60)  # ended on 31 August; 180 days later is 27 February 2024
    assert told(*WATCHED, young, as_of="2024-02-26")["7012"]["months"] == 3
    assert told(*WATCHED, young, as_of="2024-02-27")["7012"]["months"] == 4


def test_too_few_months_or_actions_are_missing_with_the_reason():
    other = row("2023-02", 60, 500, component="7014")
    rows = told(*WATCHED, other)
    assert rows["7014"]["share_of_actions"] is None
    assert rows["7014"]["missing_because"] == TOO_FEW
    assert rows[ALL]["share_of_actions"] == pytest.approx(510 / 540)
    assert told(*WATCHED[:2])[ALL]["missing_because"] == TOO_FEW  # two months of 30 actions
    few = [(*each[:4], 9, each[5]) for each in WATCHED[:3]]
    assert told(*few)[ALL]["missing_because"] == TOO_FEW  # three months of 27


def test_of_a_month_long_past_nothing_is_told_rather_than_nothing_is_to_come():
    ice = told(*WATCHED, days=180)["7012"]
    assert (ice["share_of_actions"], ice["missing_because"]) == (None, LONG_AGO)


def test_months_never_watched_say_so():
    rows = told(row("2022-12", 30, 500))[ALL]
    assert (rows["months"], rows["actions"], rows["missing_because"]) == (0, 0, UNWATCHED)


def test_nothing_given_has_no_share_of_dollars():
    bare = [(*each[:5], "0") for each in WATCHED]
    assert told(*bare)[ALL]["share_of_given"] is None
    assert told(*bare)[ALL]["share_of_actions"] == pytest.approx(10 / 40)


# --- from the warehouse


def dated(folder: Path, day: str, *rows: Row) -> Path:
    """A custom download made on a day."""
    return zip_file(folder / f"All_PrimeTransactions_{day}_H00M00S00.zip", a__csv=csv_text(rows))


def signed(number: int, day: str, **cells: str) -> Row:
    return action(f"70TEST24C{number:08}", action_date=day, **cells)


def published(settings) -> list[dict]:
    publish(settings)
    return current(settings).query("SELECT * FROM arrivals ORDER BY ALL").to_dict("records")


def test_arrivals_are_counted_from_the_end_of_the_month(settings, tmp_path):
    first = signed(0, "2024-10-02")
    import_paths(settings, [full(tmp_path, "20241106", first, year=2025)])
    later = [signed(1, "2024-12-05", federal_action_obligation="7.50"), signed(2, "2024-12-31")]
    import_paths(settings, [full(tmp_path, "20250106", first, *later, year=2025)])
    january = [signed(3, "2025-01-04", federal_action_obligation="-2.00")]
    import_paths(settings, [dated(tmp_path, "2025-01-09", *january)])
    rows = [
        (str(r["month"])[:10], str(r["looked_from"])[:10], r["seen_days"], r["actions"])
        for r in published(settings)
    ]
    assert rows == [
        ("2024-10-01", "2024-11-06", 6, 1),
        ("2024-12-01", "2024-11-06", 6, 2),
        ("2025-01-01", "2024-11-06", -22, 1),
    ]
    given = [str(r["given_usd"]) for r in published(settings)]
    assert given == ["1000.00", "1007.50", "0.00"]


def test_an_action_that_changed_came_when_it_was_first_held(settings, tmp_path):
    first, other = signed(0, "2024-10-02"), signed(1, "2024-10-03")
    import_paths(settings, [dated(tmp_path, "2024-10-10", first)])
    import_paths(settings, [dated(tmp_path, "2024-10-20", first, other)])
    changed = {**other, "federal_action_obligation": "9.00", "last_modified_date": "2024-11-20"}
    import_paths(settings, [dated(tmp_path, "2024-11-25", changed)])
    rows = published(settings)
    assert [(row["seen_days"], row["actions"]) for row in rows] == [(-21, 1), (-11, 1)]


def test_the_first_look_is_that_of_the_lag_meter(settings, tmp_path):
    first, other, late = (signed(n, "2025-10-02") for n in range(3))
    import_paths(settings, [dated(tmp_path, "2025-10-05", first)])
    import_paths(settings, [full(tmp_path, "20260106", first, other, year=2026)])
    import_paths(settings, [dated(tmp_path, "2026-01-10", late)])
    rows = published(settings)
    assert {str(row["looked_from"])[:10] for row in rows} == {"2026-01-06"}
    after = sum(row["actions"] for row in rows if row["seen_days"] > 67)  # 6 January and later
    with Warehouse(settings.warehouse, read_only=True) as store:
        assert lag_meter(store)["counted"] == after == 1


def test_the_sample_tells_no_lag_and_the_documents_say_so(settings, sample):
    assert sample.query("SELECT * FROM arrivals").empty
    rows = money_document(sample)["still_to_come"]
    assert rows["share_of_actions"] is None
    assert rows["missing_because"] == "of no action held is it known when it came"
    assert (rows["days_after_month"], rows["components"]) == (22, [])
    import_sample(settings)
    assert published(settings) == []
