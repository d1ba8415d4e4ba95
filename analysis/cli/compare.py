"""`analysis compare`: two spans of equal length, such as two administrations."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from analysis.cli.options import Component
from analysis.cli.periods import Constant, say_dollars, say_rows, say_to_come
from analysis.cli.speech import line
from fetch import console
from fetch.console import AsJson


def compare(
    first: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="First day of one span.")],
    second: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="First day of the other.")],
    months: Annotated[int | None, typer.Option(min=1, help="At most so many months.")] = None,
    component: Component = None,
    constant: Constant = None,
    as_json: AsJson = False,
) -> None:
    """Compare two spans of equal length, in whole months."""
    from analysis.cli.held import current
    from analysis.documents.money import compare_document

    document = compare_document(current(), first, second, months, component, constant)
    if as_json:
        console.document(document)
        return
    _say(document)
    say_to_come(document["still_to_come"], "the last month of the second span")
    say_dollars(document)


def _say(document: dict[str, Any]) -> None:
    for span in document["spans"]:
        line(f"{span['from']} to {span['to']}, {span['days']:,} days")
    say_rows(document["spans"], "from", "From")
    cut = (document["asked_months"] or document["months"]) > document["months"]
    console.say(
        f"{document['months']} whole months each"
        f"{': no more fit before the second, or before the records end' if cut else ''}"
    )
    if (document["records_begin"] or "") > document["spans"][0]["from"]:
        console.say(f"the records held begin on {document['records_begin']}")
