"""Changes that the publisher made to its own records, field by field."""

from __future__ import annotations

from functools import reduce

import ibis
import ibis.expr.types as ir

from analysis.measures.actions import ACTION, AWARD
from analysis.measures.masked_text import masked

FIELDS = {
    "federal_action_obligation": "obligated_usd",
    "base_and_all_options_value": "ceiling_change_usd",
    "action_date": "action_date",
    "action_type_code": "action_type_code",
    "recipient_name": "recipient_name",
    "transaction_description": "description",
    "extent_competed_code": "extent_competed_code",
    "fair_opportunity_limited_sources_code": "fair_opportunity_limited_sources_code",
    "other_than_full_and_open_competition_code": "other_than_full_and_open_competition_code",
    "number_of_offers_received": "number_of_offers_received",
    "period_of_performance_current_end_date": "current_end_date",
    "period_of_performance_potential_end_date": "potential_end_date",
}
"""Official columns under watch, and their published names."""
KEPT = (ACTION, AWARD, "first_seen", "last_seen", "last_modified_date", "file_id")
CHANGE = ("seen_from", "transaction_key", "field", "old_value", "new_value")
WITHDRAWN = "withdrawn"


def changes(
    transactions: ir.Table, past_versions: ir.Table, files: ir.Table, closures: ir.Table
) -> ir.Table:
    """A change is a field of an action that a later publication states otherwise than an earlier
    one, or an action that its publisher withdrew.

    In: the warehouse's tables. Out: one row a field and change: `transaction_key`,
    `award_key`, `modification_number`, `field`, `old_value` and `new_value` as text (null where
    not stated), `seen_until` and `seen_from`, the days on which the old was last and the new first
    seen, and the file of the new. A withdrawn action has the field `withdrawn`, its obligation as
    the old value, and in place of the new the day and the file that first lacked it. Contents of
    rows with fewer columns are not compared.
    """
    # `partial` rows have fewer columns: a cell that is missing there is no change
    past = past_versions.filter(past_versions.version_state.isin(["superseded", "closed"]))
    earlier = _told(past, past.version_state)
    # actions with one version have no change: most of the table is skipped
    now = transactions.semi_join(past, ACTION)
    every = earlier.union(_told(now, ibis.literal("current")))
    # of contents first seen at one moment the record is the last, whatever day it states
    is_record = every.state == "current"
    # engines differ on where a null stands
    modified = every.last_modified_date.coalesce(ibis.date("1900-01-01"))
    order = [every.first_seen, is_record, modified, every.last_seen]
    in_time = {"group_by": every.key, "order_by": order}
    before = ibis.window(**in_time)
    pairs = every.mutate(
        **{f"old_{name}": every[name].lag().over(before) for name in FIELDS.values()},
        old_seen=every.last_seen.lag().over(before),
    )
    parts = [_altered(pairs, name) for name in FIELDS.values()]
    withdrawn = _withdrawn(earlier, closures)
    every_change = reduce(lambda one, other: one.union(other), [*parts, withdrawn])
    named = files.select("file_id", file=files.name)
    table = every_change.left_join(named, "file_id")
    return table.select(
        "transaction_key",
        "award_key",
        "modification_number",
        "field",
        "old_value",
        "new_value",
        "seen_until",
        "seen_from",
        "file",
    )


def _told(table: ir.Table, state: ir.StringValue) -> ir.Table:
    """Fields of an action as text, one row a version."""
    fields = {
        name: (masked(table[column]) if name == "description" else table[column]).cast("string")
        for column, name in FIELDS.items()
    }
    return table.select(
        *(name for name in KEPT if name not in (ACTION, AWARD)),
        "modification_number",
        key=table[ACTION],
        award_key=table[AWARD],
        state=state,
        **fields,
    )


def _altered(pairs: ir.Table, name: str) -> ir.Table:
    """Changes of one field from the version before."""
    # `<>` with a null is null; a value that appears or disappears is a change too
    differs = pairs.old_seen.notnull() & ~pairs[f"old_{name}"].identical_to(pairs[name])
    changed = pairs.filter(differs)
    return _row(
        changed, name, changed[f"old_{name}"], changed[name], changed.old_seen, changed.first_seen
    )


def _withdrawn(earlier: ir.Table, closures: ir.Table) -> ir.Table:
    closed = earlier.filter(earlier.state == "closed").drop("file_id")
    # an action that came back may have been withdrawn before: the last time is the one that holds
    latest = ibis.window(group_by=closures[ACTION], order_by=[ibis.desc(closures.closed_as_of)])
    last = closures.mutate(turn=ibis.row_number().over(latest))
    last = last.filter(last.turn == 0)
    last = last.select("closed_as_of", "file_id", key=last[ACTION])
    table = closed.left_join(last, "key").drop("key_right")
    missed = table.closed_as_of.coalesce(table.last_seen)
    gone = ibis.null("string")
    return _row(table, WITHDRAWN, table.obligated_usd, gone, table.last_seen, missed)


def _row(
    table: ir.Table,
    field: str,
    old: ir.StringValue,
    new: ir.StringValue,
    until: ir.TimestampValue,
    since: ir.TimestampValue,
) -> ir.Table:
    return table.select(
        "award_key",
        "modification_number",
        "file_id",
        transaction_key=table.key,
        field=ibis.literal(field),
        old_value=old,
        new_value=new,
        seen_until=until.date(),
        seen_from=since.date(),
    )
