"""`analysis chains`: successions of awards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from analysis.cli.speech import line
from analysis.text import bought, usd
from fetch import console
from fetch.console import AsJson


def chains(
    min_days: Annotated[
        int, typer.Option(help="Earliest start, in days after the other's end.")
    ] = -90,
    max_days: Annotated[int, typer.Option(help="Latest start: days after the other's end.")] = 180,
    bridge_days: Annotated[
        int, typer.Option(min=1, help="Longest run of a possible bridge, in days.")
    ] = 366,
    candidates: Annotated[
        bool, typer.Option("--candidates", help="Also list links that nobody has judged.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List awards that followed each other, and candidates."""
    from analysis.cli.held import current
    from analysis.documents.chains import chains_document
    from analysis.measures.chains import Window

    window = Window(min_days, max_days, bridge_days)
    document = chains_document(current(), window, possible=candidates)
    if as_json:
        console.document(document)
    else:
        _say(document)


def _say(document: Mapping[str, Any]) -> None:
    for chain in document["chains"]:
        line(f"{chain['programme']}: {usd(chain['obligated_usd'])} obligated")
        console.table(
            ("From", "To", "Award", "How bought", ("Obligated", "right"), ""),
            [
                (
                    each["start_date"],
                    each["end_date"] or "not stated",
                    each["piid"],
                    bought(each),
                    usd(each["obligated_usd"]),
                    "possible bridge" if each["possible_bridge"] else "",
                )
                for each in chain["awards"]
            ],
        )
        for link in chain["links"]:
            _say_link(link)
    for status in ("possible", "rejected"):
        if document.get(status):
            line(f"{status}:")
        for link in document.get(status, ()):
            _say_link(link)
    for caution in document["cautions"]:
        console.say(caution)
    console.say(
        f"{document['possible_count']:,} possible links that nobody has judged "
        f"(--candidates lists them); as of {document['as_of']}"
    )


def _say_link(link: Mapping[str, Any]) -> None:
    days = link["days_after_end"]
    after = "days not known" if days is None else f"{days:+d} days"
    because = link["because"] or f"words in common: {link['words_in_common'] or 'none'}"
    line(f"    {link['earlier_piid']} > {link['later_piid']}: {after}; {because}")
