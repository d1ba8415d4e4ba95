"""Rows of the rule tables, and the reading of them from CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from analysis.rules.patterns import Field
from analysis.rules.reachability import BrokenRules, Cells

BOUGHT = ("competed", "one offer", "offers unknown", "limited", "sole source")
GROUPS = (*BOUGHT, "not competed, other", "conflict", "unknown", "vehicle")
NOT_HELD = "NOT_HELD"
"""Class of an award of which no copy held could state the fields that decide."""
TEMPLATE = re.compile(r"\{(\w+)\}")  # a field that a note quotes from the record
COLUMNS = {
    "classes.csv": "class label plain group order not_competed headline in_rates",
    "lanes.csv": "lane number label because",
    "competition.csv": "rule set class uses note flag because follows others_differ",
    "conflicts.csv": "rule effect note flag because",
    "thresholds.csv": "name from_date until_date usd cites because source unconfirmed",
    "rule_sets.csv": "rule_set rule set uses class because source",
}
RULE_NUMBER = re.compile(r"R[1-9][0-9]?")
Line = dict[str, str]
RowType = TypeVar("RowType")


@dataclass(frozen=True)
class Class:
    """One class of award.

    `not_competed` is yes, no or unknown. `headline` classes make up "sole source" in
    headlines. `in_rates` classes are known: of the others it is not said how they were bought.
    """

    name: str
    label: str
    plain: str
    group: str
    order: int
    not_competed: str
    headline: bool
    in_rates: bool


@dataclass(frozen=True)
class Lane:
    """Awards that match the cells are read by the set of rules called `name`."""

    name: str
    number: int
    cells: Cells
    label: str
    because: str
    where: str


@dataclass(frozen=True)
class Rule:
    """A row of the decision table. `uses` names the set whose class it takes over.

    Written out, `used` is the number of the other set's rule and `used_class` its class.
    """

    number: str
    set: str
    cells: Cells
    class_name: str
    uses: str
    note: str
    flag: str
    because: str
    where: str
    used: str = ""
    used_class: str = ""

    @property
    def read_by(self) -> str:
        """`order` where fair opportunity decides, `stand_alone` where extent competed does."""
        return "order" if "order" in (self.set, self.uses) else "stand_alone"


@dataclass(frozen=True)
class Conflict:
    """A contradiction that changes the class (`conflict`), or something to say (`note`).

    `not held`: the class is that of an award whose deciding fields are not in this copy.
    """

    number: str
    effect: str
    cells: Cells
    note: str
    flag: str
    because: str
    where: str


@dataclass(frozen=True)
class Threshold:
    """A dollar threshold in force from a day on, and until one where another rule ended it.

    `cites` is the paragraph, `source` the circular that set it; `unconfirmed` says what was not
    read in an official text, empty where all of it was.
    """

    name: str
    from_date: date
    until_date: date
    usd: Decimal
    cites: str
    because: str
    source: str
    unconfirmed: str

    def holds(self, day: date) -> bool:
        """True on the days from the first to the last."""
        return self.from_date <= day <= self.until_date


def classes(folder: Path) -> tuple[Class, ...]:
    """The classes. BrokenRules where one stands twice."""
    rows = read(folder / "classes.csv", _class)
    names = [row.name for row in rows]
    for name in names:
        if names.count(name) > 1:
            raise BrokenRules(f"classes.csv: class {name} stands in the table twice")
    return rows


def _class(row: Line) -> Class:
    one_of(row, "group", GROUPS)
    one_of(row, "not_competed", ("yes", "no", "unknown"))
    # one meaning of "sole source": a class cannot be in the headline and not in its group
    if (one_of(row, "headline", ("yes", "no")) == "yes") != (row["group"] == "sole source"):
        raise ValueError("the headline classes are those of the group 'sole source'")
    return Class(
        name=filled(row, "class"),
        label=filled(row, "label"),
        plain=filled(row, "plain"),
        group=row["group"],
        order=int(row["order"]),
        not_competed=row["not_competed"],
        headline=row["headline"] == "yes",
        in_rates=one_of(row, "in_rates", ("yes", "no")) == "yes",
    )


def lanes(folder: Path, fields: Mapping[str, Field]) -> tuple[Lane, ...]:
    """Lanes of awards, in the order in which the rows are tried."""

    def lane(row: Line) -> Lane:
        texts = {name: filled(row, name) for name in ("label", "because", "where")}
        cells = conditions(row, fields)
        return Lane(name=filled(row, "lane"), number=int(row["number"]), cells=cells, **texts)

    return read(folder / "lanes.csv", lane, fields)


def rules(folder: Path, fields: Mapping[str, Field], known: Iterable[str]) -> tuple[Rule, ...]:
    """The decision table, in the order in which its rows are tried inside a set."""

    def rule(row: Line) -> Rule:
        if row["class"] or not row["uses"]:
            one_of(row, "class", tuple(known))
        return Rule(
            number=_number(row),
            set=filled(row, "set"),
            cells=conditions(row, fields),
            class_name=row["class"],
            uses=row["uses"],
            note=row["note"],
            flag=row["flag"],
            because=filled(row, "because"),
            where=row["where"],
        )

    return read(folder / "competition.csv", rule, fields)


def conflicts(folder: Path, fields: Mapping[str, Field]) -> tuple[Conflict, ...]:
    """Checks after classification. A row without a number only explains."""

    def conflict(row: Line) -> Conflict:
        effect = one_of(row, "effect", ("conflict", "not held", "note"))
        for name in set(TEMPLATE.findall(row["note"])) - set(fields):
            raise ValueError(f"the note quotes {name!r}, which is no field")
        return Conflict(
            number=_number(row) if row["rule"] or effect != "note" else "",
            effect=effect,
            cells=conditions(row, fields),
            note=row["note"],
            flag=row["flag"],
            because=filled(row, "because"),
            where=row["where"],
        )

    return read(folder / "conflicts.csv", conflict, fields)


def thresholds(folder: Path) -> tuple[Threshold, ...]:
    """Dated thresholds, oldest first. A row without a day was in force before the others."""

    def threshold(row: Line) -> Threshold:
        texts = {name: filled(row, name) for name in ("name", "cites", "because", "source")}
        # no day: in force before the first change that we know of, or until another row follows
        first = date.fromisoformat(row["from_date"]) if row["from_date"] else date.min
        last = date.fromisoformat(row["until_date"]) if row["until_date"] else date.max
        usd, unconfirmed = Decimal(row["usd"]), row["unconfirmed"]
        return Threshold(
            from_date=first, until_date=last, usd=usd, unconfirmed=unconfirmed, **texts
        )

    rows = read(folder / "thresholds.csv", threshold)
    days = [(row.name, row.from_date) for row in rows]
    for place, day in enumerate(days):
        if day in days[:place]:
            raise BrokenRules(f"thresholds.csv, line {place + 2}: {day[0]} has a row of that day")
    return tuple(sorted(rows, key=lambda row: (row.name, row.from_date)))


def read(
    path: Path, make: Callable[[Line], RowType], fields: Iterable[str] = ()
) -> tuple[RowType, ...]:
    """The rows of a table, each made by `make`; BrokenRules names file, line and reason."""
    rows = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        known = {*fields, *COLUMNS.get(path.name, "").split()}
        # a typing error in a header would make a condition that matches everything
        for name in set(reader.fieldnames or ()) - known:
            raise BrokenRules(f"{path.name}, line 1: {name!r} is no column of this table")
        for row in reader:
            where = f"{path.name}, line {reader.line_num}"
            try:
                rows.append(make(_whole(row) | {"where": where}))
            except BrokenRules:
                raise  # of another table, whose own file and line it names
            except KeyError as missing:
                raise BrokenRules(f"{where}: there is no column {missing}") from missing
            except (ValueError, InvalidOperation) as reason:
                raise BrokenRules(f"{where}: {reason}") from reason
    return tuple(rows)


def _whole(row: Line) -> Line:
    if None in row or None in row.values():
        raise ValueError("the row has more or fewer cells than the header")
    return {name: text.strip() for name, text in row.items()}


def conditions(row: Line, fields: Mapping[str, Field]) -> Cells:
    """The conditions of a row: the columns that are fields, without those that match all."""
    cells = {name: fields[name].read(text) for name, text in row.items() if name in fields}
    return {name: values for name, values in cells.items() if values != fields[name].everything}


def _number(row: Line) -> str:
    if not RULE_NUMBER.fullmatch(row["rule"]):
        raise ValueError(f"{row['rule']!r} is no rule number such as R15")
    return row["rule"]


def one_of(row: Line, name: str, choices: tuple[str, ...]) -> str:
    """A cell that must be one of a few words."""
    if row[name] not in choices:
        raise ValueError(f"{name} {row[name]!r} is none of {', '.join(choices)}")
    return row[name]


def filled(row: Line, name: str) -> str:
    """A cell that must not be empty."""
    if not row[name]:
        raise ValueError(f"{name} is empty")
    return row[name]
