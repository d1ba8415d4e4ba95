"""Constant dollars: words on dollars of different years, and on the year not over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.documents import money as money_document
from analysis.published import queries
from analysis.published.build import Build
from analysis.published.dollars import dollars
from dashboard.facets import Option
from dashboard.published_data import Table, rows
from dashboard.text import format as fmt
from dashboard.url import query
from dashboard.url.query import Filters
from fetch import fiscal


def base_year(filters: Filters, offered: Sequence[Option]) -> int | None:
    """The fiscal year in whose dollars the bars are told; None for nominal ones."""
    return int(offered[0].also[0]) if filters.of("dollars") and offered else None


def bars(build: Build, filters: Filters, base: int | None) -> pd.DataFrame:
    """Obligations by fiscal year and group, nominal or in dollars of a fiscal year."""
    if base is None:
        return queries.years(build, query.selection(filters))
    return money_document.years(build, base, query.selection(filters))


def says(build: Build, filters: Filters, years: Table, base: int | None) -> str:
    """In which dollars the bars are, and what is still to come of the year that is not over."""
    sentences = [_nominal() if base is None else _constant(dollars(build, base))]
    day = dt.date.fromisoformat(build.as_of)
    current = fiscal.of(day)
    if current in {row["fiscal_year"] for row in rows(years)} and not fiscal.is_last_day(day):
        share = money_document.latest_to_come(build, filters.of("component"))["still_to_come"]
        sentences.append(f"FY{current} is not over, and records come late. {to_come(share)}")
    return " ".join(sentences)


def _nominal() -> str:
    return "Dollars are nominal: of the year they were obligated in."


def _constant(terms: Mapping[str, Any]) -> str:
    """Which index stands behind constant dollars, and what it leaves out."""
    sentences = [
        f"The bars are in dollars of fiscal year {terms['fiscal_year']}, by the consumer price "
        f"index of the Bureau of Labor Statistics ({terms['series']}, held up to "
        f"{terms['index_through']}); all other figures of this page are nominal, those of the "
        "awards behind a bar too."
    ]
    if gaps := terms["months_without_index"]:
        sentences.append(
            f"The index has no value for {fmt.join(gaps)}: what was obligated then is left "
            "out, and the table says how much."
        )
    return " ".join(sentences)


def to_come(share: Mapping[str, Any]) -> str:
    """The share of the latest month that is usually still to come, or why it is not known.

    What the rule on reports allows stands behind it: the records are later than that.
    """
    if share["missing_because"]:
        unknown = fmt.sentence(
            "how much of its latest month is usually still to come is not known: "
            f"{share['missing_because']}"
        )
        return f"{unknown} {share['by_rule']}"
    shares = [f"{fmt.share(share['share_of_actions'])} of its actions"]
    if not fmt.missing(share["share_of_given"]):
        shares.append(f"{fmt.share(share['share_of_given'])} of the dollars given")
    days = fmt.count(share["days_after_month"], "day")
    after = fmt.sentence(f"{days} after a month ended, {fmt.join(shares)} were still to come")
    return f"{after} {USUALLY} {share['by_rule']}"


USUALLY = "That is how it was in months watched here from their first day."
