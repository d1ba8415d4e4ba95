"""`analysis check`: a figure in the news against the records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from analysis.cli.options import Component
from analysis.cli.speech import answer, line
from analysis.documents.types.press import CheckDocument
from analysis.text import usd
from fetch import console
from fetch.console import AsJson

FIGURE = '"ICE Palantir 2025 $81 million"'


def check(  # noqa: PLR0913, PLR0917  one flag, one part of the question
    text: Annotated[str | None, typer.Argument(help=f"Such as {FIGURE}.")] = None,
    vendor: Annotated[str | None, typer.Option(help="Vendor, maker or program.")] = None,
    component: Component = None,
    fy: Annotated[int | None, typer.Option("--fy", help="Fiscal year.")] = None,
    from_day: Annotated[str | None, typer.Option("--from", help="Such as 2025-01-20.")] = None,
    to_day: Annotated[str | None, typer.Option("--to", help="Such as 2025-09-30.")] = None,
    amount: Annotated[str | None, typer.Option(help="Such as 81000000 or '$81 million'.")] = None,
    measure: Annotated[str, typer.Option(help="obligated, given or ceiling.")] = "obligated",
    as_json: AsJson = False,
) -> None:
    """Check a figure in the news against the records.

    It lists the nearest sums, each with its definition.
    Without a figure: every one of rules/press_figures.csv.
    """
    from analysis.cli.held import current
    from analysis.documents.press import check as press_check

    build = current()
    if fy is not None and (from_day or to_day):
        raise typer.BadParameter("give --fy, or --from and --to, not both")
    narrowed = vendor or component or fy is not None or from_day or to_day
    if text is None and amount is None and narrowed:
        raise typer.BadParameter("say the figure too: --amount '$81 million'")
    if text is None and amount is None:
        known = {"figures": press_check.known_figures(build), **build.provenance}
        answer(as_json, known, _say_figures)
        return
    if text is not None and (amount is not None or narrowed or measure != "obligated"):
        raise typer.BadParameter("give a text or flags, not both")
    question = text or press_check.question_of(
        build,
        amount=amount or "",
        vendor=vendor,
        component=component,
        fiscal_year=fy,
        from_day=from_day,
        to_day=to_day,
        measure=measure,
    )
    answer(as_json, press_check.check(build, question), _say)


def _say(document: CheckDocument) -> None:
    from analysis.documents.press import check as press_check

    definition = f": {document['definition']}" if document["definition"] else ""
    line(f"{document['verdict']}{definition}")
    question = document["question"]
    line(press_check.read_as(question))
    if question["not_understood"]:
        why = f" ({question['why_not']})" if question["why_not"] else ""
        line(f"not understood: {' '.join(question['not_understood'])}{why}")
    for each in document["claims"]:
        line(f"{each['claim']}: {each['says']}")
    if document["tried"]:
        line(press_check.tried_in_words(document["tried"]))
    if document["now"]:
        line(press_check.now_in_words(document["now"]))
    if document["nearest"]:
        console.table(
            ("", ("Sum", "right"), "Definition"),
            [
                ("*" if row["within"] else "", usd(row["usd"], "nothing held"), row["definition"])
                for row in document["nearest"]
            ],
        )
    for gap in document["not_held"]:
        line(f"not held: {gap}")


def _say_figures(document: Mapping[str, Any]) -> None:
    for row in document["figures"]:
        line(f"{usd(row['usd'])}  {row['verdict']}: {row['says']}")
        line(f"    {usd(row['nearest_usd'], 'no sum')}: {row['definition']}")
        line(f"    {row['because']}")
