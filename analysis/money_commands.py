"""The commands over money through time."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Annotated, Any

import typer

from fetch import commands
from fetch.commands import AsJson

Component = Annotated[list[str] | None, typer.Option(help="ICE, 7012 or the official name.")]
Constant = Annotated[
    int | None, typer.Option(metavar="FY", help="In constant dollars of this fiscal year.")
]


def add_to(app: typer.Typer) -> None:
    """Give an application these commands."""
    app.command(epilog="Example: python -m analysis money --component ICE --constant 2025")(money)


def money(
    by: Annotated[str, typer.Option(help="fiscal_year or month.")] = "fiscal_year",
    component: Component = None,
    constant: Constant = None,
    as_json: AsJson = False,
) -> None:
    """Obligations given, taken back and net, through time; nominal unless --constant."""
    from analysis.money_report import money_document
    from analysis.published import current

    document = money_document(current(), by, component, constant)
    if as_json:
        commands.document(document)
    else:
        _say_rows(document["rows"], by)
        _say_dollars(document)


def _say_rows(found: list[dict[str, Any]], name: str) -> None:
    for row in found:
        sys.stdout.write(
            f"{str(row[name])[:7]:>8}  net {_usd(row['obligated_usd']):>22}  "
            f"given {_usd(row['given_usd']):>22}  taken back {_usd(row['taken_back_usd']):>20}  "
            f"{row['actions']:>8,} actions{_remarks(row)}\n"
        )


def _remarks(row: dict[str, Any]) -> str:
    """What a row leaves out."""
    said = [] if row.get("over", True) else ["not over"]
    if row["obligations_missing"]:
        said.append(f"{row['obligations_missing']:,} state no obligation")
    if row.get("share_left_out"):
        said.append(f"{_share(row['share_left_out'])} left out: months without an index")
    return f"  ({'; '.join(said)})" if said else ""


def _say_dollars(document: dict[str, Any]) -> None:
    told = document["dollars"]
    if told["kind"] == "nominal":
        commands.say(f"nominal dollars; as of {document['as_of']}")
        return
    gaps = ", ".join(told["months_without_index"])
    commands.say(
        f"constant dollars of FY{told['fiscal_year']} by {told['series']}, held up to "
        f"{told['index_through']}{f', without {gaps}' if gaps else ''}; as of {document['as_of']}"
    )


def _share(part: float) -> str:
    return "under 0.1%" if part < 0.001 else f"{part:.1%}"


def _usd(amount: str | None) -> str:
    return "not known" if amount is None else f"${Decimal(amount):,.2f}"
