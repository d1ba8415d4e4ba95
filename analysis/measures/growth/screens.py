"""Screens for growth that may be an error of the record: marks, nothing is dropped."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import ibis.expr.types as ir

from analysis import rules
from analysis.measures.growth.start import EXACT, of_award


@cache
def values() -> dict[str, Decimal | None]:
    """Each screen and the value it tests, from `screens.csv`."""
    return {
        row["screen"]: Decimal(row["value"]) if row["value"] else None
        for row in rules.rows("screens.csv")
    }


def screens(actions: ir.Table) -> ir.Table:
    """Screens mark awards whose growth may be an error of the record; they never drop one.

    In: actions with their start. Out: one row an award, the names of its screens joined by
    `|`. Whoever quotes a percentage should look at a marked award's actions first.
    """
    change = actions.ceiling_change_usd
    sums = actions.group_by("award_key").aggregate(
        initial=of_award(actions.initial_ceiling_usd).cast(EXACT),
        now=of_award(actions.ceiling_usd).cast(EXACT),
        obligated=of_award(actions.obligated_usd).cast(EXACT),
        peak=actions.cumulative_ceiling_usd.max().cast(EXACT),
        # the base action is a start and no change, however large
        largest_ceiling_change_usd=change.abs().max(where=~actions.is_base),
    )
    marked = [
        holds.fill_null(False).ifelse(f"{name}|", "") for name, holds in _conditions(sums).items()
    ]
    joined = marked[0].concat(*marked[1:])
    return sums.select(
        "award_key", "largest_ceiling_change_usd", screens=joined.re_replace(r"\|$", "")
    )


def _conditions(sums: ir.Table) -> dict[str, ir.BooleanColumn]:
    """Condition of each screen of `screens.csv`."""
    value, growth = values(), sums.now - sums.initial
    risen, jump = sums.peak - sums.initial, value["JUMP_250_MILLION"]
    # a ceiling that nobody spends against may be a typing error (screens.csv, after CSIS)
    unspent = (sums.obligated * 2 < sums.now).fill_null(True)
    times = int(value["TENFOLD_WITHOUT_OBLIGATIONS"] or 0)
    return {
        "NO_BASE": sums.initial.isnull(),
        "BASE_OF_A_DOLLAR": sums.initial <= value["BASE_OF_A_DOLLAR"],
        "JUMP_250_MILLION": (sums.largest_ceiling_change_usd >= jump) | (growth.abs() >= jump),
        "TENFOLD_WITHOUT_OBLIGATIONS": (sums.initial > 0)
        & (growth > sums.initial * times)
        & unspent,
        "LATER_REVERSED": (risen > 0) & ((sums.peak - sums.now) >= risen * value["LATER_REVERSED"]),
    }
