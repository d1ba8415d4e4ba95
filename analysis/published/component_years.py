"""Obligations by component, fiscal year and competition group, for small multiples."""

from __future__ import annotations

import pandas as pd

from analysis.published.build import Build
from analysis.published.cube import cells_of
from analysis.published.selection import EVERYTHING, Selection

FEW = 6
"""Components side by side: the most obligated."""


def component_years(
    build: Build, selection: Selection = EVERYTHING, most: int = FEW
) -> pd.DataFrame:
    """Largest components by obligations, by fiscal year and competition group.

    Out: `component`, `fiscal_year`, `competition_group`, `obligated_usd` (net), `actions`, and
    `rank`, the component's place by its obligations over all these years.
    """
    cells = cells_of(build, selection)
    return build.query(
        # ranked over all years, then shown by year: every small chart has the same components
        f"""WITH sums AS (
            SELECT coalesce(component, 'not stated') AS component, fiscal_year, competition_group,
                sum(usd) AS obligated_usd, sum(actions)::BIGINT AS actions
            FROM ({cells.sql}) GROUP BY ALL
        ), ranked AS (
            SELECT component, row_number() OVER (
                ORDER BY sum(obligated_usd) DESC NULLS LAST, component) AS rank
            FROM sums GROUP BY component
        )
        SELECT sums.*, rank FROM sums JOIN ranked USING (component) WHERE rank <= ?
        ORDER BY rank, fiscal_year, competition_group""",
        [*cells.parameters, most],
    )
