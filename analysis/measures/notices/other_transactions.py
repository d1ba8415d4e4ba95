"""Other transactions: agreements outside the acquisition rules, which only SAM.gov records.

They are in no other sum, class or growth: those rules are written for contracts.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures.awards import component_words
from fetch import codes

LIST = "other_transaction"


def other_transactions(records: ir.Table) -> ir.Table:
    """Actions on agreements outside the acquisition rules, as SAM.gov records them.

    In: `contract_records`. Out: one row an action: `kind` agreement, order or vehicle by the
    type of award (R or O, or its name), `obligated_usd` and `ceiling_change_usd` as stated,
    missing where not; the signing component; `as_of` the day on which the service was asked.
    """
    table = records.filter(is_other_transaction(records))
    code = table.award_type.upper()
    # the service gives codes in some answers and words in others
    is_vehicle = table.award_or_idv.upper().re_search("IDV") | code.re_search("IDV")
    kind = ibis.cases(
        (is_vehicle.fill_null(False), "vehicle"),
        (code.isin(["R"]) | code.re_search("AGREEMENT"), "agreement"),
        else_="order",
    )
    agency = table.action_key.re_extract("^([^_]+)_", 1)
    return table.select(
        "action_key",
        "award_key",
        "piid",
        "modification_number",
        "action_date",
        "action_type_code",
        "obligated_usd",
        "ceiling_change_usd",
        "recipient_uei",
        "recipient_name",
        "solicitation_number",
        "last_modified",
        kind=kind,
        component_code=agency,
        component=component_words(agency, ibis.null("string")),
        as_of=table.asked_at.date(),
    )


def is_other_transaction(records: ir.Table) -> ir.BooleanValue:
    """True by award type code, or by its name where the service gives no code."""
    stated = records.award_type.upper()
    known = stated.isin(list(codes.table(LIST))) | stated.startswith("OTHER TRANSACTION")
    return known.fill_null(False)
