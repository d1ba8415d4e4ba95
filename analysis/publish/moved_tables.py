"""Published tables of moved awards, and the records under one identity."""

from __future__ import annotations

import ibis.expr.types as ir

from analysis.engines import Engine
from analysis.measures.actions import ACTION
from analysis.measures.growth.by_action import MONEY
from analysis.measures.moved_awards import evidence, moved_awards
from analysis.measures.moved_verdicts import SCHEMA, verdicts
from analysis.measures.one_identity import (
    moved_actions,
    of_one_identity,
    other_keys,
    past_of_one_identity,
)
from analysis.rules.moved_awards import ties


def write_moved(
    engine: Engine, transactions: ir.Table, past: ir.Table
) -> tuple[ir.Table, ir.Table, ir.Table]:
    """Publish `moved_awards` and `moved_actions`; actions and past versions under one identity, and
    the keys that awards left.

    `moved_actions` are the actions that stand under two numbers and are counted under the other.
    """
    asked = evidence(transactions, past, ties(), engine.keep)
    pairs = engine.keep(asked.pairs, "moving_evidence")
    judged = engine.make("moving_verdicts", verdicts, (pairs, asked.known), SCHEMA)
    moved = moved_awards(judged, pairs).order_by("earlier_key", "later_key")
    moved = engine.publish(moved, "moved_awards")
    keys = engine.keep(other_keys(moved), "moved_keys")
    actions = engine.keep(moved_actions(transactions, keys, moved), "every_moved_action")
    left_out = _left_out(actions, transactions).order_by("award_key", "transaction_key")
    engine.publish(left_out, "moved_actions")
    return (
        of_one_identity(transactions, actions, keys),
        past_of_one_identity(past, actions, keys),
        keys,
    )


def _left_out(actions: ir.Table, transactions: ir.Table) -> ir.Table:
    """Actions that stand under the award's present number too, each with the one that counts."""
    twice = actions.filter(~actions.counted)
    table = twice.join(transactions, twice.action_key == transactions[ACTION])
    return table.select(
        "award_key",
        "recorded_key",
        "modification_number",
        "action_date",
        "action_type_code",
        transaction_key=table.action_key,
        counted_as=table.counted_as,
        obligated_usd=table.federal_action_obligation.cast(MONEY),
        ceiling_change_usd=table.base_and_all_options_value.cast(MONEY),
    )
