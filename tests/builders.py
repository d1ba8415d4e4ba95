"""Rows and files in the official shapes, made from the schema, with vendors that do not exist.

A builder fills what every record has; a test names only what matters to it.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from fetch.schema import tables

VENDOR = "EXAMPLE OPTICS LLC"
AGENCY = "7012"
OFFICIAL_HEADER = (*tables.RECORD_NAMES, *sorted(tables.LEFT_OUT_NAMES - {"agency_id"}))

Row = dict[str, str]


def action(piid: str = "70TEST24C00000001", mod: str = "0", **cells: str) -> Row:
    """One action in the official columns; amounts and dates have plain defaults."""
    parent = cells.pop("parent", "-NONE-")
    parent_agency = cells.pop("parent_agency", "-NONE-" if parent == "-NONE-" else AGENCY)
    idv = cells.get("award_or_idv_flag") == "IDV"
    transaction = "-NONE-" if idv else cells.get("transaction_number", "0")
    award = (
        f"CONT_IDV_{piid}_{AGENCY}" if idv else f"CONT_AWD_{piid}_{AGENCY}_{parent}_{parent_agency}"
    )
    row = {
        "contract_transaction_unique_key": "_".join(
            (AGENCY, parent_agency, piid, mod, parent, transaction)
        ),
        "contract_award_unique_key": award,
        "award_id_piid": piid,
        "modification_number": mod,
        "transaction_number": "" if idv else transaction,
        "parent_award_id_piid": "" if parent == "-NONE-" else parent,
        "parent_award_agency_id": "" if parent == "-NONE-" else parent_agency,
        "award_or_idv_flag": "IDV" if idv else "AWARD",
        "award_type_code": "" if idv else "D",
        "action_date": "2024-01-15",
        "federal_action_obligation": "1000.00",
        "base_and_all_options_value": "5000.00",
        "awarding_agency_code": "070",
        "awarding_sub_agency_code": AGENCY,
        "awarding_sub_agency_name": "U.S. Immigration and Customs Enforcement",
        "recipient_name": VENDOR,
        "transaction_description": "EXAMPLE GOODS",
        "usaspending_permalink": f"https://www.usaspending.gov/award/{award}/",
        "last_modified_date": "2024-02-01",
    }
    return {**row, **cells}


def csv_text(rows: Iterable[Row], header: Iterable[str] = OFFICIAL_HEADER, sign: str = ",") -> str:
    """The rows as an official file: quotes where needed, LF, empty cells for what is missing."""
    out = io.StringIO()
    names = list(header)
    writer = csv.DictWriter(
        out, names, restval="", extrasaction="ignore", lineterminator="\n", delimiter=sign
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def csv_file(path: Path, rows: Iterable[Row], header: Iterable[str] = OFFICIAL_HEADER) -> Path:
    path.write_text(csv_text(rows, header), "utf-8", newline="")
    return path


def delta_text(rows: Iterable[tuple[str, Row]]) -> str:
    """A Delta archive file: the mark and the agency in front; a D row carries keys only."""
    keys = (
        "award_id_piid",
        "modification_number",
        "parent_award_agency_id",
        "parent_award_id_piid",
        "transaction_number",
        "contract_transaction_unique_key",
        "last_modified_date",
    )
    cut = [
        {
            tables.DELTA_MARK: mark,
            "agency_id": AGENCY,
            **({key: row[key] for key in keys} if mark == "D" else row),
        }
        for mark, row in rows
    ]
    return csv_text(cut, (tables.DELTA_MARK, "agency_id", *OFFICIAL_HEADER))


def zip_file(path: Path, **texts: str) -> Path:
    """A ZIP as it comes; a name's `__` stands for a dot."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name.replace("__", "."), text)
    return path


def full(folder: Path, day: str, *rows: Row, year: int = 2024, agency: str = "070") -> Path:
    """A Full file of the archive as of a day."""
    name = f"FY{year}_{agency}_Contracts_Full_{day}"
    return zip_file(folder / f"{name}.zip", **{f"{name}_1__csv": csv_text(rows)})


def transactions(rows: Iterable[Row]) -> ir.Table:
    """The rows as the warehouse would hold them: typed, what is empty missing."""
    listed = list(rows)
    columns = {
        column.name: pa.array(
            [_typed(column, row.get(column.name, "")) for row in listed], _ARROW[column.kind]
        )
        for column in tables.TRANSACTIONS
    }
    return ibis.memtable(pa.table(columns))


def _typed(column: tables.Column, cell: str) -> object:
    if column.name in ("first_seen", "last_seen") and not cell:
        return datetime(2026, 1, 31)
    if not cell:
        return None
    return _READ[column.kind](cell)


_ARROW = {
    "text": pa.string(),
    "money": pa.decimal128(18, 2),
    "date": pa.date32(),
    "int": pa.int64(),
    "time": pa.timestamp("us"),
    "hash": pa.string(),
}
_READ = {
    "text": str,
    "hash": str,
    "money": Decimal,
    "date": date.fromisoformat,
    "int": int,
    "time": datetime.fromisoformat,
}
