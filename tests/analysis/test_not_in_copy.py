"""A blank that our copy could not state is told from a blank of the record."""

from __future__ import annotations

import ibis
import pytest

from analysis import text
from analysis.documents.award import award_document
from analysis.measures import not_in_copy
from analysis.measures.competition import classify
from analysis.measures.growth import by_action
from tests.builders import Row, action, transactions

EXTENT, FAIR = "extent_competed_code", "fair_opportunity_limited_sources_code"
REASON = "other_than_full_and_open_competition_code"
ORDER = {"parent": "70TEST20D00000001", "parent_award_type_code": "B", "award_type_code": "C"}
ORDER |= {"parent_award_single_or_multiple_code": "M"}
BLANK = dict.fromkeys((EXTENT, FAIR, REASON), "")


def bought(*rows: tuple[Row, tuple[str, ...]]) -> dict:
    """The class of one award whose actions' copies lack these columns."""
    table = transactions([row for row, _ in rows])
    lacking = {row["contract_transaction_unique_key"]: names for row, names in rows}
    cases = [
        (table.contract_transaction_unique_key == key, not_in_copy.bits(names))
        for key, names in lacking.items()
    ]
    [row] = classify(table.mutate(lacks=ibis.cases(*cases, else_=0))).to_pyarrow().to_pylist()
    return row


@pytest.mark.parametrize(
    ("cells", "lacks", "class_name", "rule"),
    [
        ({}, (), "UNKNOWN", "R48"),
        ({}, (EXTENT, FAIR, REASON), "NOT_HELD", "R75"),
        # a stand-alone award has no field of how an order was given
        ({}, (FAIR,), "UNKNOWN", "R48"),
        (ORDER, (FAIR,), "NOT_HELD", "R75"),
        (ORDER | {EXTENT: "A"}, (FAIR,), "NOT_HELD", "R75"),
        (ORDER | {EXTENT: "A"}, (), "UNKNOWN_ORDER", "R21"),
        # what is stated decides, whatever the copy lacks
        ({EXTENT: "A", "number_of_offers_received": "3"}, (FAIR, REASON), "COMPETED", "R40"),
        ({EXTENT: "C"}, (REASON,), "NOT_COMPETED_REASON_UNKNOWN", "R44"),
    ],
)
def test_a_class_is_not_held_only_where_a_field_that_decides_is_lacking(
    cells, lacks, class_name, rule
):
    row = bought((action(**{**BLANK, **cells}), lacks))
    assert (row["competition_class"], row["competition_rule"]) == (class_name, rule)
    flagged = "not_in_copy" in (row["competition_flags"] or "").split("|")
    assert flagged == (class_name in ("NOT_HELD", "NOT_COMPETED_REASON_UNKNOWN"))
    # no sentence says of the record what is true of our copy
    assert not (flagged and "record does not say" in row["competition_note"])
    assert not (flagged and "no reason is recorded" in row["competition_note"])


def test_one_copy_that_has_the_column_is_enough():
    base, change = action(**BLANK), action(mod="P00001", **BLANK)
    everything = (EXTENT, FAIR, REASON)
    assert bought((base, everything), (change, ()))["competition_class"] == "UNKNOWN"
    assert bought((base, everything), (change, everything))["competition_class"] == "NOT_HELD"


def test_a_readers_file_without_the_columns_does_not_hold_them():
    table = transactions([action(**BLANK)])
    [row] = classify(table.drop(EXTENT, FAIR, REASON)).to_pyarrow().to_pylist()
    assert row["competition_class"] == "NOT_HELD"


def test_a_ceiling_that_the_copy_lacks_is_no_ceiling_that_the_record_leaves_blank():
    table = transactions([action(base_and_all_options_value="")])
    says = {}
    for lacks in (0, not_in_copy.bits((not_in_copy.CEILING,))):
        actions = by_action.by_action(table.mutate(lacks=ibis.literal(lacks, "int64")))
        [row] = by_action.by_award(actions).to_pyarrow().to_pylist()
        says[lacks] = (row["ceiling_growth_missing_because"], row["not_in_copy"])
    assert list(says.values()) == [
        ("the base action states no ceiling", None),
        ("the copy held here lacks the ceiling", "base_and_all_options_value"),
    ]


def test_a_file_lacks_the_columns_that_its_layout_misses():
    files = ibis.memtable({"file_id": ["a", "b"], "columns_missing": [None, f"{FAIR} other"]})
    [first, second] = files.mutate(bits=not_in_copy.of_file(files)).bits.to_pyarrow().to_pylist()
    assert (first, second) == (0, not_in_copy.bits((FAIR,)))


@pytest.mark.parametrize(
    ("source", "basis", "codes", "ceiling"),
    [
        ("usaspending", None, False, False),
        ("sample", "USAspending transaction export of 2026-02-04", False, False),
        ("sample", "search, as of 2026-02-04; only obligations are known", True, True),
        ("sample", "search; only obligations are known; codes from a file", False, True),
    ],
)
def test_a_row_of_the_sample_lacks_what_its_basis_says(source, basis, codes, ceiling):
    row = ibis.memtable(
        {"source": [source], "basis": [basis]}, schema={"source": "string", "basis": "string"}
    )
    [lacks] = not_in_copy.of_row(row["source"], row.basis, ibis.literal(0)).to_pyarrow().to_pylist()
    assert bool(lacks & not_in_copy.bits((EXTENT,))) == codes
    assert bool(lacks & not_in_copy.bits((not_in_copy.CEILING,))) == ceiling


def test_an_award_of_the_sample_says_what_is_not_in_this_copy(sample, ask):
    document = award_document(sample, "70CMSD25P00000111")
    assert document["competition_class"] == "NOT_HELD"
    assert "CEILING_NOT_STATED" not in document["flags"]
    assert text.blank(document["not_in_copy"], EXTENT) == "not in this copy"
    says = ask("award", "70CMSD25P00000111").out
    assert "extent_competed_code = not in this copy" in says
    assert "ceiling not in this copy" in says
    record = ask("award", "70CTD022FR0000170").out
    assert "type_of_set_aside_code = blank in the record" in record
