"""Awards whose ceiling grew most: the view that the first page and the page of growth share."""

from __future__ import annotations

import pandas as pd

from analysis.published import queries
from analysis.rules.rule_sets import class_column
from dashboard.url.paths import GROWTH
from dashboard.url.view_request import ViewRequest
from dashboard.views import View

TOP = 20
"""Awards in a ranking, on the page and in its file."""


def grown(request: ViewRequest, columns: tuple[str, ...] = ()) -> pd.DataFrame:
    """The awards that began in the chosen years whose ceiling rose most, surveillance first.

    `columns`: what a page shows of each; a file has all that is held.
    """
    return queries.growth(request.build, request.selection, TOP, columns=columns)


def _rows(request: ViewRequest) -> pd.DataFrame:
    awards = grown(request)
    columns = dict.fromkeys([*queries.AWARD_COLUMNS, class_column(request.filters.rule_set)])
    frame = awards[list(columns)]
    frame.attrs.update(awards.attrs)
    return frame


MOST_GROWN = View(
    "growth",
    lambda result: f"The {len(result.frame)} awards whose ceiling grew most",
    "The ceiling now less the ceiling of the base action. Awards whose first action is not "
    "held, or states no ceiling, are left out; a vehicle's ceiling includes its orders. Awards "
    "for surveillance technology stand first, then all others.",
    _rows,
    GROWTH,
)
