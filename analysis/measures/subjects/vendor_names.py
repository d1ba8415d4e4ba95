"""Names and numbers of vendors: what each firm is called on its actions, and in which family."""

from __future__ import annotations

import ibis.expr.types as ir

from analysis.measures.actions import AWARD
from analysis.measures.families import one_spelling

STATED = (
    "recipient_name",
    "recipient_doing_business_as_name",
    "recipient_uei",
    "recipient_duns",
    "cage_code",
    "recipient_parent_name",
    "recipient_parent_uei",
    "recipient_city_name",
    "recipient_state_code",
)
"""What a record states of a vendor, by which it can be asked for and told from others."""
ORDER = ("vendor_family", *STATED)


def vendor_names(transactions: ir.Table, awards: ir.Table) -> ir.Table:
    """Every name and number under which a vendor stands on actions, with the sum under it.

    In: `transactions`, and the published `awards`. Out: one row a family and set of stated
    facts (`STATED`): `name_spelling` (the name in one spelling), first and last action, actions
    and `obligated_usd`. The sums of all rows are the sum of all actions: each action is in one.
    """
    whose = awards.select("award_key", "vendor_family")
    table = transactions.join(whose, transactions[AWARD] == whose.award_key)
    stated = table.group_by(*ORDER).aggregate(
        first_action_date=table.action_date.min(),
        last_action_date=table.action_date.max(),
        actions=table.count(),
        obligated_usd=table.federal_action_obligation.sum(),
    )
    return stated.mutate(name_spelling=one_spelling(stated.recipient_name))
