"""Vehicle document: the contract of `python -m analysis vehicle KEY --json`.

Money is text with two decimals, a missing figure is null.
"""

from __future__ import annotations

from typing import Any, cast

from analysis.documents import marks
from analysis.documents.types.vehicle import VehicleDocument
from analysis.published.build import Build
from analysis.rules import dossiers
from analysis.serialise import plain, rows
from fetch.errors import InputError

ORDER_FIELDS = (
    "award_key",
    "piid",
    "level",
    "is_order",
    "parent_award_key",
    "recipient_name",
    "label",
    "first_action_date",
    "award_kind",
    "competition_class",
    "own_class",
    "competition_rule",
    "obligated_usd",
    "usaspending_url",
)


def vehicle_document(build: Build, key_or_piid: str) -> VehicleDocument:
    """A vehicle with all that is held under it, in order; InputError for none or several.

    The orders' own ceilings are left out: the vehicle's covers them.
    """
    vehicle = _vehicle(build, key_or_piid)
    under = build.query(
        "SELECT * FROM under_vehicles u JOIN awards USING (award_key) WHERE vehicle_key = ? "
        "ORDER BY first_action_date, award_key",
        [vehicle["vehicle_key"]],
    )
    by_class = build.query(
        "SELECT competition_class, competition_group, orders, obligated_usd FROM vehicle_orders "
        "WHERE vehicle_key = ? ORDER BY obligated_usd DESC NULLS LAST, competition_class",
        [vehicle["vehicle_key"]],
    )
    document = {
        **build.provenance,
        **vehicle,
        "orders_by_class": rows(by_class),
        "orders": marks.with_look_first(build, rows(under[list(ORDER_FIELDS)])),
        "programs": _programs(vehicle["vehicle_key"]),
    }
    return cast(VehicleDocument, document)  # the test of types holds its keys


def _programs(key: str) -> list[dict[str, Any]]:
    """Programs whose dossier names the vehicle, with what the public record states of them."""
    return [
        {
            "programme": each.programme,
            "name": each.name,
            "says": [
                {"kind": one.kind, "said": one.said, "basis": one.basis, "as_of": one.as_of}
                | {"source": one.source}
                for one in dossiers.says()
                if one.programme == each.programme
                and one.kind != "search"
                and one.basis in dossiers.RECORDED
            ],
        }
        for each in dossiers.of_key(key)
    ]


def _vehicle(build: Build, key_or_piid: str) -> dict[str, Any]:
    wanted = key_or_piid.strip().upper()
    vehicles = build.query(
        "SELECT * FROM vehicles WHERE upper(vehicle_key) = ? OR upper(piid) = ? "
        # a number that the vehicle left when it moved
        "OR vehicle_key IN (SELECT award_key FROM moved_awards WHERE ? IN "
        "(upper(earlier_key), upper(earlier_piid), upper(later_key), upper(later_piid))) "
        "ORDER BY vehicle_key",
        [wanted, wanted, wanted],
    ).to_dict("records")
    # a key outranks a PIID that is spelled the same
    exact = [row for row in vehicles if row["vehicle_key"].upper() == wanted]
    if len(exact or vehicles) == 1:
        return {str(name): plain(value) for name, value in (exact or vehicles)[0].items()}
    if vehicles:
        keys = "\n  ".join(row["vehicle_key"] for row in vehicles)
        raise InputError(f"{key_or_piid} names {len(vehicles)} vehicles; give one of\n  {keys}")
    raise InputError(_no_vehicle(build, key_or_piid))


def _no_vehicle(build: Build, key_or_piid: str) -> str:
    """Error message for a word that names no vehicle."""
    try:
        award = build.award(key_or_piid)
    except InputError:
        return (
            f"no vehicle {key_or_piid!r} is held or named by an order: give a PIID or the key "
            "that begins CONT_IDV_"
        )
    placed = award["parent_award_key"]
    where = f"it was placed under {plain(placed)}" if plain(placed) else "it names no vehicle"
    return f"{key_or_piid} is no vehicle but an award; {where}"
