"""Contradictions and notes, once the class is known. Vendors and numbers are made up."""

from __future__ import annotations

import pytest

from tests.analysis.bought import SHORT, classed, contract, flags, lost, order, read, single


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (contract(extent="C", reason="ONE", offers="3"), "SOLE_SOURCE"),
        (order(fair="FOO", offers="2"), "FOLLOW_ON"),
    ],
)
def test_offers_on_an_award_that_was_not_competed_are_flagged_and_change_nothing_r60(row, name):
    award = read(row)
    assert award["competition_class"] == name
    assert "CONFLICT_OFFERS" in flags(award)


def test_without_a_contradiction_the_class_before_is_the_class():
    award = read(contract(extent="A", offers="2"))
    assert award["class_before_conflict"] == award["competition_class"]
    assert award["rule_before_conflict"] == award["competition_rule"]


def test_a_reason_on_an_order_is_the_vehicles_and_no_contradiction_r62():
    assert read(order(fair="FAIR", offers="2", reason="ONE"))["competition_rule"] == "R10"


def test_a_competition_for_a_brand_is_a_competition_r63():
    award = read(contract(extent="A", offers="2", reason="BND"))
    assert award["competition_class"] == "COMPETED"
    assert "in law not full and open competition (FAR 6.302-1(c)" in award["competition_note"]


def test_on_an_order_the_brand_name_is_the_vehicles_r63():
    assert "brand_name" not in flags(read(order(fair="FAIR", offers="2", reason="BND")))


def test_a_solicitation_of_one_source_contradicts_only_records_that_fill_it_in_r64():
    assert read(order(fair="FAIR", offers="2", procedures="SSS"))["competition_rule"] == "R10"
    assert read(single(extent="A", offers="2", procedures="SSS"))["competition_rule"] == "R25"


@pytest.mark.parametrize("procedures", ["SP1", "MAFO"])
def test_some_procedures_are_evidence_of_nothing_r65(procedures):
    kinds = (order(), order(fair="ONE"), contract(extent="A", offers="2"), contract())
    rows = [row | {"contract_award_unique_key": str(n)} for n, row in enumerate(kinds)]
    named = [row | {"solicitation_procedures_code": procedures} for row in rows]
    silent, told = classed(*rows), classed(*named)
    assert [told[key]["competition_class"] for key in told] == [
        silent[key]["competition_class"] for key in told
    ]
    assert "says nothing about competition" in told["0"]["competition_note"]


def test_an_order_competed_under_a_vehicle_that_was_not_stays_competed_r67():
    award = read(order(fair="FAIR", offers="2", extent="C"))
    assert (award["competition_class"], award["competition_rule"]) == ("COMPETED", "R10")
    assert "the vehicle itself was not competed" in award["competition_note"]


def test_terms_left_open_at_the_award_are_noted_r68():
    award = read(contract(extent="A", offers="2", undefinitized="A"))
    assert award["competition_class"] == "COMPETED"
    assert award["competition_note"] == "awarded before its terms were settled"
    later = contract(extent="A", offers="2", mod="P00001", undefinitized="A", day="2022-05-01")
    assert read(contract(extent="A", offers="2"), later)["competition_note"] is None


@pytest.mark.parametrize(
    "later",
    [
        {"ceiling": "100000.00", "day": "2022-06-01"},
        {"ends": "2024-01-01", "ceiling": "0.00", "day": "2022-06-01"},
    ],
    ids=["its ceiling grew", "it ran beyond a year"],
)
@pytest.mark.parametrize("base", [order(fair="URG"), contract(extent="C", reason="URG")])
def test_an_urgent_award_that_lasts_is_noted_r69(base, later):
    assert "urgent_but_lasting" not in flags(read(base))
    kind = order if base["award_type_code"] == "C" else contract
    assert "urgent_but_lasting" in flags(read(base, kind(mod="P00001", **later)))


LASTING = "grew or ran beyond one year"
LIMIT = "FAR 6.302-2(d)(1)(ii) limits"


@pytest.mark.parametrize(
    ("cells", "is_limited"),
    [
        ({}, True),
        ({"day": "2009-10-14"}, True),
        ({"day": "2009-10-13"}, False),
        ({"ceiling": "250000.00", "obligated": "1000.00"}, False),
    ],
)
def test_the_one_year_rule_reaches_large_contracts_since_2009_alone_r69(cells, is_limited):
    base = contract(extent="C", reason="URG", **cells)
    later = contract(mod="P00001", ceiling="1.00", obligated="0.00", day="2022-06-01")
    note = read(base, later)["competition_note"]
    assert LASTING in note
    assert (LIMIT in note) == is_limited


def test_the_one_year_rule_does_not_reach_orders_r69():
    for base, kind in (
        (order(fair="URG"), order),
        (single(extent="C", reason="URG"), single),
    ):
        note = read(base, kind(mod="P00001", ceiling="1.00", day="2022-06-01"))["competition_note"]
        assert "does not reach orders (FAR 6.001(f), 16.505(b)(1)(ii))" in note
        assert LIMIT not in note


@pytest.mark.parametrize(
    ("cells", "is_over"),
    [
        ({"event": "H99T", "ends": "2022-07-30"}, True),
        ({"event": "H99T", "ends": "2022-07-29"}, False),
        ({"event": "NONE", "ends": "2022-07-30"}, False),
    ],
)
def test_an_urgent_award_for_an_event_may_last_150_days_r69(cells, is_over):
    note = read(contract(extent="C", reason="URG", **cells))["competition_note"] or ""
    assert ("HSAR 3006.302-270(d)(1)(iii)" in note) == is_over


@pytest.mark.parametrize(
    ("day", "value", "kept_out"),
    [
        ("2005-01-01", "2500.00", True),
        ("2005-01-01", "2500.01", False),
        ("2015-09-30", "3000.00", True),
        ("2015-09-30", "3500.00", False),
        ("2015-10-01", "3500.00", True),
        ("2020-08-31", "10000.00", True),
        ("2025-10-01", "15000.00", True),
        ("2025-09-30", "15000.00", False),
        ("2022-01-01", "", False),
    ],
)
def test_awards_up_to_the_micro_purchase_threshold_of_their_day_stay_out_of_rates_r70(
    day, value, kept_out
):
    award = read(contract(extent="A", offers="2", day=day, ceiling=value, obligated=value))
    assert ("not_in_rates" in flags(award)) is kept_out


def test_an_award_with_real_money_is_not_small_for_want_of_a_ceiling_r70():
    assert flags(read(contract(extent="A", offers="2", ceiling="0.00", obligated="50000.00"))) == []


def test_a_batch_of_actions_stays_out_of_rates_r70():
    assert "not_in_rates" in flags(read(contract(extent="A", offers="2", number_of_actions="12")))


@pytest.mark.parametrize(
    ("field", "row", "name", "rule"),
    [
        ("extent", contract(extent="Q"), "UNKNOWN", "R48"),
        ("extent", order(extent="Q"), "UNKNOWN", "R22"),
        ("extent", single(extent="Q"), "UNKNOWN", "R27"),
        ("extent", lost(extent="Q"), "UNKNOWN", "R36"),
        ("fair", order(fair="QQ"), "UNKNOWN", "R22"),
        ("reason", contract(reason="QQQ"), "UNKNOWN", "R48"),
        ("reason", contract(extent="C", reason="QQQ"), "UNKNOWN", "R44"),
        ("set_aside", contract(extent="A", offers="2", set_aside="QQ"), "COMPETED", "R40"),
    ],
)
def test_a_code_in_no_published_list_decides_nothing_and_is_named(field, row, name, rule):
    award = read(row)
    raw = row[SHORT[field]]
    assert (award["competition_class"], award["competition_rule"]) == (name, rule)
    assert flags(award).count("UNKNOWN_CODE") == 1
    assert award[SHORT[field]] == raw
    assert f"code {raw} for" in award["competition_note"]
