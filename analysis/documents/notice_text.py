"""Text of a notice, never more certain than its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.rules.base_numbers import base

Row = dict[str, Any]
CAVEAT = " (from memory of the FAR, check before citing)"


def say_notice(notice: Mapping[str, Any]) -> str:
    """One notice in words, as `python -m analysis award` says it."""
    posted = posted_on(notice) or "day of posting not held"
    sure = "" if notice["link_status"] in ("certain", "confirmed") else " (possibly)"
    title = notice["title"] or notice["label"] or notice["kind"]
    against = "" if not sure else f"; {notice['evidence'] or 'no evidence is held'}"
    return (
        f"notice{sure} {posted}: {title}{_explains(notice)}; {_authority(notice)}{_late(notice)}"
        f"{against}; {notice['link'] or 'no link held'}"
    )


def posted_on(notice: Mapping[str, Any]) -> str | None:
    """Posting day for day counts: the earliest one held of the notice."""
    day: str | None = notice["first_posted_date"] or notice["posted_date"]
    return day


def several(named: Sequence[Row]) -> list[Row]:
    """The authorities that a notice names as surely as the first, in order; one where none ties."""
    return [one for one in named if one["confidence"] == named[0]["confidence"]]


def from_memory(because: str | None) -> str:
    """Caveat for a rule with that reason; empty where none is due."""
    return CAVEAT if "from memory" in (because or "") else ""


def _explains(notice: Mapping[str, Any]) -> str:
    """Action of the notice, and the days between it and the posting."""
    if notice["action_status"] == "not held":
        return f", for {notice['judged_modification']}, which the award as held does not have"
    what, days = notice["modification_number"], notice["days_to_posting"]
    if what is None and days is None:
        return ""
    of = f", for {'the base action' if base(what) else what}"
    if days is None:
        return of
    count = f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"
    return f"{of}, posted {count} {'after' if days >= 0 else 'before'} it"


def _authority(notice: Mapping[str, Any]) -> str:
    """Authorities of the notice, each with its confidence; ties come first, marked as such."""
    if not notice["authority"]:
        return "authority unknown"
    named = [notice["authority"], *notice["other_authorities"]]
    words = [f"{one['citation']}: {one['plain']} [{one['confidence']}]" for one in named]
    tied = len(several(named))
    first = "; ".join(words[:tied])
    also = f"; also named: {'; '.join(words[tied:])}" if words[tied:] else ""
    return f"{'several named: ' if tied > 1 else ''}{first}{also}"


def _late(notice: Mapping[str, Any]) -> str:
    late, allowed = notice["days_late"], notice["days_allowed"]
    if late is None:
        return ""
    caveat = from_memory(notice["deadline_because"])
    words = f"{late:,} days late of {allowed} allowed" if late else f"within {allowed} days"
    return f" ({words}){caveat}"
