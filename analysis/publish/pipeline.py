"""Pipeline of the published tables, on any engine."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis import rules
from analysis.engines import Engine
from analysis.measures import awards as awards_
from analysis.measures import chains, money, not_in_copy, other_rules, rates, vehicles
from analysis.measures.actions import ACTION, AWARD
from analysis.measures.award_codes import CODES, OTHERS
from analysis.measures.changes import CHANGE, changes
from analysis.measures.flags import has
from analysis.measures.growth import by_action, likely_errors
from analysis.measures.growth.cohorts import CELL, cohorts
from analysis.measures.growth.measures import measured
from analysis.measures.growth.screens import screens
from analysis.measures.growth.start import with_start
from analysis.measures.masked_text import masked
from analysis.measures.one_identity import MORE
from analysis.measures.periods import READS
from analysis.measures.places import PLACE, places
from analysis.measures.places import READS as OF_PLACES
from analysis.measures.reporting_lag import ARRIVAL, arrivals
from analysis.measures.signed_elsewhere import of_signed, signed_awards, signed_elsewhere
from analysis.measures.subjects.vendor_names import ORDER as NAMED
from analysis.measures.subjects.vendor_names import vendor_names
from analysis.publish.moved_tables import write_moved
from analysis.publish.notice_tables import write_notice_tables
from analysis.publish.subject_tables import subject_categories, with_subjects, write_programs
from analysis.rules.chain_links import links
from fetch import codes, fiscal

READ = tuple(
    dict.fromkeys(
        (
            *OTHERS,
            *CODES.values(),
            *awards_.OF_THE_LATEST,
            *awards_.OF_THE_BASE,
            "action_type_code",
            "award_id_piid",
            "awarding_sub_agency_code",
            "awarding_sub_agency_name",
            "basis",
            "file_id",
            "first_seen",
            "label",
            "last_modified_date",
            "last_seen",
            "potential_total_value_of_award",
            "total_dollars_obligated",
            *READS,
            *OF_PLACES,
            "base_and_exercised_options_value",
            "ordering_period_end_date",
            *likely_errors.READS,
            "period_of_performance_potential_end_date",
        )
    )
)
"""Columns of `transactions` in use by any measure."""


UNREAD = (
    "file",
    "line",
    "reason",
    "kept",
    "unread_columns",
    "transaction_key",
    "award_key",
    "component",
    "fiscal_year",
    "amount_usd",
)
"""Columns of quarantine that are published: all but the row's own text."""
HELD = ("transactions", "past_versions", "files", "closures")


def write_tables(engine: Engine) -> None:
    """Publish every table; shared inputs are computed once."""
    transactions, past, files, closures = (engine.table(name) for name in HELD)
    signed = engine.keep(signed_awards(transactions, past), "signed_awards")
    elsewhere = signed_elsewhere(transactions, signed).order_by("award_key")
    engine.publish(elsewhere, "signed_elsewhere")
    # from here on nothing but what the agency signs: no sum below can hold another's money
    transactions, past = of_signed(transactions, signed), of_signed(past, signed)
    # and no award under two numbers: what stands under both is counted once
    transactions, past, keys = write_moved(engine, transactions, past)
    actions = by_action.by_action(_with_basis(transactions, files))
    # read by nearly every measure, so computed once
    ordered = engine.keep(actions, "ordered")
    bought = engine.keep(awards_.awards(ordered, engine.keep), "bought")
    started = engine.keep(with_start(ordered, bought), "started")
    marked = engine.keep(likely_errors.of_actions(ordered), "marked")
    screened = engine.keep(screens(started), "screened")
    marks = likely_errors.of_awards(marked, screened, ordered, bought)
    marks = engine.keep(marks, "marks")
    awards, mentions = with_subjects(engine, ordered, bought, keys)
    awards = awards.join(marks, "award_key")
    # a fixed order: two builds of the same records have the same rows in the same places
    awards = engine.publish(awards.order_by("award_key"), "awards")
    engine.publish(subject_categories(), "categories")
    actions = published_actions(ordered, awards, marked)
    actions = actions.order_by("award_key", "order_in_award")
    actions = engine.publish(actions, "actions")
    write_programs(engine, actions, awards, mentions, keys)
    engine.publish(vendor_names(transactions, awards).order_by(*NAMED), "vendor_names")
    spent = rates.award_years(actions).order_by("award_key", "fiscal_year")
    engine.publish(spent, "award_years")
    classes = engine.publish(rules_classes(), "classes")
    engine.publish(other_rules.differences(awards, classes), "rule_set_differences")
    engine.publish(measured(started, awards, screened).order_by("award_key"), "growth")
    engine.publish(cohorts(actions, awards).order_by(*CELL), "cohorts")
    _write_vehicles(engine, awards)
    linked = chains.chains(awards, links(), keep=engine.keep, keys=keys)
    linked = linked.order_by("earlier_key", "later_key")
    engine.publish(linked, "chains")
    engine.publish(money.award_months(actions).order_by("award_key", "month"), "award_months")
    engine.publish(money.deflator(), "deflator")
    engine.publish(places(ordered, awards).order_by(*PLACE), "places")
    # from the warehouse and not from what is published: it needs the versions and their files
    lag = arrivals(transactions, past, files)
    engine.publish(lag.order_by(*ARRIVAL), "arrivals")
    altered = changes(transactions, past, files, closures)
    engine.publish(altered.order_by(*CHANGE), "changes")
    unread = engine.table("quarantine").select(*UNREAD)
    engine.publish(unread.order_by("file", "line"), "unread")
    write_notice_tables(engine, awards, actions, keys)


def _write_vehicles(engine: Engine, awards: ir.Table) -> None:
    under = vehicles.under_vehicles(awards).order_by("vehicle_key", "level", "award_key")
    under = engine.publish(under, "under_vehicles")
    by_class = vehicles.vehicle_orders(awards, under).order_by("vehicle_key", "competition_class")
    engine.publish(by_class, "vehicle_orders")
    engine.publish(vehicles.vehicles(awards, under).order_by("vehicle_key"), "vehicles")


def rules_classes() -> ir.Table:
    """The competition classes as a table, so that SQL over the build can join them."""
    rows = [
        {
            "class": each.name,
            "label": each.label,
            "group": each.group,
            "not_competed": each.not_competed,
            "headline": each.headline,
            "place": each.order,
        }
        for each in rules.load().classes.values()
    ]
    return ibis.memtable(rows).order_by("place")


def _with_basis(transactions: ir.Table, files: ir.Table) -> ir.Table:
    """Input columns, with the file of each action; its name is the basis of an import.

    Adds `lacks`: the columns that the action's copy could not state.
    """
    named = files.select("file_id", source_file=files.name, of_file=not_in_copy.of_file(files))
    table = transactions.select(*READ, *MORE, "source").left_join(named, "file_id")
    return table.mutate(
        basis=table.basis.fill_null(table.source_file),
        lacks=not_in_copy.of_row(table["source"], table.basis, table.of_file),
    ).drop("file_id_right", "of_file")


def published_actions(actions: ir.Table, awards: ir.Table, marked: ir.Table) -> ir.Table:
    """Published actions: one row an action, in order, with the class of its award.

    In: the table of `growth.by_action` with `source_file`, the published awards, and the
    actions that `likely_errors` marks.
    """
    bought = awards.select(
        "award_key",
        "piid",
        "component",
        "competition_class",
        "competition_group",
        "rates_class",
        "usaspending_url",
        "technology",
        "vendor_family",
        "maker",
        in_rates=~has(awards.competition_flags, "not_in_rates"),
        award_recipient=awards.recipient_name,
    )
    table = actions.join(bought, actions[AWARD] == bought.award_key)
    table = table.left_join(marked.select(ACTION, "marks"), ACTION).drop(f"{ACTION}_right")
    words = {code: row["meaning"] for code, row in codes.table("action_type").items()}
    return table.select(
        "award_key",
        "piid",
        "order_in_award",
        "is_base",
        "modification_number",
        "transaction_number",
        "action_date",
        "action_type_code",
        "growth_bucket",
        "obligated_usd",
        "ceiling_change_usd",
        "cumulative_obligated_usd",
        "cumulative_ceiling_usd",
        "label",
        "component",
        "competition_class",
        "competition_group",
        "rates_class",
        "in_rates",
        "technology",
        "vendor_family",
        "maker",
        "usaspending_url",
        "basis",
        "source_file",
        "first_seen",
        "last_seen",
        "marks",
        transaction_key=table.contract_transaction_unique_key,
        fiscal_year=fiscal.ibis(table.action_date),
        action_type=table.action_type_code.upper().cases(*words.items(), else_=ibis.null("string")),
        component_code=table.awarding_sub_agency_code,
        recipient_name=table.recipient_name.fill_null(table.award_recipient),
        description=masked(table.transaction_description),
        not_in_copy=not_in_copy.names(table.lacks),
        as_of=table.last_seen.date(),
    )
