"""Matching of rule tables, as Ibis expressions: the same on every engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add, and_, or_

import ibis
import ibis.expr.types as ir

from analysis.rules.patterns import MANY_OFFERS, MISSING, ONE_OFFER, UNKNOWN, Field
from analysis.rules.reachability import Cells, Row, first_matches, kinds


def with_first_match(
    table: ir.Table, rows: Sequence[Row], fields: Mapping[str, Field], name: str
) -> ir.Table:
    """Adds the number of the first row that matches, counted from 0, as a column.

    Values that the rows distinguish are numbered field by field, and every combination has a
    row in a lookup table. So an award costs one lookup, whatever the number of rules.
    """
    told_apart = kinds(rows, fields)
    parts, weight = [ibis.literal(0, "int64")], 1
    for field_name, groups in told_apart.items():
        # digits of mixed base: each combination of groups has one number
        parts.append(_group(table, fields[field_name], groups) * weight)
        weight *= len(groups)
    answers = [
        {"met": sum_, name: first} for sum_, first in enumerate(first_matches(rows, told_apart))
    ]
    # the schema is given: a column of None alone would have no type
    lookup = ibis.memtable(answers, schema={"met": "int64", name: "int64"})
    numbered = table.mutate(met=reduce(add, parts))
    return numbered.inner_join(lookup, "met").drop("met")


def _group(table: ir.Table, field: Field, groups: Sequence[frozenset[str]]) -> ir.IntegerValue:
    """Group number of the record's value; the largest group is the default, without a test."""
    largest = max(
        range(len(groups)), key=lambda number: (UNKNOWN in groups[number], len(groups[number]))
    )
    tests = [
        (_meets(table[field.name], field, group), number)
        for number, group in enumerate(groups)
        if number != largest
    ]
    return ibis.cases(*tests, else_=largest).cast("int64") if tests else ibis.literal(0, "int64")


def matches(table: ir.Table, cells: Cells, fields: Mapping[str, Field]) -> ir.BooleanValue:
    """True where an award meets every condition of a row; false or null where it does not."""
    conditions = [_meets(table[name], fields[name], values) for name, values in cells.items()]
    return reduce(and_, conditions)


def _meets(column: ir.Column, field: Field, values: frozenset[str]) -> ir.BooleanValue:
    if field.name == "offers":
        return _any([_offers(column, value) for value in sorted(values)])
    tests = []
    # no list can name unknown codes: they are all but the known ones that do not match
    if UNKNOWN in values:  # all but the known codes that do not match
        others = field.values - values
        tests.append(column.notin(sorted(others)) if others else column.notnull())
    elif known := values - {MISSING}:
        tests.append(column.isin(sorted(known)))
    if MISSING in values:
        tests.append(column.isnull())
    return _any(tests)


def _offers(column: ir.IntegerColumn, value: str) -> ir.BooleanValue:
    tests = {MISSING: column.isnull(), ONE_OFFER: column == 1, MANY_OFFERS: column > 1}
    return tests[value]


def _any(tests: Sequence[ir.BooleanValue]) -> ir.BooleanValue:
    return reduce(or_, tests)


def texts_of(rows: Sequence[tuple[ir.BooleanValue, ir.StringValue | str]]) -> list[ir.StringValue]:
    """Each text where its condition holds, null elsewhere: for `joined`."""
    return [condition.ifelse(text, ibis.null("string")) for condition, text in rows]


def joined(texts: Sequence[ir.StringValue], separator: str) -> ir.StringColumn:
    """The texts that are not null, with a separator between; empty where all are null."""
    return ibis.literal(separator).join(list(texts))
