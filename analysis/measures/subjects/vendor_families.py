"""Vendor families: a person's decision first, the record's identifiers second."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures.awards import Keep, as_it_is
from analysis.measures.families import only, vendor_families
from analysis.rules import firms

NOTHING = ibis.null("string")
STATED = ("recipient_uei", "recipient_parent_uei", "vendor_spelling")


def seller_families(awards: ir.Table, keep: Keep = as_it_is) -> ir.Table:
    """Which vendors are counted as one: families that a person put together, with the reason.

    An award belongs to the family that `vendors.csv` gives for its vendor's UEI, its parent's,
    or its name in one spelling, on this award or on others of the same UEI or name; else to that
    of its parent, where the table knows the parent; else to that of the same parent, UEI or name
    on other awards (`vendor_families`). What the table says of a firm never goes up to its
    parent or over to its sisters. In: the awards. Out: one row an award: `award_key`,
    `vendor_family`, `vendor_firm` (the family of the table for the firm itself, not through its
    parent; else null), `vendor_name` (the family's, else its parent's registered name, else the
    registered name on its latest award), `vendor_role` (maker, services, reseller, or null where
    nobody has said) and `vendor_spelling`.
    """
    table = awards.join(vendor_families(awards), "award_key").select(
        "award_key",
        "recipient_name",
        "recipient_parent_name",
        "last_action_date",
        *STATED,
        natural="vendor_family",
    )
    stated = [table[name].fill_null("") for name in (*STATED, "natural")]
    table = keep(table.mutate(vendor=ibis.literal("|").join(stated)), "sold_by")
    # vendors are few beside awards, and each is decided once
    vendors = _decided(keep(_vendors(table), "vendors_stated"))
    return (
        table.select("award_key", "vendor", "vendor_spelling")
        .join(vendors, "vendor")
        .drop("vendor")
    )


def _vendors(table: ir.Table) -> ir.Table:
    """One row a vendor as stated, with the names on its latest award, each behind its date."""
    dated = table.last_action_date.cast("string").fill_null("0000-00-00")
    return table.group_by("vendor", *STATED, "natural").aggregate(
        dated_name=dated.concat(table.recipient_name).max(),
        dated_parent=dated.concat(table.recipient_parent_name).max(),
    )


def _decided(table: ir.Table) -> ir.Table:
    """Family, firm, name and role of each vendor."""
    table = _ruled(table, "recipient_uei", "uei")
    table = _ruled(table, "recipient_parent_uei", "parent")
    table = _ruled(table, "vendor_spelling", "name")
    # an identifier outweighs a parent's, a parent's outweighs a name
    table = table.mutate(ruled=table.by_uei.coalesce(table.by_parent, table.by_name))
    table = _same_firm(table)
    # a daughter joins its parent's family; a parent never joins its daughter's
    heads = table.filter((table.recipient_uei == table.natural).fill_null(False))
    table = table.left_join(only(heads, "natural", "firm", "kin"), "natural").drop("natural_right")
    table = _kept_apart(table)
    family = table.firm.coalesce(table.kin, table.natural)
    return _named(table.mutate(vendor_family=family))


def _same_firm(table: ir.Table) -> ir.Table:
    """Adds `firm`: the family by the rules, also of other awards of the same UEI or name."""
    by_uei = only(table, "recipient_uei", "ruled", "kin_uei")
    table = table.left_join(by_uei, "recipient_uei").drop("recipient_uei_right")
    table = table.mutate(stated=table.ruled.coalesce(table.kin_uei, table.recipient_uei))
    # a name speaks where no UEI does, and where all firms of the name are one family
    by_name = only(table, "vendor_spelling", "stated", "kin_name")
    table = table.left_join(by_name, "vendor_spelling").drop("vendor_spelling_right")
    listed = table.recipient_uei.isnull() & table.kin_name.isin(list(firms.families()))
    kin = listed.ifelse(table.kin_name, NOTHING)
    return table.mutate(firm=table.ruled.coalesce(table.kin_uei, kin))


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
    return table.mutate(firm=kept.ifelse(nothing, table.firm), kin=kept.ifelse(nothing, table.kin))


def _named(table: ir.Table) -> ir.Table:
    """Adds name and role of the family."""
    book = firms.families()
    rows = [(row.family, row.name, row.role) for row in book.values()]
    schema = dict.fromkeys(("listed", "listed_name", "vendor_role"), "string")
    listed = ibis.memtable(rows, schema=schema)
    parents = (table.recipient_parent_uei == table.vendor_family).fill_null(False)
    table = table.mutate(
        parent_name=_latest(table, parents.ifelse(table.dated_parent, NOTHING)),
        latest_name=_latest(table, table.dated_name),
    )
    table = table.left_join(listed, table.vendor_family == listed.listed)
    return table.select(
        "vendor",
        "vendor_family",
        "vendor_role",
        vendor_firm="firm",
        vendor_name=table.listed_name.coalesce(table.parent_name, table.latest_name),
    )


def _latest(table: ir.Table, dated: ir.StringColumn) -> ir.StringColumn:
    """The latest name of the family, of names behind their dates."""
    latest = ibis.window(group_by=table.vendor_family)
    # a date before the name makes max the latest name; ten characters are cut off again, and the
    # two spaces that the service writes for a comma it took out are one
    return dated.max().over(latest).substr(10).re_replace(" +", " ")
