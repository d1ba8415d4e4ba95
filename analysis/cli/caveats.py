"""`analysis caveats`: gaps and traps of the records held, with their sizes."""

from __future__ import annotations

from analysis.cli.speech import say_held
from analysis.text import usd
from fetch import console
from fetch.console import AsJson


def caveats(as_json: AsJson = False) -> None:
    """List the gaps and traps of the records, with their size."""
    from analysis.cli.held import current
    from analysis.documents.caveats import document

    listed = document(current())
    if as_json:
        console.document(listed)
        return
    console.table(
        (("How many", "right"), ("Obligated on them", "right"), "Caveat", "So"),
        [
            (
                f"{row['found']:,} of {row['whole']:,} {row['counted']}",
                usd(row["obligated_usd"]),
                row["caveat"],
                row["so"],
            )
            for row in listed["caveats"]
        ],
    )
    say_held(listed, f"as of {listed['as_of']}; money is what is obligated on them, net")
