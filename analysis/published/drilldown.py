"""Drill-down: obligations per award for the current filters."""

from __future__ import annotations

import pandas as pd

from analysis.published.build import Build
from analysis.published.memory_tables import AWARDS, bought_of
from analysis.published.selection import EVERYTHING, Selection
from analysis.rules.rule_sets import class_column


def awards(
    build: Build, selection: Selection = EVERYTHING, most: int | None = None
) -> pd.DataFrame:
    """Awards with actions in the selection, largest sums first, whatever their sign.

    `obligated_here_usd` and `actions_here` cover the selected actions: over all rows they add up
    to `queries.totals` of the same selection. `obligated_usd` covers all actions of the award.
    `competition_class` follows the selected rule set; `in_rates` is true where it counts in shares.
    Under our own rules a vehicle stands under its `own_class`, as in every sum of classes.
    """
    bought = bought_of(build, selection)
    class_name = class_column(selection.rule_set)
    return build.query(
        # cut first, joined after: the wide columns are read for the awards shown, not for all
        f"""SELECT a.award_key, a.piid, a.recipient_name, a.vendor_family, a.component,
            a.award_kind, a.{class_name} AS competition_class, a.own_class, b.in_rates,
            b.usd AS obligated_here_usd, b.actions AS actions_here, a.obligated_usd, a.ceiling_usd,
            a.label, a.description, a.usaspending_url, a.as_of
        FROM (
            SELECT number, usd, actions, in_rates FROM ({bought.sql})
            ORDER BY abs(usd) DESC NULLS LAST, number LIMIT ?
        ) b JOIN {AWARDS} t USING (number) JOIN awards a USING (award_key)
        ORDER BY abs(b.usd) DESC NULLS LAST, award_key""",
        [*bought.parameters, most],
    )
