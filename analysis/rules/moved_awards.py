"""Moved awards: the action types that are evidence, and the ties that people judged.

`moved_awards.csv` holds verdicts on two keys of what may be one award: `confirmed` makes them one,
`rejected` keeps them two, whatever the rule finds. A row that names awards not held is no error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.rules import decisions
from analysis.rules.chain_links import VERDICTS, Judged, after
from analysis.rules.reachability import BrokenRules
from analysis.rules.row_types import Line, filled, one_of, read
from fetch import codes

FOLDER = Path(__file__).parent
TIES, MOVING = FOLDER / "moved_awards.csv", FOLDER / "moving_actions.csv"
VEHICLE = "CONT_IDV_"


@dataclass(frozen=True)
class Tie(Judged):
    """Verdict on two keys: did the award go from the earlier to the later?"""

    @property
    def pair(self) -> frozenset[str]:
        return frozenset((self.earlier, self.later))


@cache
def moving_codes(path: Path = MOVING) -> tuple[str, ...]:
    """Action types by which an award may go on under another number."""
    return read(path, _code, ("code", "because", "source", "since"))


@cache
def ties(path: Path = TIES) -> tuple[Tie, ...]:
    """Judged ties. BrokenRules names file, line and reason."""
    table = decisions.table(path, "earlier later verdict source", _tie)
    decisions.once(table, lambda tie: tie.pair, lambda tie: (tie.verdict, tie.earlier))
    _check_ways(table)
    return table


def _code(row: Line) -> str:
    for name in ("because", "source", "since"):
        filled(row, name)
    return decisions.known(row["code"], codes.table("action_type"), "action type")


def _tie(row: Line) -> Tie:
    for name in ("earlier", "later"):
        filled(row, name)
        decisions.award_key(row, name)
    if row["earlier"] == row["later"]:
        raise ValueError("an award does not move to its own key")
    if row["earlier"].startswith(VEHICLE) != row["later"].startswith(VEHICLE):
        raise ValueError("a vehicle does not become an order, nor an order a vehicle")
    one_of(row, "verdict", VERDICTS)
    filled(row, "source")
    return Tie(**row)


def _check_ways(table: Sequence[Tie]) -> None:
    """An award never comes back to a number that it left."""
    confirmed = [tie for tie in table if tie.confirmed]
    for tie in confirmed:
        if tie.earlier in after(tie.later, confirmed):
            raise BrokenRules(f"{tie.where}: the award comes back to {tie.earlier}")
