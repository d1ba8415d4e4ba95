"""A row that cannot be read is kept with its line, the reason and its text; the rest goes in."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fetch.ingest.importer import import_paths
from fetch.ingest.rebuild import rebuild
from fetch.ingest.runs import READ_SINCE, UNREAD_CELLS
from fetch.progress import silent
from fetch.reports.status import status
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse
from tests.builders import OFFICIAL_HEADER, action, csv_file, csv_text, delta_text, zip_file

GOOD = [action(f"70TEST24C0000000{n}") for n in range(3)]


def quarantined(place: Settings) -> list[tuple]:
    with Warehouse(place.warehouse, read_only=True) as store:
        return store.rows("SELECT line, reason, raw FROM quarantine ORDER BY line")


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("federal_action_obligation", "1.005", "not an amount in dollars and cents (1.005)"),
        ("federal_action_obligation", "NaN", "not an amount in dollars and cents (NaN)"),
        ("federal_action_obligation", "1.23E+07", "not an amount in dollars and cents (1.23E+07)"),
        ("action_date", "2024-02-30", "not a date (2024-02-30)"),
        ("action_date", "", "no action_date"),
        ("contract_transaction_unique_key", " ", "no contract_transaction_unique_key"),
        ("contract_award_unique_key", "", "no contract_award_unique_key"),
    ],
)
def test_a_row_without_identity_day_or_amount_stays_out(settings, tmp_path, column, value, reason):
    bad = {**action("70TEST24C00000008"), column: value}
    outcome = import_paths(settings, [csv_file(tmp_path / "a.csv", [GOOD[0], bad, GOOD[1]])])
    [(line, why, raw)] = quarantined(settings)
    assert outcome.good
    assert outcome.runs[0].counts["rows_quarantined"] == 1
    assert (line, reason in why) == (3, True)
    assert "70TEST24C00000008" in raw
    assert status(settings)["transactions"]["rows"] == 2


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("base_and_all_options_value", "NaN", "not an amount in dollars and cents (NaN)"),
        ("base_and_all_options_value", "inf", "not an amount in dollars and cents (inf)"),
        ("number_of_offers_received", "two", "not a whole number (two)"),
        ("number_of_offers_received", "1.5", "not a whole number (1.5)"),
        ("solicitation_date", "0000-00-00", "not a date (0000-00-00)"),
    ],
)
def test_a_cell_that_cannot_be_read_costs_the_cell_not_the_row(
    settings, tmp_path, column, value, reason
):
    odd = {**action("70TEST24C00000008"), column: value}
    outcome = import_paths(settings, [csv_file(tmp_path / "a.csv", [GOOD[0], odd, GOOD[1]])])
    [(line, why, raw)] = quarantined(settings)
    assert (line, why, "70TEST24C00000008" in raw) == (3, f"{column}: {reason}", True)
    assert outcome.runs[0].counts["rows_quarantined"] == 0
    assert outcome.runs[0].notes[UNREAD_CELLS] == [f"{column} (1)"]
    assert status(settings)["transactions"]["rows"] == 3
    with Warehouse(settings.warehouse, read_only=True) as store:
        noted = store.one(
            "SELECT kept, unread_columns, transaction_key, amount_usd FROM quarantine"
        )
        held = store.one(
            f"SELECT contract_transaction_unique_key, federal_action_obligation, {column} "
            "FROM transactions WHERE award_id_piid = '70TEST24C00000008'"
        )
    assert noted == (True, column, *held[:2])
    assert held[2] is None


def test_an_award_that_the_actions_key_does_not_tell_sends_its_row_to_quarantine(
    settings, tmp_path
):
    header = ["contract_transaction_unique_key", "action_date", "federal_action_obligation"]
    rows = [GOOD[0], {**GOOD[1], "contract_transaction_unique_key": "BADKEY"}]
    import_paths(settings, [csv_file(tmp_path / "short.csv", rows, header)])
    [(line, why, raw)] = quarantined(settings)
    assert (line, raw.split(",")[0]) == (3, "BADKEY")
    assert "does not tell it" in why


def test_a_delta_mark_that_is_not_known_sends_its_row_to_quarantine(settings, tmp_path):
    (tmp_path / "a.csv").write_text(delta_text([("X", GOOD[0]), ("d ", GOOD[1]), ("", GOOD[2])]))
    counts = import_paths(settings, [tmp_path / "a.csv"]).runs[0].counts
    assert (counts["rows_quarantined"], counts["rows_deleting"], counts["rows_new"]) == (1, 1, 1)


def test_too_few_and_too_many_cells_are_quarantined_with_their_lines(settings, tmp_path):
    lines = csv_text(GOOD).splitlines()
    lines[2:2] = ["only,three,cells", lines[1] + ",one more"]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n")
    import_paths(settings, [tmp_path / "a.csv"])
    assert [(line, why) for line, why, _ in quarantined(settings)] == [
        (3, "3 fields where the header has 297"),
        (4, "298 fields where the header has 297"),
    ]
    assert status(settings)["transactions"]["rows"] == 3


def test_a_quote_left_open_costs_one_row(settings, tmp_path):
    lines = csv_text(GOOD).splitlines()
    lines[2] = lines[2].replace("EXAMPLE GOODS", '"EXAMPLE GOODS')
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n")
    import_paths(settings, [tmp_path / "a.csv"])
    [(line, why, raw)] = quarantined(settings)
    assert (line, why) == (3, "a quote is never closed")
    assert raw == lines[2]
    assert status(settings)["transactions"]["rows"] == 2


def test_a_file_cut_short_in_its_last_row_keeps_the_rest(settings, tmp_path):
    whole = csv_text(GOOD)
    (tmp_path / "a.csv").write_text(whole[: -len(whole.splitlines()[-1]) // 2])
    import_paths(settings, [tmp_path / "a.csv"])
    assert status(settings)["transactions"]["rows"] == 2
    assert [line for line, _, _ in quarantined(settings)] == [4]


def test_importing_a_file_with_bad_rows_again_adds_none(settings, tmp_path):
    bad = action("70TEST24C00000008", action_date="never")
    path = csv_file(tmp_path / "a.csv", [*GOOD, bad])
    import_paths(settings, [path])
    before = quarantined(settings)
    import_paths(settings, [path])
    assert quarantined(settings) == before


def test_status_names_file_line_and_reason(command, tmp_path):
    path = csv_file(tmp_path / "a.csv", [*GOOD, action("70TEST24C00000008", action_date="never")])
    command("fetch", "import", path)
    held = command("fetch", "status", "--json").json()["quarantine"]
    assert held["rows"] == 1
    assert held["reasons"] == {"a.csv, line 5": "action_date: not a date (never)"}


def monthly(folder: Path, month: str, rows: list[dict[str, str]]) -> Path:
    name = f"FY2024_070_Contracts_Full_2026{month}06"
    return zip_file(folder / f"{name}.zip", **{f"{name}_1__csv": csv_text(rows)})


BAD_DAY = {**GOOD[0], "action_date": "never"}
BAD_CELL = {**GOOD[0], "number_of_offers_received": "two"}


@pytest.mark.parametrize("bad", [BAD_DAY, BAD_CELL])
@pytest.mark.parametrize("reverse", [False, True])
def test_a_row_that_a_later_file_has_whole_leaves_quarantine(settings, tmp_path, bad, reverse):
    whole = [{**GOOD[0], "number_of_offers_received": "2"}, *GOOD[1:]]
    files = [monthly(tmp_path, "10", [bad, GOOD[1]]), monthly(tmp_path, "11", whole)]
    for path in reversed(files) if reverse else files:
        import_paths(settings, [path])
    assert quarantined(settings) == []
    assert status(settings)["unread"]["rows"] == 0
    assert rebuild(settings, silent)["equal"]


@pytest.mark.parametrize("bad", [BAD_DAY, BAD_CELL])
def test_a_row_that_only_an_earlier_file_has_whole_stays_in_quarantine(settings, tmp_path, bad):
    import_paths(settings, [monthly(tmp_path, "10", GOOD)])
    import_paths(settings, [monthly(tmp_path, "11", [bad, GOOD[1]])])
    assert len(quarantined(settings)) == 1
    assert rebuild(settings, silent)["equal"]


@pytest.mark.parametrize("bad", [BAD_DAY, BAD_CELL])
def test_a_row_that_a_later_file_cannot_tell_either_stays_in_quarantine(settings, tmp_path, bad):
    for month in ("10", "11"):
        import_paths(settings, [monthly(tmp_path, month, [bad, *GOOD[1:]])])
    assert len(quarantined(settings)) == 2


def test_a_key_that_the_same_file_has_twice_stays_in_quarantine(settings, tmp_path):
    import_paths(settings, [monthly(tmp_path, "10", [BAD_DAY, *GOOD])])
    assert len(quarantined(settings)) == 1


def test_a_file_that_is_read_the_fast_way_frees_the_rows_that_it_has(settings, tmp_path):
    import_paths(settings, [monthly(tmp_path, "10", [BAD_DAY])])
    outcome = import_paths(settings, [monthly(tmp_path, "11", GOOD)])
    assert outcome.runs[0].notes[READ_SINCE] == ["1"]
    assert quarantined(settings) == []


HOSTILE = st.text(alphabet=st.sampled_from('aÜ"\n\r,;|\t 0’'), max_size=12)


@settings(max_examples=25)
@given(st.lists(HOSTILE, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]))
def test_any_text_written_by_a_csv_writer_is_read_back_unchanged(texts, line_end):
    rows = [
        action(f"70TEST24C{n:08}", transaction_description=text) for n, text in enumerate(texts)
    ]
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if "\r" in "".join(texts) else csv.QUOTE_MINIMAL
    writer = csv.DictWriter(
        out, OFFICIAL_HEADER, restval="", lineterminator=line_end, quoting=quoting
    )
    writer.writeheader()
    writer.writerows(rows)
    with tempfile.TemporaryDirectory() as name:
        place = Settings(data=Path(name) / "data")
        path = Path(name) / "a.csv"
        path.write_text(out.getvalue(), "utf-8", newline="")
        import_paths(place, [path])
        with Warehouse(place.warehouse, read_only=True) as store:
            read = store.rows(
                "SELECT transaction_description FROM transactions ORDER BY award_id_piid"
            )
            assert not store.rows("FROM quarantine")
    assert [text or "" for (text,) in read] == texts


@settings(max_examples=25)
@given(st.integers(0, 3), st.integers(0, 5_000), st.sampled_from(['"', "\n", ",", "x", '",']))
def test_whatever_sign_is_put_into_a_file_every_row_is_read_or_quarantined(row, place_, sign):
    lines = csv_text([*GOOD, action("70TEST24C00000003")]).splitlines()
    line = lines[row + 1]
    at = place_ % len(line)
    lines[row + 1] = line[:at] + sign + line[at:]
    with tempfile.TemporaryDirectory() as name:
        place = Settings(data=Path(name) / "data")
        path = Path(name) / "a.csv"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        counts = import_paths(place, [path]).runs[0].counts
        assert counts["rows_new"] >= 3
        assert counts["rows_new"] + counts["rows_quarantined"] in (4, 5)
        assert quarantined(place) or counts["rows_new"] == 4
