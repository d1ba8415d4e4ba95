"""CSV: the rows as they are, in UTF-8, the names of the columns first, coverage last."""

from __future__ import annotations

import csv
import io
from functools import partial

from analysis.published.build import Build
from analysis.serialise import harmless
from dashboard.exports.file_link import link
from dashboard.exports.sheet import Sheet, plain
from dashboard.exports.way_out import ROWS, WayOut
from dashboard.text import coverage_line

COVERAGE = "coverage"
"""The last column: what is held, on every row, for rows are copied without their file."""


def as_csv(sheet: Sheet, build: Build) -> bytes:
    """The rows as UTF-8 CSV with the names of the columns first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    held = coverage_line.line(build)
    writer.writerow([*sheet.frame.columns, COVERAGE])
    for row in sheet.frame.itertuples(index=False, name=None):
        writer.writerow([*(harmless(plain(value)) for value in row), held])
    # Excel reads a CSV as UTF-8 only where a byte-order mark says so
    return out.getvalue().encode("utf-8-sig")


WAYS = (WayOut("csv", 10, ROWS, partial(link, "csv"), as_csv, "text/csv; charset=utf-8"),)
