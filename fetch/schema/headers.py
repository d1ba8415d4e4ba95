"""Layout of a file from its header: type, columns, missing and unknown ones."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from dataclasses import dataclass

from fetch.errors import FileRefused
from fetch.schema import tables
from fetch.schema.columns import renames
from fetch.schema.csv_records import rows_of
from fetch.schema.file_types import ACTIONS, OF_KIND, SHAPES, Shape

MOST_COLUMNS = 4_096


@dataclass(frozen=True)
class Layout:
    """Layout of a file: its type, and the columns its header has, lacks or adds.

    `header` has today's names. `makes_key`: the action's key is made from its parts, for files
    that were published before there was a column of it.
    """

    kind: str
    delimiter: str
    header: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    makes_key: bool = False

    @property
    def shape(self) -> Shape:
        return OF_KIND[self.kind]


def encoding_of(begins: bytes) -> str:
    """The encoding that a text's first bytes show: UTF-16 with or without a mark, else UTF-8."""
    if begins.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # a header is plain letters: in UTF-16 every other byte of it is a zero
    if len(begins) > 3 and not any(begins[1:40:2]) and all(begins[:40:2]):
        return "utf-16-le"
    if len(begins) > 3 and not any(begins[:40:2]) and all(begins[1:40:2]):
        return "utf-16-be"
    return "utf-8"


def stated_separator(line: bytes) -> str:
    """The separator that a spreadsheet states in a first line such as sep=; (empty: none)."""
    found = re.fullmatch(r'\ufeff?"?sep=(.)"?', line.decode("utf-8", "replace").rstrip("\r\n"))
    return found[1] if found else ""


def header_of(name: str, first: bytes, separator: str = "") -> tuple[str, str]:
    """The header's text and its delimiter, which is `separator` where the file states one."""
    if not first.strip():
        raise FileRefused(f"{name}: empty")
    text = first.decode("utf-8-sig", errors="replace").rstrip("\r\n")
    if text.lstrip("\ufeff \t").startswith("<?xml") or "<feed" in text:
        raise FileRefused(f"{name}: XML, such as an ATOM feed of FPDS{FRESH}")
    if text.lstrip().startswith("<"):
        raise FileRefused(f"{name}: a web page saved as CSV; download the file again")
    if text.lstrip().startswith("{"):
        raise FileRefused(f"{name}: an answer of a service saved as CSV; download the file again")
    delimiter = separator or max(",;\t|", key=text.count)
    return text, delimiter


RENAMES = renames()
"""Today's names of columns that were once published under others, from `renames.csv`."""
KEY_MADE_FROM = (
    "awarding_sub_agency_code",
    "parent_award_agency_id",
    "award_id_piid",
    "modification_number",
    "parent_award_id_piid",
    "transaction_number",
)
"""Parts of an action's key, in their order in it."""
FRESH = "; download the file again from USAspending.gov, Award Data Archive: Contracts, Full"
GRANTS = "an assistance file (grants, loans); this project reads contracts"
OTHER_KINDS = (
    (GRANTS, "assistance_"),
    (GRANTS, "prime_award_fain"),
    (f"the layout of before 2017, whose columns are gone{FRESH}", "dollarsobligated"),
    (f"an export of FPDS ezSearch, without the records' keys{FRESH}", "Award ID (Mod#)"),
    (
        f"a file of account balances: money of accounts, not of contracts{FRESH}",
        "total_budgetary_resources",
    ),
    (
        "a file of SAM.gov's notices whose header has changed; download it again from SAM.gov, "
        "Data Services, Contract Opportunities, and run `python -m fetch doctor`",
        "NoticeId",
    ),
    (
        "an award summary, one row an award; growth needs the transaction file",
        "contract_award_unique_key",
    ),
)
"""Other published files that are refused, each with a sign in its header."""


def layout_of(name: str, header: tuple[str, str]) -> Layout:
    """The kind of a file by the names in its header; FileRefused where it is none that is read."""
    text, delimiter = header
    try:
        columns = tuple(c.strip() for c in rows_of(text, delimiter, strict=False)[0])
    except csv.Error as error:
        ends = "\r" in text.strip("\r\n")
        why = "its lines end in carriage returns, save it with line feeds" if ends else str(error)
        raise FileRefused(f"{name}: no table, its first line cannot be read ({why})") from None
    columns = tuple(
        RENAMES[c] if c in RENAMES and RENAMES[c] not in columns else c for c in columns
    )
    makes_key = ACTIONS.sign not in columns and {*KEY_MADE_FROM, *tables.REQUIRED[1:]} <= {*columns}
    shape = ACTIONS if makes_key else _shape_of(name, columns)
    if len(columns) > MOST_COLUMNS:
        raise FileRefused(f"{name}: {len(columns):,} columns; no official file has so many")
    # a spreadsheet adds columns without a name: none of them is read
    twice = sorted(column for column, count in Counter(columns).items() if column and count > 1)
    if twice:
        raise FileRefused(f"{name}: column {twice[0]} stands twice in the header")
    known = {*shape.names, *shape.left_out, tables.DELTA_MARK}
    return Layout(
        kind="delta" if shape.keyed and tables.DELTA_MARK in columns else shape.table,
        delimiter=delimiter,
        header=columns,
        missing=tuple(c for c in shape.names if c not in columns),
        unknown=tuple(c for c in columns if c not in known),
        makes_key=makes_key,
    )


def _shape_of(name: str, columns: tuple[str, ...]) -> Shape:
    if "prime_award_fain" not in columns:
        for shape in SHAPES:
            if set(shape.required) <= set(columns):
                return shape
    raise FileRefused(f"{name}: {_why_not(columns)}")


def _why_not(columns: tuple[str, ...]) -> str:
    """The reason for a refusal: another type of file, or the required columns that are missing."""
    *grants, summary = OTHER_KINDS
    lacks = [(_lacks(shape, columns), shape.sign) for shape in SHAPES]
    for why, sign in (lacks[0], *grants, *lacks[1:], summary):
        if any(column.startswith(sign) for column in columns):
            return why
    return lacks[0][0]


def _lacks(shape: Shape, columns: tuple[str, ...]) -> str:
    lacking = [column for column in shape.required if column not in columns]
    return f"not a {shape.words} file that can be read: the header lacks {', '.join(lacking)}"
