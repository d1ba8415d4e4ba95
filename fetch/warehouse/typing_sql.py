"""Typing SQL: cells of a file as typed columns, with a reason for each that cannot be typed."""

from __future__ import annotations

from fetch.schema import tables
from fetch.schema.columns import Column
from fetch.schema.csv_records import LONGEST_TEXT
from fetch.schema.file_types import Shape
from fetch.warehouse.repair_sql import REPAIRED, looks_resaved

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


def strict_select(shape: Shape, header: tuple[str, ...], cells: str) -> str:
    """The SELECT that types every kept column of a file, and says of each row if it is `odd`.

    Odd is whatever an official file does not have: a cell that cannot be typed, or a sign
    that the file was written again. `cells` is the SELECT of the header's cells.
    """
    checks = " OR ".join(check for _, _, check, _ in _checks(shape, header))
    return _staged(shape, header, cells, f"{checks} OR {looks_resaved(shape, header)} AS odd")


def careful_select(shape: Shape, header: tuple[str, ...], cells: str) -> str:
    """The SELECT that types every kept column, and names what could not be typed.

    `problems`: why the row must stay out; `doubts`: why a cell is null; `unread_columns`: the
    columns of those cells, each followed by a space.
    """
    out, null, names = [], [], []
    for name, out_if, check, words in _checks(shape, header):
        out.append(f"CASE WHEN ({check}) AND {out_if} THEN {words} ELSE '' END")
        if out_if != ALWAYS:
            cell = f"({check}) AND NOT ({out_if})"
            null.append(f"CASE WHEN {cell} THEN {words} ELSE '' END")
            names.append(f"CASE WHEN {cell} THEN '{name} ' ELSE '' END")
    # concat takes NULL for nothing, || would make the whole NULL
    listed = (
        f"concat({', '.join(out)}, '') AS problems, concat({', '.join(null)}, '') AS doubts, "
        f"concat({', '.join(names)}, '') AS unread_columns"
    )
    return _staged(shape, header, cells, listed)


def _staged(shape: Shape, header: tuple[str, ...], cells: str, checks: str) -> str:
    """From the inside out: the cells as they came; each typed, once; checks; the row's hash."""
    present = [column for column in shape.columns if column.name in header]
    names = {column.name for column in present} | ({LINE} & set(header))
    typed = ", ".join(f'{_typed(c, shape, names)} AS "{c.name}"' for c in shape.columns)
    with_came = [c for c in present if c.kind != "text" or LINE in header]
    came = "".join(f', "{c.name}" AS {_came(c)}' for c in with_came)
    marked = tables.DELTA_MARK in header
    mark = f", {tables.DELTA_MARK}" if marked else ""
    passed = "".join(f", {name}" for name in (LINE, RAW, REPAIRED) if name in header)
    parts = ", key_part" if shape.keyed else ""
    split = f", string_split(trim({shape.never_empty[0]}), '_') AS key_part" if parts else ""
    closes = f"coalesce({MARK} = 'D', false)" if marked else "false"
    columns = tables.names(shape.columns)
    return (
        f"SELECT *, {_content_hash(shape)} AS content_hash FROM ("
        f"SELECT {columns}, {checks}, {closes} AS closes{passed} FROM ("
        f"SELECT {typed}{came}{parts}{mark}{passed} FROM "
        f"(SELECT *{split} FROM ({cells}))))"
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
        text = f"nullif(trim({name}), '')" if column.name in shape.never_empty else name
        return f"CASE WHEN NOT {_too_long(name)} THEN {text} END" if LINE in present else text
    cell = f"trim({name})"
    # some dates come with a time: 2027-12-31 00:00:00
    value = f"left({cell}, 10)" if column.kind == "date" else cell
    readable = f"regexp_matches({cell}, '{SHAPES[column.kind]}')"
    return f"CASE WHEN {readable} THEN TRY_CAST({value} AS {column.sql_type}) END"


ALWAYS, NEVER = "true", "false"
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


Check = tuple[str, str, str, str]
"""Of a column: its name; SQL whether a failure keeps the row out; SQL of the failure; words."""


def _checks(shape: Shape, header: tuple[str, ...]) -> list[Check]:
    """Everything that is checked in a row; none of them is null."""
    present = {name for name in header if name in shape.names}
    deletes = f"{MARK} = 'D'" if tables.DELTA_MARK in header else NEVER
    # a deletion needs its key alone
    by_row = {name: ALWAYS for name in shape.never_empty[:1]} | {
        name: f"NOT ({deletes})" for name in (*shape.never_empty[1:], shape.amount)
    }
    checks: list[Check] = []
    for column in shape.columns:
        if column.name not in present:
            continue
        out_if = by_row.get(column.name, NEVER)
        if column.kind != "text":
            checks.append((column.name, out_if, *_misshapen(column)))
        elif LINE in header:  # the fast reader takes no line that is as long
            words = f"'{column.name}: longer than {LONGEST_TEXT:,} characters; '"
            checks.append((column.name, out_if, _too_long(_came(column)), words))
        if column.name in shape.never_empty:
            cell = f'"{column.name}"' if column.kind == "text" else _came(column)
            empty = f"coalesce(trim({cell}), '') = ''"
            checks.append((column.name, ALWAYS, _and(empty, out_if), f"'no {column.name}; '"))
    if shape.keyed and "contract_award_unique_key" not in present:
        words = "'no contract_award_unique_key, and the action''s key does not tell it; '"
        checks.append(("contract_award_unique_key", ALWAYS, "len(key_part) <> 6", words))
    if tables.DELTA_MARK in header:
        words = f"'{tables.DELTA_MARK}: not C, D or blank (' || left({MARK}, 20) || '); '"
        unknown = f"{MARK} NOT IN ('', 'C', 'D')"
        checks.append((tables.DELTA_MARK, ALWAYS, unknown, words))
    return checks


def _and(one: str, other: str) -> str:
    return one if other == ALWAYS else f"{one} AND {other}"


def _too_long(cell: str) -> str:
    """SQL: whether a text is longer than any that is kept."""
    return f"coalesce(length({cell}) > {LONGEST_TEXT}, false)"


def _misshapen(column: Column) -> tuple[str, str]:
    """SQL: whether a cell has text that is no value of its column, and what to say of it."""
    cell = _came(column)
    return (
        f"coalesce(trim({cell}) <> '' AND \"{column.name}\" IS NULL, false)",
        f"'{column.name}: {SHAPE_WORDS[column.kind]} (' || left({cell}, 60) || '); '",
    )
