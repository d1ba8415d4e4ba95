"""Vendors by any name or number on their actions: trade name, UEI, DUNS, CAGE, parent's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd

from analysis.published.build import Build
from analysis.rules import firms

NAMELESS = "name not stated"
PLACE = "concat_ws(', ', recipient_city_name, recipient_state_code)"
OWN = (
    "name_spelling = ?",
    "{trade} = ?",
    "upper(recipient_uei) = ?",
    "recipient_duns = ?",
    "upper(cage_code) = ?",
)
PARENT = ("{parent} = ?", "upper(recipient_parent_uei) = ?")


@dataclass(frozen=True)
class FirmHeld:
    """A firm as its actions state it: names, numbers, place, days and sum."""

    family: str
    name: str
    uei: str | None
    duns: str | None
    cage: str | None
    place: str
    first_action_date: date | None
    last_action_date: date | None
    actions: int
    obligated_usd: Decimal | None

    @property
    def in_words(self) -> str:
        """`EXAMPLE LLC of RESTON, VA (UEI EXAMPLE00001), last action 2025-01-31`."""
        place = f" of {self.place}" if self.place else ", place not stated"
        numbers = (("UEI", self.uei), ("DUNS", self.duns), ("CAGE", self.cage))
        number = next((f" ({kind} {value})" for kind, value in numbers if value), "")
        return f"{self.name}{place}{number}, last action {self.last_action_date or 'not stated'}"

    @property
    def spelled(self) -> str:
        """Its name in one spelling."""
        return firms.spelling(self.name)

    @property
    def asked_by(self) -> str:
        """What to ask for to find this firm and no other: its number, else its family."""
        return self.uei or self.family


def firms_of(build: Build, asked: str) -> list[FirmHeld]:
    """Firms that bear a name or number, most money first; none where it is blank."""
    name = firms.spelling(asked)
    if not name:
        return []
    number = re.sub("[^A-Z0-9]", "", asked.upper())
    own = _any_of(OWN), [name, name, number, number, number]
    of_parent = _any_of(PARENT), [name, number]
    # a parent's name speaks only where no firm bears it
    found = _firms(build, *own) or _firms(build, *of_parent)
    if len({firm.family for firm in found}) > 1:
        found = [firm for firm in found if holds(build, firm)] or found
    return found


def in_family(build: Build, family: str) -> list[FirmHeld]:
    """The firms of a family, each with its own sum, most money first."""
    return _firms(build, "vendor_family = ?", [family])


def with_words(build: Build, words: str) -> list[FirmHeld]:
    """Firms whose name holds some words, one after the other; most money first."""
    spelled = firms.spelling(words)
    if not spelled:
        return []
    return _firms(build, "regexp_matches(name_spelling, ?)", [rf"\b{re.escape(spelled)}\b"])


def holds(build: Build, firm: FirmHeld) -> bool:
    """Does the firm hold an award of the family now, under its latest name?

    A firm whose award passed to another stands on that award's actions, and in its family.
    """
    own = ("recipient_uei = ?", [firm.uei]) if firm.uei else ("vendor_spelling = ?", [firm.spelled])
    held = build.query(
        f"SELECT 1 FROM awards WHERE vendor_family = ? AND {own[0]} LIMIT 1", [firm.family, *own[1]]
    )
    return len(held) > 0


def is_family(build: Build, name: str) -> bool:
    """Is it a family, letter for letter?"""
    held = build.query("SELECT 1 FROM vendor_names WHERE vendor_family = ? LIMIT 1", [name])
    return len(held) > 0


def _any_of(conditions: Sequence[str]) -> str:
    spelled = {
        "trade": _spelled("recipient_doing_business_as_name"),
        "parent": _spelled("recipient_parent_name"),
    }
    return " OR ".join(each.format(**spelled) for each in conditions)


def _spelled(column: str) -> str:
    """SQL of a name in one spelling, as `families.one_spelling` has it."""
    bare = f"trim(regexp_replace(upper({column}), '[^A-Z0-9]+', ' ', 'g'))"
    return f"regexp_replace({bare}, '( ({firms.LEGAL_FORMS}))+$', '')"


def _firms(build: Build, where: str, values: Sequence[str]) -> list[FirmHeld]:
    """Firms under a condition: a firm is a UEI, else a name in one spelling."""
    frame = build.query(
        f"""WITH stated AS (
            SELECT *, min(recipient_uei) OVER named AS least, max(recipient_uei) OVER named AS most
            FROM vendor_names WHERE {where}
            WINDOW named AS (PARTITION BY vendor_family, name_spelling))
        SELECT vendor_family AS family, arg_max(recipient_name, last_action_date) AS name,
            max(recipient_uei) AS uei, max(recipient_duns) AS duns, max(cage_code) AS cage,
            arg_max({PLACE}, last_action_date) FILTER ({PLACE} <> '') AS place,
            min(first_action_date) AS first_action_date,
            max(last_action_date) AS last_action_date,
            sum(actions)::BIGINT AS actions, sum(obligated_usd) AS obligated_usd
        -- actions of before the UEI go to the one that later bears their name
        FROM stated GROUP BY vendor_family,
            coalesce(recipient_uei, CASE WHEN least = most THEN least END, name_spelling)
        ORDER BY obligated_usd DESC NULLS LAST, name, uei""",
        values,
    )
    return [FirmHeld(**_plain(row)) for row in frame.to_dict("records")]


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    """Cells with None for what is missing, days without a clock."""
    cells = {str(key): None if pd.isna(value) else value for key, value in row.items()}
    days = {name: day_of(cells[name]) for name in ("first_action_date", "last_action_date")}
    return {**cells, **days, "name": cells["name"] or NAMELESS, "place": cells["place"] or ""}


def day_of(value: Any) -> date | None:
    """The day of a date or moment."""
    return value.date() if isinstance(value, datetime) else value
