"""Firms: `vendors.csv`, families that a person put together.

A family is known by a UEI, a parent's UEI, or a name in one spelling. A score of likeness
proposes (`review vendors`); only a row decides, and a row can also say that two alike names
are not one family.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.rules import FOLDER, decisions
from analysis.rules.reachability import BrokenRules
from analysis.rules.row_types import Line, filled, one_of

COLUMNS = "family name role match value event joined source"
ROLES = ("maker", "services", "reseller")
MATCHES = ("uei", "parent", "name", "apart", "none")
JOINED = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?)?")
# the same list as in measures/families.py, which rules must not import
LEGAL_FORMS = "INC|INCORPORATED|LLC|LLP|LP|LTD|LIMITED|CORP|CORPORATION|CO|COMPANY"


@dataclass(frozen=True)
class Firm:
    """Row of `vendors.csv`: an identifier of a family, since when, and why."""

    family: str
    name: str
    role: str
    match: str
    value: str
    event: str
    joined: str
    because: str
    source: str
    where: str

    @property
    def key(self) -> str:
        """Match value of the row: an identifier, or a name in one spelling."""
        return spelling(self.value) if self.match in ("name", "apart") else self.value


def spelling(name: str) -> str:
    """`families.one_spelling` of one name: capitals, without signs and legal form."""
    words = re.sub("[^A-Z0-9]+", " ", name.upper()).strip()
    return re.sub(f"( ({LEGAL_FORMS}))+$", "", words)


@cache
def firms(folder: Path = FOLDER) -> tuple[Firm, ...]:
    """The rows of the table, checked. BrokenRules names file, line and reason."""
    table = decisions.table(folder / "vendors.csv", COLUMNS, _firm)
    named = [row for row in table if row.match != "none"]
    decisions.once(named, lambda row: (_kind(row.match), row.key), lambda row: row.family)
    _check_families(table)
    return table


def families(folder: Path = FOLDER) -> dict[str, Firm]:
    """By family its first row, which speaks for its name and role."""
    # reversed: of several rows the first one stays
    return {row.family: row for row in reversed(firms(folder)) if row.match != "apart"}


def _kind(match: str) -> str:
    # a name put together and kept apart is a contradiction, so both are one kind of key
    return "name" if match in ("name", "apart") else match


def _firm(row: Line) -> Firm:
    one_of(row, "match", MATCHES)
    one_of(row, "role", ROLES)
    if not JOINED.fullmatch(row["joined"]):
        raise ValueError(f"joined {row['joined']!r} is no year, month or day")
    if (row["match"] == "none") != (not row["value"]):
        raise ValueError("a value is given with every match but none")
    texts = {name: filled(row, name) for name in ("name", "event", "because", "source")}
    return Firm(
        family=decisions.slug(row, "family"),
        role=row["role"],
        match=row["match"],
        value=row["value"],
        joined=row["joined"],
        where=row["where"],
        **texts,
    )


def _check_families(table: Sequence[Firm]) -> None:
    """BrokenRules for a family with two names or roles, or with exclusions alone."""
    first: dict[str, Firm] = {}
    for row in table:
        other = first.setdefault(row.family, row)
        if (other.name, other.role) != (row.name, row.role):
            raise BrokenRules(f"{row.where}: contradicts {other.where} on name or role")
        if other.match == "apart":
            raise BrokenRules(f"{other.where}: family {row.family!r} begins with who is not in it")
