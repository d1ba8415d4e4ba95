"""Percentile of an award's growth among awards for the same thing in one component."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures import not_in_copy
from analysis.measures.families import psc_family

FEWEST = 5
"""A group of fewer says nothing about its members, and a cell of fewer is not shown."""
GROUP = ("psc_family", "component_code")
RATIOS = {"ceiling_growth": "ceiling_growth_ratio", "obligation_growth": "obligation_growth_ratio"}


def peers(awards: ir.Table) -> ir.Table:
    """An award's percentile is the share of its peers that grew less, with half of those that grew
    as much, itself among them; peers are the awards of the same PSC family and component.

    In: awards. Out: one row an award, vehicles too, which have no peers. PSC families are those
    of `families.psc_family`. Both for the ceiling and for obligations:
    the percentile and the size of the group. Without growth there is no group; in a group of
    fewer than five there is no percentile.
    """
    table = awards.mutate(psc_family=psc_family(awards.product_or_service_code))
    for name, ratio in RATIOS.items():
        standing = _standing(table, ratio, name)
        table = table.left_join(standing, "award_key").drop("award_key_right")
    reasons = {
        f"{name}_percentile_missing_because": _because(table, ratio, name)
        for name, ratio in RATIOS.items()
    }
    found = [f"{name}_{what}" for name in RATIOS for what in ("percentile", "peers")]
    return table.select("award_key", "psc_family", *found, **reasons)


def _standing(table: ir.Table, ratio: str, name: str) -> ir.Table:
    """Percentile and group size of each award with this ratio and a group."""
    apart = (table.award_kind == "AWARD") & table[ratio].notnull()
    grouped = [table[column].notnull() for column in GROUP]
    held = table.filter(apart, *grouped).select("award_key", *GROUP, ratio)
    held = held.mutate(
        below=ibis.rank().over(group_by=GROUP, order_by=ratio),
        alike=held.count().over(group_by=(*GROUP, ratio)),
        size=held.count().over(group_by=GROUP),
    )
    # midrank in halves of integers: exact until the one division at the end
    share = (held.below * 2 + held.alike).cast("float64") / (held.size * 2).cast("float64")
    return held.select(
        "award_key",
        **{
            f"{name}_percentile": (held["size"] >= FEWEST).ifelse(
                share * 100, ibis.null("float64")
            ),
            f"{name}_peers": held["size"],
        },
    )


def _because(table: ir.Table, ratio: str, name: str) -> ir.StringColumn:
    return ibis.cases(
        (table.award_kind != "AWARD", "a vehicle is not compared with awards"),
        (table[ratio].isnull(), "its own growth is not known"),
        (
            table.psc_family.isnull()
            & not_in_copy.is_named(table.not_in_copy, "product_or_service_code"),
            "the copy held here lacks the product or service code",
        ),
        (table.psc_family.isnull(), "the record states no product or service code"),
        (table.component_code.isnull(), "the record states no component"),
        (table[f"{name}_peers"] < FEWEST, f"its group has fewer than {FEWEST} awards"),
        else_=ibis.null("string"),
    )
