"""Coverage: one line on what is held and what could not be read; it goes wherever a figure goes."""

from __future__ import annotations

from analysis.published.build import Build
from analysis.text import count, usd
from fetch.reports import unread


def line(build: Build) -> str:
    """What is held, in one sentence, and what is in no sum: the sample is not all of DHS."""
    actions, awards = build.manifest["actions"], build.manifest["awards"]
    held = f"{count(actions, 'action')} of {count(awards, 'award')}"
    said = f"Held: {held}."
    if build.only_sample:
        said = f"Only the embedded sample is held: {held} chosen by hand, not all of DHS."
    more = (moved_line(build), also_held_line(build), unread_line(build))
    return " ".join([said, *(f"{each}." for each in more if each)])


def moved_line(build: Build) -> str:
    """What stands under two numbers of one award and is counted once; empty where nothing does."""
    twice = build.manifest.get("moved") or {"actions": 0}
    if not twice["actions"]:
        return ""
    return (
        f"Counted once: {count(twice['actions'], 'action')} under two numbers of one award, "
        f"{usd(twice['obligated_usd'])}"
    )


def also_held_line(build: Build) -> str:
    """What is held and is none of DHS's own: others sign it, and no sum called DHS has it."""
    others = build.manifest.get("also_held") or {"actions": 0}
    if not others["actions"]:
        return ""
    said = f"Also held, in no sum of DHS: {count(others['actions'], 'action')} that others sign"
    if not others["paid_actions"]:
        return f"{said}, {usd(others['obligated_usd'])}"
    return (
        f"{said}, {usd(others['obligated_usd'])}, of which DHS pays for "
        f"{others['paid_actions']:,}, {usd(others['paid_usd'])}"
    )


def unread_line(build: Build) -> str:
    """N rows (at least $X) could not be read; empty where every row was."""
    return unread.sentence(build.manifest.get("unread") or unread.NOTHING)
