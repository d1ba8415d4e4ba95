"""What needs more than one award: years, peers, cohorts, vehicles, rule sets. Plain pandas."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from analysis.measures.families import IT_PRODUCTS, IT_SERVICES
from analysis.measures.growth.cohorts import A_YEAR, CELL, GROUPS, MOST_YEARS, QUARTILES, STARTS
from analysis.measures.growth.peers import FEWEST, RATIOS
from analysis.measures.vehicles import LEVELS
from analysis.rules import load
from analysis.rules.rule_sets import others
from tests.benchmarks.plain.actions import AWARD, Action, fiscal_year, total

Row = dict[str, Any]
VEHICLE_CELL = ("vehicle_key", "competition_class", "competition_group")
CHANGE = ("action_date", "ceiling_change_usd", "obligated_usd")


def by_time(actions: list[Action]) -> Iterator[tuple[str, Row]]:
    """An award's obligations by fiscal year and by month: given, taken back, net."""
    for table, name, period in (
        ("award_years", "fiscal_year", lambda a: fiscal_year(a["action_date"])),
        ("award_months", "month", lambda a: a["action_date"].replace(day=1)),
    ):
        parts: dict[Any, list[Decimal | None]] = defaultdict(list)
        for action in actions:
            parts[period(action)].append(action["obligated_usd"])
        for when, amounts in parts.items():
            stated = [amount for amount in amounts if amount is not None]
            none = table == "award_years"  # a year says nothing where nothing was given
            given, taken = ([a for a in stated if a > 0], [a for a in stated if a < 0])
            signs = {"given_actions": len(given), "taken_back_actions": len(taken)}
            yield (
                table,
                {
                    "award_key": actions[0][AWARD],
                    name: when,
                    "obligated_usd": total(amounts),
                    "given_usd": total(given) if none or not stated else sum(given, Decimal(0)),
                    "taken_back_usd": total(taken)
                    if none or not stated
                    else sum(taken, Decimal(0)),
                    "actions": len(amounts),
                    **(signs if table == "award_years" else {}),
                    "obligations_missing": len(amounts) - len(stated),
                },
            )


def psc_family(code: str | None) -> str | None:
    signs = (code or "").strip().upper()[:2] or None
    if signs and re.match(IT_SERVICES, signs):
        return "IT services"
    return "IT products" if signs and re.match(IT_PRODUCTS, signs) else signs


def peers(awards: pd.DataFrame) -> pd.DataFrame:
    """The percentile of each award's growth among awards of its PSC family and component."""
    table = awards.assign(
        psc_family=awards["product_or_service_code"].map(psc_family, na_action="ignore")
    )
    group = ["psc_family", "component_code"]
    for name, column in RATIOS.items():
        held = table[(table["award_kind"] == "AWARD") & table[column].notna()].dropna(subset=group)
        grown = held.groupby(group)[column]
        size = grown.transform("size")
        share = (grown.rank(method="average") - 0.5) / size * 100
        table[f"{name}_percentile"] = share.where(size >= FEWEST)
        table[f"{name}_peers"] = size
    found = [f"{name}_{what}" for name in RATIOS for what in ("percentile", "peers")]
    return table[["award_key", "psc_family", *found]]


def followed_until(held: pd.DataFrame) -> dict[str, date]:
    """Up to which day what is held would show a change of an award, by its key.

    That of its own copy in the embedded sample, else the newest of its component's files.
    """
    own: dict[str, date] = {}
    component: dict[str, str | None] = {}
    sampled = set(held.loc[held["source"] == "sample", AWARD])
    rows = held[[AWARD, "last_seen", "awarding_sub_agency_code"]]
    for key, seen, code in rows.itertuples(index=False, name=None):
        own[key] = max(own.get(key, seen.date()), seen.date())
        component[key] = code if isinstance(code, str) else component.get(key)
    newest: dict[str | None, date] = {}
    for key in own.keys() - sampled:
        newest[component[key]] = max(newest.get(component[key], own[key]), own[key])
    return {key: own[key] if key in sampled else newest[component[key]] for key in own}


def cohorts(
    changes: dict[str, list[list[Any]]], awards: pd.DataFrame, until: dict[str, date]
) -> pd.DataFrame:
    """Quartiles of growth of the awards of a year, year after year, by how they were bought."""
    cells: dict[tuple[Any, ...], list[float]] = defaultdict(list)
    kept = awards[
        (awards["award_kind"] == "AWARD")
        & awards["base_held"]
        & awards["competition_group"].isin(GROUPS)
        & ((awards["competition_group"] != "sole source") | awards["headline"])
        & ~awards["competition_flags"].str.split("|").map(lambda flags: "not_in_rates" in flags)
    ]
    for award in kept.to_dict("records"):
        start = _number(award["first_action_date"])
        years = min((_number(until[award["award_key"]]) - start) // A_YEAR, MOST_YEARS)
        for place, what in enumerate(STARTS, 1):
            initial = award[STARTS[what]]
            if initial is None or initial <= 0:
                continue
            for after in range(1, years + 1):
                end = start + after * A_YEAR
                amounts = [
                    change[place]
                    for change in changes[award["award_key"]]
                    if _number(change[0]) <= end
                ]
                if None not in amounts:
                    cell = (award["start_fiscal_year"], after, award["competition_group"], what)
                    cells[cell].append(float(sum(amounts, Decimal(0))) / float(initial))
    rows = []
    for cell, ratios in cells.items():
        quantiles = pd.Series(ratios).quantile(list(QUARTILES.values()))
        enough = len(ratios) >= FEWEST
        told = quantiles.to_list() if enough else [None] * len(QUARTILES)
        rows.append(
            dict(zip((*CELL, "awards", *QUARTILES), (*cell, len(ratios), *told), strict=True))
        )
    return pd.DataFrame(rows)


def _number(day: date) -> int:
    return day.year * A_YEAR + day.month * 100 + day.day


def rule_set_differences(awards: pd.DataFrame) -> pd.DataFrame:
    """Awards that a rule set puts in another class than ours, with what is obligated on them."""
    sides = {name: each.not_competed for name, each in load().classes.items()}
    rows = []
    for name in others():
        moved = awards[awards["rates_class"] != awards[f"class_{name}"]]
        for (ours, theirs), group in moved.groupby(["rates_class", f"class_{name}"]):
            rows.append(
                {
                    "rule_set": name,
                    "default_class": ours,
                    "other_class": theirs,
                    "awards": len(group),
                    "obligated_usd": total(group["obligated_usd"].to_list()),
                    "sides_differ": {sides[ours], sides[theirs]} == {"yes", "no"},
                }
            )
    return pd.DataFrame(rows)


def vehicle_orders(awards: pd.DataFrame) -> pd.DataFrame:
    """Orders and calls under each vehicle, at every level, by how each was bought."""
    over = dict(zip(awards["award_key"], awards["parent_award_key"], strict=True))
    counted: Counter[tuple[str, str, str]] = Counter()
    money: dict[tuple[str, str, str], list[Decimal | None]] = defaultdict(list)
    for award in awards[awards["award_kind"] != "IDV"].to_dict("records"):
        upper, seen = over[award["award_key"]], set()
        while isinstance(upper, str) and len(seen) < LEVELS:
            if upper not in seen and upper != award["award_key"]:
                cell = (upper, award["competition_class"], award["competition_group"])
                counted[cell] += 1
                money[cell].append(award["obligated_usd"])
            seen.add(upper)
            upper = over.get(upper)
    rows = [(*cell, number, total(money[cell])) for cell, number in counted.items()]
    return pd.DataFrame(rows, columns=[*VEHICLE_CELL, "orders", "obligated_usd"])
