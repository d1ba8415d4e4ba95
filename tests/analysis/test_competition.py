"""How awards were bought. Vendors and numbers are made up, except in the embedded sample."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import rules
from analysis.measures.competition import classify
from fetch import codes
from tests.analysis.bought import (
    COLUMNS,
    Row,
    action,
    call,
    classed,
    classed_with,
    contract,
    flags,
    lost,
    order,
    read,
    single,
    vehicle,
)

SAMPLE = Path(codes.__file__).parents[1] / "sample" / "sample_actions.csv"


def test_an_order_given_to_one_source_under_a_competed_schedule_is_sole_source():
    given_to_one = read(order(extent="A", fair="ONE", offers="1"))
    assert given_to_one["competition_class"] == "SOLE_SOURCE"
    assert given_to_one["competition_rule"] == "R15"
    assert given_to_one["vehicle_extent_competed_code"] == "A"
    assert given_to_one["competition_note"] == (
        "order given under an exception to fair opportunity: only one source; "
        "the vehicle itself was full and open"
    )


def test_a_competition_that_drew_one_offer_is_never_sole_source():
    for award in (contract(extent="A", offers="1"), order(fair="FAIR", offers="1")):
        name = read(award)["competition_class"]
        assert name == "COMPETED_ONE_OFFER"
        assert not rules.load().classes[name].headline


CASES = """
R10 | an order opened to the holders with three offers | order fair=FAIR offers=3 | COMPETED
R11 | an order opened to the holders with one offer | order fair=FAIR offers=1 | COMPETED_ONE_OFFER
R12 | an order opened to the holders | order fair=FAIR | COMPETED_OFFERS_UNKNOWN
R12 | no offers are read as not recorded | order fair=FAIR offers=0 | COMPETED_OFFERS_UNKNOWN
R13 | a set-aside order with two offers | order fair=CSA offers=2 | COMPETED
R13 | a set-aside order with one offer | order fair=CSA offers=1 | COMPETED_ONE_OFFER
R13 | a set-aside order, offers unknown | order fair=CSA | COMPETED_OFFERS_UNKNOWN
R14 | an order among limited sources | order fair=LSRC offers=2 | LIMITED
R15 | an order to one source | order fair=ONE | SOLE_SOURCE
R15 | an order to a single source of the Coast Guard | order fair=SSRC | SOLE_SOURCE
R15 | an order on a shared contract | order fair=ONE parent_type=B parent_many=M | SOLE_SOURCE
R15 | an order on a GWAC | order fair=ONE parent_type=A parent_many= | SOLE_SOURCE
R15 | a call under a BPA on a schedule | call fair=ONE | SOLE_SOURCE
R16 | an order as a sole-source set-aside | order fair=SS | SOLE_SOURCE_SET_ASIDE
R17 | an order that follows another | order fair=FOO | FOLLOW_ON
R18 | an urgent order | order fair=URG | NOT_COMPETED_URGENT
R19 | an order for the guaranteed minimum | order fair=MG | NOT_COMPETED_OTHER
R19 | an order under a statute | order fair=OSA | NOT_COMPETED_OTHER
R20 | an old competed order | order extent=CDO offers=4 | COMPETED
R20 | an old competed order with one offer | order extent=CDO offers=1 | COMPETED_ONE_OFFER
R20 | an old competed order, offers unknown | order extent=CDO | COMPETED_OFFERS_UNKNOWN
R20 | an old order that was not competed | order extent=NDO | NOT_COMPETED
R21 | an order that says nothing of itself | order extent=A offers=5 | UNKNOWN_ORDER
R22 | an order that says nothing at all | order extent= | UNKNOWN
R25 | an order of a competed vehicle with one holder | single extent=A offers=3 | COMPETED
R25 | such an order where one offer came | single extent=D offers=1 | COMPETED_ONE_OFFER
R25 | such an order, offers unknown | single extent=F | COMPETED_OFFERS_UNKNOWN
R25 | a call under a contract with one holder | single kind=A extent=A offers=2 | COMPETED
R26 | an order of a vehicle given to one source | single extent=C reason=ONE | SOLE_SOURCE
R26 | an order of a vehicle not available | single extent=B | NOT_AVAILABLE
R26 | an order of a simplified vehicle | single extent=G | NOT_COMPETED_SIMPLIFIED
R27 | an order of such a vehicle that is blank | single | UNKNOWN
R28 | an order of a follow-on vehicle | single extent=E | FOLLOW_ON
R28 | an old code for competed orders | single extent=CDO offers=2 | COMPETED
R28 | an order with an old code for others | single extent=NDO | NOT_COMPETED
R30 | a part 13 call, competed | call extent=F offers=2 | COMPETED
R30 | a part 13 call, not competed | call extent=G | NOT_COMPETED_SIMPLIFIED
R30 | a call that says nothing | call | UNKNOWN
R30 | an order under a BOA | call kind=C parent_type=D extent=C reason=ONE | SOLE_SOURCE
R35 | an order to one source, vehicle unknown | lost fair=ONE | SOLE_SOURCE
R36 | not competed, vehicle unknown | lost extent=C reason=UNQ | SOLE_SOURCE
R36 | an order under an unknown vehicle that is blank | lost | UNKNOWN
R37 | fair opportunity, yet no vehicle in the key | action fair=ONE offers=2 | SOLE_SOURCE
R38 | an award without type and without parent | action | UNKNOWN
R38 | without type and parent, full and open | action extent=A offers=2 | COMPETED
R38 | coded as an order, yet no vehicle in the key | action kind=C extent=C reason=ONE | SOLE_SOURCE
R40 | a contract with two offers | contract extent=A offers=2 | COMPETED
R40 | a contract with one offer | contract extent=A offers=1 | COMPETED_ONE_OFFER
R40 | a contract, offers unknown | contract extent=A | COMPETED_OFFERS_UNKNOWN
R40 | a purchase order, even where it names a parent | order kind=B fair=ONE offers=2 | COMPETED
R41 | a set-aside with two offers | contract extent=D offers=2 | COMPETED
R41 | a set-aside with one offer | contract extent=D offers=1 | COMPETED_ONE_OFFER
R41 | a set-aside, offers unknown | contract extent=D | COMPETED_OFFERS_UNKNOWN
R41 | urgent, yet several offers | contract extent=D offers=5 reason=URG | LIMITED
R62 | urgent after exclusion, yet one offer | contract extent=D offers=1 reason=URG | CONFLICT
R62 | urgent, yet full and open | contract extent=A offers=5 reason=URG | CONFLICT
R42 | a simplified purchase with two offers | contract extent=F offers=2 | COMPETED
R42 | a simplified purchase with one offer | contract extent=F offers=1 | COMPETED_ONE_OFFER
R42 | a simplified purchase, offers unknown | contract extent=F | COMPETED_OFFERS_UNKNOWN
R43 | a follow-on to a competed action | contract extent=E | FOLLOW_ON
R44 | only one source | contract extent=C reason=ONE | SOLE_SOURCE
R44 | only one source in an old code | contract extent=C reason=1G | SOLE_SOURCE
R44 | a follow-on contract | contract extent=C reason=FOC | FOLLOW_ON
R44 | urgency | contract extent=C reason=URG | NOT_COMPETED_URGENT
R44 | a sole-source set-aside | contract extent=C set_aside=8AN | SOLE_SOURCE_SET_ASIDE
R44 | a HUBZone award | contract extent=C reason=OTH set_aside=HZS | SOLE_SOURCE_SET_ASIDE
R44 | a statute alone | contract extent=C reason=OTH | NOT_COMPETED_OTHER
R44 | national security | contract extent=C reason=NS | NOT_COMPETED_OTHER
R44 | no reason recorded | contract extent=C | NOT_COMPETED_REASON_UNKNOWN
R44 | a reason that is in no list | contract extent=C reason=ZZZ | UNKNOWN
R45 | a reason that is in no list, not available | contract extent=B reason=ZZZ | UNKNOWN
R46 | a reason that is in no list, simplified | contract extent=G reason=ZZZ | UNKNOWN
R45 | a required source | contract extent=B reason=OTH | NOT_AVAILABLE
R45 | not available, no reason | contract extent=B | NOT_AVAILABLE
R45 | not available, yet one source | contract extent=B reason=UNQ | SOLE_SOURCE
R45 | not available, an 8(a) award | contract extent=B set_aside=8AN | SOLE_SOURCE_SET_ASIDE
R45 | not available, by an agreement | contract extent=B reason=IA | NOT_COMPETED_OTHER
R46 | a micro-purchase | contract extent=G reason=MPT | MICRO
R46 | a simplified set-aside to one | contract extent=G set_aside=SDVOSBS | SOLE_SOURCE_SET_ASIDE
R46 | simplified, not competed | contract extent=G reason=SP2 | NOT_COMPETED_SIMPLIFIED
R47 | an order's code on a contract | contract extent=CDO offers=3 | COMPETED
R47 | a not competed order's code on a contract | contract extent=NDO | NOT_COMPETED
R48 | a reason without an extent | contract reason=PDR | SOLE_SOURCE
R48 | urgency without an extent | contract reason=2A | NOT_COMPETED_URGENT
R48 | a statute without an extent | contract reason=RES | NOT_COMPETED_OTHER
R48 | a sole-source set-aside alone | contract set_aside=WOSBSS | SOLE_SOURCE_SET_ASIDE
R48 | one source solicited and nothing else | contract procedures=SSS | SOLE_SOURCE
R48 | nothing at all | contract | UNKNOWN
R61 | competed, yet a sole-source program | contract extent=D offers=2 set_aside=8AN | CONFLICT
R62 | competed, yet a reason for not competing | contract extent=A offers=2 reason=ONE | CONFLICT
R64 | competed, yet one source solicited | contract extent=A offers=2 procedures=SSS | CONFLICT
R64 | a competed call, yet one source solicited | call extent=F offers=2 procedures=SSS | CONFLICT
R66 | not competed, yet a competed set-aside | contract extent=C set_aside=8A reason=ONE | CONFLICT
"""
KINDS = {each.__name__: each for each in (action, contract, order, single, call, lost)}


def case(line: str) -> tuple[str, Row, str]:
    """A line of CASES: the sentence, the record, the class."""
    rule, sentence, record, name = (part.strip() for part in line.split("|"))
    kind, *cells = record.split()
    return f"{rule} {sentence}", KINDS[kind](**dict(cell.split("=") for cell in cells)), name


LISTED = [case(line) for line in CASES.strip().splitlines()]
EXPECTED = {sentence: name for sentence, _, name in LISTED}


@pytest.fixture(scope="module")
def awards() -> dict[str, dict[str, Any]]:
    """Every case as an award of its own, read at once; by sentence."""
    named = {
        row["contract_award_unique_key"] + str(n): (sentence, row)
        for n, (sentence, row, _) in enumerate(LISTED)
    }
    rows = [row | {"contract_award_unique_key": key} for key, (_, row) in named.items()]
    return {named[key][0]: award for key, award in classed(*rows).items()}


@pytest.mark.parametrize("sentence", EXPECTED)
def test_the_rule_that_reads(awards, sentence):
    award, expected = awards[sentence], EXPECTED[sentence]
    assert (award["competition_rule"], award["competition_class"]) == (
        sentence.split()[0],
        expected,
    )
    assert award["rates_class"] == expected
    assert award["own_class"] is None


def test_every_rule_of_the_table_is_tried_by_a_test():
    tried = {sentence.split()[0] for sentence in EXPECTED} | {"R1", "R2"}
    book = rules.load()
    of_classes = {rule.number for rows in book.sets.values() for rule in rows}
    assert of_classes | {c.number for c in book.conflicts if c.effect == "conflict"} == tried


def test_a_vehicle_is_a_vehicle_and_keeps_its_own_competition_r1():
    bought = read(vehicle(extent="C", reason="ONE"))
    assert (bought["competition_class"], bought["competition_rule"]) == ("VEHICLE", "R1")
    assert (bought["own_class"], bought["own_rule"]) == ("SOLE_SOURCE", "R44")
    assert bought["rates_class"] == "SOLE_SOURCE"


def test_a_bpa_on_a_schedule_is_read_by_fair_opportunity_r2():
    bought = read(vehicle(idv_type="E", extent="A", fair="ONE", parent="47EXAMPLE"))
    assert (bought["competition_class"], bought["competition_rule"]) == ("VEHICLE", "R2")
    assert (bought["own_class"], bought["own_rule"]) == ("SOLE_SOURCE", "R15")


def test_a_contradiction_in_a_vehicle_is_in_its_own_competition():
    bought = read(vehicle(extent="A", offers="2", reason="ONE"))
    assert (bought["competition_class"], bought["competition_rule"]) == ("VEHICLE", "R1")
    assert (bought["own_class"], bought["own_rule"]) == ("CONFLICT", "R62")
    assert bought["rates_class"] == "CONFLICT"


def test_a_rule_that_follows_another_says_which():
    inherited = read(single(extent="C", reason="ONE"))["competition_note"]
    assert inherited == "inherited from the vehicle, which has one holder; as R44"


def test_an_order_that_leaves_it_blank_inherits_from_the_vehicles_own_record_r27():
    award = read(single(), vehicle(extent="C", reason="ONE"))
    assert (award["competition_class"], award["competition_rule"]) == ("SOLE_SOURCE", "R27")
    assert award["extent_competed_code"] is None
    assert award["vehicle_extent_competed_code"] == "C"
    assert award["parent_held"] is True


def test_offers_are_taken_from_a_vehicle_with_one_holder():
    award = read(single(extent="A"), vehicle(extent="A", offers="3"))
    assert (award["competition_class"], award["competition_rule"]) == ("COMPETED", "R25")
    assert award["number_of_offers_received"] is None
    assert "offers_from_vehicle" in flags(award)


def test_a_fair_opportunity_code_under_one_holder_is_flagged_r25():
    assert "odd_fair_opportunity" in flags(read(single(extent="A", offers="2", fair="FAIR")))


def test_a_blank_kind_of_vehicle_is_looked_up_on_the_vehicles_record():
    award = read(lost(fair="FOO", extent="A"), vehicle(idv_type="C", many="M"))
    assert (award["competition_lane"], award["competition_rule"]) == ("order", "R17")
    assert award["parent_award_type_code"] == "C"
    assert award["parent_award_single_or_multiple_code"] == "M"
    assert award["parent_award_key"] == "CONT_IDV_70EXAMPLEIDV_7012"
    assert flags(award) == ["parent_looked_up"]


def test_a_vehicle_whose_holders_are_not_counted_does_not_class_its_orders():
    award = read(lost(), vehicle(extent="A", offers="3", many=""))
    assert (award["competition_class"], award["competition_rule"]) == ("UNKNOWN", "R36")
    assert award["parent_held"] is True
    assert "the vehicle's own record states full and open competition" in award["competition_note"]
    assert "vehicle_unknown" in flags(award)


@pytest.mark.parametrize("cells", [{}, {"kind": "C"}, {"extent": "A"}, {"fair": "FAIR"}])
def test_where_the_key_names_no_vehicle_none_is_spoken_of(cells):
    award = read(action(**cells))
    assert award["competition_rule"] in {"R37", "R38"}
    assert award["competition_lane"] == "no_vehicle"
    note = award["competition_note"] or ""
    for words in ("the vehicle", "kind of vehicle", "how the order", "this order"):
        assert words not in note
    assert "vehicle_unknown" not in flags(award)


def test_an_urgent_vehicle_with_several_offers_was_limited_and_no_contradiction():
    award = read(vehicle(extent="D", offers="5", reason="URG"))
    assert (award["competition_class"], award["own_class"]) == ("VEHICLE", "LIMITED")
    assert award["rates_class"] == "LIMITED"
    assert "under urgency (FAR 6.302-2(c)(2)" in award["competition_note"]


@pytest.mark.parametrize(
    ("code", "is_set_aside"), [("SBA", True), ("8A", True), ("NONE", False), ("", False)]
)
def test_a_set_aside_is_said_only_where_a_code_says_it_r41(code, is_set_aside):
    note = read(contract(extent="D", offers="2", set_aside=code))["competition_note"]
    assert ("as a set-aside" in note) == is_set_aside
    assert ("FAR 6.202" in note) != is_set_aside


def test_no_parent_is_no_parent_key():
    award = read(contract(extent="A", offers="2"))
    assert award["parent_award_key"] is None
    assert award["parent_held"] is False
    assert award["competition_note"] is None
    assert award["competition_flags"] == ""


@pytest.mark.parametrize("sentence", [name for name in EXPECTED if EXPECTED[name] == "CONFLICT"])
def test_a_contradiction_keeps_what_the_class_was_before(awards, sentence):
    award = awards[sentence]
    assert award["class_before_conflict"] in {"COMPETED", "COMPETED_ONE_OFFER", "SOLE_SOURCE"}
    assert award["rule_before_conflict"] in {"R40", "R41", "R30", "R44"}


def test_a_table_with_one_column_of_codes_is_enough():
    names = ("contract_award_unique_key", "award_type_code", "extent_competed_code")
    award = classed_with([contract(extent="E")], names)[0]
    assert (award["competition_class"], award["competition_rule"]) == ("FOLLOW_ON", "R43")


def test_a_key_that_begins_so_is_a_vehicle_even_without_the_flag():
    row = vehicle(extent="A", offers="2", award_or_idv_flag="")
    assert read(row)["competition_class"] == "VEHICLE"


def test_the_investigative_case_management_order_of_the_sample_is_sole_source():
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    key = "CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730"
    award = classed(*rows)[key]
    assert (award["competition_class"], award["competition_rule"]) == ("SOLE_SOURCE", "R15")
    assert award["extent_competed_code"] == "A"
    assert award["fair_opportunity_limited_sources_code"] == "ONE"


def coded(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(["", "QQ", *codes.table(name)])


ANY_CODES = st.fixed_dictionaries(
    {
        "extent": coded("extent_competed"),
        "fair": coded("fair_opportunity_limited_sources"),
        "reason": coded("other_than_full_and_open_competition"),
        "procedures": coded("solicitation_procedures"),
        "set_aside": coded("type_of_set_aside"),
        "offers": st.sampled_from(["", "0", "1", "2", "17", "?"]),
        "kind": st.sampled_from(["", "A", "B", "C", "D", "Q"]),
        "parent_type": st.sampled_from(["", "A", "B", "C", "D", "E", "Q"]),
        "parent_many": st.sampled_from(["", "M", "S", "Q"]),
        "award_or_idv_flag": st.sampled_from(["AWARD", "IDV"]),
        "idv_type": st.sampled_from(["", "B", "E"]),
    }
)


@settings(max_examples=10)
@given(st.lists(ANY_CODES, min_size=1, max_size=60))
def test_any_combination_of_codes_gives_one_class_by_one_rule(combinations):
    rows = [action(f"70EXAMPLE{n:04}", **cells) for n, cells in enumerate(combinations)]
    found = classed(*rows)
    assert set(found) == {row["contract_award_unique_key"] for row in rows}
    known = rules.load().classes
    for award in found.values():
        assert {award["competition_class"], award["rates_class"]} <= set(known)
        assert award["class_before_conflict"] in known
        assert award["competition_rule"].startswith("R")
        assert (award["own_class"] is None) == (award["competition_class"] != "VEHICLE")


@settings(max_examples=8)
@given(st.lists(ANY_CODES, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_never_changes_the_answer(combinations, chance: random.Random):
    days = ["2022-03-01", "2022-03-01", "2022-04-01"]
    rows = [
        action(f"70EXAMPLE{n % 3}", mod=str(n // 3), day=days[n % 3], **cells)
        for n, cells in enumerate(combinations)
    ]
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert classed(*shuffled) == classed(*rows)


def test_rows_without_a_key_of_their_own_give_one_answer_in_any_order():
    rows = [contract(extent=extent, mod="0") for extent in ("A", "C", "D", "F", "G", "B")]
    columns = [name for name in COLUMNS if name != "contract_transaction_unique_key"]
    assert classed_with(rows, columns) == classed_with(rows[::-1], columns)


def test_the_same_rules_compile_for_a_spark_cluster():
    columns = {name: "string" for name in contract(extent="A", offers="1")}
    sql = ibis.to_sql(classify(ibis.table(columns, name="transactions")), dialect="pyspark")
    assert "MIN_BY" in sql
