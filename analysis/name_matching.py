"""Name matching: other spellings of one name, and the nearest names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

CLOSE = 90.0
"""Similarity of 100 from which two vendor names are queued for review."""
LIKE, LEAST_SIGNS = 75.0, 3
"""Similarity below which no name is suggested, and the minimum of letters; ours."""
# without these, "X Technologies" and "Y Technologies" score as alike
COMMON = re.compile(
    r"\b(THE|OF|AND|A|US|USA|TECHNOLOG\w+|SOLUTIONS?|SERVICES?|GROUP|SYSTEMS?|CONSULT\w+|"
    r"GOVERNMENT|FEDERAL|NATIONAL|INTERNATIONAL|CONSTRUCTION|SUPPORT|SECUR\w+|ENTERPRISES?|"
    r"COMMUNICATIONS?|AMERICA\w*|GLOBAL|HOLDINGS?|INDUSTRIES|PARTNERS|VENTURES?|ASSOCIATES|"
    r"ENGINEERING|MANAGEMENT|PRODUCTS|SUPPLY|LABS?|JV|JOINT|PROFESSIONAL|SPECIAL\w*)\b"
)
"""Words common to many vendor names, no evidence of identity."""
SHORTEST = 4


def bare(name: str) -> str:
    """A name without signs, blanks and case."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def core(spelling: str) -> str:
    """Distinctive part of a vendor's name; empty where too little remains."""
    left = " ".join(COMMON.sub(" ", spelling).split())
    return left if len(left) >= SHORTEST else ""


def own_word(name: str) -> str:
    """First word of a name that is no common one, in capitals; empty where too little remains."""
    words = core(re.sub("[^A-Z0-9]+", " ", name.upper()).strip()).split()
    return words[0] if words and len(words[0]) >= SHORTEST else ""


def named(word: str, names: Mapping[str, Iterable[str]]) -> str | None:
    """Key of a name equal to the word but for signs and case; None without one."""
    for key, spellings in names.items():
        if bare(word) in {bare(each) for each in (key, *spellings)}:
            return key
    return None


def nearest(word: str, names: Mapping[str, Iterable[str]], many: int = 3) -> list[str]:
    """Keys with the names most similar to a word, most similar first (rapidfuzz).

    None at all where the word is too short to tell, or even the best is not like it.
    """
    from rapidfuzz import fuzz, process

    if len(bare(word)) < LEAST_SIGNS:
        return []
    spelled = {(key, each): each.lower() for key, many_ in names.items() for each in (key, *many_)}
    scored = process.extract(word.lower(), spelled, scorer=fuzz.WRatio, limit=None)
    if not scored or scored[0][1] < LIKE:
        return []
    return list(dict.fromkeys(place[0] for _, _, place in scored))[:many]
