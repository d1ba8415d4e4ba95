"""Spans of time as people write them: `FY2022-24`, `since January 20, 2025`, `Q3 FY2025`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from fetch.errors import WrongChoice
from fetch.fiscal import span as fiscal_span

FIRST_YEAR, LAST_YEAR = 1900, 2100
LATEST_SHORT = 60
"""FY60 is of this century, FY99 of the last."""
MONTHS = {
    name: place
    for place, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",),
            ("june", "jun"), ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"),
            ("october", "oct"), ("november", "nov"), ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 2}
NUMBERS = {
    word: place
    for place, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
}
_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_FISCAL = rf"(?:fy|fiscal(?: years?)?)[ -]?(?:{_YEAR}|['’]?\d\d)"
_CALENDAR = rf"(?:(?:calendar(?: years?)?|cy) ?)?{_YEAR}"
_WHOLE = rf"(?:{_FISCAL}|{_CALENDAR})"
_HALF = r"(?:(?:first|second|last) half|h[12]|(?:first|last|second) six months)"
_QUARTER = r"(?:q[1-4]|(?:first|second|third|fourth) quarter)"
MOMENT = (
    rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}/\d{{1,2}}/{_YEAR}"
    rf"|{_MONTH} {_DAY},? {_YEAR}|{_DAY} (?:of )?{_MONTH},? {_YEAR}"
    rf"|(?:{_HALF}|{_QUARTER})(?: of| in)?(?: the)? {_WHOLE}|{_MONTH},?(?: of)? {_YEAR}|{_WHOLE})"
)
_END = r"(?![\w-]|/\d|\.\d)"
_START = r"(?<![\w$.,/-])"
_TO = r" ?(?:-|–|—|to|through|until|and) ?"
_MANY = rf"(?P<many>\d{{1,2}}|{'|'.join(NUMBERS)})"


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both included; None where it is open.

    `words` says it as a definition does. `fiscal_year` or `calendar_year` is set where it is one
    such year: "in 2025" is said of both calendars.
    """

    first: date | None = None
    last: date | None = None
    words: str = "all that is held"
    fiscal_year: int | None = None
    calendar_year: int | None = None


EVER = Span()
"""No limits: all that is held."""


def between(first: date | None, last: date | None) -> Span:
    """A span of days; WrongChoice where it ends before it begins."""
    if first and last and first > last:
        raise WrongChoice(f"the span ends before it begins: {first} to {last}")
    if first and last:
        return Span(first, last, f"{first} to {last}" if first != last else f"on {first}")
    if first:
        return Span(first, None, f"since {first}")
    return Span(None, last, f"until {last}") if last else EVER


def fiscal(year: int) -> Span:
    """A fiscal year. WrongChoice for a number that is none."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise WrongChoice(f"{year} is no fiscal year; write it as 2025")
    days = fiscal_span(year)
    return Span(days.start, days.end, f"fiscal year {year}", fiscal_year=year)


def calendar(year: int) -> Span:
    """A calendar year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Span(first, last, f"calendar year {year}", calendar_year=year)


def find(text: str, today: date) -> tuple[Span, str]:
    """The span that a sentence names, and the sentence with a blank in its place.

    `today` is the day that the records speak for: "the last five years" end with it.
    """
    for pattern, read in FORMS:
        if match := pattern.search(text):
            return read(match, today), f"{text[: match.start()]} {text[match.end() :]}"
    return EVER, text


def _pattern(body: str) -> re.Pattern[str]:
    return re.compile(f"{_START}(?:{body}){_END}", re.IGNORECASE)


def _moment(text: str) -> Span:
    """A day, month, quarter, half or year."""
    words = re.sub(r"[.,’']|(?<=\d)(?:st|nd|rd|th)\b|\bof\b|\bin\b|\bthe\b", " ", text.lower())
    words = " ".join(words.split())
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
        year, month, day = map(int, words.split("-"))
        return _one_day(year, month, day, text)
    if american := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", words):
        month, day, year = map(int, american.groups())
        return _one_day(year, month, day, text)
    parts = words.split()
    months = [MONTHS[part] for part in parts if part in MONTHS]
    if months:
        numbers = [int(part) for part in parts if part.isdigit()]
        if len(numbers) == 2:
            day, year = sorted(numbers)
            return _one_day(year, months[0], day, text)
        return _of_month(numbers[0], months[0])
    whole = _year(words)
    return _part(words, whole)


def _of_month(year: int, month: int) -> Span:
    first = date(year, month, 1)
    return Span(first, date(year, month, monthrange(year, month)[1]), f"{first:%B} {year}")


def _year(words: str) -> Span:
    number = re.findall(r"\d{4}|\d{2}", words.rsplit(maxsplit=1)[-1])[-1]
    is_fiscal = re.search(r"\bfy|fiscal", words)
    if is_fiscal:
        century = 1900 if int(number) > LATEST_SHORT else 2000
        return fiscal(int(number) if len(number) == 4 else century + int(number))
    return calendar(int(number))


def _part(words: str, whole: Span) -> Span:
    """A quarter or half of a year; the year itself where none is named."""
    assert whole.first is not None
    for size, pattern in ((3, r"q([1-4])|(\w+) quarter"), (6, r"h([12])\b|(\w+) (?:half|six)")):
        if match := re.search(pattern, words):
            number = int(match[1]) if match[1] else ORDINALS[match[2]]
            first = _months_later(whole.first, size * (number - 1))
            last = _months_later(first, size) - timedelta(days=1)
            name = f"quarter {number}" if size == 3 else ("first", "second")[number - 1] + " half"
            return Span(first, last, f"{name} of {whole.words}")
    return whole


def _months_later(day: date, months: int) -> date:
    number = day.month - 1 + months
    return date(day.year + number // 12, number % 12 + 1, day.day)


def _one_day(year: int, month: int, day: int, text: str) -> Span:
    try:
        return between(date(year, month, day), date(year, month, day))
    except ValueError:
        raise WrongChoice(f"{text!r} is no date; write it as 2025-01-20") from None


def _range(match: re.Match[str], _: date) -> Span:
    one, other = match["one"], match["other"]
    if month := re.fullmatch(rf"({_YEAR})-(0[1-9]|1[0-2])", f"{one}-{other}"):
        year, number = map(int, month.groups())
        if "-" in match.group():  # "2025-10" is a month; "2019 to 11" is nothing
            return _of_month(year, number)
    first = _moment(one)
    # "FY2022-24", "2019-23", "FY2022 to 2024": the end is of the beginning's calendar
    if re.fullmatch(r"['’]?\d\d", other):
        century = (first.fiscal_year or first.calendar_year or 2000) // 100
        other = f"{century}{other[-2:]}"
    if first.fiscal_year and re.fullmatch(_YEAR, other):
        other = f"FY{other}"
    last = _moment(other)
    span = between(first.first, last.last)
    years = (first.fiscal_year, last.fiscal_year), (first.calendar_year, last.calendar_year)
    for kind, (begin, end) in zip(("fiscal", "calendar"), years, strict=True):
        if begin and end:
            return Span(span.first, span.last, f"{kind} years {begin} to {end}")
    return span


def _since(match: re.Match[str], _: date) -> Span:
    begin = _moment(match["one"])
    return between(begin.first, None)


def _after(match: re.Match[str], _: date) -> Span:
    end = _moment(match["one"]).last
    assert end is not None
    return between(end + timedelta(days=1), None)


def _until(match: re.Match[str], _: date) -> Span:
    # "until March 2025" includes March
    return between(None, _moment(match["one"]).last)


def _before(match: re.Match[str], _: date) -> Span:
    begin = _moment(match["one"]).first
    assert begin is not None
    return between(None, begin - timedelta(days=1))


def _lately(match: re.Match[str], today: date) -> Span:
    many = NUMBERS.get(match["many"].lower()) or int(match["many"])
    if not many:
        raise WrongChoice(f"{match.group().strip()!r} is no time")
    months = many if match["unit"].lower().startswith("month") else 12 * many
    begin = _months_later(date(today.year, today.month, 1), -months)
    day = min(today.day, monthrange(begin.year, begin.month)[1])
    span = between(date(begin.year, begin.month, day) + timedelta(days=1), today)
    return Span(span.first, span.last, f"{span.words}, the last {many} {match['unit'].lower()}")


def _alone(match: re.Match[str], _: date) -> Span:
    return _moment(match["one"])


Reader = Callable[[re.Match[str], date], Span]
_ONE, _OTHER = rf"(?P<one>{MOMENT})", rf"(?P<other>{MOMENT}|['’]?\d\d)"
FORMS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    # the widest first: "since 2019 to 2023" is a range, and its years are no second span
    (_pattern(rf"(?:(?:from|between|since|in|during) )?(?:the )?{_ONE}{_TO}{_OTHER}"), _range),
    (_pattern(rf"(?:since|starting(?: in)?|beginning(?: in)?|from) {_ONE}(?: on(?:wards?)?)?"),
     _since),
    (_pattern(rf"after {_ONE}"), _after),
    (_pattern(rf"(?:until|till|through|by|as of|(?:up )?to) (?:the end of )?{_ONE}"), _until),
    (_pattern(rf"before {_ONE}"), _before),
    (_pattern(rf"(?:over|in|during|for)?(?: ?the)? (?:last|past) {_MANY} (?P<unit>years?|months?)"),
     _lately),
    (_pattern(rf"(?:(?:in|during|on|for|of) )?(?:the )?{_ONE}"), _alone),
)  # fmt: skip
"""Forms of a span in the order in which they are tried."""
