"""Flags of an award: short words in one column, joined by `|`."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir


def has(flags: ir.StringColumn, flag: str) -> ir.BooleanColumn:
    """True where the column, flags joined by `|`, contains the flag."""
    return ibis.literal("|").concat(flags.fill_null(""), "|").contains(f"|{flag}|")
