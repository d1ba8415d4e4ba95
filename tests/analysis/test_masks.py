"""Personal data in free text is masked alike by Python and by the engine; numbers are not."""

from __future__ import annotations

import ibis
import pytest

from analysis.measures.masked_text import masked as in_a_column
from fetch.pii import masked

MASKED = {
    "CALL 202/555-0100": "CALL [telephone masked]",
    "CALL 202- 555-0100": "CALL [telephone masked]",
    "CALL (202)-555-0100": "CALL [telephone masked]",
    "PHONE 2025550100": "PHONE [telephone masked]",
    "TEL: 12025550100, ROOM 4": "TEL [telephone masked], ROOM 4",
    "POC 2025550100": "POC [telephone masked]",
    "POC JANE DOE 2025550100": "POC [name masked] [telephone masked]",
    "GOODS. PCOR JOHN DOE /APOC JANE ROE": "GOODS. PCOR [name masked] /APOC [name masked]",
    "COR: DOE, JOHN Q. EXTEND": "COR [name masked]. EXTEND",
    "Cor Jane O'Doe-Roe": "COR [name masked]",
    "CHANGE COR FROM JOHN DOE TO JANE ROE": "CHANGE COR [name masked]",
    "ACOR IS MS. ROE": "ACOR [name masked]",
    "CONTRACTING OFFICER'S REPRESENTATIVE JOHN DOE": (
        "CONTRACTING OFFICER'S REPRESENTATIVE [name masked]"
    ),
    "CONTRACTING OFFICERS REPRESENTATIVE (COR): JOHN DOE": (
        "CONTRACTING OFFICER'S REPRESENTATIVE [name masked]"
    ),
}
KEPT = [
    "CHANGE THE ALTERNATE COR.",
    "COR CHANGE AND FUNDING OF $1,234,567,890.00",
    "ASSIGN COR, EXERCISE OPTION PERIOD 1",
    "UPDATE COR TO EXERCISE THE OPTION",
    "THE CONTRACTING OFFICER'S REPRESENTATIVE IS CHANGED",
    "EXAMPLE CORP AND CORRECTION OF LINE 2025550100",
    "PIID 70TEST24C00000001, ORDER 70TEST24FR0000170 COR 70TEST24C00000001",
    "POC FOR 70TEST-24-R-00000007 IS $2025550100.00",
    "PHONE SERVICES 1234567.89, 2024-01-15",
]


def column(text: str) -> str:
    table = ibis.memtable({"text": [text]})
    return in_a_column(table.text).name("text").execute()[0]


@pytest.mark.parametrize("how", [masked, column])
@pytest.mark.parametrize("text", MASKED)
def test_names_after_a_role_and_telephones_are_masked(how, text):
    assert how(text) == MASKED[text]


@pytest.mark.parametrize("how", [masked, column])
@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_name_and_no_telephone_stays_as_it_is(how, text):
    assert how(text) == text


@pytest.mark.parametrize("how", [masked, column])
def test_a_text_that_was_masked_stays_as_it_is(how):
    for told in MASKED.values():
        assert how(told) == told
