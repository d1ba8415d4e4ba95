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
from analysis.rules.chain_links import VERDICTS
from analysis.rules.reachability import BrokenRules
from analysis.rules.row_types import Line, filled, one_of, read
from fetch import codes

FOLDER = Path(__file__).parent
TIES, MOVING = FOLDER / "moved_awards.csv", FOLDER / "moving_actions.csv"
VEHICLE = "CONT_IDV_"


@dataclass(frozen=True)
class Tie:
    """Verdict of a person on two keys: did the award go from the earlier to the later?"""

    earlier: str
    later: str
    verdict: str
    because: str
    source: str
    since: str
    by: str
    where: str

    @property
    def confirmed(self) -> bool:
        return self.verdict == "confirmed"

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
    onward: dict[str, list[Tie]] = {}
    for tie in table:
        if tie.confirmed:
            onward.setdefault(tie.earlier, []).append(tie)
    for tie in table:
        todo, reached = [tie.later] if tie.confirmed else [], set[str]()
        while todo:
            key = todo.pop()
            if key == tie.earlier:
                raise BrokenRules(f"{tie.where}: the award comes back to {tie.earlier}")
            reached.add(key)
            todo += [each.later for each in onward.get(key, ()) if each.later not in reached]
