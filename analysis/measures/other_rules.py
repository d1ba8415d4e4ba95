"""Classes by other rule sets, and the money on which they differ from ours."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from analysis.measures.growth.by_action import MONEY
from analysis.rules.matching import with_first_match
from analysis.rules.patterns import record_fields
from analysis.rules.rule_sets import OtherRule, class_column, others

SITE = "extent_only"
"""Rule set with the inputs of USAspending's own filter."""
OTHER_COLUMNS = tuple(f"{what}_{name}" for name in others() for what in ("class", "rule"))


def with_other_sets(awards: ir.Table) -> ir.Table:
    """Adds class and rule by each other rule set to awards with their codes."""
    fields = record_fields()
    for name, tables in others().items():
        for table, rows in tables.items():
            awards = with_first_match(awards, rows, fields, f"row_{table}")
        numbered = awards.mutate(verdict=_verdict(awards, name, tables))
        awards = numbered.inner_join(ibis.memtable(_outcomes(name, tables)), "verdict")
        awards = awards.drop("verdict", *(f"row_{table}" for table in tables))
    return awards


def _verdict(
    awards: ir.Table, name: str, tables: Mapping[str, tuple[OtherRule, ...]]
) -> ir.IntegerValue:
    """Number of the deciding row, counted over all tables of the set."""
    own, starts = awards[f"row_{name}"], _starts(tables)
    used = [
        (own.isin(rows), awards[f"row_{table}"] + starts[table])
        for table in tables
        if (rows := [place for place, row in enumerate(tables[name]) if row.uses == table])
    ]
    return ibis.cases(*used, else_=own) if used else own


def _starts(tables: Mapping[str, tuple[OtherRule, ...]]) -> dict[str, int]:
    starts, so_far = {}, 0
    for table, rows in tables.items():
        starts[table] = so_far
        so_far += len(rows)
    return starts


def _outcomes(name: str, tables: Mapping[str, tuple[OtherRule, ...]]) -> list[dict[str, object]]:
    every = [row for rows in tables.values() for row in rows]
    return [
        {"verdict": place, f"class_{name}": row.class_name, f"rule_{name}": row.number}
        for place, row in enumerate(every)
    ]


def _by_others(awards: ir.Table) -> ir.Table:
    """Each award once for every other rule set, with its class by that set."""
    parts = [
        awards.select(
            "award_key",
            "obligated_usd",
            rule_set=ibis.literal(name),
            default_class=awards.rates_class,
            other_class=awards[class_column(name)],
        )
        for name in others()
    ]
    return ibis.union(*parts)


def differences(awards: ir.Table, classes: ir.Table) -> ir.Table:
    """Awards that a rule set puts in another class than ours, with what is obligated on them.

    In: the published `awards` and `classes`. Out: one row a rule set, our class and the other
    class: `awards`, `obligated_usd`; `sides_differ` where one side says competed and the other
    not. Obligations are of all actions held of these awards.
    """
    every = _by_others(awards)
    ours = classes.select(default_class="class", ours="not_competed")
    # another class can still be the same answer: only a change of sides contradicts
    theirs = classes.select(other_class="class", theirs="not_competed")
    joined = every.join(ours, "default_class").join(theirs, "other_class")
    moved = joined.filter(joined.default_class != joined.other_class)
    apart = (moved.ours == "yes") & (moved.theirs == "no")
    apart = apart | ((moved.ours == "no") & (moved.theirs == "yes"))
    return (
        moved.group_by("rule_set", "default_class", "other_class")
        .aggregate(
            awards=moved.count(),
            obligated_usd=moved.obligated_usd.sum().cast(MONEY),
            sides_differ=apart.any(),
        )
        .order_by("rule_set", "default_class", "other_class")
    )


def said_competed(awards: ir.Table, classes: ir.Table) -> ir.Table:
    """Awards whose record says competed and whose order was not.

    The record: extent competed of the latest action, all that USAspending's own filter sees.
    The order: our class. In: the published `awards` and `classes`. Out: the awards, most
    obligated first.
    """
    ours = classes.filter(classes.not_competed == "yes").select(rates_class="class")
    found = awards.filter(awards[class_column(SITE)] == "COMPETED").semi_join(ours, "rates_class")
    return found.order_by(ibis.desc("obligated_usd"), "award_key")
