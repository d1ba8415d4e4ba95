"""From the first ceiling to the ceiling now: every cent has its kind of action."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from analysis.measures.growth.net_growth import UNTYPED, columns
from analysis.publish.run import build
from analysis.published.build import Build, current
from analysis.published.waterfall import INITIAL, NOW, order, waterfall
from fetch.ingest.importer import import_paths
from fetch.settings import Settings
from tests.builders import action, csv_file

KEY = "CONT_AWD_70CTD022FR0000170_7012_GS35F0086U_4730"
PARTS = {"untyped": UNTYPED, **columns()}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Build:
    """Two made-up awards: one that rose and fell, one whose first ceiling is not stated."""
    settings = Settings(data=tmp_path_factory.mktemp("waterfall") / "data")
    rows = [
        action(base_and_all_options_value="100.00"),
        _later("P00001", "A", "50.25"),
        _later("P00002", "G", ""),
        _later("P00003", "C", "-20.20"),
        _later("P00004", "", "1.00"),
        _later("P00005", "A", ""),
        action("70TEST24C00000002", base_and_all_options_value=""),
    ]
    import_paths(settings, [csv_file(settings.data.parent / "made_up.csv", rows)])
    build(settings)
    return current(settings)


def _later(mod: str, code: str, change: str) -> dict[str, str]:
    day = f"2024-02-{mod[-2:]}"
    return action(
        mod=mod, action_type_code=code, base_and_all_options_value=change, action_date=day
    )


def bars(made: Build, piid: str = "70TEST24C00000001") -> pd.DataFrame:
    return waterfall(made, made.award(piid)["award_key"])


def test_the_bars_lead_from_the_first_ceiling_to_the_ceiling_now_to_the_cent(made):
    frame = bars(made)
    assert list(frame["bucket"]) == [INITIAL, "option", "new work", "funding", "untyped", NOW]
    ends = [Decimal(each) for each in ("100.00", "100.00", "150.25", "130.05", "131.05", "131.05")]
    assert list(frame["to_usd"]) == ends
    assert list(frame["from_usd"]) == [0, *ends[:4], 0]
    assert made.award("70TEST24C00000001")["ceiling_usd"] == ends[-1]


def test_a_kind_that_states_no_change_is_missing_and_named_and_moves_nothing(made):
    frame = bars(made).set_index("bucket")
    assert pd.isna(frame["ceiling_change_usd"]["option"])
    assert frame["unstated"]["option"] == 1
    assert (frame["actions"]["new work"], frame["unstated"]["new work"]) == (2, 1)
    assert frame["unstated"][NOW] == 2


def test_without_a_first_ceiling_there_is_nothing_to_draw(made):
    assert len(bars(made, "70TEST24C00000002")) == 0


def test_every_bucket_of_the_rules_has_its_place_once():
    assert len(order()) == len(set(order())) == len(PARTS) + 1


def test_the_parts_of_every_award_of_the_sample_are_those_of_the_measure(sample):
    growth = sample.query("SELECT * FROM growth WHERE ceiling_growth_usd <> 0")
    assert len(growth) > 17
    for row in growth.to_dict("records"):
        frame = waterfall(sample, row["award_key"]).set_index("bucket")
        assert frame["ceiling_change_usd"][NOW] == sample.award(row["award_key"])["ceiling_usd"]
        for bucket in set(frame.index) - {INITIAL, NOW}:
            ours, measured = frame["ceiling_change_usd"][bucket], row[PARTS[bucket]]
            assert ours == measured or (pd.isna(ours) and pd.isna(measured)), bucket


def test_the_case_management_order_rose_by_new_work_and_in_scope_changes(sample):
    frame = waterfall(sample, KEY).set_index("bucket")
    assert frame["ceiling_change_usd"]["new work"] == Decimal("29898236.00")
    assert frame["to_usd"][NOW] == Decimal("159411518.37")
