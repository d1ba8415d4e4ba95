"""Growth of an award, action by action: sums of *changes*, never of running totals.

Three kinds of money stay apart: what is obligated, the ceiling (base and all options),
and what the record itself states as its latest totals.
"""

from __future__ import annotations

from functools import cache

import ibis
import ibis.expr.types as ir

from analysis import rules
from analysis.measures import not_in_copy
from analysis.measures.actions import ACTION, AWARD, ORDER, ORDERED_BY, SECOND_BASE, in_order

MONEY = "decimal(38, 2)"
"""Sums of dollars: wider than the decimal(18, 2) of a single action."""
CHANGES = ("federal_action_obligation", "base_and_all_options_value")
"""Official columns: obligation of an action, and change of the ceiling."""
GREW = 1.25
"""Ratio from which a ceiling counts as grown; with new work, any growth does."""


@cache
def buckets() -> dict[str, str]:
    """Action type code to growth bucket."""
    return {row["code"]: row["bucket"] for row in rules.rows("growth_buckets.csv")}


def by_action(transactions: ir.Table) -> ir.Table:
    """Each action with its change in obligation and ceiling, and both cumulated in order.

    Adds to the actions in order: `growth_bucket`, `obligated_usd`, `ceiling_change_usd`,
    `cumulative_obligated_usd`, `cumulative_ceiling_usd`. A change that the record does not
    state is null, and so is the cumulation on that action; later actions cumulate what is
    stated. No ceiling is cumulated for an award whose base action states none.
    """
    more = [name for name in (SECOND_BASE,) if name in transactions.columns]
    table = in_order(
        transactions.select(ACTION, AWARD, *ORDERED_BY, *CHANGES, "action_type_code", *more)
    )
    table = _with_windows(table)
    obligated, ceiling = (table[name] for name in CHANGES)
    # a sum of changes without its start is no ceiling: docs/decisions/0013
    stated = (table.bases_stated > 0) & (table.bases_unstated == 0)
    grown = table.select(
        ACTION,
        *ORDER,
        base_ceiling_stated=stated,
        growth_bucket=_bucket(table),
        # a total on a row that states nothing would read as that row's own word
        cumulative_obligated_usd=obligated.isnull().ifelse(
            ibis.null(MONEY), table.obligated_so_far
        ),
        cumulative_ceiling_usd=(ceiling.isnull() | ~stated).ifelse(
            ibis.null(MONEY), table.ceiling_so_far
        ),
    )
    # windows over all columns would carry every one of them through each sort
    renamed = dict(zip(("obligated_usd", "ceiling_change_usd"), CHANGES, strict=True))
    return transactions.join(grown, ACTION).mutate(**renamed)


def by_award(actions: ir.Table) -> ir.Table:
    """Growth of the ceiling is the ceiling now less the base action's, and as a ratio over it.

    In: the table of `by_action`. Out: one row an award. The ratio is missing, with the
    reason, where the base action is not held, states no ceiling, or states one that is not
    positive. Ceilings of vehicles include their orders and are never added to theirs.
    """
    lacks = not_in_copy.lacks(actions)
    sums = actions.group_by(AWARD).aggregate(
        action_count=actions.count(),
        base_held=actions.is_base.any(),
        base_ceiling_stated=actions.base_ceiling_stated.any(),
        obligated_usd=actions.obligated_usd.sum(),
        obligations_missing=actions.count(where=actions.obligated_usd.isnull()),
        initial_obligated_usd=actions.obligated_usd.sum(where=actions.is_base),
        initial_ceiling_usd=actions.ceiling_change_usd.sum(where=actions.is_base),
        known_ceiling_usd=actions.ceiling_change_usd.sum(),
        ceiling_changes_missing=actions.count(where=actions.ceiling_change_usd.isnull()),
        ceiling_changes_blank=actions.count(
            where=actions.ceiling_change_usd.isnull()
            & ~not_in_copy.is_lacking(lacks, not_in_copy.CEILING)
        ),
        # a column that the copy of one action has could be stated for the award
        lacks=not_in_copy.in_common(actions, *not_in_copy.COLUMNS),
        base_lacks=not_in_copy.in_common(actions, not_in_copy.CEILING, where=actions.is_base),
        ceiling_known_to=actions.action_date.max(where=actions.ceiling_change_usd.notnull()),
        new_work_actions=actions.count(
            where=(actions.growth_bucket == "new work").fill_null(False)
        ),
        ceiling_on_administrative=_raised_by_administration(actions),
    )
    return _ratios(_ceilings(sums))


def stated_totals(actions: ir.Table) -> ir.Table:
    """The record's own latest totals, and our sums of the actions signed by that day.

    In: the table of `by_action` with `last_seen`. Out: one row an award that states any
    total: `stated_obligated_usd`, `stated_ceiling_usd`, `stated_on`, and the same two
    summed from the actions signed by `stated_on` (`stated_compared_…`; null where one of
    them does not state its change). The row last modified has the latest total.
    """
    stating = actions.filter(
        actions.total_dollars_obligated.notnull() | actions.potential_total_value_of_award.notnull()
    )
    stating = stating.mutate(
        stated_on=ibis.coalesce(stating.last_modified_date, stating.last_seen.date())
    )
    # old rows are back-filled with later totals: the day of modification, not of signature,
    # decides
    latest = ibis.row_number().over(
        group_by=stating[AWARD],
        order_by=[stating.stated_on.desc(), stating.order_in_award.desc()],
    )
    stating = stating.mutate(place=latest).filter(lambda t: t.place == 0)
    stated = stating.select(
        AWARD,
        "stated_on",
        stated_obligated_usd=stating.total_dollars_obligated.cast(MONEY),
        stated_ceiling_usd=stating.potential_total_value_of_award.cast(MONEY),
    )
    return _compared(actions, stated)


def _compared(actions: ir.Table, stated: ir.Table) -> ir.Table:
    """Our sums by the day of the stated totals."""
    joined = actions.select(AWARD, "action_date", "obligated_usd", "ceiling_change_usd").join(
        stated, AWARD
    )
    # the total cannot know of later signatures: docs/decisions/0020
    by_then = joined.action_date <= joined.stated_on
    sums = joined.group_by(AWARD).aggregate(
        compared_obligated=_whole_sum(joined.obligated_usd, by_then),
        compared_ceiling=_whole_sum(joined.ceiling_change_usd, by_then),
        actions_after_totals=joined.count(where=~by_then),
    )
    table = stated.join(sums, AWARD)
    return table.select(
        AWARD,
        "stated_on",
        "stated_obligated_usd",
        "stated_ceiling_usd",
        "actions_after_totals",
        stated_compared_obligated_usd=table.compared_obligated,
        stated_compared_ceiling_usd=table.compared_ceiling,
    )


def _whole_sum(change: ir.DecimalColumn, where: ir.BooleanColumn) -> ir.DecimalScalar:
    """A sum that is null where any of its parts is."""
    missing = change.isnull().sum(where=where)
    return (missing > 0).ifelse(ibis.null(MONEY), change.sum(where=where).cast(MONEY))


def _bucket(table: ir.Table) -> ir.StringColumn:
    code = table.action_type_code.strip().upper()
    known = code.cases(*buckets().items(), else_=ibis.null("string"))
    if SECOND_BASE in table.columns:
        # it only carries on an award that began under another number
        known = table[SECOND_BASE].ifelse("identity", known)
    # a base action is no modification, whatever type its record carries
    return table.is_base.ifelse("initial", known)


def _with_windows(table: ir.Table) -> ir.Table:
    """Adds whole and running sums of an award over one window order, hence one sort."""
    in_place = {"group_by": table[AWARD], "order_by": table.order_in_award}
    so_far, whole = ibis.cumulative_window(**in_place), ibis.window(**in_place)
    obligated, ceiling = (table[name] for name in CHANGES)
    return table.mutate(
        bases_stated=(table.is_base & ceiling.notnull()).cast("int64").sum().over(whole),
        bases_unstated=(table.is_base & ceiling.isnull()).cast("int64").sum().over(whole),
        obligated_so_far=obligated.sum().over(so_far).cast(MONEY),
        ceiling_so_far=ceiling.sum().over(so_far).cast(MONEY),
    )


def _raised_by_administration(actions: ir.Table) -> ir.IntegerScalar:
    # such actions are not meant to add work: a raise by one is worth a look
    administrative = actions.growth_bucket.isin(["administrative", "funding", "close-out"])
    return (administrative & (actions.ceiling_change_usd > 0)).sum()


def _ceilings(sums: ir.Table) -> ir.Table:
    """Ceilings, null unless the base action states one."""
    stated = sums.base_ceiling_stated
    return sums.mutate(
        obligated_usd=sums.obligated_usd.cast(MONEY),
        initial_obligated_usd=sums.initial_obligated_usd.cast(MONEY),
        initial_ceiling_usd=stated.ifelse(sums.initial_ceiling_usd.cast(MONEY), ibis.null(MONEY)),
        ceiling_usd=stated.ifelse(sums.known_ceiling_usd.cast(MONEY), ibis.null(MONEY)),
    ).drop("known_ceiling_usd")


def _ratios(sums: ir.Table) -> ir.Table:
    initial, base = sums.initial_ceiling_usd, sums.initial_obligated_usd
    return sums.mutate(
        ceiling_growth_usd=(initial > 0).ifelse(
            (sums.ceiling_usd - initial).cast(MONEY), ibis.null(MONEY)
        ),
        ceiling_growth_ratio=_ratio(sums.ceiling_usd, initial),
        obligation_growth_ratio=_ratio(sums.obligated_usd, base),
        room_left_usd=(sums.ceiling_usd - sums.obligated_usd).cast(MONEY),
        ceiling_growth_missing_because=ibis.cases(
            (~sums.base_held, "the base action is not held"),
            (
                initial.isnull() & not_in_copy.is_lacking(sums.base_lacks, not_in_copy.CEILING),
                not_in_copy.NO_CEILING_HELD,
            ),
            (initial.isnull(), "the base action states no ceiling"),
            (initial <= 0, "the base action's ceiling is not positive"),
            else_=ibis.null("string"),
        ),
        not_in_copy=not_in_copy.names(sums.lacks),
    ).drop("lacks", "base_lacks")


def _ratio(now: ir.DecimalColumn, start: ir.DecimalColumn) -> ir.FloatingColumn:
    """Ratio of two sums; null for a missing or non-positive start."""
    # engines differ on division by zero, so none is left to them
    known = (start > 0).ifelse(start, ibis.null(MONEY))
    return now.cast("float64") / known.cast("float64")
