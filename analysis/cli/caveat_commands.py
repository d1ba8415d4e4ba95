"""The command over what the records lack."""

from __future__ import annotations

import sys

import typer

from analysis.text import usd
from fetch import console
from fetch.console import AsJson


def add_to(app: typer.Typer) -> None:
    """Give an application this command."""
    app.command(epilog="Example: python -m analysis caveats --json")(caveats)


def caveats(as_json: AsJson = False) -> None:
    """What the records held lack and where they mislead, each with its size."""
    from analysis.documents.caveats import document
    from analysis.published.build import current

    told = document(current())
    if as_json:
        console.document(told)
        return
    for row in told["caveats"]:
        size = f"{row['found']:,} of {row['whole']:,} {row['counted']}"
        sys.stdout.write(
            f"{size:>22}  {usd(row['obligated_usd']):>22}  {row['caveat']}: {row['so']}\n"
        )
    console.say(f"as of {told['as_of']}; money is what is obligated on them, net")
