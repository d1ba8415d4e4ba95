"""Published tables of subjects: technology, makers and programs."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.engines import Engine
from analysis.measures.subjects import categories, program_members, text_matches, vendor_families
from analysis.rules import subjects

ADDED = (
    "vendor_family",
    "vendor_name",
    "vendor_role",
    "vendor_spelling",
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
"""Columns added to the published `awards` here."""


def with_subjects(
    engine: Engine, actions: ir.Table, awards: ir.Table, keys: ir.Table | None = None
) -> tuple[ir.Table, ir.Table]:
    """Awards with vendor family, technology and maker, and the table of mentions.

    In: the table of `growth.by_action`, one row an award, and the keys that awards left, if any
    did. Publishes `mentions`.
    """
    whose = engine.keep(vendor_families.seller_families(awards, engine.keep), "sellers")
    who = whose.join(awards.select("award_key", "component_code"), "award_key")
    wanted = (*categories.wanted(), *program_members.wanted())
    mentions = text_matches.mentions(engine, actions, who, wanted)
    mentions = engine.publish(mentions.order_by("award_key", "order_in_award", "rule"), "mentions")
    named = text_matches.in_names(engine, who, categories.in_names())
    table = awards.join(whose, "award_key")
    judged = engine.keep(categories.technology(table, mentions, named, keys), "judged")
    table = table.join(judged, "award_key")
    table = categories.is_technology(categories.with_makers(table))
    words = categories.in_words(table)
    return table.select(*awards.columns, *ADDED, technology=words), mentions


def subject_categories() -> ir.Table:
    """The categories as a table, so that SQL over the build can join them."""
    rows = [
        {"category": each.name, "number": each.number, "kind": each.kind, "plain": each.plain}
        for each in subjects.categories().values()
    ]
    return ibis.memtable(rows).order_by("number")


def write_programs(
    engine: Engine, actions: ir.Table, awards: ir.Table, mentions: ir.Table, keys: ir.Table
) -> None:
    """Publish the actions of each program, and their sums.

    In: the published `actions`, `awards` and `mentions`.
    """
    members = program_members.program_actions(actions, awards, mentions, keys)
    members = members.order_by("programme", "award_key", "transaction_key")
    members = engine.publish(members, "program_actions")
    engine.publish(program_members.programs(actions, members).order_by("place"), "programs")
