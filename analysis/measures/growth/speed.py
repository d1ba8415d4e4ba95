"""Speed: days until an award used up its initial ceiling."""

from __future__ import annotations

import ibis.expr.types as ir

from analysis.measures.growth.start import EXACT, of_award

STEPS = (25, 50, 75, 100)


def speed(actions: ir.Table) -> ir.Table:
    """Speed is the days from the first action until obligations first reach 25, 50, 75 and 100
    percent of the initial ceiling, and until they first pass it.

    In: actions with their start. Out: one row an award. Missing where it was never reached, or
    the initial ceiling is not known or not positive (then with the reason). Money taken back
    later does not undo a step that was reached.
    """
    obligated = actions.cumulative_obligated_usd.cast(EXACT)
    initial = actions.initial_ceiling_usd.cast(EXACT)
    # multiplied, not divided: cents stay exact and a zero ceiling is no error
    reached = {f"reached_{step}_pct_days": obligated * 100 >= initial * step for step in STEPS} | {
        "passed_initial_ceiling_days": obligated > initial
    }
    days = actions.action_date.delta(actions.first_action_date, unit="day")
    return actions.group_by("award_key").aggregate(
        **{
            name: days.min(where=(holds & (initial > 0)).fill_null(False))
            for name, holds in reached.items()
        },
        speed_missing_because=of_award(actions.ceiling_growth_missing_because),
    )
