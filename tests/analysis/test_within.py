"""The awards behind a figure add up to it, whatever is chosen."""

from __future__ import annotations

import pytest

from analysis.published import drilldown, queries
from analysis.published.selection import Selection
from analysis.rules.rule_sets import names


@pytest.mark.parametrize(
    "chosen",
    [
        Selection(),
        Selection("ICE", fiscal_years=2025),
        Selection(classes=["SOLE_SOURCE", "COMPETED"], fiscal_years=[2023, 2024]),
        Selection(money="taken-back"),
        Selection(fiscal_years=2024, money="given"),
        Selection(since="2025-01-20"),
        Selection(program="immigrationos"),
        Selection(program="immigrationos", counted_under="palantir"),
        Selection(recipient_name="CLEARVIEW AI, INC.", fiscal_years=[2021, 2023]),
        Selection(psc_family="IT services", since="2022-01-01"),
        Selection(psc_family="IT products", money="given"),
        *(Selection(rule_set=name, fiscal_years=2025) for name in names()),
    ],
)
def test_the_awards_of_a_choice_add_up_to_its_totals(sample, chosen):
    frame, totals = drilldown.awards(sample, chosen), queries.totals(sample, chosen)
    assert len(frame) == totals["awards"] > 0
    assert frame["actions_here"].sum() == totals["actions"]
    assert frame["obligated_here_usd"].sum() == totals["obligated_usd"]
    assert frame["award_key"].is_unique


def test_the_greatest_sums_come_first_whatever_their_sign_and_a_list_is_cut(sample):
    selection = Selection("ICE", fiscal_years=2025)
    frame = drilldown.awards(sample, selection)
    sizes = [abs(usd) for usd in frame["obligated_here_usd"].dropna()]
    assert sizes == sorted(sizes, reverse=True)
    assert min(frame["obligated_here_usd"].dropna()) < 0
    cut = drilldown.awards(sample, selection, most=3)
    assert list(cut["award_key"]) == list(frame["award_key"][:3])


def test_what_was_obligated_here_is_told_apart_from_all_of_the_award(sample):
    key = "CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730"
    frame = drilldown.awards(sample, Selection("ICE", fiscal_years=2025)).set_index("award_key")
    here, whole = frame.loc[key, "obligated_here_usd"], frame.loc[key, "obligated_usd"]
    stated = sample.query(
        "SELECT sum(obligated_usd) AS usd FROM actions WHERE award_key = ? AND fiscal_year = 2025",
        [key],
    )["usd"][0]
    assert here == stated
    assert here != whole
