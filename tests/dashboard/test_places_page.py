"""The map of places: classes of ten times, nothing drawn that is not known."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.charts import base, states, theme
from dashboard.pages.places import page
from dashboard.pages.places import places_request as places
from dashboard.pages.registry import view_of
from tests import sample_size
from tests.dashboard.checked import checked
from tests.dashboard.elements import said

OUTLINES = Path(theme.__file__).parents[1] / "assets" / "outlines" / "usa_110m.json"


def found(**usd: str | None) -> pd.DataFrame:
    """States and what is obligated in each."""
    return pd.DataFrame(
        [
            {
                "state": state,
                "name": f"the state {state}",
                "obligated_usd": None if amount is None else Decimal(amount),
                "awards": 2,
                "share_of_all": None,
            }
            for state, amount in usd.items()
        ]
    )


def drawn(**usd: str | None) -> dict[str, list[str]]:
    """By the words of a class the states in it."""
    figure = checked(states.states(found(**usd), "A map", "Source, as of 2024-06-01."))
    return {trace.name: list(trace.locations) for trace in figure.data}


def test_every_state_and_the_district_of_columbia_has_an_outline_that_is_ours():
    held = json.loads(OUTLINES.read_text("utf-8"))
    codes = {each["id"] for each in held["objects"]["subunits"]["geometries"]}
    assert codes == set(states.drawn())
    assert len(codes) == 51
    assert OUTLINES.stat().st_size < 150_000
    assert base.CONFIG["topojsonURL"] == "/assets/outlines/"


def test_states_are_in_classes_of_ten_times_and_each_is_drawn_once():
    classes = drawn(VA="25000000.00", TX="2500000.00", MD="9999999.99", NY="0.00", CA="-1.00")
    assert classes["$10 million or more"] == ["VA"]
    assert classes["$1 million to $10 million"] == ["TX", "MD"]
    assert classes["under $10,000"] == ["NY"]
    assert classes["taken back, net"] == ["CA"]
    assert sum(map(len, classes.values())) == 51


def test_a_state_without_an_amount_has_no_colour_and_is_not_zero():
    classes = drawn(VA="10.00", TX=None)
    assert classes["not stated"] == ["TX"]
    assert len(classes["none held"]) == 49


def test_what_has_no_outline_is_passed_over_by_the_map():
    assert "PR" not in {code for codes in drawn(VA="1.00", PR="5.00").values() for code in codes}


@pytest.mark.parametrize("greatest", ["0", "-5", "99.99", "12345678901.23"])
def test_the_classes_rise_and_end_under_the_greatest(greatest):
    edges = states.edges(Decimal(greatest))
    assert edges == sorted(set(edges))
    assert len(edges) == states.STEPS
    assert edges[-1] <= max(Decimal(greatest), Decimal(10_000))


def test_an_address_that_names_another_side_or_place_falls_back(sample):
    asked = places.read(sample, "?side=moon&by=galaxy&rules=csis")
    assert (asked.state("side"), asked.state("by")) == ("performance", "state")
    assert asked.filters.of("rules") == ()


def test_the_rows_to_take_are_the_rows_that_are_shown(sample):
    sheet: Any = view_of("places").sheet(sample, "side=vendor")
    assert sheet.frame["obligated_usd"].sum() == Decimal(sample_size.OBLIGATED)
    assert "never added" in sheet.definition


def test_a_view_that_holds_nothing_says_so_and_shows_the_way_out(sample):
    bar, results = page.PAGE.view(sample, "?component=USCIS&fy=2011")
    assert "no actions" in said(bar)
    assert "No action held has component USCIS" in str(results[0])


def test_a_place_that_there_is_not_is_a_sentence(sample):
    _, results = page.PAGE.view(sample, "?at=!")
    assert "names no place" in str(results[0])
