"""Events of awards, by which two keys are found to be one award: who, when and how much."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures.actions import ACTION, AWARD
from analysis.measures.growth.by_action import MONEY
from analysis.rules.moved_awards import VEHICLE, moving_codes

EVENT = ("vendor", "is_vehicle", "day", "amounts")
"""What two keys must have in common; an order and a vehicle never have."""
AMOUNTS = ("federal_action_obligation", "base_and_all_options_value")
WHO = ("recipient_uei", "recipient_name")
CLOSED = "closed"


def held_or_gone(transactions: ir.Table, past: ir.Table) -> tuple[ir.Table, ir.Table]:
    """Actions held, and the closed ones of awards of which nothing is held any more.

    An old number may be withdrawn by its publisher while its actions stand under the new one.
    """
    gone = past.filter(past.version_state == CLOSED).anti_join(transactions, AWARD)
    # an action may be closed, come again and be closed again: its last content counts
    latest = ibis.row_number().over(group_by=gone[ACTION], order_by=gone.last_seen.desc())
    gone = gone.mutate(place=latest).filter(lambda t: t.place == 0).drop("place")
    return transactions, gone


def names(transactions: ir.Table, past: ir.Table) -> ir.Table:
    """The UEI of each name that stands without one too, and ever had one only.

    Files of before 2022 have no UEI, and there the name has to do.
    """
    every = ibis.union(*(_vendors(table) for table in (transactions, past)), distinct=True)
    without = every.filter(every.uei.isnull()).select("name")
    table = every.filter(every.uei.notnull()).semi_join(without, "name")
    table = table.group_by("name").aggregate(of_name=table.uei.min(), many=table.uei.nunique())
    return table.filter(table.many == 1).drop("many")


def _vendors(table: ir.Table) -> ir.Table:
    # distinct before it is spelled alike: a text of two million rows is cut once a vendor
    stated = table.select("recipient_uei", "recipient_name").distinct()
    return stated.select(uei=_spelled(stated.recipient_uei), name=_spelled(stated.recipient_name))


def _spelled(text: ir.StringColumn) -> ir.StringColumn:
    return text.strip().upper().nullif("")


def slim(transactions: ir.Table, past: ir.Table, known: ir.Table) -> ir.Table:
    """What candidates are found by, of every action with a day and a vendor."""
    obligation, ceiling = AMOUNTS
    tables = [
        table.select(
            **_whose(table),
            # numbers and not texts: this is done of every action that is held
            obligation=table[obligation].fill_null(0),
            ceiling_alone=(table[obligation].fill_null(0) == 0).ifelse(
                table[ceiling].fill_null(0), 0
            ),
        )
        for table in held_or_gone(transactions, past)
    ]
    return _with_vendor(ibis.union(*tables), known).drop(*WHO)


def whole(transactions: ir.Table, past: ir.Table, known: ir.Table) -> ir.Table:
    """The same actions, with all that is compared of them."""
    tables = [
        _plain(table, is_held=is_held)
        for table, is_held in zip(held_or_gone(transactions, past), (True, False), strict=True)
    ]
    return _with_vendor(ibis.union(*tables), known).drop(*WHO)


def _whose(table: ir.Table) -> dict[str, ir.Value]:
    """What names an action, its award and its vendor."""
    return {
        **{name: table[name] for name in WHO},
        "award_key": table[AWARD],
        "is_vehicle": table[AWARD].startswith(VEHICLE),
        "is_moving": is_moving(table),
        "day": table.action_date,
        "number": table.modification_number,
        "piid": table.award_id_piid,
        "parent_piid": table.parent_award_id_piid,
    }


def _with_vendor(table: ir.Table, known: ir.Table) -> ir.Table:
    """The vendor by its UEI, or by its name."""
    table = table.filter(table.day.notnull())
    table = table.mutate(uei=_spelled(table.recipient_uei), name=_spelled(table.recipient_name))
    table = table.left_join(known, "name").drop("name_right")
    table = table.mutate(vendor=ibis.coalesce(table.uei, table.of_name, table.name))
    return table.drop("of_name").filter(lambda t: t.vendor.notnull())


def is_moving(table: ir.Table) -> ir.BooleanValue:
    return table.action_type_code.strip().upper().isin(moving_codes()).fill_null(False)


def _plain(table: ir.Table, *, is_held: bool) -> ir.Table:
    return table.select(
        **_whose(table),
        action_key=table[ACTION],
        seen=table.first_seen,
        code=table.action_type_code.strip().upper(),
        text=_spelled(table.transaction_description),
        usd=table.federal_action_obligation.cast(MONEY),
        amounts=amounts(table),
        ceiling=told(table.base_and_all_options_value),
        is_money=is_money(table),
        is_held=ibis.literal(is_held),
    )


def told(amount: ir.DecimalColumn) -> ir.StringColumn:
    """An amount as text; one that is not stated is not zero, and equals no stated one."""
    return amount.cast("string").fill_null("not stated")


def amounts(table: ir.Table) -> ir.StringColumn:
    """What makes two actions of a day one event: the obligation, and without one the ceiling."""
    obligation, ceiling = (table[name] for name in AMOUNTS)
    both = told(obligation).concat(" ceiling ", told(ceiling))
    return (obligation != 0).fill_null(False).ifelse(told(obligation), both)


def is_money(table: ir.Table) -> ir.BooleanColumn:
    """True where an action states an obligation or a ceiling change that is not zero."""
    obligation, ceiling = ((table[name] != 0).fill_null(False) for name in AMOUNTS)
    return obligation | ceiling
