"""Types of the vehicle document."""

from __future__ import annotations

from typing import TypedDict

from analysis.documents.types.program import StatementRow
from analysis.documents.types.values import Day, Provenance, Text, Usd


class OrdersOfClass(TypedDict):
    """Orders under a vehicle that were bought in one way."""

    competition_class: str
    competition_group: str
    orders: int
    obligated_usd: Usd


class OrderRow(TypedDict):
    """An order, call or agreement under a vehicle."""

    award_key: str
    piid: str
    level: int | None
    is_order: bool
    parent_award_key: Text
    recipient_name: Text
    label: Text
    first_action_date: Day
    award_kind: str
    competition_class: str
    own_class: Text
    competition_rule: str
    obligated_usd: Usd
    usaspending_url: Text
    look_first: list[str]


class ProgramOfVehicle(TypedDict):
    """A program whose dossier names the vehicle, with sentences that rest on records."""

    programme: str
    name: str
    says: list[StatementRow]


class VehicleDocument(Provenance):
    """`python -m analysis vehicle KEY --json`."""

    vehicle_key: str
    piid: str
    held: bool
    idv_type_code: Text
    label: Text
    recipient_name: Text
    component_code: Text
    component: Text
    parent_award_key: Text
    own_class: Text
    first_action_date: Day
    initial_ceiling_usd: Usd
    ceiling_usd: Usd
    ceiling_changes_missing: int | None
    ceiling_known_to: Day
    obligated_on_vehicle_usd: Usd
    order_count: int
    obligated_on_orders_usd: Usd
    order_count_below: int
    obligated_on_orders_below_usd: Usd
    agreement_count_below: int
    obligated_on_agreements_usd: Usd
    orders_without_obligation: int
    obligated_usd: Usd
    share_used: float | None
    share_missing_because: Text
    not_in_copy: Text
    usaspending_url: Text
    orders_by_class: list[OrdersOfClass]
    orders: list[OrderRow]
    programs: list[ProgramOfVehicle]
