"""Net growth of the ceiling, split by kind of action."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures.growth.by_action import MONEY, buckets
from analysis.measures.growth.start import of_award, stated_sum

UNTYPED = "ceiling_growth_untyped_usd"


def columns() -> dict[str, str]:
    """Growth bucket to the column of its part."""
    words = {bucket: bucket.replace(" ", "_").replace("-", "_") for bucket in buckets().values()}
    return {bucket: f"ceiling_growth_{word}_usd" for bucket, word in words.items()}


def net_growth(actions: ir.Table) -> ir.Table:
    """Net ceiling growth is the sum of the ceiling changes of all actions after the base action,
    split by the bucket of each action.

    In: actions with their start. Out: one row an award, a column a bucket; the parts that are
    not missing add up to `ceiling_growth_usd`. A part is zero where no action falls into its
    bucket, missing where none of those that do states its change, or where the growth is.
    """
    known = of_award(actions.ceiling_growth_usd).notnull()
    parts = {column: actions.growth_bucket == bucket for bucket, column in columns().items()} | {
        UNTYPED: actions.growth_bucket.isnull()
    }
    return actions.group_by("award_key").aggregate(
        **{
            column: known.ifelse(
                stated_sum(actions.ceiling_change_usd, in_bucket.fill_null(False)),
                ibis.null(MONEY),
            )
            for column, in_bucket in parts.items()
        }
    )
