"""`fetch award`: single awards, compared with the service."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from fetch import console, sources
from fetch.cli import speech
from fetch.console import AsJson
from fetch.settings import Settings

ENDED = "nothing is lost; run it again"
"""No walk over a service's pages is taken up where it was: each is short, and of one moment."""


def award(
    keys: Annotated[list[str], typer.Argument(help="Award keys, or PIIDs of awards held.")],
    as_json: AsJson = False,
) -> None:
    """Fetch single awards whole and compare them with ours.

    Compared: actions, orders and sums.
    A difference is shown, not an error.
    """
    from fetch.usaspending.award.lookup import award as take

    sources.load()
    with console.progress(ENDED) as announce:
        report = take(Settings(), keys, announce, console.say)
    end(report, as_json)


def end(report: dict[str, Any], as_json: bool) -> None:
    """Print the awards compared; exit 1 where something failed."""
    from fetch.reports.award_text import award_lines

    if as_json:
        console.document(report)
    else:
        for one in report["awards"]:
            for line in award_lines(one):
                console.answer(line)
    speech.say_awards_round(report)
    if report["problems"]:
        raise typer.Exit(1)
