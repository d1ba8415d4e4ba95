"""Award table: identity, competition, growth and flags, one row an award."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from analysis import rules
from analysis.measures import not_in_copy
from analysis.measures.actions import AWARD, base_first
from analysis.measures.competition import classify
from analysis.measures.families import psc_family
from analysis.measures.flags import has
from analysis.measures.growth import by_action
from analysis.measures.masked_text import masked
from analysis.measures.other_rules import OTHER_COLUMNS
from analysis.measures.periods import periods
from fetch import codes, fiscal

Keep = Callable[[ir.Table, str], ir.Table]
"""Materialization by an engine; outside a build a table stays an expression."""
OFFICIAL = "https://www.usaspending.gov/award/"
OF_THE_LATEST = (
    "recipient_name",
    "recipient_uei",
    "recipient_parent_name",
    "awarding_office_name",
    "funding_sub_agency_code",
    "usaspending_permalink",
    "awarding_office_code",
    "recipient_parent_uei",
)
"""Facts that change: the value of the latest action that states one."""
OF_THE_BASE = ("label", "product_or_service_code", "naics_code", "transaction_description")
"""Facts of the start: the value of the base action, else of the first that states one."""


def as_it_is(table: ir.Table, _: str) -> ir.Table:
    return table


def awards(actions: ir.Table, keep: Keep = as_it_is) -> ir.Table:
    """One row an award or vehicle, from its actions: the published table `awards`.

    In: the table of `growth.by_action` over all kept columns. Each part is materialized
    separately: all at once need too much memory.
    """
    table = keep(identity(actions), "identity")
    for part in (by_action.by_award, by_action.stated_totals, classify, periods):
        kept = keep(part(actions), part.__name__)
        # the same column in two parts is the same figure: the first one stands
        fresh = [AWARD, *(name for name in kept.columns if name not in table.columns)]
        table = table.left_join(kept.select(*fresh), AWARD).drop(f"{AWARD}_right")
    table = _in_words(table)
    # the explicit list keeps helper columns of the parts out of the published table
    table = table.mutate(grew_after_sole_source=_grew(table), followed_until=followed_until(table))
    return _with_flags(table).select(*COLUMNS)


def identity(actions: ir.Table) -> ir.Table:
    """Vendor, component, dates and description: one row an award."""
    first = base_first(actions)
    own = _own(actions)
    latest = {
        name: actions[name].argmax(actions.order_in_award, where=actions[name].notnull())
        for name in OF_THE_LATEST
    }
    # the address of a number that the award left shows a part of it, or nothing
    link = actions.usaspending_permalink
    latest["usaspending_permalink"] = link.argmax(
        actions.order_in_award, where=own & link.notnull()
    )
    base = {
        name: actions[name].argmin(first, where=actions[name].notnull()) for name in OF_THE_BASE
    }
    table = actions.group_by(AWARD).aggregate(
        # one award has one number; max picks it past blanks
        piid_stated=actions.award_id_piid.max(where=own),
        # the latest: an award can be transferred to another component
        component_code=actions.awarding_sub_agency_code.argmax(
            actions.order_in_award, where=actions.awarding_sub_agency_code.notnull()
        ),
        sub_agency_name=actions.awarding_sub_agency_name.argmax(
            actions.order_in_award, where=actions.awarding_sub_agency_name.notnull()
        ),
        parent_piid=actions.parent_award_id_piid.max(),
        first_action_date=actions.action_date.min(),
        last_action_date=actions.action_date.max(),
        basis=actions.basis.collect(distinct=True, where=actions.basis.notnull()).sort().join("; "),
        as_of=actions.last_seen.max().date(),
        of_sample=_of_sample(actions),
        **latest,
        **base,
    )
    return table.mutate(
        award_key=table[AWARD],
        # CONT_AWD_<PIID>_<agency>_…: the number stands third in the key
        piid=table.piid_stated.fill_null(table[AWARD].split("_")[2]),
        award_kind=table[AWARD].startswith("CONT_IDV_").ifelse("IDV", "AWARD"),
        component=_component(table.component_code, table.sub_agency_name),
        component_name=table.sub_agency_name,
        psc_family=psc_family(table.product_or_service_code),
        start_fiscal_year=fiscal.ibis(table.first_action_date),
        description=masked(table.transaction_description),
        usaspending_url=table.usaspending_permalink.fill_null(
            ibis.literal(OFFICIAL) + table[AWARD] + "/"
        ),
    )


def _of_sample(actions: ir.Table) -> ir.BooleanValue:
    """True of an award of the embedded sample; a reader's own table has no source."""
    if "source" not in actions.columns:
        return ibis.literal(False)
    return (actions["source"] == "sample").any()


def followed_until(awards: ir.Table) -> ir.DateValue:
    """The day up to which what is held would show a change of an award.

    An award of the service's files is followed to the newest of its component: a file without
    a row of it says that nothing changed. One of the embedded sample is followed to the day of
    its own copy, for no later one has it.
    """
    official = ~awards.of_sample
    of_component = awards.as_of.max(where=official).over(group_by=awards.component_code)
    return official.ifelse(of_component, awards.as_of)


def _own(actions: ir.Table) -> ir.BooleanValue:
    """True of actions that stand under the award's present number on the record too."""
    if "recorded_key" not in actions.columns:
        return ibis.literal(True)
    return actions.recorded_key == actions[AWARD]


def _component(code: ir.StringColumn, name: ir.StringColumn) -> ir.StringColumn:
    """The name of a component in figures; null where no code is stated."""
    return code.notnull().ifelse(component_words(code, name).fill_null(code), ibis.null("string"))


def component_words(code: ir.StringColumn, name: ir.StringColumn) -> ir.StringColumn:
    """The abbreviation people use (ICE), else the name on the record."""
    short = {c: row["abbreviation"] for c, row in codes.table("components").items()}
    pairs = [(c, abbreviation) for c, abbreviation in short.items() if abbreviation]
    return code.cases(*pairs, else_=ibis.null("string")).fill_null(name)


def _in_words(table: ir.Table) -> ir.Table:
    """Label, chart group and headline flag of each class."""
    book = rules.load().classes
    named = {
        "competition_label": _label(table),
        "competition_group": table.rates_class.cases(
            *((name, each.group) for name, each in book.items()), else_="unknown"
        ),
    }
    headline = table.rates_class.isin([name for name, each in book.items() if each.headline])
    # sole source by its code but with several offers: no headline rests on such a record
    conflict = has(table.competition_flags, "CONFLICT_OFFERS")
    return table.mutate(headline=headline & ~conflict, **named)


def _label(table: ir.Table) -> ir.StringValue:
    """The class in words; a vehicle's with how it was itself bought, which sums count it under."""
    book = rules.load().classes
    labels = [(name, each.label) for name, each in book.items()]
    shown = table.competition_class.cases(*labels, else_=table.competition_class)
    own = table.own_class.cases(*labels, else_=table.own_class)
    return table.own_class.isnull().ifelse(shown, shown.concat(", itself: ", own))


def _grew(table: ir.Table) -> ir.BooleanColumn:
    """True for a sole-source award at least 25% over its initial ceiling, or with new work."""
    grown = (table.ceiling_growth_ratio >= by_action.GREW).fill_null(False)
    return table.headline & (grown | (table.new_work_actions > 0))


def _with_flags(table: ir.Table) -> ir.Table:
    """Flags of the award's own figures, joined by `|`."""
    over = table.obligated_usd > table.ceiling_usd
    # what our copy lacks is no question to the agency
    unheld = not_in_copy.is_named(table.not_in_copy, not_in_copy.CEILING)
    missing = table.ceiling_changes_missing - table.ceiling_changes_blank
    conditions = {
        "BASE_NOT_HELD": ~table.base_held,
        # each condition needs the one before it answered: one gap raises one flag
        "CEILING_NOT_STATED": table.base_held & ~table.base_ceiling_stated & ~unheld,
        "CEILING_CHANGES_MISSING": table.base_ceiling_stated & (table.ceiling_changes_blank > 0),
        "CEILING_NOT_IN_COPY": unheld | (table.base_ceiling_stated & (missing > 0)),
        "OBLIGATIONS_MISSING": table.obligations_missing > 0,
        "TOTALS_DIFFER": _differ(table, "obligated") | _differ(table, "ceiling"),
        "ACTIONS_AFTER_TOTALS": (table.actions_after_totals > 0).fill_null(False),
        "OBLIGATIONS_OVER_CEILING": over.fill_null(False),
        "CEILING_ON_ADMINISTRATIVE": table.ceiling_on_administrative > 0,
        "GREW_AFTER_SOLE_SOURCE": table.grew_after_sole_source,
    }
    raised = [holds.ifelse(f"{flag}|", "") for flag, holds in conditions.items()]
    joined = raised[0].concat(*raised[1:])
    return table.mutate(flags=joined.re_replace(r"\|$", ""))


def _differ(table: ir.Table, what: str) -> ir.BooleanColumn:
    """True where the official total differs from our sum; a missing side is no difference."""
    stated, ours = table[f"stated_{what}_usd"], table[f"stated_compared_{what}_usd"]
    return (stated != ours).fill_null(False)


COLUMNS = (
    "award_key",
    "piid",
    "award_kind",
    "award_type_code",
    "idv_type_code",
    "label",
    "description",
    "recipient_name",
    "recipient_uei",
    "recipient_parent_name",
    "component_code",
    "component",
    "component_name",
    "awarding_office_name",
    "funding_sub_agency_code",
    "product_or_service_code",
    "psc_family",
    "naics_code",
    "parent_award_key",
    "parent_piid",
    "first_action_date",
    "last_action_date",
    "start_fiscal_year",
    "action_count",
    "base_held",
    "obligated_usd",
    "obligations_missing",
    "initial_obligated_usd",
    "initial_ceiling_usd",
    "ceiling_usd",
    "ceiling_changes_missing",
    "ceiling_changes_blank",
    "ceiling_known_to",
    "ceiling_growth_usd",
    "ceiling_growth_ratio",
    "ceiling_growth_missing_because",
    "obligation_growth_ratio",
    "room_left_usd",
    "new_work_actions",
    "stated_obligated_usd",
    "stated_ceiling_usd",
    "stated_on",
    "stated_compared_obligated_usd",
    "stated_compared_ceiling_usd",
    "competition_class",
    "competition_rule",
    "competition_lane",
    "competition_note",
    "competition_flags",
    "rates_class",
    "own_class",
    "own_rule",
    "class_before_conflict",
    "rule_before_conflict",
    "competition_label",
    "competition_group",
    "headline",
    "extent_competed_code",
    "fair_opportunity_limited_sources_code",
    "other_than_full_and_open_competition_code",
    "solicitation_procedures_code",
    "type_of_set_aside_code",
    "number_of_offers_received",
    "parent_award_type_code",
    "parent_award_single_or_multiple_code",
    "vehicle_extent_competed_code",
    "parent_held",
    *OTHER_COLUMNS,
    "grew_after_sole_source",
    "flags",
    "usaspending_url",
    "as_of",
    "followed_until",
    "basis",
    "not_in_copy",
    "awarding_office_code",
    "recipient_parent_uei",
    "start_date",
    "start_from",
    "end_date",
    "end_from",
    "current_end_date",
    "potential_end_date",
    "first_potential_end_date",
    "ordering_end_date",
    "extended_days",
)
