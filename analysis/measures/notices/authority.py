"""Authorities: the legal basis in a justification, one row an authority and notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ibis
import ibis.expr.types as ir

from analysis.engines import Make
from analysis.measures.notices.authority_text import rows_of

FOUND = {
    "notice_id": "string",
    "place": "int64",
    "authority": "string",
    "citation": "string",
    "plain": "string",
    "lane": "string",
    "urgent": "boolean",
    "confidence": "string",
    "sentence": "string",
    "found_in": "string",
    "page": "int64",
}


def _here(_: str, make: Make, tables: tuple[ir.Table, ...], schema: Mapping[str, str]) -> ir.Table:
    rows = make(*(table.to_pyarrow().to_pylist() for table in tables))
    return ibis.memtable(rows, schema=schema)


def named_authorities(
    notices: ir.Table, texts: ir.Table, make: Callable[..., ir.Table] = _here
) -> ir.Table:
    """The authority under which a justification limits competition, as its own texts name it.

    In: the published `notices` with `description`, and the held `notice_texts`. Out: one row
    an authority and notice, `place` 1 the likeliest; a justification without a row is unknown.
    Texts are read in Python, row by row: `make` is `Engine.make`.
    """
    wanted = notices.filter(notices.kind == "justification")
    own = wanted.select("notice_id", "title", "label", "description")
    beside = texts.semi_join(wanted, "notice_id").order_by("notice_id", "found_in", "page")
    beside = beside.select("notice_id", "found_in", "page", "text")
    return make("named_authorities", rows_of, (own, beside), FOUND)
