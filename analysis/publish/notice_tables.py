"""Published tables of notices, each made from the one before it."""

from __future__ import annotations

import ibis.expr.types as ir

from analysis.engines import Engine
from analysis.measures.notices.authority import named_authorities
from analysis.measures.notices.cross_check import service_differences
from analysis.measures.notices.justifications import justified_actions
from analysis.measures.notices.missing_notices import above_threshold, events_of
from analysis.measures.notices.notice_links import notice_links
from analysis.measures.notices.notices import COLUMNS, notices
from analysis.measures.notices.other_transactions import is_other_transaction, other_transactions
from analysis.measures.one_identity import present
from analysis.rules import notice_rules

HELD_AS_IT_IS = {
    "contract_records": ("award_key", "action_key"),
    "vendor_standing": ("recipient_uei", "service"),
    "attachments": ("notice_id", "url"),
}
"""Warehouse tables published unchanged but for `run_id`, each with its sort keys."""


def write_notice_tables(
    engine: Engine, awards: ir.Table, actions: ir.Table, keys: ir.Table
) -> None:
    """Publish every notice table; with the sample alone, of its few notices."""
    transactions = engine.table("transactions")
    known = engine.keep(
        notices(engine.table("notices"), engine.table("notice_versions")), "known_notices"
    )
    engine.publish(known.select(*COLUMNS).order_by("notice_id"), "notices")
    named = named_authorities(known, engine.table("notice_texts"), engine.make)
    named = engine.publish(named.order_by("notice_id", "place"), "authorities")
    stated = transactions.select(
        award_key="contract_award_unique_key", solicitation_number="solicitation_identifier"
    )
    stated = present(stated, "award_key", keys)
    stated = stated.filter(stated.solicitation_number.notnull()).distinct()
    links = notice_links(known, awards, stated, notice_rules.judged(), keys)
    links = engine.publish(links.order_by("award_key", "notice_id"), "notice_links")
    justified = justified_actions(links, known, actions, named, notice_rules.deadlines())
    justified = justified.order_by("award_key", "notice_id")
    justified = engine.publish(justified, "justified_actions")
    events = present(events_of(transactions), "award_key", keys).distinct()
    leads = above_threshold(
        actions, awards, justified, known, events, notice_rules.reasons(), notice_rules.deadlines()
    )
    engine.publish(leads.order_by("transaction_key"), "above_threshold")
    records = engine.table("contract_records")
    apart = other_transactions(records).order_by("award_key", "action_date", "action_key")
    engine.publish(apart, "other_transactions")
    # USAspending holds no other transactions: each would be reported as missing there
    records = records.filter(~is_other_transaction(records))
    differing = service_differences(transactions, records).order_by("action_key", "field")
    engine.publish(differing, "service_differences")
    for name, order in HELD_AS_IT_IS.items():
        table = engine.table(name)
        engine.publish(table.drop("run_id").order_by(*order), name)
