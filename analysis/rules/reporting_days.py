"""Reporting days: how soon a contract report must be complete in FPDS."""

from __future__ import annotations

from functools import cache

from analysis.rules import rows

FILE = "reporting_days.csv"


@cache
def in_words() -> str:
    """The days that the rule allows, each with its paragraph, in one sentence."""
    usual, urgent = ({**row} for row in rows(FILE))
    return (
        f"By rule a report is complete in FPDS within {usual['days']} {usual['kind']} days after "
        f"award ({usual['cites']}), for unusual and compelling urgency and emergencies within "
        f"{urgent['days']} days ({urgent['cites']})."
    )
