"""The store is decided by what was said of an action, not by the order in which it was heard."""

from __future__ import annotations

import itertools
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fetch.ingest.importer import import_paths, import_sample
from fetch.schema import tables
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse
from tests.builders import action, csv_file, delta_text, zip_file

CONTENT = tables.names(tuple(c for c in tables.TRANSACTIONS if c.name not in ("run_id", "file_id")))
SHORT = (
    "contract_transaction_unique_key",
    "action_date",
    "federal_action_obligation",
    "transaction_description",
)
BASE = action()


def held(place: Settings) -> list[tuple]:
    """Everything held about actions but which run and file brought it."""
    with Warehouse(place.warehouse, read_only=True) as store:
        versions = store.rows(
            f"SELECT {CONTENT}, version_state FROM transaction_versions ORDER BY ALL"
        )
        closures = store.rows(
            "SELECT contract_transaction_unique_key, closed_as_of, because, last_modified_date "
            "FROM closures ORDER BY ALL"
        )
    return [*versions, *closures]


def test_importing_the_same_rows_twice_changes_nothing(tmp_path):
    place = Settings(data=tmp_path / "data")
    once = csv_file(tmp_path / "a.csv", [BASE, action(mod="P00001")])
    again = csv_file(tmp_path / "b.csv", [action(mod="P00001"), BASE])
    import_paths(place, [once])
    before = held(place)
    counts = [import_paths(place, [path]).runs[0].counts for path in (once, again)]
    assert held(place) == before
    assert [c["rows_same"] for c in counts] == [2, 2]
    assert [c["rows_new"] + c["rows_changed"] for c in counts] == [0, 0]


def test_a_changed_record_keeps_both_contents_with_when_each_was_seen(tmp_path, warehouse):
    place = Settings(data=tmp_path / "data")
    october = zip_file(tmp_path / "FY2024_070_Contracts_Full_20261006.zip", a__csv=text(BASE))
    altered = {**BASE, "federal_action_obligation": "3.00"}
    november = zip_file(tmp_path / "FY2024_070_Contracts_Full_20261106.zip", a__csv=text(altered))
    december = zip_file(tmp_path / "FY2024_070_Contracts_Full_20261206.zip", a__csv=text(altered))
    import_paths(place, [october, november, december])
    assert warehouse(
        "SELECT federal_action_obligation, version_state, first_seen::DATE::VARCHAR, "
        "last_seen::DATE::VARCHAR FROM transaction_versions ORDER BY first_seen"
    ) == [
        (Decimal("1000.00"), "superseded", "2026-10-06", "2026-10-06"),
        (Decimal("3.00"), "current", "2026-11-06", "2026-12-06"),
    ]


def test_an_older_file_that_comes_later_does_not_undo_the_record(tmp_path, warehouse):
    place = Settings(data=tmp_path / "data")
    newer = {**BASE, "federal_action_obligation": "3.00", "last_modified_date": "2026-05-01"}
    import_paths(place, [csv_file(tmp_path / "new.csv", [newer])])
    import_paths(place, [csv_file(tmp_path / "old.csv", [BASE])])
    assert warehouse(
        "SELECT federal_action_obligation, version_state FROM transaction_versions ORDER BY 1"
    ) == [(Decimal("3.00"), "current"), (Decimal("1000.00"), "superseded")]


def test_a_record_that_returns_after_its_deletion_is_held_again(tmp_path, warehouse):
    place = Settings(data=tmp_path / "data")
    for month, name, content in (
        ("10", "Full", text(BASE)),
        ("11", "Delta", delta_text([("D", BASE)])),
        ("12", "Full", text(BASE)),
    ):
        path = tmp_path / f"FY2024_070_Contracts_{name}_2026{month}06.zip"
        import_paths(place, [zip_file(path, a__csv=content)])
        states = warehouse("SELECT version_state FROM transaction_versions")
        assert states == [("closed" if name == "Delta" else "current",)]


def test_a_shorter_files_row_is_a_part_and_not_a_change(tmp_path, warehouse):
    place = Settings(data=tmp_path / "data")
    full = csv_file(tmp_path / "full.csv", [BASE])
    short = csv_file(tmp_path / "short.csv", [BASE], SHORT)
    outcome = import_paths(place, [full, short])
    assert [run.counts["rows_changed"] for run in outcome.runs] == [0, 0]
    assert warehouse(
        "SELECT layout_columns, version_state FROM transaction_versions ORDER BY 1"
    ) == [(4, "partial"), (len(tables.RECORD_NAMES), "current")]


@pytest.mark.parametrize("months", [("10", "11"), ("11", "10")])
def test_a_content_is_named_after_the_earliest_file_that_has_it(tmp_path, warehouse, months):
    place = Settings(data=tmp_path / "data")
    for month in months:
        path = tmp_path / f"FY2024_070_Contracts_Full_2026{month}06.zip"
        import_paths(place, [zip_file(path, a__csv=text(BASE))])
    assert warehouse("SELECT name FROM transactions JOIN files USING (file_id)") == [
        ("FY2024_070_Contracts_Full_20261006.zip/a.csv",)
    ]


def test_one_file_that_repeats_a_row_adds_it_once(tmp_path, warehouse):
    place = Settings(data=tmp_path / "data")
    counts = import_paths(place, [csv_file(tmp_path / "a.csv", [BASE, BASE])]).runs[0].counts
    assert warehouse("SELECT count(*) FROM transaction_versions") == [(1,)]
    assert (counts["rows_new"], counts["rows_same"]) == (1, 1)


def text(*rows: dict[str, str]) -> str:
    from tests.builders import csv_text

    return csv_text(rows)


CONTENTS = st.builds(
    lambda mod, amount, day, words, signed, agency, total: action(
        mod=mod,
        action_date=signed,
        awarding_agency_code=agency,
        federal_action_obligation=amount,
        last_modified_date=day,
        transaction_description=words,
        total_dollars_obligated=total,
    ),
    mod=st.sampled_from(["0", "P00001"]),
    amount=st.sampled_from(["1.00", "2.00"]),
    day=st.sampled_from(["", "2024-03-01", "2026-01-05"]),
    words=st.sampled_from(["", "EXAMPLE GOODS", "OTHER EXAMPLE GOODS"]),
    signed=st.sampled_from(["2024-01-15", "2024-01-15", "2024-12-15"]),
    agency=st.sampled_from(["070", "070", "097"]),
    total=st.sampled_from(["", "1.00", "9.00"]),
)
FILES = st.lists(
    st.tuples(
        st.sampled_from(
            ["full", "short", "delta", "sample", "FY2024_070", "FY2024_All", "FY2025_070"]
        ),
        st.integers(1, 4),
        st.lists(st.tuples(st.sampled_from(["", "C", "D"]), CONTENTS), min_size=1, max_size=3),
    ),
    min_size=2,
    max_size=4,
)


def write(folder: Path, number: int, file: tuple) -> Path | None:
    """One generated file; None stands for the embedded sample."""
    kind, month, rows = file
    if kind == "sample":
        return None
    path = folder / f"{number}_{kind}_2026{month:02}06.zip"
    if kind.startswith("FY"):
        path = folder / str(number) / f"{kind}_Contracts_Full_2026{month:02}06.zip"
        path.parent.mkdir()
    plain = [row for _, row in rows]
    if kind == "delta":
        return zip_file(path, a__csv=delta_text(rows))
    from tests.builders import OFFICIAL_HEADER, csv_text

    return zip_file(path, a__csv=csv_text(plain, SHORT if kind == "short" else OFFICIAL_HEADER))


@settings(max_examples=10)
@given(FILES)
def test_any_order_of_import_gives_the_same_store(files):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [write(folder, number, file) for number, file in enumerate(files)]
        orders = list(itertools.permutations(paths))
        stores = []
        for number, order in enumerate(orders[:: max(1, len(orders) // 3)]):
            place = Settings(data=folder / f"data{number}")
            for path in order:
                if path:
                    import_paths(place, [path])
                else:
                    import_sample(place)
            stores.append(held(place))
        assert all(store == stores[0] for store in stores)


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_deletions_of_one_day_the_latest_modified_is_told(tmp_path, warehouse, turn):
    place = Settings(data=tmp_path / "data")
    days = ["", "2024-03-01"][::turn]
    for number, day in enumerate(days):
        gone = action(mod="P00001", last_modified_date=day)
        import_paths(place, [write(tmp_path, number, ("delta", 1, [("", BASE), ("D", gone)]))])
    assert warehouse("SELECT last_modified_date::VARCHAR FROM closures") == [("2024-03-01",)]


def test_thousands_of_changes_in_two_parts_of_a_zip_over_changes_before(tmp_path, warehouse):
    """DuckDB loses rows where new ones are read among deleted ones: none may be lost here."""
    place = Settings(data=tmp_path / "data")
    keys = [f"70TEST24C{n:08}" for n in range(3_000)]
    for day, changed in (("05", keys), ("06", keys[::3]), ("07", keys[::2])):
        rows = [action(key, federal_action_obligation=f"{day}.00") for key in changed]
        parts = {"a_1__csv": text(*rows[::2]), "a_2__csv": text(*rows[1::2], *rows[:9])}
        path = zip_file(tmp_path / f"All_PrimeTransactions_2026-10-{day}_H00M00S00.zip", **parts)
        import_paths(place, [path])
    assert warehouse(
        "SELECT federal_action_obligation::INT, version_state, count(*) "
        "FROM transaction_versions GROUP BY ALL ORDER BY ALL"
    ) == [
        (5, "current", 1_000),
        (5, "superseded", 2_000),
        (6, "current", 500),
        (6, "superseded", 500),
        (7, "current", 1_500),
    ]


def monthly(tmp_path: Path, month: str, *rows: dict[str, str]) -> Path:
    return zip_file(tmp_path / f"FY2024_070_Contracts_Full_2026{month}06.zip", a__csv=text(*rows))


def test_a_content_that_becomes_current_again_is_a_change_and_the_sums_say_so(tmp_path, warehouse):
    place = Settings(data=tmp_path / "data")
    altered = {**BASE, "federal_action_obligation": "3.00"}
    files = [monthly(tmp_path, month, row) for month, row in (("10", BASE), ("11", altered))]
    import_paths(place, [*files, monthly(tmp_path, "12", BASE)])
    assert warehouse(
        "SELECT rows_new, rows_changed, rows_same, obligated_before_usd, obligated_after_usd "
        "FROM runs ORDER BY rowid"
    ) == [
        (1, 0, 0, None, Decimal("1000.00")),
        (0, 1, 0, Decimal("1000.00"), Decimal("3.00")),
        (0, 1, 0, Decimal("3.00"), Decimal("1000.00")),
    ]


def test_a_deleted_action_that_comes_again_is_a_change(tmp_path, warehouse):
    place = Settings(data=tmp_path / "data")
    gone = zip_file(tmp_path / "FY(All)_070_Contracts_Delta_20261106.zip",
                    a__csv=delta_text([("D", BASE)]))  # fmt: skip
    import_paths(place, [monthly(tmp_path, "10", BASE), gone, monthly(tmp_path, "12", BASE)])
    assert warehouse("SELECT rows_changed, rows_closed, rows_same FROM runs ORDER BY rowid") == [
        (0, 0, 0),
        (0, 1, 0),
        (1, 0, 0),
    ]


TOTALS = [{**BASE, "total_dollars_obligated": amount} for amount in ("1000.00", "9000.00", "")]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_total_of_the_award_in_place_of_the_records_own_changes_no_version(
    tmp_path, warehouse, order
):
    place = Settings(data=tmp_path / "data")
    files = [monthly(tmp_path, month, TOTALS[n]) for n, month in enumerate(("10", "11", "12"))]
    runs = import_paths(place, [files[n] for n in order]).runs
    assert [run.counts["rows_changed"] for run in runs] == [0, 0, 0]
    assert [run.counts["rows_same"] for run in runs] == [0, 1, 1]
    assert warehouse(
        "SELECT total_dollars_obligated, version_state, first_seen::DATE::VARCHAR, "
        "last_seen::DATE::VARCHAR FROM transaction_versions"
    ) == [(Decimal("1000.00"), "current", "2026-10-06", "2026-12-06")]


def test_a_real_change_beside_another_total_is_one(tmp_path, warehouse):
    place = Settings(data=tmp_path / "data")
    changed = {**TOTALS[1], "federal_action_obligation": "3.00"}
    import_paths(place, [monthly(tmp_path, "10", TOTALS[0]), monthly(tmp_path, "11", changed)])
    assert warehouse(
        "SELECT total_dollars_obligated, version_state FROM transaction_versions ORDER BY 1"
    ) == [(Decimal("1000.00"), "superseded"), (Decimal("9000.00"), "current")]
