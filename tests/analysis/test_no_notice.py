"""Leads: what has no notice is a question, with the reasons that may answer it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from analysis.documents.leads.document import examined_in_words, no_notice_document
from analysis.documents.types.leads import AwardsExamined
from analysis.measures.notices.cross_check import service_differences
from analysis.published.selection import Selection
from analysis.rules.notice_rules import approver
from tests import sample_size
from tests.analysis.noticed import Published, notice, records, rows, usd
from tests.builders import action, transactions

PIID = "70TEST24C00000001"


def award(**cells: str):
    return action(PIID, **{"base_and_all_options_value": "400000.00", **cells})


def around(*noticed):
    """Notices of others, so that the time around the award is one of which notices are held."""
    far = {"award_number": None, "title": "Example"}
    first = notice(98, posted_date=date(2023, 1, 1), **far)
    return [first, notice(99, posted_date=date(2026, 1, 1), **far), *noticed]


def leads(*actions, noticed=()):
    return [
        (r["what"], r["notice"], r["reasons"])
        for r in Published([*actions], around(*noticed)).leads()
    ]


@pytest.mark.parametrize(
    ("day", "usd", "is_lead"),
    [
        ("2010-09-30", "100000.01", True),
        ("2010-10-01", "100000.01", False),
        ("2024-01-15", "250000.00", False),
        ("2024-01-15", "250000.01", True),
        ("2025-10-01", "300000.00", False),
        ("2025-10-01", "350000.01", True),
    ],
)
def test_the_threshold_is_that_in_force_on_the_day(day, usd, is_lead):
    found = leads(award(action_date=day, base_and_all_options_value=usd))
    assert bool(found) == is_lead


def test_a_competed_award_is_no_lead_but_its_new_work_is():
    competed = award(extent_competed_code="A")
    added = action(PIID, mod="P00001", action_type_code="A", base_and_all_options_value="900000.00")
    assert [what for what, *_ in leads(competed, added)] == ["new work"]


def test_an_award_with_its_justification_is_none_and_one_with_a_possible_one_says_so():
    sure = notice(1, award_date=date(2024, 1, 15), award_amount_usd=usd("400000.00"))
    [(_, found, _)] = leads(award(), noticed=[sure])
    assert found == "yes"
    [(_, found, _)] = leads(award(), noticed=[notice(1, posted_date=date(2024, 1, 20))])
    assert found == "possible"


REASON = "other_than_full_and_open_competition_code"
SET_ASIDE, FAIR = "type_of_set_aside_code", "fair_opportunity_limited_sources_code"
EXTENT, OFFERS = "extent_competed_code", "number_of_offers_received"


@pytest.mark.parametrize(
    "cells",
    [
        # limited competition under urgency: within 30 days, FAR 6.305(b)
        {EXTENT: "D", REASON: "URG", OFFERS: "11"},
        {EXTENT: "C", REASON: "MES"},
        {EXTENT: "C", REASON: "OTH"},
        {EXTENT: "G", REASON: "SP2"},
        {EXTENT: "C", REASON: "ONE", OFFERS: "4"},
        {EXTENT: "A", FAIR: "OSA", "parent": "70TEST20D1"},
        # a brand name is in law not full and open, however many sellers compete: FAR 6.302-1(c)
        {EXTENT: "A", REASON: "BND", OFFERS: "3", "action_date": "2010-07-16"},
        # the two codes contradict each other, and one of them is an exception
        {EXTENT: "A", REASON: "ONE", OFFERS: "1"},
    ],
)
def test_whatever_the_law_asks_a_justification_of_is_asked_about(cells):
    assert [what for what, *_ in leads(award(**cells))] == ["award"]


@pytest.mark.parametrize(
    "cells",
    [
        {EXTENT: "A", OFFERS: "3"},
        {EXTENT: "A", REASON: "BND", "action_date": "2010-07-15"},
        # codes of purchases below the threshold are no exceptions of FAR 6.302
        {EXTENT: "A", REASON: "SP2"},
        # an order's reason code is its vehicle's
        {EXTENT: "A", REASON: "ONE", "parent": "70TEST20D1"},
    ],
)
def test_what_was_competed_and_names_no_exception_of_its_own_is_not_asked_about(cells):
    assert leads(award(**cells)) == []


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({SET_ASIDE: "8AN"}, "EIGHT_A"),
        ({SET_ASIDE: "8A"}, "EIGHT_A_COMPETED"),
        ({SET_ASIDE: "HZS", "action_date": "2025-11-20"}, "SET_ASIDE_SOLE_SOURCE"),
        ({REASON: "OTH"}, "STATUTE"),
        ({REASON: "JWD"}, "STATUTE_REQUIRED"),
        ({REASON: "PI"}, "PUBLIC_INTEREST"),
        ({REASON: "BND"}, "BRAND_NAME"),
        ({REASON: "NS"}, "CLASSIFIED"),
        ({REASON: "IA", "awarding_sub_agency_code": "7008"}, "AGREEMENT"),
        ({FAIR: "CSA"}, "SET_ASIDE_ORDER"),
        ({"parent": "GS00TEST0001", "parent_agency": "4730"}, "UNDER_ANOTHERS_VEHICLE"),
        ({"parent": "70TEST20D1", "parent_award_single_or_multiple_code": "S"}, "INHERITED"),
        ({"national_interest_action_code": "H99T"}, "EMERGENCY"),
        ({"action_date": "2022-06-01"}, "NOT_HELD"),
        ({"action_date": "2025-12-20"}, "NOT_HELD"),
    ],
)
def test_why_a_missing_notice_may_be_legitimate_is_told_from_the_record(cells, reason):
    assert leads(award()) == [("award", "no", "OTHER_NUMBER")]
    assert reason in reasons_of(**cells)


@pytest.mark.parametrize(
    "cells",
    [
        # a guaranteed minimum and a statute are no exemption: FAR 16.505(b)(2)(ii)(D)(5)
        {FAIR: "OSA"},
        {FAIR: "MG"},
        # before the overhaul 8(a) alone was free: FAR 6.302-5(c)(2)
        {SET_ASIDE: "HZS"},
        {SET_ASIDE: "HZS", "action_date": "2025-11-02"},
        # an agreement frees the Coast Guard alone: FAR 6.302-4(c)
        {REASON: "IA"},
        {"national_interest_action_code": "NONE"},
        {"national_interest_action_code": "H99T", "base_and_all_options_value": "800000.01"},
    ],
)
def test_what_the_law_does_not_excuse_is_no_reason(cells):
    assert set(reasons_of(**cells)) <= {"OTHER_NUMBER", "NOT_HELD"}


@pytest.mark.parametrize(
    ("day", "usd", "reason"),
    [
        ("2011-03-15", "90000000.00", "EIGHT_A_EARLY"),
        ("2011-03-16", "20000000.00", "EIGHT_A"),
        ("2011-03-16", "20000000.01", None),
        ("2024-01-15", "25000000.00", "EIGHT_A"),
        ("2024-01-15", "25000000.01", None),
        ("2025-10-01", "30000000.00", "EIGHT_A"),
        ("2025-10-01", "30000000.01", None),
    ],
)
def test_the_8a_program_is_free_up_to_the_line_of_its_day(day, usd, reason):
    cells = {SET_ASIDE: "8AN", "action_date": day, "base_and_all_options_value": usd}
    eight_a = [each for each in reasons_of(**cells) if each.startswith("EIGHT_A")]
    assert eight_a == ([reason] if reason else [])


def reasons_of(**cells: str) -> list[str]:
    [(_, _, reasons)] = leads(award(**cells))
    return reasons.split("|")


def test_with_the_sample_alone_every_lead_says_that_nobody_looked():
    made = Published([award()], [notice(1, source="sample", award_number=None)])
    assert [row["reasons"].split("|")[0] for row in made.leads()] == ["NOT_HELD"]


def record(**cells):
    return {
        "action_key": f"7012_-NONE-_{PIID}_0_-NONE-_0",
        "award_key": f"CONT_AWD_{PIID}_7012_-NONE-_-NONE-",
        "action_date": date(2024, 1, 15),
        "obligated_usd": usd("1000.00"),
        "ceiling_change_usd": usd("5000.00"),
        **cells,
    }


def differences(ours, *theirs):
    table = service_differences(transactions(ours), records(*theirs)).order_by("field")
    return [(r["field"], r["usaspending"], r["sam"], r["differs"]) for r in rows(table)]


def test_the_same_action_in_both_services_differs_in_nothing():
    assert differences([action(PIID)], record()) == []


def test_differences_are_told_field_by_field_to_the_cent_and_blank_is_not_zero():
    ours = action(PIID, extent_competed_code="C", number_of_offers_received="")
    theirs = record(obligated_usd=usd("1000.01"), extent_competed_code="A", offers=1)
    assert differences([ours], theirs) == [
        ("extent_competed_code", "C", "A", "value"),
        ("obligated_usd", "1000.00", "1000.01", "value"),
        ("offers", None, "1", "only_sam"),
    ]


def test_an_action_that_only_sam_has_is_one_difference():
    newer = record(action_key=f"7012_-NONE-_{PIID}_P00001_-NONE-_0")
    assert differences([action(PIID)], newer) == [("the whole action", None, "1000.00", "only_sam")]


def test_before_any_duty_to_post_there_is_no_lead():
    assert leads(award(action_date="2009-01-14")) == []
    assert [what for what, *_ in leads(award(action_date="2009-01-15"))] == ["award"]


@pytest.mark.parametrize(("day", "is_early"), [("2011-05-15", True), ("2011-05-16", False)])
def test_an_order_of_before_the_duty_of_orders_has_that_for_a_reason(day, is_early):
    [(_, _, reasons)] = leads(award(action_date=day, parent="70TEST08D1"))
    assert ("ORDERS_NOT_YET" in reasons.split("|")) == is_early
    [(_, _, reasons)] = leads(award(action_date=day))
    assert "ORDERS_NOT_YET" not in reasons.split("|")


@pytest.mark.parametrize(
    ("day", "usd", "may_be"),
    [
        ("2018-02-15", "200000.00", False),
        ("2018-02-16", "200000.00", True),
        ("2019-03-01", "250000.00", True),
        ("2019-03-01", "250000.01", False),
        ("2020-08-30", "200000.00", True),
        # the rises of 2006, 2010, 2015 and 2025 were used by nobody before their day
        ("2009-03-01", "120000.00", False),
        ("2024-01-15", "300000.00", False),
    ],
)
def test_a_threshold_was_used_before_its_day_by_deviation_from_2018_alone(day, usd, may_be):
    found = reasons_of(action_date=day, base_and_all_options_value=usd)
    assert ("BELOW_THRESHOLD" in found) == may_be


@pytest.mark.parametrize(
    ("component", "usd", "day", "who"),
    [
        ("7012", "900000.00", "2025-10-01", "contracting officer"),
        ("7012", "900000.01", "2025-10-01", "competition advocate"),
        ("7012", "90000000.01", "2025-10-01", "senior procurement executive"),
        ("7008", "90000000.01", "2025-10-01", "head of the procuring activity"),
        ("7012", "75000000.00", "2025-09-30", "head of the procuring activity"),
        ("7012", "500000.01", "2006-09-27", "competition advocate"),
    ],
)
def test_a_justification_is_approved_by_the_officer_of_its_line(component, usd, day, who):
    line = approver(component, Decimal(usd), date.fromisoformat(day))
    assert line.approver == who


def test_an_approval_line_that_was_not_read_is_unconfirmed():
    assert (
        approver("7012", Decimal(1), date(2012, 1, 1)).unconfirmed == "the figures of these years"
    )
    assert approver("7012", Decimal(1), date(2026, 1, 1)).unconfirmed == ""


def test_what_has_its_notice_needs_no_reason_for_lacking_one():
    sure = notice(1, award_date=date(2024, 1, 15), award_amount_usd=usd("400000.00"))
    assert leads(award(), noticed=[sure]) == [("award", "yes", "")]


def test_a_lead_says_whether_its_amount_is_a_ceiling_or_an_obligation():
    added = action(PIID, mod="P00001", action_type_code="A", base_and_all_options_value="900000.00")
    paid = action(PIID, mod="P00002", action_type_code="A", federal_action_obligation="700000.00")
    found = Published([award(), added, paid], around()).leads()
    assert [row["amount_measure"] for row in found] == ["ceiling", "ceiling change", "obligation"]


def test_only_awards_that_were_asked_about_are_examined_and_each_other_says_why(sample):
    document = no_notice_document(sample, Selection("CBP"), top=1_000)
    of_cbp = (row for row in sample_size.rows() if row["awarding_sub_agency_code"] == "7014")
    awards = {row["contract_award_unique_key"] for row in of_cbp}
    counted = dict(document["examined"])
    assert counted.pop("awards") == len(awards)
    assert counted["examined"] == len({row["award_key"] for row in document["leads"]}) > 0
    assert sum(number or 0 for number in counted.values()) == len(awards)


def test_of_a_component_without_an_award_nothing_can_be_said(sample):
    document = no_notice_document(sample, Selection("CISA"))
    assert document["leads"] == []
    assert examined_in_words(document["examined"]) == "Cannot be said: no award of it is held."


def examined(**numbers):
    none = dict.fromkeys(AwardsExamined.__annotations__, 0)
    return examined_in_words({**none, **numbers})


def test_with_nothing_examined_nothing_can_be_said():
    assert examined(awards=30, class_unknown=28, before_first_notice=2) == (
        "Cannot be said. Examined 0 of 30 awards; 28 have no known class; "
        "2 lie before the first notice held."
    )


def test_awards_not_competed_and_not_examined_are_named_with_their_why():
    words = examined(
        awards=9, examined=2, competed=1, not_competed_not_above=3, not_competed_amount_missing=2,
        class_unknown=1, before_first_notice=None,
    )  # fmt: skip
    assert words == (
        "Examined 2 of 9 awards; 1 were competed without new work above the threshold; 3 were not "
        "competed, or among few, and are not above the threshold; 2 were not competed, or among "
        "few, and their first amount or its day is missing; 1 have no known class; no notice of "
        "SAM.gov's own files is held."
    )
