"""What is held and what is still to be asked for. Pure: from the arrivals alone.

An archive file is known by its name, whoever brought it; a download that was made on
request by what its arrival says of it (`about`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fetch.archive import Arrival
from fetch.usaspending import ALL, MonthlyFile, Span, archive_name

CONTIGUOUS = timedelta(days=45)
"""A Delta tells of the time since the one before, a month: after a longer gap some is lost."""
OVERLAP = timedelta(days=7)
"""Days asked for again, so that a record changed while a file was made is not missed."""


@dataclass(frozen=True)
class Holdings:
    """What the arrivals brought for one agency."""

    agency: str
    files: tuple[MonthlyFile, ...]
    pieces: tuple[dict[str, Any], ...]

    def names(self) -> set[str]:
        return {file.name for file in self.files}

    def reaches(self, year: int) -> date | None:
        """The day to which archive files tell all of a fiscal year, Deltas in a row included."""
        fulls = [f.as_of for f in self.files if f.kind == "Full" and f.fiscal_year == year]
        if not fulls:
            return None
        reached = max(fulls)
        for as_of in sorted(f.as_of for f in self.files if f.kind == "Delta"):
            if reached < as_of <= reached + CONTIGUOUS:
                reached = as_of
        return reached

    def asked_for(self, part: str) -> list[Span]:
        """The spans of a part that were fetched, or of which the service counted nothing."""
        return [
            Span(date.fromisoformat(p["start"]), date.fromisoformat(p["end"]))
            for p in self.pieces
            if p["part"] == part
        ]

    def covers(self, part: str, span: Span) -> bool:
        """Whether the spans fetched leave no day of this one out."""
        reached = span.start
        for held in sorted(self.asked_for(part), key=lambda held: held.start):
            if held.start <= reached:
                reached = max(reached, held.end + timedelta(days=1))
        return reached > span.end

    def latest(self, part: str) -> date | None:
        """The last day of a part that was fetched."""
        return max((span.end for span in self.asked_for(part)), default=None)


def holdings(agency: str, arrivals: Iterable[Arrival]) -> Holdings:
    """What is held for an agency; a file of all agencies counts for each."""
    files, pieces = [], []
    for arrival in arrivals:
        known = archive_name(arrival.name) if arrival.reader == "file" else None
        if known and known.agency in (agency, ALL):
            files.append(known)
        about = [arrival.about] if "part" in arrival.about else []
        about += arrival.about.get("nothing_in", [])
        pieces += [piece for piece in about if piece["agency"] == agency]
    return Holdings(agency, tuple(files), tuple(pieces))


def years_to_list(years: Iterable[int], held: Holdings, newest: list[MonthlyFile]) -> list[int]:
    """Fiscal years whose Full file is wanted, by what the newest listing says.

    A year not held; and a year from which the listed Delta is too far away, or for which
    there is a newer Full file and no Delta to bridge the time.
    """
    deltas = [file.as_of for file in newest if file.kind == "Delta"]
    fulls = [file.as_of for file in newest if file.kind == "Full"]
    return [year for year in years if _is_wanted(held.reaches(year), deltas, fulls)]


def _is_wanted(reached: date | None, deltas: list[date], fulls: list[date]) -> bool:
    if reached is None:
        return True
    if deltas:
        return max(deltas) > reached + CONTIGUOUS
    return bool(fulls) and max(fulls) > reached


def files_to_take(listed: Iterable[MonthlyFile], held: Holdings) -> list[MonthlyFile]:
    """The listed files that are not held: Full ones first, then Deltas, the oldest first."""
    fresh = {file.name: file for file in listed if file.name not in held.names()}
    return sorted(fresh.values(), key=lambda f: (f.kind == "Delta", f.as_of, f.fiscal_year or 0))


def recent_span(held: Holdings, part: str, since: date | None, until: date) -> Span | None:
    """The days of change to ask for: from what is held, a week over again, to the newest.

    None where nothing newer can be there.
    """
    reached = max((day for day in (held.latest(part), since) if day), default=None)
    if reached is None or reached >= until:
        return None
    return Span(reached - OVERLAP, until)
