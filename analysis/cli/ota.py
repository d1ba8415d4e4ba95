"""`analysis ota`: other transactions, apart from all other sums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.cli.options import Component
from analysis.text import count, usd
from fetch import console
from fetch.console import AsJson


def ota(component: Component = None, as_json: AsJson = False) -> None:
    """List other transactions, apart from all other sums."""
    from analysis.cli.held import current
    from analysis.documents.other_transactions import document

    listed = document(current(), component)
    if as_json:
        console.document(listed)
        return
    console.table(
        ("First action", "Agreement", "Kind", ("Obligated", "right"), "Vendor", "Actions", "As of"),
        [
            (
                row["first_action_date"] or "no day",
                row["piid"],
                row["kind"],
                usd(row["obligated_usd"]),
                row["recipient_name"] or "vendor not stated",
                _actions(row),
                f"SAM.gov, {row['as_of']}",
            )
            for row in listed["agreements"]
        ],
    )
    if listed["missing_because"]:
        console.say(listed["missing_because"])
    for caution in listed["cautions"]:
        console.say(caution)
    console.say(f"as of {listed['as_of']}")


def _actions(row: Mapping[str, Any]) -> str:
    lacking = row["obligations_missing"]
    unstated = f", {count(lacking, 'action')} without a stated obligation" if lacking else ""
    return f"{count(row['actions'], 'action')}{unstated}"
