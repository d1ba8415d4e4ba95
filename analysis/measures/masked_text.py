"""Masking of personal data in free text that is shown or exported."""

from __future__ import annotations

from collections.abc import Sequence

import ibis.expr.types as ir

from fetch.pii import AFTER_CUE, ALWAYS, ALWAYS_HAVE, CUE


def masked(text: ir.StringColumn) -> ir.StringColumn:
    """The text with e-mail addresses, phone numbers and names after a role replaced."""
    # one cheap search first: most texts hold nothing to mask, and each mask is a pass of its own
    always = text.re_search(ALWAYS_HAVE).ifelse(_replaced(text, ALWAYS), text)
    return text.re_search(CUE).ifelse(_replaced(always, AFTER_CUE), always)


def _replaced(text: ir.StringColumn, masks: Sequence[tuple[str, str]]) -> ir.StringColumn:
    for pattern, words in masks:
        text = text.re_replace(pattern, words)
    return text
