"""Awards of others: held because the agency pays for them, or because a file held them too.

They stand in no table of the agency's own awards, so no sum, share or rate called DHS holds them.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from fetch import signing

READS = (
    "contract_transaction_unique_key",
    "contract_award_unique_key",
    "award_id_piid",
    "awarding_agency_code",
    "awarding_agency_name",
    "awarding_sub_agency_code",
    "awarding_sub_agency_name",
    "funding_agency_code",
    "funding_sub_agency_code",
    "funding_sub_agency_name",
    "recipient_name",
    "transaction_description",
    "federal_action_obligation",
    "action_date",
    "last_seen",
    "usaspending_permalink",
)


def signed_awards(transactions: ir.Table, past: ir.Table) -> ir.Table:
    """Keys of awards with an action that the agency signs, in whatever version of it."""
    keys = [
        table.filter(signing.ibis(table).fill_null(ibis.literal(False))).select(
            award_key=table.contract_award_unique_key
        )
        for table in (transactions, past)
    ]
    return ibis.union(*keys, distinct=True)


def of_signed(table: ir.Table, keys: ir.Table) -> ir.Table:
    """Rows of actions whose award is among the keys."""
    return table.semi_join(keys, table.contract_award_unique_key == keys.award_key)


def signed_elsewhere(transactions: ir.Table, keys: ir.Table) -> ir.Table:
    """Awards that others sign, one row each.

    `paid_usd` and `paid_actions` are of the actions whose money is the agency's own;
    `payer_code` the component that pays, by the latest of those actions.
    """
    others = transactions.select(*READS).anti_join(
        keys, transactions.contract_award_unique_key == keys.award_key
    )
    paid = signing.ibis(others, signing.PAYER).fill_null(ibis.literal(False))
    others = others.mutate(paid=paid, at=others.action_date.cast("string"))
    # the latest action decides; its key makes the answer one where two were signed on a day
    order = others.at.fill_null("") + others.contract_transaction_unique_key
    others = others.mutate(order=order, paid_order=paid.ifelse(order, None))
    amount = others.federal_action_obligation
    listed = others.group_by(award_key=others.contract_award_unique_key).aggregate(
        piid=others.award_id_piid.argmax(others.order),
        agency_code=others.awarding_agency_code.argmax(others.order),
        agency=others.awarding_agency_name.argmax(others.order),
        sub_agency_code=others.awarding_sub_agency_code.argmax(others.order),
        sub_agency=others.awarding_sub_agency_name.argmax(others.order),
        payer_code=others.funding_sub_agency_code.argmax(others.paid_order),
        payer=others.funding_sub_agency_name.argmax(others.paid_order),
        recipient_name=others.recipient_name.argmax(others.order),
        description=others.transaction_description.argmin(others.order),
        actions=others.count(),
        obligated_usd=amount.sum(),
        paid_actions=others.count(where=others.paid),
        paid_usd=amount.sum(where=others.paid),
        first_action_date=others.action_date.min(),
        last_action_date=others.action_date.max(),
        as_of=others.last_seen.max().cast("date"),
        usaspending_url=others.usaspending_permalink.argmax(others.order),
    )
    # engines differ in what the greatest of nothing is: where it pays for none, nobody is named
    pays = listed.paid_actions > 0
    return listed.mutate(
        payer_code=pays.ifelse(listed.payer_code, None), payer=pays.ifelse(listed.payer, None)
    )
