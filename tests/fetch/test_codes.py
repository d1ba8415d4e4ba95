"""The government's lists of codes are whole, sourced, and complain about what they lack."""

from __future__ import annotations

import pytest

from fetch import codes

LISTS = {
    "action_type",
    "award_type",
    "components",
    "district",
    "extent_competed",
    "fair_opportunity_limited_sources",
    "idv_type",
    "other_than_full_and_open_competition",
    "other_transaction",
    "seats",
    "solicitation_procedures",
    "state",
    "type_of_contract_pricing",
    "type_of_set_aside",
    "undefinitized_action",
}


def test_every_list_is_held():
    assert set(codes.names()) == LISTS


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_code_has_a_meaning_a_source_and_a_date(name):
    for code, row in codes.table(name).items():
        assert code == row["code"] == code.strip().upper()
        assert row["meaning"]
        assert row["source"]
        assert row["as_of"][:4].isdigit()


def test_a_list_that_is_not_held_is_refused_with_those_that_are():
    with pytest.raises(LookupError, match=r"no list of codes is called 'colours'.*award_type"):
        codes.table("colours")


def test_a_code_has_a_meaning_or_is_refused():
    assert codes.meaning("extent_competed", "A") == "Full and open competition"
    with pytest.raises(LookupError, match="'Q' is no extent_competed code"):
        codes.meaning("extent_competed", "Q")


def test_the_reasons_that_name_one_source_are_a_family():
    reasons = "other_than_full_and_open_competition"
    one_source = codes.family(reasons, "one_source")
    assert {"UNQ", "UR", "PDR", "UT", "STD", "ONE", "BND", "1A", "1G"} <= one_source
    assert codes.family(reasons, "follow_on") == {"FOC", "FOO", "1B"}
    assert codes.family(reasons, "urgent") == {"URG", "2A"}


def test_six_set_asides_are_awards_to_one_firm():
    rows = codes.table("type_of_set_aside").items()
    assert {code for code, row in rows if row["sole_source"] == "yes"} == {
        "8AN",
        "HZS",
        "SDVOSBS",
        "VSS",
        "WOSBSS",
        "EDWOSBSS",
    }


@pytest.mark.parametrize(
    "text",
    [
        "7012",
        "ICE",
        "ice",
        " Ice ",
        "U.S. Immigration and Customs Enforcement",
        "u.s. immigration and customs enforcement",
    ],
)
def test_a_component_is_known_by_code_abbreviation_or_name(text):
    assert codes.component(text) == "7012"


@pytest.mark.parametrize(
    ("short", "code"),
    [("CBP", "7014"), ("TSA", "7013"), ("USCG", "7008"), ("FEMA", "7022"), ("OPO", "7001")],
)
def test_abbreviations_that_people_use_are_known(short, code):
    assert codes.component(short) == code


def test_no_two_components_share_an_abbreviation():
    short = [row["abbreviation"] for row in codes.table("components").values()]
    assert len([s for s in short if s]) == len({s for s in short if s})


@pytest.mark.parametrize(
    ("text", "near"),
    [("customs", "CBP"), ("Coast Gard", "USCG"), ("ICEE", "ICE"), ("!", "give a code such as")],
)
def test_a_component_that_is_not_known_is_refused_with_the_nearest(text, near):
    with pytest.raises(LookupError, match="is no DHS component") as refused:
        codes.component(text)
    assert near in str(refused.value)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A,one,source,2025\nA,two,source,2025", "line 3: code A stands in the list twice"),
        ("A,one,,2025", "line 2: source is empty"),
        ("A,one", "line 2: the row has more or fewer cells"),
        ("A,one,source,2025,more", "line 2: the row has more or fewer cells"),
    ],
)
def test_a_broken_list_is_refused_by_file_and_line(tmp_path, rows, said):
    path = tmp_path / "example.csv"
    path.write_text(f"code,meaning,source,as_of\n{rows}\n", "utf-8")
    with pytest.raises(ValueError, match=f"example.csv, {said}"):
        codes.read(path)
