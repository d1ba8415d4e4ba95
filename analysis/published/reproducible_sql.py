"""Reproducible SQL: a figure's query for plain DuckDB over the published files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Where:
    """A condition or a query in SQL, and its parameters."""

    sql: str
    parameters: list[Any]


def with_values(sql: str, parameters: Sequence[Any]) -> str:
    """Query with its parameters written in, for a person to read and run."""
    # no query of ours has a question mark in a text; a wrong count stops here
    parts = sql.split("?")
    if len(parts) != len(parameters) + 1:
        raise ValueError(f"{len(parts) - 1} places for {len(parameters)} parameters")
    written = [*(_literal(value) for value in parameters), ""]
    return "".join(part + value for part, value in zip(parts, written, strict=True))


def recipe(sql: str, tables: Sequence[str], kept: Mapping[str, str] | None = None) -> str:
    """Query preceded by the views it needs, to run in the folder of the build.

    `kept` are tables in memory, by name, each with its query.
    """
    held = _held(sql, kept or {})
    named = _words(" ".join([sql, *held.values()]))
    views = [
        f"CREATE OR REPLACE VIEW {name} AS FROM '{name}.parquet';"
        for name in tables
        if name in named
    ]
    # after the files that they read
    views += [f"CREATE OR REPLACE VIEW {name} AS {_tidy(held[name])};" for name in held]
    return _named("\n".join([*views, _tidy(sql) + ";"]))


def _named(text: str) -> str:
    """Readable names in place of the hashes of temporary tables."""
    parts = dict.fromkeys(re.findall(r"\bpart_[0-9a-f]{16}\b", text))
    for number, part in enumerate(parts, 1):
        text = text.replace(part, "sums_of_view" if number == 1 else f"sums_of_view_{number}")
    return text


def _held(sql: str, kept: Mapping[str, str]) -> dict[str, str]:
    """Tables in memory that the query needs, directly or not; dependencies come first."""
    texts = [sql]
    needed: set[str] = set()
    while texts:
        named = _words(texts.pop()) & kept.keys() - needed
        needed |= named
        texts += [kept[name] for name in named]
    return {name: question for name, question in kept.items() if name in needed}


def _words(sql: str) -> set[str]:
    return set(re.findall(r"\w+", sql))


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    # True and False are SQL as Python writes them
    if isinstance(value, bool | int | float | Decimal):
        return str(value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    return "'" + text.replace("'", "''") + "'"


def _tidy(sql: str) -> str:
    """Without the indentation that the query has in our code."""
    lines = [line for line in sql.strip().splitlines() if line.strip()]
    indents = [len(line) - len(line.lstrip()) for line in lines[1:]]
    # the first line stands after the quotation marks and has no indentation
    cut = min(indents, default=0)
    return "\n".join([lines[0], *(line[cut:] for line in lines[1:])])
