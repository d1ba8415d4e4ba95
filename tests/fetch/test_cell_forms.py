"""Forms that mean one value are that value; a form that could mean two is refused by name."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from fetch.errors import OutOfMemory
from fetch.ingest.importer import import_paths
from fetch.ingest.runs import REPAIRED
from fetch.schema.csv_records import LONGEST_TEXT
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse
from tests.builders import action, csv_file

MONEY = "federal_action_obligation"
AMOUNTS = {
    "640.": "640.00",
    ".50": "0.50",
    "+5.00": "5.00",
    "1,000.00": "1000.00",
    "$1,000.00": "1000.00",
    "(5.00)": "-5.00",
    "($1,234,567.89)": "-1234567.89",
    "-$5": "-5.00",
    "1e+06": "1000000.00",
    "-2.5e+05": "-250000.00",
    "1.50000": "1.50",
    " 7 ": "7.00",
}
NO_AMOUNTS = (
    "NaN",
    "inf",
    "0.005",
    "1,00.00",
    "1.000,00",
    "1.23E+07",
    "1e-9",
    "one",
    "1e99",
    "--1",
)
COUNTS = {"1.0": 1, "2.000": 2, "+3": 3, "1e+03": 1000, "1,000": 1000, "0": 0}
CODES = [
    # column, cell, value
    ("awarding_agency_code", "70", "070"),
    ("awarding_agency_code", "70.0", "070"),
    ("awarding_agency_code", '="070"', "070"),
    ("awarding_sub_agency_code", "7012.0", "7012"),
    ("awarding_sub_agency_code", "300", "0300"),
    ("naics_code", "541519.0", "541519"),
    ("product_or_service_code", "7030.0", "7030"),
    ("recipient_duns", "12345678.0", "012345678"),
    ("cage_code", "12.0", "00012"),
    ("modification_number", "0.0", "0"),
    ("award_id_piid", "70test24c00000099", "70TEST24C00000099"),
    ("transaction_description", "1.0", "1.0"),
    ("recipient_name", "70", "70"),
]
DAYS = [
    # cells of one column, and the days they are; None: the file is refused
    (("1/7/2025", "1/31/2025"), ("2025-01-07", "2025-01-31")),
    (("7/1/2025", "31/1/2025"), ("2025-01-07", "2025-01-31")),
    (("1/7/25", "12/31/25 0:00"), ("2025-01-07", "2025-12-31")),
    (("7-Jan-25", "31-Jan-2025"), ("2025-01-07", "2025-01-31")),
    (("2025/01/07", "2025-01-31T00:00:00"), ("2025-01-07", "2025-01-31")),
    (("1/7/2025", "2/7/2025"), None),
]


def held(place: Settings, columns: str) -> list[tuple]:
    with Warehouse(place.warehouse, read_only=True) as store:
        return store.rows(f"SELECT {columns} FROM transactions ORDER BY contract_award_unique_key")


def numbered(column: str, cells: list[str]) -> list[dict[str, str]]:
    """An action of an award of its own for each cell."""
    return [{**action(f"70TEST24C{n:08}"), column: cell} for n, cell in enumerate(cells)]


@pytest.fixture
def place(tmp_path) -> Settings:
    return Settings(data=tmp_path / "data")


def test_amounts_in_every_form_that_means_one(place, tmp_path):
    [run] = import_paths(place, [csv_file(tmp_path / "a.csv", numbered(MONEY, list(AMOUNTS)))]).runs
    assert [str(amount) for (amount,) in held(place, MONEY)] == list(AMOUNTS.values())
    assert run.counts["rows_quarantined"] == 0
    assert run.notes[REPAIRED] == [MONEY]


def test_what_is_no_amount_or_two_is_refused_by_name(place, tmp_path):
    import_paths(place, [csv_file(tmp_path / "a.csv", numbered(MONEY, [*NO_AMOUNTS, "1.00"]))])
    assert held(place, MONEY) == [(Decimal("1.00"),)]
    with Warehouse(place.warehouse, read_only=True) as store:
        reasons = store.rows("SELECT reason, kept, award_key, fiscal_year FROM quarantine")
    assert len(reasons) == len(NO_AMOUNTS)
    for cell, (reason, kept, award, year) in zip(NO_AMOUNTS, reasons, strict=True):
        assert f"({cell})" in reason
        assert (kept, award[:12], year) == (False, "CONT_AWD_70T", 2024)


def test_counts_in_every_form_that_means_one(place, tmp_path):
    rows = numbered("number_of_offers_received", list(COUNTS))
    import_paths(place, [csv_file(tmp_path / "a.csv", rows)])
    assert [count for (count,) in held(place, "number_of_offers_received")] == list(COUNTS.values())


def test_codes_get_back_what_a_program_took(place, tmp_path):
    rows = [
        {**action(f"70TEST24C{n:08}"), column: cell} for n, (column, cell, _) in enumerate(CODES)
    ]
    rows[10] = {**action("70TEST24C00000099"), "award_id_piid": "70test24c00000099"}
    import_paths(place, [csv_file(tmp_path / "a.csv", rows)])
    with Warehouse(place.warehouse, read_only=True) as store:
        for n, (column, _, value) in enumerate(CODES):
            piid = "70TEST24C00000099" if n == 10 else f"70TEST24C{n:08}"
            [(cell,)] = store.rows(
                f"SELECT {column} FROM transactions WHERE contract_award_unique_key LIKE ?",
                [f"CONT_AWD_{piid}%"],
            )
            assert cell == value, column


@pytest.mark.parametrize(("cells", "days"), DAYS)
def test_days_are_read_where_their_column_tells_the_order(place, tmp_path, cells, days):
    rows = numbered("action_date", list(cells))
    outcome = import_paths(place, [csv_file(tmp_path / "a.csv", rows)])
    if days is None:
        [reason] = outcome.refused.values()
        assert "saved by a spreadsheet: action_date has days like 1/7/2025" in reason
        assert "usaspending.gov/download_center" in reason
        return
    assert tuple(str(day) for (day,) in held(place, "action_date")) == days


def test_one_slashed_day_among_official_ones_costs_its_row_not_the_file(place, tmp_path):
    rows = numbered("action_date", ["2024-01-15", "2024-01-16", "1/7/2024"])
    import_paths(place, [csv_file(tmp_path / "a.csv", rows)])
    assert len(held(place, "action_date")) == 2


def test_a_key_in_lower_case_is_the_same_action(place, tmp_path):
    row = action()
    lower = {name: cell.lower() if name.endswith("_key") else cell for name, cell in row.items()}
    good = csv_file(tmp_path / "good.csv", [row])
    [first, again] = import_paths(place, [good, csv_file(tmp_path / "low.csv", [lower])]).runs
    assert (first.counts["rows_new"], again.counts["rows_same"]) == (1, 1)


def test_a_row_read_whole_is_the_record_before_one_that_lacks_a_cell(place, tmp_path):
    """Whichever comes first, and though the odd file speaks for the same day."""
    odd = csv_file(tmp_path / "odd.csv", [{**action(), "base_and_all_options_value": "n/a"}])
    good = csv_file(tmp_path / "good.csv", [action()])
    for number, order in enumerate(([odd, good], [good, odd])):
        other = Settings(data=tmp_path / f"data{number}")
        import_paths(other, order)
        assert held(other, "base_and_all_options_value") == [(Decimal("5000.00"),)]


FORMS = st.sampled_from(
    ["{:.2f}", "{:,.2f}", "${:,.2f}", "+{:.2f}", "{:.3f}1", "NaN", "", "x", "{:.4f}", "{:.0f}."]
)
CELLS = st.tuples(st.integers(0, 10**9), FORMS, st.sampled_from(["2024-01-15", "", "never"]))


@seed(20261129)
@settings(max_examples=12)
@given(st.lists(CELLS, min_size=1, max_size=40))
def test_held_and_left_out_are_the_file_to_the_cent(cells):
    """Every amount that can be read is in the store or counted beside it."""
    rows, total = [], Decimal(0)
    for number, (cents, form, day) in enumerate(cells):
        amount = Decimal(cents) / 100
        text = form.format(amount)
        readable = form not in ("NaN", "", "x", "{:.3f}1")
        if form == "{:.0f}.":
            amount = Decimal(text)
        total += amount if readable else 0
        rows.append({**action(f"70TEST24C{number:08}", action_date=day), MONEY: text})
    with tempfile.TemporaryDirectory() as name:
        place = Settings(data=Path(name) / "data")
        import_paths(place, [csv_file(Path(name) / "a.csv", rows)])
        with Warehouse(place.warehouse, read_only=True) as store:
            here = store.one(f"SELECT coalesce(sum({MONEY}), 0), count(*) FROM transactions")
            beside = store.one(
                "SELECT coalesce(sum(amount_usd), 0), count(*) FROM quarantine WHERE NOT kept"
            )
    assert here[0] + beside[0] == total
    assert here[1] + beside[1] == len(rows)


def quarantine(settings):
    with Warehouse(settings.warehouse, read_only=True) as store:
        return store.rows("SELECT reason, kept, length(raw), amount_usd FROM quarantine")


@pytest.mark.parametrize("word", ["epoch", "infinity", "-infinity", "today"])
def test_a_word_is_no_day(settings, tmp_path, word):
    path = csv_file(tmp_path / "a.csv", [action(action_date=word), action(mod="P00001")])
    [run] = import_paths(settings, [path]).runs
    assert (run.counts["rows_new"], run.counts["rows_quarantined"]) == (1, 1)
    assert quarantine(settings)[0][0] == f"action_date: not a date ({word})"


def test_days_as_a_spreadsheets_numbers_are_refused_by_name(settings, tmp_path):
    """Its day 0 is in 1900 or in 1904: a number alone is no day."""
    rows = [action(action_date="45306"), action(mod="P00001", action_date="45307.5")]
    [why] = import_paths(settings, [csv_file(tmp_path / "a.csv", rows)]).refused.values()
    assert "saved by a spreadsheet: action_date has days as numbers like 45306" in why


def test_a_number_in_another_column_of_days_costs_its_cell(settings, tmp_path):
    rows = [action(period_of_performance_start_date="45306")]
    [run] = import_paths(settings, [csv_file(tmp_path / "a.csv", rows)]).runs
    assert run.counts["rows_new"] == 1
    assert quarantine(settings)[0][:2] == (
        "period_of_performance_start_date: not a date (45306)",
        True,
    )


def test_a_text_that_is_too_long_costs_its_cell(settings, tmp_path):
    """In characters, not in bytes; the row keeps its money."""
    texts = ("é" * LONGEST_TEXT, "x" * (LONGEST_TEXT + 1))
    rows = [action(mod=f"P0000{at}", transaction_description=t) for at, t in enumerate(texts)]
    [run] = import_paths(settings, [csv_file(tmp_path / "a.csv", rows)]).runs
    assert run.counts["rows_new"] == len(texts)
    with Warehouse(settings.warehouse, read_only=True) as store:
        kept = store.rows("SELECT length(transaction_description) FROM transactions ORDER BY 1")
    assert kept == [(LONGEST_TEXT,), (None,)]
    reason = "transaction_description: longer than 100,000 characters"
    assert quarantine(settings) == [(reason, True, LONGEST_TEXT, Decimal("1000.00"))]


def test_a_key_that_is_too_long_keeps_its_row_out(settings, tmp_path):
    rows = [action(contract_award_unique_key="x" * (LONGEST_TEXT + 1)), action(mod="P00001")]
    [run] = import_paths(settings, [csv_file(tmp_path / "a.csv", rows)]).runs
    assert (run.counts["rows_new"], run.counts["rows_quarantined"]) == (1, 1)


def test_want_of_memory_names_the_file_with_the_longest_texts(settings, tmp_path):
    import_paths(settings, [csv_file(tmp_path / "a.csv", [action()])])
    wide = "UPDATE transactions SET transaction_description = repeat('x', 200000)"
    for before, words in (("SELECT 1", "than there is"), (wide, "a.csv has a row of 200,")):
        with Warehouse(settings.warehouse) as store:
            store.execute(before)
            with pytest.raises(OutOfMemory, match=words), store.within_memory("the build"):
                store.execute(
                    "SET memory_limit = '1KB'; "
                    "CREATE TEMP TABLE much AS SELECT range AS n FROM range(10000000)"
                )
