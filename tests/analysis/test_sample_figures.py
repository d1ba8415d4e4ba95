"""The figures that a reader of the embedded sample would print."""

from __future__ import annotations

from decimal import Decimal

import pytest

from analysis.documents.award import award_document
from analysis.published import queries
from tests import sample_size

ORDER = "70CTD022FR0000170"


def test_the_case_management_order_went_to_one_source_although_coded_full_and_open(sample):
    document = award_document(sample, ORDER)
    assert document["competition_class"] == "SOLE_SOURCE"
    assert document["competition_rule"] == "R15"
    assert document["competition_fields"]["extent_competed_code"] == "A"
    assert document["competition_fields"]["fair_opportunity_limited_sources_code"] == "ONE"


def test_the_case_management_order_grew_as_its_actions_say(sample):
    document = award_document(sample, ORDER)
    assert document["obligated_usd"] == "150703824.61"
    assert document["initial_ceiling_usd"] == "95948553.57"
    assert document["ceiling_usd"] == "159411518.37"
    assert round(document["ceiling_growth_ratio"], 4) == 1.6614


def test_the_case_management_orders_net_growth_is_split_by_kind_of_action(sample):
    document = award_document(sample, ORDER)["growth"]
    assert document["ceiling_growth_usd"] == "63462964.80"
    assert document["ceiling_growth_new_work_usd"] == "29898236.00"
    assert document["ceiling_growth_in_scope_usd"] == "33582728.80"
    assert document["ceiling_growth_funding_usd"] == "-18000.00"
    assert document["ceiling_growth_option_usd"] == "0.00"
    assert document["ceiling_growth_untyped_usd"] is None
    assert document["screens"] == []


def test_the_case_management_order_by_the_measures_of_csis(sample):
    document = award_document(sample, ORDER)["growth"]
    assert document["change_order_growth_usd"] == "0.00"
    assert document["ceiling_breach"] is None
    assert document["change_orders_unclear"] == document["options_unclear"] == 2
    assert document["exercised_options_usd"] == "58558179.76"
    assert round(document["option_growth_ratio"], 4) == 4.3863
    assert document["unexercised_options_at_start"] is True


def test_the_case_management_order_used_up_its_first_ceiling_in_three_years(sample):
    document = award_document(sample, ORDER)["growth"]
    assert document["initial_obligated_usd"] == "17292876.05"
    assert document["obligation_growth_usd"] == "133410948.56"
    assert round(document["obligation_growth_ratio"], 4) == 8.7148
    assert document["room_left_usd"] == "8707693.76"
    assert document["latest_potential_end_date"] == "2027-09-26"
    assert (document["planned_days"], document["time_growth_days"]) == (1826, 0)
    steps = [document[f"reached_{step}_pct_days"] for step in (25, 50, 75, 100)]
    assert [*steps, document["passed_initial_ceiling_days"]] == [364, 720, 934, 1095, 1095]
    assert (document["ceiling_growth_peers"], document["ceiling_growth_percentile"]) == (
        19,
        pytest.approx(92.105, abs=0.001),
    )


def test_every_award_and_vehicle_has_one_row_of_measures(sample):
    [counts] = sample.query(
        "SELECT count(*) AS rows, count(DISTINCT award_key) AS keys, "
        "count(*) FILTER (award_kind = 'IDV') = count(not_comparable_because) AS vehicles_marked "
        "FROM growth"
    ).to_dict("records")
    assert counts == {
        "rows": sample_size.AWARDS,
        "keys": sample_size.AWARDS,
        "vehicles_marked": True,
    }


def test_modification_9_adds_29_9_million_of_new_work(sample):
    actions = {a["modification_number"]: a for a in award_document(sample, ORDER)["actions"]}
    ninth = actions["P00009"]
    assert ninth["action_date"] == "2025-04-11"
    assert ninth["obligated_usd"] == "29898236.00"
    assert ninth["growth_bucket"] == "new work"
    assert ninth["cumulative_obligated_usd"] == "88116065.29"


def test_actions_known_by_obligation_only_have_no_ceiling_change(sample):
    actions = award_document(sample, ORDER)["actions"]
    for action in actions[-2:]:
        assert action["modification_number"] in ("P00014", "P00015")
        assert action["obligated_usd"] == "5694902.00"
        assert action["ceiling_change_usd"] is None
        assert action["cumulative_ceiling_usd"] is None
        assert action["growth_bucket"] is None


def test_the_tower_vehicle_started_at_249_million_and_stands_at_two_billion(sample):
    document = award_document(sample, "CONT_IDV_70B02C20D00000019_7014")
    assert document["initial_ceiling_usd"] == "249550000.00"
    assert document["ceiling_usd"] == "2000000000.00"
    assert document["obligated_usd"] == "0.00"


def test_a_vehicle_that_holds_obligations_counts_them_once(sample):
    document = award_document(sample, "CONT_IDV_HSCETC14C00002_7012")
    assert document["obligated_usd"] == "51683783.50"
    [row] = sample.query(
        "SELECT sum(obligated_usd) AS total FROM actions WHERE piid = 'HSCETC14C00002'"
    ).to_dict("records")
    assert row["total"] == Decimal("51683783.50")


def test_orders_under_the_towers_count_their_obligations_and_no_ceiling_is_added(sample):
    orders = queries.orders(sample, "CONT_IDV_70B02C20D00000019_7014")
    assert len(orders) == 22
    assert "70B02C21F00000304" in set(orders["piid"])
    by_order = sum(orders["obligated_usd"])
    [row] = sample.query(
        "SELECT sum(obligated_usd) AS total FROM actions WHERE award_key IN "
        "(SELECT award_key FROM awards WHERE parent_award_key = 'CONT_IDV_70B02C20D00000019_7014')"
    ).to_dict("records")
    assert by_order == row["total"] == Decimal("859970190.42")
    assert orders["ceiling_usd"].isna().all()


def test_every_obligation_is_in_the_years_once(sample):
    years = queries.years(sample)
    assert sum(years["obligated_usd"]) == Decimal(sample.manifest["obligated_usd"])
    assert sum(years["actions"]) == sample.manifest["actions"] == sample_size.ACTIONS
    summed = sample.query("SELECT sum(obligated_usd) AS total FROM award_years")
    assert summed["total"][0] == Decimal(sample_size.OBLIGATED)


def test_an_order_whose_codes_are_not_held_is_read_by_its_single_holder_vehicle(sample):
    document = award_document(sample, "70B02C21F00000304")
    assert document["competition_class"] == "COMPETED_ONE_OFFER"
    assert document["parent_award_key"] == "CONT_IDV_70B02C20D00000019_7014"


def test_no_flag_is_without_its_question(sample):
    flags = sample.query("SELECT DISTINCT unnest(string_split(flags, '|')) AS flag FROM awards")
    from analysis.documents.award import questions

    assert set(flags["flag"]) - {""} <= set(questions())


def test_totals_that_are_merely_older_than_the_latest_actions_are_told_from_a_difference(sample):
    flags = award_document(sample, ORDER)["flags"]
    assert "ACTIONS_AFTER_TOTALS" in flags
    assert "TOTALS_DIFFER" not in flags
