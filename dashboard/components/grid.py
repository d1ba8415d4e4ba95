"""Grid of awards: its columns, its rows as text, its column filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.published.grid import IS, Narrowed
from dashboard.text import format as fmt
from dashboard.text import rules_text
from dashboard.url import paths

HEADINGS = {
    "piid": "Award",
    "recipient_name": "Vendor",
    "component": "Component",
    "competition_class": "How bought",
    "own_class": "The vehicle itself",
    "obligated_usd": "Obligated",
    "initial_ceiling_usd": "First ceiling",
    "ceiling_usd": "Ceiling now",
    "ceiling_growth_usd": "Ceiling growth",
    "ceiling_growth_ratio": "Growth",
    "first_action_date": "First action",
    "last_action_date": "Last action",
    "action_count": "Actions",
    "product_or_service_code": "Product code",
    "label": "Our label",
    "description": "The record’s own words",
}
WIDTHS = {"recipient_name": 260, "competition_class": 190, "label": 300, "description": 340}
WIDE_ENOUGH = 185
"""Width of billions to the cent."""


def column(name: str, sort: str | None = None) -> dict[str, Any]:
    """A column as AG Grid takes it; `sort`: `asc` or `desc` where rows stand in its order."""
    money = name.endswith("_usd") or name in ("ceiling_growth_ratio", "action_count")
    kind = "agNumberColumnFilter" if money else "agTextColumnFilter"
    kind = "agDateColumnFilter" if name.endswith("_date") else kind
    options = (
        ["contains", "equals"]
        if kind == "agTextColumnFilter"
        else ["greaterThan", "lessThan", "inRange"]
    )
    definition: dict[str, Any] = {
        "field": name,
        "headerName": HEADINGS[name],
        "filter": kind,
        "filterParams": {
            "filterOptions": options,
            "maxNumConditions": 1,
            "debounceMs": 300,
            "inRangeInclusive": True,
        },
        "width": WIDTHS.get(name, WIDE_ENOUGH if name.endswith("_usd") else 150),
    }
    if sort:
        definition["sort"] = sort
    if money:
        definition["type"] = "rightAligned"
    if name == "piid":
        definition |= {
            "cellRenderer": "markdown",
            "pinned": "left",
            "width": 190,
        }
    return definition


def row(award: Mapping[str, Any]) -> dict[str, Any]:
    """An award as the grid shows it: text, exact to the cent; what is missing in words."""
    shown = {name: fmt.text(award[name]) for name in HEADINGS}
    for name in HEADINGS:
        if name.endswith("_usd"):
            shown[name] = fmt.exact(award[name])
        elif name.endswith("_date"):
            shown[name] = fmt.day(award[name])
    shown["ceiling_growth_ratio"] = fmt.times(award["ceiling_growth_ratio"])
    shown["competition_class"] = rules_text.class_label(award["competition_class"])
    own = award["own_class"]
    shown["own_class"] = "" if fmt.missing(own) else rules_text.class_label(own)
    number = "".join(sign for sign in award["piid"] if sign.isalnum() or sign in "-_")
    shown["piid"] = f"[{number}]({paths.award(award['award_key'])})"
    return shown


def conditions(model: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """A column filter of the grid as conditions; `model_of` is the way back."""
    kind, value, second = model.get("type"), model.get("filter"), model.get("filterTo")
    value = model.get("dateFrom", value)
    second = model.get("dateTo", second)
    if kind == "inRange":
        return [("from", value), ("to", second)]
    return [(how, value) for how, called in KINDS.items() if called == kind]


KINDS = {"contains": "contains", IS: "equals", "above": "greaterThan", "below": "lessThan"}


def model_of(narrowed: Sequence[Narrowed]) -> dict[str, dict[str, Any]]:
    """Conditions as the grid shows them, by column: only those that it can show."""
    return {name: model for name in HEADINGS if (model := _model(name, narrowed))}


def unshown(narrowed: Sequence[Narrowed]) -> list[str]:
    """The columns of conditions that the grid cannot show."""
    shown = model_of(narrowed)
    return list(dict.fromkeys(name for name, _, _ in narrowed if name not in shown))


def _model(name: str, narrowed: Sequence[Narrowed]) -> dict[str, Any]:
    """All conditions on a column as the grid shows them; empty where it can show them only in
    part, or none stands there."""
    bounds = [(how, value) for column, how, value in narrowed if column == name]
    kind = column(name)["filter"].removeprefix("ag").removesuffix("ColumnFilter").lower()
    offered = column(name)["filterParams"]["filterOptions"]
    first, second = ("dateFrom", "dateTo") if name.endswith("_date") else ("filter", "filterTo")
    model: dict[str, Any] = {"filterType": kind}
    if [how for how, _ in bounds] == ["from", "to"]:
        model |= {"type": "inRange", first: bounds[0][1], second: bounds[1][1]}
    elif len(bounds) == 1:
        model |= {"type": KINDS.get(bounds[0][0]), first: bounds[0][1]}
    fits = model.get("type") in offered and all(_fits(kind, value) for _, value in bounds)
    return model if fits else {}


def _fits(kind: str, value: Any) -> bool:
    return isinstance(value, int | float if kind == "number" else str)
