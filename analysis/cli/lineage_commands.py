"""The commands about what an award stands under, and what it follows."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from analysis.text import usd
from fetch import console
from fetch.console import AsJson


def add_to(app: typer.Typer) -> None:
    """Give an application these commands."""
    key = "CONT_IDV_70B02C20D00000019_7014"
    app.command(epilog=f"Example: python -m analysis vehicle {key} --json")(vehicle)
    app.command(epilog="Example: python -m analysis chains --candidates --json")(chains)


def vehicle(
    key_or_piid: Annotated[str, typer.Argument(metavar="KEY_OR_PIID")], as_json: AsJson = False
) -> None:
    """One vehicle (IDV): its ceiling, its orders and calls, and the share that is used."""
    from analysis.documents.vehicle import vehicle_document
    from analysis.published.build import current

    document = vehicle_document(current(), key_or_piid)
    if as_json:
        console.document(document)
    else:
        _say_vehicle(document)


def chains(
    min_days: Annotated[
        int, typer.Option(help="Earliest start: days after the other's end; below 0 before it.")
    ] = -90,
    max_days: Annotated[int, typer.Option(help="Latest start: days after the other's end.")] = 180,
    bridge_days: Annotated[
        int, typer.Option(min=1, help="A possible bridge runs for so many days at most.")
    ] = 366,
    candidates: Annotated[
        bool, typer.Option("--candidates", help="Also list links that nobody has judged.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Which award followed which: confirmed chains, links ruled out, and candidates."""
    from analysis.documents.chains import chains_document
    from analysis.measures.chains import Window
    from analysis.published.build import current

    window = Window(min_days, max_days, bridge_days)
    document = chains_document(current(), window, possible=candidates)
    if as_json:
        console.document(document)
    else:
        _say_chains(document)


def _say_chains(document: dict[str, Any]) -> None:
    for chain in document["chains"]:
        sys.stdout.write(f"{chain['programme']}: {usd(chain['obligated_usd'])} obligated\n")
        for each in chain["awards"]:
            mark = "  possible bridge" if each["possible_bridge"] else ""
            sys.stdout.write(
                f"  {each['start_date']} to {each['end_date'] or 'not stated':<10}  "
                f"{each['piid']:<18} {each['rates_class']:<16} "
                f"{usd(each['obligated_usd']):>18}{mark}\n"
            )
        for link in chain["links"]:
            _say_link(link)
    for status in ("possible", "rejected"):
        if document.get(status):
            sys.stdout.write(f"{status}:\n")
        for link in document.get(status, ()):
            _say_link(link)
    for caution in document["cautions"]:
        console.say(caution)
    console.say(
        f"{document['possible_count']:,} possible links that nobody has judged "
        f"(--candidates lists them); as of {document['as_of']}"
    )


def _say_link(link: dict[str, Any]) -> None:
    days = link["days_after_end"]
    after = "days not known" if days is None else f"{days:+d} days"
    sys.stdout.write(
        f"    {link['earlier_piid']} > {link['later_piid']}: {after}; "
        f"{link['because'] or 'words in common: ' + (link['words_in_common'] or 'none')}\n"
    )


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
