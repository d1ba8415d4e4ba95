"""Pages as trees of components, over the embedded sample."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from analysis import rules
from analysis.publish.run import build
from dashboard import app
from dashboard.app import create_app, page_for, policy
from dashboard.components import common
from dashboard.pages.about import method
from dashboard.pages.award import competition as award_competition
from dashboard.pages.registry import BEHIND, LISTED
from dashboard.published_data import PublishedData
from dashboard.text import rules_text
from dashboard.url import paths
from fetch.ingest.importer import import_sample
from fetch.settings import Settings
from tests import sample_size
from tests.dashboard.elements import links, said, texts


def award(**cells: Any) -> dict[str, Any]:
    """How an order of an invented firm was bought, by the codes that matter to a test."""
    return {
        "award_kind": "AWARD",
        "competition_class": "SOLE_SOURCE",
        "competition_label": "Sole source",
        "component_code": "7012",
        "first_action_date": "2022-09-26",
        "competition_group": "sole source",
        "competition_rule": "R15",
        "competition_lane": "order",
        "competition_note": None,
        "class_before_conflict": "SOLE_SOURCE",
        "rule_before_conflict": "R15",
        "own_class": None,
        "own_rule": None,
        "extent_competed_code": "A",
        "fair_opportunity_limited_sources_code": "ONE",
        "other_than_full_and_open_competition_code": None,
        "solicitation_procedures_code": None,
        "type_of_set_aside_code": None,
        "number_of_offers_received": 1,
        "not_in_copy": "solicitation_procedures_code",
        **cells,
    }


def test_how_it_was_bought_quotes_each_code_with_its_meaning_and_names_the_rule() -> None:
    words = said(award_competition.section(award()))
    for part in ("Rule R15", "Full and open competition", "Only one source", "the vehicle’s"):
        assert part in words
    assert words.count("blank in the record") == 2
    assert words.count("not in this copy") == 1


def test_a_contract_of_its_own_is_not_told_that_its_code_is_the_vehicles() -> None:
    assert "the vehicle’s" not in said(
        award_competition.section(award(competition_lane="stand_alone"))
    )


def test_a_contradiction_is_put_as_a_question() -> None:
    words = said(
        award_competition.section(
            award(
                competition_class="CONFLICT",
                competition_group="conflict",
                competition_rule="R64",
                class_before_conflict="COMPETED",
                rule_before_conflict="R40",
            )
        )
    )
    assert "rule R40 would say" in words
    assert "Which of the two codes is right?" in words


def test_a_code_in_no_published_list_is_said_to_be_in_none() -> None:
    assert "in no published list" in said(
        award_competition.section(award(extent_competed_code="Ω"))
    )


def test_every_class_of_the_rules_has_words_and_every_rule_a_reason() -> None:
    assert all(rules_text.class_words(name) for name in rules.load().classes)
    assert all(row["because"] for row in rules_text.rule_rows())


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://www.usaspending.gov.example.org/award/1/",
        "http://www.usaspending.gov/award/1/",
        None,
    ],
)
def test_only_usaspending_is_linked_as_the_official_record(url: str | None) -> None:
    assert links(common.official_link(url, "This award")) == []
    held = "https://www.usaspending.gov/award/CONT_AWD_1/"
    assert links(common.official_link(held, "This award")) == [held]


def test_the_address_of_an_award_keeps_every_sign_of_its_key() -> None:
    assert paths.award("CONT_AWD_A/B?C#D_-NONE-") == "/award/CONT_AWD_A%2FB%3FC%23D_-NONE-"


def test_the_notice_offers_to_load_the_rest_only_where_the_sample_is_alone() -> None:
    manifest = {"actions": 2, "awards": 1, "as_of": "2024-06-01", "sources": ["sample"]}
    assert "make sync" in said(common.notice(manifest))
    assert "make sync" not in said(common.notice({**manifest, "sources": ["sample", "archive"]}))


def test_without_a_build_a_page_says_what_to_run(tmp_path: Path) -> None:
    page, _ = page_for(PublishedData(Settings(data=tmp_path)), "/", "")
    assert "python -m fetch sample" in said(page)


def test_a_build_that_is_published_later_is_shown_without_a_restart(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    data = PublishedData(settings)
    import_sample(settings)
    first = build(settings)["build_id"]
    assert first in said(page_for(data, "/", "")[0])
    second = build(settings)["build_id"]
    page = said(page_for(data, "/", "")[0])
    assert second in page
    assert first not in page


def test_no_page_may_load_from_another_host(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path))
    answer = app.server.test_client().get("/")
    assert answer.headers["Content-Security-Policy"] == policy(app)
    text = answer.get_data(as_text=True)
    assert 'src="http' not in text
    assert "cdn" not in text.lower()


def test_importing_the_pages_does_nothing_slow_or_lasting() -> None:
    code = (
        "import sys, dashboard.pages.overview.page, dashboard.pages.award.page\n"
        "import dash\n"
        "assert not dash.page_registry\n"
        "assert not {'ibis', 'dash_mantine_components', 'dash_ag_grid'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_the_method_page_has_every_definition_and_every_rule_of_others() -> None:
    from analysis.docs.definitions import by_name

    said = list(texts(method._measures()))
    assert len(by_name()) > 20
    assert set(by_name().values()) <= set(said)
    others = list(texts(method._others()))
    assert {row["because"] for row in rules_text.rows_of_others()} <= set(others)


STANDS = (
    *(page.path for page in (*LISTED, *BEHIND)),
    "/award/70CTD022FR0000170",
    "/vehicle/70B02C20D00000019",
    "/program/immigrationos",
    "/vendor/palantir",
)


@pytest.mark.parametrize("path", STANDS)
def test_every_page_says_what_is_loaded_and_what_is_missing(sample_settings, path) -> None:
    page, _ = page_for(PublishedData(sample_settings), path, "")
    words = said(page)
    assert words.count(f"Loaded: {sample_size.LOADED}") == 1
    assert words.count("The records held speak for") == 1
    assert words.count("is provisional") == 1


def test_a_server_without_a_build_warms_nothing_and_goes_on(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(app, "LATER_SECONDS", 0)
    app.warm(Settings(data=tmp_path))
    [title, says, _] = page_for(PublishedData(Settings(data=tmp_path)), "/", "")[0].children
    assert title.children == "Nothing to show yet"
    assert "make" in said(says) or "python" in said(says)


@pytest.mark.parametrize("search", ["?fy=2022", "?days=2025-01-20.."])
def test_growth_in_chosen_years_or_days_says_that_awards_began_in_them(sample_settings, search):
    page, _ = page_for(PublishedData(sample_settings), "/", search)
    assert "these are the awards that began in them" in said(page)


def test_leads_without_official_notices_say_why_there_is_no_base_rate(sample_settings) -> None:
    page, _ = page_for(PublishedData(sample_settings), "/leads", "")
    words = said(page)
    assert "No base rate: no notice of SAM.gov's own files is held" in words
    assert "Above the threshold" not in words
    assert "`" not in words
