"""Text of an attached PDF, page by page; a scan has none, and none is guessed."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass

MOST_PAGES = 600
MOST_BYTES = 80_000_000
LEAST_SIGNS = 25
"""Letters and digits that make a page of text; a stamp over a scan has fewer."""
TEXT, SCAN, UNREADABLE, NO_PDF = "text", "scan", "unreadable", "not a PDF"


@dataclass(frozen=True)
class PdfText:
    """Text of a PDF: its state, the number of pages, and the text of those that have any."""

    state: str
    pages: int | None
    texts: tuple[tuple[int, str], ...] = ()


def read(content: bytes) -> PdfText:
    """The text of a file. A broken or locked PDF is unreadable; never an error."""
    if not content.lstrip()[:5].startswith(b"%PDF"):
        return PdfText(NO_PDF, None)
    if len(content) > MOST_BYTES:
        return PdfText(UNREADABLE, None)
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        count = len(reader.pages)
        texts = [
            (number, page.extract_text() or "")
            for number, page in zip(range(1, MOST_PAGES + 1), reader.pages, strict=False)
        ]
    except Exception:  # pypdf raises whatever a broken file leads it to
        return PdfText(UNREADABLE, None)
    whole = tuple((number, text) for number, text in texts if _signs(text) >= LEAST_SIGNS)
    return PdfText(TEXT if whole else SCAN, count, whole)


def _signs(text: str) -> int:
    return sum(sign.isalnum() for sign in text)
