"""Notices linked to awards: certain by number or a person's word, all else possible."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.rules.notice_rules import Judgment
from tests.analysis.noticed import Published, notice, rows, usd
from tests.builders import action

PIID = "70TEST24C00000001"
KEY = f"CONT_AWD_{PIID}_7012_-NONE-_-NONE-"


def judged(verdict: str, number: int = 1, modification: str = "") -> Judgment:
    return Judgment(f"{number:032x}", KEY, modification, verdict, "why", "where", "2026-11", "who")


@pytest.mark.parametrize(
    "stated", [PIID, "70TEST24-C-00000001", " 70 TEST 24C00000001 ", f"{PIID} P00002", f"X/{PIID}"]
)
def test_an_award_number_links_surely_however_it_is_written(stated):
    made = Published([action(PIID)], [notice(1, award_number=stated)])
    assert made.linked() == [(1, PIID, "certain")]


def test_a_number_that_is_part_of_another_links_nothing():
    assert Published([action(PIID)], [notice(1, award_number="70TEST24C0000000")]).linked() == []


def test_a_number_that_two_awards_have_is_possible_only():
    other = action(PIID, parent="70TEST20D00000001")
    found = Published([action(PIID), other], [notice(1)]).linked()
    assert found == [(1, PIID, "possible"), (1, PIID, "possible")]


def test_a_number_posted_by_another_component_is_possible_only():
    made = Published([action(PIID)], [notice(1, sub_tier_code="7014")])
    assert made.linked() == [(1, PIID, "possible")]


def test_where_a_notice_states_an_order_and_its_vehicle_it_is_the_orders():
    vehicle = action("70TEST20D00000001", award_or_idv_flag="IDV")
    order = action("70TEST24F00000001", parent="70TEST20D00000001")
    made = Published(
        [vehicle, order], [notice(1, award_number="70TEST20D00000001 / 70TEST24F00000001")]
    )
    assert ("70TEST24F00000001", "certain") in [each[1:] for each in made.linked()]


@pytest.mark.parametrize(
    "stated",
    [
        "70TEST20D00000001-70TEST24F00000001",
        "70TEST20D0000000170TEST24F00000001",
        "70TEST20D00000001 70TEST24F00000001",
    ],
)
def test_an_order_is_known_by_its_vehicles_number_and_its_own_in_one(stated):
    vehicle = action("70TEST20D00000001", award_or_idv_flag="IDV")
    order = action("70TEST24F00000001", parent="70TEST20D00000001")
    made = Published([vehicle, order], [notice(1, award_number=stated)])
    assert made.linked() == [(1, "70TEST24F00000001", "certain")]


def test_a_short_order_number_is_known_with_its_vehicle_alone():
    orders = [action("0001", parent=f"70TEST20D0000000{number}") for number in (1, 2)]
    assert Published(orders, [notice(1, award_number="0001")]).linked() == []
    both = Published(orders, [notice(1, award_number="70TEST20D00000002 0001")])
    assert [row["award_key"] for row in rows(both.links)] == [
        "CONT_AWD_0001_7012_70TEST20D00000002_7012"
    ]


def test_one_notice_may_concern_several_awards():
    awards = [action("70TEST24C00000001"), action("70TEST24C00000002")]
    made = Published(awards, [notice(1, award_number="70TEST24C00000001, 70TEST24C00000002")])
    assert [each[1:] for each in made.linked()] == [
        ("70TEST24C00000001", "certain"),
        ("70TEST24C00000002", "certain"),
    ]


@pytest.mark.parametrize(
    ("vendor", "status"), [("Example Optics, LLC", "certain"), (None, "possible")]
)
def test_a_solicitation_number_is_sure_only_with_the_same_vendor(vendor, status):
    award = action(PIID, solicitation_identifier="70TEST-24-R-00000007")
    found = notice(1, award_number=None, solicitation_number="70TEST24R00000007", awardee=vendor)
    assert Published([award], [found]).linked() == [(1, PIID, status)]


def test_vendor_office_day_and_amount_are_possible_and_less_is_nothing():
    award = action(PIID, awarding_office_code="70TEST", federal_action_obligation="12345.67")
    cells = {"award_number": None, "awardee": "EXAMPLE OPTICS LLC", "office_code": "70TEST"}
    same = {"award_date": date(2024, 1, 16), "award_amount_usd": usd("12345.67")}
    assert Published([award], [notice(1, **cells, **same)]).linked() == [(1, PIID, "possible")]
    assert Published([award], [notice(1, **cells)]).linked() == []


def test_a_persons_word_stands_over_every_rule():
    made = Published([action(PIID)], [notice(1)], [judged("rejected")])
    assert made.linked() == [(1, PIID, "rejected")]
    assert rows(made.justified) == []
    made = Published([action(PIID)], [notice(1, award_number=None)], [judged("confirmed")])
    assert made.linked() == [(1, PIID, "confirmed")]


def test_a_word_on_what_nobody_here_holds_is_passed_over():
    assert (
        Published([action("70TEST24C00000009")], [notice(1)], [judged("confirmed")]).linked() == []
    )


def two_actions(**cells: str):
    added = {"action_type_code": "A", "action_date": "2024-06-03", **cells}
    return [action(PIID), action(PIID, mod="P00001", **added)]


def explained(actions, **cells):
    [row] = rows(Published(actions, [notice(1, **cells)]).justified)
    return row


def test_a_modification_that_the_notice_states_is_sure():
    row = explained(two_actions(), title="Example justification, P00001", posted_date=None)
    assert (row["modification_number"], row["action_status"]) == ("P00001", "certain")
    assert row["days_to_posting"] is None
    assert row["days_late"] is None


def test_every_modification_that_the_notice_states_is_sure():
    more = [*two_actions(), action(PIID, mod="P00002", action_date="2024-07-01")]
    made = Published(more, [notice(1, title="Example justification, P00001 and P00002")])
    found = sorted((r["modification_number"], r["action_status"]) for r in rows(made.justified))
    assert found == [("P00001", "certain"), ("P00002", "certain")]
    assert {row["deadline_source"] is not None for row in rows(made.justified)} == {True}


def test_of_several_awards_it_is_not_sure_whose_modification_a_notice_states():
    other = "70TEST24C00000002"
    more = [*two_actions(), action(other), action(other, mod="P00001", action_date="2024-06-03")]
    stated = notice(1, title="Example justification, P00001", award_number=f"{PIID} {other}")
    found = {row["action_status"] for row in rows(Published(more, [stated]).justified)}
    assert found == {"possible"}


def test_days_are_counted_from_the_first_posting_that_is_held():
    late = notice(1, posted_date=date(2024, 3, 30))
    early = notice(1, posted_date=date(2024, 1, 25))
    [row] = rows(Published([action(PIID)], [late], earlier=(early,)).justified)
    assert (row["posted_date"], row["days_to_posting"]) == (date(2024, 1, 25), 10)
    assert row["days_late"] == 0


def test_the_day_and_amount_of_one_action_are_sure():
    row = explained(
        two_actions(federal_action_obligation="777.00"),
        award_date=date(2024, 6, 3),
        award_amount_usd=usd("777.00"),
    )
    assert (row["modification_number"], row["action_status"]) == ("P00001", "certain")


def test_the_nearest_action_that_adds_work_is_possible_only():
    row = explained(two_actions(), posted_date=date(2024, 6, 20))
    assert (row["modification_number"], row["action_status"]) == ("P00001", "possible")
    assert row["days_to_posting"] == 17


def test_an_action_of_another_time_explains_nothing():
    row = explained([action(PIID)], posted_date=date(2025, 6, 20))
    assert row["transaction_key"] is None


@pytest.mark.parametrize(
    ("says", "posted", "allowed", "late"),
    [
        ("The authority is FAR 6.302-1.", date(2024, 1, 29), 14, 0),
        ("The authority is FAR 6.302-1.", date(2024, 1, 30), 14, 1),
        ("The authority is FAR 6.302-2.", date(2024, 2, 14), 30, 0),
        ("The authority is FAR 6.302-2.", date(2024, 2, 24), 30, 10),
        ("Pursuant to FAR 6.103-2.", date(2024, 2, 24), 30, 10),
        ("The authority is FAR 6.302-1.", date(2024, 1, 10), 14, 0),
        ("No rule is named.", date(2024, 2, 24), None, None),
        ("Under FAR 6.302-1. Under FAR 6.302-2.", date(2024, 2, 24), None, None),
        ("A brand name: the authority is 6.302-1(c).", date(2024, 2, 24), None, None),
    ],
)
def test_days_late_are_those_beyond_the_rule_of_a_certain_authority(says, posted, allowed, late):
    row = explained([action(PIID)], description=says, posted_date=posted, title="Example")
    assert (row["days_allowed"], row["days_late"]) == (allowed, late)


def test_before_the_first_rule_nothing_is_late():
    old = action(PIID, action_date="2008-05-01")
    row = explained([old], posted_date=date(2008, 7, 1))
    assert (row["days_to_posting"], row["days_allowed"], row["days_late"]) == (61, None, None)


def test_one_notice_that_explains_two_modifications_explains_each_once():
    more = [*two_actions(), action(PIID, mod="P00002", action_date="2024-07-01")]
    words = [judged("confirmed", modification=number) for number in ("P00001", "P00002")]
    made = Published(more, [notice(1)], words)
    found = sorted((r["modification_number"], r["action_status"]) for r in rows(made.justified))
    assert found == [("P00001", "confirmed"), ("P00002", "confirmed")]
    assert len({row["transaction_key"] for row in rows(made.justified)}) == 2
    assert made.linked() == [(1, PIID, "confirmed")] * 2


def test_a_modification_that_a_person_names_and_nobody_holds_is_told():
    made = Published([action(PIID)], [notice(1)], [judged("confirmed", modification="P00077")])
    [row] = rows(made.justified)
    assert (row["action_status"], row["judged_modification"]) == ("not held", "P00077")
    assert row["transaction_key"] is None
    assert "does not have" in row["action_evidence"]


def test_a_modification_that_a_person_rejects_is_ruled_out_and_the_award_is_not():
    found = notice(1, title="Example justification, P00001")
    made = Published(two_actions(), [found], [judged("rejected", modification="P00001")])
    assert sorted(made.linked()) == [(1, PIID, "certain"), (1, PIID, "rejected")]
    [row] = rows(made.justified)
    assert (row["modification_number"], row["action_status"]) == ("0", "possible")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"awardee": "Fictional Lenses, Inc."}, "but the notice names another vendor"),
        ({"award_date": date(2019, 1, 1)}, "but its day of award is far from the award's actions"),
        ({"award_amount_usd": usd("99999999.00")}, "but its amount is more than ten times the"),
    ],
)
def test_a_number_that_the_notice_itself_contradicts_is_possible_only(cells, said):
    [row] = rows(Published([action(PIID)], [notice(1, **cells)]).links)
    assert (row["status"], said in row["evidence"]) == ("possible", True)
    assert row["score"] < 100


@pytest.mark.parametrize("awardee", ["EXAMPLE OPTICS", "Example Optics LLC Springfield VA 22150"])
def test_the_vendor_of_the_award_however_it_is_written_contradicts_nothing(awardee):
    made = Published([action(PIID)], [notice(1, awardee=awardee)])
    assert made.linked() == [(1, PIID, "certain")]


def test_another_name_of_the_same_family_contradicts_nothing():
    family = {"recipient_parent_uei": "EXAMPLEPARENT"}
    other = action("70TEST24C00000002", recipient_name="SAMPLE LENSES INC", **family)
    made = Published([action(PIID, **family), other], [notice(1, awardee="Sample Lenses")])
    assert made.linked() == [(1, PIID, "certain")]
