"""Text of a notice, never more certain than its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.rules.base_numbers import base

Row = dict[str, Any]


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


def unconfirmed(words: str | None) -> str:
    """What of a rule was not read in an official text, in brackets; empty where all was."""
    return f" (unconfirmed: {words})" if words else ""


def time_allowed(notice: Mapping[str, Any]) -> str:
    """The days that the rule allowed and how late the posting was, with the paragraph.

    Empty where no rule is known for the notice. A brand-name justification is due with the
    solicitation, whose day is not held with the action: no days are counted for it.
    """
    late, allowed, paragraph = (
        notice[name] for name in ("days_late", "days_allowed", "deadline_paragraph")
    )
    if not paragraph:
        return ""
    if allowed is None:
        words = "due with the solicitation"
    elif late is None:
        words = f"due within {allowed} days"
    elif late:
        words = f"{late:,} day{'' if late == 1 else 's'} late of {allowed} allowed"
    else:
        words = f"within {allowed} days"
    return f"{words}, {paragraph}{unconfirmed(notice['deadline_unconfirmed'])}"


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
    words = time_allowed(notice)
    return f" ({words})" if words else ""
