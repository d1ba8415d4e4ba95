"""A vehicle has two answers, and whoever shows one says which: VEHICLE, or how it was bought."""

from __future__ import annotations

import pytest

from analysis.documents.competition import competition_document
from analysis.documents.leads.missing_notice import no_notice
from analysis.documents.technology_shares import awards as technology_awards
from analysis.documents.vehicle import vehicle_document
from analysis.published import drilldown, grid, queries
from analysis.text import bought

VEHICLE = {"award_kind": "IDV", "competition_class": "VEHICLE", "own_class": "COMPETED"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (VEHICLE, "VEHICLE, itself COMPETED"),
        ({**VEHICLE, "competition_class": "COMPETED"}, "COMPETED, the vehicle itself"),
        ({**VEHICLE, "own_class": None}, "VEHICLE"),
        ({"award_kind": "AWARD", "competition_class": "COMPETED", "own_class": None}, "COMPETED"),
    ],
)
def test_the_class_of_a_vehicle_says_which_of_two_is_meant(row, words):
    assert bought(row) == words


def frames(sample):
    yield drilldown.awards(sample)
    yield technology_awards(sample)
    yield no_notice(sample)
    yield queries.sized(sample)
    yield grid.awards(sample, grid.GridQuery())


def test_every_list_of_awards_can_tell_a_vehicle_from_its_own_class(sample):
    for frame in frames(sample):
        assert {"award_kind", "competition_class", "own_class"} <= set(frame.columns)
        told = frame[frame["award_kind"] == "IDV"]
        assert told["own_class"].notna().all()
        for row in told.to_dict("records"):
            assert "itself" in bought(row)


def test_rates_say_how_many_vehicles_they_count_by_their_own_class(sample, ask):
    vehicles = competition_document(sample)["vehicles"]
    assert vehicles["counted_by"] == "own_class"
    held = drilldown.awards(sample)
    assert vehicles["awards"] == (held["award_kind"] == "IDV").sum() > 0
    assert "each counts by how it was itself bought" in ask("competition").out


AGREEMENT = "70RTAC26A00000001"


def test_a_vehicle_that_a_dossier_names_gets_what_the_public_record_states(sample, ask):
    [program] = vehicle_document(sample, AGREEMENT)["programs"]
    assert program["programme"] == "palantir-bpa"
    assert {each["basis"] for each in program["says"]} <= {"FACT", "DERIVED"}
    words = ask("vehicle", AGREEMENT).out
    assert "[FACT] 70RTAC26A00000001: a single-award agreement under GSA schedule" in words
    assert "Call 70CTD026FC0000018 of 24 June 2026" in words
