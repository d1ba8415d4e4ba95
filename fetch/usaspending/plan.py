"""Plan of a sync: files and spans in the archive, and those still to fetch. Pure.

An archive file is known by its name, whoever brought it; a download that was made on
request by what its arrival says of it (`about`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from fetch import fiscal
from fetch.archive.store import Arrival
from fetch.fiscal import DateSpan
from fetch.schema.file_names import ALL, MonthlyFile, archive_name

CONTIGUOUS = timedelta(days=35)
"""A Delta tells of the time since the one before, a month and some days of slack: after a
longer gap the Full files are taken again. What remains: where two Deltas come within the
month and the first is missed, its deletions wait for the next Full file (see `covered_to`)."""
OVERLAP = timedelta(days=7)
"""Days asked for again, so that a record changed while a file was made is not missed."""
FUNDED_OVERLAP = timedelta(days=120)
"""The same for what others sign: Defense publishes after 90 days, under the old day of change."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Came:
    """Rows of a download that were found in its tables: actions, and all of them together.

    `beside`: a table of another kind, such as sub-awards, was read with the actions.
    """

    actions: int
    rows: int
    beside: bool


@dataclass(frozen=True)
class Lack:
    """The number of rows that the service states of a download, and the number that came."""

    stated: int
    came: int

    @property
    def words(self) -> str:
        return f"the service counts {self.stated:,} rows, and {self.came:,} came"


def lack_of(about: Mapping[str, Any], came: Came | None) -> Lack | None:
    """How a download differs from what the service states of it; None where it agrees.

    `about` is that of its arrival: `rows_counted` is the count of a search, in actions,
    `rows_stated` the count of the finished job, in rows of every table.
    """
    counted, stated = about.get("rows_counted"), about.get("rows_stated")
    if came is None:
        return None
    if counted is not None and counted != came.actions:
        return Lack(counted, came.actions)
    # a search's download has sub-awards too: its rows are only known where those were read
    all_read = counted is None or came.beside
    if stated is not None and all_read and stated != came.rows:
        return Lack(stated, came.rows)
    return None


@dataclass(frozen=True)
class Holdings:
    """Files and spans in the archive for one agency.

    `differences` are the counts by fiscal year (the service's, ours) that asking again left
    as they were, as the latest sync noted them.
    """

    agency: str
    files: tuple[MonthlyFile, ...]
    pieces: tuple[dict[str, Any], ...]
    differences: Mapping[str, list[int]] = field(default_factory=dict)

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

    def asked_for(self, part: str) -> list[DateSpan]:
        """The spans of a part that were fetched, or of which the service counted nothing."""
        return [
            DateSpan(date.fromisoformat(p["start"]), date.fromisoformat(p["end"]))
            for p in self.pieces
            if p["part"] == part
        ]

    def covered_to(self, year: int) -> date | None:
        """The day to which every change in a fiscal year is held; None where it is not held.

        From its Full file, or its custom download, and what was fetched by the day of
        change. Deltas do not count: one that was missed would go unseen.
        """
        fulls = [f.as_of for f in self.files if f.kind == "Full" and f.fiscal_year == year]
        days = self._days_of("year", fiscal.span(year)) if self.covers_year("year", year) else []
        begun = max([*fulls, *days[:1]], default=None)
        return self._extended(begun, "recent") if begun else None

    def funded_covered_to(self, year: int) -> date | None:
        """The same for what the agency pays for and another signs."""
        days = self._days_of("funded", fiscal.span(year))
        whole = days and self.covers_year("funded", year)
        return self._extended(days[0], "recent funded") if whole else None

    def _days_of(self, part: str, span: DateSpan) -> list[date]:
        """The days of the data when the pieces within a span were fetched, in order.

        Where the service told none, the piece's first day: nothing in it is older.
        """
        return sorted(
            date.fromisoformat(p["data_date"] or p["start"])
            for p in self.pieces
            if p["part"] == part and span.holds(date.fromisoformat(p["start"]))
        )

    def _extended(self, begun: date, part: str) -> date:
        """From a day on, as far as pieces by the day of change adjoin."""
        reached = begun
        for piece in sorted(self.asked_for(part), key=lambda piece: piece.start):
            slack = DAY if reached > begun else timedelta()
            if piece.start <= reached + slack:
                reached = max(reached, piece.end)
        return reached

    def is_known(self, what: str, counted: int, held: int) -> bool:
        """Whether asking again left this very difference of the counts before."""
        return self.differences.get(what) == [counted, held]

    def accepts(self, part: str, span: DateSpan, counted: int) -> bool:
        """Whether a person accepted what came of a span of which so many rows were counted."""
        return any(
            p["accepted"] and p.get("rows_counted") == counted
            for p in self.pieces
            if (p["part"], p["start"], p["end"]) == (part, str(span.start), str(span.end))
        )

    def covers_year(self, part: str, year: int) -> bool:
        return self.covers(part, fiscal.span(year))

    def covers(self, part: str, span: DateSpan) -> bool:
        """Whether the spans fetched leave no day of this one out."""
        reached = span.start
        for held in sorted(self.asked_for(part), key=lambda held: held.start):
            if held.start <= reached:
                reached = max(reached, held.end + DAY)
        return reached > span.end


def holdings(
    agency: str,
    arrivals: Iterable[Arrival],
    refused: Collection[str] = (),
    came: Mapping[str, Came] | None = None,
) -> Holdings:
    """Holdings of an agency; a file of all agencies counts for each.

    Runs that were `refused` as what their file's name says do not count, nor do downloads
    that brought another number of rows than the service states, unless a person accepted
    them; `came` has what each download brought, by its name.
    """
    arrived = list(arrivals)
    accepted = {run_id for one in arrived for run_id in one.about.get("accepts_lacking", [])}
    files: list[MonthlyFile] = []
    pieces: list[dict[str, Any]] = []
    differences: dict[str, list[int]] = {}
    for arrival in arrived:
        known = archive_name(arrival.name) if arrival.reader == "file" else None
        if known and known.agency in (agency, ALL) and arrival.run_id not in refused:
            files.append(known)
        lacks = lack_of(arrival.about, (came or {}).get(arrival.name))
        whole = arrival.run_id in accepted or not lacks
        about = [arrival.about] if "part" in arrival.about and whole else []
        about += arrival.about.get("nothing_in", [])
        pieces += [
            piece | {"accepted": arrival.run_id in accepted}
            for piece in about
            if piece["agency"] == agency
        ]
        if arrival.about.get("agency") == agency:
            differences |= arrival.about.get("differs", {})
    return Holdings(agency, tuple(files), tuple(pieces), differences)


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


def files_to_take(
    listed: Iterable[MonthlyFile], held: Holdings, again: bool = False
) -> list[MonthlyFile]:
    """The listed files that are not held: Full ones first, then Deltas, the oldest first.

    With `again`, Full files that are held as well.
    """
    names = held.names()
    # a Delta is listed under every year: by its name it is taken once
    fresh = {f.name: f for f in listed if f.name not in names or (again and f.kind == "Full")}
    return sorted(fresh.values(), key=lambda f: (f.kind == "Delta", f.as_of, f.fiscal_year or 0))


def recent_span(
    told_to: Iterable[date | None], until: date, overlap: timedelta = OVERLAP
) -> DateSpan | None:
    """The days of change to ask for, a week (or `overlap`) over again, to the newest.

    From the earliest of the days to which the years held are told; None where nothing newer
    can be there, or nothing is held.
    """
    reached = min((day for day in told_to if day), default=until)
    return DateSpan(reached - overlap, until) if reached < until else None
