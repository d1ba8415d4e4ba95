"""`analysis vehicle`: one vehicle, its orders and the share of its ceiling in use."""

from __future__ import annotations

from analysis.cli.options import Key
from analysis.cli.speech import line
from analysis.documents.types.vehicle import VehicleDocument
from analysis.text import bought, usd
from fetch import console
from fetch.console import AsJson


def vehicle(key_or_piid: Key, as_json: AsJson = False) -> None:
    """Show a vehicle (IDV): its ceiling and its orders."""
    from analysis.cli.held import current
    from analysis.documents.vehicle import vehicle_document

    document = vehicle_document(current(), key_or_piid)
    if as_json:
        console.document(document)
    else:
        _say(document)


def _say(document: VehicleDocument) -> None:
    named = document["recipient_name"] or "its own record is not held"
    on_orders = usd(document["obligated_on_orders_below_usd"])
    line(f"{document['piid']}  {named}  {document['component'] or ''}")
    line(
        f"ceiling {usd(document['initial_ceiling_usd'])} at first, "
        f"{usd(document['ceiling_usd'])} now\n"
        f"obligated {usd(document['obligated_on_vehicle_usd'])} on the vehicle, "
        f"{on_orders} on {document['order_count_below']:,} orders\n"
        f"share of the ceiling used: {_share(document)}"
    )
    if own := document["own_class"]:
        line(f"the vehicle itself was bought: {own}; its orders are told each by its own class")
    for program in document["programs"]:
        line(
            f"of the program {program['name']} (python -m analysis program {program['programme']})"
        )
        for each in program["says"]:
            line(f"  {each['kind']} [{each['basis']}] {each['said']} ({each['source']})")
    console.table(
        ("How bought", ("Orders", "right"), ("Obligated", "right")),
        [
            (row["competition_class"], f"{row['orders']:,}", usd(row["obligated_usd"]))
            for row in document["orders_by_class"]
        ],
    )
    console.table(
        ("First action", "Order", "How bought", ("Obligated", "right")),
        [
            (
                f"{'  ' * ((row['level'] or 1) - 1)}{row['first_action_date']}",
                row["piid"],
                bought(row),
                usd(row["obligated_usd"]),
            )
            for row in document["orders"]
        ],
    )
    line(f"{document['usaspending_url']}\nas of {document['as_of']}")


def _share(document: VehicleDocument) -> str:
    if document["share_used"] is None:
        return f"not known, {document['share_missing_because']}"
    return f"{document['share_used']:.1%}"
