"""The published tables that say what awards buy: from words, vendors and codes to programmes."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis import categories, mentions, sellers
from analysis.engines import Engine
from analysis.rules import subjects

ADDED = (
    "vendor_family",
    "vendor_name",
    "vendor_role",
    "technology_category",
    "technology_categories",
    "technology_rule",
    "technology_words",
    "technology_evidence",
    "is_technology",
    "is_surveillance",
    "look_alike_rule",
    "possible_category",
    "possible_rule",
    "product",
    "maker",
    "maker_from",
)
"""What is known of an award beside how it was bought: columns of the published `awards`."""


def with_subjects(engine: Engine, actions: ir.Table, awards: ir.Table) -> ir.Table:
    """The awards with what they buy, from whom, and whose product it is.

    In: the table of `growth.by_action`, and one row an award. Publishes `mentions`.
    """
    whose = engine.keep(sellers.seller_families(awards), "sellers")
    who = whose.join(awards.select("award_key", "component_code"), "award_key")
    found = mentions.mentions(engine, actions, who, categories.wanted())
    found = engine.publish(found.order_by("award_key", "order_in_award", "rule"), "mentions")
    table = awards.join(whose, "award_key")
    judged = engine.keep(categories.technology(table, found), "judged")
    table = table.join(judged, "award_key")
    table = categories.is_technology(categories.with_makers(table))
    return table.select(*awards.columns, *ADDED, technology=categories.in_words(table))


def subject_categories() -> ir.Table:
    """The categories as a table, so that SQL over the build can join them."""
    rows = [
        {"category": each.name, "number": each.number, "kind": each.kind, "plain": each.plain}
        for each in subjects.categories().values()
    ]
    return ibis.memtable(rows).order_by("number")
