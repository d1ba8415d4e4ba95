"""What the records lack has a size that anybody can measure again."""

from __future__ import annotations

from decimal import Decimal

import pytest

from analysis.documents.caveats import caveats, document
from analysis.rules import rows
from tests import sample_size


@pytest.fixture(scope="module")
def sizes(sample):
    return {row["caveat"]: row for row in caveats(sample).to_dict("records")}


def test_every_caveat_is_measured_in_the_order_of_its_table(sample):
    assert [row["caveat"] for row in document(sample)["caveats"]] == [
        row["caveat"] for row in rows("caveats.csv")
    ]


def test_awards_called_competed_by_their_record_are_counted_with_their_money(sizes):
    row = sizes["record competed but order not"]
    assert row["whole"] == sample_size.AWARDS
    assert (row["found"], row["obligated_usd"]) == (112, Decimal("226368797.94"))


def test_an_award_of_unknown_class_is_counted_and_not_dropped(sizes):
    # the record of every other award of the sample, or its copy, says something
    assert sizes["class unknown"]["found"] == 0
    lacking = sizes["class not in this copy"]["found"]
    assert lacking == 196
    assert sizes["class not in this copy"]["share"] == pytest.approx(lacking / sample_size.AWARDS)


def is_back(row: sample_size.Row) -> bool:
    return row["federal_action_obligation"].startswith("-")


def test_money_taken_back_is_counted_by_action(sizes):
    row = sizes["money taken back"]
    assert (row["counted"], row["found"], row["whole"]) == (
        "actions",
        len([each for each in sample_size.rows() if is_back(each)]),
        sample_size.ACTIONS,
    )
    assert str(row["obligated_usd"]) == sample_size.obligated(is_back)


def test_what_nobody_obligated_has_no_sum(sample):
    told = {row["caveat"]: row for row in document(sample)["caveats"]}
    assert told["obligation not stated"]["found"] == 0
    assert told["obligation not stated"]["obligated_usd"] is None
