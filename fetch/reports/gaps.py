"""Gaps that no row shows: a month without its Delta, a download cut at the service's limit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from fetch.schema.file_names import MonthlyFile, archive_name
from fetch.usaspending.api import MOST_ROWS
from fetch.usaspending.plan import CONTIGUOUS
from fetch.warehouse.database import Warehouse

Row = dict[str, Any]
NONE: Row = {"months": [], "cut": []}


def gaps(store: Warehouse) -> Row:
    """Months of changes that are missing, and files that are likely cut, with days as text."""
    return {"months": _months(store), "cut": _cut(store)}


def lines(report: Row) -> Iterator[str]:
    """The same in words, with the way on."""
    for gap in report["months"]:
        years = ", ".join(f"FY{year}" for year in gap["fiscal_years"]) or "no year with a Full file"
        yield (
            f"a month is missing: agency {gap['agency']}, {years}: nothing tells what changed "
            f"between {gap['after']} and {gap['until']}, for a Delta goes back one month only; "
            f"import a Full file of {gap['until']} or later, or run python -m fetch sync"
        )
    for cut in report["cut"]:
        yield (
            f"cut at the service's limit: {cut['file']} has exactly {cut['rows']:,} rows, the most "
            "that a download by search holds; ask for shorter times, and import those"
        )


def _months(store: Warehouse) -> list[Row]:
    """Of each agency and year: steps from file to file, since its Full file, over a month."""
    files = _archive_files(store)
    found: dict[tuple[str, date, date], list[int]] = {}
    for agency in sorted({file.agency for file in files}):
        deltas = sorted(f.as_of for f in files if (f.kind, f.agency) == ("Delta", agency))
        fulls: dict[int | None, date] = {}
        for file in files:
            if file.kind == "Full" and file.agency == agency:
                fulls[file.fiscal_year] = max(file.as_of, fulls.get(file.fiscal_year, date.min))
        for year, begun in (fulls or dict.fromkeys([None], date.min)).items():
            # what a later Full file holds no Delta needs to tell
            days = [day for day in (begun, *deltas) if day >= begun and day > date.min]
            for after, until in pairwise(days):
                if until - after > CONTIGUOUS:
                    found.setdefault((agency, after, until), []).extend([year] if year else [])
    return [
        {"agency": agency, "after": str(after), "until": str(until), "fiscal_years": sorted(years)}
        for (agency, after, until), years in sorted(found.items())
    ]


def _archive_files(store: Warehouse) -> list[MonthlyFile]:
    names = store.rows("SELECT DISTINCT split_part(name, '/', 1) FROM files ORDER BY 1")
    return [known for (name,) in names if (known := archive_name(name))]


def _cut(store: Warehouse) -> list[Row]:
    """Files that a person brought with exactly as many rows as a download by search holds.

    A sync is left out: it compares its downloads with the service's own count.
    """
    rows = store.rows(
        "SELECT f.name, f.rows_read FROM files f JOIN runs r ON f.run_id = r.run_id "
        "WHERE f.rows_read = ? AND r.command IN ('import', 'again') ORDER BY 1",
        [MOST_ROWS],
    )
    return [
        {"file": name, "rows": count}
        for name, count in rows
        if not archive_name(name.partition("/")[0])
    ]
