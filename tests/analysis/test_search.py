"""One box: numbers, vendors and words, and what a typing error was meant to be."""

from __future__ import annotations

import pytest

from analysis.published import grid, search
from analysis.published.grid import GridQuery


def names(found, kind):
    return [each.name for each in found if each.kind == kind]


@pytest.mark.parametrize("typed", ["palantir", "PALANTIR", "palentir", "palatnir"])
def test_a_vendor_is_found_in_spite_of_a_typing_error(sample, typed):
    assert "PALANTIR TECHNOLOGIES INC." in names(search.find(sample, typed), "vendor")


@pytest.mark.parametrize("typed", ["immigrationos", "Immigration OS", "imigrationos"])
def test_a_programme_is_found_by_any_of_its_names_in_spite_of_a_typing_error(sample, typed):
    assert names(search.find(sample, typed), "programme")[0] == "ImmigrationOS"


@pytest.mark.parametrize("typed", ["shadowdragon", "shadodragon", "socialnet"])
def test_a_maker_is_found_by_its_name_or_its_product(sample, typed):
    [found] = [each for each in search.find(sample, typed) if each.kind == "maker"]
    assert (found.name, found.leads_to) == ("ShadowDragon", "shadowdragon")


def test_a_vendor_leads_to_the_family_it_is_counted_in(sample):
    found = search.find(sample, "PANAMERICA COMPUTERS")
    assert [each.leads_to for each in found if each.kind == "vendor"] == ["panamerica"]


@pytest.mark.parametrize("typed", ["70CTD022FR0000170", "70ctd022fr0000170", "70CTD022-FR-0000170"])
def test_an_award_number_is_found_however_it_is_written(sample, typed):
    assert names(search.find(sample, typed), "award") == ["70CTD022FR0000170"]


def test_a_word_of_one_modification_finds_its_award(sample):
    [found] = [each for each in search.find(sample, "immigrationos") if each.kind == "words"]
    awards = grid.awards(sample, GridQuery(text=found.leads_to))
    assert list(awards["piid"]) == ["70CTD022FR0000170"]
    assert found.says == "1"


def test_a_misspelt_word_leads_to_the_likest_that_some_text_holds(sample):
    assert search.meant(sample, "imigrationos") == "immigrationos"
    assert search.meant(sample, "palantir") == "palantir"
    assert search.meant(sample, "zzzzqqqq") == "zzzzqqqq"


def test_what_no_record_holds_finds_nothing(sample):
    assert search.find(sample, "zzzzqqqq") == []


def test_two_letters_are_too_few(sample):
    assert search.find(sample, "pa") == []


def test_a_quote_or_a_percent_sign_is_a_sign_like_any_other(sample):
    assert search.find(sample, "' OR 1=1 --") == []
    assert search.find(sample, "100%%%") == []
