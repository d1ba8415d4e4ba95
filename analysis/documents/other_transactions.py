"""Other-transaction document: the contract of `python -m analysis ota --json`.

Money is text with two decimals, a missing figure is null.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.published.build import Build
from analysis.published.selection import OF_ACTIONS, Words, where
from analysis.serialise import rows

CAUTIONS = (
    "Other transactions are in no other figure here: the rules of competition, and our classes, "
    "are those of contracts.",
    "An amount is what its action obligates; a ceiling change is never added to it.",
)
NONE_HELD = (
    "No other transaction is held. USAspending.gov does not load them with contracts; SAM.gov has "
    "them, and they come with `python -m fetch sync --source sam` where a key of SAM.gov is set. "
    "That none is held does not mean that there is none."
)
Row = dict[str, Any]


def document(build: Build, component: Words = None) -> Row:
    """Every action held, the latest first, and each agreement's sum; amounts to the cent."""
    condition = where(OF_ACTIONS, component)
    actions = rows(
        build.query(
            f"SELECT * FROM other_transactions WHERE {condition.sql} "
            "ORDER BY action_date DESC NULLS LAST, action_key",
            condition.parameters,
        )
    )
    return {
        "agreements": rows(agreements(build, component)),
        "actions": actions,
        "missing_because": None if actions else NONE_HELD,
        "cautions": list(CAUTIONS),
        **build.provenance,
    }


def agreements(build: Build, component: Words = None) -> pd.DataFrame:
    """A frame of one row an agreement, the greatest obligation first.

    `obligations_missing` counts actions that state none: the sum is of the rest.
    """
    condition = where(OF_ACTIONS, component)
    return build.query(
        "SELECT award_key, piid, any_value(kind) AS kind, "
        "max_by(recipient_name, coalesce(action_date, DATE '0001-01-01')) AS recipient_name, "
        "any_value(component) AS component, count(*) AS actions, "
        "sum(obligated_usd) AS obligated_usd, "
        "count(*) FILTER (obligated_usd IS NULL) AS obligations_missing, "
        "min(action_date) AS first_action_date, max(action_date) AS last_action_date, "
        f"max(as_of) AS as_of FROM other_transactions WHERE {condition.sql} "
        "GROUP BY award_key, piid ORDER BY obligated_usd DESC NULLS LAST, award_key",
        condition.parameters,
    )
