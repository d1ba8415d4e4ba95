"""Cohorts: growth year by year of the awards that began in one fiscal year."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pandas as pd

from analysis.measures.flags import has
from analysis.measures.growth.by_action import MONEY
from analysis.measures.growth.peers import FEWEST

GROUPS = ("sole source", "competed", "one offer", "offers unknown")
"""Groups of `classes.csv`; a competition that drew one offer stands with neither side."""
MOST_YEARS = 40
A_YEAR = 10_000
"""Distance of one year between days written as numbers: 20240115 to 20250115."""
CELL = ("start_fiscal_year", "years_after", "competition_group", "what")
QUARTILES = {"q1_ratio": 0.25, "median_ratio": 0.5, "q3_ratio": 0.75}
STARTS = {"ceiling": "initial_ceiling_usd", "obligation": "initial_obligated_usd"}


def cohorts(actions: ir.Table, awards: ir.Table) -> ir.Table:
    """A cohort is the awards that began in one fiscal year and were bought in one way: the median
    and quartiles of their ceilings and obligations, over the base action's, after each whole year.

    In: the published actions and awards. Out: one row a fiscal year of start, years after,
    competition group and what grew. Only awards count that the records could have followed for
    so many years; `awards` is their number, and under five of them there are no quartiles.
    """
    followed = _followed(awards)
    grown = _by_year(followed, _changes(actions, followed))
    return _quartiles(ibis.union(*(_ratios(grown, what) for what in STARTS)))


def _followed(awards: ir.Table) -> ir.Table:
    """Awards with a known start and class, and the whole years of their records."""
    table = awards.mutate(latest_day=_number(awards.followed_until))
    sole_source = table.competition_group == "sole source"
    table = table.filter(
        table.award_kind == "AWARD",
        table.base_held,
        table.competition_group.isin(GROUPS),
        # sole-source awards with contradictory offers are in no headline, so in no cohort
        ~sole_source | table.headline,
        ~has(table.competition_flags, "not_in_rates"),
    )
    start = _number(table.first_action_date)
    return table.select(
        "award_key",
        "start_fiscal_year",
        "competition_group",
        *STARTS.values(),
        start_day=start,
        followed_years=(table.latest_day - start) // A_YEAR,
    )


def _changes(actions: ir.Table, followed: ir.Table) -> ir.Table:
    """Sums by award and year of its life; an anniversary belongs to the year that it ends."""
    table = actions.join(followed.select("award_key", "start_day"), "award_key")
    day = _number(table.action_date)
    table = table.mutate(year=ibis.greatest((day - table.start_day + A_YEAR - 1) // A_YEAR, 1))
    return table.group_by("award_key", "year").aggregate(
        ceiling=table.ceiling_change_usd.sum().cast(MONEY),
        ceiling_missing=table.count(where=table.ceiling_change_usd.isnull()),
        obligation=table.obligated_usd.sum().cast(MONEY),
        obligation_missing=table.count(where=table.obligated_usd.isnull()),
    )


def _by_year(followed: ir.Table, changes: ir.Table) -> ir.Table:
    """Running sums of each award at the end of each year of its life."""
    every = ibis.memtable(pd.DataFrame({"years_after": range(1, MOST_YEARS + 1)}))
    # a year without actions has its point too: the sums so far stay as they were
    table = followed.cross_join(every)
    table = table.filter(table.years_after <= table.followed_years)
    table = table.left_join(
        changes, [table.award_key == changes.award_key, table.years_after == changes.year]
    )
    so_far = ibis.cumulative_window(group_by=table.award_key, order_by=table.years_after)
    sums = {
        name: table[name].fill_null(0).sum().over(so_far)
        for name in changes.columns
        if name not in ("award_key", "year")
    }
    return table.mutate(**sums)


def _ratios(grown: ir.Table, what: str) -> ir.Table:
    """Ratio to the start for one kind of money; only where every change is stated."""
    start = grown[STARTS[what]]
    complete = grown.filter(start > 0, grown[f"{what}_missing"] == 0)
    return complete.select(
        "start_fiscal_year",
        "years_after",
        "competition_group",
        what=ibis.literal(what),
        ratio=complete[what].cast("float64") / complete[STARTS[what]].cast("float64"),
    )


def _quartiles(ratios: ir.Table) -> ir.Table:
    """Quartiles of each cell, with linear interpolation."""
    ranked = ratios.mutate(
        # ranks and sums in place of a quantile function: the same on every engine
        place=ibis.row_number().over(group_by=CELL, order_by=ratios.ratio).cast("float64"),
        awards=ratios.count().over(group_by=CELL),
    )
    parts = {name: _interpolated(ranked, share) for name, share in QUARTILES.items()}
    cells = ranked.mutate(**parts).group_by(*CELL, "awards")
    sums = cells.aggregate(**{name: ibis._[name].sum() for name in QUARTILES})
    enough = sums.awards >= FEWEST
    return sums.mutate(
        **{name: enough.ifelse(sums[name], ibis.null("float64")) for name in QUARTILES}
    )


def _interpolated(ranked: ir.Table, share: float) -> ir.FloatingColumn:
    """Share of each ratio in a quantile: zero unless its rank is within one of it."""
    wanted = (ranked.awards - 1).cast("float64") * share
    return ranked.ratio * ibis.greatest(1.0 - (ranked.place - wanted).abs(), 0.0)


def _number(day: ir.DateValue) -> ir.IntegerValue:
    """A day as a number, 2024-01-15 as 20240115: whole years apart, whole ten thousands."""
    return day.year().cast("int64") * A_YEAR + day.month() * 100 + day.day()
