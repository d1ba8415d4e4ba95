"""The commands about what an award stands under."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Annotated, Any

import typer

from fetch import commands
from fetch.commands import AsJson


def add_to(app: typer.Typer) -> None:
    """Give an application these commands."""
    key = "CONT_IDV_70B02C20D00000019_7014"
    app.command(epilog=f"Example: python -m analysis vehicle {key} --json")(vehicle)


def vehicle(
    key_or_piid: Annotated[str, typer.Argument(metavar="KEY_OR_PIID")], as_json: AsJson = False
) -> None:
    """One vehicle (IDV): its ceiling, its orders and calls, and the share that is used."""
    from analysis.published import current
    from analysis.vehicle_document import vehicle_document

    document = vehicle_document(current(), key_or_piid)
    if as_json:
        commands.document(document)
    else:
        _say_vehicle(document)


def _say_vehicle(document: dict[str, Any]) -> None:
    write = sys.stdout.write
    named = document["recipient_name"] or "its own record is not held"
    on_orders = usd(document["obligated_on_orders_below_usd"])
    write(f"{document['piid']}  {named}  {document['component'] or ''}\n")
    write(
        f"ceiling {usd(document['initial_ceiling_usd'])} at first, "
        f"{usd(document['ceiling_usd'])} now\n"
        f"obligated {usd(document['obligated_on_vehicle_usd'])} on the vehicle, "
        f"{on_orders} on {document['order_count_below']:,} orders\n"
        f"share of the ceiling used: {_share(document)}\n"
    )
    for row in document["orders_by_class"]:
        write(
            f"  {row['competition_class']:<28} {row['orders']:>6,}  {usd(row['obligated_usd'])}\n"
        )
    for row in document["orders"]:
        write(
            f"{'  ' * row['level']}{row['first_action_date']}  {row['piid']:<18} "
            f"{row['competition_class']:<26} {usd(row['obligated_usd']):>20}\n"
        )
    write(f"{document['usaspending_url']}\nas of {document['as_of']}\n")


def _share(document: dict[str, Any]) -> str:
    if document["share_used"] is None:
        return f"not known, {document['share_missing_because']}"
    return f"{document['share_used']:.1%}"


def usd(amount: str | None) -> str:
    """Dollars for a person."""
    return "not stated" if amount is None else f"${Decimal(amount):,.2f}"
