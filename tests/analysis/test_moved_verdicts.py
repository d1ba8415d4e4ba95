"""One award under two numbers: found where the evidence is whole, asked where it is not."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from analysis.measures.moved_verdicts import judge
from analysis.rules import BrokenRules
from analysis.rules.moved_awards import moving_codes, ties
from tests.analysis.lineage import idv, order
from tests.analysis.moved import Resolved, changed, key, resolved, start, step, tie

D = Decimal


def both(end: str, *more: dict[str, str], old: str = "70OLD", new: str = "70NEW") -> list:
    """A base action and a modification under two numbers of one vendor."""
    rows = []
    for piid in (old + end, new + end):
        rows += [start(piid), step(piid, "P00001", "2024-02-01", "200.00", "C")]
    return [*rows, *more]


OF_VEHICLE = {"recipient_uei": "UEIORDERS", "federal_action_obligation": "0.00"}
ROWS = [
    # the number was changed, and the award goes on
    *both("000001", changed("70NEW000001"), step("70NEW000001", "P00010", "2024-07-01", "50.00")),
    # two awards alike, and no number was changed
    *both("000002"),
    # taken back under one number and given under the other
    start("70OLD000003", "300.00"),
    step("70OLD000003", "P00001", "2024-05-01", "-300.00", "T"),
    start("70NEW000003", "300.00", "2024-05-11"),
    # two strangers: one loses a part of its money, the other begins with as much
    start("70OLD000014", "5000.00", recipient_uei="UEISTRANGE14"),
    step("70OLD000014", "P00001", "2024-05-01", "-40.00", "T", recipient_uei="UEISTRANGE14"),
    start("70NEW000014", "40.00", "2024-05-11", recipient_uei="UEISTRANGE14"),
    # three alike, of which one was changed
    *(start(piid + "000004") for piid in ("70ONE", "70TWO", "70NEW")),
    changed("70NEW000004"),
    # the new number lacks money that the old one has in the same days
    *both("000005", changed("70NEW000005"), step("70OLD000005", "P00002", "2024-03-01", "7.00")),
    # the same day and obligation, and another ceiling
    start("70OLD000006"),
    start("70NEW000006", base_and_all_options_value="9999.00"),
    changed("70NEW000006"),
    # the same day and amounts, and another text
    start("70OLD000007", transaction_description="SEDANS"),
    start("70NEW000007", transaction_description="TENTS"),
    changed("70NEW000007"),
    # both go on alike after the change
    *both("000008", changed("70NEW000008", "2024-01-20")),
    # what both have was given back under the later number
    *both("000009", changed("70NEW000009"), step("70NEW000009", "P00010", "2024-08-01", "-1200.0")),
    # the old file has no UEI, and the vendor's name has one only
    start("70OLD000010", recipient_uei="", recipient_name="EXAMPLE TENTS INC"),
    start("70NEW000010", recipient_name="EXAMPLE TENTS INC"),
    changed("70NEW000010"),
    # two changes of number, all three held
    *(start(piid + "000011") for piid in ("70ONE", "70TWO", "70NEW")),
    changed("70TWO000011", "2024-03-01", "P00008"),
    changed("70NEW000011", "2024-03-01", "P00008"),
    changed("70NEW000011"),
    # the later number begins with the sum of the earlier
    start("70OLD000013", "600.00"),
    step("70OLD000013", "P00001", "2024-02-01", "100.00", "C"),
    start("70NEW000013", "700.00", "2024-06-01", code="T"),
    # the vehicle's number was changed, and so the keys of its orders
    idv("70NEW000012", **OF_VEHICLE, action_type_code="S", action_date="2024-06-01"),
    order("0001", "70OLD000012", "5.00", recipient_uei="UEIORDERS"),
    order("0001", "70NEW000012", "5.00", recipient_uei="UEIORDERS"),
    order("0002", "70NEW000012", "5.00", recipient_uei="UEIORDERS"),
]  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Resolved:
    return resolved(ROWS)


@pytest.mark.parametrize(
    ("end", "status", "why"),
    [
        ("01", "by rule", ""),
        ("03", "by rule", ""),
        ("04", "possible", "3 awards are alike"),
        ("05", "possible", "1 of the actions with money in the days of both"),
        ("06", "possible", "ceiling changes of 1 of them differ"),
        ("07", "possible", "texts of the actions differ"),
        ("08", "possible", "alike after the last change of number, 2024-01-20"),
        ("09", "possible", "taken back under the later number"),
        ("10", "by rule", ""),
        ("11", "by rule", ""),
        ("14", "possible", "money is left under the earlier number"),
        ("13", "possible", "the sum of several actions is one event with none of them"),
    ],
)
def test_a_pair_stands_only_where_its_evidence_is_whole(found, end, status, why):
    rows = [row for row in found.moved if row["later_piid"].endswith(f"0000{end}")]
    assert rows
    assert {row["status"] for row in rows} == {status}
    assert all(why in (row["open_because"] or "") for row in rows)
    assert {bool(row["award_key"]) for row in rows} == {status == "by rule"}


def test_two_awards_alike_without_a_change_of_number_are_two(found):
    assert not [row for row in found.moved if row["later_piid"].endswith("000002")]
    assert found.sums["70OLD000002"] == found.sums["70NEW000002"] == D("1200.00")


def test_each_event_of_a_moved_award_counts_once_and_the_rest_stays(found):
    sums = found.sums
    assert sums["70NEW000001"] == D("1250.00")
    assert "70OLD000001" not in sums
    # both actions count, and net out
    assert sums["70NEW000003"] == D("300.00")
    assert sums["70NEW000010"] == sums["70NEW000011"] == D("1000.00")
    for end in ("04", "05", "06", "07", "08", "09"):
        assert {f"70NEW0000{end}"} < {piid for piid in sums if piid.endswith(f"0000{end}")}
    assert len(found.left_out) == 2 + 1 + 3 + 1


def test_a_refused_tie_is_two_awards():
    found = resolved(ROWS[:6], judged=[tie("70OLD000001", "70NEW000001", "rejected")])
    assert found.said == {("70OLD000001", "70NEW000001", "rejected", None)}
    assert found.sums == {"70OLD000001": D("1200.00"), "70NEW000001": D("1250.00")}


def test_a_sum_that_was_carried_over_counts_once_where_a_person_says_so():
    rows = [row for row in ROWS if row["award_id_piid"].endswith("000013")]
    found = resolved(rows, judged=[tie("70OLD000013", "70NEW000013")])
    assert found.sums == {"70NEW000013": D("700.00")}
    assert found.left_out == ["7012_-NONE-_70NEW000013_0_-NONE-_0"]


def test_a_confirmed_tie_is_one_award_without_a_change_of_number():
    found = resolved(both("000002"), judged=[tie("70NEW000002", "70OLD000002")])
    assert found.said == {("70NEW000002", "70OLD000002", "confirmed", key("70OLD000002"))}
    assert found.sums == {"70OLD000002": D("1200.00")}


@pytest.mark.parametrize("held", ["70OLD000001", "70NEW000001"])
def test_a_confirmed_tie_to_a_number_that_is_not_held_leads_to_the_award(held):
    found = resolved([start(held)], judged=[tie("70OLD000001", "70NEW000001")])
    assert found.said == {("70OLD000001", "70NEW000001", "confirmed", key(held))}


def test_a_verdict_on_awards_that_are_not_held_is_passed_over():
    assert not judge([], [], [tie("70OLD000001", "70NEW000001")])


def test_a_number_that_its_publisher_withdrew_leads_to_the_one_it_became():
    rows = both("000001")
    found = resolved([*rows[2:], changed("70NEW000001")], gone=rows[:2])
    assert found.said == {("70OLD000001", "70NEW000001", "by rule", key("70NEW000001"))}
    assert [row["earlier_held"] for row in found.moved] == [False]
    assert found.sums == {"70NEW000001": D("1200.00")}
    assert not found.left_out


def test_nothing_is_lost_and_nothing_made_whatever_moves():
    """What is counted and what is left out add up to what is held, and each copy has its like."""
    dice = random.Random(18)
    rows = []
    for n in range(60):
        old, new = f"70OLD{n:06}", f"70NEW{n:06}"
        steps = [
            (f"P{m:05}", f"2024-{m + 1:02}-01", f"{dice.randint(-3, 3)}.00") for m in range(1, 6)
        ]
        rows += [start(old, "5.00"), *(step(old, *each) for each in steps if dice.random() < 0.8)]
        rows += [start(new, "5.00"), *(step(new, *each) for each in steps if dice.random() < 0.9)]
        if dice.random() < 0.7:
            rows.append(changed(dice.choice((old, new)), "2024-09-01", code=dice.choice("ST")))
    found = resolved(rows)
    held = {row["contract_transaction_unique_key"]: row for row in rows}
    usd = {name: D(row["federal_action_obligation"]) for name, row in held.items()}
    assert {row["status"] for row in found.moved} == {"by rule", "possible"}
    assert len(found.left_out) > 5
    assert sum(found.sums.values()) + sum(usd[name] for name in found.left_out) == sum(usd.values())
    counted = found.actions.to_pyarrow()["contract_transaction_unique_key"].to_pylist()
    assert sorted([*counted, *found.left_out]) == sorted(held)
    for name in found.left_out:
        like = name.replace("70OLD", "70ANY").replace("70NEW", "70OLD").replace("70ANY", "70NEW")
        assert usd[like] == usd[name]
        assert like in counted


def test_an_order_moves_with_its_vehicle_and_another_order_of_that_day_does_not(found):
    [row] = [row for row in found.moved if row["later_piid"] == "0001"]
    assert row["status"] == "by rule"
    assert row["earlier_key"] == "CONT_AWD_0001_7012_70OLD000012_7012"
    assert row["moving_key"].startswith("7012_-NONE-_70NEW000012_")
    assert found.sums["0001"] == found.sums["0002"] == D("5.00")


HEADER = "earlier,later,verdict,because,source,since,by\n"
ROW = f"{key('A')},{key('B')},confirmed,x,x,2026-11,me\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (ROW.replace("confirmed", "maybe"), "line 2: verdict 'maybe' is none of"),
        (ROW.replace(key("B"), key("A")), "line 2: an award does not move to its own key"),
        (ROW.replace(key("B"), "CONT_IDV_B_7012"), "line 2: a vehicle does not become an order"),
        (ROW.replace(",x,x,", ",,x,"), "line 2: because is empty"),
        (ROW.replace(key("B"), "B"), "line 2: later 'B' is no award key"),
        (ROW * 2, "line 3: repeats moved_awards.csv, line 2"),
        (ROW + ROW.replace("confirmed", "rejected"), "line 3: contradicts"),
        (
            ROW + f"{key('B')},{key('C')},confirmed,x,x,2026-11,me\n"
            f"{key('C')},{key('A')},confirmed,x,x,2026-11,me\n",
            "the award comes back to",
        ),
    ],
)  # fmt: skip
def test_a_broken_table_of_ties_is_refused_by_line(tmp_path, text, says):
    (tmp_path / "moved_awards.csv").write_text(HEADER + text, "utf-8")
    with pytest.raises(BrokenRules, match=says):
        ties(tmp_path / "moved_awards.csv")


def test_the_tables_as_they_are_can_be_read():
    assert moving_codes() == ("S", "T")
    assert isinstance(ties(), tuple)
