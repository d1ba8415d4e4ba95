"""Money through time as documents: `python -m analysis money` and `compare`."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

import pandas as pd

from analysis import queries
from analysis.published import Build
from analysis.report import plain, rows
from fetch.codes import prices
from fetch.errors import InputError

BY = ("fiscal_year", "month")
Words = queries.Words


def money_document(
    build: Build,
    by: str = "fiscal_year",
    component: Words = None,
    constant: int | None = None,
) -> dict[str, Any]:
    """Obligations given, taken back and net, by fiscal year or month, and which are not over.

    `constant` is a fiscal year in whose dollars they are told; nominal where it is None.
    InputError for what does not exist.
    """
    found = through_time(build, by, component, constant)
    as_of = date.fromisoformat(build.as_of)
    return {
        "by": by,
        "dollars": dollars(build, constant),
        "rows": [row | {"over": _last_day(row[by]) <= as_of} for row in rows(found)],
        "sql": found.attrs["sql"],
        "as_of": build.as_of,
        "build_id": build.build_id,
    }


def through_time(
    build: Build, by: str, component: Words = None, constant: int | None = None
) -> pd.DataFrame:
    """The rows of `money.by_time`, in nominal dollars or in those of a fiscal year."""
    from analysis import money  # Ibis takes a second: only when it is asked

    if by not in BY:
        raise InputError(f"no money by {by!r}; by: {', '.join(BY)}")
    months = of_components(build, build.table("award_months"), component)
    return build.run(money.by_time(in_dollars(build, months, constant), [by]).order_by(by))


def in_dollars(build: Build, months: Any, constant: int | None) -> Any:
    """A table of monthly amounts as it is, or in the dollars of a fiscal year."""
    from analysis import money

    if constant is None:
        return months
    require_base_year(build, constant)
    return money.in_constant_dollars(months, build.table("deflator"), constant)


def of_components(build: Build, table: Any, component: Words) -> Any:
    """The rows of a table that are of awards of some components; None means all."""
    wanted = [queries.component_code(word) for word in queries.listed(component)]
    if not wanted:
        return table
    awards = build.table("awards")
    return table.semi_join(awards.filter(awards.component_code.isin(wanted)), "award_key")


def dollars(build: Build, constant: int | None) -> dict[str, Any]:
    """In which dollars amounts are told: for constant ones the year, the series and its gaps."""
    if constant is None:
        return {"kind": "nominal", "fiscal_year": None}
    require_base_year(build, constant)
    index = _index(build)
    year = index[index["fiscal_year"] == constant]
    last = index.iloc[-1]
    known = index[index["price_index"].notna()]
    return {
        "kind": "constant",
        "fiscal_year": constant,
        "series": prices.SERIES,
        "source": last["source"],
        "source_as_of": plain(last["as_of"]),
        "index_through": _month(known.iloc[-1]["month"]),
        "months_without_index": [
            _month(day) for day in index[index["price_index"].isna()]["month"]
        ],
        "base_index": round(float(year["price_index"].astype(float).mean()), 3),
        "base_months": int(year["price_index"].notna().sum()),
    }


def require_base_year(build: Build, year: int) -> None:
    """InputError where a fiscal year has no average index yet, or none any more."""
    years = base_years(build)
    if year not in years:
        raise InputError(
            f"no dollars of fiscal year {year}: its index is not held from October to September; "
            f"there are: {years[0]} to {years[-1]}"
        )


def base_years(build: Build) -> list[int]:
    """Fiscal years in whose dollars amounts can be told: those whose index is there to its end.

    A month that the series leaves out does not keep a year away: the Bureau's own averages
    are over the months it has.
    """
    index = _index(build)
    whole = index.groupby("fiscal_year").filter(
        lambda year: len(year) == 12 and bool(year["price_index"].notna().iloc[-1])
    )
    return sorted({int(year) for year in whole["fiscal_year"]})


def _index(build: Build) -> pd.DataFrame:
    return build.query("SELECT * FROM deflator ORDER BY month")


def _month(day: Any) -> str:
    return str(day)[:7]


def _last_day(period: int | str) -> date:
    """The last day of a fiscal year, or of the month that begins on a day."""
    if isinstance(period, int):
        return date(period, 9, 30)
    day = date.fromisoformat(period)
    return day.replace(day=monthrange(day.year, day.month)[1])
