"""`analysis places`: obligations by state or congressional district."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from analysis.cli.options import AsCsv, Class, Component, Fiscal, one_format, write_csv
from analysis.cli.speech import percent, say_held
from analysis.text import count, usd
from fetch import console
from fetch.console import AsJson


def places(  # noqa: PLR0913, PLR0917  one flag, one part of the selection
    side: Annotated[
        str, typer.Option(help="performance, of the work; or vendor, its address.")
    ] = "performance",
    by: Annotated[str, typer.Option(help="state or district.")] = "state",
    component: Component = None,
    competition_class: Class = None,
    fy: Fiscal = None,
    technology: Annotated[list[str] | None, typer.Option(help="A kind of technology.")] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Sum obligations by state or congressional district."""
    one_format(as_json, as_csv)
    from analysis.cli.held import current
    from analysis.published import coverage, place_queries
    from analysis.published.selection import OF_ACTIONS, where

    wanted = where(OF_ACTIONS, component, competition_class, fy, technology)
    held = current()
    document = place_queries.document(held, side, by, wanted)
    ranked = document["places"]
    if as_json:
        console.document(document)
    elif as_csv:
        if ranked:
            write_csv(ranked, ranked[0], coverage.line(held))
    else:
        _say(document)


def _say(document: Mapping[str, Any]) -> None:
    console.table(
        (("Obligated", "right"), ("Share", "right"), "Place", ("Awards", "right")),
        [
            (
                usd(row["obligated_usd"]),
                percent(row["share_of_all"]),
                row["name"],
                f"{row['awards']:,}",
            )
            for row in document["places"]
        ],
    )
    console.say(
        f"{usd(document['obligated_usd'], 'nothing')} obligated on "
        f"{count(document['awards'], 'award')}; {document['unstated_actions']:,} of "
        f"{count(document['actions'], 'action')} have no place on this side in what is held"
    )
    for caution in document["cautions"]:
        console.say(caution)
    say_held(document, f"as of {document['as_of']}")
