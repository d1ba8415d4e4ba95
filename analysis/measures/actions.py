"""Order of the actions of an award, shared by every measure.

An *action* is one row of the record: the base award or one modification.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from analysis.rules.base_numbers import pattern

AWARD = "contract_award_unique_key"
ACTION = "contract_transaction_unique_key"
ORDER = ("is_base", "order_in_award")
ORDERED_BY = ("action_date", "modification_number", "transaction_number")
"""Sort keys of actions; ties go to the action key."""
SECOND_BASE = "second_base"
"""True on the base action of a later number of a moved award: the award began before it."""
DIGITS = 30  # wider than any number inside a modification number, which has 25 characters


def is_base(modification_number: ir.StringColumn) -> ir.BooleanColumn:
    """True where the action is the base award, by any of its names in `base_numbers.csv`."""
    return modification_number.fill_null("").strip().upper().re_search(pattern())


def natural(text: ir.StringColumn) -> ir.StringColumn:
    """A text that sorts as a person would: `P00002` before `P00010`, `2` before `10`.

    Letters in front, then the first run of digits padded to one width, then the rest.
    """
    upper = text.fill_null("").strip().upper()
    letters = upper.re_extract("^([^0-9]*)", 1)
    digits = upper.re_extract("^[^0-9]*([0-9]*)", 1)
    rest = upper.re_extract("^[^0-9]*[0-9]*(.*)$", 1)
    return letters.concat(" ", digits.lpad(DIGITS, "0"), " ", rest)


def in_order(transactions: ir.Table) -> ir.Table:
    """Every action with its place in its award, counted from 1.

    By action date, then transaction number, then the natural order of modification
    numbers; the base action stands first on its date. Adds `is_base` (bool) and
    `order_in_award` (int64); loses and adds no row. A table that has them is left as it is.
    """
    if set(ORDER) <= set(transactions.columns):
        return transactions
    table = _placed(transactions, "transaction_number", "transaction_place")
    table = _placed(table, "modification_number", "modification_place", is_base=is_base)
    if SECOND_BASE in table.columns:
        table = table.mutate(is_base=table.is_base & ~table[SECOND_BASE])
    # the key comes last: it makes the order total, so that every engine numbers alike
    order = ibis.row_number().over(
        group_by=table[AWARD],
        order_by=[
            table.action_date.asc(nulls_first=True),
            # a modification may bear the date of the award; the award still comes first
            table.is_base.desc(),
            # what a day took back under one number comes before what it gave under the next
            *([table[SECOND_BASE]] if SECOND_BASE in table.columns else []),
            table.transaction_place,
            table.modification_place,
            table[ACTION],
        ],
    )
    table = table.mutate(order_in_award=order + 1)
    return table.drop("transaction_place", "modification_place")


def _placed(
    table: ir.Table, number: str, place: str, **facts: Callable[[ir.StringColumn], ir.Value]
) -> ir.Table:
    """Adds the rank of a number among all distinct ones, and facts of each.

    Distinct numbers are few: each is parsed once, and the sort compares ranks, not texts.
    """
    written = table[number].fill_null("")
    each = table.select(written=written).distinct()
    known = {name: fact(each.written) for name, fact in facts.items()}
    in_place = ibis.dense_rank().over(order_by=natural(each.written))
    places = each.mutate(**{place: in_place}, **known)
    return table.mutate(written=written).join(places, "written").drop("written")


def base_first(actions: ir.Table) -> ir.IntegerColumn:
    """Sort key for facts of the start: the base action, then the rest in order."""
    # a modification may bear an earlier date than its base action
    return actions.order_in_award + (~actions.is_base).cast("int64") * 1_000_000
