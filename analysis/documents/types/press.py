"""Types of the press document."""

from __future__ import annotations

from typing import Any, TypedDict

from analysis.documents.types.values import Day, Provenance, Text, Usd


class NearSum(TypedDict):
    """A sum near a printed figure."""

    usd: Usd
    actions: int | None
    awards: int | None
    first_action_date: Day
    last_action_date: Day
    definition: Text
    kind: str
    asked: bool
    chosen: dict[str, list[str] | str]
    within: bool
    differs_by_usd: Usd


class CheckedRecords(TypedDict):
    """The records that a figure was held against."""

    actions: int
    awards: int
    first_action_date: Day
    last_action_date: Day
    obligations_missing: int
    ceiling_changes_missing: int
    components: Text
    as_of: Day


class SumsTried(TypedDict):
    """How many sums a figure was held against, and what a match says."""

    sums: int
    of_a_thousand_invented: int


class GrownSum(TypedDict):
    """A matching amount on the newest day held, where it is another by then."""

    usd: Usd
    was_usd: Usd
    was_on: Day
    action_date: Day
    as_of: Day


class ClaimAnswer(TypedDict):
    """The records beside a claim without an amount."""

    claim: str
    says: str
    rows: list[dict[str, Any]]


class CheckDocument(Provenance):
    """`python -m analysis check TEXT --json`."""

    verdict: str
    definition: Text
    question: dict[str, Any]
    asked: NearSum | None
    nearest: list[NearSum]
    tried: SumsTried | None
    now: GrownSum | None
    claims: list[ClaimAnswer]
    held: CheckedRecords
    not_held: list[str]
    sql: dict[str, str]
