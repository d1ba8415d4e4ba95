"""Vehicles (IDVs): maximum, orders and the share in use.

Three sums stay apart: what is obligated on the vehicle's own record, on agreements under it
(a BPA under a schedule), and on orders and calls. The ceiling of a vehicle covers its orders,
so theirs is never added to it. All money is what is held here: orders that other agencies
place under a schedule or a GWAC are not in it.
"""

from __future__ import annotations

from functools import reduce

import ibis
import ibis.expr.types as ir

from analysis.measures import not_in_copy
from analysis.measures.awards import OFFICIAL
from analysis.measures.growth.by_action import MONEY

LEVELS = 3
"""A call under a BPA under a schedule under a GWAC: nothing is recorded deeper."""
OWN = (
    "label",
    "recipient_name",
    "component_code",
    "component",
    "parent_award_key",
    "own_class",
    "first_action_date",
    "initial_ceiling_usd",
    "ceiling_usd",
    "ceiling_changes_missing",
    "ceiling_known_to",
    "base_held",
    "not_in_copy",
    "as_of",
)
"""Columns of a vehicle's own record."""
COUNTS = (
    "order_count",
    "order_count_below",
    "agreement_count_below",
    "orders_without_obligation",
)


def under_vehicles(awards: ir.Table) -> ir.Table:
    """Everything held under a vehicle, at most three levels down, each award once.

    In: the published awards. Out: `vehicle_key`, `award_key`, `level` (1: placed under the
    vehicle itself) and `is_order`, false for an agreement that is a vehicle too.
    """
    placed = awards.filter(awards.parent_award_key.notnull())
    placed = placed.select("award_key", upper_key="parent_award_key")
    levels = [placed.select("award_key", vehicle_key="upper_key", level=ibis.literal(1, "int64"))]
    for level in range(2, LEVELS + 1):
        upper = placed.view().select(agreement_key="award_key", over_key="upper_key")
        lower = levels[-1].join(upper, levels[-1].vehicle_key == upper.agreement_key)
        levels.append(
            lower.select("award_key", vehicle_key="over_key", level=ibis.literal(level, "int64"))
        )
    pairs = reduce(lambda above, below: above.union(below), levels)
    # a record that names itself, or a circle, would count under itself
    pairs = pairs.filter(pairs.award_key != pairs.vehicle_key)
    nearest = pairs.level.min().cast("int32").cast("int64")  # an engine may write it narrower
    once = pairs.group_by("vehicle_key", "award_key").aggregate(level=nearest)
    kind = awards.select("award_key", is_order=awards.award_kind != "IDV")
    return once.join(kind, "award_key")


def vehicle_orders(awards: ir.Table, under: ir.Table) -> ir.Table:
    """Orders and calls under a vehicle, and what they obligate, by how each was bought.

    In: the published awards and `under_vehicles`. At every level, each order once; where no
    order of a class states an obligation, the sum is null.
    """
    orders = under.filter(under.is_order).join(awards, "award_key")
    return orders.group_by("vehicle_key", "competition_class", "competition_group").aggregate(
        orders=orders.count(), obligated_usd=orders.obligated_usd.sum().cast(MONEY)
    )


def vehicles(awards: ir.Table, under: ir.Table) -> ir.Table:
    """A vehicle's ceiling, what is obligated on it and under it, and the share that is used.

    In: the published awards and `under_vehicles`. Out: one row a vehicle, also where only its
    orders are held (`held` false, and of its own record nothing). The share is all that is
    obligated on the vehicle and under it over its present ceiling; where it is missing,
    `share_missing_because` says why. Ceilings are not added to each other.
    """
    table = _rows(awards, under).left_join(_below(awards, under), "vehicle_key")
    table = table.drop("vehicle_key_right").mutate(
        **{name: table[name].fill_null(0) for name in COUNTS},
        as_of=ibis.greatest(table.as_of, table.latest_below),
        obligated_usd=_added(
            table.obligated_on_vehicle_usd,
            table.obligated_on_agreements_usd,
            table.obligated_on_orders_below_usd,
        ),
    )
    table = table.mutate(share_missing_because=_why_no_share(table))
    used = table.obligated_usd.cast("float64") / table.ceiling_usd.cast("float64")
    share = table.share_missing_because.isnull().ifelse(used, ibis.null("float64"))
    return table.mutate(share_used=share).select(*COLUMNS)


def _rows(awards: ir.Table, under: ir.Table) -> ir.Table:
    """Every vehicle held or named by an order: its own record, else facts of its key."""
    idvs = awards.filter(awards.award_kind == "IDV")
    held = idvs.select(
        *OWN,
        "idv_type_code",
        "usaspending_url",
        vehicle_key="award_key",
        own_piid="piid",
        obligated_on_vehicle_usd="obligated_usd",
    )
    stated = _stated_by_orders(awards)
    keys = held.select("vehicle_key").union(under.select("vehicle_key"), distinct=True)
    table = keys.left_join(held, "vehicle_key").drop("vehicle_key_right")
    table = table.left_join(stated, "vehicle_key").drop("vehicle_key_right")
    return table.mutate(
        held=table.own_piid.notnull(),
        # CONT_IDV_<PIID>_<agency>: orders name vehicles of which no record is held
        piid=table.own_piid.fill_null(table.vehicle_key.split("_")[2]),
        idv_type_code=table.idv_type_code.fill_null(table.type_by_orders),
        usaspending_url=table.usaspending_url.fill_null(
            ibis.literal(OFFICIAL) + table.vehicle_key + "/"
        ),
    )


def _stated_by_orders(awards: ir.Table) -> ir.Table:
    """Kind of vehicle by its orders, where they agree."""
    orders = awards.filter(awards.parent_award_key.notnull())
    kinds = orders.group_by(vehicle_key=orders.parent_award_key).aggregate(
        least=orders.parent_award_type_code.min(), most=orders.parent_award_type_code.max()
    )
    return kinds.select(
        "vehicle_key", type_by_orders=(kinds.least == kinds.most).ifelse(kinds.least, None)
    )


def _below(awards: ir.Table, under: ir.Table) -> ir.Table:
    """Counts and obligations below each vehicle; null where nothing is stated."""
    facts = awards.select("award_key", "obligated_usd", "as_of")
    each = under.join(facts, "award_key")
    direct = each.is_order & (each.level == 1)
    money = each.obligated_usd
    return each.group_by("vehicle_key").aggregate(
        order_count=each.count(where=direct),
        order_count_below=each.count(where=each.is_order),
        agreement_count_below=each.count(where=~each.is_order),
        orders_without_obligation=each.count(where=each.is_order & money.isnull()),
        obligated_on_orders_usd=money.sum(where=direct).cast(MONEY),
        obligated_on_orders_below_usd=money.sum(where=each.is_order).cast(MONEY),
        obligated_on_agreements_usd=money.sum(where=~each.is_order).cast(MONEY),
        latest_below=each.as_of.max(),
    )


def _added(*parts: ir.DecimalColumn) -> ir.DecimalColumn:
    """Sum of the stated parts; null without any."""
    zero = ibis.literal(0).cast(MONEY)
    total = reduce(lambda sum_, part: sum_ + part.fill_null(zero), parts, zero)
    return ibis.coalesce(*parts).isnull().ifelse(ibis.null(MONEY), total.cast(MONEY))


def _why_no_share(table: ir.Table) -> ir.StringColumn:
    ceiling, total = table.ceiling_usd, table.obligated_usd
    nothing_on_it = table.obligated_on_vehicle_usd.fill_null(0) == 0
    nothing_below = (table.order_count_below == 0) & (table.agreement_count_below == 0)
    return ibis.cases(
        (~table.held, "the vehicle's own record is not held"),
        # the first reason that holds is told: a missing record explains a missing ceiling
        (ceiling.isnull() & ~table.base_held, "the base action is not held"),
        (
            ceiling.isnull() & not_in_copy.is_named(table.not_in_copy, not_in_copy.CEILING),
            not_in_copy.NO_CEILING_HELD,
        ),
        (ceiling.isnull(), "the base action states no ceiling"),
        (ceiling <= 0, "the ceiling is not positive"),
        (nothing_below & nothing_on_it, "no order under it is held"),
        (total.isnull(), "no obligation is stated"),
        (total < 0, "more was taken back than obligated"),
        else_=ibis.null("string"),
    )


COLUMNS = (
    "vehicle_key",
    "piid",
    "held",
    "idv_type_code",
    *(name for name in OWN if name not in ("base_held", "as_of")),
    "obligated_on_vehicle_usd",
    "order_count",
    "obligated_on_orders_usd",
    "order_count_below",
    "obligated_on_orders_below_usd",
    "agreement_count_below",
    "obligated_on_agreements_usd",
    "orders_without_obligation",
    "obligated_usd",
    "share_used",
    "share_missing_because",
    "usaspending_url",
    "as_of",
)
