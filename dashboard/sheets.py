"""The rows behind each view, by the name that the address of a file has: `/data/years.csv?…`.

A file is asked with the same filters as the page, so it holds what the page shows.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

import pandas as pd

from analysis import explore, queries
from analysis.published import Build
from analysis.rules.rule_sets import class_column
from dashboard import facets, filters, parts, through_time, view
from dashboard.exports import Sheet
from dashboard.filters import Filters
from fetch.errors import InputError

TOP = 20
"""Awards in a ranking, on the page and in its file."""
AWARD_COLUMNS = (
    "award_key",
    "piid",
    "recipient_name",
    "component",
    "competition_class",
    "first_action_date",
    "initial_ceiling_usd",
    "ceiling_usd",
    "ceiling_changes_missing",
    "ceiling_growth_usd",
    "ceiling_growth_ratio",
    "obligated_usd",
    "as_of",
    "usaspending_url",
)
ACTION_COLUMNS = (
    "award_key",
    "modification_number",
    "action_date",
    "action_type",
    "growth_bucket",
    "obligated_usd",
    "ceiling_change_usd",
    "cumulative_obligated_usd",
    "cumulative_ceiling_usd",
    "label",
    "description",
    "basis",
    "as_of",
    "usaspending_url",
)


def sheet(build: Build, name: str, search: str) -> Sheet:
    """The rows of a view by its name and its filters. InputError where there is no such view."""
    if name not in SHEETS:
        raise InputError(f"there are no rows called {name!r}; there are: {', '.join(SHEETS)}")
    return SHEETS[name](build, search)


def grown(build: Build, chosen: Filters) -> pd.DataFrame:
    """The awards that began in the chosen years whose ceiling rose most."""
    asked = queries.that_began(
        chosen.component,
        chosen.competition_class,
        chosen.fiscal_years,
        rule_set=chosen.rule_set,
    )
    return queries.growth(build, asked, TOP)


def _years(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search)
    base = through_time.base_year(chosen, offered["dollars"])
    dollars = f"dollars of FY{base}" if base else "nominal dollars"
    return Sheet(
        "years",
        f"Obligations by fiscal year and how they were bought, in {dollars}",
        "Net obligations of the actions signed in each fiscal year, by the class of their award.",
        through_time.bars(build, chosen, base),
        facets.in_words(chosen, offered),
        facets.PATH + filters.to_search(chosen),
    )


def _shares(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search)
    narrowed = chosen.with_values("class", ())
    return Sheet(
        "shares",
        "Share of obligations not competed, by fiscal year",
        "What was obligated on awards not competed over all obligations, and over those whose "
        "class is known. Awards kept out of rates are in neither; dollars are nominal.",
        queries.shares(build, chosen.component, chosen.fiscal_years, chosen.rule_set),
        facets.in_words(narrowed, offered),
        facets.PATH + filters.to_search(chosen),
    )


def _growth(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search)
    found = grown(build, chosen)
    columns = list(dict.fromkeys([*AWARD_COLUMNS, class_column(chosen.rule_set)]))
    frame = found[columns]
    frame.attrs.update(found.attrs)
    return Sheet(
        "growth",
        f"The {len(frame)} awards whose ceiling grew most",
        "The ceiling now less the ceiling of the base action. Awards whose first action is not "
        "held, or states no ceiling, are left out; a vehicle's ceiling includes its orders.",
        frame,
        facets.in_words(chosen, offered),
        facets.PATH + filters.to_search(chosen),
    )


def _actions(build: Build, search: str) -> Sheet:
    award = build.award(_named(search))
    found = build.actions(award["award_key"])
    frame = found[list(ACTION_COLUMNS)]
    frame.attrs.update(found.attrs)
    return Sheet(
        "actions",
        f"The actions of {award['piid']} in order",
        "Each row is one action: what it obligated, by how much it changed the ceiling, and what "
        "both had come to by then.",
        frame,
        f"award {award['award_key']}",
        parts.award_path(award["award_key"]),
    )


def _orders(build: Build, search: str) -> Sheet:
    award = build.award(_named(search))
    found = queries.orders(build, award["award_key"])
    frame = found[list(AWARD_COLUMNS)]
    frame.attrs.update(found.attrs)
    return Sheet(
        "orders",
        f"Orders held under {award['piid']}",
        "Each row is one order or call. The vehicle's ceiling includes theirs; they are not added.",
        frame,
        f"vehicle {award['award_key']}",
        parts.award_path(award["award_key"]),
    )


def _awards(build: Build, search: str) -> Sheet:
    asked, chosen = view.asked_of(build, search)
    found = explore.awards(build, asked)
    return Sheet(
        "awards",
        "Awards held, as listed",
        "Each row is one contract, order or vehicle. A vehicle's ceiling includes its orders. With "
        "a fiscal year chosen, the awards that began in it.",
        found,
        chosen,
        f"{view.PATH}?{search}",
    )


def _groups(build: Build, search: str) -> Sheet:
    asked, chosen = view.asked_of(build, search)
    by = parse_qs(search.lstrip("?")).get("group", ["component"])[0]
    return Sheet(
        "groups",
        f"Awards held by {by}",
        "Sums over the awards of a group: net obligations, and the growth of ceilings of those "
        "whose growth is known, vehicles left out.",
        explore.grouped(build, asked, by),
        chosen,
        f"{view.PATH}?{search}",
    )


def _named(search: str) -> str:
    named = parse_qs(search.lstrip("?")).get("award", [""])[0]
    if not named:
        raise InputError("say which award: ?award= and its key")
    return named


SHEETS: dict[str, Callable[[Build, str], Sheet]] = {
    "years": _years,
    "shares": _shares,
    "growth": _growth,
    "actions": _actions,
    "orders": _orders,
    "awards": _awards,
    "groups": _groups,
}
