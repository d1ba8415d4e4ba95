"""CSV records of any length: the `csv` module's limit raised for one read, then restored."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST_RECORD = 2_000_000
"""Characters. An official record is a few thousand; a quote left open would swallow the file."""
LONGEST_TEXT = 100_000
"""Characters of a cell. Those of official files have a few thousand; a build holds many at once."""
_ONE_AT_A_TIME = threading.RLock()


@contextmanager
def long_fields(longest: int = LONGEST_RECORD) -> Iterator[None]:
    """Let `csv` read fields of so many characters; its own limit is 131,072.

    The limit is the process's: the block should read and not wait, and never yield.
    """
    with _ONE_AT_A_TIME:
        before = csv.field_size_limit(longest)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def rows_of(text: str, delimiter: str = ",", *, strict: bool = True) -> list[list[str]]:
    """The records in a text; csv.Error where it cannot be read."""
    with long_fields():
        return list(csv.reader([text], delimiter=delimiter, strict=strict))
