"""Row of the review queue: the case, its evidence, the money at stake."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
LONGEST = 160


def question(row: Row, what: str, evidence: str, **more: Any) -> Row:
    """A question about the award of a row."""
    of = {name: row[name] for name in ("award_key", "usaspending_url", "obligated_usd")}
    return {**of, **more, "what": what, "evidence": evidence}


def evidence_of(row: Row) -> str:
    """First words of the description, or a remark that there is none."""
    text = row["description"] or row["label"]
    return f"“{text[:LONGEST]}”" if text else "no text is held"
