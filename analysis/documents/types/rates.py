"""Types of the competition document."""

from __future__ import annotations

from typing import TypedDict

from analysis.documents.types.values import Provenance, Text, Usd


class ClassOfAwards(TypedDict):
    """Obligations of one class of awards."""

    competition_class: str
    competition_group: str
    in_rates: bool
    obligated_usd: Usd
    awards: int
    actions: int


class Rate(TypedDict):
    """Share not competed of one value: at least and at most, of one; None with the reason.

    The sums are None where nothing of the value counts in rates. `comparable`: false for fiscal
    years before the competition of orders was recorded; None where no year is told.
    """

    value: Text
    obligated_usd: Usd
    not_competed_usd: Usd
    one_offer_usd: Usd
    unknown_usd: Usd
    awards: int | None
    not_competed_low: float | None
    not_competed_high: float | None
    unknown_share: float | None
    share_missing_because: Text
    comparable: bool | None
    classes: list[ClassOfAwards]


class RuleSetDifference(TypedDict):
    """Awards that another rule set classes otherwise than ours."""

    rule_set: str
    default_class: str
    other_class: str
    awards: int
    obligated_usd: Usd
    sides_differ: bool


class AwardSaidCompeted(TypedDict):
    """Award recorded as competed whose order was not."""

    award_key: str
    piid: Text
    recipient_name: Text
    rates_class: str
    obligated_usd: Usd
    usaspending_url: Text
    look_first: list[str]


class VehiclesCounted(TypedDict):
    """Vehicles with actions in the selection: each is counted under its own class.

    Elsewhere a vehicle's `competition_class` is VEHICLE, with its `own_class` beside it.
    """

    counted_by: str
    awards: int
    obligated_usd: Usd


class SaidCompeted(TypedDict):
    """All such awards: their number and sum, and each."""

    awards: int
    obligated_usd: Usd
    listed: list[AwardSaidCompeted]


class CompetitionDocument(Provenance):
    """`python -m analysis competition --json`."""

    rule_set: str
    by: str
    rates: list[Rate]
    vehicles: VehiclesCounted
    differs_from_default: list[RuleSetDifference]
    record_says_competed_order_was_not: SaidCompeted
    sql: dict[str, str]
