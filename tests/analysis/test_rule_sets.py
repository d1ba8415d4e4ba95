"""What others' rules make of the same record. Vendors and numbers are made up but the sample's."""

from __future__ import annotations

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from analysis import rules
from analysis.documents.competition import competition_document
from analysis.measures import other_rules
from analysis.published import queries
from analysis.rules.reachability import BrokenRules
from analysis.rules.rule_sets import names, others
from fetch.errors import InputError
from tests import sample_size
from tests.analysis.bought import call, contract, order, read, single, vehicle

ONE_SOURCE = order(extent="A", fair="ONE", offers="1")


@pytest.mark.parametrize(
    ("award", "default", "extent_only", "fpds2011", "csis"),
    [
        (ONE_SOURCE, "SOLE_SOURCE", "COMPETED", "NOT_COMPETED", "SOLE_SOURCE"),
        (order(fair="FAIR", offers="3"), "COMPETED", "COMPETED", "COMPETED", "COMPETED"),
        (
            order(fair="FAIR", offers="1"),
            "COMPETED_ONE_OFFER",
            "COMPETED",
            "COMPETED",
            "COMPETED_ONE_OFFER",
        ),
        (order(fair="FAIR"), "COMPETED_OFFERS_UNKNOWN", "COMPETED", "COMPETED", "UNKNOWN"),
        (order(fair="ONE", offers="3"), "SOLE_SOURCE", "COMPETED", "NOT_COMPETED", "UNKNOWN"),
        (order(fair="CSA", offers="3"), "COMPETED", "COMPETED", "NOT_COMPETED", "UNKNOWN"),
        (order(offers="3"), "UNKNOWN_ORDER", "COMPETED", "NOT_COMPETED", "COMPETED"),
        (order(extent=""), "UNKNOWN", "UNKNOWN", "NOT_COMPETED", "UNKNOWN"),
        (contract(extent="A", offers="4"), "COMPETED", "COMPETED", "COMPETED", "COMPETED"),
        (contract(extent="D", offers="4"), "COMPETED", "COMPETED", "COMPETED", "LIMITED"),
        (contract(extent="C", reason="ONE"), "SOLE_SOURCE", *["NOT_COMPETED"] * 2, "SOLE_SOURCE"),
        (contract(extent="C", reason="FOC"), "FOLLOW_ON", *["NOT_COMPETED"] * 2, "FOLLOW_ON"),
        (contract(extent="E"), "FOLLOW_ON", "COMPETED", "FOLLOW_ON", "FOLLOW_ON"),
        (
            contract(extent="B"),
            "NOT_AVAILABLE",
            *["NOT_COMPETED"] * 2,
            "NOT_COMPETED_REASON_UNKNOWN",
        ),
        (contract(), "UNKNOWN", "UNKNOWN", "UNKNOWN", "UNKNOWN"),
        (single(extent="A", offers="2"), "COMPETED", "COMPETED", "COMPETED", "COMPETED"),
        (call(fair="FOO", extent="A"), "FOLLOW_ON", "COMPETED", "COMPETED", "UNKNOWN"),
        (call(extent="F", offers="2"), "COMPETED", "COMPETED", "COMPETED", "LIMITED"),
    ],
)
def test_each_set_reads_the_record_by_its_own_rules(award, default, extent_only, fpds2011, csis):
    found = read(award)
    classes = [found["rates_class"], *(found[f"class_{name}"] for name in names()[1:])]
    expected = {"default": default, "extent_only": extent_only, "fpds2011": fpds2011, "csis": csis}
    assert dict(zip(names(), classes, strict=True)) == expected


def test_a_vehicle_is_read_by_its_own_field():
    found = read(vehicle(extent="C", reason="ONE"))
    assert [found["own_class"], found["class_csis"], found["class_extent_only"]] == [
        "SOLE_SOURCE",
        "SOLE_SOURCE",
        "NOT_COMPETED",
    ]


def test_usaspendings_filter_sees_the_latest_action():
    later = contract(mod="P00001", extent="C", day="2023-01-01")
    found = read(contract(extent="A", offers="2"), later)
    assert (found["rates_class"], found["class_extent_only"]) == ("COMPETED", "NOT_COMPETED")


def test_csis_gives_no_class_to_an_award_whose_actions_disagree():
    later = contract(mod="P00001", extent="C", offers="2", day="2023-01-01")
    assert read(contract(extent="A", offers="2"), later)["class_csis"] == "UNKNOWN"
    more = contract(mod="P00001", extent="A", offers="3", day="2023-01-01")
    assert read(contract(extent="A", offers="2"), more)["class_csis"] == "UNKNOWN"


def every_row() -> list[tuple[str, str, str, str]]:
    return [
        (rule_set, table, row.number, row.where)
        for rule_set, tables in others().items()
        for table, rows in tables.items()
        for row in rows
    ]


def test_every_row_has_a_reason_a_source_and_a_number_of_its_set():
    letters = {"extent_only": "E", "fpds2011": "F", "csis": "C"}
    assert {rule_set for rule_set, *_ in every_row()} == set(letters)
    for rule_set, _, number, where in every_row():
        assert number.startswith(letters[rule_set]), where
    for tables in others().values():
        assert all(row.because and row.source for rows in tables.values() for row in rows)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",COMPETED,the", ",COMPETTED,the", "line 2: class 'COMPETTED'"),
        ("A|D|F|E|CDO", "A|D|F|E|CDX", "line 2: 'CDX' is no value"),
        ("csis,csis.extent,", "csis,csis.extend,", "set 'csis.extend' cannot be used"),
        ("extent_only,E3,extent_only,,*,", "extent_only,E3,extent_only,,IDV,", "no row matches"),
    ],
)
def test_a_broken_row_stops_everything_with_its_line(tmp_path, old, new, said):
    for file in rules.FOLDER.glob("*.csv"):
        shutil.copy(file, tmp_path / file.name)
    path = tmp_path / "rule_sets.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BrokenRules, match=said):
        others(tmp_path)


def test_the_sample_shows_what_extent_competed_alone_hides(sample):
    listed = queries.said_competed(sample)
    first = listed.to_dict("records")[0]
    assert (first["piid"], first["rates_class"]) == ("70CTD022FR0000170", "SOLE_SOURCE")
    assert (len(listed), listed["obligated_usd"].sum()) == (112, Decimal("226368797.94"))


def test_the_differences_are_those_of_the_awards_one_by_one(sample):
    for name in names()[1:]:
        column = other_rules.class_column(name)
        expected = sample.query(
            f"SELECT rates_class, {column}, count(*), sum(obligated_usd) FROM awards "
            f"WHERE rates_class <> {column} GROUP BY ALL ORDER BY ALL"
        )
        found = queries.differences(sample, name)[
            ["default_class", "other_class", "awards", "obligated_usd"]
        ]
        assert found.values.tolist() == expected.values.tolist()
        assert len(found)


def test_money_changes_class_between_default_and_extent_only(sample):
    moved = {
        (row["default_class"], row["other_class"]): row
        for row in competition_document(sample, "extent_only")["differs_from_default"]
    }
    hidden = moved["SOLE_SOURCE", "COMPETED"]
    assert (hidden["awards"], hidden["obligated_usd"]) == (28, "223806564.95")
    assert hidden["sides_differ"] is True


@pytest.mark.parametrize("rule_set", names())
def test_every_set_adds_up_to_the_same_obligations(sample, rule_set):
    total = sum(
        Decimal(row["obligated_usd"])
        for rate in competition_document(sample, rule_set, "fiscal_year")["rates"]
        for row in rate["classes"]
    )
    assert total == Decimal(sample_size.OBLIGATED)


def test_an_unknown_set_is_refused_with_those_there_are(sample):
    with pytest.raises(InputError, match="default, extent_only, fpds2011, csis"):
        competition_document(sample, "gao")


def test_the_table_is_read_as_it_stands_in_its_file():
    with Path(rules.FOLDER, "rule_sets.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(every_row())
