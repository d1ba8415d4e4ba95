"""Every measure's definition: the first paragraph of its docstring, the same words everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis import (
    actions,
    arrivals,
    authority,
    categories,
    caveats,
    chains,
    changes,
    cohorts,
    competition,
    cross_check,
    families,
    growth,
    justified,
    measures,
    mentions,
    money,
    no_notice,
    notice_links,
    notices,
    other_transactions,
    periods,
    places,
    program_tables,
    rates,
    rule_sets,
    sellers,
    vehicles,
    windows,
)

MEASURES = (
    actions.in_order,
    growth.by_action,
    growth.by_award,
    growth.stated_totals,
    competition.classify,
    rates.award_years,
    rates.by_class,
    rates.rates,
    rule_sets.differences,
    rule_sets.said_competed,
    *measures.MEASURES,
    cohorts.cohorts,
    vehicles.under_vehicles,
    vehicles.vehicle_orders,
    vehicles.vehicles,
    chains.chains,
    families.vendor_families,
    families.psc_family,
    periods.periods,
    money.award_months,
    money.by_time,
    money.in_constant_dollars,
    places.places,
    windows.same_months,
    windows.in_spans,
    arrivals.arrivals,
    arrivals.still_to_come,
    caveats.caveats,
    changes.changes,
    sellers.seller_families,
    mentions.mentions,
    categories.technology,
    categories.is_technology,
    categories.with_makers,
    program_tables.program_actions,
    program_tables.programs,
    notices.notices,
    authority.named_authorities,
    notice_links.notice_links,
    justified.justified_actions,
    no_notice.above_threshold,
    cross_check.service_differences,
    other_transactions.other_transactions,
)
"""METHOD.md has each definition word for word, and so has the page of rules and words."""


def definition(measure: Callable[..., Any]) -> str:
    """The sentence that defines a measure."""
    return " ".join((measure.__doc__ or "").split("\n\n")[0].split())


def by_name() -> dict[str, str]:
    """Each measure's name in words, and its definition."""
    return {each.__name__.replace("_", " "): definition(each) for each in MEASURES}
