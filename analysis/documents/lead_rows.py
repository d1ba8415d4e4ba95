"""Rows to take away of leads: every question, not only the greatest."""

from __future__ import annotations

import pandas as pd

from analysis.published.build import Build
from analysis.published.reproducible_sql import Where
from analysis.published.selection import EVERYTHING, Selection, of_awards


def no_notice(build: Build, selection: Selection = EVERYTHING) -> pd.DataFrame:
    """What is above the threshold and has no certain notice among those held: the leads of
    `leads_document.no_notice_document`, all of them, the greatest amount first."""
    asked = chosen(selection)
    return build.query(
        f"SELECT * FROM above_threshold WHERE {asked.sql} AND notice <> 'yes' "
        "ORDER BY amount_usd DESC, transaction_key",
        asked.parameters,
    )


def chosen(selection: Selection) -> Where:
    """The rows of `above_threshold` that are of the awards chosen."""
    awards = of_awards(selection)
    return Where(
        f"award_key IN (SELECT award_key FROM awards WHERE {awards.sql})", awards.parameters
    )
