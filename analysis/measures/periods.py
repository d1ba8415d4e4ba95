"""Periods: start and end of an award, from its own actions."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from analysis.measures.actions import AWARD

START = "period_of_performance_start_date"
CURRENT_END = "period_of_performance_current_end_date"
POTENTIAL_END = "period_of_performance_potential_end_date"
ORDERING_END = "ordering_period_end_date"
READS = (START, CURRENT_END, POTENTIAL_END, ORDERING_END)


def periods(actions: ir.Table) -> ir.Table:
    """An award runs from its base action's start to the end that its latest actions state.

    In: the actions in order. Out: one row an award. `start_date` is the base action's start
    of performance, else the day it was signed; null where the base action is not held.
    `end_date` is the current end as last stated; where money was added after that day, and
    the potential end (every option used) allows it, the potential end. A vehicle that states
    neither ends with its ordering period. `start_from` and `end_from` say which was taken.
    `extended_days` is how far the potential end was moved since the base action.
    """
    started = actions[START].min(where=actions.is_base)
    signed = actions.action_date.min(where=actions.is_base)
    table = actions.group_by(AWARD).aggregate(
        started=started,
        signed=signed,
        current_end_date=_last(actions, CURRENT_END),
        potential_end_date=_last(actions, POTENTIAL_END),
        ordering_end_date=_last(actions, ORDERING_END),
        first_potential_end_date=actions[POTENTIAL_END].min(where=actions.is_base),
        last_funded=actions.action_date.max(where=actions.federal_action_obligation > 0),
    )
    table = table.mutate(end_from=_end_from(table))
    return table.select(
        AWARD,
        "current_end_date",
        "potential_end_date",
        "first_potential_end_date",
        "ordering_end_date",
        start_date=table.started.fill_null(table.signed),
        start_from=ibis.cases(
            (table.started.notnull(), "period of performance"),
            (table.signed.notnull(), "day of signature"),
            else_=ibis.null("string"),
        ),
        end_date=table.end_from.cases(
            ("current end", table.current_end_date),
            ("potential end", table.potential_end_date),
            ("ordering period", table.ordering_end_date),
            else_=ibis.null("date"),
        ),
        end_from="end_from",
        extended_days=table.potential_end_date.delta(table.first_potential_end_date, unit="day"),
    )


def _last(actions: ir.Table, name: str) -> ir.DateScalar:
    """Last stated day of a field; later actions may also shorten an award."""
    return actions[name].argmax(actions.order_in_award, where=actions[name].notnull())


def _end_from(table: ir.Table) -> ir.StringColumn:
    """Source of the end date; old records are not always updated."""
    current, potential = table.current_end_date, table.potential_end_date
    # money after the current end: the award went on and the cell was not updated
    ran_on = (table.last_funded > current) & (table.last_funded <= potential)
    return ibis.cases(
        (ran_on.fill_null(False), "potential end"),
        (current.notnull(), "current end"),
        (potential.notnull(), "potential end"),
        (table.ordering_end_date.notnull(), "ordering period"),
        else_=ibis.null("string"),
    )
