"""Types of the program document."""

from __future__ import annotations

from typing import Any, TypedDict

from analysis.documents.types.award import NoticeAuthority
from analysis.documents.types.chain import ChainDocument
from analysis.documents.types.values import Day, Provenance, Text, Usd


class Reason(TypedDict):
    """Why an award belongs, and on what that rests."""

    because: Text
    basis: Text


class ProgramModification(TypedDict):
    """A modification that belongs to a program."""

    member: Text
    basis: Text
    modification_number: Text
    transaction_key: str
    action_date: Day
    fiscal_year: int
    action_type: Text
    growth_bucket: Text
    obligated_usd: Usd
    cumulative_obligated_usd: Usd
    label: Text
    description: Text
    record_basis: Text
    as_of: Day
    because: Text
    rule_file: Text


class ProgramAward(TypedDict):
    """An award of a dossier."""

    award_key: str
    piid: str
    award_kind: str
    recipient_name: Text
    vendor_family: Text
    vendor_name: Text
    maker: Text
    component: Text
    label: Text
    description: Text
    competition_class: str
    own_class: Text
    competition_rule: str
    competition_label: str
    extent_competed_code: Text
    fair_opportunity_limited_sources_code: Text
    number_of_offers_received: int | None
    first_action_date: Day
    last_action_date: Day
    initial_ceiling_usd: Usd
    ceiling_usd: Usd
    ceiling_growth_usd: Usd
    action_count: int
    award_obligated_usd: Usd
    usaspending_url: Text
    as_of: Day
    look_first: list[str]
    role: str
    whole: bool
    obligated_usd: Usd
    because: list[Reason]
    modifications: list[ProgramModification]


class NotHeldRow(TypedDict):
    """A member of a dossier that is not held."""

    award: Text
    modification: Text
    role: str
    because: Text
    basis: Text
    source: Text


class ClassSum(TypedDict):
    """Obligations of one class."""

    competition_class: str
    competition_label: str
    awards: int
    obligated_usd: Usd


class AlsoCounted(TypedDict):
    """Actions that another program counts too."""

    programme: str
    name: Text
    actions: int
    obligated_usd: Usd
    modifications: list[str]


class YearSum(TypedDict):
    """Obligations of one fiscal year."""

    fiscal_year: int
    obligated_usd: Usd
    actions: int


class ProgramNotice(TypedDict):
    """A notice of an award of a dossier."""

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
    link_score: int
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
    piid: str
    award_key: str
    said: StatementRow | None


class StatementRow(TypedDict):
    """A sentence on a program, and its basis."""

    kind: str
    said: Text
    basis: Text
    as_of: Day
    source: Text


class TextCount(TypedDict):
    """How many texts held have some words."""

    actions: int
    awards: int
    texts: int
    as_of: Day


class SearchRow(TypedDict):
    """A search that was run, and what it found."""

    words: list[str]
    searched: Text
    found: Text
    basis: Text
    as_of: Day
    source: Text
    in_what_is_held: TextCount


class ProgramDocument(Provenance):
    """`python -m analysis program NAME --json`."""

    programme: str
    name: Text
    also: list[str]
    what: str
    component: Text
    vendor: Text
    maker: Text
    source: Text
    contract_public: bool
    answer: str
    obligated_usd: Usd
    obligated_missing_because: Text
    obligations_missing: int
    actions: int
    first_action_date: Day
    last_action_date: Day
    awards: list[ProgramAward]
    support: list[ProgramAward]
    leads: list[ProgramAward]
    apart: list[ProgramAward]
    also_counted: list[AlsoCounted]
    not_held: list[NotHeldRow]
    by_class: list[ClassSum]
    by_fiscal_year: list[YearSum]
    chain: ChainDocument | None
    notices: list[ProgramNotice]
    says: list[StatementRow]
    searches: list[SearchRow]
    cautions: list[str]
