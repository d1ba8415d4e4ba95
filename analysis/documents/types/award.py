"""Types of the award document."""

from __future__ import annotations

from typing import Any, TypedDict

from analysis.documents.types.values import Day, Provenance, Text, Usd


class CompetitionFields(TypedDict):
    """The codes that a class was read from."""

    extent_competed_code: Text
    fair_opportunity_limited_sources_code: Text
    other_than_full_and_open_competition_code: Text
    solicitation_procedures_code: Text
    type_of_set_aside_code: Text
    number_of_offers_received: int | None
    parent_award_type_code: Text
    parent_award_single_or_multiple_code: Text
    award_type_code: Text
    idv_type_code: Text


class ActionRow(TypedDict):
    """One action of an award; sums run up to it."""

    modification_number: Text
    transaction_key: str
    action_date: Day
    action_type_code: Text
    growth_bucket: Text
    obligated_usd: Usd
    ceiling_change_usd: Usd
    cumulative_obligated_usd: Usd
    cumulative_ceiling_usd: Usd
    label: Text
    description: Text
    as_of: Day
    basis: Text
    source_file: Text
    not_in_copy: Text
    marks: Text


class GrowthFigures(TypedDict):
    """Every measure of growth of one award, each with its unit in its name."""

    initial_ceiling_usd: Usd
    ceiling_usd: Usd
    ceiling_growth_usd: Usd
    ceiling_growth_ratio: float | None
    ceiling_changes_missing: int
    ceiling_growth_missing_because: Text
    initial_obligated_usd: Usd
    obligated_usd: Usd
    not_comparable_because: Text
    ceiling_growth_new_work_usd: Usd
    ceiling_growth_in_scope_usd: Usd
    ceiling_growth_funding_usd: Usd
    ceiling_growth_change_order_usd: Usd
    ceiling_growth_termination_usd: Usd
    ceiling_growth_option_usd: Usd
    ceiling_growth_definitization_usd: Usd
    ceiling_growth_identity_usd: Usd
    ceiling_growth_close_out_usd: Usd
    ceiling_growth_administrative_usd: Usd
    ceiling_growth_untyped_usd: Usd
    change_order_growth_usd: Usd
    change_order_growth_ratio: float | None
    ceiling_breach: bool | None
    change_orders_unclear: int
    change_orders_missing_because: Text
    initial_exercised_usd: Usd
    exercised_options_usd: Usd
    option_growth_ratio: float | None
    unexercised_options_at_start: bool | None
    options_unclear: int
    options_missing_because: Text
    first_potential_end_date: Day
    latest_potential_end_date: Day
    planned_days: int | None
    time_growth_days: int | None
    time_growth_ratio: float | None
    time_growth_missing_because: Text
    reached_25_pct_days: int | None
    reached_50_pct_days: int | None
    reached_75_pct_days: int | None
    reached_100_pct_days: int | None
    passed_initial_ceiling_days: int | None
    speed_missing_because: Text
    largest_ceiling_change_usd: Usd
    screens: list[str]
    obligation_growth_ratio: float | None
    obligations_missing: int
    obligation_growth_usd: Usd
    obligation_growth_missing_because: Text
    room_left_usd: Usd
    room_left_pct: float | None
    room_left_missing_because: Text
    psc_family: Text
    ceiling_growth_percentile: float | None
    ceiling_growth_peers: int | None
    obligation_growth_percentile: float | None
    obligation_growth_peers: int | None
    ceiling_growth_percentile_missing_because: Text
    obligation_growth_percentile_missing_because: Text


class NoticeAuthority(TypedDict):
    """The authority that a text names, and where."""

    authority: str
    citation: Text
    plain: Text
    lane: Text
    urgent: bool
    confidence: str
    sentence: Text
    found_in: Text
    page: Text


class NoticeRow(TypedDict):
    """A notice of SAM.gov and its tie to an award."""

    notice_id: str
    kind: str
    kind_from: Text
    title: Text
    label: Text
    notice_type: Text
    posted_date: Day
    first_posted_date: Day
    solicitation_number: Text
    award_number: Text
    award_date: Day
    award_amount_usd: Usd
    awardee: Text
    office: Text
    office_code: Text
    sub_tier: Text
    sub_tier_code: Text
    active: Text
    archive_date: Day
    link: Text
    source: Text
    basis: Text
    as_of: Day
    link_status: str
    link_score: int | None
    evidence: Text
    link_because: Text
    judged_from: Text
    judged_since: Day
    judged_by: Text
    judged_modification: Text
    transaction_key: Text
    modification_number: Text
    action_date: Day
    action_status: Text
    action_evidence: Text
    days_to_posting: int | None
    days_allowed: int | None
    days_late: int | None
    deadline_paragraph: Text
    deadline_unconfirmed: Text
    deadline_because: Text
    deadline_source: Text
    authority: NoticeAuthority | None
    other_authorities: list[Any]
    attachments: list[Any]


class StatedOfAward(TypedDict):
    """A sentence of a dossier that names the award by its number and rests on records."""

    programme: str
    kind: str
    said: str
    basis: str
    as_of: str
    source: str


class SamOfAward(TypedDict):
    """SAM.gov’s own records of an award."""

    records: list[Any]
    differences: list[Any]
    vendor: list[Any]


class TieRow(TypedDict):
    """A tie to another key that may be the same award, with its evidence, and in words."""

    status: str
    other_key: str
    earlier_key: str
    later_key: str
    earlier_piid: str
    later_piid: str
    earlier_held: bool | None
    later_held: bool | None
    recipient_name: Text
    recipient_uei: Text
    way: str
    shared_actions: int | None
    shared_days: int | None
    shared_usd: Usd
    shared_from: Day
    shared_to: Day
    moved_usd: Usd
    carried_usd: Usd
    moving_key: Text
    moving_number: Text
    moving_day: Day
    moving_code: Text
    open_because: Text
    because: Text
    source: Text
    since: Text
    by: Text
    says: str


class CopyRow(TypedDict):
    """An action under another number that is counted once, and the action that counts."""

    transaction_key: str
    counted_as: Text
    recorded_key: str
    modification_number: Text
    action_date: Day
    obligated_usd: Usd
    ceiling_change_usd: Usd


class MovedOfAward(TypedDict):
    """The other numbers of an award."""

    ties: list[TieRow]
    counted_once: list[CopyRow]
    counted_once_usd: Usd
    decide_in: str


class AwardDocument(Provenance):
    """`python -m analysis award KEY --json`."""

    award_key: str
    piid: str
    award_kind: str
    recipient_name: Text
    recipient_uei: Text
    component: Text
    component_code: Text
    component_name: Text
    label: Text
    description: Text
    parent_award_key: Text
    competition_class: str
    competition_rule: str
    competition_note: Text
    not_in_copy: Text
    rates_class: str
    own_class: Text
    own_rule: Text
    obligated_usd: Usd
    initial_obligated_usd: Usd
    initial_ceiling_usd: Usd
    ceiling_usd: Usd
    ceiling_growth_usd: Usd
    ceiling_growth_ratio: float | None
    ceiling_growth_missing_because: Text
    ceiling_changes_missing: int
    ceiling_known_to: Day
    room_left_usd: Usd
    stated_obligated_usd: Usd
    stated_ceiling_usd: Usd
    stated_on: Day
    stated_compared_obligated_usd: Usd
    stated_compared_ceiling_usd: Usd
    competition_fields: CompetitionFields
    competition_flags: list[str]
    actions: list[ActionRow]
    growth: GrowthFigures
    notices: list[NoticeRow]
    sam: SamOfAward
    stated: list[StatedOfAward]
    moved: MovedOfAward
    look_first: list[str]
    flags: list[str]
    questions: dict[str, str]
    usaspending_url: Text
    basis: Text
    unread_here: list[dict[str, Any]]
