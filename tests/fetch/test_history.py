"""What was said of a record, when, by which file; and what took it back."""

from __future__ import annotations

import pytest

from fetch.errors import InputError, NothingHeld
from fetch.ingest.importer import import_paths
from fetch.reports.history import history, lines
from tests.builders import action, csv_file, csv_text, delta_text, zip_file

BASE = action()
KEY, AWARD = BASE["contract_transaction_unique_key"], BASE["contract_award_unique_key"]


@pytest.fixture
def told(settings, tmp_path):
    """Base seen in September, changed in October, deleted in November; a modification besides."""
    changed = {
        **BASE,
        "federal_action_obligation": "3.00",
        "transaction_description": "ASK a@b.gov",
    }
    files = {
        "All_PrimeTransactions_2026-09-06_H00M00S00.zip": csv_text([BASE, action(mod="P00001")]),
        "FY(All)_070_Contracts_Delta_20261006.zip": delta_text([("C", changed)]),
        "FY(All)_070_Contracts_Delta_20261106.zip": delta_text(
            [("D", {**BASE, "last_modified_date": "2026-11-01"})]
        ),
    }
    paths = [zip_file(tmp_path / name, a__csv=text) for name, text in files.items()]
    import_paths(settings, paths)
    return settings


def test_each_version_says_when_it_was_seen_in_which_file_and_what_changed(told):
    [listed] = history(told, KEY)["actions"]
    first, second = listed["versions"]
    assert (first["version_state"], second["version_state"]) == ("superseded", "closed")
    assert (first["first_seen"], second["first_seen"]) == ("2026-09-06", "2026-10-06")
    assert first["file"] == "All_PrimeTransactions_2026-09-06_H00M00S00.zip/a.csv"
    assert (first["source"], first["changes"]) == ("usaspending", [])
    assert second["changes"] == [
        {"column": "federal_action_obligation", "from": "1000.00", "to": "3.00"},
        {
            "column": "transaction_description",
            "from": "EXAMPLE GOODS",
            "to": "ASK [e-mail masked]",
        },
    ]


def test_a_deletion_says_why_as_of_when_and_in_which_file(told):
    [listed] = history(told, KEY)["actions"]
    assert listed["state"] == "closed"
    [closure] = listed["closures"]
    assert (closure["because"], closure["closed_as_of"]) == ("deleted", "2026-11-06")
    assert closure["last_modified_date"] == "2026-11-01"
    assert closure["file"] == "FY(All)_070_Contracts_Delta_20261106.zip/a.csv"


@pytest.mark.parametrize("key", [AWARD, AWARD.lower(), " 70test24c00000001 "])
def test_an_awards_key_or_number_lists_every_action(told, key):
    found = history(told, key)
    assert found["award_keys"] == [AWARD]
    assert [(a["modification_number"], a["state"]) for a in found["actions"]] == [
        ("0", "closed"),
        ("P00001", "current"),
    ]


def test_a_record_left_out_of_a_whole_file_says_so(settings, tmp_path):
    other = csv_text([action("70TEST24C00000002")])
    paths = [
        csv_file(tmp_path / "a.csv", [BASE]),
        zip_file(tmp_path / "FY2024_070_Contracts_Full_20261006.zip", a__csv=other),
    ]
    import_paths(settings, paths)
    [listed] = history(settings, KEY)["actions"]
    assert [row["because"] for row in listed["closures"]] == ["left out of a whole file"]
    assert "left out of a whole file as of 2026-10-06" in "\n".join(lines(history(settings, KEY)))


def test_a_content_that_returns_is_listed_again_with_what_changed_back(settings, tmp_path):
    other = {**BASE, "federal_action_obligation": "5.00"}
    paths = [
        zip_file(tmp_path / f"All_PrimeTransactions_2026-{month}-06_H00M00S00.zip",
                 a__csv=csv_text([row]))
        for month, row in (("09", BASE), ("10", other), ("11", BASE))
    ]  # fmt: skip
    import_paths(settings, paths)
    [listed] = history(settings, KEY)["actions"]
    assert [(v["version_state"], v["returned"]) for v in listed["versions"]] == [
        ("current", False),
        ("superseded", False),
        ("current", True),
    ]
    assert listed["versions"][2]["changes"] == [
        {"column": "federal_action_obligation", "from": "5.00", "to": "1000.00"}
    ]
    assert "3. current again, seen until 2026-11-06" in "\n".join(lines(history(settings, KEY)))


def test_a_column_that_a_shorter_file_lacks_did_not_change(settings, tmp_path):
    header = ["contract_transaction_unique_key", "action_date", "federal_action_obligation"]
    later = {**BASE, "federal_action_obligation": "5.00"}
    (tmp_path / "later_20261006.csv").write_text(csv_text([later], header))
    import_paths(settings, [csv_file(tmp_path / "a.csv", [BASE]), tmp_path / "later_20261006.csv"])
    [listed] = history(settings, KEY)["actions"]
    assert [one["column"] for one in listed["versions"][1]["changes"]] == [
        "federal_action_obligation"
    ]


def test_a_number_that_names_several_awards_lists_their_keys(settings, tmp_path):
    rows = [BASE, action(parent="70TEST20D00000001", parent_agency="4730")]
    import_paths(settings, [csv_file(tmp_path / "a.csv", rows)])
    with pytest.raises(InputError, match="names 2 awards; give one of") as raised:
        history(settings, "70TEST24C00000001")
    assert all(row["contract_award_unique_key"] in str(raised.value) for row in rows)


def test_a_key_that_is_not_held_and_an_empty_warehouse_are_one_sentence(settings, tmp_path):
    with pytest.raises(NothingHeld):
        history(settings, KEY)
    import_paths(settings, [csv_file(tmp_path / "a.csv", [BASE])])
    with pytest.raises(InputError, match="no action and no award 'NOWHERE' is held"):
        history(settings, "nowhere".upper())


def test_the_command_prints_lines_or_one_document(told, command):
    words = command("fetch", "history", "70TEST24C00000001")
    assert words.code == 0
    assert "federal_action_obligation: 1000.00 → 3.00" in words.out
    assert "deleted as of 2026-11-06" in words.out
    assert command("fetch", "history", KEY, "--json").json()["actions"][0]["action_key"] == KEY
    assert command("fetch", "history", "NOWHERE").code == 1
