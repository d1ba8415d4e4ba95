"""Rule tables of notices: authorities, deadlines, reasons, judged links.

A judged row that names a notice or an award not held is no error. Broken rows are errors with
file, line and reason.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeVar

from analysis.rules import load
from analysis.rules.chain_links import KEY, SINCE, VERDICTS
from analysis.rules.reachability import BrokenRules
from analysis.rules.row_types import filled, one_of, read
from fetch import codes

FOLDER = Path(__file__).parent
AUTHORITIES, DEADLINES = "authorities.csv", "posting_deadlines.csv"
REASONS, LINKS = "no_notice.csv", "notice_links.csv"
APPROVALS = "approval_lines.csv"
COLUMNS = {
    AUTHORITIES: "authority cites says lane urgent plain because source since by",
    DEADLINES: ("lane urgent from_date days counts_from cites unconfirmed because source since by"),
    REASONS: (
        "reason set_aside other_than_full fair_opportunity extent parent component event "
        "from_date until_date up_to plain because source unconfirmed since by"
    ),
    APPROVALS: "agencies from_date until_date approver up_to_usd cites source unconfirmed",
    LINKS: "notice_id award_key modification_number verdict because source since by",
}
NOTICE_ID = re.compile(r"[0-9a-f]{32}")
LANES = (
    "open market",
    "brand name",
    "brand name, schedule order",
    "brand name, multiple-award order",
    "schedule order",
    "multiple-award order",
    "simplified",
    "commercial, simplified",
    "8(a)",
)
COUNTS_FROM = ("award", "solicitation")
PARENTS = ("", "any", "none", "single", "other agency")
EVENTS = ("", "named")
CIVIL, TITLE_10, COAST_GUARD = "civil", "Title 10", "7008"
"""The Coast Guard alone of DHS buys under Title 10, like the armed forces."""
Row = dict[str, str]
RowType = TypeVar("RowType")


@dataclass(frozen=True)
class Authority:
    """Spelling of an authority in texts: a citation, or words without one.

    `urgent` is None where the citation does not tell; `lane` is empty where words do not.
    """

    name: str
    cites: str
    pattern: re.Pattern[str]
    lane: str
    urgent: bool | None
    plain: str

    @property
    def of_statute(self) -> bool:
        """True for a citation of the statute, which most texts put beside the regulation."""
        return "U.S.C." in self.cites


@dataclass(frozen=True)
class Deadline:
    """Days within which a justification is posted, by a rule in force from a day.

    They count from the award, or from the solicitation: a brand-name justification goes out with
    it. `cites` is the paragraph; `unconfirmed` says what was not read in an official text, empty
    where all of it was.
    """

    lane: str
    urgent: bool
    from_date: date
    days: int
    counts_from: str
    cites: str
    unconfirmed: str
    because: str
    source: str


@dataclass(frozen=True)
class ApprovalLine:
    """Highest value that an officer may approve a justification of, on the days of the rule.

    `up_to_usd` is missing for the last officer, who approves all above the others. `agencies` is
    `Title 10` for DoD, NASA and the Coast Guard, else `civil`.
    """

    agencies: str
    from_date: date
    until_date: date
    approver: str
    up_to_usd: Decimal | None
    cites: str
    source: str
    unconfirmed: str


@dataclass(frozen=True)
class Judgment:
    """Verdict of a person on a notice and an award, or on one modification of it."""

    notice_id: str
    award_key: str
    modification_number: str
    verdict: str
    because: str
    source: str
    since: str
    by: str


@cache
def authorities(path: Path = FOLDER / AUTHORITIES) -> tuple[Authority, ...]:
    """Every way to name an authority: the regulation's first, of these the longest."""
    table = _read(path, _authority)
    # a paragraph before its section: 6.302-1(a)(2) is also text that begins with 6.302-1
    return tuple(sorted(table, key=lambda each: (each.of_statute, -len(each.cites))))


@cache
def deadlines(path: Path = FOLDER / DEADLINES) -> tuple[Deadline, ...]:
    """The days allowed, by lane, urgency and the day from which the rule is in force."""
    return _read(path, _deadline)


@cache
def reasons(path: Path = FOLDER / REASONS) -> tuple[Row, ...]:
    """Innocent reasons for a missing notice, with their codes in the record."""
    return _read(path, _reason)


@cache
def approval_lines(path: Path = FOLDER / APPROVALS) -> tuple[ApprovalLine, ...]:
    """Who approves a justification, by value and day, the lowest line of each day first."""
    return read(path, _approval_line, COLUMNS[APPROVALS].split())


def approver(component: str | None, usd: Decimal, day: date) -> ApprovalLine:
    """Line that a justification of that value falls under, with all options, on that day.

    The lines are those of the FAR; an agency may set lower ones (6.304(a)(1)).
    """
    agencies = TITLE_10 if component == COAST_GUARD else CIVIL
    lines = [
        line
        for line in approval_lines()
        if line.agencies == agencies and line.from_date <= day <= line.until_date
    ]
    return next(line for line in lines if line.up_to_usd is None or usd <= line.up_to_usd)


def _approval_line(row: Row) -> ApprovalLine:
    one_of(row, "agencies", (CIVIL, TITLE_10))
    return ApprovalLine(
        agencies=row["agencies"],
        from_date=date.fromisoformat(row["from_date"]) if row["from_date"] else date.min,
        until_date=date.fromisoformat(row["until_date"]) if row["until_date"] else date.max,
        approver=filled(row, "approver"),
        up_to_usd=Decimal(row["up_to_usd"]) if row["up_to_usd"] else None,
        cites=filled(row, "cites"),
        source=filled(row, "source"),
        unconfirmed=row["unconfirmed"],
    )


@cache
def judged(path: Path = FOLDER / LINKS) -> tuple[Judgment, ...]:
    """Links that people confirmed or rejected. A pair twice is an error."""
    table = _read(path, _judged)
    seen: dict[tuple[str, str, str], Judgment] = {}
    for row in table:
        place = (row.notice_id, row.award_key, row.modification_number)
        if place in seen:
            raise BrokenRules(
                f"{path.name}: notice {row.notice_id} and {row.award_key} stand twice"
            )
        seen[place] = row
    for row in table:
        # an award cannot be ruled out as a whole and confirmed in one action
        whole = seen.get((row.notice_id, row.award_key, ""))
        if whole and whole.verdict == "rejected" and row.verdict == "confirmed":
            raise BrokenRules(
                f"{path.name}: notice {row.notice_id} is rejected for {row.award_key} and "
                f"confirmed for its {row.modification_number}"
            )
    return table


STATUTE = "\0"  # one sign for the code's name, which texts write in many ways
STATUTES = r"U\s?\.?\s?S\s?\.?\s?C\s?\.?\s?(?:§+|sec(?:tion|\.))?\s?"


def cited(citation: str) -> re.Pattern[str]:
    """A citation as texts write it: with blanks in it, other dashes, small or capital letters."""
    # PDF text breaks citations with blanks and typographic dashes
    text = citation.replace("U.S.C. ", STATUTE)
    signs = {
        STATUTE: STATUTES,
        ".": r"\s?\.\s?",
        "-": r"\s?[-\u2010-\u2015]\s?",
        "(": r"\s?\(\s?",
        ")": r"\s?\)",
    }
    written = "".join(signs.get(sign, re.escape(sign)) for sign in text)
    # 6.302-1 is neither part of 16.302-1 nor the start of 6.302-10
    return re.compile(rf"(?<![\d.]){written}(?!\d)", re.IGNORECASE)


def _authority(row: Row) -> Authority:
    if bool(row["cites"]) == bool(row["says"]):
        raise ValueError("one of cites and says is filled, not both")
    if row["lane"] and row["lane"] not in LANES:
        raise ValueError(f"lane {row['lane']!r} is none of {', '.join(LANES)}")
    pattern = cited(row["cites"]) if row["cites"] else re.compile(row["says"], re.IGNORECASE)
    urgent = {"yes": True, "no": False, "": None}[row["urgent"]]
    return Authority(row["authority"], row["cites"], pattern, row["lane"], urgent, row["plain"])


def _deadline(row: Row) -> Deadline:
    if row["lane"] not in LANES:
        raise ValueError(f"lane {row['lane']!r} is none of {', '.join(LANES)}")
    if row["counts_from"] not in COUNTS_FROM:
        raise ValueError(f"counts_from {row['counts_from']!r} is none of {', '.join(COUNTS_FROM)}")
    if not row["cites"]:
        raise ValueError("cites is empty")
    words = {name: row[name] for name in ("counts_from", "cites", "unconfirmed")}
    day, days = date.fromisoformat(row["from_date"]), int(row["days"])
    reasons = {name: row[name] for name in ("because", "source")}
    return Deadline(row["lane"], row["urgent"] == "yes", day, days, **words, **reasons)


def _reason(row: Row) -> Row:
    for name, allowed in (("parent", PARENTS), ("event", EVENTS)):
        if row[name] not in allowed:
            raise ValueError(f"{name} {row[name]!r} is none of {', '.join(allowed)}")
    for name in ("from_date", "until_date"):
        if row[name]:
            date.fromisoformat(row[name])
    if row["up_to"] and not load().thresholds_of(row["up_to"]):
        raise ValueError(f"up_to {row['up_to']!r} is no threshold")
    if row["component"] and row["component"] not in codes.table("components"):
        raise ValueError(f"component {row['component']!r} is no code of a component")
    if not row["reason"].replace("_", "").isupper():
        raise ValueError(f"reason {row['reason']!r} is written in capitals")
    return row


def _judged(row: Row) -> Judgment:
    if not NOTICE_ID.fullmatch(row["notice_id"]):
        raise ValueError(f"notice_id {row['notice_id']!r} is not 32 signs of 0-9 and a-f")
    if not KEY.fullmatch(row["award_key"]):
        raise ValueError(f"award_key {row['award_key']!r} is no award key")
    if row["verdict"] not in VERDICTS:
        raise ValueError(f"verdict {row['verdict']!r} is none of {', '.join(VERDICTS)}")
    return Judgment(**row)


def _read(path: Path, make: Callable[[Row], RowType]) -> tuple[RowType, ...]:
    """The rows of a table, each made by `make`; BrokenRules names file, line and reason."""
    columns, rows = COLUMNS[path.name].split(), []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != columns:
            raise BrokenRules(f"{path.name}, line 1: the columns are {','.join(columns)}")
        for row in reader:
            try:
                rows.append(make(_checked(row)))
            except (ValueError, KeyError, re.error) as reason:
                raise BrokenRules(f"{path.name}, line {reader.line_num}: {reason}") from reason
    return tuple(rows)


def _checked(row: Row) -> Row:
    if None in row or None in row.values():
        raise ValueError("the row has more or fewer cells than the header")
    cells = {name: text.strip() for name, text in row.items()}
    for name in ("because", "source", "by"):
        if not cells[name]:
            raise ValueError(f"{name} is empty")
    if not SINCE.fullmatch(cells["since"]):
        raise ValueError(f"since {cells['since']!r} is no month or day such as 2026-11")
    return cells
