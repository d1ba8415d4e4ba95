"""An award's growth stands among awards for the same kind of thing in the same component."""

from __future__ import annotations

import ibis
import pyarrow as pa

from analysis.measures.growth.peers import peers


def standing(*awards: dict) -> dict[str, dict]:
    """What is said of these awards, by their number; a test names what matters."""
    plain = {
        "award_kind": "AWARD",
        "product_or_service_code": "DA01",
        "component_code": "7012",
        "not_in_copy": None,
        "ceiling_growth_ratio": 1.0,
        "obligation_growth_ratio": None,
    }
    rows = [{"award_key": str(n), **plain, **award} for n, award in enumerate(awards)]
    kinds = pa.schema(
        [(name, pa.float64() if name.endswith("ratio") else pa.string()) for name in rows[0]]
    )
    table = peers(ibis.memtable(pa.Table.from_pylist(rows, kinds)))
    return {row["award_key"]: row for row in table.to_pyarrow().to_pylist()}


def grown(*ratios: float | None, **cells) -> list[dict]:
    return [{"ceiling_growth_ratio": ratio, **cells} for ratio in ratios]


def test_a_percentile_counts_those_below_and_half_of_those_alike():
    found = standing(*grown(1.0, 1.0, 1.5, 2.0, 9.0))
    assert [found[str(n)]["ceiling_growth_percentile"] for n in range(5)] == [20, 20, 50, 70, 90]
    assert {row["ceiling_growth_peers"] for row in found.values()} == {5}


def test_awards_that_all_grew_alike_stand_in_the_middle():
    found = standing(*grown(*[1.0] * 6))
    assert {row["ceiling_growth_percentile"] for row in found.values()} == {50}


def test_a_group_is_one_family_of_codes_in_one_component():
    row = standing(
        *grown(1.0, 2.0, 3.0, 4.0, 5.0),
        *grown(9.0, 9.0, product_or_service_code="R425"),
        *grown(9.0, component_code="7013"),
        *grown(6.0, product_or_service_code=" da10 "),
    )
    assert row["0"]["ceiling_growth_peers"] == row["8"]["ceiling_growth_peers"] == 6
    assert (row["5"]["psc_family"], row["8"]["psc_family"]) == ("R4", "IT services")
    assert row["5"]["ceiling_growth_peers"] == 2


def test_a_group_of_fewer_than_five_keeps_its_size_and_has_no_percentile():
    row = standing(*grown(1.0, 2.0, 3.0, 4.0))["0"]
    assert row["ceiling_growth_percentile"] is None
    assert row["ceiling_growth_peers"] == 4
    assert row["ceiling_growth_percentile_missing_because"] == ("its group has fewer than 5 awards")


def test_vehicles_and_awards_without_growth_code_or_component_are_in_no_group():
    apart = {
        "a vehicle is not compared with awards": {"award_kind": "IDV"},
        "its own growth is not known": {"ceiling_growth_ratio": None},
        "the record states no product or service code": {"product_or_service_code": " "},
        "the record states no component": {"component_code": None},
    }
    row = standing(*grown(1.0, 2.0, 3.0, 4.0, 5.0), *apart.values())
    assert row["0"]["ceiling_growth_peers"] == 5
    for number, reason in enumerate(apart, 5):
        assert row[str(number)]["ceiling_growth_percentile_missing_because"] == reason
        assert row[str(number)]["ceiling_growth_peers"] is None


def test_obligations_have_a_group_of_their_own():
    ratios = [{"obligation_growth_ratio": float(n)} for n in range(1, 6)]
    row = standing(*ratios, *grown(2.0))
    assert row["4"]["obligation_growth_percentile"] == 90
    assert row["4"]["obligation_growth_peers"] == 5
    assert row["4"]["ceiling_growth_peers"] == 6
