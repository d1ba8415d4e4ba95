"""Competition document: the contract of `python -m analysis competition --json`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

import pandas as pd

from analysis.documents import marks
from analysis.documents.types.rates import CompetitionDocument, Rate
from analysis.measures.rates import COMPARABLE_FROM
from analysis.published import queries
from analysis.published.build import Build
from analysis.published.selection import Selection, Words, Years
from analysis.rules.rule_sets import DEFAULT
from analysis.serialise import plain, rows
from analysis.text import NOTHING_OBLIGATED, TAKEN_BACK

AWARD = ("award_key", "piid", "recipient_name", "rates_class", "obligated_usd", "usaspending_url")
RATE = tuple(name for name in Rate.__annotations__ if name != "classes")
CLASS = ("competition_class", "competition_group", "in_rates", "obligated_usd", "awards", "actions")


def competition_document(
    build: Build,
    rule_set: str = DEFAULT,
    by: str = "all",
    component: Words = None,
    fiscal_years: Years = None,
) -> CompetitionDocument:
    """Rates as ranges, each class on its own, and where others differ from us."""
    selection = Selection(component, fiscal_years=fiscal_years, rule_set=rule_set)
    rates, classes = queries.competition(build, selection, by)
    contradicted = queries.said_competed(build)
    document = {
        "rule_set": rule_set,
        "by": by,
        "rates": _rates(rates, classes, by),
        "vehicles": _vehicles(build, selection),
        "differs_from_default": rows(queries.differences(build, rule_set)),
        "record_says_competed_order_was_not": {
            "awards": contradicted.attrs["awards"],
            "obligated_usd": plain(contradicted.attrs["obligated_usd"]),
            "listed": marks.with_look_first(build, rows(contradicted[list(AWARD)])),
        },
        "sql": {"rates": rates.attrs["sql"], "classes": classes.attrs["sql"]},
        **build.provenance,
    }
    return cast(CompetitionDocument, document)  # the test of types holds its keys


def _vehicles(build: Build, selection: Selection) -> dict[str, Any]:
    """Vehicles of a selection: a sum of classes has them under how they were themselves bought."""
    counted = queries.vehicles(build, selection)
    return {"counted_by": "own_class", **rows(counted)[0]}


NO_RATES = "nothing of it counts in rates"


def _unshared(rate: dict[str, Any]) -> str | None:
    """Why a share is missing; None where it is there."""
    if not rate:
        return NO_RATES
    if rate["not_competed_low"] is not None:
        return None
    # a year of vehicles alone has no whole to be a share of
    whole = rate["obligated_usd"]
    return NOTHING_OBLIGATED if whole is None or not Decimal(whole) else TAKEN_BACK


def _rates(rates: pd.DataFrame, classes: pd.DataFrame, by: str) -> list[dict[str, Any]]:
    """One document a value. A value of which nothing counts in rates has its classes alone."""
    rated = {row["value"]: row for row in rows(rates)}
    documents = []
    for value, part in classes.groupby("value", sort=True):
        rate = rated.get(value, {})
        document = {**dict.fromkeys(RATE), **rate, "value": plain(value)}
        document["share_missing_because"] = _unshared(rate)
        is_comparable = int(str(value)) >= COMPARABLE_FROM if by == "fiscal_year" else None
        document["comparable"] = is_comparable
        documents.append(document | {"classes": rows(part[list(CLASS)])})
    return documents
