"""Query for awards, checked before anything is sent. Pure.

The service answers much of what is wrong here by an HTML page or, worse, by everything it
has; so nothing leaves that it would not understand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fetch import codes, fiscal
from fetch.errors import InputError, WrongChoice
from fetch.fiscal import DateSpan
from fetch.schema.file_names import ALL
from fetch.usaspending.api import (
    CONTRACTS,
    FIRST_FISCAL_YEAR,
    IDVS,
    Agency,
)

FIRST_DAY = fiscal.span(FIRST_FISCAL_YEAR).start
"""Searches reach no further back; an earlier day is answered by an HTML page."""
KINDS = {"contracts": CONTRACTS, "idvs": IDVS}
"""Two groups of award types that one search cannot mix."""
FIELDS: dict[str, tuple[str, ...]] = {
    "contracts": (
        "Award ID",
        "Recipient Name",
        "Recipient UEI",
        "Award Amount",
        "Total Outlays",
        "Description",
        "Contract Award Type",
        "Start Date",
        "End Date",
        "Base Obligation Date",
        "Last Modified Date",
        "Awarding Agency",
        "Awarding Sub Agency",
        "NAICS",
        "PSC",
    )
}
FIELDS["idvs"] = tuple(n if n != "End Date" else "Last Date to Order" for n in FIELDS["contracts"])
SORTS = ("Award ID", "Award Amount", "Base Obligation Date", "Last Modified Date")
"""Never missing and of one part, so that a walk by the last record's value is complete."""
ORDERS = ("asc", "desc")
LIMIT = 100
MOST_WORDS = 5000
SHORTEST_KEYWORD = 3
PSC = re.compile(r"[A-Z0-9]{1,4}")
NAICS = re.compile(r"\d{2}|\d{4}|\d{6}")


@dataclass(frozen=True)
class Query:
    """A search for awards: words of one option are alternatives, the options must all hold."""

    span: DateSpan
    kinds: tuple[str, ...] = tuple(KINDS)
    keywords: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    psc: tuple[str, ...] = ()
    naics: tuple[str, ...] = ()
    award_ids: tuple[str, ...] = ()
    agency: str = ""
    component: str = ""
    sort: str = "Award ID"
    order: str = "asc"

    @property
    def has_codes(self) -> bool:
        return bool(self.psc or self.naics or self.award_ids)

    def require_sound(self) -> None:
        """WrongChoice for what the service would refuse, misread or fall over."""
        self._require_words()
        self._require_codes()
        if self.component and self.agency == ALL:
            raise WrongChoice(f"{self.component}: a component is of one agency, not of {ALL}")
        if self.span.start < FIRST_DAY:
            raise WrongChoice(f"{self.span.start}: searches begin at {FIRST_DAY}")
        if self.span.end < self.span.start:
            raise WrongChoice(f"{self.span.end}: the end lies before {self.span.start}")
        if self.sort not in SORTS:
            raise WrongChoice(
                f"{self.sort}: a complete walk can be sorted by {', '.join(SORTS)} only; other "
                "fields may be missing or have two parts"
            )
        if self.order not in ORDERS:
            raise WrongChoice(f"{self.order}: write asc or desc, in lower case")

    def _require_words(self) -> None:
        for word in (*self.keywords, *self.recipients):
            if len(word.strip()) < SHORTEST_KEYWORD:
                raise WrongChoice(f"{word!r}: give at least {SHORTEST_KEYWORD} letters")
        for words in (self.keywords, self.recipients, self.psc, self.naics, self.award_ids):
            if len(words) > MOST_WORDS:
                raise WrongChoice(f"{len(words):,} words: one option takes {MOST_WORDS:,}")

    def _require_codes(self) -> None:
        for code in self.psc:
            if not PSC.fullmatch(code):
                raise WrongChoice(f"{code!r}: a PSC is 1 to 4 capitals or digits, such as DA01")
        for code in self.naics:
            if not NAICS.fullmatch(code):
                raise WrongChoice(f"{code!r}: a NAICS code has 2, 4 or 6 digits")
        for piid in self.award_ids:
            if not re.fullmatch(r"[A-Za-z0-9 -]+", piid):
                raise WrongChoice(f"{piid!r}: an award's number (PIID) has letters and digits only")

    def filters(self, kind: str, agencies: list[dict[str, str]]) -> dict[str, Any]:
        """The filter object of one kind of award; `agencies` in the service's own names."""
        named = {
            "keywords": list(self.keywords),
            "recipient_search_text": list(self.recipients),
            "psc_codes": list(self.psc),
            "naics_codes": list(self.naics),
            "award_ids": [piid.upper() for piid in self.award_ids],
            "agencies": agencies,
        }
        given = {name: values for name, values in named.items() if values}
        return {
            "award_type_codes": list(KINDS[kind]),
            **given,
            "time_period": [self.span.as_dict()],
        }

    def body(self, kind: str, filters: dict[str, Any]) -> dict[str, Any]:
        """A request for pages of awards, without its page."""
        return {
            "filters": filters,
            "fields": list(FIELDS[kind]),
            "limit": LIMIT,
            "sort": self.sort,
            "order": self.order,
            "subawards": False,
        }


def named_component(text: str, listed: list[str]) -> str:
    """A component's name as the service spells it, from its code, abbreviation or name.

    WrongChoice naming what the service lists where it knows no such component.
    """
    names = {name.casefold(): name for name in listed}
    if text.casefold() in names:
        return names[text.casefold()]
    try:
        official = codes.meaning("components", codes.component(text))
    except LookupError as error:
        raise WrongChoice(str(error.args[0])) from None
    if official.casefold() not in names:
        raise WrongChoice(f"{text}: the service lists no {official}; it lists {', '.join(listed)}")
    return names[official.casefold()]


def by_component(agency: Agency, name: str) -> list[dict[str, str]]:
    """The agencies filter of one component."""
    entry = {"type": "awarding", "tier": "subtier", "name": name, "toptier_name": agency.name}
    return [entry]


def halves(filters: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same search in two: by award type while there are several, then by time.

    Awards that were active in both times are in both halves. InputError for one day of
    one type, which cannot be divided.
    """
    types = filters["award_type_codes"]
    if len(types) > 1:
        middle = len(types) // 2
        for part in (types[:middle], types[middle:]):
            yield {**filters, "award_type_codes": part}
        return
    [period] = filters["time_period"]
    span = DateSpan(*(date.fromisoformat(period[name]) for name in ("start_date", "end_date")))
    if span.days == 1:
        raise InputError(f"one day ({span.start}) of one award type cannot be divided")
    for half in span.halves():
        yield {**filters, "time_period": [half.as_dict()]}
