"""What a record says, before anything is judged. Vendors and numbers are made up."""

from __future__ import annotations

import ibis
import pytest

from analysis.measures.competition import classify
from tests.analysis.bought import COLUMNS, SHORT, contract, flags, read, table_of


@pytest.mark.parametrize(
    ("field", "spelled", "code"),
    [
        ("extent", "CDOCiv", "CDO"),
        ("extent", "NDOCIV", "NDO"),
        ("extent", "E Civ", "E"),
        ("extent", " a ", "A"),
        ("extent", ":", None),
        ("extent", "NULL", None),
        ("extent", "None", None),
        ("fair", "SSS", "SS"),
        ("procedures", "SSS", "SSS"),
        ("set_aside", "ISEE", "IEE"),
        ("set_aside", "8ACCiv", "8AC"),
        ("set_aside", "NONE", "NONE"),
        ("reason", "MPTCiv", "MPT"),
        ("reason", "none", None),
        ("offers", "3.0", 3),
        ("offers", "0", None),
        ("offers", "many", None),
    ],
)
def test_codes_are_brought_to_one_spelling(field, spelled, code):
    assert read(contract(**{field: spelled}))[SHORT[field]] == code


def test_offers_may_come_as_numbers():
    table = table_of([contract(extent="A")], COLUMNS).drop("number_of_offers_received")
    numbered = table.mutate(number_of_offers_received=ibis.literal(2))
    found = ibis.duckdb.connect().to_pyarrow(classify(numbered)).to_pylist()
    assert found[0]["competition_class"] == "COMPETED"


def test_a_field_left_blank_by_the_base_action_is_taken_from_the_first_that_fills_it():
    award = read(
        contract(extent="", offers="2"),
        contract(mod="P00002", extent="C", day="2022-07-01", offers="2"),
        contract(mod="P00001", extent="A", day="2022-06-01", offers="2"),
    )
    assert (award["competition_class"], award["competition_rule"]) == ("COMPETED", "R40")
    assert set(flags(award)) == {"late_fill", "inconsistent"}
    assert "taken from a later one: extent competed" in award["competition_note"]


def test_actions_that_disagree_leave_the_word_to_the_base_action():
    award = read(
        contract(mod="P00001", extent="A", day="2021-01-01", reason="ONE"),
        contract(extent="C", reason="ONE", day="2022-03-01"),
    )
    assert (award["competition_class"], award["competition_rule"]) == ("SOLE_SOURCE", "R44")
    assert flags(award) == ["inconsistent"]
