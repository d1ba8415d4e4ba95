"""Types of the press document."""

from __future__ import annotations

from typing import Any, TypedDict

from analysis.documents.types.values import Day, Text, Unread, Usd


class NearSum(TypedDict):
    """A sum near a printed figure."""

    usd: Usd
    actions: int | None
    awards: int | None
    first_action_date: Day
    last_action_date: Day
    definition: Text
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


class CheckDocument(TypedDict):
    """`python -m analysis check TEXT --json`."""

    verdict: str
    definition: Text
    question: dict[str, Any]
    asked: NearSum
    nearest: list[NearSum]
    held: CheckedRecords
    not_held: list[str]
    sql: dict[str, str]
    as_of: Day
    build_id: str
    only_sample: bool
    unread: Unread | None
