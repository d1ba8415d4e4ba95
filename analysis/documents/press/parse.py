"""Parser of a published figure: the question behind a sentence or a set of flags."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from analysis import name_matching
from analysis.documents import program as program_document
from analysis.documents import vendor as vendor_document
from analysis.published.build import Build
from analysis.rules.lookups import component_code
from analysis.rules.press_figures import MEASURES, Figure
from fetch import codes
from fetch.errors import WrongChoice
from fetch.fiscal import span as fiscal_span

UNITS = {"k": 3, "thousand": 3, **dict.fromkeys(("m", "mn", "mm", "million"), 6)}
UNITS |= dict.fromkeys(("b", "bn", "billion"), 9)
FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_USD = Decimal(10) ** 15
AMOUNT = re.compile(
    r"(?P<sign>\$ ?)?(?P<number>\d[\d,]*(?:\.\d+)?) ?"
    r"(?P<unit>thousand|million|billion|mn|mm|bn|k|m|b)?(?![\w.])",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?P<fiscal>FY ?)?(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
SINCE = re.compile(r"\bsince (?P<day>\d{4}-\d{2}-\d{2}|(?:[a-z]+ )?20\d\d)\b", re.IGNORECASE)
UNTIL = re.compile(
    r"\b(?:until|through|up to the end of) (?P<day>\d{4}-\d{2}-\d{2}|[a-z]+ 20\d\d)\b",
    re.IGNORECASE,
)
CEILING = re.compile(r"\b(ceiling|up to|potential|worth|could|may)\b", re.IGNORECASE)
GIVEN = re.compile(r"\b(gross|given)\b", re.IGNORECASE)
PIID = re.compile(r"\b(?=[0-9A-Z]*\d)[0-9A-Z]{13,17}\b", re.IGNORECASE)
FILLER = re.compile(
    r"(an?|the|of|in|to|by|for|from|since|pa(id|ys?)|g[eo]ts?|received|ha[sd]|have|obligat\w+|total|"
    r"contract\w*|with|and|dhs|spent|on|w(as|ere)|is|dollars|usd|about|more|than|over|nearly|"
    r"almost|up|fy|worth|ceiling|potential)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Question:
    """Amount with its subject and span. Empty parts mean all; days are those of actions.

    `tolerance_usd` is half of the last significant digit of the amount.
    """

    amount_usd: Decimal
    vendor: str = ""
    programme: str = ""
    award: str = ""
    components: tuple[str, ...] = ()
    from_day: date | None = None
    to_day: date | None = None
    span: str = "all that is held"
    measure: str = "obligated"
    tolerance_usd: Decimal = Decimal("0.005")

    def __post_init__(self) -> None:
        if self.amount_usd >= MOST_USD:
            raise WrongChoice("an amount of a quadrillion dollars and more is in no record")


def tolerance(amount: Decimal) -> Decimal:
    """Half of the last significant digit: $81 million is exact to the million."""
    if amount <= 0:
        raise WrongChoice("an amount of nothing, or below, is no figure to look for")
    digits = amount.normalize()
    # at most half a million from ten million up: docs/decisions/0034
    last = min(int(digits.as_tuple().exponent), 6 if amount >= 10**7 else 12)
    return Decimal(5).scaleb(max(last, -2) - 1)


def question_of(  # noqa: PLR0913  one flag of the command, one part of the question
    build: Build,
    *,
    amount: str,
    vendor: str | None = None,
    component: Sequence[str] | None = None,
    fiscal_year: int | None = None,
    from_day: str | None = None,
    to_day: str | None = None,
    measure: str = "obligated",
) -> Question:
    """The question of the flags. WrongChoice for what does not exist."""
    usd, margin = _amount(amount)
    if measure not in MEASURES:
        raise WrongChoice(f"{measure!r} is none of {', '.join(MEASURES)}")
    question = Question(usd, measure=measure, tolerance_usd=margin)
    question = _of(build, question, vendor) if vendor else question
    listed = tuple(component_code(each) for each in component or ())
    question = replace(question, components=listed)
    if fiscal_year is not None:
        return fiscal(question, fiscal_year)
    days = (_day(from_day), _day(to_day))
    if days[0] and days[1] and days[0] > days[1]:
        raise WrongChoice(f"the span ends before it begins: {days[0]} to {days[1]}")
    return replace(question, from_day=days[0], to_day=days[1], span=_span(*days))


def from_words(build: Build, text: str) -> Question:
    """The question of a sentence such as `ICE Palantir 2025 $81 million`.

    WrongChoice where it names no amount, or nobody that is known.
    """
    # a bare number may be a year or part of an award's number
    amounts = [each for each in AMOUNT.finditer(text) if each["sign"] or each["unit"]]
    if not amounts:
        raise WrongChoice(f"no amount in {text!r}: write it as $81 million or $81,098,690.32")
    usd, margin = _amount(amounts[0].group())
    rest = text.replace(amounts[0].group(), " ")
    measure = "ceiling" if CEILING.search(rest) else "given" if GIVEN.search(rest) else "obligated"
    question = Question(usd, measure=measure, tolerance_usd=margin)
    question, rest = _when(question, rest)
    question, words = _where(question, rest)
    return _who(build, question, words)


def from_figure(figure: Figure) -> Question:
    """The question of a row of `press_figures.csv`."""
    return Question(
        amount_usd=figure.usd,
        vendor=figure.vendor,
        programme=figure.programme,
        award=figure.award,
        components=figure.components,
        from_day=figure.from_day,
        to_day=figure.to_day,
        span=_span(figure.from_day, figure.to_day),
        measure=figure.measure,
        tolerance_usd=tolerance(figure.usd),
    )


def _amount(text: str) -> tuple[Decimal, Decimal]:
    """Dollars and their tolerance, from `81000000`, `$81 million` or `81.1m`."""
    match = AMOUNT.fullmatch(text.strip())
    if match is None:
        raise WrongChoice(f"{text!r} is no amount; write it as 81000000 or $81 million")
    try:
        number = Decimal(match["number"].replace(",", ""))
    except InvalidOperation:
        raise WrongChoice(f"{text!r} is no amount") from None
    if not match["unit"]:
        return number, tolerance(number)
    power = UNITS[match["unit"].lower()]
    margin = Decimal(5).scaleb(int(number.as_tuple().exponent) + power - 1)
    return number.scaleb(power), margin


def _when(question: Question, text: str) -> tuple[Question, str]:
    if since := SINCE.search(text):
        day = _day(since["day"])
        return replace(question, from_day=day, span=_span(day, None)), text.replace(
            since.group(), " "
        )
    if until := UNTIL.search(text):
        day = _day(until["day"])
        # "until March 2025" includes March
        if day and not until["day"][0].isdigit():
            day = date(day.year, day.month, monthrange(day.year, day.month)[1])
        rest = text.replace(until.group(), " ")
        return replace(question, to_day=day, span=_span(None, day)), rest
    years = sorted({int(each["year"]) for each in YEAR.finditer(text)})
    if len(years) > 1:
        first, last_day = date(years[0], 1, 1), date(years[-1], 12, 31)
        rest = YEAR.sub(" ", text)
        span = f"calendar years {years[0]} to {years[-1]}"
        return replace(question, from_day=first, to_day=last_day, span=span), rest
    if year := YEAR.search(text):
        rest = text.replace(year.group(), " ")
        if year["fiscal"]:
            return fiscal(question, int(year["year"])), rest
        return calendar(question, int(year["year"])), rest
    return question, text


def _where(question: Question, text: str) -> tuple[Question, list[str]]:
    """Question with the components among the words, and the remaining words."""
    short = {row["abbreviation"]: code for code, row in codes.table("components").items()}
    words = re.findall(r"[\w&.-]+", text)
    named = tuple(short[word] for word in words if word.isupper() and word in short)
    # DHS as a whole is no component: all are meant
    components = tuple(code for code in named if code != "7000")
    return replace(question, components=components), [word for word in words if word not in short]


def _who(build: Build, question: Question, words: list[str]) -> Question:
    """Question about the award, vendor or program of the longest matching run of words."""
    for word in words:
        if PIID.fullmatch(word):
            return replace(question, award=build.award(word)["award_key"])
    vendor, programme = (
        _longest(words, each.names()) for each in (vendor_document, program_document)
    )
    if programme and not name_matching.named(programme, vendor_document.names()):
        return _of(build, question, programme)  # says more than whom its money went to
    if vendor or programme:
        return _of(build, question, vendor or programme)
    left = [word for word in words if not FILLER.fullmatch(word)]
    return _of(build, question, " ".join(left)) if left else question


def _longest(words: list[str], names: Mapping[str, Iterable[str]]) -> str:
    """The longest run of words that is one of the names; empty where there is none."""
    # the longest first: "Thomson Reuters Special Services" is not Thomson Reuters
    for size in range(min(4, len(words)), 0, -1):
        for place in range(len(words) - size + 1):
            name = " ".join(words[place : place + size])
            if name_matching.named(name, names):
                return name
    return ""


def _of(build: Build, question: Question, name: str) -> Question:
    """About a vendor or maker, else a programme. InputError names the nearest three."""
    if key := name_matching.named(name, vendor_document.names()):
        return replace(question, vendor=key)
    if key := name_matching.named(name, program_document.names()):
        return replace(question, programme=key)
    return replace(question, vendor=vendor_document.family(build, name))


def fiscal(question: Question, year: int) -> Question:
    """The question over a fiscal year. WrongChoice for a number that is none."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise WrongChoice(f"{year} is no fiscal year; write it as 2025")
    days = fiscal_span(year)
    return replace(question, from_day=days.start, to_day=days.end, span=f"fiscal year {year}")


def calendar(question: Question, year: int) -> Question:
    """The question over a calendar year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return replace(question, from_day=first, to_day=last, span=f"calendar year {year}")


def _span(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{first} to {last}"
    if first:
        return f"since {first}"
    return f"until {last}" if last else "all that is held"


def _day(text: str | None) -> date | None:
    import pandas as pd

    if not text:
        return None
    try:
        return pd.Timestamp(text).date()
    except ValueError:
        raise WrongChoice(f"{text!r} is no date; write it as 2025-01-20") from None
