"""A question as every kind of review asks it: what, with which evidence, about how much money."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
LONGEST = 160


def question(row: Row, what: str, evidence: str, **more: Any) -> Row:
    """A question about the award of a row."""
    of = {name: row[name] for name in ("award_key", "usaspending_url", "obligated_usd")}
    return {**of, **more, "what": what, "evidence": evidence}


def evidence_of(row: Row) -> str:
    """The start of what the record says, or that it says nothing here."""
    text = row["description"] or row["label"]
    return f"“{text[:LONGEST]}”" if text else "no text is held"
