"""Reachability of rules: no dead row, and a row for every record.

Values that all rows treat alike are tried once: some thousand combinations, not millions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Protocol

from analysis.rules.patterns import Field
from fetch.errors import InputError

Cells = Mapping[str, frozenset[str]]


class BrokenRules(InputError, ValueError):
    """A rule table cannot be used: the message names file, line and reason."""


class Row(Protocol):
    """Anything with conditions and a place in a file."""

    @property
    def cells(self) -> Cells: ...

    @property
    def where(self) -> str: ...


def check_repeats(rows: Sequence[Row]) -> None:
    """BrokenRules where two rows have the same conditions."""
    seen: dict[frozenset[tuple[str, frozenset[str]]], str] = {}
    for row in rows:
        conditions = frozenset(row.cells.items())
        if conditions in seen:
            raise BrokenRules(f"{row.where}: repeats the conditions of {seen[conditions]}")
        seen[conditions] = row.where


def check(rows: Sequence[Row], fields: Mapping[str, Field], *, complete: bool) -> None:
    """BrokenRules where a row is never the first to match, or, if asked, nothing matches."""
    check_repeats(rows)
    told_apart = kinds(rows, fields)
    firsts = first_matches(rows, told_apart)
    if complete and None in firsts:
        record = list(_combinations(told_apart))[firsts.index(None)]
        words = ", ".join(f"{name} {value!r}" for name, value in record.items())
        raise BrokenRules(f"{rows[0].where.split(',')[0]}: no row matches {words}")
    for number, row in enumerate(rows):
        if number not in firsts:
            raise BrokenRules(f"{row.where}: never reached, earlier rows match all that it matches")


def kinds(rows: Sequence[Row], fields: Mapping[str, Field]) -> dict[str, list[frozenset[str]]]:
    """For each field the rows look at, its values in groups that all rows treat alike."""
    names = sorted({name for row in rows for name in row.cells})
    return {name: _groups(name, rows, fields[name]) for name in names}


def _groups(name: str, rows: Sequence[Row], field: Field) -> list[frozenset[str]]:
    groups: dict[tuple[bool, ...], set[str]] = {}
    for value in sorted(field.everything):
        # rows without a cell for the field match every value and tell none apart
        treated = tuple(value in row.cells[name] for row in rows if name in row.cells)
        groups.setdefault(treated, set()).add(value)
    return [frozenset(group) for group in groups.values()]


def first_matches(
    rows: Sequence[Row], told_apart: Mapping[str, Sequence[frozenset[str]]]
) -> list[int | None]:
    """For every combination of groups the number of the first row that matches, if any.

    In the order of counting: the first field's group changes fastest.
    """
    return [_first(rows, record) for record in _combinations(told_apart)]


def _combinations(
    told_apart: Mapping[str, Sequence[frozenset[str]]],
) -> Iterator[dict[str, str]]:
    """One record for each combination of groups, made of one value of each."""
    names = list(told_apart)
    # reversed twice, so that the first field changes fastest, as the numbers of matching.py do
    for values in product(*(told_apart[name] for name in reversed(names))):
        # one value stands for its group; min makes the message of an error the same every time
        samples = [min(group) for group in values]
        yield dict(zip(names, reversed(samples), strict=True))


def _first(rows: Sequence[Row], record: Mapping[str, str]) -> int | None:
    for number, row in enumerate(rows):
        if all(record[name] in values for name, values in row.cells.items()):
            return number
    return None
