"""The squares of the districts: one a seat, none over another, nothing drawn that is not known."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from dashboard.charts import districts, states
from fetch import codes
from tests.dashboard.checked import checked


def found(**usd: str | None) -> pd.DataFrame:
    """Districts and what is obligated in each; `VA_08` is the district VA-08."""
    return pd.DataFrame(
        [
            {
                "district": name.replace("_", "-"),
                "name": f"the district {name}",
                "obligated_usd": None if amount is None else Decimal(amount),
                "awards": 2,
                "share_of_all": None,
                "address": f"/places?at={name}",
            }
            for name, amount in usd.items()
        ]
    )


def drawn(**usd: str | None) -> dict[str, int]:
    """By the words of a class how many squares it has."""
    made = districts.districts(found(**usd), "A map", "Source, as of 2024-06-01.")
    return {trace.name: len(trace.x) for trace in checked(made).data}


def test_the_house_has_435_seats_and_the_capital_a_delegate():
    assert sum(int(row["seats"]) for row in codes.table("seats").values()) == 435
    assert len(districts.drawn()) == 436
    assert {code[:2] for code in districts.drawn()} == set(states.drawn())
    assert {"CA-52", "WY-00", "DC-98"} <= set(districts.drawn())
    assert not {"CA-00", "CA-53", "WY-01"} & set(districts.drawn())


def test_no_block_with_its_name_stands_on_that_of_another_state():
    spots, boxes = districts.squares(), {}
    assert len(set(spots.values())) == len(spots)
    for state, (left, top) in districts.blocks().items():
        mine = [spot for code, spot in spots.items() if code.startswith(state)]
        foot, right = min(y for _, y in mine), max(x for x, _ in mine)
        boxes[state] = (left, right + 1, foot, top + 1)  # a name stands above its squares
    for one, (left, right, foot, top) in boxes.items():
        for other, (left_of, right_of, foot_of, top_of) in boxes.items():
            apart = right <= left_of or right_of <= left or top <= foot_of or top_of <= foot
            assert one == other or apart, (one, other)


def test_districts_are_in_classes_of_ten_times_and_each_is_drawn_once():
    classes = drawn(VA_08="25000000.00", VA_11="2500000.00", TX_01="-1.00", AK_00=None)
    assert classes["$10 million or more"] == 1
    assert classes["$1 million to $10 million"] == 1
    assert classes["taken back, net"] == 1
    assert classes["not stated"] == 1
    assert sum(classes.values()) == 436


def test_what_is_no_seat_of_the_house_is_passed_over_by_the_squares():
    assert drawn(TX_90="5.00", NY_27="1.00", VA_08="3.00")["none held"] == 435


def test_a_square_leads_to_the_awards_of_its_district():
    made = districts.districts(found(VA_08="3.00"), "A map", "Source.")
    [ids] = [trace["ids"] for trace in made.data if "ids" in trace]
    assert ids == ["/places?at=VA_08"]
