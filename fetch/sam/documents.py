"""Lists of records in answers of SAM.gov's keyed services; any other shape is refused.

An answer that is not understood must never read as "nothing is recorded": an extract has come
as plain JSON and as a ZIP, an empty answer in a wrapper of its own. What is refused stays in
the archive, is told, and is asked for again by the next run.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from typing import Any

from fetch.errors import FileRefused

Row = dict[str, Any]
MOST_BYTES = 500_000_000
"""A packed extract that would unpack to more is refused before it fills the memory."""


def records(content: bytes, listed: str, called: str) -> list[Row]:
    """The records under one name of a document, or the document itself where it is a list.

    An empty answer, and one whose own count is 0, have none. FileRefused, with what came
    instead, for everything else: no JSON, no such list, a record that is no object.
    """
    document = _document(content, called)
    body = document if isinstance(document, list) else document.get(listed)
    if body is None and (not document or _counts(document) == 0):
        return []
    if not isinstance(body, list):
        named = ", ".join(sorted(document)[:8]) or "nothing"
        raise FileRefused(f"{called}: no list {listed} in what came, which has {named}")
    odd = [one for one in body if not isinstance(one, dict)]
    if odd:
        raise FileRefused(f"{called}: {len(odd):,} of {len(body):,} records are no objects")
    return body


def total(content: bytes, called: str) -> int | None:
    """Total number of records by the document's own count; None where it states none."""
    document = _document(content, called)
    return _counts(document) if isinstance(document, dict) else len(document)


def _document(content: bytes, called: str) -> Any:
    try:
        text = _unpacked(content).decode("utf-8-sig")
        document = json.loads(text) if text.strip() else {}
    except (ValueError, OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        begins = content[:60].decode("utf-8", errors="replace")
        raise FileRefused(f"{called}: no JSON that can be read ({begins!r})") from error
    if not isinstance(document, dict | list):
        raise FileRefused(f"{called}: {document!r:.60} where a document was expected")
    return document


def _unpacked(content: bytes) -> bytes:
    """The bytes of a file as it came: plain, in gzip, or the one member of a ZIP."""
    if content.startswith(b"\x1f\x8b"):
        with gzip.open(io.BytesIO(content)) as packed:
            return _bounded(packed.read(MOST_BYTES + 1))
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        inside = [one for one in packed.infolist() if not one.is_dir()]
        if len(inside) != 1:
            raise ValueError(f"{len(inside)} files in one ZIP")
        with packed.open(inside[0]) as member:
            return _bounded(member.read(MOST_BYTES + 1))


def _bounded(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise ValueError(f"more than {MOST_BYTES:,} bytes")
    return content


def _counts(document: Any) -> int | None:
    """The `totalRecords` of a document, wherever in its wrapper it stands."""
    if not isinstance(document, dict):
        return None
    stated = str(document.get("totalRecords", "")).strip()
    if stated.isdecimal():
        return int(stated)
    inner = (_counts(one) for one in document.values())
    return next((body for body in inner if body is not None), None)
