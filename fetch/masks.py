"""Personal data in free text: masked in everything shown or exported, kept in the raw files."""

from __future__ import annotations

import re

EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
PHONE = r"(\+?1[-. ])?(\([0-9]{3}\) ?|\b[0-9]{3}[-. ])[0-9]{3}[-. ][0-9]{4}\b"
MASKS = ((EMAIL, "[e-mail masked]"), (PHONE, "[telephone masked]"))
"""What is looked for, and the words that take its place."""


def masked(text: str) -> str:
    """A text with e-mail addresses and telephone numbers replaced by words in brackets."""
    for pattern, words in MASKS:
        text = re.sub(pattern, words, text)
    return text
