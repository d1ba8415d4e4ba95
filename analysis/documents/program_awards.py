"""Awards of a program, each with the actions that belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from analysis.documents import marks
from analysis.published.build import Build
from analysis.rules import load
from analysis.serialise import rows

Row = dict[str, Any]
AWARD = """
    award_key, piid, award_kind, recipient_name, vendor_family, vendor_name, maker, component,
    label, description, competition_class, own_class, competition_rule, competition_label,
    extent_competed_code, fair_opportunity_limited_sources_code, number_of_offers_received,
    first_action_date, last_action_date, initial_ceiling_usd, ceiling_usd, ceiling_growth_usd,
    action_count, obligated_usd AS award_obligated_usd, usaspending_url, as_of
"""


def awards_of(build: Build, actions: list[Row]) -> list[Row]:
    """The awards with the actions that belong, by role; the money is of those actions alone."""
    keys = sorted({row["award_key"] for row in actions})
    places = ", ".join("?" * len(keys)) or "NULL"
    frame = build.query(
        f"SELECT {AWARD} FROM awards WHERE award_key IN ({places}) "
        "ORDER BY first_action_date, award_key",
        keys,
    )
    documents = []
    for award in marks.with_look_first(build, rows(frame)):
        own = [row for row in actions if row["award_key"] == award["award_key"]]
        for role in dict.fromkeys(row["role"] for row in own):
            documents.append(_award(award, [row for row in own if row["role"] == role], role))
    return documents


def _award(award: Row, actions: list[Row], role: str) -> Row:
    stated = [Decimal(row["obligated_usd"]) for row in actions if row["obligated_usd"]]
    reasons = dict.fromkeys((row["because"], row["basis"]) for row in actions)
    return {
        **award,
        "role": role,
        "whole": len(actions) == award["action_count"],
        "obligated_usd": str(sum(stated)) if stated else None,
        "because": [{"because": why, "basis": basis} for why, basis in reasons],
        "modifications": [
            {key: value for key, value in row.items() if key not in ("role", "award_key")}
            for row in actions
        ],
    }


def by_class(awards: Iterable[Row]) -> list[Row]:
    sums: dict[str, Row] = {}
    for each in awards:
        row = sums.setdefault(
            each["competition_class"],
            {
                "competition_class": each["competition_class"],
                # of the class alone: that of an award says of a vehicle how it was itself bought
                "competition_label": load().classes[each["competition_class"]].label,
                "awards": 0,
                "obligated": Decimal(0),
            },
        )
        row["awards"] += 1
        row["obligated"] += Decimal(each["obligated_usd"] or 0)
    return [
        {key: value for key, value in row.items() if key != "obligated"}
        | {"obligated_usd": str(row["obligated"])}
        for row in sorted(sums.values(), key=lambda row: -row["obligated"])
    ]
