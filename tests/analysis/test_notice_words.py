"""A notice in words: never more sure than what it rests on."""

from __future__ import annotations

from typing import Any

from analysis.documents.notice_text import say_notice


def authority(citation: str, confidence: str) -> dict[str, Any]:
    return {"citation": citation, "plain": f"words of {citation}", "confidence": confidence}


def said(**cells: Any) -> str:
    notice = {
        "posted_date": "2024-02-20",
        "first_posted_date": "2024-02-20",
        "title": "Example optics",
        "label": None,
        "kind": "justification",
        "link": None,
        "link_status": "certain",
        "evidence": "the notice states the award's number",
        "judged_modification": None,
        "modification_number": "P00001",
        "action_status": "certain",
        "days_to_posting": 19,
        "days_allowed": None,
        "days_late": None,
        "deadline_paragraph": None,
        "deadline_unconfirmed": None,
        "authority": authority("6.302-1", "certain"),
        "other_authorities": [],
    }
    return say_notice({**notice, **cells})


def test_two_authorities_of_one_confidence_are_both_said_and_called_several():
    words = said(
        authority=authority("6.302-1", "likely"),
        other_authorities=[authority("6.302-2", "likely"), authority("13.501", "possible")],
    )
    assert (
        "several named: 6.302-1: words of 6.302-1 [likely]; 6.302-2: words of 6.302-2 [likely]; "
        "also named: 13.501: words of 13.501 [possible]"
    ) in words


def test_one_authority_is_said_with_its_confidence():
    assert "; 6.302-1: words of 6.302-1 [certain];" in said()
    assert "several named" not in said()


def test_a_posting_before_the_action_is_said_to_be_before_it():
    assert "P00001, posted 7 days before it" in said(days_to_posting=-7)
    assert "P00001, posted 1 day after it" in said(days_to_posting=1)


LATE = {"days_allowed": 14, "days_late": 5, "deadline_paragraph": "FAR 6.305(a)"}


def test_days_late_stand_with_the_paragraph_that_allows_them():
    assert "(5 days late of 14 allowed, FAR 6.305(a))" in said(**LATE)
    assert "(within 14 days, FAR 6.305(a))" in said(**{**LATE, "days_late": 0})


def test_what_of_a_deadline_was_not_read_is_said_beside_it():
    words = said(**LATE, deadline_unconfirmed="the day on which it began")
    assert "FAR 6.305(a) (unconfirmed: the day on which it began))" in words


def test_a_brand_name_is_due_with_the_solicitation_and_no_days_are_counted():
    words = said(deadline_paragraph="FAR 6.305(c)")
    assert "(due with the solicitation, FAR 6.305(c))" in words


def test_a_modification_that_is_not_held_is_named_as_such():
    words = said(
        action_status="not held",
        judged_modification="P00077",
        modification_number=None,
        days_to_posting=None,
    )
    assert "for P00077, which the award as held does not have" in words


def test_a_possible_link_says_what_it_rests_on_and_what_speaks_against_it():
    words = said(link_status="possible", evidence="its number; but the notice names another vendor")
    assert words.startswith("notice (possibly) ")
    assert "but the notice names another vendor" in words
