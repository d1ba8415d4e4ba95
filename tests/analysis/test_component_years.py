"""Components side by side: the sums of all, and the most obligated first."""

from __future__ import annotations

import pytest

from analysis.published import component_years, queries
from analysis.published.selection import Selection


@pytest.mark.parametrize("rule_set", ["default", "csis", "extent_only"])
def test_components_side_by_side_come_to_the_sums_of_all(sample, rule_set):
    found = component_years.component_years(sample, Selection(rule_set=rule_set), 100)
    years = queries.years(sample, Selection(rule_set=rule_set))
    keys = ["fiscal_year", "competition_group"]
    ours, theirs = (
        {key: sum(part["obligated_usd"].dropna()) for key, part in frame.groupby(keys)}
        for frame in (found, years)
    )
    assert ours == theirs


def test_the_most_obligated_components_come_first_and_no_more_than_asked(sample):
    found = component_years.component_years(sample, most=2)
    sums = found.groupby("component", sort=False)["obligated_usd"].sum()
    assert list(sums.index) == list(dict.fromkeys(found["component"]))
    assert len(sums) == 2
    assert sums.iloc[0] > sums.iloc[1]
    ice = component_years.component_years(sample, Selection("ICE"))
    assert set(ice["component"]) == {"ICE"}
