"""Every programme, vendor and maker has a page, and a name nobody bears has a sentence."""

from __future__ import annotations

import json

import pytest
from plotly.utils import PlotlyJSONEncoder

from analysis.documents import program as program_document
from dashboard.charts import chain_timeline
from dashboard.pages.award import page as award
from dashboard.pages.program import page as program
from dashboard.pages.vehicle import page as vehicle
from dashboard.pages.vendor import page as vendor
from dashboard.published_data import PublishedData
from tests.dashboard.checked import checked


def texts(page) -> str:
    return json.dumps(page.to_plotly_json(), cls=PlotlyJSONEncoder)


def test_every_programme_has_a_page_that_says_what_is_held(sample, sample_settings):
    for row in program_document.listing(sample):
        page = texts(program.PAGE.of_one(PublishedData(sample_settings), row["programme"]))
        assert row["name"] in page
        assert "No such programme" not in page


def test_the_page_of_an_agreement_says_what_the_public_record_states(sample_settings):
    page = texts(vehicle.ONE.of_one(PublishedData(sample_settings), "70RTAC26A00000001"))
    assert "What the public record states: Palantir agreement of 2026" in page
    assert "a single-award agreement under GSA schedule 47QTCA24D004L" in page


def test_the_page_of_a_call_says_what_the_public_record_states_of_it(sample_settings, ask):
    stated = "Call 70CTD026FC0000012 of 30 April 2026, enforcement case management of ERO"
    assert stated in texts(award.PAGE.of_one(PublishedData(sample_settings), "70CTD026FC0000012"))
    assert stated in ask("award", "70CTD026FC0000012").out


def test_both_pages_of_an_amount_of_two_programmes_say_so(sample_settings):
    for name, other in (("elite", "ImmigrationOS"), ("immigrationos", "ELITE")):
        page = texts(program.PAGE.of_one(PublishedData(sample_settings), name))
        assert f"is also counted under {other}: the two sums must not be added" in page


def test_the_award_page_says_the_paragraph_of_its_deadline(sample_settings):
    page = texts(award.PAGE.of_one(PublishedData(sample_settings), "70CTD022FR0000170"))
    assert "within 30 days, FAR 8.405-6(a)(2)(ii)" in page
    assert "16.505(b)(2)(i)(B); 8.405-6(a)(1)(i)(B)" in page


def test_every_vendor_of_the_records_has_a_page(sample, sample_settings):
    found = sample.query("SELECT DISTINCT vendor_family AS family FROM awards WHERE family <> ''")
    assert len(found) > 10
    for family in found["family"]:
        assert "No such vendor" not in texts(
            vendor.PAGE.of_one(PublishedData(sample_settings), family)
        )


@pytest.mark.parametrize("page", [program, vendor])
def test_a_name_that_nobody_bears_is_answered_with_the_nearest(page, sample_settings):
    said = texts(page.PAGE.of_one(PublishedData(sample_settings), "Palantoor"))
    assert "the nearest: " in said
    assert "alantir" in said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "begins on the day the one before ends"),
        (1, "the next day"),
        (31, "a gap of 30 days"),
        (-45, "overlaps by 45 days"),
    ],
)
def test_days_between_two_awards_are_told_as_gap_or_overlap(days, said):
    assert chain_timeline.between(days) == said


def test_text_of_a_record_is_never_markup_in_the_timeline():
    award = {
        "award_key": "K1",
        "piid": "<b>X</b>",
        "start_date": "2020-01-01",
        "end_date": "2021-01-01",
        "potential_end_date": None,
        "competition_class": "SOLE_SOURCE",
        "obligated_usd": "1.00",
    }
    chain = {"programme": "P", "awards": [award], "links": []}
    drawn = checked(chain_timeline.timeline(chain, "Source"))
    assert "<b>X" not in drawn.to_json()
