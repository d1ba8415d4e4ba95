"""Bulk CSV of SAM.gov as a stream: sloppy quotes, line ends and markup inside.

A record begins with its notice's id, 32 signs; that, not the quotes, tells records apart, so
one that is badly quoted costs no other. Text is UTF-8 where it can be, else Windows-1252.
"""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from fetch.errors import FileRefused
from fetch.schema.csv_records import LONGEST_RECORD, rows_of

BEGINS = re.compile(rb'"?[0-9a-fA-F]{32}"?,')
POSTED = re.compile(r"\s*(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})")
FIRST = "NoticeId"
NEEDED = (FIRST, "Title", "PostedDate", "Type", "AwardNumber")
WHOSE = ("CGAC", "Department/Ind.Agency")
"""By either of which a record's department is known."""
BLOCK = re.compile(r"<(?:br|/?p|/?div|/?li|/?tr|/?h[1-6])\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
TAG_OR_COMMENT = re.compile(rf"{TAG.pattern}|<!--.*?-->", re.DOTALL)
CLOSINGS = (re.compile(r'"(?=,"|,,|\s*\Z)'), re.compile(r'"(?=,|\s*\Z)'))
"""Places where a quote may close a field: before one that is quoted or empty; before any."""


@dataclass(frozen=True)
class BulkRecord:
    """One record: the line it begins on, its cells by column, or why it has none."""

    line: int
    raw: str
    cells: dict[str, str] | None
    problem: str = ""


def records(stream: IO[bytes], name: str) -> Iterator[BulkRecord]:
    """Every record of a file, one at a time; FileRefused for a header that is not its.

    Memory is that of one record, however long the file.
    """
    header = _header(stream.readline(LONGEST_RECORD), name)
    line, first, size = 2, 2, 0
    pieces: list[bytes] = []
    while piece := stream.readline(LONGEST_RECORD):
        # a quote left open would swallow the file: an id where a line begins ends the record before
        if pieces and (BEGINS.match(piece) or size > LONGEST_RECORD):
            yield _record(first, b"".join(pieces), header)
            first, pieces, size = line, [], 0
        if pieces or piece.strip():
            pieces.append(piece)
            size += len(piece)
        else:
            first += 1
        line += piece.count(b"\n")
    if pieces:
        yield _record(first, b"".join(pieces), header)


def columns(stream: IO[bytes], name: str) -> list[str]:
    """The names in a file's header; FileRefused where it is not one of these files."""
    return _header(stream.readline(LONGEST_RECORD), name)


def is_bulk(path: Path) -> bool:
    """Whether a file is a bulk file of opportunities, by its header; nothing else is read."""
    if path.suffix.lower() != ".csv" or not path.is_file():
        return False
    with path.open("rb") as stream:
        try:
            _header(stream.readline(LONGEST_RECORD), path.name)
        except FileRefused:
            return False
    return True


def decoded(raw: bytes) -> str:
    """Text of a record; a byte that no alphabet has becomes a mark, never an error."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def plain(text: str) -> str:
    """A text without markup; breaks between its paragraphs stay."""
    if "<" in text or "&" in text:
        # behind the last end of a comment none is looked for: each would be, to the text's end
        head, end, tail = BLOCK.sub("\n", text).rpartition("-->")
        text = html.unescape(TAG_OR_COMMENT.sub("", head + end) + TAG.sub("", tail))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join(line for line in lines if line)


def _header(raw: bytes, name: str) -> list[str]:
    text = decoded(raw.removeprefix(b"\xef\xbb\xbf")).strip()
    header = [cell.strip() for cell in _strict(text) or []]
    lacking = [column for column in NEEDED if column not in header]
    lacking += [] if set(WHOSE) & set(header) else [" and ".join(WHOSE)]
    if lacking or header[0] != FIRST:
        reason = f"lacks {', '.join(lacking)}" if lacking else f"does not begin with {FIRST}"
        raise FileRefused(f"{name}: no bulk file of opportunities: its header {reason}")
    return header


def _record(line: int, raw: bytes, header: list[str]) -> BulkRecord:
    text = decoded(raw).rstrip("\r\n")
    if len(text) > LONGEST_RECORD or not BEGINS.match(raw):
        return BulkRecord(line, text, None, "it does not begin with a notice's id, or never ends")
    fields = _strict(text) or []
    for closing in CLOSINGS:
        if len(fields) != len(header) or not _fits(header, fields):
            fields = _lenient(text, closing)
    if len(fields) != len(header) or not _fits(header, fields):
        return BulkRecord(
            line, text, None, f"{len(fields)} cells where the header has {len(header)}"
        )
    return BulkRecord(line, text, dict(zip(header, fields, strict=True)))


def _fits(header: list[str], fields: list[str]) -> bool:
    """Whether cells stand under their own names: a day under the day of posting."""
    posted = fields[header.index("PostedDate")]
    return not posted.strip() or bool(POSTED.match(posted))


def _strict(text: str) -> list[str] | None:
    try:
        return rows_of(text)[0]
    except (csv.Error, IndexError):
        return None


def _lenient(text: str, closing: re.Pattern[str]) -> list[str]:
    """Cells where quotes stand unescaped inside: one closes only where a cell may end."""
    fields, at = [], 0
    while at <= len(text):
        if text.startswith('"', at):
            ends = closing.search(text, at + 1)
            end = ends.start() if ends else len(text)
            fields.append(text[at + 1 : end].replace('""', '"'))
            # past the quote and the comma
            at = end + 2
        else:
            end = text.find(",", at)
            end = len(text) if end < 0 else end
            fields.append(text[at:end])
            at = end + 1
    return fields
