"""Moved awards in a build: every key that leads to an award, and what ties them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from analysis.published.build import Build

NUMBERS = """
    SELECT award_key, string_agg(DISTINCT piid, ' ' ORDER BY piid) AS also FROM (
        SELECT award_key, earlier_key AS key, earlier_piid AS piid FROM moved_awards
        UNION ALL SELECT award_key, later_key, later_piid FROM moved_awards)
    WHERE award_key IS NOT NULL AND key <> award_key GROUP BY award_key
"""
"""The other numbers of each award."""

PRESENT = """(
    SELECT any_value(award_key) FROM moved_awards
    WHERE award_key IS NOT NULL AND ? IN (earlier_key, later_key))"""
"""The key under which the award of a key is counted; null for one that never moved."""


KEYS = """(
    SELECT DISTINCT award_key, unnest([earlier_key, later_key]) AS key FROM moved_awards
    WHERE award_key IS NOT NULL)"""
"""Every key that leads to a moved award, its present one too."""


def present_keys(build: Build) -> dict[str, str]:
    """Every key that leads to another award's, and that."""
    frame = build.query(f"SELECT key, award_key FROM {KEYS} WHERE key <> award_key")
    return dict(zip(frame["key"], frame["award_key"], strict=True))


def keys_of(build: Build, award_key: str) -> list[str]:
    """Every key under which records of an award stand, its present one first."""
    frame = build.query(
        f"SELECT key FROM {KEYS} WHERE award_key = ? ORDER BY key",
        [award_key],
    )
    return [award_key, *(key for key in frame["key"] if key != award_key)]


def ties_of(build: Build, award_key: str) -> list[dict[Hashable, Any]]:
    """Ties of an award to other keys: those that stand, and the questions and refusals."""
    return build.query(
        "SELECT * FROM moved_awards WHERE award_key = ? OR earlier_key = ? OR later_key = ? "
        "ORDER BY award_key IS NULL, status, earlier_key, later_key",
        [award_key] * 3,
    ).to_dict("records")


def counted_once(build: Build, award_key: str) -> list[dict[Hashable, Any]]:
    """Actions under another number of an award that are not counted a second time."""
    return build.query(
        "SELECT * FROM moved_actions WHERE award_key = ? ORDER BY action_date, transaction_key",
        [award_key],
    ).to_dict("records")
