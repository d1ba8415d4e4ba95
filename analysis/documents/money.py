"""Money documents: the contracts of `python -m analysis money` and `compare`."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from analysis.published.build import Build
from analysis.published.dollars import dollars, require_base_year
from analysis.published.memory_tables import months_of
from analysis.published.selection import (
    EVERYTHING,
    OF_ACTIONS,
    Selection,
    Words,
    as_list,
    of_components,
    of_time,
    rows_of,
    where,
    whose_actions,
)
from analysis.rules import reporting_days
from analysis.rules.rule_sets import DEFAULT, class_column
from analysis.serialise import plain, rows
from fetch import fiscal
from fetch.errors import WrongChoice

NO_SQL: Mapping[str, str] = {}
BY = ("fiscal_year", "month")


def money_document(
    build: Build,
    by: str = "fiscal_year",
    component: Words = None,
    constant: int | None = None,
    same_months: bool = False,
) -> dict[str, Any]:
    """Obligations given, taken back and net, by fiscal year or month, and which are not over.

    `constant` is the fiscal year of constant dollars; nominal where it is None. `same_months`
    limits each year to the months that are over in the latest. WrongChoice for unknown values.
    """
    frame = through_time(build, by, component, constant, same_months)
    as_of = date.fromisoformat(build.as_of)
    return {
        "by": by,
        "dollars": dollars(build, constant),
        "same_months": _same_months(as_of) if same_months else None,
        "rows": [row | {"over": same_months or _last_day(row[by]) <= as_of} for row in rows(frame)],
        **latest_to_come(build, component, {"rows": frame.attrs["sql"]}),
        **build.provenance,
    }


def _same_months(as_of: date) -> dict[str, Any]:
    from analysis.measures import windows

    latest = windows.last_month_over(as_of)
    return {"months": fiscal.month_number(latest.month), "from": "October", "to": f"{latest:%B}"}


def through_time(
    build: Build,
    by: str,
    component: Words = None,
    constant: int | None = None,
    same_months: bool = False,
) -> pd.DataFrame:
    """The rows of `money.by_time`, in nominal dollars or in those of a fiscal year."""
    from analysis.measures import money, windows  # Ibis takes a second: only when it is asked

    if by not in BY:
        raise WrongChoice(f"no money by {by!r}; by: {', '.join(BY)}")
    months = of_award_components(build, build.table("award_months"), component)
    if same_months:
        latest = windows.last_month_over(date.fromisoformat(build.as_of))
        months = windows.same_months(months, latest)
    return build.run(money.by_time(in_dollars(build, months, constant), [by]).order_by(by))


def years(
    build: Build, constant: int | None = None, selection: Selection = EVERYTHING
) -> pd.DataFrame:
    """The rows of `queries.years`, in nominal dollars or in those of a fiscal year."""
    from analysis.measures import money

    # months are sums of an award: a selection of single actions has to sum them anew
    source = "actions" if selection.cuts_awards else "award_months"
    awards, held = ("awards", source) if selection.cuts_awards else months_of(build)
    whose = whose_actions(selection, numbered=not selection.cuts_awards)
    parts = {
        "chosen_awards": rows_of(awards, whose),
        "chosen_time": rows_of(held, of_time(selection)),
    }
    time = build.table(source, "chosen_time")
    months = money.award_months(time) if selection.cuts_awards else time
    bought = months.join(_bought(build, selection.rule_set), "award_key")
    keys = ["fiscal_year", "competition_group"]
    sums = money.by_time(in_dollars(build, bought, constant), keys).order_by(keys)
    return build.run(sums, parts)


def _bought(build: Build, rule_set: str) -> Any:
    """Each award chosen with the group of its class by the rules of one set."""
    awards = build.table("awards", "chosen_awards")
    if rule_set == DEFAULT:
        return awards.select("award_key", "competition_group")
    book = build.table("classes")
    sides = book.select(side="class", competition_group="group")
    classes = awards.select("award_key", side=class_column(rule_set))
    return classes.join(sides, "side").select("award_key", "competition_group")


def compare_document(
    build: Build,
    first: str,
    second: str,
    asked_months: int | None = None,
    component: Words = None,
    constant: int | None = None,
) -> dict[str, Any]:
    """Two spans of equal length side by side, from a day on each.

    Both are cut to the whole months that fit before the second begins and before the records
    end. WrongChoice for what is no day, or where no month fits.
    """
    from analysis.measures import windows

    as_of, begins = date.fromisoformat(build.as_of), (_day(first), _day(second))
    spans = windows.equal_spans(*begins, as_of, asked_months)
    frame = compared(build, spans, component, constant)
    sums = {row["span"]: row for row in rows(frame)}
    return {
        "months": spans[0].months,
        "asked_months": asked_months,
        "spans": [_span(each, sums) for each in spans],
        "records_begin": _first_day(build, component),
        "dollars": dollars(build, constant),
        **_to_come(build, spans[1].last_day, component, {"spans": frame.attrs["sql"]}),
        **build.provenance,
    }


def latest_to_come(
    build: Build, component: Words = None, sql: Mapping[str, str] = NO_SQL
) -> dict[str, Any]:
    """Usual share still to come of the latest complete month, and the SQL behind it."""
    from analysis.measures import windows

    latest = windows.last_month_over(date.fromisoformat(build.as_of))
    return _to_come(build, _last_day(str(latest)), component, sql)


def _to_come(build: Build, ended: date, component: Words, sql: Mapping[str, str]) -> dict[str, Any]:
    """Usual share still to come of the month that ended on a day, and the SQL behind it."""
    days = (date.fromisoformat(build.as_of) - ended).days
    frame = still_to_come(build, days, component)
    by_component = {row["component_code"]: row for row in rows(frame)}
    # without any arrival there is no row of "all" either
    every = by_component.pop("all", NO_ARRIVALS) | {"component_code": "all"}
    return {
        "still_to_come": {
            **every,
            "days_after_month": days,
            "by_rule": reporting_days.in_words(),
            "components": list(by_component.values()),
        },
        "sql": {**sql, "still_to_come": frame.attrs["sql"]},
    }


NO_ARRIVALS: dict[str, Any] = {
    "months": 0,
    "actions": 0,
    "share_of_actions": None,
    "share_of_given": None,
    "missing_because": "of no action held is it known when it came",
}


def still_to_come(build: Build, days: int, component: Words = None) -> pd.DataFrame:
    """The rows of `arrivals.still_to_come` so many days after a month's end."""
    from analysis.measures import reporting_lag

    table = of_components(build.table("arrivals"), component)
    as_of = date.fromisoformat(build.as_of)
    return build.run(reporting_lag.still_to_come(table, as_of, days).order_by("component_code"))


def compared(
    build: Build, spans: list[Any], component: Words = None, constant: int | None = None
) -> pd.DataFrame:
    """The rows of `money.by_time`, one a span."""
    from analysis.measures import money, windows

    actions = of_award_components(build, build.table("actions"), component)
    months = in_dollars(build, windows.in_spans(actions, *spans), constant)
    return build.run(money.by_time(months, ["span"]).order_by("span"))


def _span(span: Any, sums: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A span with its length and sums; missing where no action held is of it."""
    from analysis.measures.money import AMOUNTS

    limits = {"from": str(span.start), "to": str(span.last_day), "days": span.days}
    nothing = {**dict.fromkeys(AMOUNTS), "awards": 0, "actions": 0, "obligations_missing": 0}
    return {"span": span.name, **limits, **sums.get(span.name, nothing)}


def _first_day(build: Build, component: Words) -> str | None:
    """The day of the earliest action held."""
    condition = where(OF_ACTIONS, component)
    frame = build.query(
        f"SELECT min(action_date) AS day FROM actions WHERE {condition.sql}", condition.parameters
    )
    day: str | None = plain(frame["day"].iloc[0])
    return day


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongChoice(f"{text!r} is no date; write it as 2025-01-20") from None


def in_dollars(build: Build, months: Any, constant: int | None) -> Any:
    """A table of monthly amounts as it is, or in the dollars of a fiscal year."""
    from analysis.measures import money

    if constant is None:
        return months
    require_base_year(build, constant)
    return money.in_constant_dollars(months, build.table("deflator"), constant)


def of_award_components(build: Build, table: Any, component: Words) -> Any:
    """The rows of a table that are of awards of some components; None means all."""
    if not as_list(component):
        return table
    return table.semi_join(of_components(build.table("awards"), component), "award_key")


def _last_day(period: int | str) -> date:
    """The last day of a fiscal year, or of the month that begins on a day."""
    if isinstance(period, int):
        # a day of 9999-10-01 and later is of a year that no calendar here has
        return fiscal.span(period).end if period <= date.max.year else date.max
    day = date.fromisoformat(period)
    return day.replace(day=monthrange(day.year, day.month)[1])
