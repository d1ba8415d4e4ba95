"""The rows behind each view, by the name that the address of a file has: `/data/years.csv?…`.

A file is asked with the same filters as the page, so it holds what the page shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from analysis.documents.vehicle import vehicle_document
from analysis.published import grid, lists, queries
from analysis.published.build import Build
from analysis.rules.rule_sets import class_column
from dashboard import facets, subject_sheets
from dashboard.charts import growth as growth_charts
from dashboard.components import common, constant_dollars
from dashboard.downloads import Sheet
from dashboard.pages.award import sheets as award_sheets
from dashboard.pages.competition import panels
from dashboard.pages.places import choice as places
from dashboard.url import grid_state, query
from dashboard.url.query import Filters
from fetch.errors import InputError

TOP = 20
"""Awards in a ranking, on the page and in its file."""
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


def _definition(measure: str) -> str:
    """The sentence of METHOD.md that defines a measure."""
    from analysis.docs.definitions import by_name  # Ibis takes a second: only when it is asked

    return by_name()[measure.replace("_", " ")]


def sheet(build: Build, name: str, search: str) -> Sheet:
    """The rows of a view by its name and its filters. InputError where there is no such view."""
    if name not in SHEETS:
        raise InputError(f"there are no rows called {name!r}; there are: {', '.join(SHEETS)}")
    return SHEETS[name](build, search)


def only(found: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Some columns of an answer, with how to get it again."""
    frame = found[list(columns)]
    frame.attrs.update(found.attrs)
    return frame


def grown(build: Build, chosen: Filters, columns: Sequence[str] = ()) -> pd.DataFrame:
    """The awards that began in the chosen years whose ceiling rose most.

    `columns`: what a page shows of each; a file has all that is held.
    """
    return queries.growth(build, query.selection(chosen), TOP, columns=columns)


def sized(build: Build, chosen: Filters, most: int) -> pd.DataFrame:
    """The most obligated awards of known growth; `attrs["matching"]` counts all of them."""
    return queries.sized(build, query.selection(chosen), most)


def _sized(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search, "/growth")
    return Sheet(
        "sized",
        "Growth of ceilings against their first size",
        "The ceiling now over the ceiling of the base action. Awards whose growth is not known are "
        "not among them.",
        sized(build, chosen, growth_charts.MOST_POINTS),
        facets.in_words(chosen, offered),
        f"/growth{query.to_search(chosen)}",
    )


def _cohorts(build: Build, _: str) -> Sheet:
    return Sheet(
        "cohorts",
        "Growth of the awards of a fiscal year after each year",
        "Median and quartiles of the ceiling and of obligations over the base action's, by how the "
        "award was bought; cells of fewer than five awards have none.",
        queries.cohorts(build),
        view="/growth",
    )


def _years(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search)
    base = constant_dollars.base_year(chosen, offered["dollars"])
    dollars = f"dollars of FY{base}" if base else "nominal dollars"
    return Sheet(
        "years",
        f"Obligations by fiscal year and how they were bought, in {dollars}",
        f"{query.sums_of(chosen)} of the actions signed in each fiscal year, by the class of "
        "their award.",
        constant_dollars.bars(build, chosen, base),
        facets.in_words(chosen, offered),
        facets.PATH + query.to_search(chosen),
    )


def _shares(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search)
    narrowed = chosen.with_values("class", ())
    return Sheet(
        "shares",
        "Share of obligations not competed, by fiscal year",
        "What was obligated on awards not competed over all obligations, and over those whose "
        "class is known. Awards kept out of rates are in neither; dollars are nominal.",
        queries.shares(build, query.selection(chosen)),
        facets.in_words(narrowed, offered),
        facets.PATH + query.to_search(chosen),
    )


def _growth(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search, "/growth")
    found = grown(build, chosen)
    columns = list(dict.fromkeys([*queries.AWARD_COLUMNS, class_column(chosen.rule_set)]))
    frame = only(found, columns)
    return Sheet(
        "growth",
        f"The {len(frame)} awards whose ceiling grew most",
        "The ceiling now less the ceiling of the base action. Awards whose first action is not "
        "held, or states no ceiling, are left out; a vehicle's ceiling includes its orders.",
        frame,
        facets.in_words(chosen, offered),
        facets.PATH + query.to_search(chosen),
    )


def _actions(build: Build, search: str) -> Sheet:
    award = build.award(_named(search))
    found = build.actions(award["award_key"])
    frame = only(found, ACTION_COLUMNS)
    return Sheet(
        "actions",
        f"The actions of {award['piid']} in order",
        "Each row is one action: what it obligated, by how much it changed the ceiling, and what "
        "both had come to by then.",
        frame,
        f"award {award['award_key']}",
        common.award_path(award["award_key"]),
    )


def _orders(build: Build, search: str) -> Sheet:
    award = build.award(_named(search))
    found = queries.orders(build, award["award_key"])
    frame = only(found, queries.AWARD_COLUMNS)
    return Sheet(
        "orders",
        f"Orders held under {award['piid']}",
        "Each row is one order or call. The vehicle's ceiling includes theirs; they are not added.",
        frame,
        f"vehicle {award['award_key']}",
        common.award_path(award["award_key"]),
    )


def _awards(build: Build, search: str) -> Sheet:
    asked, chosen = grid_state.asked_of(build, search)
    found = grid.awards(build, asked)
    return Sheet(
        "awards",
        "Awards held, as listed",
        "Each row is one contract, order or vehicle. A vehicle's ceiling includes its orders. With "
        "a fiscal year chosen, the awards that began in it.",
        found,
        chosen,
        f"{grid_state.PATH}?{search}",
    )


def _groups(build: Build, search: str) -> Sheet:
    asked, chosen = grid_state.asked_of(build, search)
    by = query.first(search, "group", "component")
    return Sheet(
        "groups",
        f"Awards held by {by}",
        "Sums over the awards of a group: net obligations, and the growth of ceilings of those "
        "whose growth is known, vehicles left out.",
        grid.grouped(build, asked, by),
        chosen,
        f"{grid_state.PATH}?{search}",
    )


def _rates(build: Build, search: str) -> Sheet:
    chosen, offered = facets.chosen_of(build, search, "/bought")
    by = query.first(search, "by", "component")
    found, _ = queries.competition(build, query.selection(chosen), by)
    return Sheet(
        "rates",
        f"Share of obligations not competed, by {by}",
        _definition("rates"),
        found,
        facets.in_words(chosen, offered),
        f"/bought?{search.lstrip('?')}",
    )


def _apart(build: Build, _: str) -> Sheet:
    return Sheet(
        "apart",
        "Awards that the rules of others put in another class",
        _definition("differences"),
        lists.rules_apart(build),
        view="/bought",
    )


def _said(build: Build, _: str) -> Sheet:
    found = queries.said_competed(build)
    frame = only(found, [*queries.AWARD_COLUMNS, *queries.CODES])
    return Sheet(
        "said",
        "Awards recorded as competed whose order was not",
        _definition("said_competed"),
        frame,
        view="/bought",
    )


def _vehicles(build: Build, _: str) -> Sheet:
    return Sheet(
        "vehicles",
        "Vehicles held, or named by an order",
        _definition("vehicles"),
        lists.vehicles(build),
        view="/vehicles",
    )


def _under(build: Build, search: str) -> Sheet:
    told = vehicle_document(build, _named(search))
    key = told["vehicle_key"]
    found = lists.under(build, key)
    frame = only(found, ["vehicle_key", "level", "is_order", *queries.AWARD_COLUMNS])
    return Sheet(
        "under",
        f"Orders, calls and agreements held under {told['piid']}",
        _definition("under_vehicles"),
        frame,
        f"vehicle {key}",
        f"/vehicle/{key}",
    )


def _components(build: Build, _: str) -> Sheet:
    return Sheet(
        "components",
        "Actions held by component",
        "What is held, from which day to which, and up to which day the records speak.",
        lists.components(build),
        view="/about",
    )


def _named(search: str) -> str:
    named = query.first(search, "award")
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
    "sized": _sized,
    "rates": _rates,
    "apart": _apart,
    "said": _said,
    "vehicles": _vehicles,
    "under": _under,
    "components": _components,
    "cohorts": _cohorts,
    "groups": _groups,
    **subject_sheets.SHEETS,
    **places.SHEETS,
    **award_sheets.SHEETS,
    **panels.SHEETS,
}
