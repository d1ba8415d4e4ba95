"""Official columns that the copy of an action could not state.

A blank cell under a column that its file has is blank in the record. A blank under a column
that its file lacks says nothing of the record: it is not in this copy.
"""

from __future__ import annotations

from functools import reduce
from operator import add

import ibis
import ibis.expr.types as ir

from analysis.rules.matching import joined, texts_of

COLUMNS = (
    "extent_competed_code",
    "fair_opportunity_limited_sources_code",
    "other_than_full_and_open_competition_code",
    "number_of_offers_received",
    "solicitation_procedures_code",
    "type_of_set_aside_code",
    "parent_award_type_code",
    "parent_award_single_or_multiple_code",
    "award_type_code",
    "idv_type_code",
    "product_or_service_code",
    "naics_code",
    "base_and_all_options_value",
    "base_and_exercised_options_value",
    "period_of_performance_current_end_date",
    "period_of_performance_potential_end_date",
    "action_type_code",
    "transaction_description",
)
"""Columns whose blanks a reader takes for something: each has one bit, in this order."""
CODES = COLUMNS[:12]
CEILING = "base_and_all_options_value"
NO_CEILING_HELD = "the copy held here lacks the ceiling"
LACKS = "lacks"
ONLY_MONEY, WITH_CODES = "only obligations are known", "codes from"
"""Words of the embedded sample's `basis`: its rows come from copies of several layouts."""


def bits(names: tuple[str, ...]) -> int:
    """The bits of these columns, added up."""
    return sum(1 << COLUMNS.index(name) for name in names)


def of_file(files: ir.Table) -> ir.IntegerValue:
    """The bits of the columns that a file lacks: few files, so its words are looked at once."""
    missing = files.columns_missing
    return reduce(add, [is_named(missing, name).ifelse(bits((name,)), 0) for name in COLUMNS])


def of_row(source: ir.StringValue, basis: ir.StringValue, file: ir.IntegerValue) -> ir.IntegerValue:
    """The bits of an action: those of its file; of the sample, as its basis says too."""
    without_codes = bits(tuple(name for name in COLUMNS if name not in CODES))
    says = basis.fill_null("")
    of_sample = ibis.cases(
        (~says.contains(ONLY_MONEY), 0),
        (says.contains(WITH_CODES), without_codes),
        else_=bits(COLUMNS),
    )
    lacking = file.fill_null(0)
    return (source == "sample").ifelse(of_sample | lacking, lacking).cast("int64")


def lacks(table: ir.Table) -> ir.IntegerValue:
    """`lacks` of a table's rows; of a reader's own file, the columns that it has not."""
    if LACKS in table.columns:
        return table[LACKS]
    return ibis.literal(bits(tuple(name for name in COLUMNS if name not in table.columns)), "int64")


def in_common(
    actions: ir.Table, *columns: str, where: ir.BooleanValue | None = None
) -> ir.IntegerValue:
    """Aggregate: the bits of these columns that all rows have, or all where a condition holds."""
    if LACKS not in actions.columns:
        return lacks(actions)
    # a minimum a bit: not every engine has an aggregate that joins bits
    each = [(actions[LACKS] & bits((name,))).min(where=where) for name in columns]
    return reduce(add, each)


def is_lacking(lacks: ir.IntegerValue, name: str) -> ir.BooleanValue:
    """True where no copy of an award's actions could state a column."""
    return (lacks & bits((name,))) != 0


def names(lacks: ir.IntegerValue) -> ir.StringValue:
    """The official names of those columns, with spaces between; null where there are none."""
    each = texts_of([(is_lacking(lacks, name), name) for name in COLUMNS])
    # most rows lack nothing: their texts are not put together
    return (lacks == 0).ifelse(ibis.null("string"), joined(each, " "))


def is_named(listed: ir.StringValue, name: str) -> ir.BooleanValue:
    """True where a published `not_in_copy` has the column."""
    return ibis.literal(" ").concat(listed.fill_null(""), " ").contains(f" {name} ")
