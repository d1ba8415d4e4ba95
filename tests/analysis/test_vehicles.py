"""A vehicle's ceiling covers its orders; each order's money counts once, however deep."""

from __future__ import annotations

from decimal import Decimal

import pytest

from analysis.documents.vehicle import vehicle_document
from analysis.measures import vehicles
from analysis.publish.run import build as publish
from analysis.published import build as published_
from fetch.errors import InputError
from fetch.ingest.importer import import_paths
from tests.analysis.lineage import idv, order, published
from tests.builders import Row, csv_file

KEY = "CONT_IDV_70TEST20D00000001_7012"
TOWERS = "CONT_IDV_70B02C20D00000019_7014"
GWAC, SCHEDULE, BPA = "70TEST20D00000001", "70TEST21D00000002", "70TEST22A00000003"
THREE_LEVELS = (
    idv(GWAC, federal_action_obligation="0.00", base_and_all_options_value="1000000.00"),
    idv(SCHEDULE, parent=GWAC, federal_action_obligation="5.00"),
    idv(BPA, parent=SCHEDULE, federal_action_obligation="0.00"),
    order("70TEST23F00000001", GWAC, "100000.00"),
    order("70TEST23F00000002", SCHEDULE, "20000.00"),
    order("70TEST23F00000003", BPA, "3000.00", award_type_code="A", parent_award_type_code="E"),
)


def found(*rows: Row) -> dict[str, dict]:
    """The vehicles of these actions, by PIID."""
    awards = published(*rows)
    table = vehicles.vehicles(awards, vehicles.under_vehicles(awards))
    return {row["piid"]: row for row in table.to_pyarrow().to_pylist()}


def test_a_call_under_a_bpa_under_a_schedule_under_a_gwac_counts_for_each_of_them_once():
    by_piid = found(*THREE_LEVELS)
    sums = {piid: row["obligated_on_orders_below_usd"] for piid, row in by_piid.items()}
    assert sums == {
        GWAC: Decimal("123000.00"),
        SCHEDULE: Decimal("23000.00"),
        BPA: Decimal("3000.00"),
    }
    assert {piid: row["order_count_below"] for piid, row in by_piid.items()} == {
        GWAC: 3,
        SCHEDULE: 2,
        BPA: 1,
    }


def test_orders_placed_on_the_vehicle_itself_are_told_from_all_below():
    row = found(*THREE_LEVELS)[GWAC]
    assert (row["order_count"], row["obligated_on_orders_usd"]) == (1, Decimal("100000.00"))
    assert row["agreement_count_below"] == 2
    assert row["obligated_on_agreements_usd"] == Decimal("5.00")


def test_the_share_is_all_that_is_obligated_on_and_under_the_vehicle_over_its_own_ceiling():
    row = found(*THREE_LEVELS)[GWAC]
    assert row["ceiling_usd"] == Decimal("1000000.00")
    assert row["obligated_usd"] == Decimal("123005.00")
    assert row["share_used"] == pytest.approx(0.123005)
    assert row["share_missing_because"] is None


def test_money_on_the_vehicle_itself_counts_and_ceilings_of_orders_are_never_added():
    row = found(
        idv(GWAC, federal_action_obligation="400.00", base_and_all_options_value="1000.00"),
        order("70TEST23F00000001", GWAC, "100.00", base_and_all_options_value="900.00"),
    )[GWAC]
    assert row["ceiling_usd"] == Decimal("1000.00")
    assert row["share_used"] == 0.5


def test_the_levels_of_everything_under_a_vehicle_are_counted_from_it():
    awards = published(*THREE_LEVELS)
    table = vehicles.under_vehicles(awards)
    rows = table.filter(table.vehicle_key == KEY).to_pyarrow().to_pylist()
    levels = {row["award_key"].split("_")[2]: row["level"] for row in rows}
    assert levels == {
        "70TEST23F00000001": 1,
        SCHEDULE: 1,
        "70TEST23F00000002": 2,
        BPA: 2,
        "70TEST23F00000003": 3,
    }


def test_a_vehicle_that_names_itself_as_its_parent_is_not_under_itself():
    row = found(idv(GWAC, parent=GWAC), order("70TEST23F00000001", GWAC))[GWAC]
    assert row["agreement_count_below"] == 0
    assert row["order_count_below"] == 1


def test_orders_are_told_apart_by_how_each_was_bought():
    many = {"parent_award_single_or_multiple_code": "M"}
    awards = published(
        idv(GWAC),
        order("70A", GWAC, "70.00", fair_opportunity_limited_sources_code="ONE", **many),
        order("70B", GWAC, "20.00", fair_opportunity_limited_sources_code="ONE", **many),
        order(
            "70C",
            GWAC,
            "10.00",
            fair_opportunity_limited_sources_code="FAIR",
            number_of_offers_received="3",
            **many,
        ),
    )
    table = vehicles.vehicle_orders(awards, vehicles.under_vehicles(awards))
    by_class = {row["competition_class"]: row for row in table.to_pyarrow().to_pylist()}
    assert by_class["SOLE_SOURCE"]["orders"] == 2
    assert by_class["SOLE_SOURCE"]["obligated_usd"] == Decimal("90.00")
    assert by_class["COMPETED"]["obligated_usd"] == Decimal("10.00")


def test_a_vehicle_whose_own_record_is_not_held_is_a_row_in_which_nothing_is_invented():
    row = found(order("70TEST23F00000001", GWAC, "10.00"))[GWAC]
    assert row["held"] is False
    assert row["obligated_on_orders_usd"] == Decimal("10.00")
    empty = ("ceiling_usd", "obligated_on_vehicle_usd", "recipient_name", "share_used")
    assert [row[name] for name in empty] == [None] * 4
    assert row["share_missing_because"] == "the vehicle's own record is not held"
    assert row["idv_type_code"] == "B"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((idv(GWAC, mod="P00001"), order("70A", GWAC)), "the base action is not held"),
        (
            (idv(GWAC, base_and_all_options_value=""), order("70A", GWAC)),
            "the base action states no ceiling",
        ),
        (
            (idv(GWAC, base_and_all_options_value="0.00"), order("70A", GWAC)),
            "the ceiling is not positive",
        ),
        ((idv(GWAC, federal_action_obligation="0.00"),), "no order under it is held"),
        (
            (idv(GWAC, federal_action_obligation=""), order("70A", GWAC, "")),
            "no obligation is stated",
        ),
        ((idv(GWAC), order("70A", GWAC, "-5000.00")), "more was taken back than obligated"),
    ],
)
def test_a_share_that_is_not_known_is_missing_with_the_reason(rows, reason):
    row = found(*rows)[GWAC]
    assert row["share_used"] is None
    assert row["share_missing_because"] == reason


def test_an_order_that_states_no_obligation_is_counted_and_said():
    row = found(idv(GWAC), order("70A", GWAC, ""), order("70B", GWAC, "10.00"))[GWAC]
    assert (row["order_count"], row["orders_without_obligation"]) == (2, 1)
    assert row["obligated_on_orders_usd"] == Decimal("10.00")


def test_the_towers_grew_from_249_million_to_two_billion_of_which_43_percent_are_ordered(sample):
    document = vehicle_document(sample, TOWERS)
    assert document["initial_ceiling_usd"] == "249550000.00"
    assert document["ceiling_usd"] == "2000000000.00"
    assert document["order_count"] == len(document["orders"]) == 22
    assert document["obligated_on_orders_usd"] == "859970190.42"
    assert document["share_used"] == pytest.approx(0.429985, abs=1e-6)
    assert sum(Decimal(each["obligated_usd"]) for each in document["orders"]) == Decimal(
        "859970190.42"
    )
    assert document["usaspending_url"].endswith(f"{TOWERS}/")
    assert document["as_of"] == "2026-08-22"


def test_a_vehicles_orders_are_listed_in_the_order_of_their_first_action(sample):
    days = [row["first_action_date"] for row in vehicle_document(sample, TOWERS)["orders"]]
    assert days == sorted(days)


def test_the_calls_under_the_agreement_of_2026_are_summed_although_its_own_record_is_not_held(
    sample,
):
    document = vehicle_document(sample, "70rtac26a00000001")
    assert document["held"] is False
    assert document["obligated_on_orders_usd"] == "132120216.10"
    assert document["ceiling_usd"] is None


def test_what_is_no_vehicle_is_one_sentence_that_names_the_vehicle_of_the_award(sample):
    with pytest.raises(InputError, match="was placed under CONT_IDV_GS35F0086U_4730"):
        vehicle_document(sample, "70CTD022FR0000170")
    with pytest.raises(InputError, match="it names no vehicle"):
        vehicle_document(sample, "70CTD019C00000001")
    with pytest.raises(InputError, match="no vehicle 'NOWHERE'"):
        vehicle_document(sample, "NOWHERE")


def test_a_number_that_names_several_vehicles_lists_their_keys(settings, tmp_path):
    rows = [order("70A", GWAC), order("70B", GWAC, parent_agency="7013")]
    import_paths(settings, [csv_file(tmp_path / "two.csv", rows)])
    publish(settings)
    with pytest.raises(InputError, match=r"names 2 vehicles[^$]*_7012[^$]*_7013"):
        vehicle_document(published_.current(settings), GWAC)
