"""The grid of all awards: what an address asks of it, and what it cannot show."""

from __future__ import annotations

import pytest

from dashboard.components import grid
from dashboard.pages.explore import page as explore
from dashboard.url import grid_state
from fetch.errors import WrongChoice
from tests.dashboard.elements import links


@pytest.mark.parametrize(
    "narrowed",
    [
        (("recipient_name", "contains", "example"),),
        (("obligated_usd", "above", 100),),
        (("obligated_usd", "from", 1), ("obligated_usd", "to", 2.5)),
        (("first_action_date", "below", "2024-01-01 00:00:00"), ("piid", "contains", "70")),
    ],
)
def test_what_the_grid_shows_is_what_it_asks_again(narrowed):
    model = grid.model_of(narrowed)
    again = [(name, *each) for name in model for each in grid.conditions(model[name])]
    assert sorted(again) == sorted(narrowed)
    assert grid.unshown(narrowed) == []


@pytest.mark.parametrize(
    "narrowed",
    [
        (("piid", "contains", "70CTD"), ("piid", "contains", "FR")),
        (("obligated_usd", "from", 1),),
        (("obligated_usd", "above", "1"),),
        (("piid", "above", "70"),),
        (("award_kind", "contains", "IDV"),),
    ],
)
def test_what_the_grid_cannot_show_whole_is_not_shown_in_part(narrowed):
    assert grid.model_of(narrowed) == {}
    assert grid.unshown(narrowed) == [narrowed[0][0]]


@pytest.mark.parametrize("narrow", ["x", '[["nothing", "above", 1]]', '[["piid"]]', "[1]"])
def test_narrowed_columns_of_another_form_are_a_wrong_choice(narrow):
    with pytest.raises(WrongChoice):
        grid_state.narrowed_of(narrow)


@pytest.mark.parametrize(
    ("search", "remark"),
    [
        ("?sort=nonsense", "There is no column to sort by “nonsense” here"),
        ("?group=zzz", "There is no way to group “zzz” here"),
    ],
)
def test_an_order_or_a_group_that_there_is_not_is_remarked(sample, search, remark):
    bar, results = explore.PAGE.view(sample, search)
    assert remark in str(bar)
    assert "id='grid'" in str(results)


def test_groups_of_columns_narrowed_to_nothing_say_so_and_how_to_widen_them(sample):
    search = '?group=vendor&narrow=[["piid","contains","zzzz"]]'
    _, [narrowed, empty] = explore.PAGE.view(sample, search)
    assert "Award contains zzzz" in str(narrowed)
    assert "/explore?group=vendor" in links(narrowed)
    assert "Nothing held matches." in str(empty)


def test_groups_of_narrowed_columns_are_not_said_to_be_all(sample):
    bar, _ = explore.PAGE.view(sample, '?group=vendor&narrow=[["piid","contains","70CTD"]]')
    assert "Showing all" not in str(bar)
