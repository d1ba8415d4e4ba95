"""Column of a table: name, kind, unit, meaning and source."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["text", "money", "sum", "date", "int", "time", "flag", "hash"]

SQL_TYPES: dict[Kind, str] = {
    "text": "VARCHAR",
    "money": "DECIMAL(18,2)",
    "sum": "DECIMAL(38,2)",
    "date": "DATE",
    "int": "BIGINT",
    "time": "TIMESTAMP",
    "flag": "BOOLEAN",
    "hash": "UUID",
}
UNITS: dict[Kind, str] = {
    "money": "US dollars",
    "sum": "US dollars",
    "date": "day",
    "time": "UTC",
    "int": "count",
}


@dataclass(frozen=True)
class Column:
    """One column: what it is called, how it is kept, what it means, where it comes from."""

    name: str
    kind: Kind
    meaning: str
    source: str = ""
    unit: str = ""

    @property
    def sql_type(self) -> str:
        return SQL_TYPES[self.kind]

    @property
    def shown_unit(self) -> str:
        return self.unit or UNITS.get(self.kind, "")


def official(text: str) -> tuple[Column, ...]:
    """Columns written as `name kind meaning`, one a line; the source field has the same name."""
    columns = []
    for line in text.strip().splitlines():
        name, kind, meaning = line.split(maxsplit=2)
        columns.append(Column(name, kind, meaning, source=name))  # type: ignore[arg-type]
    return tuple(columns)


def names(columns: tuple[Column, ...]) -> str:
    """Column names for SQL, quoted and separated by commas."""
    return ", ".join(f'"{column.name}"' for column in columns)


def as_text(value: object) -> str | None:
    """A cell as a JSON document has it: an amount or a day as text, what is missing as null."""
    return None if value is None else str(value)


def renames() -> dict[str, str]:
    """Today's name of each column that was once published under another."""
    path = Path(__file__).with_name("renames.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["column"]: row["today"] for row in csv.DictReader(file)}


def reasons(name: str) -> dict[str, str]:
    """Columns of an official file that are not kept, each with the reason."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return {row["column"]: row["because"] for row in csv.DictReader(file)}
