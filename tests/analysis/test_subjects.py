"""What an award buys, by which rule, from whom, and whose product it is."""

from __future__ import annotations

import pytest

from analysis.rules import firms
from tests.analysis.labels import judged
from tests.builders import action


def one(**cells: str):
    return judged([action(**cells)]).iloc[0]


def test_a_word_in_any_modification_is_enough():
    quiet = {"transaction_description": "EXAMPLE GOODS", "recipient_name": "EXAMPLE LLC"}
    rows = [action(mod="0", **quiet), action(mod="P00001", **quiet)]
    rows[1]["transaction_description"] = "ADD FACIAL RECOGNITION LICENSES"
    found = judged(rows).iloc[0]
    assert found["technology_category"] == "biometrics"
    assert found["technology_words"] == "FACIAL RECOGNITION"
    assert found["is_surveillance"]


def test_an_award_that_no_rule_finds_has_no_category():
    found = one(transaction_description="EXAMPLE GOODS", product_or_service_code="7110")
    assert found["technology_category"] is None
    assert not found["is_surveillance"]
    assert found["technology"] == "not technology"


@pytest.mark.parametrize(
    ("psc", "naics", "evidence", "technology"),
    [
        ("DA01", "", "core", True),
        ("D302", "", "core", True),
        ("7030", "", "core", True),
        ("5865", "", "extended", True),
        ("R408", "541512", "possible", False),
        ("7110", "541519", "possible", False),
        ("7110", "", "none", False),
        ("", "", None, None),
    ],
)
def test_codes_old_and_new_say_technology_and_missing_ones_say_nothing(
    psc, naics, evidence, technology
):
    found = one(product_or_service_code=psc, naics_code=naics)
    assert found["technology_evidence"] == evidence
    assert found["is_technology"] == technology
    assert not found["is_surveillance"]


def test_a_rule_makes_technology_of_what_its_code_hides():
    found = one(transaction_description="ZIGNAL LICENSES", product_or_service_code="Y1BG")
    assert (found["technology_evidence"], found["technology"]) == ("rule", "social media")


def test_a_code_alone_is_never_more_than_a_question():
    found = one(transaction_description="EQUIPMENT", product_or_service_code="1550")
    assert found["technology_category"] is None
    assert found["possible_category"] == "border sensing"


def test_what_is_known_to_be_something_else_takes_the_evidence_of_words_away():
    rows = [
        action(transaction_description="KHARON CLEARVIEW TOOL"),
        action(mod="P00001", transaction_description="CLEARVIEW RENEWAL"),
    ]
    found = judged(rows).iloc[0]
    assert found["technology_category"] == "look-alike"
    assert not found["is_surveillance"]


def test_one_vendor_is_a_question_where_the_component_uses_it_otherwise():
    name = {"recipient_name": "PALANTIR TECHNOLOGIES INC.", "transaction_description": "LICENSES"}
    at_ice, at_fema = one(**name), one(awarding_sub_agency_code="7022", **name)
    assert at_ice["technology_category"] == "case management"
    assert at_fema["technology_category"] is None
    assert at_fema["possible_category"] == "case management"


@pytest.mark.parametrize(
    ("vendor", "text", "maker", "maker_from"),
    [
        ("PANAMERICA COMPUTERS, INC.", "SHADOWDRAGON SOCIALNET", "shadowdragon", "words"),
        ("PANAMERICA COMPUTERS, INC.", "LAPTOPS", None, None),
        ("CELLEBRITE INC", "SOFTWARE LICENCES", "cellebrite", "vendor"),
        ("DELOITTE CONSULTING LLP", "TARGETING WITH FIVECAST", "deloitte", "vendor"),
        ("EXAMPLE OPTICS LLC", "FIVECAST", "fivecast", "words"),
        ("EXAMPLE OPTICS LLC", "GLASSES", "EXAMPLE OPTICS", "vendor"),
    ],
)
def test_the_maker_is_whom_the_text_of_a_reseller_names(vendor, text, maker, maker_from):
    found = one(recipient_name=vendor, transaction_description=text)
    assert (found["maker"], found["maker_from"]) == (maker, maker_from)


def test_a_family_is_known_by_uei_by_parent_and_by_a_name_in_one_spelling():
    rows = [
        action("70A", recipient_name="SOME NAME", recipient_uei="FSY4LVSBGWB7"),
        action("70B", recipient_name="OTHER NAME", recipient_parent_uei="FSY4LVSBGWB7"),
        action("70C", recipient_name="Palantir Technologies Incorporated"),
        action("70D", recipient_name="PALANTIR CLEANING LLC"),
    ]
    found = judged(rows).sort_index()
    assert list(found["vendor_family"]) == ["palantir"] * 3 + ["PALANTIR CLEANING"]


def test_an_unlisted_name_joins_the_family_of_the_uei_it_shares():
    shared = {"recipient_uei": "EXAMPLEUEI01"}
    rows = [
        action("70A", recipient_name="CELLEBRITE INC", **shared),
        action("70B", recipient_name="EXAMPLE NEW NAME INC", **shared),
    ]
    assert set(judged(rows)["vendor_family"]) == {"cellebrite"}


def test_names_that_a_person_kept_apart_stay_apart():
    rows = [
        action("70A", recipient_name="PARAGON SOLUTIONS (US) INC", recipient_uei="EXAMPLEUEI01"),
        action("70B", recipient_name="PARAGON SYSTEMS INC", recipient_uei="EXAMPLEUEI01"),
    ]
    found = judged(rows).sort_index()
    assert found["vendor_family"].iloc[0] == "paragon"
    assert found["vendor_family"].iloc[1] != "paragon"


def test_a_name_is_spelled_here_as_the_measure_spells_it():
    assert firms.spelling("PEN-LINK, LTD.") == firms.spelling("Pen-Link, Limited") == "PEN LINK"
