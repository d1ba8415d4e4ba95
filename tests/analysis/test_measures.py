"""Each measure of growth says what its definition says, and what it cannot tell is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import ibis.expr.types as ir
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import rules
from analysis.measures.actions import AWARD
from analysis.measures.growth import by_action
from analysis.measures.growth.change_orders import change_orders
from analysis.measures.growth.measures import OF_ACTIONS
from analysis.measures.growth.net_growth import UNTYPED, columns, net_growth
from analysis.measures.growth.obligations import obligation_growth, room_left
from analysis.measures.growth.options import exercised_options
from analysis.measures.growth.screens import screens, values
from analysis.measures.growth.speed import speed
from analysis.measures.growth.start import with_start
from analysis.measures.growth.time_growth import time_growth
from tests.builders import Row, action, transactions


def start(day: str = "2024-01-15", ceiling: str = "1000.00", **cells: str) -> Row:
    """A base action with a ceiling of a thousand dollars that obligates a tenth of it."""
    plain = {"federal_action_obligation": "100.00", "base_and_exercised_options_value": "100.00"}
    return action(action_date=day, base_and_all_options_value=ceiling, **{**plain, **cells})


def later(number: int, code: str = "B", ceiling: str = "0.00", **cells: str) -> Row:
    """A modification signed a year on; it obligates nothing unless said."""
    plain = {"federal_action_obligation": "0.00", "base_and_exercised_options_value": "0.00"}
    return action(
        mod=f"P{number:05}",
        action_type_code=code,
        base_and_all_options_value=ceiling,
        **{"action_date": "2025-01-15", **plain, **cells},
    )


def tables(*rows: Row) -> tuple[ir.Table, ir.Table]:
    """Actions with their start, and their awards."""
    actions = by_action.by_action(transactions(rows))
    first = actions.group_by(AWARD).aggregate(first_action_date=actions.action_date.min())
    awards = by_action.by_award(actions).join(first, AWARD)
    awards = awards.mutate(award_key=awards[AWARD])
    return with_start(actions, awards), awards


def measured(measure, *rows: Row) -> dict:
    """What a measure says of the one award of these actions."""
    started, awards = tables(*rows)
    [row] = measure(started if measure in OF_ACTIONS else awards).to_pyarrow().to_pylist()
    return row


# Net growth


def test_net_growth_is_split_by_the_kind_of_action_it_came_through():
    row = measured(
        net_growth,
        start(),
        later(1, "A", "500.00"),
        later(2, "B", "40.00"),
        later(3, "B", "10.00"),
        later(4, "C", "-18.00"),
        later(5, "", "7.00"),
    )
    parts = {name: usd for name, usd in row.items() if name != "award_key" and usd}
    assert parts == {
        "ceiling_growth_new_work_usd": Decimal("500.00"),
        "ceiling_growth_in_scope_usd": Decimal("50.00"),
        "ceiling_growth_funding_usd": Decimal("-18.00"),
        UNTYPED: Decimal("7.00"),
    }
    assert row["ceiling_growth_option_usd"] == 0


def test_a_part_whose_actions_state_no_change_is_missing_not_zero():
    row = measured(net_growth, start(), later(1, "B", ""), later(2, "G", "0.00"))
    assert row["ceiling_growth_in_scope_usd"] is None
    assert row["ceiling_growth_option_usd"] == 0


@pytest.mark.parametrize("base", [later(9), start(ceiling=""), start(ceiling="0.00")])
def test_without_a_start_there_is_no_part_of_a_growth(base):
    row = measured(net_growth, base, later(1, "A", "500.00"))
    assert {usd for name, usd in row.items() if name != "award_key"} == {None}


CENTS = st.decimals(-9_999_999, 9_999_999, places=2).map(str)
CHANGE = st.tuples(st.sampled_from(["", "?", *sorted(by_action.buckets())]), st.just("") | CENTS)


@settings(max_examples=25)
@given(st.lists(CHANGE, max_size=10))
def test_the_parts_add_up_to_the_net_growth(changes):
    rows = [start(), *(later(n, code, usd) for n, (code, usd) in enumerate(changes, 1))]
    started, awards = tables(*rows)
    [split] = net_growth(started).to_pyarrow().to_pylist()
    [award] = awards.to_pyarrow().to_pylist()
    parts = [split[name] or 0 for name in (*columns().values(), UNTYPED)]
    assert sum(parts) == award["ceiling_growth_usd"]


# Change orders


def test_change_order_growth_counts_only_rises_by_codes_d_and_l():
    row = measured(
        change_orders,
        start(),
        later(1, "D", "100.00"),
        later(2, "l", "50.00"),
        later(3, "D", "-70.00"),
        later(4, "A", "900.00"),
    )
    assert row["change_order_growth_usd"] == Decimal("150.00")
    assert row["change_order_growth_ratio"] == 1.15
    assert row["ceiling_breach"] is True
    assert row["change_orders_missing_because"] is None


def test_an_award_without_change_orders_has_no_ceiling_breach():
    row = measured(change_orders, start(), later(1, "A", "900.00"))
    assert row["change_order_growth_usd"] == 0
    assert row["ceiling_breach"] is False
    assert row["change_order_growth_ratio"] == 1


@pytest.mark.parametrize(
    "unclear",
    [later(2, "D", ""), later(2, "", ""), later(2, "", "5.00"), later(2, "?", "5.00")],
)
def test_where_an_action_may_be_a_change_order_no_breach_is_not_said(unclear):
    row = measured(change_orders, start(), later(1, "A", "900.00"), unclear)
    assert row["ceiling_breach"] is None
    assert row["change_orders_unclear"] == 1
    assert "may be a change order" in row["change_orders_missing_because"]
    with_one = measured(change_orders, start(), later(1, "D", "1.00"), unclear)
    assert with_one["ceiling_breach"] is True


def test_change_orders_without_the_base_action_are_missing_with_the_reason():
    row = measured(change_orders, later(1, "D", "100.00"))
    assert row["change_order_growth_usd"] is row["ceiling_breach"] is None
    assert row["change_orders_missing_because"] == "the base action is not held"


def test_change_orders_over_a_ceiling_of_zero_have_dollars_and_no_ratio():
    row = measured(change_orders, start(ceiling="0.00"), later(1, "D", "100.00"))
    assert row["change_order_growth_usd"] == Decimal("100.00")
    assert row["change_order_growth_ratio"] is None
    assert row["change_orders_missing_because"] == "the base action's ceiling is not positive"


# Options


def exercise(number: int, code: str, exercised: str, ceiling: str = "0.00") -> Row:
    return later(number, code, ceiling, base_and_exercised_options_value=exercised)


def test_options_are_what_b_c_and_g_exercise_without_raising_the_ceiling():
    row = measured(
        exercised_options,
        start(),
        exercise(1, "G", "200.00"),
        exercise(2, "B", "30.00", "-5.00"),
        exercise(3, "B", "400.00", "400.00"),
        exercise(4, "C", "-20.00"),
        exercise(5, "A", "60.00"),
    )
    assert row["exercised_options_usd"] == Decimal("230.00")
    assert row["initial_exercised_usd"] == Decimal("100.00")
    assert row["option_growth_ratio"] == pytest.approx(3.3)
    assert row["unexercised_options_at_start"] is True
    assert row["options_unclear"] == 0


@pytest.mark.parametrize(
    ("base", "answer"),
    [
        ({"base_and_exercised_options_value": "1000.00"}, False),
        ({"base_and_exercised_options_value": "0.00"}, None),
        ({"base_and_exercised_options_value": ""}, None),
        ({"ceiling": "0.00"}, None),
        ({"federal_action_obligation": "100.01"}, None),
    ],
)
def test_whether_options_were_left_at_the_start_is_told_only_from_sound_values(base, answer):
    assert measured(exercised_options, start(**base))["unexercised_options_at_start"] is answer


def test_an_option_that_does_not_state_its_value_is_missing_not_zero():
    row = measured(exercised_options, start(), exercise(1, "G", ""))
    assert row["exercised_options_usd"] is None
    assert row["options_unclear"] == 1
    assert "may exercise an option" in row["options_missing_because"]
    both = measured(exercised_options, start(), exercise(1, "G", ""), exercise(2, "G", "9.00"))
    assert (both["exercised_options_usd"], both["options_unclear"]) == (Decimal("9.00"), 1)


def test_an_action_of_no_known_type_leaves_open_whether_it_exercised_an_option():
    row = measured(exercised_options, start(), exercise(1, "", "9.00"), exercise(2, "?", "9.00"))
    assert row["exercised_options_usd"] == 0
    assert row["options_unclear"] == 2
    raised = measured(exercised_options, start(), exercise(1, "", "9.00", "9.00"))
    assert raised["options_unclear"] == 0


def test_options_have_no_ratio_over_a_base_that_exercised_nothing():
    base = start(base_and_exercised_options_value="0.00")
    row = measured(exercised_options, base, exercise(1, "G", "9.00"))
    assert row["option_growth_ratio"] is None
    assert row["options_missing_because"].startswith("the base action states no positive value")
    none = measured(exercised_options, exercise(1, "G", "9.00"))
    assert none["options_missing_because"] == "the base action is not held"


# Obligations and room


def test_obligations_grow_from_the_base_action_and_money_taken_back_counts_against_it():
    back = later(2, "K", federal_action_obligation="-50.00")
    row = measured(obligation_growth, start(), later(1, federal_action_obligation="300.00"), back)
    assert row["obligation_growth_usd"] == Decimal("250.00")
    assert row["obligation_growth_ratio"] == 3.5


@pytest.mark.parametrize(
    ("base", "reason"),
    [
        (later(9), "the base action is not held"),
        (start(federal_action_obligation=""), "the base action states no obligation"),
        (start(federal_action_obligation="0.00"), "the base action's obligation is not positive"),
    ],
)
def test_obligations_without_a_start_have_no_growth(base, reason):
    row = measured(obligation_growth, base, later(1, federal_action_obligation="300.00"))
    assert row["obligation_growth_usd"] is row["obligation_growth_ratio"] is None
    assert row["obligation_growth_missing_because"] == reason


def test_room_left_is_below_zero_where_more_is_obligated_than_the_ceiling():
    row = measured(room_left, start(), later(1, federal_action_obligation="1150.00"))
    assert row["room_left_usd"] == Decimal("-250.00")
    assert row["room_left_pct"] == -25


@pytest.mark.parametrize(
    ("base", "reason"),
    [
        (later(9), "the base action is not held"),
        (start(ceiling=""), "the base action states no ceiling"),
        (start(federal_action_obligation=""), "no action states an obligation"),
        (start(ceiling="0.00"), "the ceiling is not positive"),
    ],
)
def test_room_that_cannot_be_told_has_its_reason(base, reason):
    row = measured(room_left, base)
    assert row["room_left_pct"] is None
    assert row["room_left_missing_because"] == reason


# Time


def until(day: str) -> Row:
    return {"period_of_performance_potential_end_date": day}


def test_time_growth_is_from_the_first_potential_end_to_the_latest_not_the_furthest():
    row = measured(
        time_growth,
        start(period_of_performance_start_date="2024-02-01", **until("2025-01-31")),
        later(1, **until("2028-01-31")),
        later(2, **until("2027-01-31")),
        later(3),
    )
    assert row["first_potential_end_date"] == date(2025, 1, 31)
    assert row["latest_potential_end_date"] == date(2027, 1, 31)
    assert (row["planned_days"], row["time_growth_days"]) == (365, 730)
    assert row["time_growth_ratio"] == 3


def test_an_end_brought_forward_is_growth_below_zero():
    row = measured(time_growth, start(**until("2025-01-15")), later(1, **until("2024-07-15")))
    assert row["time_growth_days"] == -184


def test_a_vehicle_is_followed_by_its_last_day_to_order():
    first = start(award_or_idv_flag="IDV", ordering_period_end_date="2025-01-15")
    longer = later(1, award_or_idv_flag="IDV", ordering_period_end_date="2026-01-15")
    assert measured(time_growth, first, longer)["time_growth_days"] == 365


@pytest.mark.parametrize(
    ("base", "reason"),
    [
        (later(9, **until("2026-01-01")), "the base action is not held"),
        (start(), "the base action states no potential end"),
        (start(**until("2024-01-15")), "the potential end first stated is not after the start"),
    ],
)
def test_time_growth_without_a_first_end_has_its_reason(base, reason):
    row = measured(time_growth, base, later(1, **until("2026-06-01")))
    assert row["time_growth_ratio"] is None
    assert row["time_growth_missing_because"] == reason


# Speed


def spend(number: int, day: str, usd: str) -> Row:
    return later(number, "C", action_date=day, federal_action_obligation=usd)


def test_speed_is_the_days_until_obligations_reach_each_part_of_the_first_ceiling():
    row = measured(
        speed,
        start(),
        spend(1, "2024-01-25", "150.00"),
        spend(2, "2024-03-15", "499.99"),
        spend(3, "2024-03-16", "0.01"),
        spend(4, "2024-12-31", "250.00"),
    )
    assert row["reached_25_pct_days"] == 10
    assert row["reached_50_pct_days"] == 60
    assert row["reached_75_pct_days"] == 61
    assert row["reached_100_pct_days"] == 351
    assert row["passed_initial_ceiling_days"] is None


def test_all_of_the_ceiling_at_once_takes_no_days_and_taking_it_back_does_not_undo_it():
    row = measured(
        speed,
        start(federal_action_obligation="1000.00"),
        spend(1, "2024-01-16", "0.01"),
        spend(2, "2024-01-17", "-900.00"),
    )
    assert row["reached_25_pct_days"] == row["reached_100_pct_days"] == 0
    assert row["passed_initial_ceiling_days"] == 1


def test_a_part_of_an_odd_ceiling_is_met_to_the_cent():
    exact = start(ceiling="100.12", federal_action_obligation="75.09")
    short = start(ceiling="100.12", federal_action_obligation="75.08")
    assert measured(speed, exact)["reached_75_pct_days"] == 0
    assert measured(speed, short)["reached_75_pct_days"] is None


def test_money_that_is_not_stated_reaches_nothing_on_its_day():
    row = measured(speed, start(), spend(1, "2024-01-20", ""), spend(2, "2024-01-25", "150.00"))
    assert row["reached_25_pct_days"] == 10


@pytest.mark.parametrize("ceiling", ["", "0.00"])
def test_without_a_first_ceiling_there_is_no_speed(ceiling):
    row = measured(speed, start(ceiling=ceiling), spend(1, "2024-01-25", "150.00"))
    assert row["reached_25_pct_days"] is row["passed_initial_ceiling_days"] is None
    assert "the base action" in row["speed_missing_because"]


# Screens


@pytest.mark.parametrize(
    ("rows", "marks"),
    [
        ([start(), later(1, "A", "900.00")], ""),
        ([later(1, "A", "900.00")], "NO_BASE"),
        ([start(ceiling="")], "NO_BASE"),
        ([start(ceiling="1.00"), later(1)], "BASE_OF_A_DOLLAR"),
        ([start(ceiling="0.00"), later(1)], "BASE_OF_A_DOLLAR"),
        ([start(ceiling="1.01"), later(1)], ""),
        ([start(ceiling="300000000.00"), later(1, "A", "249999999.99")], ""),
        ([start(ceiling="300000000.00"), later(1, "A", "250000000.00")], "JUMP_250_MILLION"),
        ([start(ceiling="300000000.00"), later(1, "E", "-250000000.00")], "JUMP_250_MILLION"),
        (
            [start(ceiling="300000000.00"), *(later(n, "A", "130000000.00") for n in (1, 2))],
            "JUMP_250_MILLION",
        ),
        ([start(), later(1, "A", "10000.00")], ""),
        ([start(), later(1, "A", "10000.01")], "TENFOLD_WITHOUT_OBLIGATIONS"),
        ([start(federal_action_obligation="5501.00"), later(1, "A", "10000.01")], ""),
        ([start(), later(1, "G", "300.00"), later(2, "K", "-150.00")], "LATER_REVERSED"),
        ([start(), later(1, "G", "300.00"), later(2, "K", "-149.99")], ""),
        ([start(), later(1, "F", "-900.00")], ""),
    ],
)
def test_a_screen_marks_what_its_row_says(rows, marks):
    assert measured(screens, *rows)["screens"] == marks


def test_several_screens_stand_side_by_side():
    row = measured(screens, start(), later(1, "A", "300000000.00"), later(2, "C", "-300000000"))
    assert row["screens"] == "JUMP_250_MILLION|LATER_REVERSED"


def test_every_screen_of_the_table_is_computed():
    assert set(values()) == {row["screen"] for row in rules.rows("screens.csv")}
    one = measured(screens, start(ceiling=""))
    assert one["screens"] in values()


AWARD_ROWS = st.lists(st.tuples(st.sampled_from(["0", "P00001"]), CENTS | st.just("")), max_size=3)


@settings(max_examples=15)
@given(st.lists(AWARD_ROWS, min_size=1, max_size=4))
def test_no_measure_drops_an_award(awards):
    rows = [
        action(f"70TEST24C{award:08}", mod, transaction_number=str(n), base_and_all_options_value=c)
        for award, actions in enumerate(awards)
        for n, (mod, c) in enumerate(actions)
    ] or [action()]
    started, _ = tables(*rows)
    keys = sorted({row["contract_award_unique_key"] for row in rows})
    for measure in OF_ACTIONS:
        table = measure(started).select("award_key").to_pyarrow()
        assert sorted(table["award_key"].to_pylist()) == keys
