"""Official files come in whole, whatever their shape; nothing is lost and nothing twice."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest

from fetch.errors import InputError
from fetch.ingest.importer import import_paths, import_sample
from fetch.reports.status import status
from fetch.schema import tables
from fetch.warehouse.database import Warehouse
from tests import sample_size
from tests.builders import (
    OFFICIAL_HEADER,
    action,
    csv_file,
    csv_text,
    delta_text,
    zip_file,
)

TWO = [action(mod="0"), action(mod="P00001", federal_action_obligation="-250.25")]
SEEN = re.compile(r"(?:\d{4}-\d{2}-\d{2} to )?(\d{4}-\d{2}-\d{2})")
"""The day of a row's copy in its basis; the last, where the copy took several days."""


def test_a_plain_file_comes_in_with_its_amounts_to_the_cent(settings, tmp_path):
    outcome = import_paths(settings, [csv_file(tmp_path / "a.csv", TWO)])
    held = status(settings)["transactions"]
    assert outcome.good
    assert (held["rows"], held["awards"], held["obligated_usd"]) == (2, 1, "749.75")


def test_money_is_decimal_and_days_are_days(settings, tmp_path, warehouse):
    import_paths(settings, [csv_file(tmp_path / "a.csv", TWO)])
    kinds = dict(warehouse("SELECT column_name, data_type FROM duckdb_columns() "
                           "WHERE table_name = 'transactions'"))  # fmt: skip
    for column in tables.TRANSACTIONS:
        assert kinds[column.name] == column.sql_type
    assert warehouse("SELECT sum(federal_action_obligation) FROM transactions") == [
        (Decimal("749.75"),)
    ]


def test_columns_are_found_by_name_in_any_order(settings, tmp_path, warehouse):
    shuffled = list(OFFICIAL_HEADER)
    random.Random(7).shuffle(shuffled)
    import_paths(settings, [csv_file(tmp_path / "plain.csv", TWO)])
    before = warehouse("FROM transactions ORDER BY 1")
    outcome = import_paths(settings, [csv_file(tmp_path / "shuffled.csv", TWO, shuffled)])
    assert outcome.runs[0].counts["rows_same"] == 2
    assert warehouse("FROM transactions ORDER BY 1") == before


def test_every_csv_of_a_zip_comes_in(settings, tmp_path):
    path = zip_file(
        tmp_path / "FY2024_070_Contracts_Full_20261106.zip",
        FY2024_070_Contracts_Full_20261106_1__csv=csv_text(TWO[:1]),
        FY2024_070_Contracts_Full_20261106_2__csv=csv_text(TWO[1:]),
    )
    assert import_paths(settings, [path]).good
    assert status(settings)["transactions"]["rows"] == 2
    assert status(settings)["sources"][0]["as_of"] == "2026-11-06"


def test_a_folder_takes_what_it_can_and_says_what_it_left_out(settings, tmp_path):
    folder = tmp_path / "downloads"
    (folder / "deeper").mkdir(parents=True)
    csv_file(folder / "deeper" / "good.csv", TWO)
    (folder / "notes.md").write_text("not a table")
    (folder / "summary.csv").write_text("contract_award_unique_key,award_id_piid\nX,Y\n")
    outcome = import_paths(settings, [folder])
    reasons = " ".join(outcome.left_out.values())
    assert outcome.good
    assert status(settings)["transactions"]["rows"] == 2
    assert "neither a CSV nor a ZIP" in reasons
    assert "an award summary" in reasons


def test_a_folder_with_nothing_to_take_is_no_success(settings, tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    assert not import_paths(settings, [folder]).good


def test_a_damaged_file_is_no_success_where_it_is_named_and_hinders_no_folder(settings, tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    csv_file(folder / "good.csv", TWO)
    whole = zip_file(tmp_path / "whole.zip", a__csv=csv_text([action("70TEST24C00000009")] * 50))
    (folder / "cut.zip").write_bytes(whole.read_bytes()[:-40])
    outcome = import_paths(settings, [folder])
    assert status(settings)["transactions"]["rows"] == 2
    assert outcome.good
    assert "cut short or damaged" in next(iter(outcome.damaged.values()))
    assert not import_paths(settings, [folder, folder / "cut.zip"]).good


def test_a_shorter_layout_is_read_and_the_run_lists_what_was_missing(settings, tmp_path, warehouse):
    header = ["action_date", "contract_transaction_unique_key", "federal_action_obligation"]
    outcome = import_paths(settings, [csv_file(tmp_path / "short.csv", TWO, header)])
    missing = outcome.runs[0].notes["missing columns"]
    assert "base_and_all_options_value" in missing
    assert "extent_competed_code" in missing
    assert warehouse(
        "SELECT contract_award_unique_key, award_id_piid, modification_number, "
        "base_and_all_options_value FROM transactions ORDER BY modification_number"
    ) == [
        ("CONT_AWD_70TEST24C00000001_7012_-NONE-_-NONE-", "70TEST24C00000001", "0", None),
        ("CONT_AWD_70TEST24C00000001_7012_-NONE-_-NONE-", "70TEST24C00000001", "P00001", None),
    ]


def test_the_award_of_an_order_and_of_a_vehicle_is_told_from_the_key_alone(
    settings, tmp_path, warehouse
):
    rows = [
        action("70TEST24F00000002", parent="70TEST20D00000001", parent_agency="4730"),
        action("70TEST20D00000001", award_or_idv_flag="IDV"),
    ]
    header = ["action_date", "contract_transaction_unique_key", "federal_action_obligation"]
    import_paths(settings, [csv_file(tmp_path / "short.csv", rows, header)])
    keys = {row["contract_award_unique_key"] for row in rows}
    assert {
        key for (key,) in warehouse("SELECT contract_award_unique_key FROM transactions")
    } == keys


def test_unknown_columns_are_listed_not_dropped_in_silence(settings, tmp_path):
    header = [*OFFICIAL_HEADER, "moon_phase"]
    outcome = import_paths(settings, [csv_file(tmp_path / "more.csv", TWO, header)])
    assert outcome.runs[0].notes["unknown columns"] == ["moon_phase"]


@pytest.mark.parametrize("name", ["label", "basis", "key_part", "problems", "closes", "__line", ""])
def test_no_column_name_of_a_file_can_clash_with_ours(settings, tmp_path, warehouse, name):
    path = tmp_path / "more.csv"
    lines = csv_text(TWO).splitlines()
    path.write_text("\n".join([lines[0] + f",{name}", *(f"{line},mine" for line in lines[1:])]))
    outcome = import_paths(settings, [path])
    assert outcome.runs[0].notes["unknown columns"] == [name]
    assert warehouse("SELECT count(*), count(label), count(basis) FROM transactions") == [(2, 0, 0)]


def test_unknown_codes_are_listed_and_the_row_is_kept(settings, tmp_path):
    rows = [action(extent_competed_code="QQ")]
    outcome = import_paths(settings, [csv_file(tmp_path / "a.csv", rows)])
    assert outcome.runs[0].notes["unknown codes in extent_competed_code"] == ["QQ (1)"]
    assert status(settings)["transactions"]["rows"] == 1


def test_tab_separated_downloads_and_a_byte_order_mark_are_read(settings, tmp_path):
    (tmp_path / "a.tsv").write_text("\ufeff" + csv_text(TWO, sign="\t"), "utf-8")
    assert import_paths(settings, [tmp_path / "a.tsv"]).good
    assert status(settings)["transactions"]["obligated_usd"] == "749.75"


def test_texts_with_quotes_line_breaks_and_commas_come_in_as_they_are(
    settings, tmp_path, warehouse
):
    text = 'SAID "TOWERS", PHASE 2\nSECOND LINE\r\nTHIRD; ÜBER'
    import_paths(settings, [csv_file(tmp_path / "a.csv", [action(transaction_description=text)])])
    assert warehouse("SELECT transaction_description FROM transactions") == [(text,)]


def test_a_delta_file_changes_adds_and_closes(settings, tmp_path, warehouse):
    full = zip_file(tmp_path / "FY2024_070_Contracts_Full_20261006.zip", a__csv=csv_text([*TWO]))
    changed = {**TWO[0], "federal_action_obligation": "2000.00", "last_modified_date": "2026-10-30"}
    added = action(mod="P00002")
    gone = {**TWO[1], "last_modified_date": "2026-11-04"}
    delta = zip_file(
        tmp_path / "FY(All)_070_Contracts_Delta_20261106.zip",
        a__csv=delta_text([("C", changed), ("", added), ("D", gone)]),
    )
    import_paths(settings, [full])
    counts = import_paths(settings, [delta]).runs[0].counts
    assert (counts["rows_new"], counts["rows_changed"], counts["rows_closed"]) == (1, 1, 1)
    assert warehouse(
        "SELECT modification_number, federal_action_obligation FROM transactions ORDER BY 1"
    ) == [("0", Decimal("2000.00")), ("P00002", Decimal("1000.00"))]
    assert warehouse(
        "SELECT modification_number, version_state FROM transaction_versions "
        "WHERE version_state <> 'current' ORDER BY 1"
    ) == [("0", "superseded"), ("P00001", "closed")]


@pytest.mark.parametrize("rows", [[], [action(action_date="never")]])
def test_nothing_came_in_where_no_row_could_be_read(settings, command, tmp_path, rows):
    answer = command("fetch", "import", csv_file(tmp_path / "FY2009_070.csv", rows))
    assert answer.code == 1
    assert "nothing came in" in answer.err
    assert status(settings)["transactions"]["rows"] == 0


def test_every_row_read_is_in_one_count(settings, tmp_path):
    files = [
        csv_file(tmp_path / "a.csv", [*TWO, action(mod="P00003", action_date="never")]),
        zip_file(
            tmp_path / "FY(All)_070_Contracts_Delta_20261106.zip",
            a__csv=delta_text([("D", action("70NEVERHELD")), ("C", TWO[0]), ("D", TWO[1])]),
        ),
    ]
    parts = ("rows_new", "rows_changed", "rows_same", "rows_deleting", "rows_quarantined")
    for path in [*files, *files]:
        counts = import_paths(settings, [path]).runs[0].counts
        assert counts["rows_read"] == 3 == sum(counts[part] for part in parts)


def test_what_is_odd_in_each_csv_of_a_zip_is_listed(settings, tmp_path):
    zipped = zip_file(
        tmp_path / "two.zip",
        a__csv=csv_text([action(extent_competed_code="QQ")], [*OFFICIAL_HEADER, "odd_one"]),
        b__csv=csv_text(
            [action(mod="1", extent_competed_code="ZZ")], [*OFFICIAL_HEADER, "odd_two"]
        ),
    )
    notes = import_paths(settings, [zipped]).runs[0].notes
    assert notes["unknown columns"] == ["odd_one", "odd_two"]
    assert notes["unknown codes in extent_competed_code"] == ["QQ (1)", "ZZ (1)"]


def test_a_key_with_blanks_around_it_is_the_same_key(settings, tmp_path, warehouse):
    padded = {
        **TWO[0],
        "contract_transaction_unique_key": f" {TWO[0]['contract_transaction_unique_key']} ",
    }
    import_paths(settings, [csv_file(tmp_path / "a.csv", [TWO[0], padded])])
    assert warehouse("SELECT count(*) FROM transaction_versions") == [(1,)]


def test_one_file_that_cannot_be_taken_does_not_end_a_folder(settings, tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    csv_file(folder / "a.csv", TWO[:1])
    (folder / "b.csv").write_bytes(b"a\rb,c\r1,2\r")
    csv_file(folder / "c.csv", TWO[1:])
    assert import_paths(settings, [folder]).good
    assert status(settings)["transactions"]["rows"] == 2


def test_the_largest_amounts_add_up_without_overflow(settings, tmp_path):
    largest = "9999999999999999.00"
    rows = [action(mod=mod, federal_action_obligation=largest) for mod in ("0", "1", "2")]
    assert import_paths(settings, [csv_file(tmp_path / "a.csv", rows)]).good
    assert status(settings)["transactions"]["obligated_usd"] == "29999999999999997.00"


def test_a_file_that_does_not_exist_is_one_sentence(settings, tmp_path):
    with pytest.raises(InputError, match="no such file or folder"):
        import_paths(settings, [tmp_path / "nowhere.csv"])


def test_the_sample_holds_the_actions_and_awards_that_it_says(settings, warehouse):
    run = import_sample(settings)
    assert run.counts["rows_new"] == sample_size.ACTIONS
    held = status(settings)["transactions"]
    assert (held["rows"], held["awards"]) == (sample_size.ACTIONS, sample_size.AWARDS)
    assert warehouse("SELECT count(*) FROM transactions WHERE basis IS NULL OR label IS NULL") == [
        (0,)
    ]
    days = sorted(SEEN.search(row["basis"])[1] for row in sample_size.rows())
    assert warehouse("SELECT min(last_seen)::DATE::VARCHAR, max(last_seen)::DATE::VARCHAR "
                     "FROM transactions") == [(days[0], days[-1])]  # fmt: skip


def test_what_the_sample_does_not_know_stays_missing(settings, warehouse):
    import_sample(settings)
    assert warehouse(
        "SELECT base_and_all_options_value, extent_competed_code, last_modified_date "
        "FROM transactions WHERE award_id_piid = '70CTD022FR0000170' "
        "AND modification_number = 'P00014'"
    ) == [(None, None, None)]


def test_an_official_row_takes_the_place_of_the_samples(settings, tmp_path, warehouse):
    import_sample(settings)
    [(key, award)] = warehouse(
        "SELECT contract_transaction_unique_key, contract_award_unique_key FROM transactions "
        "WHERE award_id_piid = '70CTD022FR0000170' AND modification_number = 'P00014'"
    )
    official = action(
        contract_transaction_unique_key=key,
        contract_award_unique_key=award,
        last_modified_date="2020-01-01",
    )
    import_paths(settings, [csv_file(tmp_path / "older.csv", [official])])
    assert warehouse(
        f"SELECT source, version_state FROM transaction_versions "
        f"WHERE contract_transaction_unique_key = '{key}' ORDER BY 2"
    ) == [("usaspending", "current"), ("sample", "superseded")]


def test_the_import_command_says_what_it_did_and_ends_0(command, tmp_path):
    answer = command("fetch", "import", csv_file(tmp_path / "a.csv", TWO), "--json")
    assert answer.code == 0
    assert answer.json()["runs"][0]["rows_new"] == 2
    assert "2 rows read; 2 new" in answer.err
    assert command("fetch", "status", "--json").json()["transactions"]["rows"] == 2


def test_a_refused_file_is_one_line_and_ends_1(command, tmp_path):
    page = tmp_path / "page.csv"
    page.write_text("<!DOCTYPE html><html></html>")
    answer = command("fetch", "import", page)
    assert answer.code == 1
    assert answer.err.strip() == (
        "refused: page.csv: a web page saved as CSV; download the file again"
    )


def test_wrong_usage_ends_2(command):
    assert command("fetch", "import").code == 2


def test_status_before_anything_is_held_has_no_sum(command):
    held = command("fetch", "status", "--json").json()["transactions"]
    assert held["rows"] == 0
    assert held["obligated_usd"] is None


def test_a_second_writer_is_told_to_wait_and_disturbs_nothing(settings, apart, tmp_path):
    with Warehouse(settings.warehouse):
        answer = apart("fetch", "import", csv_file(tmp_path / "a.csv", TWO))
    assert answer.code == 1
    assert answer.err.endswith("another command is writing; try again when it is done\n")


def test_a_warehouse_that_is_no_warehouse_is_one_sentence(settings, command):
    settings.warehouse.parent.mkdir(parents=True)
    settings.warehouse.write_text("not a warehouse")
    answer = command("fetch", "sample")
    assert answer.code == 1
    assert answer.err.count("\n") == 1
    assert "cannot be opened" in answer.err


def test_commands_in_folders_of_their_own_do_not_meet(settings, tmp_path: Path):
    import_paths(settings, [csv_file(tmp_path / "a.csv", TWO)])
    assert not (settings.data / "tmp").exists()
