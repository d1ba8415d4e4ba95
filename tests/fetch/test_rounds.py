"""What looks like a loss stops the publication until it is mended or accepted; nothing else."""

from __future__ import annotations

import pytest

from fetch.errors import PublicationBlocked
from fetch.ingest.acceptance import accept
from fetch.ingest.importer import import_paths
from fetch.ingest.pipeline import IngestPipeline
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse
from tests.builders import action, csv_text, zip_file
from tests.fetch.publishing import publishable
from tests.fetch.serving import lose_2023, served, silent, synced


def full(folder, month: str, rows: list[dict[str, str]]):
    path = folder / f"FY2024_070_Contracts_Full_2026{month}06.zip"
    return zip_file(path, **{f"FY2024_070_Contracts_Full_2026{month}06_1__csv": csv_text(rows)})


def actions(count: int, first: int = 0, **cells: str) -> list[dict[str, str]]:
    return [action(f"70TEST24C{n:08}", **cells) for n in range(first, first + count)]


def last_round(settings: Settings) -> tuple:
    with Warehouse(settings.warehouse, read_only=True) as store:
        return store.rows("SELECT in_order, checks FROM rounds ORDER BY rowid DESC LIMIT 1")[0]


def test_a_year_that_shrinks_by_more_than_one_in_a_hundred_stops_the_publication(
    tmp_path, settings
):
    import_paths(settings, [full(tmp_path, "10", actions(200))])
    assert publishable(settings)["actions"] == 200
    import_paths(settings, [full(tmp_path, "11", actions(197))])
    with pytest.raises(
        PublicationBlocked,
        match=r"a fiscal year shrank: agency 070, FY2024 \(200 before, 197 now\)",
    ) as held:
        publishable(settings)
    assert "python -m fetch accept" in str(held.value)


def test_a_file_with_fewer_rows_than_last_months_stops_it_however_few(tmp_path, settings):
    import_paths(settings, [full(tmp_path, "10", actions(200))])
    import_paths(settings, [full(tmp_path, "11", actions(199))])
    with pytest.raises(
        PublicationBlocked, match=r"smaller than the one before: FY2024.* \(200 before, 199 now\)"
    ):
        publishable(settings)


def test_a_component_that_vanishes_stops_it(tmp_path, settings):
    few = actions(1, 500, awarding_sub_agency_code="7004")
    import_paths(settings, [full(tmp_path, "10", [*actions(300), *few])])
    import_paths(settings, [full(tmp_path, "11", actions(301))])
    with pytest.raises(
        PublicationBlocked, match=r"a component vanished: 7004 .*\(1 before, 0 now\)"
    ):
        publishable(settings)


def test_what_a_person_accepts_is_published_and_the_next_round_is_compared_with_it(
    tmp_path, settings, command
):
    import_paths(settings, [full(tmp_path, "10", actions(200))])
    import_paths(settings, [full(tmp_path, "11", actions(150))])
    answer = command("fetch", "accept", "--json")
    assert len(answer.json()["accepted"]) == 2
    assert publishable(settings)["actions"] == 150
    import_paths(settings, [full(tmp_path, "12", actions(150))])
    assert last_round(settings)[0]
    assert accept(settings) == {"accepted": [], "found": []}


def test_a_fuller_file_mends_what_a_smaller_one_stopped(tmp_path, settings):
    import_paths(settings, [full(tmp_path, "10", actions(200))])
    import_paths(settings, [full(tmp_path, "11", actions(100))])
    assert not last_round(settings)[0]
    import_paths(settings, [full(tmp_path, "12", actions(200))])
    assert last_round(settings)[0]
    assert publishable(settings)["actions"] == 200


def test_another_command_does_not_lift_what_stops_it(tmp_path, settings):
    import_paths(settings, [full(tmp_path, "10", actions(200))])
    import_paths(settings, [full(tmp_path, "11", actions(199))])
    other = zip_file(tmp_path / "other.zip", a__csv=csv_text(actions(1, 900)))
    import_paths(settings, [other])
    with pytest.raises(PublicationBlocked, match="smaller than the one before"):
        publishable(settings)


def test_one_agencys_loss_is_not_hidden_by_the_size_of_another(tmp_path, settings):
    many = actions(3000, 1000, awarding_agency_code="097", awarding_sub_agency_code="9700")
    import_paths(settings, [zip_file(tmp_path / "d.zip", a__csv=csv_text(many))])
    import_paths(settings, [full(tmp_path, "10", actions(100))])
    import_paths(settings, [full(tmp_path, "11", actions(97))])
    with pytest.raises(PublicationBlocked, match=r"agency 070, FY2024 \(100 before, 97 now\)"):
        publishable(settings)


def test_growth_and_small_losses_are_in_order(tmp_path, settings):
    import_paths(settings, [full(tmp_path, "10", actions(300))])
    import_paths(settings, [full(tmp_path, "11", actions(305, 2))])
    assert last_round(settings) == (True, "[]")


def test_an_older_file_that_is_smaller_stops_nothing(tmp_path, settings):
    import_paths(settings, [full(tmp_path, "11", actions(200))])
    import_paths(settings, [full(tmp_path, "10", actions(199))])
    assert last_round(settings)[0]


def test_a_sync_tells_what_it_stopped_and_how_to_go_on(tmp_path):
    with served(tmp_path) as (service, _, settings):
        synced(settings)
        lose_2023(service)
        told = synced(settings)
    assert told["publication"] == "stopped"
    assert "python -m fetch accept" in told["how_to_go_on"]
    assert {"name": "a fiscal year shrank", "subject": "agency 070, FY2023"}.items() <= {
        **told["checks"][0]
    }.items()
    levels = {(level["component"], level["fiscal_year"]): level for level in told["levels_changed"]}
    assert levels[("7012", 2023)]["actions_after"] == 0
    assert levels[("7012", 2023)]["obligated_after_usd"] is None


def test_a_command_cut_off_before_its_round_is_checked_by_the_next(tmp_path, settings):
    import_paths(settings, [full(tmp_path, "10", actions(200))])
    with IngestPipeline(settings, "import", silent) as pipeline:
        pipeline.take_file(full(tmp_path, "11", actions(100)))
    found = accept(settings)
    assert found["accepted"] == []
    assert len(found["found"]) == 2
    assert not last_round(settings)[0]
    assert len(accept(settings)["accepted"]) == 2
