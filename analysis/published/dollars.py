"""Dollars of the amounts: nominal, or constant ones of a fiscal year."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.published.build import Build
from analysis.serialise import plain
from fetch.codes import prices
from fetch.errors import WrongChoice


def dollars(build: Build, constant: int | None) -> dict[str, Any]:
    """Kind of dollars; for constant ones the year, the series and its gaps."""
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
    """WrongChoice where a fiscal year has no average index yet, or none any more."""
    years = base_years(build)
    if year not in years:
        raise WrongChoice(
            f"no dollars of fiscal year {year}: its index is not held from October to September; "
            f"there are: {years[0]} to {years[-1]}"
        )


def base_years(build: Build) -> list[int]:
    """Fiscal years for constant dollars: those with an index through September.

    A gap in the series does not exclude a year: the Bureau's own averages are over the
    months it has.
    """
    index = _index(build)
    whole = index.groupby("fiscal_year").filter(
        # twelve rows and a value in the last of them: docs/decisions/0027
        lambda year: len(year) == 12 and bool(year["price_index"].notna().iloc[-1])
    )
    return sorted({int(year) for year in whole["fiscal_year"]})


def _index(build: Build) -> pd.DataFrame:
    return build.query("SELECT * FROM deflator ORDER BY month")


def _month(day: Any) -> str:
    return str(day)[:7]
