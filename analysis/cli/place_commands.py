"""The command over where the money goes."""

from __future__ import annotations

import csv
import sys
from typing import Annotated, Any

import typer

from analysis.text import Component, count, usd
from fetch import console
from fetch.console import AsJson

Side = Annotated[str, typer.Option(help="performance, of the work; or vendor, its address.")]
By = Annotated[str, typer.Option(help="state or district.")]
Class = Annotated[list[str] | None, typer.Option("--class", help="Such as SOLE_SOURCE.")]
Fiscal = Annotated[list[int] | None, typer.Option("--fy", help="Fiscal years of the actions.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="CSV on stdout.")]


def add_to(app: typer.Typer) -> None:
    """Give an application this command."""
    app.command(epilog="Example: python -m analysis places --side vendor --by district")(places)


def places(  # noqa: PLR0913, PLR0917  one flag, one part of the selection
    side: Side = "performance",
    by: By = "state",
    component: Component = None,
    competition_class: Class = None,
    fy: Fiscal = None,
    technology: Annotated[list[str] | None, typer.Option(help="A kind of technology.")] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Obligations by state or congressional district: of the work, or of the vendor's address."""
    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv are two formats; choose one")
    from analysis.published import place_queries
    from analysis.published.build import current
    from analysis.published.selection import OF_ACTIONS, where

    wanted = where(OF_ACTIONS, component, competition_class, fy, technology)
    document = place_queries.document(current(), side, by, wanted)
    if as_json:
        console.document(document)
    elif as_csv:
        _write(document["places"])
    else:
        _say(document)


def _write(found: list[dict[str, Any]]) -> None:
    if found:
        writer = csv.DictWriter(sys.stdout, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


def _say(document: dict[str, Any]) -> None:
    for row in document["places"]:
        share = "no share" if row["share_of_all"] is None else f"{row['share_of_all']:.1%}"
        sys.stdout.write(
            f"{usd(row['obligated_usd']):>22} {share:>8}  {row['name']}, "
            f"{count(row['awards'], 'award')}\n"
        )
    console.say(
        f"{usd(document['obligated_usd'], 'nothing')} obligated on "
        f"{count(document['awards'], 'award')}; {document['unstated_actions']:,} of "
        f"{count(document['actions'], 'action')} state no place on this side"
    )
    for caution in document["cautions"]:
        console.say(caution)
    console.say(f"as of {document['as_of']}")
