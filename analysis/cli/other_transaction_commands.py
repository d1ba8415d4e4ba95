"""The command that lists what USAspending lacks by nature."""

from __future__ import annotations

import sys

import typer

from analysis.text import Component, count, usd
from fetch import console
from fetch.console import AsJson


def add_to(app: typer.Typer) -> None:
    """Give an application this command."""
    app.command(epilog="Example: python -m analysis ota --component 7040")(ota)


def ota(component: Component = None, as_json: AsJson = False) -> None:
    """Other transactions: agreements outside the acquisition rules, apart from all other sums."""
    from analysis.documents.other_transactions import document
    from analysis.published.build import current

    told = document(current(), component)
    if as_json:
        console.document(told)
        return
    for row in told["agreements"]:
        lacking = row["obligations_missing"]
        unstated = f", {count(lacking, 'action')} without a stated obligation" if lacking else ""
        sys.stdout.write(
            f"{row['first_action_date'] or 'no day':<10}  {row['piid']:<18} {row['kind']:<10} "
            f"{usd(row['obligated_usd']):>20}  {row['recipient_name'] or 'vendor not stated'}, "
            f"{count(row['actions'], 'action')}{unstated}; SAM.gov as of {row['as_of']}\n"
        )
    if told["missing_because"]:
        console.say(told["missing_because"])
    for caution in told["cautions"]:
        console.say(caution)
    console.say(f"as of {told['as_of']}")
