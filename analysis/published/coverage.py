"""Coverage: one line on what is held and what could not be read; it goes wherever a figure goes."""

from __future__ import annotations

from decimal import Decimal

from analysis.published.build import Build
from analysis.text import count, usd
from fetch.reports import unread

NAMED = 4
"""Components that the line names; of more it gives the number."""
WORDS = {"sample": "copies of public records", "usaspending": "USAspending"}


def line(build: Build) -> str:
    """What is held, in one sentence, and what is in no sum: the sample is not all of DHS."""
    actions, awards = build.manifest["actions"], build.manifest["awards"]
    held = f"{count(actions, 'action')} of {count(awards, 'award')}"
    said = f"Held: {held}"
    if build.only_sample:
        said = f"Only the embedded sample is held: {held} chosen by hand, not all of DHS"
    first = f"{said}; {what}" if (what := span_line(build)) else said
    more = (
        first,
        unknown_line(build),
        one_sided_line(build),
        moved_line(build),
        also_held_line(build),
        unread_line(build),
    )
    return " ".join(f"{each}." for each in more if each)


def span_line(build: Build) -> str:
    """Whose actions, of which years, and how old the oldest copy is."""
    held = build.manifest.get("held")
    if not held:
        return ""
    names = held["components"]
    whose = ", ".join(names) if len(names) <= NAMED else count(len(names), "component")
    years = _span(held["first_year"], held["last_year"])
    days = _span(held["oldest_as_of"], build.as_of)
    sources = " and ".join(WORDS.get(each, each) for each in build.manifest["sources"])
    return "; ".join(
        each
        for each in (whose, years and f"fiscal years {years}", f"{sources} as of {days}")
        if each
    )


def unknown_line(build: Build) -> str:
    """How much money has no known class, and why; empty where all has one."""
    held = build.manifest.get("held") or {}
    part, whole = (Decimal(held.get(name) or 0) for name in ("unknown_usd", "obligated_usd"))
    if part <= 0:
        return ""
    # money taken back can make a part larger than the whole: then no share is told
    share = f"{part / whole:.1%}" if 0 < part <= whole else usd(str(part))
    said = f"Of all that is held, how it was bought is not known for {share} of the obligations"
    lacking = Decimal(held.get("not_in_copy_usd") or 0)
    return f"{said} ({usd(str(lacking))} not in this copy)" if lacking > 0 else said


def one_sided_line(build: Build) -> str:
    """Years of which a copy lacks what was taken back; empty where none does."""
    held = build.manifest.get("held") or {}
    years: dict[str, list[int]] = {}
    for component, year in held.get("one_sided", ()):
        years.setdefault(component or "no component", []).append(year)
    named = [
        f"{component} FY{' and FY'.join(str(year) for year in each)}"
        for component, each in sorted(years.items())
    ]
    if not named:
        return ""
    listed = "; ".join(named)
    return (
        f"In what is held, amounts taken back are missing for {listed}: sums over them are at most"
    )


def _span(first: object, last: object) -> str:
    """`2006 to 2026`, or one of them where both are the same."""
    return " to ".join(dict.fromkeys(str(each) for each in (first, last) if each is not None))


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
