"""Obligations by component, fiscal year and how they were bought, for charts side by side."""

from __future__ import annotations

import pandas as pd

from analysis.published import Build
from analysis.queries import ALL, Where
from analysis.rules.rule_sets import DEFAULT, class_column

FEW = 6
"""Components side by side: the most obligated."""


def component_years(
    build: Build, wanted: Where = ALL, rule_set: str = DEFAULT, most: int = FEW
) -> pd.DataFrame:
    """The components of most obligations, each year by year and group by group.

    Out: `component`, `fiscal_year`, `competition_group`, `obligated_usd` (net), `actions`, and
    `rank`, the component's place by its obligations over all these years.
    """
    return build.query(
        f"""WITH sums AS (
            SELECT coalesce(component, 'not stated') AS component, fiscal_year, competition_group,
                sum(obligated_usd) AS obligated_usd, count(*) AS actions
            FROM {_grouped(rule_set)} WHERE {wanted.sql} GROUP BY ALL
        ), ranked AS (
            SELECT component, row_number() OVER (
                ORDER BY sum(obligated_usd) DESC NULLS LAST, component) AS rank
            FROM sums GROUP BY component
        )
        SELECT sums.*, rank FROM sums JOIN ranked USING (component) WHERE rank <= ?
        ORDER BY rank, fiscal_year, competition_group""",
        [*wanted.parameters, most],
    )


def _grouped(rule_set: str) -> str:
    """SQL: every action with the group of its award by the rules of one set."""
    if rule_set == DEFAULT:
        return "actions"
    return (
        '(SELECT a.* REPLACE (c."group" AS competition_group) FROM actions a '
        "JOIN awards w USING (award_key) "
        f"JOIN classes c ON c.class = w.{class_column(rule_set)})"
    )
