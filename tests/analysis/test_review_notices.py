"""What is asked about notices: what a person named and is not held, and what is only possible."""

from __future__ import annotations

import pytest

from analysis.documents.review import review_notices
from analysis.publish.run import build as publish
from analysis.published.build import Build, current
from analysis.rules import notice_rules
from fetch.ingest.importer import import_paths
from fetch.ingest.pipeline import IngestPipeline
from fetch.progress import silent
from fetch.settings import Settings
from tests.builders import action, full
from tests.service.notices import bulk, notice

PIID = "70TEST24C00000001"
KEY = f"CONT_AWD_{PIID}_7012_-NONE-_-NONE-"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Two notices of one award: one that a person tied to a modification that is not held."""
    place = tmp_path_factory.mktemp("judged")
    settings = Settings(data=place / "data", plans_in=place / "plans")  # of a patched judgment
    import_paths(settings, [full(place, "20261106", action(PIID))])
    path = place / "ContractOpportunitiesFullCSV.csv"
    far = {"Awardee": "ANOTHER EXAMPLE INC", "Award_": "9999999.00"}
    path.write_bytes(bulk([notice(1), notice(2, **far)]))
    with IngestPipeline(settings, "sync", silent) as intake:
        about = {"agency": "070", "as_of": "2026-11-20T00:00:00+00:00", "modified": "x"}
        stored = intake.archive.keep_file(path)
        intake.take("notices", path.name, {"file": stored.sha256}, about)
    judged = notice_rules.Judgment(
        f"{1:032x}", KEY, "P00007", "confirmed", "an example", "nowhere", "2026-11", "a test"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(notice_rules, "judged", lambda: (judged,))
        publish(settings)
    return current(settings)


def test_a_judged_modification_that_the_award_does_not_have_is_asked_about(build):
    [asked] = review_notices.not_held(build)
    assert asked["award_key"] == KEY
    assert asked["notice_id"] == f"{1:032x}"
    assert "as held has no modification P00007" in asked["what"]
    assert "confirmed for it in notice_links.csv" in asked["evidence"]


def test_a_notice_that_contradicts_its_own_number_is_asked_about(build):
    [asked] = review_notices.possible(build)
    assert asked["notice_id"] == f"{2:032x}"
    assert "names another vendor" in asked["evidence"]


def test_what_is_not_held_comes_first(build):
    asked = review_notices.questions(build)
    assert [each["notice_id"] for each in asked[:2]] == [f"{1:032x}", f"{2:032x}"]
