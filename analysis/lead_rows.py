"""Rows to take away of leads: every question, not only the greatest."""

from __future__ import annotations

import pandas as pd

from analysis import queries
from analysis.published import Build


def no_notice(build: Build, component: queries.Words = None) -> pd.DataFrame:
    """What is above the threshold and has no certain notice among those held: the leads of
    `leads_document.no_notice_document`, all of them, the greatest amount first."""
    asked = queries.where(queries.OF_ACTIONS, component)
    return build.query(
        f"SELECT * FROM above_threshold WHERE {asked.sql} AND notice <> 'yes' "
        "ORDER BY amount_usd DESC, transaction_key",
        asked.parameters,
    )
