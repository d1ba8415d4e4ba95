"""Cross-check of one action in USAspending.gov and SAM.gov Contract Awards, field by field."""

from __future__ import annotations

from functools import reduce

import ibis
import ibis.expr.types as ir

from analysis.measures.columns import ABSENT

FIELDS = {
    "action_date": "action_date",
    "action_type_code": "action_type_code",
    "obligated_usd": "federal_action_obligation",
    "ceiling_change_usd": "base_and_all_options_value",
    "solicitation_number": "solicitation_identifier",
    "extent_competed_code": "extent_competed_code",
    "fair_opportunity_code": "fair_opportunity_limited_sources_code",
    "other_than_full_code": "other_than_full_and_open_competition_code",
    "set_aside_code": "type_of_set_aside_code",
    "offers": "number_of_offers_received",
    "recipient_uei": "recipient_uei",
}
"""Fields of `contract_records`, each with its official column of USAspending."""


def service_differences(transactions: ir.Table, records: ir.Table) -> ir.Table:
    """Where the record of an action in SAM.gov differs from that in USAspending, one row a field.

    In: the held transactions and `contract_records`. Out: `usaspending` and `sam` as text,
    amounts with two decimals; a side that states nothing is null; `differs` is value,
    only_sam or only_usaspending. An action that USAspending lacks is one row, its field
    `the whole action`.
    """
    ours = transactions.select(
        action_key="contract_transaction_unique_key",
        **{f"u_{name}": column for name, column in FIELDS.items()},
    )
    theirs = records.select("action_key", "award_key", "asked_at", *FIELDS)
    both = theirs.left_join(ours, "action_key").mutate(held=lambda t: t.action_key_right.notnull())
    parts = [_field(both, name) for name in FIELDS]
    lacking = both.filter(~both.held)
    nothing = ibis.null("string")
    whole = lacking.select(
        "action_key",
        "award_key",
        field=ibis.literal(ABSENT),
        usaspending=nothing,
        sam=_text(lacking, "obligated_usd"),
        differs=ibis.literal("only_sam"),
        sam_as_of=lacking.asked_at.date(),
    )
    return reduce(lambda a, b: a.union(b, distinct=False), [*parts, whole])


def _field(both: ir.Table, name: str) -> ir.Table:
    table = both.filter(both.held)
    table = table.mutate(usaspending=_text(table, f"u_{name}"), sam=_text(table, name))
    differs = ibis.cases(
        (table.usaspending.isnull() & table.sam.isnull(), ibis.null("string")),
        (table.usaspending.isnull(), "only_sam"),
        (table.sam.isnull(), "only_usaspending"),
        (table.usaspending != table.sam, "value"),
        else_=ibis.null("string"),
    )
    return (
        table.mutate(differs=differs)
        .filter(lambda t: t.differs.notnull())
        .select(
            "action_key",
            "award_key",
            field=ibis.literal(name),
            usaspending="usaspending",
            sam="sam",
            differs="differs",
            sam_as_of=table.asked_at.date(),
        )
    )


def _text(table: ir.Table, name: str) -> ir.StringColumn:
    """Comparable text of a cell; blank is null."""
    cell = table[name]
    text = cell.cast("string")
    # services differ in case and blanks; numbers and dates are compared as they are cast
    return text.strip().upper().nullif("") if cell.type().is_string() else text
