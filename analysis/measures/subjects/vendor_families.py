"""Vendor families: a person's decision first, the record's identifiers second."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures.families import only, vendor_families
from analysis.rules import firms

TEXT = ("key", "family")


def seller_families(awards: ir.Table) -> ir.Table:
    """Which vendors are counted as one: families that a person put together, with the reason.

    An award belongs to the family that `vendors.csv` gives for its vendor's UEI, its parent's,
    or its name in one spelling; else to that of the same parent, UEI or name on other awards
    (`vendor_families`), and there to the family of the table if only one is among them.
    In: the awards. Out: one row an award: `award_key`, `vendor_family`, `vendor_name` (the
    family's, else the registered name on its latest award), `vendor_role` (maker, services,
    reseller, or null where nobody has said) and `vendor_spelling`.
    """
    table = awards.join(vendor_families(awards), "award_key").select(
        "award_key",
        "recipient_name",
        "recipient_uei",
        "recipient_parent_uei",
        "last_action_date",
        "vendor_spelling",
        natural="vendor_family",
    )
    table = _ruled(table, "recipient_uei", "uei")
    table = _ruled(table, "recipient_parent_uei", "parent")
    table = _ruled(table, "vendor_spelling", "name")
    # an identifier outweighs a parent's, a parent's outweighs a name
    table = table.mutate(ruled=table.by_uei.coalesce(table.by_parent, table.by_name))
    alone = only(table, "natural", "ruled", "kin")
    table = table.left_join(alone, "natural").drop("natural_right")
    table = _kept_apart(table)
    family = table.ruled.coalesce(table.kin, table.natural)
    return _named(table.mutate(vendor_family=family))


def _ruled(table: ir.Table, column: str, match: str) -> ir.Table:
    """Adds `by_…`: the family by the rules of one match kind."""
    rows = [(row.key, row.family) for row in firms.firms() if row.match == match]
    book = ibis.memtable(rows, schema=dict.fromkeys(("value", f"by_{match}"), "string"))
    return table.left_join(book, table[column] == book.value).drop("value")


def _kept_apart(table: ir.Table) -> ir.Table:
    """No family from the table for names that a person kept apart."""
    apart = [row.key for row in firms.firms() if row.match == "apart"]
    kept = table.vendor_spelling.isin(apart).fill_null(False)
    nothing = ibis.null("string")
    return table.mutate(
        ruled=kept.ifelse(nothing, table.ruled), kin=kept.ifelse(nothing, table.kin)
    )


def _named(table: ir.Table) -> ir.Table:
    """Adds name and role of the family."""
    book = firms.families()
    rows = [(row.family, row.name, row.role) for row in book.values()]
    schema = dict.fromkeys(("listed", "listed_name", "vendor_role"), "string")
    listed = ibis.memtable(rows, schema=schema)
    # a date before the name makes max the latest name; ten characters are cut off again
    dated = table.last_action_date.cast("string").fill_null("0000-00-00")
    latest = ibis.window(group_by=table.vendor_family)
    table = table.mutate(
        latest_name=dated.concat(table.recipient_name).max().over(latest).substr(10)
    )
    table = table.left_join(listed, table.vendor_family == listed.listed)
    return table.select(
        "award_key",
        "vendor_family",
        "vendor_role",
        "vendor_spelling",
        vendor_name=table.listed_name.fill_null(table.latest_name),
    )
