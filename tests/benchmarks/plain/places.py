"""The place that each action of an award states, on both sides: plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from analysis.measures.places import SIDES
from fetch import codes
from tests.benchmarks.plain.actions import AWARD, Action, fiscal_year, total

Place = tuple[str, str | None, str | None, str | None]


def of_award(actions: list[Action]) -> Iterator[dict[str, Any]]:
    """One row a side, place, fiscal year and component of an award."""
    for side, columns in SIDES.items():
        parts: dict[tuple[Any, ...], list[Decimal | None]] = defaultdict(list)
        for action in actions:
            year = fiscal_year(action["action_date"])
            cell = (*_place(*(action[name] for name in columns)), year)
            parts[*cell, action["awarding_sub_agency_code"]].append(action["obligated_usd"])
        for (place, country, state, district, year, component), amounts in parts.items():
            yield {
                "side": side,
                "place": place,
                "country_code": country,
                "state": state,
                "district": district,
                "award_key": actions[0][AWARD],
                "fiscal_year": year,
                "component_code": component,
                "obligated_usd": total(amounts),
                "actions": len(amounts),
                "obligations_missing": amounts.count(None),
            }


def _place(country: str | None, state: str | None, seat: str | None) -> Place:
    country, state, seat = ((text or "").strip().upper() or None for text in (country, state, seat))
    territories = {row["country"]: code for code, row in codes.table("state").items()}
    territories.pop("")
    if country and country != "USA" and country not in territories:
        return "abroad", country, None, None
    state = state or territories.get(country or "")
    if not state:
        return "not stated", country, None, None
    digits = (seat or "")[-2:]
    sound = len(digits) == 2 and digits.isdigit() and seat in (digits, f"{state}-{digits}")
    return "state", country, state, f"{state}-{digits}" if sound else None
