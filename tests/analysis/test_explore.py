"""Awards in a grid: sorted, narrowed and grouped on the server, none lost between blocks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from analysis.published import grid, queries
from analysis.published.grid import GridQuery
from analysis.published.selection import Selection
from fetch.errors import InputError
from tests import sample_size

ALL = GridQuery()


def test_blocks_hold_every_award_once(sample):
    blocks = [grid.awards(sample, ALL, start, start + 100) for start in range(0, 800, 100)]
    keys = [key for block in blocks for key in block["award_key"]]
    assert len(keys) == len(set(keys)) == sample_size.AWARDS
    assert grid.totals(sample, ALL)["awards"] == sample_size.AWARDS


def test_what_is_not_stated_stands_last_whichever_way_it_is_sorted(sample):
    for down in (True, False):
        asked = GridQuery(sort=("ceiling_usd", down))
        ceilings = list(grid.awards(sample, asked)["ceiling_usd"].isna())
        assert ceilings == sorted(ceilings)
        assert any(ceilings)


def test_every_word_must_stand_in_the_texts_of_an_award(sample):
    one = grid.awards(sample, GridQuery(text="palantir"))
    both = grid.awards(sample, GridQuery(text="palantir 70CTD022FR0000170"))
    assert len(one) > len(both) == 1


def test_a_column_is_narrowed_from_and_to(sample):
    bounds = [("obligated_usd", "from", 50_000_000), ("component", "contains", "ice")]
    frame = grid.awards(sample, GridQuery(narrowed=bounds))
    assert len(frame)
    assert (frame["obligated_usd"] >= Decimal(50_000_000)).all()
    assert set(frame["component"]) == {"ICE"}


def test_both_bounds_of_one_column_hold(sample):
    # amounts that stand once: a bound cuts between two awards
    ordered = sorted(grid.awards(sample, ALL)["obligated_usd"].dropna())
    ordered = [usd for usd in ordered if ordered.count(usd) == 1]
    low, high = ordered[10], ordered[20]
    for least, most, kept in (("from", "to", ordered[10:21]), ("above", "below", ordered[11:20])):
        bounds = [("obligated_usd", least, str(low)), ("obligated_usd", most, str(high))]
        frame = grid.awards(sample, GridQuery(narrowed=bounds))
        assert [usd for usd in sorted(frame["obligated_usd"]) if usd in ordered] == kept
    year = [("first_action_date", "from", "2022-01-01"), ("first_action_date", "to", "2022-12-31")]
    assert {
        day.year for day in grid.awards(sample, GridQuery(narrowed=year))["first_action_date"]
    } == {2022}


def test_a_class_of_another_rule_set_is_the_class_that_is_shown(sample):
    """Under CSIS's rules a column narrowed by class reads the class that the table shows."""
    csis = Selection(rule_set="csis")
    shown = grid.awards(sample, GridQuery(csis))
    ours = grid.awards(sample, ALL).set_index("award_key")["competition_class"]
    assert any(ours[row.award_key] != row.competition_class for row in shown.itertuples())
    for name in set(shown["competition_class"]):
        kept = grid.awards(sample, GridQuery(csis, narrowed=[("competition_class", "is", name)]))
        assert set(kept["award_key"]) == set(
            shown.loc[shown["competition_class"] == name, "award_key"]
        )


def test_groups_add_up_to_the_whole(sample):
    whole = Decimal(sample_size.OBLIGATED)
    for by in grid.GROUPS:
        groups = grid.grouped(sample, ALL, by)
        assert sum(groups["obligated_usd"]) == whole
        assert int(groups["awards"].sum()) == sample_size.AWARDS
        assert int(groups["actions"].sum()) == sample_size.ACTIONS


@pytest.mark.parametrize(
    "asked",
    [
        GridQuery(sort=("1; DROP TABLE awards", True)),
        GridQuery(narrowed=[("obligated_usd) OR (true", "from", 1)]),
        GridQuery(narrowed=[("obligated_usd", "around", 1)]),
        GridQuery(narrowed=[("obligated_usd", "from", "abc")]),
        GridQuery(narrowed=[("obligated_usd", "from", "9" * 40)]),
        GridQuery(narrowed=[("obligated_usd", "from", "NaN")]),
        GridQuery(narrowed=[("first_action_date", "to", "soon")]),
    ],
)
def test_only_columns_of_the_grid_can_be_asked_for(sample, asked):
    with pytest.raises(InputError):
        grid.awards(sample, asked)


def test_a_group_that_does_not_exist_is_an_error_that_lists_those_that_do(sample):
    with pytest.raises(InputError, match="component, class, vendor"):
        grid.grouped(sample, ALL, "colour")


def test_a_way_of_buying_chooses_the_awards_whose_money_counts_under_it(sample):
    for name in ("COMPETED", "COMPETED_ONE_OFFER", "SOLE_SOURCE"):
        selection = Selection(classes=name)
        held = sample.query("SELECT count(*) AS n FROM awards WHERE rates_class = ?", [name])
        assert grid.totals(sample, GridQuery(selection))["awards"] == held["n"][0] > 0
        assert queries.began(sample, selection) == held["n"][0]


@pytest.mark.parametrize("words", ["Sole source", "sole_source", "SOLE"])
def test_a_way_of_buying_is_found_by_the_words_that_readers_see(sample, words):
    wanted = sample.query(
        "SELECT count(*) AS n FROM awards WHERE competition_class = 'SOLE_SOURCE'"
    )
    asked = GridQuery(narrowed=(("competition_class", "contains", words),))
    frame = grid.awards(sample, asked)
    assert set(frame["competition_class"]) >= {"SOLE_SOURCE"}
    assert len(frame) >= wanted["n"][0]
    assert set(frame["competition_class"]) <= {"SOLE_SOURCE", "SOLE_SOURCE_SET_ASIDE"}


def test_words_of_no_way_of_buying_find_nothing(sample):
    asked = GridQuery(narrowed=(("competition_class", "contains", "no such way"),))
    assert grid.totals(sample, asked)["awards"] == 0
