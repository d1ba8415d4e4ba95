"""Reporting lag: arrival of actions, and the usual share of a month still to come."""

from __future__ import annotations

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from analysis.measures.growth.by_action import MONEY
from analysis.measures.windows import last_month_over
from fetch import codes, fiscal
from fetch.settings import AGENCY

KEY = "contract_transaction_unique_key"
SCOPE = ["component_code", "agency", "fiscal_year"]
WATCHED_DAYS = 180
"""Days of watch after a month; later arrivals are left out, so that months compare."""
FEWEST_MONTHS, FEWEST_ACTIONS = 3, 30
ALL = "all"
UNWATCHED = f"no month was watched from its first day until {WATCHED_DAYS} days after it ended"
TOO_FEW = f"fewer than {FEWEST_MONTHS} months so watched, or {FEWEST_ACTIONS} actions in them"
LONG_AGO = f"the month ended {WATCHED_DAYS} days ago or more; what comes so late is not told"


ARRIVAL = ("component_code", "month", "looked_from", "seen_days")


def arrivals(transactions: ir.Table, past_versions: ir.Table, files: ir.Table) -> ir.Table:
    """Arrivals: how many days after the end of its month an action was first held, and from
    which day on its component and fiscal year were looked at.

    In: the warehouse's tables; the sample does not count. Out: one row a component, month,
    `looked_from` and `seen_days` (below zero within the month): `actions` and `given_usd`.
    A component and year are looked at from their first whole file on, else from the first file
    with any of their rows, as in the lag meter of `python -m fetch status`.
    """
    held = _held(transactions, past_versions)
    table = held.join(_looked_at(held, files), SCOPE)
    given = ibis.cases((table.amount > 0, table.amount), else_=ibis.literal(0).cast(MONEY))
    table = table.mutate(
        given=given, looked_from=table.begun.date(), seen_days=_days_after(table.month, table.seen)
    )
    return table.group_by(*ARRIVAL).aggregate(
        actions=table.count(), given_usd=table.given.sum().cast(MONEY)
    )


def still_to_come(arrivals: ir.Table, as_of: date, days: int) -> ir.Table:
    """Still to come: the share of a month's actions, and of what was given by them, that was
    usually not yet held so many days after the month ended.

    In: the published `arrivals`, the latest day the records speak for, and the days. Out: one
    row a component and one for `all`: `months`, `actions`, `share_of_actions`,
    `share_of_given`, and `missing_because` where they cannot be told. Only months count that
    were looked at from their first day and until 180 days after their last; what came later
    still is in neither part.
    """
    latest = last_month_over(as_of - timedelta(days=WATCHED_DAYS))
    code = arrivals.component_code
    # "all" is one more group: months count once, not once a component
    every = arrivals.mutate(component_code=ibis.literal(ALL, code.type()))
    table = ibis.union(arrivals, every)
    counts = (
        # a month watched from its middle would lack the early arrivals
        (table.looked_from <= table.month)
        & (table.month <= latest)
        & (table.seen_days <= WATCHED_DAYS)
    )
    late = counts & (table.seen_days > days)
    sums = table.group_by("component_code").aggregate(
        months=table.month.nunique(where=counts),
        actions=_whole(table.actions.sum(where=counts)),
        late_actions=_whole(table.actions.sum(where=late)),
        given=table.given_usd.sum(where=counts).cast("float64"),
        late_given=table.given_usd.sum(where=late).fill_null(0).cast("float64"),
    )
    long_ago = ibis.literal(days >= WATCHED_DAYS)
    known = ~long_ago & (sums.months >= FEWEST_MONTHS) & (sums.actions >= FEWEST_ACTIONS)
    share = sums.late_actions.cast("float64") / sums.actions.cast("float64").nullif(0.0)
    return sums.select(
        "component_code",
        "months",
        "actions",
        share_of_actions=known.ifelse(share, ibis.null("float64")),
        share_of_given=known.ifelse(sums.late_given / sums.given.nullif(0.0), ibis.null("float64")),
        missing_because=ibis.cases(
            (long_ago, LONG_AGO),
            (sums.months == 0, UNWATCHED),
            (~known, TOO_FEW),
            else_=ibis.null("string"),
        ),
    )


def _held(transactions: ir.Table, past_versions: ir.Table) -> ir.Table:
    """Every action with its scope, its month and the moment of its first version."""
    before = past_versions.group_by(KEY).aggregate(seen_before=past_versions.first_seen.min())
    table = transactions.filter(transactions.source != "sample").left_join(before, KEY)
    component, day = table.awarding_sub_agency_code, table.action_date
    # a row may not state its agency: our own components are known to be of DHS
    ours = component.isin(sorted(codes.table("components"))).ifelse(AGENCY, "")
    held = table.select(
        component_code=component.fill_null("not stated"),
        agency=ibis.coalesce(table.awarding_agency_code, ours, ""),
        fiscal_year=fiscal.ibis(day),
        month=ibis.date(day.year(), day.month(), 1),
        amount=table.federal_action_obligation.cast(MONEY),
        # the record's own first_seen is that of its present content; an older version came earlier
        seen=ibis.least(table.first_seen, table.seen_before.fill_null(table.first_seen)),
    )
    return held.filter(held.month.notnull())


def _looked_at(held: ir.Table, files: ir.Table) -> ir.Table:
    """First day of watch of each component and year."""
    scopes = held.group_by(*SCOPE).aggregate(first_row=held.seen.min())
    whole = files.filter(files.whole_agency.notnull()).select(
        "whole_agency", "whole_fiscal_year", whole_as_of=files.as_of
    )
    joined = scopes.join(whole, scopes.fiscal_year == whole.whole_fiscal_year)
    joined = joined.filter((joined.whole_agency == "All") | (joined.whole_agency == joined.agency))
    begun = joined.group_by(*SCOPE).aggregate(first_whole=joined.whole_as_of.min())
    table = scopes.left_join(begun, SCOPE)
    return table.select(*SCOPE, begun=ibis.coalesce(table.first_whole, table.first_row))


def _days_after(month: ir.DateColumn, seen: ir.TimestampColumn) -> ir.IntegerColumn:
    """Days from the last day of a month to a moment."""
    number = month.month()
    # December: 12 // 12 carries the year, 12 % 12 + 1 is January
    following = ibis.date(month.year() + number // 12, number % 12 + 1, 1)
    return (seen.date().delta(following, unit="day") + 1).cast("int64")


def _whole(number: ir.IntegerValue) -> ir.IntegerValue:
    return number.fill_null(0).cast("int64")
