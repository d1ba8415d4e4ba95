"""What the sample shows of J&A-25-0092: facts of a public document, in our words."""

from __future__ import annotations

import pytest

from analysis.documents.award import award_document
from analysis.documents.leads.document import no_notice_document
from analysis.documents.review import review

ORDER = "70CTD022FR0000170"


@pytest.fixture(scope="module")
def notices(sample):
    return award_document(sample, ORDER)["notices"]


def test_the_justification_of_the_new_work_stands_beside_it(notices):
    found = notices[0]
    assert found["posted_date"] == "2025-04-17"
    assert (found["modification_number"], found["action_date"]) == ("P00009", "2025-04-11")
    assert (found["days_to_posting"], found["days_allowed"], found["days_late"]) == (6, 30, 0)
    assert found["authority"]["citation"] == "8.405-6(a)(1)(i)(A)"
    assert "unacceptable delay" in found["authority"]["plain"]
    assert found["link"] == "https://sam.gov/opp/f71acee6010c423db4902446a59a690c"
    assert (found["link_status"], found["action_status"]) == ("confirmed", "confirmed")
    assert found["link_because"]
    assert "as of 2026-08-22" in found["basis"]


def test_what_the_facts_do_not_hold_is_missing_and_not_made_up(notices):
    assert [found["posted_date"] for found in notices[1:]] == [None, None]
    assert [found["days_late"] for found in notices[1:]] == [None, None]
    assert [found["title"] for found in notices] == [None] * 3
    unknown = next(found for found in notices if found["authority"] is None)
    assert "ICE_JA-25-0266" in unknown["label"]
    assert unknown["modification_number"] is None


def test_the_samples_leads_have_reasons_and_no_base_rate_as_nobody_looked(sample):
    text = no_notice_document(sample)
    assert text["leads"]
    for lead in text["leads"]:
        assert lead["may_be_because"][0]["reason"] == "NOT_HELD"
        assert lead["may_be_because"][0]["because"]
        assert lead["question"].endswith("?")
        assert lead["amount_measure"] in ("ceiling", "ceiling change", "obligation")
        assert lead["threshold_source"].startswith("FAR 2.101; ")
    assert ORDER not in {lead["piid"] for lead in text["leads"]}
    assert text["base_rates"] == []
    assert "only facts of the sample" in text["base_rates_missing_because"]
    assert (text["only_sample"], text["build_id"]) == (True, sample.build_id)
    assert text["notices_held"]["official"] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("leads", "--kind", "no-notice"), "? No notice of the award is among those held."),
        (
            ("leads", "--kind", "no-notice"),
            "the threshold of that day: FAR 2.101; FAC 2020-07, FAR case 2018-004",
        ),
        (("award", ORDER), "posted 6 days after it; 8.405-6(a)(1)(i)(A): urgent and compelling"),
        (("award", ORDER), "(within 30 days, FAR 8.405-6(a)(2)(ii))"),
    ],
)
def test_the_commands_say_it_in_words_and_as_one_document(ask, words, said):
    assert said in ask(*words).out
    assert ask(*words, "--json").json()["as_of"] == "2026-08-22"


def test_a_kind_of_lead_that_does_not_exist_is_wrong_usage(ask):
    assert ask("leads", "--kind", "guilt").code == 2


def test_an_award_whose_justification_is_sure_is_not_asked_about(sample):
    asked = review.document(sample, "notices", top=100)
    keys = [each["award_key"] for each in asked["asked"]]
    assert not [key for key in keys if ORDER in key]
    assert asked["decide_in"] == "analysis/rules/notice_links.csv"
    assert asked["count"] == len(keys) > 0
