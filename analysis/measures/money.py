"""Money through time: obligations by month and fiscal year, and in dollars of one year."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from analysis.measures.growth.by_action import MONEY
from fetch import fiscal
from fetch.codes import prices

AMOUNTS = ("obligated_usd", "given_usd", "taken_back_usd")
LEFT_OUT = ("all_moved_usd", "unpriced_moved_usd")
"""Nominal dollars moved either way: of all actions, and of those in months without an index."""
EXACT = "decimal(17, 2)"
FACTOR = "decimal(20, 12)"
"""A sum of one month times a factor is exact in the 38 digits that every engine can hold."""


def award_months(actions: ir.Table) -> ir.Table:
    """Obligations of each award in each month, signed in it: what was given, what was taken
    back, and the net of both.

    In: the published `actions`. Out: one row an award and month: `month` (its first day),
    `fiscal_year`, `obligated_usd` (net), `given_usd` (sum of what is above zero; zero where
    nothing is), `taken_back_usd` (of what is below), `actions`, and `obligations_missing`, the
    actions that state none; the sums are missing where no action states any.
    """
    day = actions.action_date
    month = ibis.date(day.year(), day.month(), 1)
    table = actions.select("award_key", "obligated_usd", month=month)
    amount, zero = table.obligated_usd, ibis.literal(0).cast(MONEY)
    # no else: an action without an amount must stay null, not become zero
    given = ibis.cases((amount > 0, amount.cast(MONEY)), (amount <= 0, zero))
    taken_back = ibis.cases((amount < 0, amount.cast(MONEY)), (amount >= 0, zero))
    sums = table.group_by("award_key", "month").aggregate(
        obligated_usd=amount.sum().cast(MONEY),
        given_usd=given.sum().cast(MONEY),
        taken_back_usd=taken_back.sum().cast(MONEY),
        actions=table.count(),
        obligations_missing=table.count(where=amount.isnull()),
    )
    return sums.mutate(fiscal_year=fiscal.ibis(sums.month))


def by_time(months: ir.Table, keys: Sequence[str]) -> ir.Table:
    """Obligations through time: gross positive, deobligated and net, by fiscal year or by month
    of the action.

    In: the published `award_months`, or that table in constant dollars; `keys`, the columns to
    sum by. Out: one row a value of them: the three amounts, `awards`, `actions`,
    `obligations_missing`; in constant dollars `share_left_out` too, the part of all nominal
    dollars moved, given or taken back, that fell into months without an index.
    """
    sums = {name: months[name].sum().cast(MONEY) for name in AMOUNTS}
    constant = LEFT_OUT[0] in months.columns
    if constant:
        sums |= {name: months[name].sum().cast(MONEY) for name in LEFT_OUT}
    table = months.group_by(*keys).aggregate(
        **sums,
        awards=months.award_key.nunique(),
        actions=months.actions.sum().cast("int64"),
        obligations_missing=months.obligations_missing.sum().cast("int64"),
    )
    if not constant:
        return table
    # gross dollars: net ones could cancel, and hide how much has no index
    moved, unpriced = (table[name].cast("float64") for name in LEFT_OUT)
    return table.mutate(share_left_out=unpriced / moved.nullif(0.0)).drop(*LEFT_OUT)


def in_constant_dollars(months: ir.Table, deflator: ir.Table, base_year: int) -> ir.Table:
    """Constant dollars of a fiscal year: each month's obligations times the average index of that
    year over the index of the month.

    In: a table of amounts with `month`, and the published `deflator`. Out: the same table with
    those amounts. The average is over the months of the year that have an index. Where the month
    has none, or the year has none, the amounts are missing; `unpriced_moved_usd` are the nominal
    dollars of such months, given or taken back, and `all_moved_usd` those of every month.
    """
    year = deflator.filter(deflator.fiscal_year == base_year)
    # a mean by hand: sum and count skip the same missing months
    known = year.price_index
    base = year.aggregate(base=known.sum().cast("float64") / known.count().cast("float64"))
    factors = deflator.cross_join(base)
    factor = (factors.base / factors.price_index.cast("float64")).cast(FACTOR)
    factors = factors.select(index_month=factors.month, factor=factor)
    # left: a month without an index keeps its row, with missing amounts (docs/decisions/0026)
    table = months.left_join(factors, months.month == factors.index_month)
    moved = (table.given_usd - table.taken_back_usd).cast(MONEY)
    table = table.mutate(
        all_moved_usd=moved,
        unpriced_moved_usd=ibis.cases(
            (table.factor.isnull(), moved), else_=ibis.literal(0).cast(MONEY)
        ),
    )
    told = {name: table[name].cast(EXACT) * table.factor for name in AMOUNTS}
    return table.mutate(**told).drop("index_month", "factor")


def deflator() -> ir.Table:
    """The consumer prices as a table, so that SQL over the build can join them.

    One row a month: `month`, `fiscal_year`, `price_index` (missing where the series has no
    value), `note`, `source`, `as_of`.
    """
    series = prices.months()
    columns = {
        "month": pa.array([each.month for each in series], pa.date32()),
        "price_index": pa.array([each.index and str(each.index) for each in series], pa.string()),
        "note": pa.array([each.note or None for each in series], pa.string()),
        "source": [each.source for each in series],
        "as_of": pa.array([each.as_of for each in series], pa.date32()),
    }
    table = ibis.memtable(pa.table(columns))
    table = table.mutate(
        price_index=table.price_index.cast("decimal(9, 3)"), fiscal_year=fiscal.ibis(table.month)
    )
    return table.order_by("month")
