"""Vendors, makers and what is asked of a person, over the embedded sample."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from analysis.documents import technology as technology_document
from analysis.documents import vendor as vendor_document
from analysis.documents.review import review
from analysis.published import queries
from analysis.published.selection import Selection
from fetch.errors import InputError
from tests import sample_size


def test_shadowdragon_is_found_through_its_resellers(sample):
    frame = vendor_document.document(sample, "shadowdragon")
    assert (frame["award_count"], frame["obligated_usd"]) == (9, "4180748.92")
    sellers = {row["seller"]: row["awards"] for row in frame["sellers"]}
    assert sellers == {
        "thundercat": 3,
        "fs-partners": 2,
        "panamerica": 2,
        "sirc": 1,
        "c-and-c": 1,
    }
    assert frame["counted_otherwise"]["award_count"] == 0


def test_counted_under_the_seller_the_maker_has_nothing_and_the_reseller_has_it(sample):
    assert vendor_document.document(sample, "ShadowDragon", "seller")["awards"] == []
    reseller = vendor_document.document(sample, "PANAMERICA COMPUTERS, INC.", "seller")
    assert reseller["award_count"] == 59
    assert {row["maker"] for row in reseller["makers"]} >= {"shadowdragon", "fivecast"}


@pytest.mark.parametrize("name", ["palantir", "PALANTIR USG, INC.", "Gotham", "FSY4LVSBGWB7"])
def test_a_vendor_is_found_by_family_registered_name_product_or_identifier(sample, name):
    assert vendor_document.document(sample, name)["family"] == "palantir"


def test_a_vendors_names_over_time_and_why_they_are_one(sample):
    frame = vendor_document.document(sample, "palantir")
    assert {row["name"] for row in frame["names"]} == {
        "PALANTIR TECHNOLOGIES INC.",
        "PALANTIR USG INC",
    }
    assert all(row["because"] and row["source"] for row in frame["decided"])


def test_a_vendor_that_is_not_held_names_the_nearest_three(sample):
    with pytest.raises(InputError, match=r"no vendor.*'palantyr'; the nearest: palantir, .+, .+"):
        vendor_document.document(sample, "palantyr")


def test_the_two_rankings_share_every_dollar_that_is_not_support(sample):
    by_seller = vendor_document.ranking(sample, "seller", top=500)
    by_maker = vendor_document.ranking(sample, "maker", top=500)
    support = technology_document.summary(sample)["categories"]
    [apart] = [row["obligated_usd"] for row in support if row["technology"] == "support"]
    # staff and hosting are in no maker's total
    assert sum(by_seller["obligated_usd"]) == sum(by_maker["obligated_usd"]) + Decimal(apart)
    assert sum(by_seller["obligated_usd"]) == Decimal(sample.manifest["obligated_usd"])
    sold, made = (
        frame.set_index("family")["obligated_usd"]["thundercat"] for frame in (by_seller, by_maker)
    )
    # what its texts name a maker of is the maker's; the rest counts under itself
    assert 0 < made < sold


def test_every_kind_of_technology_is_told_and_adds_up(sample):
    frame = technology_document.summary(sample)
    stated = [row["obligated_usd"] for row in frame["categories"] if row["obligated_usd"]]
    assert sum(map(Decimal, stated)) == Decimal(sample.manifest["obligated_usd"])
    assert sum(row["awards"] for row in frame["categories"]) == sample_size.AWARDS
    assert frame["possible"]["awards"] > 0


def test_a_filter_by_technology_narrows_every_figure(sample):
    whole = queries.totals(sample)
    faces = queries.totals(sample, Selection(technology="biometrics"))
    assert faces["awards"] == 16
    assert faces["obligated_usd"] < whole["obligated_usd"]
    assert set(queries.years(sample, Selection(technology="4"))["fiscal_year"]) <= set(
        range(2021, 2027)
    )
    with pytest.raises(InputError, match="no technology 'magic'"):
        queries.totals(sample, Selection(technology="magic"))


@pytest.mark.parametrize("kind", review.KINDS)
def test_what_is_asked_of_a_person_comes_most_money_first_and_says_where_to_decide(sample, kind):
    frame = review.document(sample, kind)
    amounts = [Decimal(row["obligated_usd"]) for row in frame["asked"] if row["obligated_usd"]]
    assert amounts == sorted(amounts, reverse=True)
    assert all(row["what"] and row["evidence"] for row in frame["asked"])
    assert frame["decide_in"].startswith("analysis/rules/")


def test_an_unknown_kind_of_review_lists_the_kinds(sample):
    with pytest.raises(InputError, match="technology, makers, vendors, programs, chains, notices"):
        review.document(sample, "colours")


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        (("program", "immigrationos"), ("obligated_usd", "59796472.00")),
        (("program", "atrac"), ("awards", [])),
        (("program",), ("as_of", "2026-08-22")),
        (("vendor", "shadowdragon"), ("award_count", 9)),
        (("vendor", "--count-under", "seller", "--top", "3"), ("count_under", "seller")),
        (("technology",), ("only_sample", True)),
        (("technology", "biometrics", "--component", "ICE"), ("technology", "biometrics")),
        (("technology", "--award", "70CTD022FR0000170"), ("technology", "case management")),
        (("review", "programs"), ("count", 11)),
        (("check",), ("as_of", "2026-08-22")),
        (("check", "ICE Palantir 2025 $81 million"), ("verdict", "reproduced")),
        (
            ("check", "--vendor", "palantir", "--component", "ICE", "--fy", "2025",
             "--amount", "81000000", "--measure", "obligated"),
            ("verdict", "reproduced"),
        ),
    ],
)  # fmt: skip
def test_a_command_answers_with_one_document_and_in_words(ask, words, holds):
    done = ask(*words, "--json")
    assert done.code == 0, done.err
    name, value = holds
    assert json.loads(done.out)[name] == value
    document = ask(*words)
    assert document.code == 0, document.err
    assert document.out.strip()
    assert "as of 2026-08-22" in document.err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("program", "imigrationos"), 1, "no programme 'imigrationos'; the nearest: immigrationos"),
        (("vendor", "shadowdragn"), 1, "the nearest: shadowdragon"),
        (("vendor", "palantir", "--count-under", "moon"), 2, "'moon' is none of maker, seller"),
        (("review", "colours"), 2, "nothing to review is called 'colours'"),
        (("technology", "magic"), 2, "no technology 'magic'"),
        (("check", "--amount", "much"), 2, "'much' is no amount"),
        (("check", "--amount", "5", "--measure", "spent"), 2, "'spent' is none of"),
        (("check", "--amount", "5", "--from", "soon"), 2, "'soon' is no date"),
    ],
)
def test_a_wrong_word_ends_with_one_sentence(ask, words, code, says):
    done = ask(*words)
    assert done.code == code
    assert says in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_vendor_of_vehicles_alone_has_no_sum_of_zero(sample, ask):
    document = vendor_document.document(sample, "GEO Group")
    assert (document["vehicles_only"], document["obligated_usd"]) == (True, None)
    says = ask("vendor", "GEO Group").out
    assert "not known: 3 vehicles held, and no order under them" in says
