"""Personal data in free text: masked in everything shown or exported, kept in the raw files."""

from __future__ import annotations

import ibis.expr.types as ir

EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
PHONE = r"(\+?1[-. ])?(\([0-9]{3}\) ?|\b[0-9]{3}[-. ])[0-9]{3}[-. ][0-9]{4}\b"


def masked(text: ir.StringColumn) -> ir.StringColumn:
    """A text with e-mail addresses and telephone numbers replaced by words in brackets."""
    return text.re_replace(EMAIL, "[e-mail masked]").re_replace(PHONE, "[telephone masked]")
