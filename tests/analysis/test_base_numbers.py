"""The award itself is written under many numbers, and each of them is its base action."""

from __future__ import annotations

import pytest

from analysis.measures.growth import by_action
from analysis.rules import BrokenRules
from analysis.rules.base_numbers import base, pattern
from tests.builders import action, transactions

NAMES = ("0", "000", "", " 0 ", "BASIC", "basic", "AWARD", "P00000")
MODIFICATIONS = ("P00001", "1", "1A", "A00001", "P00010", "AWARDED", "P")


def test_an_award_whose_base_action_has_another_name_grows_from_it():
    rows = [
        row
        for place, name in enumerate((*NAMES, *MODIFICATIONS))
        for row in (
            action(f"70TEST24C{place:08}", name, base_and_all_options_value="4000.00"),
            action(f"70TEST24C{place:08}", "P00002", base_and_all_options_value="250.00"),
        )
    ]
    grown = by_action.by_award(by_action.by_action(transactions(rows))).execute()
    grown = grown.sort_values("contract_award_unique_key")
    count = len(NAMES)
    assert grown["base_held"].tolist() == [True] * count + [False] * len(MODIFICATIONS)
    assert {str(each) for each in grown["initial_ceiling_usd"][:count]} == {"4000.00"}
    assert {str(each) for each in grown["ceiling_growth_usd"][:count]} == {"250.00"}


def test_words_of_a_page_know_the_same_names():
    assert all(map(base, (*NAMES, None)))
    assert not any(map(base, MODIFICATIONS))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("number,plain,because,source,since\n", "no row"),
        ("number,plain,because,source,since\n(,x,x,x,2026-11\n", "line 2: number '\\(' is no pat"),
        ("number,plain,because,source,since\nBASIC,x,,x,2026-11\n", "line 2: because is empty"),
    ],
)
def test_a_broken_table_of_names_is_refused_by_line(tmp_path, text, says):
    (tmp_path / "base_numbers.csv").write_text(text, "utf-8")
    with pytest.raises(BrokenRules, match=says):
        pattern(tmp_path / "base_numbers.csv")
