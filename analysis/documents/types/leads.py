"""Types of the leads document."""

from __future__ import annotations

from typing import Any, TypedDict

from analysis.documents.types.values import Day, Provenance, Text, Usd


class InnocentReason(TypedDict):
    """What may make a lead legitimate."""

    reason: str
    plain: Text
    because: Text
    source: Text
    unconfirmed: Text


class LeadRow(TypedDict):
    """One lead."""

    transaction_key: str
    award_key: str
    piid: str
    modification_number: Text
    what: str
    action_date: Day
    component: Text
    component_code: Text
    recipient_name: Text
    award_kind: str
    competition_class: str
    own_class: Text
    amount_usd: Usd
    amount_measure: str
    obligated_usd: Usd
    ceiling_change_usd: Usd
    threshold_usd: Usd
    notice: str
    usaspending_url: Text
    as_of: Day
    may_be_because: list[InnocentReason]
    question: str
    threshold_because: Text
    threshold_source: Text
    threshold_unconfirmed: Text
    approver: Text
    approver_source: Text
    approver_unconfirmed: Text
    look_first: list[str]


class NoticesHeld(TypedDict):
    """The notices that leads rest on."""

    notices: int
    official: int
    first_posted: Day
    last_posted: Day


class AwardsExamined(TypedDict):
    """Awards asked about, and those that were not, by why; each is counted once."""

    awards: int
    examined: int
    class_unknown: int
    before_first_notice: int | None
    competed: int
    not_competed_not_above: int
    not_competed_amount_missing: int
    not_competed_before_any_rule: int


class LeadsDocument(Provenance):
    """`python -m analysis leads --json`."""

    kind: str
    matching: int
    leads: list[LeadRow]
    base_rates: list[Any]
    base_rates_missing_because: Text
    examined: AwardsExamined
    notices_held: NoticesHeld
    cautions: list[str]
