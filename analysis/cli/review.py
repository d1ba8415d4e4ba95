"""`analysis review`: the queue of undecided cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from analysis.cli.options import Top
from analysis.cli.speech import answer, line
from analysis.text import usd
from fetch import console
from fetch.console import AsJson


def review(
    kind: Annotated[
        str,
        typer.Argument(help="technology, makers, vendors, programs, chains, notices. Or moved."),
    ],
    top: Top = 20,
    as_json: AsJson = False,
) -> None:
    """List what the rules leave open, most money first."""
    from analysis.cli.held import current
    from analysis.documents.review.review import document

    answer(as_json, document(current(), kind, top), _say)


def _say(document: Mapping[str, Any]) -> None:
    console.table(
        (("Obligated", "right"), "Question", "Evidence"),
        [(usd(row["obligated_usd"]), row["what"], row["evidence"]) for row in document["asked"]],
    )
    for rule in document["quiet_rules"]:
        line(f"found nothing in what is held: {rule['rule']} ({rule['where']})")
    console.say(f"{document['count']:,} in all; a decision is a row in {document['decide_in']}")
