"""Types of the chain document."""

from __future__ import annotations

from typing import TypedDict

from analysis.documents.types.values import Day, Text, Usd


class ChainAward(TypedDict):
    """An award of a chain."""

    award_key: str
    piid: str
    recipient_name: Text
    component: Text
    label: Text
    description: Text
    award_kind: str
    competition_class: str
    own_class: Text
    competition_rule: str
    rates_class: str
    start_date: Day
    end_date: Day
    end_from: Text
    potential_end_date: Day
    extended_days: int | None
    obligated_usd: Usd
    initial_ceiling_usd: Usd
    ceiling_usd: Usd
    usaspending_url: Text
    look_first: list[str]
    possible_bridge: bool


class ChainLink(TypedDict):
    """A link between two awards."""

    status: str
    programme: str
    earlier_key: Text
    earlier_piid: Text
    earlier_recipient_name: Text
    earlier_vendor_family: Text
    earlier_awarding_office_code: Text
    earlier_product_or_service_code: Text
    earlier_psc_family: Text
    earlier_start_date: Day
    earlier_start_from: Text
    earlier_end_date: Day
    earlier_end_from: Text
    earlier_potential_end_date: Day
    earlier_competition_class: Text
    earlier_competition_rule: Text
    earlier_obligated_usd: Usd
    earlier_ceiling_usd: Usd
    earlier_parent_award_key: Text
    later_key: Text
    later_piid: Text
    later_recipient_name: Text
    later_vendor_family: Text
    later_awarding_office_code: Text
    later_product_or_service_code: Text
    later_psc_family: Text
    later_start_date: Day
    later_start_from: Text
    later_end_date: Day
    later_end_from: Text
    later_potential_end_date: Day
    later_competition_class: Text
    later_competition_rule: Text
    later_obligated_usd: Usd
    later_ceiling_usd: Usd
    later_parent_award_key: Text
    days_after_end: int
    days_after_potential_end: int | None
    in_window: bool
    same_vendor_family: bool
    same_office: bool | None
    same_psc_family: bool | None
    words_in_common: Text
    later_days: int | None
    later_is_short: bool | None
    later_not_competed: bool
    later_is_followed: bool
    possible_bridge: bool
    candidates_of_earlier: Text
    because: Text
    source: Text
    since: Day
    by: Text


class ChainDocument(TypedDict):
    """A chain of awards."""

    programme: str
    obligated_usd: Usd
    awards: list[ChainAward]
    links: list[ChainLink]
