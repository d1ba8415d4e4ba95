"""Names of official files: the kind, agency, fiscal year and time they state.

The names are those of USAspending's Award Data Archive and of its custom downloads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

ALL = "all"
"""The agency of a file that holds every agency."""
ARCHIVE_NAME = re.compile(
    r"(?P<stem>FY\(?(?P<year>All|\d{4})\)?_(?P<agency>All|\d{3,4})_Contracts_"
    r"(?P<kind>Full|Delta)_(?P<day>20\d{6}))(?: ?\(\d+\))?\.(?:zip|csv)",
    re.IGNORECASE,
)
"""The whole name, as a browser may have saved it: `…_1.csv` is one part of a ZIP, and does
not say how many there are."""
STATED_TIMES = (
    (re.compile(r"(\d{4}-\d{2}-\d{2})_H(\d{2})M(\d{2})S(\d{2})"), "%Y-%m-%d%H%M%S"),
    (re.compile(r"_(20\d{6})(?=\D|$)"), "%Y%m%d"),
)


@dataclass(frozen=True)
class MonthlyFile:
    """A file of the Award Data Archive; a Delta has no fiscal year. `kind`: Full or Delta."""

    name: str
    url: str
    kind: str
    agency: str
    fiscal_year: int | None
    as_of: date


def archive_name(name: str) -> MonthlyFile | None:
    """The archive file that a name states, under the name it is listed by; None for others."""
    match = ARCHIVE_NAME.fullmatch(Path(name).name)
    try:
        as_of = datetime.strptime(match["day"], "%Y%m%d").date() if match else None
    except ValueError:  # digits that are no day: 20261399
        as_of = None
    if not match or not as_of:
        return None
    return MonthlyFile(
        name=f"{match['stem']}.zip",
        url="",
        kind=match["kind"].capitalize(),
        agency=match["agency"] if match["agency"].isdigit() else ALL,
        fiscal_year=int(match["year"]) if match["year"].isdigit() else None,
        as_of=as_of,
    )


def stated_time(*names: str) -> datetime | None:
    """The time that the first of some names states; None where none does.

    `FY2024_070_Contracts_Full_20261106.zip`, `…_2026-11-21_H23M58S49392533.zip`.
    """
    for name in names:
        for pattern, form in STATED_TIMES:
            if match := pattern.search(name):
                try:
                    return datetime.strptime("".join(match.groups()), form)
                except ValueError:
                    continue
    return None
