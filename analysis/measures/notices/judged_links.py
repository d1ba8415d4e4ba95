"""People's verdicts on notice links, merged over the links by rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import ibis
import ibis.expr.types as ir

from analysis.measures.one_identity import present
from analysis.rules.notice_rules import Judgment

PAIR = ("notice_id", "award_key")
JUDGED = {field.name: "string" for field in fields(Judgment)}


def with_judged(
    by_rule: ir.Table,
    judged: Sequence[Judgment],
    awards: ir.Table,
    notices: ir.Table,
    keys: ir.Table | None = None,
) -> ir.Table:
    """Links by rule and by judgement: one row a pair, or one a modification that was judged.

    A confirmed modification replaces a verdict on the whole pair. A rejected modification rules
    out that action alone; the pair keeps its status.
    """
    narrow = [each for each in judged if each.modification_number]
    confirmed = [each for each in narrow if each.verdict == "confirmed"]
    told = {(each.notice_id, each.award_key) for each in confirmed}
    whole = [each for each in judged if not each.modification_number]
    whole = [each for each in whole if (each.notice_id, each.award_key) not in told]
    decided = _held(whole + confirmed, awards, notices, keys)
    # outer: a person may link a pair that no rule found, and a rule one that nobody judged
    both = by_rule.outer_join(decided, list(PAIR))
    pair = {name: both[name].fill_null(both[f"{name}_right"]) for name in PAIR}
    # a person's word stands over the rule's
    links = _links(both.mutate(status=both.verdict.coalesce(both.by_rule)), **pair)
    refused = [each for each in narrow if each.verdict == "rejected"]
    rejected = _held(refused, awards, notices, keys)
    nothing = {"score": ibis.null("int64"), "evidence": ibis.null("string")}
    ruled_out = _links(rejected.mutate(status=rejected.verdict, **nothing))
    return links.union(ruled_out, distinct=False)


def _links(table: ir.Table, **keys: ir.Value) -> ir.Table:
    return table.select(
        **(keys or {name: table[name] for name in PAIR}),
        status=table.status,
        score=table.score.cast("int64"),
        evidence=table.evidence,
        judged_modification=table.modification_number.nullif(""),
        because=table.because,
        judged_from=table["source"],
        since=table.since,
        by=table.by,
    )


def _held(
    judged: Sequence[Judgment], awards: ir.Table, notices: ir.Table, keys: ir.Table | None
) -> ir.Table:
    """Judged rows whose notice and award are both held."""
    rows = [tuple(getattr(each, name) for name in JUDGED) for each in judged]
    table = present(ibis.memtable(rows, schema=JUDGED), "award_key", keys)
    return table.semi_join(awards, "award_key").semi_join(notices, "notice_id")
