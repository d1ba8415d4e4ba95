"""Families and firms of vendors: what a firm sells is not what its parent sells.

And an award whose product code is not held is not known to be no technology.
"""

from __future__ import annotations

import ibis
import pytest

from analysis.measures.subjects import categories, vendor_families
from analysis.rules import firms
from analysis.rules.firms import Firm

FACTS = (
    "award_key",
    "recipient_name",
    "recipient_uei",
    "recipient_parent_uei",
    "recipient_parent_name",
)


def sellers(*rows: tuple[str | None, ...]) -> dict[str, tuple[str, str | None, str]]:
    """By award its vendor's family, firm and name."""
    awards = ibis.memtable(rows, schema=dict.fromkeys(FACTS, "string"))
    awards = awards.mutate(last_action_date=ibis.date("2025-01-01"))
    table = vendor_families.seller_families(awards).to_pyarrow().to_pylist()
    return {
        row["award_key"]: (row["vendor_family"], row["vendor_firm"], row["vendor_name"])
        for row in table
    }


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of two families: a daughter and, elsewhere, a parent."""
    shared = ("maker", "name")
    why = ("as registered", "", "made up", "a test", "here")
    rows = (
        Firm("example-tags", "Example Tags", *shared, "EXAMPLE TAGS INC", *why),
        Firm("sample-optics", "Sample Optics", *shared, "SAMPLE OPTICS INC", *why),
    )
    monkeypatch.setattr(firms, "firms", lambda *_: rows)


def test_a_parent_is_not_counted_under_its_listed_daughter(listed):
    found = sellers(
        ("70A", "EXAMPLE TAGS INC", "U1", "P", "EXAMPLE HOUSES"),
        ("70B", "EXAMPLE HOUSES OF TEXAS", "P", "P", "EXAMPLE  HOUSES"),
    )
    assert found["70A"] == ("example-tags", "example-tags", "Example Tags")
    assert found["70B"] == ("P", None, "EXAMPLE HOUSES")


def test_a_daughter_joins_its_listed_parent_and_takes_no_category_from_it(listed):
    found = sellers(
        ("70A", "SAMPLE OPTICS INC", "P", None, None),
        ("70B", "EXAMPLE BOATS", "U2", "P", "SAMPLE OPTICS INC"),
        ("70C", "SAMPLE OPTICS INC.", None, None, None),
    )
    assert found["70A"][:2] == found["70C"][:2] == ("sample-optics", "sample-optics")
    assert found["70B"][:2] == ("sample-optics", None)


def test_a_category_by_vendor_asks_for_the_firm_itself():
    columns = ("award_key", "vendor_family", "vendor_firm", "vendor_spelling", "component_code")
    rows = [("70A", "bi", "bi", "BI", "7012"), ("70B", "bi", None, "EXAMPLE HOUSES", "7012")]
    table = ibis.memtable(rows, schema=dict.fromkeys(columns, "string"))
    hits = categories._by_vendor(table).to_pyarrow().to_pylist()
    assert {row["award_key"] for row in hits} == {"70A"}


def test_an_industry_without_a_product_code_is_not_known_to_be_no_technology():
    columns = ("product_or_service_code", "naics_code", "technology_category")
    rows = [(None, "541519", None), ("", "541519", None), ("S206", "561612", None)]
    table = ibis.memtable(rows, schema=dict.fromkeys(columns, "string"))
    table = categories.is_technology(table)
    table = table.select(words=categories.in_words(table))
    words = [row["words"] for row in table.to_pyarrow().to_pylist()]
    assert words == ["not known", "not known", "not technology"]
