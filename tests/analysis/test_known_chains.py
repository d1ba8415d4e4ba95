"""The chains of the embedded sample: those that are known, and none that cannot be defended."""

from __future__ import annotations

import pytest

from analysis.documents.chains import chains_document
from analysis.measures.chains import Window
from fetch.errors import InputError

FALCON = ["HSCETC13F00030", "HSCETC15C00001", "70CTD019C00000001", "70CTD022FR0000070"]
ICM = [
    "HSCETC14C00002",
    "70CTD019FR0000268",
    "70CTD022FR0000170",
    "70CTD026FC0000012",
    "70CTD026FC0000018",
]


def piids(chain: dict) -> list[str]:
    return [award_["piid"] for award_ in chain["awards"]]


def test_the_sample_holds_the_two_known_chains_and_no_other(sample):
    document = chains_document(sample)
    assert [chain["programme"] for chain in document["chains"]] == ["FALCON", "ICM"]
    assert [piids(chain) for chain in document["chains"]] == [FALCON, ICM]
    assert document["not_held"] == []


def test_the_calls_of_2026_are_a_fork_of_one_order(sample):
    [_, icm] = chains_document(sample)["chains"]
    steps = [(link["earlier_piid"], link["later_piid"]) for link in icm["links"]]
    assert steps == [(ICM[0], ICM[1]), (ICM[1], ICM[2]), (ICM[2], ICM[3]), (ICM[2], ICM[4])]
    assert [link["days_after_end"] for link in icm["links"]] == [0, 1, 26, 81]


def test_the_analysis_chain_of_ice_was_never_competed_and_passed_on_from_day_to_day(sample):
    falcon = chains_document(sample)["chains"][0]
    assert {award_["competition_class"] for award_ in falcon["awards"]} == {"SOLE_SOURCE"}
    assert [link["days_after_end"] for link in falcon["links"]] == [1, 1, 1]
    assert falcon["obligated_usd"] == "96198430.37"


def test_two_systems_of_one_office_are_ruled_out_with_the_reason(sample):
    [link] = chains_document(sample)["rejected"]
    assert (link["earlier_piid"], link["later_piid"]) == (FALCON[2], ICM[2])
    assert "two systems" in link["because"]


def test_a_link_of_the_sample_that_nobody_judged_has_its_evidence(sample):
    document = chains_document(sample, possible=True)
    pairs = {(each["earlier_piid"], each["later_piid"]): each for each in document["possible"]}
    assert document["possible_count"] == len(pairs)
    link = pairs["70SBUR26F00000003", "70SBUR26F00000026"]
    assert link["days_after_end"] == 1
    assert (link["same_office"], link["same_psc_family"]) == (True, True)


def test_another_window_keeps_the_chains_and_changes_the_candidates(sample):
    document = chains_document(sample, Window(2, 30), possible=True)
    assert [piids(chain) for chain in document["chains"]] == [FALCON, ICM]
    assert document["possible"]
    assert all(2 <= each["days_after_end"] <= 30 for each in document["possible"])
    assert document["window"] == {"min_days": 2, "max_days": 30}


def test_the_published_links_are_those_of_the_default_window(sample):
    computed = chains_document(sample, Window(-90, 180, 366), possible=True)
    published_ = chains_document(sample, possible=True)
    same = ("chains", "possible", "rejected")
    assert {name: computed[name] for name in same} == {name: published_[name] for name in same}


def test_a_window_that_ends_before_it_begins_is_refused(sample):
    with pytest.raises(InputError, match="ends before it begins"):
        chains_document(sample, Window(10, 5))
