"""Rules text: a code's paragraph in the numbers of its day and of its component."""

from __future__ import annotations

import pytest

from dashboard.text import rules_text

REASON = "other_than_full_and_open_competition"
FAIR = "fair_opportunity_limited_sources"


def paragraph(known: str, code: str | None, day: str = "2024-01-15", component: str = "7012"):
    award = {"first_action_date": day, "component_code": component}
    return rules_text.paragraph(known, code, award)


def test_a_reason_names_its_paragraph_and_the_statute_of_civil_agencies():
    assert paragraph(REASON, "URG") == "FAR 6.302-2; 41 U.S.C. 3304(a)(2)"


def test_the_coast_guard_buys_under_title_10():
    assert paragraph(REASON, "URG", component="7008") == "FAR 6.302-2; 10 U.S.C. 3204(a)(2)"


@pytest.mark.parametrize(
    ("known", "code", "words"),
    [
        (
            REASON,
            "BND",
            "FAR 6.302-1(c); 6.103-1(d) in the overhaul’s numbers; 41 U.S.C. 3304(a)(1)",
        ),
        (FAIR, "MG", "FAR 16.505(b)(2)(i)(D); 16.507-6(b)(4) in the overhaul’s numbers"),
    ],
)
def test_from_the_day_of_dhs_the_overhauls_number_stands_beside_the_older(known, code, words):
    assert paragraph(known, code, "2025-11-03") == words
    assert "overhaul" not in paragraph(known, code, "2025-11-02")


@pytest.mark.parametrize(
    ("known", "code", "words"),
    [
        # 13.202 is of terms that bind nobody, 19.502-4 of parts of the contract itself
        (REASON, "MPT", "FAR 13.203(a)(2)"),
        (FAIR, "SS", "FAR 19.504"),
        (FAIR, "CSA", "FAR 16.505(b)(2)(i)(F); 19.504"),
    ],
)
def test_a_stale_paragraph_is_not_named(known, code, words):
    assert paragraph(known, code) == words


@pytest.mark.parametrize("code", [None, "", "QQ", "8AN"])
def test_a_code_without_a_paragraph_names_none(code):
    assert paragraph(REASON, code) == ""
