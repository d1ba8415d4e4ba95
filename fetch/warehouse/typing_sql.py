"""Typing SQL: cells of a file as typed columns, with a reason for each that cannot be typed."""

from __future__ import annotations

from fetch.schema import tables
from fetch.schema.columns import Column
from fetch.schema.file_types import Shape

LINE, RAW = "__line", "__raw"
"""Two columns more, in a file that is read again with care: where a row began, and its text."""
MARK = f"coalesce(upper(trim({tables.DELTA_MARK})), '')"
KEY_PARTS = {
    "award_id_piid": "nullif(key_part[3], '-NONE-')",
    "modification_number": "nullif(key_part[4], '-NONE-')",
    "contract_award_unique_key": (
        "CASE WHEN key_part[5] = '-NONE-' AND key_part[6] = '-NONE-' "
        "THEN 'CONT_IDV_' || key_part[3] || '_' || key_part[1] "
        "ELSE 'CONT_AWD_' || key_part[3] || '_' || key_part[1] || '_' || key_part[5] "
        "|| '_' || key_part[2] END"
    ),
}
"""Parts of an action's key, for files that have no column of their own for them."""


def staged_select(shape: Shape, header: tuple[str, ...], cells: str, source: str) -> str:
    """The SELECT that types every kept column of a file and says what it could not type.

    From the inside out: the cells as they came; each typed, once; problems; the row's hash.
    """
    present = [column for column in shape.columns if column.name in header]
    names = {column.name for column in present}
    typed = ", ".join(f'{_typed(c, shape, names)} AS "{c.name}"' for c in shape.columns)
    came = "".join(f', "{c.name}" AS {_came(c)}' for c in present if c.kind != "text")
    checks = [_problem(column, shape, header) for column in present]
    if shape.keyed:
        checks += [_problem_of_derived(names), _problem_of_mark(header)]
    # concat takes NULL for nothing, || would make the whole NULL
    problems = f"concat({', '.join(check for check in checks if check != NO_PROBLEM)}, '')"
    marked = tables.DELTA_MARK in header
    mark = f", {tables.DELTA_MARK}" if marked else ""
    passed = "".join(f", {name}" for name in (LINE, RAW) if name in header)
    parts = ", key_part" if shape.keyed else ""
    split = f", string_split(trim({shape.never_empty[0]}), '_') AS key_part" if parts else ""
    closes = f"coalesce({MARK} = 'D', false)" if marked else "false"
    columns = tables.names(shape.columns)
    return (
        f"SELECT *, {_content_hash(shape)} AS content_hash FROM ("
        f"SELECT {columns}, {problems} AS problems, {closes} AS closes{passed} FROM ("
        f"SELECT {typed}{came}{parts}{mark}{passed} FROM "
        f"(SELECT *{split} FROM (SELECT {cells} FROM {source}))))"
    )


def _content_hash(shape: Shape) -> str:
    """SQL: the hash of a row's typed content; an empty cell is missing, quoted or not."""
    # a unit separator between cells: AB|C and A|BC must not have one hash
    cells = ", ".join(f'"{c.name}", chr(31)' for c in shape.columns)
    return f"md5(concat({cells}))::UUID"


def _came(column: Column) -> str:
    """Name of a cell's text beside its typed value."""
    return f'"came {column.name}"'


def _typed(column: Column, shape: Shape, present: set[str]) -> str:
    """A column's typed value: null where the cell is empty or cannot be read."""
    name = f'"{column.name}"'
    if column.name not in present:
        derived = KEY_PARTS.get(column.name) if shape.keyed else None
        # a key that is not made of six parts tells nothing for certain
        whole = f"CASE WHEN len(key_part) = 6 THEN {derived} END" if derived else "NULL"
        return f"CAST({whole} AS {column.sql_type})"
    if column.kind == "text":
        return f"nullif(trim({name}), '')" if column.name in shape.never_empty else name
    cell = f"trim({name})"
    # some dates come with a time: 2027-12-31 00:00:00
    value = f"left({cell}, 10)" if column.kind == "date" else cell
    readable = f"regexp_matches({cell}, '{SHAPES[column.kind]}')"
    return f"CASE WHEN {readable} THEN TRY_CAST({value} AS {column.sql_type}) END"


NO_PROBLEM = "''"
SHAPES = {
    # more than two decimals only where the rest are zeros: nothing is rounded
    "money": r"^-?[0-9]{1,16}(\.[0-9]{1,2}0*)?$",
    "int": r"^[0-9]{1,9}$",
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?$",
}
SHAPE_WORDS = {
    "money": "not an amount in dollars and cents",
    "int": "not a whole number",
    "date": "not a date",
}


def _problem(column: Column, shape: Shape, header: tuple[str, ...]) -> str:
    """SQL text that names what is wrong with a cell, or is empty."""
    misshapen = _misshapen(column) if column.kind != "text" else NO_PROBLEM
    if column.name not in shape.never_empty:
        return misshapen
    cell = f'"{column.name}"' if column.kind == "text" else _came(column)
    empty = f"coalesce(trim({cell}), '') = ''"
    # a deleted row of a delta has its key and little else
    if tables.DELTA_MARK in header and column.name != shape.never_empty[0]:
        empty += f" AND {MARK} <> 'D'"
    missing = f"CASE WHEN {empty} THEN 'no {column.name}; ' ELSE '' END"
    return missing if misshapen == NO_PROBLEM else f"({missing} || {misshapen})"


def _problem_of_derived(present: set[str]) -> str:
    """A file without a column for the award's key must have it in the action's key."""
    if "contract_award_unique_key" in present:
        return NO_PROBLEM
    return (
        "CASE WHEN len(key_part) <> 6 THEN 'no contract_award_unique_key, and the action''s key "
        "does not tell it; ' ELSE '' END"
    )


def _problem_of_mark(header: tuple[str, ...]) -> str:
    """A delta row is blank or C (changed or added) or D (deleted)."""
    if tables.DELTA_MARK not in header:
        return NO_PROBLEM
    unknown = f"'{tables.DELTA_MARK}: not C, D or blank (' || left({MARK}, 20) || '); '"
    return f"CASE WHEN {MARK} NOT IN ('', 'C', 'D') THEN {unknown} ELSE '' END"


def _misshapen(column: Column) -> str:
    cell, words = _came(column), SHAPE_WORDS[column.kind]
    return (
        f"CASE WHEN trim({cell}) <> '' AND \"{column.name}\" IS NULL "
        f"THEN '{column.name}: {words} (' || left({cell}, 60) || '); ' ELSE '' END"
    )
