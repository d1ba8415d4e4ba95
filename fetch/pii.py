"""Personal data in free text: masked wherever shown or exported, kept in the archive.

The patterns are understood alike by Python, DuckDB (RE2) and Spark (Java): without a look
ahead, and without a group in what takes their place.
"""

from __future__ import annotations

import re

EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
TAIL = r"([-.] ?| )[0-9]{4}\b"
PHONE = rf"(\+?1[-. ])?(\([0-9]{{3}}\)[- ]?|\b[0-9]{{3}}([-./] ?| ))[0-9]{{3}}{TAIL}"
APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
DASH = "\N{EN DASH}"
ROLES = ("PCOR", "ACOR", "COTR", "COR", "APOC", "POC")
IN_FULL = "CONTRACTING OFFICER'S REPRESENTATIVE"
WRITTEN = {
    **{role: role for role in ROLES},
    IN_FULL: rf"CONTRACTING OFFICER(?:{APOSTROPHE}?S)? (?:TECHNICAL )?REPRESENTATIVE"
    r"(?: ?\(C[OT]+R\))?",
}
"""People's roles, as the masked text says them and as a pattern finds them."""
CALLED = ("TELEPHONE", "PHONE", "TEL", "CELL", "MOBILE", "FAX", *ROLES)
NO_NAMES = """
    A ACOR ADD ADDED ADDITION ADMINISTRATIVE ALTERNATE AN AND APOC APPOINTMENT AS ASSIGNED
    ASSIGNMENT AT BE BY CELL CHANGE CHANGED CHANGES CONTACT CONTRACT COR CORRECTION DE DESIGNATION
    DUE EFFECTIVE EMAIL EXERCISE EXTEND EXTENSION FAX FOR FROM FUNDING HAS IN INCREASE INFORMATION
    IS LETTER MOBILE MOD MODIFICATION N NAME NEW NO NUMBER OF ON ONLY OPTION OR PCOR PHONE POC
    PURPOSE REASSIGNMENT REMOVE REPLACE REPLACEMENT REVISE SERVICES SHALL SUPPORT TEL TELEPHONE THE
    THIS TO TRANSFER UNDER UPDATE UPDATED UPDATES WAS WILL WITH
"""
"""Words that follow a role and are nobody's name."""


def other_than(words: frozenset[str]) -> str:
    """A pattern of the rest of a word that is none of these; no engine looks ahead for it."""
    after = sorted({word[0] for word in words if word})
    others = rf"[^\W\d{''.join(after)}][A-Z]*"
    paths = [
        first + other_than(frozenset(word[1:] for word in words if word[:1] == first))
        for first in after
    ]
    return f"(?:{'|'.join([others, *paths])}){'' if '' in words else '?'}"


def _named(role: str) -> str:
    """A role and the name or names that follow it: two words and more, or one after a sign."""
    tail = rf"(?:(?:-|{APOSTROPHE})[A-Z]+)*\b"
    word = rf"{other_than(frozenset(['', *NO_NAMES.split()]))}{tail}"
    pair = rf"{word},?\s+(?:[A-Z]\.?\s+)?[A-Z]+{tail}(?:\s+[A-Z]\b)?"
    more = rf"(?:\s*(?:/|&|\b(?:AND|TO|WITH)\b)\s*{pair})?"
    sign = rf"\s*(?:[:=(/{DASH}-]|\b(?:IS|FROM|TO|NAMED?)\b)\s*"
    title = r"(?:(?:MR|MRS|MS|DR)\b\.?\s*)?"
    names = rf"(?:{sign}|\s+){title}{pair}{more}|{sign}{title}{word}"
    return rf"(?i)\b{role}(?:S|\(S\))?(?:{names})"


def _bare(word: str) -> str:
    """Ten digits, or eleven that begin with 1, after a word that says that they are a telephone."""
    said = rf"\b{word}\b\.?(?:\s*(?:NO|NUMBER|IS)\b)?[\s.:#(-]*"
    return rf"(?i){said}(?:\+?1[-. ]?)?[0-9]{{10}}\b"


ALWAYS = ((EMAIL, "[e-mail masked]"), (PHONE, "[telephone masked]"))
ALWAYS_HAVE = rf"@|[0-9]{TAIL}"
"""A sign that every text with such data contains; few texts need more than this look."""
CUE = rf"(?i)\b(?:{'|'.join([*CALLED, 'REPRESENTATIVE'])})"
"""Without one of these words a text needs no more than the masks that always apply."""
AFTER_CUE = (
    *((_named(pattern), f"{role} [name masked]") for role, pattern in WRITTEN.items()),
    *((_bare(word), f"{word} [telephone masked]") for word in CALLED),
    (r"\[name masked\][\s,;:/(-]*[0-9]{10}\b", "[name masked] [telephone masked]"),
)
"""Patterns of personal data, and the words that take their place."""


def masked(text: str) -> str:
    """A text with e-mail addresses, telephones and names after a role replaced by words."""
    always = ALWAYS if re.search(ALWAYS_HAVE, text) else ()
    for pattern, words in (*always, *(AFTER_CUE if re.search(CUE, text) else ())):
        text = re.sub(pattern, words, text)
    return text
