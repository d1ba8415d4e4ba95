"""Parser of a published figure: the question behind a sentence or a set of flags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from analysis import name_matching
from analysis.documents import program as program_document
from analysis.documents import vendor as vendor_document
from analysis.documents.press import spans
from analysis.documents.press.spans import EVER, Span
from analysis.published.build import Build
from analysis.rules import firms
from analysis.rules.lookups import component_code
from analysis.rules.press_figures import MEASURES, Figure
from fetch import codes
from fetch.errors import InputError, WrongChoice

UNITS = {"k": 3, "thousand": 3, **dict.fromkeys(("m", "mn", "mm", "million"), 6)}
UNITS |= dict.fromkeys(("b", "bn", "billion"), 9)
MOST_USD = Decimal(10) ** 15
AMOUNT = re.compile(
    r"(?<![\w.,$])(?P<sign>\$ ?)?(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)[ -]?"
    r"(?P<unit>thousand|million|billion|mn|mm|bn|k|m|b)?(?![\w.,]\w|\w)",
    re.IGNORECASE,
)
OTHER_SIGN = re.compile(r"[-−€£¥<>≠±≤≥]\s*$")
"""Before an amount: it is none of dollars, or none that a sum can be held against."""
LONGEST = 500
CEILING = re.compile(
    r"\b(ceilings?|up to|potential(?:ly)?|worth|(?:could|may) (?:be|reach|grow))\b", re.IGNORECASE
)
GIVEN = re.compile(r"\b(gross|given)\b", re.IGNORECASE)
ABOUT = re.compile(
    r"(\b(about|some|nearly|almost|around|roughly|approximately|approx)\b|~)\s*$", re.IGNORECASE
)
LEAST = re.compile(r"\b(more than|over|at least|upwards? of)\s*$", re.IGNORECASE)
"""Before an amount: words that say how exact it is."""
MOST_APART, MOST_APART_ABOUT = Decimal("0.01"), Decimal("0.05")
"""Largest distance of a sum from a figure, as a share of it: docs/decisions/0034."""
PIID = re.compile(r"\b(?=[0-9A-Z]*\d)[0-9A-Z]{13,17}\b", re.IGNORECASE)
MODIFICATION = re.compile(
    r"\bmod(?:ification)?\.? ?(?:no\.? |number )?(?P<one>(?=[A-Z]*\d)[0-9A-Z]{1,6})\b|"
    r"\b(?P<other>[AP]\d{5})\b",
    re.IGNORECASE,
)
CLAIMS = {
    "no-bid": re.compile(
        r"\b(no[- ]bid|sole[- ]sourced?|non-?competitive(?:ly)?|not competed|uncompeted|"
        r"without (?:competition|bidding|bids))\b",
        re.IGNORECASE,
    ),
    "competed": re.compile(
        r"\b(competed|competitive(?:ly)?(?: bid)?|full and open(?: competition)?)\b", re.IGNORECASE
    ),
    "first": re.compile(r"\b(?:the |its |their )?first (contract|award|order|purchase)s?\b", re.I),
    "awarded": re.compile(r"\b(awarded|signed|won)\b", re.IGNORECASE),
}
"""Claims that need no amount, by what is asked of the records."""
LONGEST_NAME = 8
"""Words of the longest run that is looked up as a firm's name."""
FILLER = re.compile(
    r"(an?|the|of|in|to|by|for|from|since|at|as|it|its|that|this|pa(id|ys?)|g[eo]ts?|got|received|"
    r"ha[sd]|have|been|also|just|owed|obligat\w+|totals?|totall?ing|sum|money|deal|award\w*|agreements?|orders?|task|"
    r"contract\w*|with|and|between|dhs|department|homeland|security|spent|spends?|spending|on|"
    r"w(as|ere)|is|are|dollars|usd|so|far|alone|"
    r"worth|be|signed|purchases?|bought|buys?|"
    r"million|billion|vehicles?|programs?|programmes?|component|vendor|maker|all|gave|went)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Question:
    """Amount or claims with a subject and a span. Empty parts mean all; days are those of actions.

    `half_usd` is half a unit of the last digit of the amount; `about`: words such as "nearly" stood
    before it, and `least` words such as "more than". `modification` is one of `award`.
    `firm`: the one spelling of a firm's registered name, where the words have it whole.
    `not_understood` are the words of a sentence that belong to no part, `why_not` the reason.
    """

    amount_usd: Decimal | None = None
    vendor: str = ""
    firm: str = ""
    programme: str = ""
    award: str = ""
    modification: str = ""
    components: tuple[str, ...] = ()
    when: Span = EVER
    measure: str = "obligated"
    half_usd: Decimal = Decimal("0.005")
    about: bool = False
    least: bool = False
    claims: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    why_not: str = ""

    def __post_init__(self) -> None:
        if self.amount_usd is not None and self.amount_usd >= MOST_USD:
            raise WrongChoice("an amount of a quadrillion dollars and more is in no record")

    @property
    def from_day(self) -> date | None:
        """First day of the span."""
        return self.when.first

    @property
    def to_day(self) -> date | None:
        """Last day of the span."""
        return self.when.last

    @property
    def span(self) -> str:
        """The span in words."""
        return self.when.words

    @property
    def tolerance_usd(self) -> Decimal:
        """The largest distance at which a sum is the figure: see `margin`."""
        return self.margin(self.amount_usd or Decimal(0))

    def margin(self, usd: Decimal) -> Decimal:
        """Half a unit of the last digit, never over 1 %; 5 % where the words say "about"."""
        if self.about or self.least:
            return max(self.half_usd, usd * MOST_APART_ABOUT)
        return min(self.half_usd, max(usd * MOST_APART, Decimal("0.005")))


def half_unit(amount: Decimal) -> Decimal:
    """Half of the last significant digit: $81 million is exact to the million."""
    if amount < Decimal("0.01"):
        raise WrongChoice("an amount of nothing, or below, is no figure to look for")
    last = int(amount.normalize().as_tuple().exponent)
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
    usd, half = _amount(amount)
    if measure not in MEASURES:
        raise WrongChoice(f"{measure!r} is none of {', '.join(MEASURES)}")
    question = Question(usd, measure=measure, half_usd=half)
    question = _of(build, question, vendor) if vendor else question
    listed = tuple(component_code(each) for each in component or ())
    question = replace(question, components=listed)
    if fiscal_year is not None:
        return replace(question, when=spans.fiscal(fiscal_year))
    return replace(question, when=spans.between(_day(from_day), _day(to_day)))


def from_words(build: Build, text: str) -> Question:
    """The question of a sentence such as `ICE Palantir fiscal 2025 $81 million`.

    WrongChoice where it names neither an amount nor a claim.
    """
    if len(text) > LONGEST:
        raise WrongChoice(f"a question of more than {LONGEST} signs: write the figure alone")
    question, rest = _figure(Question(), text)
    when, rest = spans.find(rest, date.fromisoformat(build.as_of))
    question = replace(question, when=when)
    claims = []
    for claim, pattern in CLAIMS.items():
        if pattern.search(rest):
            claims.append(claim)
            rest = pattern.sub(" ", rest)
    if question.amount_usd is None and not claims and (when.first or when.last):
        claims = ["when"]
    if question.amount_usd is None and not claims:
        raise WrongChoice(f"no amount in {text!r}: write it as $81 million or $81,098,690.32")
    if not {"no-bid", "competed"} - set(claims):
        claims = ["no-bid"]
    question, words = _where(replace(question, claims=tuple(claims)), rest)
    question = _who(build, question, words)
    filters = [each for each in claims if each in ("no-bid", "competed", "first")]
    if question.amount_usd is not None and filters:
        # the sum of all would be held against an amount that is said of a part
        return _unread(
            question,
            [*question.not_understood, *filters],
            "an amount is not checked by how it was bought: leave the amount out, or these words",
        )
    return question


def _figure(question: Question, text: str) -> tuple[Question, str]:
    """Question with the amount of the text, if it has one, and what it is an amount of."""
    # a bare number may be a year or part of an award's number
    amounts = [each for each in AMOUNT.finditer(text) if each["sign"] or each["unit"]]
    if not amounts:
        return question, text
    first = amounts[0]
    usd, half = _amount(first.group())
    before, after = text[: first.start()], text[first.end() :]
    if sign := OTHER_SIGN.search(before):
        words = f"{sign.group().strip()}{first.group().strip()}"
        return _unread(replace(question, amount_usd=usd), [words], "not an amount of dollars"), text
    about, least = bool(ABOUT.search(before)), bool(LEAST.search(before))
    rest = f"{LEAST.sub(' ', ABOUT.sub(' ', before))} {after}"
    measure = "ceiling" if CEILING.search(rest) else "given" if GIVEN.search(rest) else "obligated"
    question = replace(
        question, amount_usd=usd, half_usd=half, measure=measure, about=about, least=least
    )
    return question, GIVEN.sub(" ", CEILING.sub(" ", rest))


def from_figure(figure: Figure) -> Question:
    """The question of a row of `press_figures.csv`."""
    return Question(
        amount_usd=figure.usd,
        vendor=figure.vendor,
        programme=figure.programme,
        award=figure.award,
        components=figure.components,
        when=spans.between(figure.from_day, figure.to_day),
        measure=figure.measure,
        half_usd=half_unit(figure.usd),
    )


def _amount(text: str) -> tuple[Decimal, Decimal]:
    """Dollars and half a unit of their last digit, from `81000000`, `$81 million` or `81.1m`."""
    match = AMOUNT.fullmatch(text.strip())
    if match is None:
        raise WrongChoice(f"{text!r} is no amount; write it as 81000000 or $81 million")
    try:
        number = Decimal(match["number"].replace(",", ""))
    except InvalidOperation:
        raise WrongChoice(f"{text!r} is no amount") from None
    if not match["unit"]:
        return number, half_unit(number)
    half_unit(number)  # nothing is no figure, in any unit
    power = UNITS[match["unit"].lower()]
    half = Decimal(5).scaleb(int(number.as_tuple().exponent) + power - 1)
    return number.scaleb(power), half


def _where(question: Question, text: str) -> tuple[Question, list[str]]:
    """Question with the components among the words, and the remaining words."""
    book = codes.table("components")
    named = []
    for code, row in book.items():
        for name in (row["meaning"].removeprefix("U.S. "), row["abbreviation"]):
            # an abbreviation is in capitals: "ice" and "cis" are words
            flags = 0 if name == row["abbreviation"] else re.IGNORECASE
            pattern = re.compile(rf"(?<![\w-])(?:U\.?S\.? )?{re.escape(name)}(?![\w-])", flags)
            if name and pattern.search(text):
                named.append(code)
                text = pattern.sub(" ", text)
    # DHS as a whole is no component: all are meant
    components = tuple(dict.fromkeys(code for code in named if code != "7000"))
    return replace(question, components=components), _words(text)


def _words(text: str) -> list[str]:
    """The words of a text: "Palantir's" is Palantir."""
    words = (re.sub(r"['’]s$", "", word) for word in re.findall(r"[\w&.'’-]+", text))
    return [word for word in words if word]


def _who(build: Build, question: Question, words: list[str]) -> Question:
    """Question about the award, vendor or program of the longest matching run of words."""
    question, left = _award(build, question, words)
    if question.not_understood:
        return question
    vendor, firm = _longest(left, vendor_document.names()), _registered(build, left)
    if len(firm.split()) > len(vendor.split()):
        vendor, question = firm, replace(question, firm=firms.spelling(firm))
    # Palantir is a firm first; FALCON, one of its products, is a programme
    programme = _longest(left, program_document.names(), vendor_document.firm_names())
    if len(vendor.split()) > 1 and programme in vendor:
        # Clearview is a program, Clearview AI the firm: the longer name says which is meant
        programme = ""
    left = _without(_without(left, programme), vendor)
    if (vendor or programme) and not question.award:
        # a programme says more than whom its money went to, an award's number more than both
        key = programme and name_matching.named(programme, program_document.names())
        question = replace(question, programme=key) if key else _of(build, question, vendor)
    if vendor and (question.award or question.programme):
        others = _others(build, question, _of(build, Question(firm=question.firm), vendor).vendor)
        if others:
            return _unread(question, [vendor], others)
    bare = ((word, word.strip(".'’-")) for word in left)
    rest = [
        word
        for word, name in bare
        if re.search(r"\w", name) and not FILLER.fullmatch(name) and not (vendor and _form(name))
    ]
    if not rest:
        return question
    if question.award or question.vendor or question.programme:
        return _unread(question, rest, "")
    try:
        return _of(build, question, " ".join(rest))
    except InputError as error:
        return _unread(question, rest, str(error))


def _registered(build: Build, words: list[str]) -> str:
    """The longest run of words that is a firm's registered name; empty where none is.

    A run of one word may be anything: it is left to the names of families and programs.
    """
    runs = {
        " ".join(words[place : place + size])
        for size in range(2, LONGEST_NAME + 1)
        for place in range(len(words) - size + 1)
    }
    spelled = {run: firms.spelling(run) for run in runs}
    known = sorted({name for name in spelled.values() if name})
    places = ", ".join("?" * len(known))
    if not known:
        return ""
    held = build.query(
        f"SELECT DISTINCT name_spelling FROM vendor_names WHERE name_spelling IN ({places})", known
    )
    names = set(held["name_spelling"])
    ours = [run for run, name in spelled.items() if name in names]
    return max(ours, key=lambda run: (len(run.split()), run), default="")


def _form(word: str) -> bool:
    """True of a word that is only a firm's legal form, such as LLC."""
    return firms.spelling(f"X {word}") == "X"


def _award(build: Build, question: Question, words: list[str]) -> tuple[Question, list[str]]:
    """Question about the award whose number is among the words, and the remaining words."""
    number = next((word for word in words if PIID.fullmatch(word)), None)
    if number is None:
        return question, words
    try:
        question = replace(question, award=build.award(number)["award_key"])
    except InputError as error:
        return _unread(question, [number], str(error)), words
    text = " ".join(word for word in words if word != number)
    if modification := MODIFICATION.search(text):
        which = (modification["one"] or modification["other"]).upper()
        question = replace(question, modification=which)
        text = MODIFICATION.sub(" ", text, count=1)
    return question, text.split()


def _others(build: Build, question: Question, vendor: str) -> str:
    """Why an award or program is not of a vendor alone; empty where it is."""
    if question.award:
        held, values = "SELECT * FROM actions WHERE award_key = ?", [question.award]
    else:
        held = (
            "SELECT a.* FROM actions a JOIN program_actions p USING (transaction_key) "
            "WHERE p.programme = ? AND p.role = 'programme'"
        )
        values = [question.programme]
    frame = build.query(
        f"SELECT DISTINCT coalesce(maker, vendor_family, 'nobody named') AS whose FROM ({held}) "
        "WHERE maker IS DISTINCT FROM ? AND vendor_family IS DISTINCT FROM ? ORDER BY 1 LIMIT 3",
        [*values, vendor, vendor],
    )
    names = ", ".join(frame["whose"])
    return f"it is of {names} too: name the award or program alone, or the vendor" if names else ""


def _without(words: list[str], run: str) -> list[str]:
    """The words without the first such run of them."""
    many = len(run.split())
    for at in range(len(words) - many + 1):
        if many and " ".join(words[at : at + many]) == run:
            return [*words[:at], *words[at + many :]]
    return words


def _unread(question: Question, words: Sequence[str], why: str) -> Question:
    return replace(question, not_understood=tuple(words), why_not=why)


def _longest(
    words: list[str],
    names: Mapping[str, Iterable[str]],
    but: Mapping[str, Iterable[str]] | None = None,
) -> str:
    """The longest run of words that is one of some names, but not of others; empty without one."""
    # the longest first: "Thomson Reuters Special Services" is not Thomson Reuters
    for size in range(min(4, len(words)), 0, -1):
        for place in range(len(words) - size + 1):
            name = " ".join(words[place : place + size])
            if name_matching.named(name, names) and not name_matching.named(name, but or {}):
                return name
    return ""


def _of(build: Build, question: Question, name: str) -> Question:
    """About a vendor or maker, else a programme. InputError names the nearest three."""
    if question.firm:
        return replace(question, vendor=vendor_document.family(build, name))
    if key := name_matching.named(name, vendor_document.names()):
        return replace(question, vendor=key)
    if key := name_matching.named(name, program_document.names()):
        return replace(question, programme=key)
    return replace(question, vendor=vendor_document.family(build, name))


def _day(text: str | None) -> date | None:
    import pandas as pd

    if not text:
        return None
    try:
        return pd.Timestamp(text).date()
    except ValueError:
        raise WrongChoice(f"{text!r} is no date; write it as 2025-01-20") from None
