"""Personal data in a column of free text: masked in everything shown or exported."""

from __future__ import annotations

import ibis.expr.types as ir

from fetch.masks import MASKS


def masked(text: ir.StringColumn) -> ir.StringColumn:
    """A text with e-mail addresses and telephone numbers replaced by words in brackets."""
    for pattern, words in MASKS:
        text = text.re_replace(pattern, words)
    return text
