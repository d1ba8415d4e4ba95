"""Growth measures: a table of actions or awards in, one row an award out.

net_growth.py      the ceiling, and through which kind of action it moved
change_orders.py   by change orders, and ceiling breaches (CSIS)
options.py         options exercised (CSIS)
obligations.py     obligations over the base action's; room left
time_growth.py     the potential end
speed.py           days until the initial ceiling was used up
screens.py         marks for growth that may be an error of the record
peers.py           percentile among awards for the same in the same component
start.py           what the measures of actions start from
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures.columns import WHO
from analysis.measures.growth.change_orders import change_orders
from analysis.measures.growth.net_growth import net_growth
from analysis.measures.growth.obligations import obligation_growth, room_left
from analysis.measures.growth.options import exercised_options
from analysis.measures.growth.peers import peers
from analysis.measures.growth.screens import screens
from analysis.measures.growth.speed import speed
from analysis.measures.growth.time_growth import time_growth

OF_ACTIONS = (net_growth, change_orders, exercised_options, time_growth, speed, screens)
OF_AWARDS = (obligation_growth, room_left, peers)
MEASURES = (*OF_ACTIONS, *OF_AWARDS)
NET = (
    "initial_ceiling_usd",
    "ceiling_usd",
    "ceiling_growth_usd",
    "ceiling_growth_ratio",
    "ceiling_changes_missing",
    "ceiling_growth_missing_because",
    "initial_obligated_usd",
    "obligated_usd",
)


def measured(started: ir.Table, awards: ir.Table, screened: ir.Table) -> ir.Table:
    """Every measure of every award, one row each: the published table `growth`.

    In: the table of `start.with_start`, the published awards and the `screens` of the
    former, which the marks of awards read too. A vehicle has a row too, but
    says in `not_comparable_because` that it is not to be ranked with awards.
    """
    table = awards.select(
        *WHO,
        *NET,
        not_comparable_because=(awards.award_kind == "IDV").ifelse(
            "a vehicle's ceiling includes its orders", ibis.null("string")
        ),
    )
    parts = [screened if measure is screens else measure(started) for measure in OF_ACTIONS]
    for part in (*parts, *(measure(awards) for measure in OF_AWARDS)):
        table = table.left_join(part, "award_key").drop("award_key_right")
    return table
