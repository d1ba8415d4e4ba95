"""CSV: the rows as they are, in UTF-8, the names of the columns first."""

from __future__ import annotations

import csv
import io
from functools import partial

from analysis.published.build import Build
from analysis.serialise import harmless
from dashboard.exports.file_link import link
from dashboard.exports.sheet import Sheet, plain
from dashboard.exports.way_out import ROWS, WayOut


def as_csv(sheet: Sheet, _: Build) -> bytes:
    """The rows as UTF-8 CSV with the names of the columns first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.frame.columns)
    for row in sheet.frame.itertuples(index=False, name=None):
        writer.writerow([harmless(plain(value)) for value in row])
    return out.getvalue().encode("utf-8-sig")


WAYS = (WayOut("csv", 10, ROWS, partial(link, "csv"), as_csv, "text/csv; charset=utf-8"),)
