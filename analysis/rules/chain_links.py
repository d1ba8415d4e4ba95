"""Chain links: `chains.csv`, successions that a person confirmed or rejected.

A row that names an award not held is no error: whoever holds only some years still has the
rest of the chain. Broken rows, repeated or contradicting ones, and chains that come back to
where they began are errors with file and line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.rules.reachability import BrokenRules

FILE = Path(__file__).parent / "chains.csv"
COLUMNS = ("earlier", "later", "verdict", "programme", "because", "source", "since", "by")
VERDICTS = ("confirmed", "rejected")
KEY = re.compile(r"CONT_(AWD_[^_ ]+_\d{4}_[^_ ]+_[^_ ]+|IDV_[^_ ]+_\d{4})")
SINCE = re.compile(r"\d{4}-\d{2}(-\d{2})?")


@dataclass(frozen=True)
class Judged:
    """Verdict of a person on two keys of awards, with its reason."""

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


@dataclass(frozen=True)
class Link(Judged):
    """Verdict on a succession: does the later award follow the earlier?"""

    programme: str


@cache
def links(path: Path = FILE) -> tuple[Link, ...]:
    """The rows of the table, checked. BrokenRules names file, line and reason."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise BrokenRules(f"{path.name}, line 1: the columns are {','.join(COLUMNS)}")
        table = [_link(row, f"{path.name}, line {reader.line_num}") for row in reader]
    _check_pairs(table)
    _check_chains([link for link in table if link.confirmed])
    return tuple(table)


def _link(row: dict[str, str], where: str) -> Link:
    if None in row or None in row.values():
        raise BrokenRules(f"{where}: the row has more or fewer cells than the header")
    cells = {name: text.strip() for name, text in row.items()}
    for name in ("earlier", "later"):
        if not KEY.fullmatch(cells[name]):
            raise BrokenRules(f"{where}: {name} {cells[name]!r} is no award key")
    if cells["verdict"] not in VERDICTS:
        raise BrokenRules(f"{where}: verdict {cells['verdict']!r} is none of {', '.join(VERDICTS)}")
    if not SINCE.fullmatch(cells["since"]):
        raise BrokenRules(f"{where}: since {cells['since']!r} is no month or day such as 2026-11")
    needed = ["because", "source", "by"]
    for name in [*needed, "programme"] if cells["verdict"] == "confirmed" else needed:
        if not cells[name]:
            raise BrokenRules(f"{where}: {name} is empty")
    return Link(**cells, where=where)


def _check_pairs(table: Sequence[Link]) -> None:
    """No pair twice, in whichever direction: a link and its reverse cannot both be judged."""
    seen: dict[frozenset[str], Link] = {}
    for link in table:
        # unordered: a link and its reverse are one pair
        pair = frozenset((link.earlier, link.later))
        if len(pair) == 1:
            raise BrokenRules(f"{link.where}: an award does not follow itself")
        if (other := seen.get(pair)) is not None:
            same = (other.verdict, other.earlier) == (link.verdict, link.earlier)
            says = "repeats" if same else "contradicts"
            raise BrokenRules(f"{link.where}: {says} {other.where}")
        seen[pair] = link


def _check_chains(confirmed: Sequence[Link]) -> None:
    """One programme to a chain, and no way back to where it began."""
    stands_in: dict[str, Link] = {}
    for link in confirmed:
        for key in (link.earlier, link.later):
            other = stands_in.setdefault(key, link)
            if other.programme != link.programme:
                raise BrokenRules(
                    f"{link.where}: {key} stands in {other.programme} on {other.where}, "
                    f"here in {link.programme}"
                )
        if link.earlier in after(link.later, confirmed):
            raise BrokenRules(f"{link.where}: the chain comes back to {link.earlier}")


def after(key: str, confirmed: Sequence[Judged]) -> set[str]:
    """Every key that confirmed rows lead to from one, directly or by others."""
    reached: set[str] = set()
    todo = [key]
    while todo:
        here = todo.pop()
        fresh = {link.later for link in confirmed if link.earlier == here} - reached
        reached |= fresh
        todo += sorted(fresh)
    return reached
