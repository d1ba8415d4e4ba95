"""Phrases: a small language of words that every engine can match.

    FIVECAST                 this word, between signs that are no letter or digit
    SHADOW DRAGON            these words in this order; any signs stand between them
    SKIP TRAC*               a star at the end of a word: letters and digits may follow
    GRAYKEY|GRAY KEY         either

Texts are matched in capitals. What comes of it is a pattern that RE2 (DuckDB) and Java
(Spark) understand alike: no sign has a meaning of its own, so a name cannot break it.
"""

from __future__ import annotations

import re
from functools import cache

PHRASE = re.compile(r"[A-Z0-9]+\*?( [A-Z0-9]+\*?)*")
# at least one sign: SHADOW DRAGON does not find SHADOWDRAGON, which is a phrase of its own
BETWEEN = "[^A-Z0-9]+"
MORE = "[A-Z0-9]*"


def phrases(cell: str) -> tuple[str, ...]:
    """The phrases of a cell. ValueError where one is not made as above, or stands twice."""
    parts = tuple(each.strip() for each in cell.split("|")) if cell else ()
    for each in parts:
        if not PHRASE.fullmatch(each):
            raise ValueError(f"{each!r} is no words such as SKIP TRAC*, in capitals")
    if len(set(parts)) < len(parts):
        raise ValueError(f"{cell!r} says one phrase twice")
    return parts


def pattern(words: tuple[str, ...]) -> str:
    """A pattern for texts in capitals that finds any of the phrases."""
    each = [phrase.replace(" ", BETWEEN).replace("*", MORE) for phrase in words]
    return rf"\b({'|'.join(each)})\b"


@cache
def compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    """The same pattern for use here."""
    return re.compile(pattern(words))


def covers(wider: tuple[str, ...], narrower: tuple[str, ...]) -> bool:
    """True where every text with one of the phrases also has one of `wider`."""
    both = bool(narrower) and bool(wider)
    # the star is dropped: the shortest text that the phrase finds must be found by the wider one
    return both and all(compiled(wider).search(each.replace("*", "")) for each in narrower)
