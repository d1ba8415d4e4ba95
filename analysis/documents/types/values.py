"""Values of documents: what stands for money, days and words."""

from __future__ import annotations

from typing import Any, TypedDict

Usd = str | None
"""Dollars with two decimals, such as `150703824.61`; None where the records do not say."""
Day = str | None
"""A day as YYYY-MM-DD; None where the records do not say."""
Text = str | None
"""Text of the record or of ours; None where there is none."""


class Unread(TypedDict):
    """Rows in no sum because they could not be read; `groups` by file, component and year."""

    rows: int
    rows_with_amount: int
    amount_usd: Usd
    negative: bool
    cells: int
    groups: list[dict[str, Any]]


class Provenance(TypedDict):
    """What every document says of the build that it stands on (`Build.provenance`)."""

    as_of: Day
    build_id: str
    only_sample: bool
    coverage: Text
    unread: Unread | None
