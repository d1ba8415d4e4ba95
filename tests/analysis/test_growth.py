"""Growth is told action by action, from changes; what is not stated stays missing."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.actions import in_order
from analysis.measures.growth import by_action
from fetch import codes
from tests.builders import action, transactions


def ordered(*rows) -> list[str]:
    frame = in_order(transactions(rows)).order_by("order_in_award").execute()
    return list(frame["modification_number"])


def award(*rows) -> dict:
    """The one award of these actions."""
    table = by_action.by_award(by_action.by_action(transactions(rows)))
    [row] = table.to_pyarrow().to_pylist()
    return row


def actions(*rows) -> list[dict]:
    table = by_action.by_action(transactions(rows)).order_by("order_in_award")
    return table.to_pyarrow().to_pylist()


def stated(*rows) -> dict:
    [row] = (
        by_action.stated_totals(by_action.by_action(transactions(rows))).to_pyarrow().to_pylist()
    )
    return row


def test_modifications_of_one_day_stand_in_their_natural_order():
    mods = ["P00010", "P00002", "0", "10", "2", "A00001", "P00001"]
    assert ordered(*(action(mod=mod) for mod in mods)) == [
        "0",
        "2",
        "10",
        "A00001",
        "P00001",
        "P00002",
        "P00010",
    ]


def test_the_longest_numbers_keep_their_order():
    mods = ["1000000000000001", "999999999999999", "0"]
    assert ordered(*(action(mod=mod) for mod in mods)) == ["0", mods[1], mods[0]]


def test_the_day_comes_first_then_the_transaction_number_then_the_modification():
    rows = [
        action(mod="P00009", action_date="2024-01-16"),
        action(mod="P00003", transaction_number="1"),
        action(mod="P00007", transaction_number="0"),
        action(mod="P00001", transaction_number="10"),
        action(mod="P00002", action_date="2023-01-01"),
        action(mod="0", transaction_number="5"),
    ]
    assert ordered(*rows) == ["P00002", "0", "P00007", "P00003", "P00001", "P00009"]


@settings(max_examples=20)
@given(st.permutations(["0", "P00001", "P00002", "P00010", "P00100", "AB001"]))
def test_the_order_does_not_depend_on_the_order_of_the_rows(mods):
    assert ordered(*(action(mod=mod) for mod in mods)) == [
        "0",
        "AB001",
        "P00001",
        "P00002",
        "P00010",
        "P00100",
    ]


def test_growth_is_the_sum_of_changes_not_the_running_totals():
    row = award(
        action(
            mod="0",
            federal_action_obligation="100.00",
            base_and_all_options_value="400.00",
            total_dollars_obligated="999.00",
            potential_total_value_of_award="999.00",
        ),
        action(
            mod="P00001",
            federal_action_obligation="-30.55",
            base_and_all_options_value="200.00",
            potential_total_value_of_award="999.00",
        ),
    )
    assert row["obligated_usd"] == Decimal("69.45")
    assert row["initial_ceiling_usd"] == Decimal("400.00")
    assert row["ceiling_usd"] == Decimal("600.00")
    assert row["ceiling_growth_usd"] == Decimal("200.00")
    assert row["ceiling_growth_ratio"] == 1.5
    assert row["room_left_usd"] == Decimal("530.55")


@pytest.mark.parametrize(
    ("base", "reason"),
    [
        ({"mod": "P00001"}, "the base action is not held"),
        ({"base_and_all_options_value": ""}, "the base action states no ceiling"),
        ({"base_and_all_options_value": "0.00"}, "the base action's ceiling is not positive"),
        ({"base_and_all_options_value": "-5.00"}, "the base action's ceiling is not positive"),
    ],
)
def test_growth_without_a_start_is_missing_with_the_reason(base, reason):
    row = award(action(**base), action(mod="P00002"))
    assert row["ceiling_growth_ratio"] is None
    assert row["ceiling_growth_usd"] is None
    assert row["ceiling_growth_missing_because"] == reason


def test_a_ceiling_whose_start_is_not_known_is_missing_not_a_sum_of_the_rest():
    row = award(action(base_and_all_options_value=""), action(mod="P00001"))
    assert row["ceiling_usd"] is None
    assert row["ceiling_growth_usd"] is None
    assert row["obligated_usd"] == Decimal("2000.00")


def test_a_change_that_is_not_stated_is_missing_and_the_next_cumulates_what_is():
    rows = actions(
        action(mod="0", base_and_all_options_value="100.00"),
        action(mod="P00001", base_and_all_options_value="", federal_action_obligation=""),
        action(mod="P00002", base_and_all_options_value="50.00"),
    )
    assert [row["ceiling_change_usd"] for row in rows] == [
        Decimal("100.00"),
        None,
        Decimal("50.00"),
    ]
    assert [row["cumulative_ceiling_usd"] for row in rows] == [
        Decimal("100.00"),
        None,
        Decimal("150.00"),
    ]
    assert [row["cumulative_obligated_usd"] for row in rows] == [
        Decimal("1000.00"),
        None,
        Decimal("2000.00"),
    ]


def test_an_award_that_states_no_obligation_at_all_has_none_not_zero():
    row = award(action(federal_action_obligation=""))
    assert row["obligated_usd"] is None
    assert row["obligations_missing"] == 1


def test_two_transactions_of_the_base_action_are_added_to_one_start():
    row = award(
        action(mod="0", transaction_number="0", base_and_all_options_value="100.00"),
        action(mod="0", transaction_number="1", base_and_all_options_value="20.00"),
    )
    assert row["initial_ceiling_usd"] == Decimal("120.00")


def test_every_action_type_that_the_government_publishes_has_a_bucket():
    assert set(by_action.buckets()) == set(codes.table("action_type"))


def test_an_action_falls_into_the_bucket_of_its_type():
    rows = actions(
        action(mod="0", action_type_code="A"),
        action(mod="P00001", action_type_code="a "),
        action(mod="P00002", action_type_code="G"),
        action(mod="P00003", action_type_code=""),
        action(mod="P00004", action_type_code="?"),
    )
    assert [row["growth_bucket"] for row in rows] == ["initial", "new work", "option", None, None]


def test_the_records_latest_totals_are_compared_with_the_actions_signed_by_then():
    row = stated(
        action(
            mod="0",
            total_dollars_obligated="1000.00",
            potential_total_value_of_award="5000.00",
            last_modified_date="2024-01-15",
        ),
        action(
            mod="P00001",
            action_date="2024-03-01",
            total_dollars_obligated="2500.00",
            potential_total_value_of_award="10000.00",
            last_modified_date="2024-03-02",
        ),
        action(mod="P00002", action_date="2024-09-01"),
    )
    assert row["stated_on"] == date(2024, 3, 2)
    assert row["stated_obligated_usd"] == Decimal("2500.00")
    assert row["stated_compared_obligated_usd"] == Decimal("2000.00")
    assert row["stated_compared_ceiling_usd"] == Decimal("10000.00")
    assert row["actions_after_totals"] == 1


def test_totals_cannot_be_compared_with_a_sum_that_has_a_hole():
    row = stated(
        action(mod="0", total_dollars_obligated="1000.00", potential_total_value_of_award="5.00"),
        action(mod="P00001", base_and_all_options_value=""),
    )
    assert row["stated_compared_ceiling_usd"] is None
    assert row["stated_compared_obligated_usd"] == Decimal("2000.00")


AMOUNT = st.decimals(-99_999_999, 99_999_999, places=2).map(str)


@settings(max_examples=30)
@given(st.lists(st.tuples(AMOUNT, AMOUNT), min_size=1, max_size=8), st.randoms())
def test_the_sum_of_changes_is_the_cumulative_end(changes, dice: random.Random):
    rows = [
        action(
            mod="0" if number == 0 else f"P{number:05}",
            federal_action_obligation=obligated,
            base_and_all_options_value=ceiling,
        )
        for number, (obligated, ceiling) in enumerate(changes)
    ]
    dice.shuffle(rows)
    last = actions(*rows)[-1]
    total = award(*rows)
    assert last["cumulative_obligated_usd"] == total["obligated_usd"]
    assert last["cumulative_ceiling_usd"] == total["ceiling_usd"]
    assert total["obligated_usd"] == sum(Decimal(obligated) for obligated, _ in changes)
    assert total["ceiling_usd"] == sum(Decimal(ceiling) for _, ceiling in changes)
