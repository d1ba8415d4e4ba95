"""One identity: the actions of a moved award under one key, each event counted once."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures.actions import ACTION, AWARD, SECOND_BASE, is_base, natural
from analysis.measures.moved_events import AMOUNTS, amounts, is_money, is_moving
from analysis.measures.moved_verdicts import CARRIED, COPIED
from analysis.rules.moved_awards import VEHICLE

RECORDED = "recorded_key"
MORE = (RECORDED, SECOND_BASE)
"""Columns added to actions: the key on the record, and whether a base action begins no award."""
LAST = 1_000_000


def other_keys(moved: ir.Table) -> ir.Table:
    """Every key that leads to another award's: `key`, `award_key`, `place` and `copied`.

    In: the published `moved_awards`.
    """
    standing = moved.filter(moved.award_key.notnull())
    sides = [
        standing.select(
            "award_key",
            key=standing[f"{side}_key"],
            # the later of two is the earlier of another, or not held: its place is not needed
            place=standing.place if side == "earlier" else ibis.null("int64"),
            copied=(standing.way == COPIED) if side == "earlier" else ibis.literal(True),
        )
        for side in ("earlier", "later")
    ]
    table = ibis.union(*sides)
    table = table.filter(table.key != table.award_key)
    return table.group_by("key", "award_key").aggregate(
        place=table.place.max(), copied=table.copied.all()
    )


def present(table: ir.Table, column: str, keys: ir.Table | None) -> ir.Table:
    """Rows whose key is that of an award as it is counted: a rule may name one that it left."""
    if keys is None:
        return table
    names = keys.select("key", moved_to="award_key")
    table = table.left_join(names, table[column] == names.key)
    table = table.mutate(**{column: table.moved_to.fill_null(table[column])})
    return table.drop("key", "moved_to")


def moved_actions(transactions: ir.Table, keys: ir.Table, moved: ir.Table) -> ir.Table:
    """An event that stands under several numbers of an award counts once, under the latest of them.

    In: actions, `other_keys` and the published `moved_awards`. Out: one row an action of a moved
    award: the award, the key on its record, whether it counts, and which action counts for it. An
    event is a day and an obligation, or a ceiling change alone, as often as it occurs; without
    money also number and type. Money that was taken back and given again is two events, and both
    count. Where a person confirmed that a later number begins with the sum of an earlier, that
    beginning does not count. `second_base`: the base action of a later number, where an earlier
    one's is held.
    """
    table = _of_moved(transactions, keys)
    event = [table.award_key, table.event]
    nth = ibis.row_number().over(
        group_by=[*event, table.recorded_key], order_by=[table.number, table.action_key]
    )
    table = table.mutate(nth=nth)
    same = {"group_by": [table.award_key, table.event, table.nth]}
    latest = ibis.window(**same, order_by=[table.place.desc(), table.action_key])
    table = table.mutate(
        counted=(table.place == table.place.max().over(ibis.window(**same))) | ~table.copied,
        counted_as=table.action_key.first().over(latest),
    )
    table = _without_carried(table, moved)
    table = table.mutate(base=table.is_base & table.counted)
    first = ibis.window(
        group_by=table.award_key,
        order_by=[table.base.desc(), table.action_date.asc(), table.place, table.action_key],
    )
    table = table.mutate(base_of=table.recorded_key.first().over(first))
    return table.select(
        "action_key",
        "award_key",
        RECORDED,
        "counted",
        "counted_as",
        second_base=table.base & (table.recorded_key != table.base_of),
    )


def _without_carried(table: ir.Table, moved: ir.Table) -> ir.Table:
    """A sum that was carried over stands for the actions of the earlier number, which count."""
    carried = moved.filter(moved.award_key.notnull() & (moved.way == CARRIED))
    carried = carried.select(carrier="later_key", carried_usd="carried_usd").distinct()
    sum_ = table.obligation.cast(carried.carried_usd.type())
    table = table.left_join(
        carried, [table.recorded_key == carried.carrier, sum_ == carried.carried_usd]
    )
    is_sum = (table.carrier.notnull() & table.is_moving).fill_null(False)
    return table.mutate(
        counted=table.counted & ~is_sum,
        counted_as=is_sum.ifelse(ibis.null("string"), table.counted_as),
    ).drop("carrier", "carried_usd")


def _of_moved(transactions: ir.Table, keys: ir.Table) -> ir.Table:
    """Actions under every key of a moved award, with its place among them and its event."""
    final = keys.select("award_key", key="award_key").distinct()
    final = final.mutate(place=ibis.literal(LAST, "int64"), copied=ibis.literal(True))
    every = ibis.union(
        keys.select("key", "award_key", "place", "copied"),
        final.select("key", "award_key", "place", "copied"),
    )
    table = transactions.select(
        ACTION, AWARD, "action_date", "modification_number", "action_type_code", *AMOUNTS
    )
    table = table.join(every, table[AWARD] == every.key)
    base = is_base(table.modification_number)
    number = base.ifelse("0", natural(table.modification_number))
    kind = number.concat(" ", table.action_type_code.fill_null("").strip().upper())
    told = is_money(table).ifelse("", kind)
    day = table.action_date.cast("string").fill_null("")
    return table.select(
        "award_key",
        "place",
        "copied",
        "action_date",
        action_key=table[ACTION],
        recorded_key=table[AWARD],
        is_base=base,
        is_moving=is_moving(table),
        obligation=table.federal_action_obligation,
        number=number,
        event=day.concat(" ", amounts(table), " ", told),
    )


def of_one_identity(transactions: ir.Table, actions: ir.Table, keys: ir.Table) -> ir.Table:
    """Actions under the key of their award, none twice; adds `recorded_key` and `second_base`.

    An order under a vehicle that moved names the vehicle by its present number: the class of
    many orders is read from the vehicle's own record.
    """
    moved = actions.select("counted", "second_base", action_key="action_key", moved_to="award_key")
    table = transactions.left_join(moved, transactions[ACTION] == moved.action_key)
    table = table.filter(table.counted.fill_null(True))
    table = table.mutate(
        **{
            RECORDED: table[AWARD],
            AWARD: table.moved_to.fill_null(table[AWARD]),
            SECOND_BASE: table.second_base.fill_null(False),
        }
    )
    table = table.drop("counted", "action_key", "moved_to")
    return _under_present_vehicles(table, keys)


def _under_present_vehicles(table: ir.Table, keys: ir.Table) -> ir.Table:
    vehicles = keys.filter(keys.key.startswith(VEHICLE)).select(
        vehicle="key",
        vehicle_piid=keys.award_key.split("_")[2],
        vehicle_agency=keys.award_key.split("_")[3],
    )
    names = {"piid": "parent_award_id_piid", "agency": "parent_award_agency_id"}
    stated = [table[name].strip().upper() for name in names.values()]
    key = ibis.literal(VEHICLE).concat(stated[0], "_", stated[1])
    table = table.left_join(vehicles, key == vehicles.vehicle)
    present = {
        column: table[f"vehicle_{part}"].fill_null(table[column]) for part, column in names.items()
    }
    return table.mutate(**present).drop("vehicle", "vehicle_piid", "vehicle_agency")


def past_of_one_identity(past: ir.Table, actions: ir.Table, keys: ir.Table) -> ir.Table:
    """Past versions under the key of their award, without those of actions that do not count."""
    left_out = actions.filter(~actions.counted).select("action_key")
    table = past.anti_join(left_out, past[ACTION] == left_out.action_key)
    return present(table, AWARD, keys)
