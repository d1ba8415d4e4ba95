"""Which awards went to one vendor, and which buy one kind of thing."""

from __future__ import annotations

import ibis
import pytest

from analysis.measures.families import psc_family, vendor_families
from tests.analysis.lineage import published
from tests.builders import action


@pytest.mark.parametrize(
    ("code", "family"),
    [
        ("D399", "IT services"),
        ("DK10", "IT services"),
        ("da01", "IT services"),
        ("7030", "IT products"),
        ("7K20", "IT products"),
        ("D101", "D1"),
        ("DX01", "DX"),
        ("7110", "71"),
        ("R425", "R4"),
        ("", None),
    ],
)
def test_old_and_new_codes_for_it_are_one_family_and_other_codes_their_first_two_signs(
    code, family
):
    table = ibis.memtable({"code": [code]})
    [row] = table.select(family=psc_family(table.code)).to_pyarrow().to_pylist()
    assert row["family"] == family


def test_a_firm_and_its_daughter_are_one_family_and_a_name_without_number_takes_the_known_one():
    awards = published(
        action("70A", recipient_uei="U1", recipient_parent_uei="P", recipient_name="EXAMPLE, INC."),
        action("70B", recipient_uei="U2", recipient_parent_uei="P", recipient_name="EXAMPLE USG"),
        action("70C", recipient_uei="U1", recipient_name="EXAMPLE INC"),
        action("70D", recipient_name="Example Inc"),
        action("70E", recipient_name="SAMPLE OPTICS, LIMITED"),
        action("70F", recipient_name="SAMPLE OPTICS LTD."),
        action("70G", recipient_uei="U8", recipient_name="TWO OF A NAME"),
        action("70H", recipient_uei="U9", recipient_name="TWO OF A NAME"),
        action("70I", recipient_name="TWO OF A NAME"),
    )
    rows = vendor_families(awards).to_pyarrow().to_pylist()
    families = {row["award_key"].split("_")[2]: row["vendor_family"] for row in rows}
    assert families == {
        **dict.fromkeys(("70A", "70B", "70C", "70D"), "P"),
        **dict.fromkeys(("70E", "70F"), "SAMPLE OPTICS"),
        "70G": "U8",
        "70H": "U9",
        "70I": "TWO OF A NAME",
    }
