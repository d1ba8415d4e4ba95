"""`analysis technology`: obligations by kind of technology, with the rule behind each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from analysis.cli.options import Component, Fiscal
from analysis.cli.speech import answer, line
from analysis.text import usd
from fetch import console
from fetch.console import AsJson


def technology(
    category: Annotated[
        str | None, typer.Argument(help="A name or number, or look-alike; none sums all.")
    ] = None,
    component: Component = None,
    fy: Fiscal = None,
    award: Annotated[str | None, typer.Option(help="Why one award is what the rules say.")] = None,
    as_json: AsJson = False,
) -> None:
    """Sum what is bought by kind of technology, and why."""
    from analysis.cli.held import current
    from analysis.documents import technology as technology_document
    from analysis.published.selection import Selection

    build = current()
    if award:
        answer(as_json, technology_document.of_award(build, award), _say_why)
    elif category and fy:
        raise typer.BadParameter("a category lists whole awards; --fy sums up all kinds")
    elif category:
        document = technology_document.category(build, category, component)
        answer(as_json, document, _say_category)
    else:
        selection = Selection(component, fiscal_years=fy)
        answer(as_json, technology_document.summary(build, selection), _say)


def _say(document: Mapping[str, Any]) -> None:
    console.table(
        (("No.", "right"), "Kind", ("Obligated", "right"), ("Awards", "right")),
        [
            (
                row["number"],
                row["technology"],
                usd(row["obligated_usd"], "none held"),
                f"{row['awards']:,}",
            )
            for row in document["categories"]
        ],
    )
    unsure = document["possible"]
    console.say(
        f"rules are unsure of {unsure['awards']:,} awards, "
        f"{usd(unsure['obligated_usd'], 'nothing')}: `review technology` lists them"
    )


def _say_category(document: Mapping[str, Any]) -> None:
    console.table(
        (("Obligated", "right"), "Award", "Vendor", "Words", "Why"),
        [
            (
                usd(row["obligated_usd"]),
                row["piid"],
                row["recipient_name"],
                row["technology_words"],
                row["rule"]["because"] if row["rule"] else "",
            )
            for row in document["awards"]
        ],
    )


def _say_why(document: Mapping[str, Any]) -> None:
    line(f"{document['piid']}  {document['recipient_name']}: {document['technology']}")
    for name in ("rule", "asks"):
        if each := document[name]:
            line(f"{name} {each['rule']} ({each['where']}): {each['because']}")
    if not document["mentions"]:
        return
    console.table(
        ("Action", "Rule", "Words", "Because"),
        [
            (each["modification_number"] or "0", each["rule"], each["words"], each["because"])
            for each in document["mentions"]
        ],
    )
    line(f"the words stand in {document['words_from']}")
