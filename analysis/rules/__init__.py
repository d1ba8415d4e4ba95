"""Rules of competition: tables that *we* decided, each row with a reason.

    lanes.csv         which set of rules reads an award: the first row that matches
    competition.csv   the sets: the first row that matches gives the class
    conflicts.csv     afterwards: contradictions and notes; every row that matches counts
    classes.csv       the classes themselves
    thresholds.csv    dated dollar thresholds

Loading checks them. A broken row stops everything with its file, its line and the reason.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from analysis.rules import reachability, row_types
from analysis.rules.patterns import Field, closed, record_fields
from analysis.rules.reachability import BrokenRules
from analysis.rules.row_types import Class, Conflict, Lane, Rule, Threshold

FOLDER = Path(__file__).parent
# a set that used another would need a second look-up: two sets only can be used, and use none
USABLE = ("order", "stand_alone")  # the sets that other sets may use

__all__ = [
    "BrokenRules",
    "Class",
    "Conflict",
    "Lane",
    "Rule",
    "RuleBook",
    "Threshold",
    "load",
    "rows",
]


@cache
def rows(file: str) -> tuple[dict[str, str], ...]:
    """Unchecked rows of a rule table, for plain lookup tables."""
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@dataclass(frozen=True)
class RuleBook:
    """All tables, checked.

    `sets` are the rules by lane. `entries` hold the first rule that an award meets in any
    lane; those that use another set get their class from it, by `taken_over`.
    """

    fields: Mapping[str, Field]
    classes: Mapping[str, Class]
    lanes: tuple[Lane, ...]
    sets: Mapping[str, tuple[Rule, ...]]
    entries: tuple[Rule, ...]
    conflicts: tuple[Conflict, ...]
    thresholds: tuple[Threshold, ...]

    def headline(self) -> tuple[str, ...]:
        """The classes that make up "sole source" in headlines."""
        return tuple(name for name, each in self.classes.items() if each.headline)

    def threshold(self, name: str, day: date) -> Decimal:
        """The threshold in force on a day, in dollars. LookupError where none is."""
        return self.threshold_row(name, day).usd

    def threshold_row(self, name: str, day: date) -> Threshold:
        """The threshold in force on a day, with its paragraph and source."""
        in_force = [row for row in self.thresholds_of(name) if row.holds(day)]
        if not in_force:
            raise LookupError(f"no threshold called {name!r} is in force on {day}")
        return in_force[-1]

    def thresholds_of(self, name: str) -> tuple[Threshold, ...]:
        """Every threshold of a name, the oldest first."""
        return tuple(row for row in self.thresholds if row.name == name)


@cache
def load(folder: Path = FOLDER) -> RuleBook:
    """The rule tables, read and checked. BrokenRules names file, line and reason."""
    fields = record_fields()
    classes = {each.name: each for each in row_types.classes(folder)}
    lanes = row_types.lanes(folder, fields)
    sets = _by_set(row_types.rules(folder, fields, classes), lanes)
    fields = fields | _judged_fields(classes, lanes)
    # after the fields of the class: a contradiction may name the class that was found
    conflicts = row_types.conflicts(folder, fields)
    reachability.check(lanes, fields, complete=True)
    for rows in sets.values():
        reachability.check(rows, fields, complete=True)
    reachability.check_repeats(conflicts)
    # notes may hold together; of contradictions one gives the number, so order and reach matter
    contradictions = [row for row in conflicts if row.effect == "conflict"]
    reachability.check(contradictions, fields, complete=False)
    return RuleBook(
        fields=fields,
        classes=classes,
        lanes=lanes,
        sets=sets,
        entries=_entries(sets),
        conflicts=conflicts,
        thresholds=row_types.thresholds(folder),
    )


def _judged_fields(classes: Mapping[str, Class], lanes: tuple[Lane, ...]) -> dict[str, Field]:
    """Fields that exist only after classification: class, lane and rule set."""
    families: dict[str, frozenset[str]] = {
        family: frozenset(name for name, each in classes.items() if each.not_competed == answer)
        for family, answer in (("not_competed", "yes"), ("competed", "no"), ("unknown", "unknown"))
    }
    return {
        "class": Field("class", frozenset(classes), families),
        "lane": closed("lane", {lane.name for lane in lanes}),
        "read_by": closed("read_by", USABLE),
    }


def _by_set(rules: tuple[Rule, ...], lanes: tuple[Lane, ...]) -> dict[str, tuple[Rule, ...]]:
    sets: dict[str, tuple[Rule, ...]] = {lane.name: () for lane in lanes}
    for rule in rules:
        if rule.set not in sets:
            raise BrokenRules(f"{rule.where}: set {rule.set!r} is no lane of lanes.csv")
        if rule.uses and (rule.uses not in USABLE or rule.set in USABLE):
            raise BrokenRules(f"{rule.where}: set {rule.uses!r} cannot be used here")
        sets[rule.set] += (rule,)
    for name, rows in sets.items():
        if not rows:
            raise BrokenRules(f"competition.csv: there is no rule for lane {name!r}")
    return sets


def _entries(sets: Mapping[str, tuple[Rule, ...]]) -> tuple[Rule, ...]:
    """First rules of every lane, each with the set that it uses."""
    rows = []
    for lane, rules in sets.items():
        own_lane = {"lane": frozenset({lane})}
        if lane in USABLE:
            rows.append(Rule("", lane, own_lane, "", lane, "", "", "", f"lane {lane}"))
        else:
            rows += [replace(rule, cells={**rule.cells, **own_lane}) for rule in rules]
    return tuple(rows)


def taken_over(rule: Rule, used: Rule) -> Rule:
    """`rule` with the class of `used`, the notes and flags of both, and the number of `used`."""
    if not rule.number:
        return replace(used, used=used.number, used_class=used.class_name)
    named = "" if rule.class_name else f"as {used.number}"
    return replace(
        rule,
        class_name=rule.class_name or used.class_name,
        note="; ".join(filter(None, (rule.note, used.note, named))),
        flag="|".join(filter(None, (rule.flag, used.flag))),
        used=used.number,
        used_class=used.class_name,
    )
