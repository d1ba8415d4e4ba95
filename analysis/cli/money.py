"""`analysis money`: obligations through time."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.cli.options import Component
from analysis.cli.periods import Constant, say_dollars, say_rows, say_to_come
from fetch import console
from fetch.console import AsJson


def money(
    by: Annotated[str, typer.Option(help="fiscal_year or month.")] = "fiscal_year",
    component: Component = None,
    constant: Constant = None,
    same_months: Annotated[
        bool, typer.Option(help="Only the months that are over in the latest year.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Sum obligations through time: net, given, taken back."""
    from analysis.cli.held import current
    from analysis.documents.money import money_document

    document = money_document(current(), by, component, constant, same_months)
    if as_json:
        console.document(document)
        return
    say_rows(document["rows"], by, "Month" if by == "month" else "Fiscal year")
    if cut := document["same_months"]:
        console.say(f"of each fiscal year {cut['from']} to {cut['to']}: {cut['months']} months")
    say_to_come(document["still_to_come"], "the latest month that is over")
    say_dollars(document)
