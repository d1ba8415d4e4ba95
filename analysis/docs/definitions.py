"""Definitions of the measures: the first paragraph of each docstring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.documents import caveats
from analysis.measures import (
    actions,
    chains,
    changes,
    competition,
    families,
    money,
    moved_awards,
    one_identity,
    other_rules,
    periods,
    places,
    rates,
    reporting_lag,
    vehicles,
    windows,
)
from analysis.measures.growth import by_action, cohorts, measures
from analysis.measures.notices import (
    authority,
    cross_check,
    justifications,
    missing_notices,
    notice_links,
    notices,
    other_transactions,
)
from analysis.measures.subjects import (
    categories,
    program_members,
    text_matches,
    vendor_families,
    vendor_names,
)

MEASURES = (
    actions.in_order,
    by_action.by_action,
    by_action.by_award,
    by_action.stated_totals,
    competition.classify,
    rates.award_years,
    rates.by_class,
    rates.rates,
    other_rules.differences,
    other_rules.said_competed,
    *measures.MEASURES,
    cohorts.cohorts,
    vehicles.under_vehicles,
    vehicles.vehicle_orders,
    vehicles.vehicles,
    moved_awards.moved_awards,
    one_identity.moved_actions,
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
    reporting_lag.arrivals,
    reporting_lag.still_to_come,
    caveats.caveats,
    changes.changes,
    vendor_families.seller_families,
    vendor_names.vendor_names,
    text_matches.mentions,
    categories.technology,
    categories.is_technology,
    categories.with_makers,
    program_members.program_actions,
    program_members.programs,
    notices.notices,
    authority.named_authorities,
    notice_links.notice_links,
    justifications.justified_actions,
    missing_notices.above_threshold,
    cross_check.service_differences,
    other_transactions.other_transactions,
)
"""Measures with a definition; docs/method.md and the page on method repeat each word for word."""


def definition(measure: Callable[..., Any]) -> str:
    """Definition of a measure, on one line."""
    return " ".join((measure.__doc__ or "").split("\n\n")[0].split())


def by_name() -> dict[str, str]:
    """Definitions by name of the measure in words."""
    return {each.__name__.replace("_", " "): definition(each) for each in MEASURES}
