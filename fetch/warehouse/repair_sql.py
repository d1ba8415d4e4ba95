"""Repair SQL: cells that a spreadsheet or a program wrote in another form, as official files do.

Used only where the strict reading met something odd. Text in, text out: a form that means
one value becomes that value's official form; whatever else stays as it came, for the typing
that follows to refuse by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from fetch.schema.columns import Column
from fetch.schema.file_types import Shape

REPAIRED = "__repaired"
"""One column more: the names of a row's repaired columns, each followed by a space."""

DayOrder = Literal["month first", "day first"]

AGENCY_WIDTHS = {
    "awarding_agency_code": 3,
    "funding_agency_code": 3,
    "awarding_sub_agency_code": 4,
    "funding_sub_agency_code": 4,
    "parent_award_agency_id": 4,
}
WIDTHS = AGENCY_WIDTHS | {"recipient_duns": 9, "recipient_parent_duns": 9, "cage_code": 5}
"""Characters of codes that may begin with zeros, which spreadsheets drop."""
STATED_WIDTHS = AGENCY_WIDTHS | {"naics_code": 6}
"""Widths that official files always keep: another width gives a re-saved file away."""
KEYS = ("contract_transaction_unique_key", "contract_award_unique_key", "prime_award_unique_key")
NUMBERS = ("award_id_piid", "modification_number", "parent_award_id_piid", "transaction_number")
"""Identifiers that a program may take for numbers and write as 12.0."""
FROM_KEY = {"award_id_piid": 3, "modification_number": 4, "parent_award_id_piid": 5}
"""Parts of an action's key that say what a re-saved cell was: the key itself is never a number."""
MONTH_FIRST: DayOrder = "month first"
DAY_FIRST: DayOrder = "day first"


def looks_resaved(shape: Shape, header: tuple[str, ...]) -> str:
    """SQL: whether a row shows that a spreadsheet or program wrote the file again.

    A key in lower case, or a code of another width than official files have.
    """
    signs = [f'"{name}" <> upper("{name}")' for name in KEYS if name in header]
    signs += [
        f'length("{name}") NOT IN (0, {width})'
        for name, width in STATED_WIDTHS.items()
        if shape.keyed and name in header
    ]
    return f"coalesce({' OR '.join(signs)}, false)" if signs else "false"


def repaired_select(
    shape: Shape, header: tuple[str, ...], source: str, orders: Mapping[str, DayOrder]
) -> str:
    """The SELECT of a file's cells with the other forms repaired, and the names of those columns.

    `source` gives each column of `header` by its name. `orders` is the proved order of a date
    column's days and months.
    """
    columns = {column.name: column for column in shape.columns}
    plain = ", ".join(f'{_unwrapped(name)} AS "{name}"' for name in header)
    came = ", ".join(f'"{name}" AS "came {name}"' for name in header)
    # the key's parts need the unwrapped key, so the cells are unwrapped one level further in
    unwrapped = f"SELECT {plain}, {came} FROM ({source})"
    split = ""
    if shape.keyed:
        split = f", string_split(upper(trim(\"{shape.never_empty[0]}\")), '_') AS key_part"
    cells = {name: _cell(name, columns.get(name), shape.keyed, orders) for name in header}
    listed = ", ".join(f'{cell} AS "{name}"' for name, cell in cells.items())
    marks = ", ".join(
        f"CASE WHEN \"{name}\" IS DISTINCT FROM \"came {name}\" THEN '{name} ' ELSE '' END"
        for name in header
    )
    kept = ", ".join(f'"came {name}"' for name in header)
    repaired = f"SELECT {listed}, {kept} FROM (SELECT *{split} FROM ({unwrapped}))"
    names = ", ".join(f'"{name}"' for name in header)
    return f"SELECT {names}, concat({marks}, '') AS {REPAIRED} FROM ({repaired})"


def day_forms_select(names: tuple[str, ...], source: str) -> str:
    """The SELECT that counts the cells of each date column, five counts a column in turn.

    Proved month first, proved day first, slashed and either, numbers, and all that are not empty.
    """
    counts = []
    for name in names:
        cell = _unwrapped(name)
        first, second = (
            f"try_cast(regexp_extract({cell}, '{_SLASHED}', {place}) AS INTEGER)"
            for place in (1, 2)
        )
        counts += [
            f"count(*) FILTER ({first} <= 12 AND {second} BETWEEN 13 AND 31)",
            f"count(*) FILTER ({second} <= 12 AND {first} BETWEEN 13 AND 31)",
            f"count(*) FILTER ({first} <= 12 AND {second} <= 12)",
            f"count(*) FILTER (regexp_matches({cell}, '{_SERIAL}'))",
            f"count(*) FILTER (trim({cell}) <> '')",
        ]
    return f"SELECT {', '.join(counts)} FROM ({source})"


def _unwrapped(name: str) -> str:
    """SQL: a cell without the ="…" that keeps a spreadsheet from taking it for a number."""
    return f"regexp_replace(\"{name}\", '^\\s*=\"(.*)\"\\s*$', '\\1')"


def _cell(name: str, column: Column | None, keyed: bool, orders: Mapping[str, DayOrder]) -> str:
    cell = f'"{name}"'
    if name in KEYS:
        return f"upper(trim({cell}))"
    if keyed and name in FROM_KEY:
        return _from_key(name)
    if column is None or column.kind == "text":
        return _code(name)
    if column.kind == "money":
        return _amount(cell)
    return _count(cell) if column.kind == "int" else _day(cell, orders.get(name))


def _from_key(name: str) -> str:
    """SQL: an identifier as the action's key has it; without a whole key, as it came."""
    part = f"key_part[{FROM_KEY[name]}]"
    meant = f"upper(regexp_replace(trim(\"{name}\"), '\\.0+$', ''))"
    # a key that says something quite different is no proof of what the cell was
    same = f"ltrim({part}, '0') = ltrim({meant}, '0')"
    return (
        f'CASE WHEN trim("{name}") = \'\' THEN "{name}" '
        f'WHEN len(key_part) = 6 AND {same} THEN {part} ELSE "{name}" END'
    )


def _code(name: str) -> str:
    """SQL: a code without the .0 of a program's number, and with the zeros it begins with."""
    cell = f'"{name}"'
    if not (name in NUMBERS or name in WIDTHS or name.endswith("_code")):
        return cell
    whole = f"regexp_replace(trim({cell}), '^([0-9]+)\\.0+$', '\\1')"
    if name not in WIDTHS:
        number = f"regexp_matches({cell}, '^\\s*[0-9]+\\.0+\\s*$')"
        return f"CASE WHEN {number} THEN {whole} ELSE {cell} END"
    width = WIDTHS[name]
    short = f"regexp_matches({whole}, '^[0-9]{{1,{width}}}$')"
    return f"CASE WHEN {short} THEN lpad({whole}, {width}, '0') ELSE {cell} END"


_EXPONENT = r"^-?([0-9]{1,16}|[0-9]{1,16}\.[0-9]{1,8})e[+-]?[0-9]{1,2}$"
"""Small e: programs write every digit. A spreadsheet's 1.23E+07 is rounded, so it is refused."""
_WHOLE_EXPONENT = r"^-?[0-9]{1,16}E[+-]?[0-9]{1,2}$"
_DECIMALS = r"^-?([0-9]{1,16}\.?|[0-9]{0,16}\.[0-9]{1,2}0*)$"
_THOUSANDS = r"^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?$"
_SLASHED = r"^\s*([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2})(\s.*)?$"


_SERIAL = r"^\s*[0-9]{5}(\.[0-9]*)?\s*$"
"""A spreadsheet's number of a day; its day 0 is in 1900 or in 1904, as its maker chose."""


def _number(cell: str) -> str:
    """SQL: a number without dollar sign, plus, brackets and thousands; brackets are a minus."""
    bare = f"regexp_replace(trim({cell}), '[$ ]', '', 'g')"
    signed = f"regexp_replace(regexp_replace({bare}, '^\\((.+)\\)$', '-\\1'), '^\\+', '')"
    return (
        f"CASE WHEN regexp_matches({signed}, '{_THOUSANDS}') THEN replace({signed}, ',', '') "
        f"ELSE {signed} END"
    )


def _amount(cell: str) -> str:
    number = f"({_number(cell)})"
    exact = f"try_cast({number} AS DECIMAL(38,10))"
    return (
        f"CASE WHEN regexp_matches({number}, '{_DECIMALS}') "
        f"THEN coalesce(try_cast({number} AS DECIMAL(38,2))::VARCHAR, {cell}) "
        f"WHEN (regexp_matches({number}, '{_EXPONENT}') "
        f"OR regexp_matches({number}, '{_WHOLE_EXPONENT}')) AND {exact} = round({exact}, 2) "
        f"THEN {exact}::DECIMAL(38,2)::VARCHAR ELSE {cell} END"
    )


def _count(cell: str) -> str:
    number = f"({_number(cell)})"
    exact = f"try_cast({number} AS DECIMAL(38,10))"
    whole = f"{exact} = round({exact}, 0)"
    form = (
        f"regexp_matches({number}, '^[0-9]+(\\.0*)?$') OR regexp_matches({number}, '{_EXPONENT}')"
    )
    return f"CASE WHEN ({form}) AND {whole} THEN {exact}::DECIMAL(38,0)::VARCHAR ELSE {cell} END"


def _day(cell: str, order: DayOrder | None) -> str:
    """SQL: a day as year, month and day; slashes only in an order that the column proves."""
    slashed = cell
    if order:
        month, day = (1, 2) if order == MONTH_FIRST else (2, 1)
        year = f"right('20' || regexp_extract({cell}, '{_SLASHED}', 3), 4)"
        parts = [
            f"lpad(regexp_extract({cell}, '{_SLASHED}', {place}), 2, '0')" for place in (month, day)
        ]
        slashed = f"{year} || '-' || {parts[0]} || '-' || {parts[1]}"
    named = " ".join(
        f"WHEN try_strptime(trim({cell}), '{form}') IS NOT NULL "
        f"THEN strftime(try_strptime(trim({cell}), '{form}'), '%Y-%m-%d')"
        for form in ("%Y/%m/%d", "%d-%b-%y", "%d-%b-%Y")
    )
    # words such as epoch and infinity are days to strptime, all of them 1900-01-01
    return (
        f"CASE WHEN regexp_matches({cell}, '{_SLASHED}') THEN {slashed} "
        f"WHEN NOT regexp_matches({cell}, '^\\s*[0-9]') THEN {cell} {named} ELSE {cell} END"
    )
