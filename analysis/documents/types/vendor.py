"""Types of the vendor document."""

from __future__ import annotations

from typing import TypedDict

from analysis.documents.types.values import Day, Provenance, Text, Usd


class OtherCount(TypedDict):
    """The same vendor counted under the other side."""

    obligated_usd: Usd
    vehicles_only: bool
    award_count: int
    first_action_date: Day
    last_action_date: Day


class SellerRow(TypedDict):
    """Who sold what a vendor makes."""

    seller: Text
    name: Text
    role: Text
    awards: int | None
    obligated_usd: Usd


class MakerRow(TypedDict):
    """Whose products a vendor sold."""

    maker: Text
    awards: int | None
    obligated_usd: Usd


class NameInTime(TypedDict):
    """A name on actions, and its days."""

    name: Text
    first: Day
    last: Day
    actions: int
    obligated_usd: Usd
    joined: Day
    obligated_before_joining_usd: Usd


class FirmRow(TypedDict):
    """A firm of a family, with its own sum."""

    family: str
    name: str
    uei: Text
    duns: Text
    cage: Text
    place: str
    first_action_date: Day
    last_action_date: Day
    actions: int
    obligated_usd: Usd


class NotMerged(TypedDict):
    """Firms of other families with the same word in their names: likely missed merges."""

    word: str
    names: int
    obligated_usd: Usd
    firms: list[FirmRow]


class DecisionRow(TypedDict):
    """A row of `vendors.csv` that put a name into the family."""

    match: str
    value: Text
    event: str
    joined: Day
    because: Text
    source: Text


class VendorAward(TypedDict):
    """An award of a vendor."""

    award_key: str
    piid: str
    recipient_name: Text
    vendor_family: Text
    vendor_name: Text
    vendor_role: Text
    maker: Text
    maker_from: Text
    product: Text
    component: Text
    label: Text
    description: Text
    technology: Text
    technology_rule: Text
    technology_words: Text
    award_kind: str
    competition_class: str
    own_class: Text
    first_action_date: Day
    last_action_date: Day
    obligated_usd: Usd
    usaspending_url: Text
    as_of: Day
    look_first: list[str]


class VendorDocument(Provenance):
    """`python -m analysis vendor NAME --json`."""

    family: str
    name: Text
    role: Text
    count_under: str
    obligated_usd: Usd
    vehicles_only: bool
    award_count: int
    first_action_date: Day
    last_action_date: Day
    counted_otherwise: OtherCount
    sellers: list[SellerRow]
    makers: list[MakerRow]
    firms: list[FirmRow]
    not_merged: NotMerged | None
    names: list[NameInTime]
    decided: list[DecisionRow]
    products: list[str]
    awards: list[VendorAward]
    cautions: list[str]
