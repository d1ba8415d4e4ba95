"""Rule sets of others over the same awards: `rule_sets.csv`, each set whole and checked.

The rows of a set are tried from the top; the first that matches gives the class, or names
the further set that does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.rules import FOLDER, reachability, row_types
from analysis.rules.patterns import record_fields
from analysis.rules.reachability import BrokenRules, Cells

DEFAULT = "default"


@dataclass(frozen=True)
class OtherRule:
    """A row: awards that match the cells are of `class_name`, or are read by the set `uses`."""

    rule_set: str
    number: str
    set: str
    cells: Cells
    class_name: str
    uses: str
    because: str
    source: str
    where: str


Sets = Mapping[str, Mapping[str, tuple[OtherRule, ...]]]


@cache
def others(folder: Path = FOLDER) -> Sets:
    """By rule set its tables, its own first. BrokenRules names file, line and reason."""
    fields = record_fields()
    classes = {each.name for each in row_types.classes(folder)}

    def rule(row: row_types.Line) -> OtherRule:
        if not row["uses"]:
            row_types.one_of(row, "class", tuple(sorted(classes)))
        elif row["class"]:
            raise ValueError("a row gives a class or names a set, not both")
        texts = {name: row_types.filled(row, name) for name in ("rule_set", "set", "because")}
        return OtherRule(
            number=row_types.filled(row, "rule"),
            cells=row_types.conditions(row, fields),
            class_name=row["class"],
            uses=row["uses"],
            source=row_types.filled(row, "source"),
            where=row["where"],
            **texts,
        )

    sets: dict[str, dict[str, tuple[OtherRule, ...]]] = {}
    for row in row_types.read(folder / "rule_sets.csv", rule, fields):
        tables = sets.setdefault(row.rule_set, {})
        tables[row.set] = (*tables.get(row.set, ()), row)
    for name, tables in sets.items():
        _check(name, tables)
    return sets


def names() -> tuple[str, ...]:
    """Every rule set that can be chosen, ours first."""
    return (DEFAULT, *others())


def class_column(rule_set: str) -> str:
    """The column of the published awards that holds a set's class."""
    return "rates_class" if rule_set == DEFAULT else f"class_{rule_set}"


def _check(name: str, tables: Mapping[str, tuple[OtherRule, ...]]) -> None:
    if next(iter(tables)) != name:
        raise BrokenRules(f"rule_sets.csv: the first table of {name!r} must bear its name")
    for rows in tables.values():
        reachability.check(rows, record_fields(), complete=True)
        for row in rows:
            if row.uses and (row.set != name or row.uses not in tables):
                raise BrokenRules(f"{row.where}: set {row.uses!r} cannot be used here")
