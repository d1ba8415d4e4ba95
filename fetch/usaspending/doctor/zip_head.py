"""Header and first rows of a CSV, from the first bytes of its ZIP. Pure."""

from __future__ import annotations

import csv
import io
import struct
import zlib
from dataclasses import dataclass

from fetch.schema.csv_records import long_fields

LOCAL_HEADER = struct.Struct("<4sHHHHHIIIHH")
SIGN = b"PK\x03\x04"
STORED, DEFLATED = 0, 8


@dataclass(frozen=True)
class ZipHead:
    """Column names and whole rows at the beginning of a ZIP."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]

    def values(self, column: str) -> set[str]:
        """Distinct values of a column, empty cells included."""
        return {row[column].strip() for row in self.rows if column in row}


def peek(beginning: bytes) -> ZipHead:
    """ValueError for what does not begin as a ZIP does."""
    text = _text(beginning)
    whole = text[: text.rfind("\n") + 1] or text
    with long_fields():
        reader = csv.DictReader(io.StringIO(whole, newline=""))
        columns = tuple(reader.fieldnames or ())
        rows = [row for row in reader if None not in row and None not in row.values()]
    return ZipHead(columns, tuple(rows))


def _text(beginning: bytes) -> str:
    if not beginning.startswith(SIGN) or len(beginning) < LOCAL_HEADER.size:
        raise ValueError("its first bytes are not those of a ZIP")
    sign_to_length = LOCAL_HEADER.unpack_from(beginning)
    method, name, extra = sign_to_length[3], sign_to_length[9], sign_to_length[10]
    content = beginning[LOCAL_HEADER.size + name + extra :]
    if method == DEFLATED:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content)
    elif method != STORED:
        raise ValueError(f"its first file is packed by method {method}")
    return content.decode("utf-8-sig", errors="replace")
