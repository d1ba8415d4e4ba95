"""What an award buys, by which rule, from whom, and whose product it is.

Each award here stands for a sentence; all of them are judged at once.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.rules import firms
from tests.analysis.labels import judged
from tests.builders import Row, action

PALANTIR = "PALANTIR TECHNOLOGIES INC."
CODES = [
    ("DA01", "", "core", True),
    ("D302", "", "core", True),
    ("7030", "", "core", True),
    ("5865", "", "extended", True),
    ("R408", "541512", "possible", False),
    ("7110", "541519", "possible", False),
    ("7110", "", "none", False),
    ("", "", None, None),
]
SOLD = [
    ("PANAMERICA COMPUTERS, INC.", "SHADOWDRAGON SOCIALNET", "shadowdragon", "words"),
    ("PANAMERICA COMPUTERS, INC.", "LAPTOPS", None, None),
    ("CELLEBRITE INC", "SOFTWARE LICENCES", "cellebrite", "vendor"),
    ("DELOITTE CONSULTING LLP", "TARGETING WITH FIVECAST", "deloitte", "vendor"),
    ("EXAMPLE OPTICS LLC", "FIVECAST", "fivecast", "words"),
    ("EXAMPLE OPTICS LLC", "GLASSES", "EXAMPLE OPTICS", "vendor"),
]


def said(piid: str, text: str, mod: str = "0", **cells: str) -> Row:
    """An action of a vendor of its own, in words of ours."""
    vendor = cells.pop("recipient_name", f"EXAMPLE {piid} LLC")
    return action(piid, mod, transaction_description=text, recipient_name=vendor, **cells)


ROWS = [
    said("70LATER", "EXAMPLE GOODS"),
    said("70LATER", "ADD FACIAL RECOGNITION LICENSES", "P00001"),
    said("70NONE", "EXAMPLE GOODS", product_or_service_code="7110"),
    said("70HIDDEN", "ZIGNAL LICENSES", product_or_service_code="Y1BG"),
    said("70DRONE", "EQUIPMENT", product_or_service_code="1550"),
    said("70OTHER", "KHARON CLEARVIEW TOOL"),
    said("70OTHER", "CLEARVIEW RENEWAL", "P00001"),
    said("70ATICE", "LICENSES", recipient_name=PALANTIR),
    said("70ATFEMA", "LICENSES", recipient_name=PALANTIR, awarding_sub_agency_code="7022"),
    said("70UEI", "GOODS", recipient_uei="FSY4LVSBGWB7"),
    said("70PARENT", "GOODS", recipient_parent_uei="FSY4LVSBGWB7"),
    said("70NAME", "GOODS", recipient_name="Palantir Technologies Incorporated"),
    said("70ALIKE", "GOODS", recipient_name="PALANTIR CLEANING LLC"),
    said("70KIN1", "GOODS", recipient_name="CELLEBRITE INC", recipient_uei="EXAMPLEUEI01"),
    said("70KIN2", "GOODS", recipient_uei="EXAMPLEUEI01"),
    said("70IN", "GOODS", recipient_name="PARAGON SOLUTIONS (US) INC", recipient_uei="EXUEI02"),
    said("70APART", "GOODS", recipient_name="PARAGON SYSTEMS INC", recipient_uei="EXUEI02"),
    *(
        said(f"70CODE{n}", "GOODS", product_or_service_code=psc, naics_code=naics)
        for n, (psc, naics, *_) in enumerate(CODES)
    ),
    *(said(f"70SOLD{n}", text, recipient_name=who) for n, (who, text, *_) in enumerate(SOLD)),
]


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    return judged(ROWS).set_index("piid")


def of(found: pd.DataFrame, piid: str, *names: str) -> tuple[Any, ...]:
    return tuple(found.loc[piid, name] for name in names)


def test_a_word_in_any_modification_is_enough(found):
    told = of(found, "70LATER", "technology_category", "technology_words", "is_surveillance")
    assert told == ("biometrics", "FACIAL RECOGNITION", True)


def test_an_award_that_no_rule_finds_has_no_category(found):
    told = of(found, "70NONE", "technology_category", "is_surveillance", "technology")
    assert told == (None, False, "not technology")


@pytest.mark.parametrize(("number", "case"), list(enumerate(CODES)))
def test_codes_old_and_new_say_technology_and_missing_ones_say_nothing(found, number, case):
    told = of(found, f"70CODE{number}", "technology_evidence", "is_technology", "is_surveillance")
    assert told == (*case[2:], False)


def test_a_rule_makes_technology_of_what_its_code_hides(found):
    assert of(found, "70HIDDEN", "technology_evidence", "technology") == ("rule", "social media")


def test_a_code_alone_is_never_more_than_a_question(found):
    told = of(found, "70DRONE", "technology_category", "possible_category")
    assert told == (None, "border sensing")


def test_what_is_known_to_be_something_else_takes_the_evidence_of_words_away(found):
    assert of(found, "70OTHER", "technology", "is_surveillance") == ("look-alike", False)


def test_one_vendor_is_a_question_where_the_component_uses_it_otherwise(found):
    names = ("technology_category", "possible_category")
    assert of(found, "70ATICE", *names)[0] == "case management"
    assert of(found, "70ATFEMA", *names) == (None, "case management")


@pytest.mark.parametrize(("number", "case"), list(enumerate(SOLD)))
def test_the_maker_is_whom_the_text_of_a_reseller_names(found, number, case):
    assert of(found, f"70SOLD{number}", "maker", "maker_from") == case[2:]


def test_a_family_is_known_by_uei_by_parent_and_by_a_name_in_one_spelling(found):
    for piid in ("70UEI", "70PARENT", "70NAME"):
        assert of(found, piid, "vendor_family", "vendor_name") == ("palantir", "Palantir")
    assert of(found, "70ALIKE", "vendor_family") == ("PALANTIR CLEANING",)


def test_an_unlisted_name_joins_the_family_of_the_uei_it_shares(found):
    assert of(found, "70KIN1", "vendor_family") == of(found, "70KIN2", "vendor_family")
    assert of(found, "70KIN2", "vendor_family") == ("cellebrite",)


def test_names_that_a_person_kept_apart_stay_apart(found):
    assert of(found, "70IN", "vendor_family") == ("paragon",)
    assert of(found, "70APART", "vendor_family") == ("EXUEI02",)


def test_a_name_is_spelled_here_as_the_measure_spells_it():
    assert firms.spelling("PEN-LINK, LTD.") == firms.spelling("Pen-Link, Limited") == "PEN LINK"
