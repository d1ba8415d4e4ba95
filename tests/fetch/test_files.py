"""What is not an official transaction file is told apart in one sentence and changes nothing."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from fetch.ingest.importer import import_paths
from fetch.ingest.inspect import inspect
from fetch.ingest.unpack import PIECE, unpack
from fetch.reports.status import NOTHING, status
from fetch.schema.file_names import stated_time
from fetch.schema.headers import RENAMES
from fetch.warehouse.database import Warehouse
from tests.builders import OFFICIAL_HEADER, action, csv_file, csv_text, zip_file

ROWS = [action(recipient_name="EXAMPLE CAFÉ OPTICS")]
ACCENTED = csv_text(ROWS)


def refused(settings, path: Path) -> str:
    """The sentence a file is refused with; the warehouse must stay as it was."""
    outcome = import_paths(settings, [path])
    [sentence] = [*outcome.refused.values(), *outcome.damaged.values()]
    assert not outcome.good
    assert status(settings)["transactions"] == NOTHING["transactions"]
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("contract_award_unique_key,award_id_piid,total_obligated_amount", "award summary"),
        ("assistance_transaction_unique_key,action_date", "assistance"),
        ("prime_award_unique_key,subaward_number", "subaward"),
        ("owning_agency_name,submission_period", "account-funding"),
        ("some,other,table", "lacks contract_transaction_unique_key"),
        (
            "contract_transaction_unique_key,federal_action_obligation",
            "lacks action_date",
        ),
        (
            "contract_transaction_unique_key,action_date,action_date,federal_action_obligation",
            "stands twice",
        ),
    ],
)
def test_another_kind_of_file_is_named(settings, tmp_path, header, word):
    path = tmp_path / "a.csv"
    path.write_text(header + "\n1,2,3\n")
    assert word in refused(settings, path)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"  <html><body>Sorry</body></html>", "web page"),
        (b'{"detail": "Not found"}', "answer of a service"),
        (b"contract_transaction_unique_key\raction_date\r", "first line cannot be read"),
        (ACCENTED.encode("latin-1"), "not UTF-8"),
        (ACCENTED.encode("cp1252"), "not UTF-8"),
        (ACCENTED.encode("utf-16")[:-1], "not whole UTF-16"),
        (ACCENTED.encode()[:-3].replace("É".encode(), b"\xc3"), "not UTF-8"),
    ],
)
def test_a_file_that_is_no_utf8_table_is_refused(settings, tmp_path, content, word):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert word in refused(settings, path)


@pytest.mark.parametrize("lost", [1, 20, 60, 5_000])
def test_a_truncated_zip_is_damaged(settings, tmp_path, lost):
    rows = [action(f"70TEST24C{n:08}") for n in range(3_000)]
    whole = zip_file(tmp_path / "whole.zip", a__csv=csv_text(rows)).read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[:-lost])
    assert "cut short or damaged" in refused(settings, cut)


def test_a_zip_whose_bytes_were_altered_is_damaged(settings, tmp_path):
    path = zip_file(tmp_path / "a.zip", a__csv=csv_text([action(f"70T{n}") for n in range(500)]))
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    path.write_bytes(bytes(raw))
    assert "cut short or damaged" in refused(settings, path)


@pytest.mark.parametrize(
    "name", ["/etc/rows.csv", "../rows.csv", "a/../../rows.csv", "C:\\rows.csv"]
)
def test_a_zip_that_names_a_path_outside_itself_is_unsafe(settings, tmp_path, name):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("good.csv", csv_text([action()]))
        archive.writestr(name, csv_text([action("70TEST24C00000002")]))
    assert "names a path outside itself" in refused(settings, path)


def test_a_zip_that_would_unpack_absurdly_is_unsafe(settings, tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", csv_text([action()]) + "\n" * (80 << 20))
    assert "would unpack to" in refused(settings, path)


def test_members_that_are_absurd_only_together_are_unsafe(settings, tmp_path):
    path = tmp_path / "bombs.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.csv", csv_text([action()]) + "\n" * (25 << 20))
    assert "it would unpack to" in refused(settings, path)


def test_a_zip_with_two_files_of_one_name_brings_both(settings, tmp_path):
    path = tmp_path / "twins.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a_1.csv", csv_text([action()]))
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a_1.csv", csv_text([action(mod="P00001")]))
        archive.writestr("inner.zip", b"PK")
    outcome = import_paths(settings, [path])
    assert outcome.runs[0].counts["rows_new"] == 2
    [reason] = outcome.left_out.values()
    assert "a ZIP inside this ZIP (inner.zip); unpack it" in reason


@pytest.mark.parametrize("name", ["twins.zip", "FY2024_070_Contracts_Full_20261006.zip"])
def test_a_zip_with_one_member_twice_counts_its_rows_once(settings, tmp_path, name):
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a_1.csv", csv_text([action()]))
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a_1.csv", csv_text([action()]))
    [run] = import_paths(settings, [path]).runs
    assert (run.counts["rows_new"], run.counts["rows_same"]) == (1, 1)
    with Warehouse(settings.warehouse, read_only=True) as store:
        assert store.rows("SELECT count(*) FROM transactions") == [(1,)]


@pytest.mark.parametrize(
    "content",
    [
        ACCENTED.encode("utf-16"),
        ACCENTED.encode("utf-16-le"),
        ACCENTED.encode("utf-16-be"),
        b"\xef\xbb\xbf" + ACCENTED.encode(),
        ("sep=;\n" + csv_text(ROWS, sign=";")).encode(),
        ("sep=,\r\n" + ACCENTED).encode(),
        csv_text(ROWS, sign=";").encode(),
        csv_text(ROWS, sign="\t").encode(),
        csv_text(ROWS, sign="|").encode(),
    ],
)
def test_text_as_spreadsheets_save_it_is_read(settings, tmp_path, content):
    """Encodings and separators; a row that cannot be read keeps the line of the file."""
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    [run] = import_paths(settings, [path]).runs
    assert run.counts["rows_new"] == len(ROWS)
    with Warehouse(settings.warehouse, read_only=True) as store:
        [(held,)] = store.rows("SELECT recipient_name FROM transactions")
    assert held == ROWS[0]["recipient_name"]


def test_a_bad_row_after_a_separators_line_keeps_its_line(settings, tmp_path):
    rows = [action(f"70T{n}") for n in range(3)]
    rows[1]["action_date"] = "never"
    (tmp_path / "a.csv").write_text("sep=;\n" + csv_text(rows, sign=";"))
    import_paths(settings, [tmp_path / "a.csv"])
    with Warehouse(settings.warehouse, read_only=True) as store:
        assert store.rows("SELECT line FROM quarantine") == [(4,)]


def test_a_zip_whose_inner_name_was_altered_is_damaged(settings, tmp_path):
    path = zip_file(tmp_path / "a.zip", member__csv=csv_text([action()]))
    path.write_bytes(path.read_bytes().replace(b"member.csv", b"MEMBER.csv", 1))
    assert "cut short or damaged" in refused(settings, path)


def test_a_zip_without_a_csv_and_a_text_named_zip_are_refused(settings, tmp_path):
    path = zip_file(tmp_path / "a.zip", readme__txt="nothing here", picture__png="x")
    assert "no CSV inside" in refused(settings, path)
    liar = tmp_path / "liar.zip"
    liar.write_text("not a zip")
    assert "damaged" in refused(settings, liar)


def test_other_tables_of_a_zip_are_left_out_and_named(settings, tmp_path):
    path = zip_file(
        tmp_path / "CONT_70TEST24C00000001_2026-11-21_H23M59S28854160.zip",
        Contract_TransactionHistory_1__csv=csv_text([action()]),
        Contract_Sub_Awards_1__csv="prime_award_unique_key,subaward_number\nA,1\n",
        ContractAwardSummary_download_readme__txt="read me",
    )
    outcome = import_paths(settings, [path])
    assert outcome.good
    assert ["subaward" in reason for reason in outcome.left_out.values()] == [True]
    assert status(settings)["transactions"]["rows"] == 1


@pytest.mark.parametrize(
    ("name", "time"),
    [
        ("FY2024_070_Contracts_Full_20261106.zip", datetime(2026, 11, 6)),
        ("FY(All)_070_Contracts_Delta_20261106_1.csv", datetime(2026, 11, 6)),
        (
            "All_PrimeTransactions_2026-11-21_H23M58S49392533.zip",
            datetime(2026, 11, 21, 23, 58, 49),
        ),
        ("ice.csv", None),
        ("FY2024_99999999.csv", None),
    ],
)
def test_a_downloads_name_tells_the_time_it_speaks_for(name, time):
    assert stated_time(name) == time


def test_a_file_without_a_time_speaks_for_the_latest_day_its_records_name(
    settings, tmp_path, warehouse
):
    rows = [action(), action(mod="P00001", last_modified_date="2025-03-04")]
    import_paths(settings, [csv_file(tmp_path / "ice.csv", rows)])
    assert warehouse("SELECT DISTINCT last_seen::DATE::VARCHAR FROM transactions") == [
        ("2025-03-04",)
    ]


def test_members_are_unpacked_in_pieces_not_whole(tmp_path):
    rows = [action(f"70TEST24C{n:08}") for n in range(8_000)]
    path = zip_file(tmp_path / "a.zip", a__csv=csv_text(rows))
    seen: list[int] = []
    [csv] = inspect(path).csvs
    done = unpack(csv, tmp_path, seen.append)
    assert sum(seen) == csv.member.size > PIECE
    assert max(seen) <= PIECE
    assert done.lines == 8_001


def test_the_layout_of_2019_has_the_keys_of_today(settings, tmp_path):
    """Old names are today's, and the key is made from its parts."""
    vehicle = action("70TEST20D00000001", award_or_idv_flag="IDV")
    order = action("70TEST24F00000001", "P00001", parent="70TEST20D00000001")
    today = [action(), vehicle, order]
    old_names = {today_name: old for old, today_name in RENAMES.items()}
    dropped = {"contract_transaction_unique_key", "contract_award_unique_key"}
    header = [old_names.get(name, name) for name in OFFICIAL_HEADER if name not in dropped]
    rows = [
        {old_names.get(n, n): cell for n, cell in row.items() if n not in dropped} for row in today
    ]
    import_paths(settings, [csv_file(tmp_path / "2019.csv", rows, header)])
    with Warehouse(settings.warehouse, read_only=True) as store:
        held = store.rows(
            "SELECT contract_transaction_unique_key, contract_award_unique_key, "
            "transaction_description FROM transactions ORDER BY 1"
        )
    assert held == sorted(
        (
            row["contract_transaction_unique_key"],
            row["contract_award_unique_key"],
            row["transaction_description"],
        )
        for row in today
    )
    bad = [*rows, {**rows[0], "modification_number": "P00009", "action_date": "never"}]
    import_paths(settings, [csv_file(tmp_path / "bad.csv", bad, header)])
    with Warehouse(settings.warehouse, read_only=True) as store:
        [(key,)] = store.rows("SELECT transaction_key FROM quarantine")
    assert key == "7012_-NONE-_70TEST24C00000001_P00009_-NONE-_0"


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("a.csv", "unique_transaction_id,dollarsobligated\n", "layout of before 2017"),
        ("a.csv", '"Award ID (Mod#)","Action Obligation"\n', "FPDS ezSearch"),
        ("a.csv", csv_text(ROWS).replace("\n", "\r"), "end in carriage returns"),
        ("a.csv", "AgencyId,NoticeId,Title\n", "notices whose header has changed"),
        ("a.csv", "owning_agency_name,total_budgetary_resources\n", "account balances"),
        ("a.csv", '<?xml version="1.0"?><feed/>\n', "ATOM feed of FPDS"),
        ("a.xml", "<feed/>", "ATOM feed of FPDS"),
        ("a.json", "{}", "answer of an API"),
        ("a.ods", "PK", "spreadsheet"),
        ("a.csv.gz", "x", "unpack it"),
    ],
)
def test_other_downloads_are_named_for_what_they_are(settings, tmp_path, name, text, word):
    (tmp_path / name).write_text(text)
    assert word in refused(settings, tmp_path / name)


def test_columns_without_a_name_are_not_read(settings, tmp_path):
    """A spreadsheet writes commas for what it takes for columns."""
    path = tmp_path / "a.csv"
    path.write_text("".join(f"{line},,\n" for line in csv_text(ROWS).splitlines()), "utf-8")
    [run] = import_paths(settings, [path]).runs
    assert run.counts["rows_new"] == len(ROWS)
