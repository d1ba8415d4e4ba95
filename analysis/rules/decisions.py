"""Decisions: rows that a person wrote, each with `because`, `since` and `by`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from analysis.rules.reachability import BrokenRules
from analysis.rules.row_types import Line, filled, read

SINCE = re.compile(r"\d{4}-\d{2}(-\d{2})?")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KEY = re.compile(r"CONT_(AWD_[^_ ]+_\d{4}_[^_ ]+_[^_ ]+|IDV_[^_ ]+_\d{4})")
REASONS = ("because", "since", "by")
RowType = TypeVar("RowType")


def table(path: Path, columns: str, make: Callable[[Line], RowType]) -> tuple[RowType, ...]:
    """The rows of a table of decisions. BrokenRules names file, line and reason."""
    names = (*columns.split(), *REASONS)

    def reasoned(row: Line) -> RowType:
        if missing := [name for name in names if name not in row]:
            raise ValueError(f"there is no column {missing[0]!r}")
        for name in REASONS:
            filled(row, name)
        if not SINCE.fullmatch(row["since"]):
            raise ValueError(f"since {row['since']!r} is no month or day such as 2026-11")
        return make(row)

    return read(path, reasoned, names)


def slug(row: Line, name: str) -> str:
    """A short name in small letters, such as `thomson-reuters`."""
    if not SLUG.fullmatch(row[name]):
        raise ValueError(f"{name} {row[name]!r} is no short name such as thomson-reuters")
    return row[name]


def award_key(row: Line, name: str = "award") -> str:
    """An award's official key, or nothing."""
    if row[name] and not KEY.fullmatch(row[name]):
        raise ValueError(f"{name} {row[name]!r} is no award key")
    return row[name]


def known(word: str, names: Iterable[str], what: str) -> str:
    """A word that must be one of those of another table."""
    if word not in set(names):
        raise ValueError(f"there is no {what} {word!r}")
    return word


def once(
    rows: Iterable[RowType], key: Callable[[RowType], object], says: Callable[[RowType], object]
) -> None:
    """BrokenRules for a second row of one key: it repeats or contradicts the first."""
    seen: dict[object, RowType] = {}
    for row in rows:
        if (other := seen.get(key(row))) is not None:
            word = "repeats" if says(other) == says(row) else "contradicts"
            raise BrokenRules(f"{row.where}: {word} {other.where}")  # type: ignore[attr-defined]
        seen[key(row)] = row
