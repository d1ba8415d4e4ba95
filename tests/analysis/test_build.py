"""A build is whole or absent; readers of the old one are not disturbed."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from analysis.publish import staleness
from analysis.publish.run import build as publish
from analysis.published import build as published_build
from analysis.published import queries
from analysis.published.selection import Selection
from fetch.errors import InputError, NothingHeld, PublicationBlocked
from fetch.ingest.importer import import_paths
from fetch.settings import Settings
from tests import sample_size
from tests.builders import action, csv_file, full

COSTS = {
    "federal_action_obligation": "1000000.00",
    "base_and_all_options_value": "1000000.00",
    "awarding_sub_agency_code": "7013",
}


@pytest.fixture
def place(sample_settings, tmp_path) -> Settings:
    """A warehouse of its own with the sample in it."""
    shutil.copytree(sample_settings.data, tmp_path / "data", symlinks=True)
    return Settings(data=tmp_path / "data")


def test_a_reader_of_the_old_build_keeps_it_while_the_next_is_published(place, tmp_path):
    old = published_build.current(place)
    before = old.award("70CTD022FR0000170")
    extra = action(
        "70CTD022FR0000170",
        "P00016",
        parent="GS35F0086U",
        parent_agency="4730",
        action_date="2026-10-01",
    )
    import_paths(place, [csv_file(tmp_path / "more.csv", [extra])])
    publish(place)
    new = published_build.current(place)
    assert new.build_id != old.build_id
    assert old.award("70CTD022FR0000170") == before
    assert new.award("70CTD022FR0000170")["action_count"] == before["action_count"] + 1


def test_a_build_that_fails_leaves_the_published_one(place, monkeypatch):
    before = published_build.current(place).build_id

    def fails(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("analysis.publish.run.facts", fails)
    with pytest.raises(OSError, match="no space"):
        publish(place)
    assert published_build.current(place).build_id == before


def test_a_loss_stops_the_build_and_leaves_the_published_one(settings, tmp_path):
    # without the sample: a year of it is larger than this one
    place = settings
    rows = [action(f"70TEST24C{n:08}") for n in range(200)]
    import_paths(place, [full(tmp_path, "20261006", *rows)])
    before = publish(place)["build_id"]
    import_paths(place, [full(tmp_path, "20261106", *rows[3:])])
    with pytest.raises(PublicationBlocked, match="python -m fetch accept"):
        publish(place)
    assert published_build.current(place).build_id == before
    assert not list(place.published.glob(".building-*"))


def test_records_that_are_noted_and_not_read_stop_the_build(place, tmp_path, monkeypatch):
    def unread(*_: object) -> None:
        raise PublicationBlocked("1 arrivals were noted and not read")

    monkeypatch.setattr("fetch.export.require_all_read", unread)
    with pytest.raises(PublicationBlocked, match="noted and not read"):
        publish(place)


def test_what_a_killed_build_left_is_removed_and_three_builds_are_kept(place):
    left = place.published / ".building-killed"
    left.mkdir()
    os.utime(left, (0, 0))
    for _ in range(3):
        publish(place)
    kept = [path for path in place.published.iterdir() if path.is_dir() and not path.is_symlink()]
    assert len(kept) == 3
    assert not left.exists()


def test_nothing_is_built_again_where_nothing_changed(place, tmp_path):
    assert staleness.up_to_date(place)
    import_paths(place, [csv_file(tmp_path / "more.csv", [action()])])
    assert staleness.up_to_date(place) is None
    publish(place)
    assert staleness.up_to_date(place)


def test_a_build_states_its_day_its_sources_and_its_sum(sample):
    manifest = json.loads((sample.directory / "build.json").read_text())
    assert manifest["as_of"] == "2026-08-22"
    assert manifest["sources"] == ["sample"]
    assert (manifest["actions"], manifest["awards"]) == (sample_size.ACTIONS, sample_size.AWARDS)
    assert manifest["obligated_usd"] == sample_size.OBLIGATED


def test_nothing_held_and_nothing_published_are_sentences(tmp_path):
    empty = Settings(data=tmp_path / "empty")
    with pytest.raises(NothingHeld, match="python -m fetch sample"):
        publish(empty)
    with pytest.raises(NothingHeld, match="python -m analysis build"):
        published_build.current(empty)


def test_nothing_is_built_from_no_action(tmp_path):
    place = Settings(data=tmp_path / "data")
    import_paths(place, [csv_file(tmp_path / "none.csv", [])])
    with pytest.raises(NothingHeld, match="no action is held"):
        publish(place)


def test_an_imported_action_names_the_file_it_came_in_and_its_award_all_of_them(place, tmp_path):
    rows = [action(), action(mod="P00001")]
    for row in rows:
        import_paths(place, [csv_file(tmp_path / f"{row['modification_number']}.csv", [row])])
    publish(place)
    build = published_build.current(place)
    award = build.award("70TEST24C00000001")
    assert award["basis"] == "0.csv; P00001.csv"
    assert list(build.actions(award["award_key"])["basis"]) == ["0.csv", "P00001.csv"]


def test_awards_kept_out_of_rates_and_contradictions_are_in_no_share(settings, tmp_path):
    tiny = {"federal_action_obligation": "900.00", "base_and_all_options_value": "900.00"}
    one_source = {"extent_competed_code": "C", "other_than_full_and_open_competition_code": "ONE"}
    rows = [
        action("70ONE", **COSTS, **one_source),
        action("70TWO", **COSTS, extent_competed_code="A", number_of_offers_received="2"),
        action("70ODD", **COSTS, extent_competed_code="A", type_of_set_aside_code="8AN"),
        action("70TINY", **{**COSTS, **tiny}),
    ]
    import_paths(settings, [csv_file(tmp_path / "four.csv", rows)])
    publish(settings)
    build = published_build.current(settings)
    [line] = queries.shares(build, Selection("TSA")).to_dict("records")
    box = queries.totals(build, Selection("TSA"))
    assert line["not_competed_low"] == box["headline_low"] == pytest.approx(1 / 3)
    assert line["not_competed_high"] == box["headline_high"] == pytest.approx(2 / 3)
    assert line["unknown_share"] == box["unknown_share"] == pytest.approx(1 / 3)
    assert box["unknown_awards"] == 1


def test_a_large_award_whose_money_was_taken_back_is_no_micro_purchase(place, tmp_path):
    rows = [
        action(federal_action_obligation="481440.72", base_and_all_options_value=""),
        action(mod="1", federal_action_obligation="-481440.72", base_and_all_options_value=""),
    ]
    import_paths(place, [csv_file(tmp_path / "back.csv", rows)])
    publish(place)
    award = published_build.current(place).award("70TEST24C00000001")
    assert "not_in_rates" not in award["competition_flags"]


def test_a_number_that_names_several_awards_lists_their_keys(place, tmp_path):
    two = [
        action("0001", parent="70TEST20D00000001"),
        action("0001", parent="70TEST20D00000002"),
    ]
    import_paths(place, [csv_file(tmp_path / "two.csv", two)])
    publish(place)
    build = published_build.current(place)
    with pytest.raises(InputError) as error:
        build.award("0001")
    for row in two:
        assert row["contract_award_unique_key"] in str(error.value)
        assert build.award(row["contract_award_unique_key"].lower())["piid"] == "0001"


def test_an_award_that_is_not_held_is_one_sentence(sample):
    with pytest.raises(InputError, match="no award 'NOWHERE'"):
        sample.award("NOWHERE")


def test_addresses_and_telephones_in_texts_are_masked(place, tmp_path):
    text = "CALL JO DOE (202) 555-0143 OR 202-555-0143, JO.DOE@EXAMPLE.GOV, PIID 70TEST24C0000001"
    import_paths(place, [csv_file(tmp_path / "a.csv", [action(transaction_description=text)])])
    publish(place)
    build = published_build.current(place)
    award = build.award("70TEST24C00000001")
    [one] = build.actions(award["award_key"]).to_dict("records")
    for shown in (award["description"], one["description"]):
        assert shown == (
            "CALL JO DOE [telephone masked] OR [telephone masked], [e-mail masked], "
            "PIID 70TEST24C0000001"
        )
