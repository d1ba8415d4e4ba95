"""Rates with both denominators, on awards whose sums can be done by hand."""

from __future__ import annotations

from decimal import Decimal

import ibis
import pyarrow as pa
import pytest

from analysis import text
from analysis.documents import competition as documents_competition
from analysis.documents.competition import competition_document
from analysis.measures import rates
from analysis.publish.pipeline import rules_classes
from analysis.published import queries
from analysis.published.selection import Selection
from analysis.rules.lookups import RATES_BY
from analysis.rules.rule_sets import names

AWARDS = [
    ("A", "COMPETED", "ICE", "EXAMPLE ONE", ""),
    ("B", "SOLE_SOURCE", "ICE", "EXAMPLE ONE", ""),
    ("C", "COMPETED_ONE_OFFER", "CBP", "EXAMPLE TWO", ""),
    ("D", "UNKNOWN", "CBP", "EXAMPLE TWO", ""),
    ("E", "MICRO", "CBP", "EXAMPLE TWO", "not_in_rates"),
    ("F", "CONFLICT", "ICE", None, ""),
]
ACTIONS = [
    ("A", 2024, "60.00"),
    ("A", 2025, "-5.00"),
    ("B", 2024, "20.00"),
    ("C", 2024, "10.00"),
    ("D", 2024, "8.00"),
    ("E", 2024, "1.00"),
    ("F", 2024, "2.00"),
    ("B", 2010, "4.00"),
    ("B", 2025, None),
]


def tables(actions=ACTIONS):
    awards = [
        {
            "award_key": key,
            "rates_class": name,
            "component": component,
            "recipient_name": vendor,
            "competition_flags": flags,
            "product_or_service_code": None if key == "F" else "DA01",
            "technology": "biometrics" if key in "AB" else "not technology",
        }
        for key, name, component, vendor, flags in AWARDS
    ]
    keys, years, amounts = zip(*actions, strict=True)
    rows = pa.table(
        {
            "award_key": keys,
            "fiscal_year": pa.array(years, pa.int64()),
            "obligated_usd": pa.array(
                [usd and Decimal(usd) for usd in amounts], pa.decimal128(18, 2)
            ),
        }
    )
    names = (
        "award_key",
        "rates_class",
        "component",
        "recipient_name",
        "competition_flags",
        "product_or_service_code",
        "technology",
    )
    return (
        rates.award_years(ibis.memtable(rows)),
        ibis.memtable(awards, schema=dict.fromkeys(names, "string")),
        rules_classes(),
    )


def told(by="all", actions=ACTIONS):
    frame = rates.rates(rates.by_class(*tables(actions), by=by))
    rows = ibis.duckdb.connect().to_pyarrow(frame).to_pylist()
    return {row["value"]: row for row in rows}


def test_what_is_unknown_is_a_range_from_all_competed_to_none():
    year = told("fiscal_year")["2024"]
    assert year["obligated_usd"] == 100  # the micro-purchase is in neither
    assert (year["not_competed_usd"], year["one_offer_usd"], year["unknown_usd"]) == (20, 10, 10)
    assert year["not_competed_low"] == pytest.approx(20 / 100)
    assert year["not_competed_high"] == pytest.approx(30 / 100)
    assert year["unknown_share"] == pytest.approx(10 / 100)


def test_money_taken_back_leaves_no_share():
    year = told("fiscal_year")["2025"]
    assert year["obligated_usd"] == -5
    assert {year[name] for name in ("not_competed_low", "not_competed_high", "unknown_share")} == {
        None
    }


def test_an_obligation_that_is_not_stated_is_counted_and_not_zero():
    years = ibis.duckdb.connect().to_pyarrow(tables()[0]).to_pylist()
    [missing] = [row for row in years if row["award_key"] == "B" and row["fiscal_year"] == 2025]
    assert (missing["obligated_usd"], missing["obligations_missing"]) == (None, 1)


def test_what_was_given_and_taken_back_add_up_to_the_net():
    both = [*ACTIONS, ("A", 2025, "7.00")]
    years = ibis.duckdb.connect().to_pyarrow(tables(both)[0]).to_pylist()
    [row] = [row for row in years if row["award_key"] == "A" and row["fiscal_year"] == 2025]
    assert (row["given_usd"], row["taken_back_usd"], row["obligated_usd"]) == (7, -5, 2)


def test_rates_by_vendor_keep_those_not_named():
    frame = told("vendor")
    assert set(frame) == {"EXAMPLE ONE", "EXAMPLE TWO", "not stated"}
    assert frame["EXAMPLE TWO"]["not_competed_usd"] == 0
    assert frame["EXAMPLE TWO"]["one_offer_usd"] == 10


def test_rates_by_family_of_codes_keep_those_not_stated():
    frame = told("psc_family")
    assert {name: row["unknown_usd"] for name, row in frame.items()} == {
        "IT services": 8,
        "not stated": 2,
    }


def test_rates_by_technology_tell_each_kind_and_what_no_rule_found():
    frame = told("technology")
    assert frame["biometrics"]["not_competed_usd"] == 24
    assert frame["not technology"]["one_offer_usd"] == 10


def test_every_class_has_its_own_row():
    sums = rates.by_class(*tables())
    rows = ibis.duckdb.connect().to_pyarrow(sums).to_pylist()
    assert {row["competition_class"]: row["awards"] for row in rows} == {
        name: 1 for _, name, *_ in AWARDS
    }


def test_years_before_2011_are_marked(sample):
    document = competition_document(sample, by="fiscal_year")
    marks = {rate["value"]: rate["comparable"] for rate in document["rates"]}
    assert all(mark == (int(year) >= 2011) for year, mark in marks.items())
    assert rates.COMPARABLE_FROM == 2011


def test_a_missing_share_says_why(sample):
    figures = competition_document(sample, by="fiscal_year")["rates"]
    assert figures
    for rate in figures:
        stated = rate.get("not_competed_low") is not None
        assert stated == (rate["share_missing_because"] is None)
    by_year = {rate["value"]: rate["share_missing_because"] for rate in figures}
    # FY2006 has vehicles alone
    assert by_year["2006"] == text.NOTHING_OBLIGATED
    assert (
        documents_competition._unshared({"not_competed_low": None, "obligated_usd": "-1.00"})
        == text.TAKEN_BACK
    )
    assert documents_competition._unshared({}) == documents_competition.NO_RATES


@pytest.mark.parametrize("by", RATES_BY)
@pytest.mark.parametrize("rule_set", names())
def test_what_views_sum_in_memory_is_the_measure_that_is_defined(sample, by, rule_set):
    _, classes = queries.competition(sample, Selection(rule_set=rule_set), by)
    years, awards, book = (sample.table(each) for each in ("award_years", "awards", "classes"))
    measured = sample.run(rates.by_class(years, awards, book, rule_set, by))
    keys = ["value", "competition_class", "in_rates"]
    assert plain(classes, keys) == plain(measured[list(classes.columns)], keys)


def plain(frame, keys):
    return frame.sort_values(keys).astype(str).values.tolist()
