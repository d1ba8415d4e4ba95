"""Facets: one row a filter; address, choices, drawing, SQL and docs follow from it.

A facet of a plain column of the published `awards` names that column and nothing else: its
values are those of the build. `docs/cli.md` lists them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from analysis import rules
from analysis.published.selection import KINDS, MONEY, NOT_STATED, SIZES
from dashboard.url import days
from dashboard.url.paths import (
    AWARDS,
    BOUGHT,
    CHANGES,
    EXPLORE,
    GROWTH,
    LEADS,
    PLACES,
    TECHNOLOGY,
    VENDORS,
)

Values = tuple[str, ...]
MOST_VENDORS = 25
NAME_LENGTH = 120
"""Longest name from an address that a page repeats."""
CONSTANT = "constant"
AS_IN_HEADLINE = "only"
SPANS = ("2025-01-20..", "2021-01-20..2025-01-19", "2017-01-20..2021-01-19")
"""Spans of days on offer: the terms of presidents."""
RULES = {
    "extent_only": ("extent competed alone, as USAspending’s own filter", "extent only"),
    "fpds2011": ("the FPDS competition report of 2011", "FPDS 2011"),
    "csis": ("CSIS, its defense-industrial initiatives group", "CSIS"),
}
"""The rules of others: in words, and short."""


@dataclass(frozen=True)
class Option:
    """One value a reader can choose: as the address writes it, and in words."""

    value: str
    words: str
    also: tuple[str, ...] = ()
    short: str = ""


Options = Callable[[Mapping[str, Any], Sequence[str]], tuple[Option, ...]]
"""Options of a facet, from the choices of a build and the values of an address."""


@dataclass(frozen=True)
class Facet:
    """A filter.

    `name`: as the address writes it. `label`: in a sentence. `options`: what can be chosen.
    `selects`: the field of `Selection` that takes the values, or a function that gives fields;
    empty where the facet changes how sums are told, not which. `column`: of the published
    `awards`, in place of both. `ignored_on`: paths of pages that it does not narrow: not offered
    there, and never named. `words`: of a value of the column.
    """

    name: str
    label: str
    options: Options | None = None
    selects: str | Callable[[Values], Mapping[str, Any]] = ""
    column: str = ""
    ignored_on: frozenset[str] = frozenset()
    more: bool = False
    """Does it stand behind the heading “More filters”?"""
    led_to: bool = False
    """Does only a row of figures lead to it? Any value can be chosen, none is on offer."""
    any_value: bool = False
    """Can a value be chosen that is not on offer?"""
    single: bool = False
    """Does one value hold at a time?"""
    ours: bool = False
    """Are the values ours, not the records'?"""
    commas: bool = False
    """May a value hold commas? Then an address repeats the facet, and lists no values."""
    otherwise: str = "all"
    """Words for the facet without a value."""
    words: Callable[[str], str] = str

    def choices(
        self, build_choices: Mapping[str, Any], values: Sequence[str]
    ) -> tuple[Option, ...]:
        """Options of the facet."""
        if self.options:
            return self.options(build_choices, values)
        stated = build_choices["columns"].get(self.column, ())
        held = tuple(Option(value, self.words(value)) for value in stated)
        return (*held, *_unstated(values))

    def selection(self, values: Values) -> Mapping[str, Any]:
        """The fields of a `Selection` that it sets."""
        if self.column:
            return {"columns": {self.column: values}}
        if callable(self.selects):
            return self.selects(values)
        return {self.selects: values} if self.selects else {}


# --- what can be chosen


def _components(choices: Mapping[str, Any], values: Sequence[str]) -> tuple[Option, ...]:
    held = (
        Option(
            short or code,
            ", ".join(filter(None, (short or code, name))),
            tuple(filter(None, (code, called))),
            short,
        )
        for code, short, name, called in choices["components"]
    )
    return (*held, *_unstated(values))


def _competition_classes(choices: Mapping[str, Any], _: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(name, label) for name, label in choices["classes"])


def _technologies(choices: Mapping[str, Any], values: Sequence[str]) -> tuple[Option, ...]:
    return (*(Option(name, name) for name in choices["technologies"]), *_unstated(values))


def _fiscal_years(choices: Mapping[str, Any], values: Sequence[str]) -> tuple[Option, ...]:
    years = (Option(str(year), f"FY{year}") for year in choices["fiscal_years"])
    return (*years, *_unstated(values))


def _rule_sets(choices: Mapping[str, Any], _: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(name, RULES[name][0], short=RULES[name][1]) for name in choices["rules"])


def _dollars(choices: Mapping[str, Any], _: Sequence[str]) -> tuple[Option, ...]:
    return tuple(
        Option(CONSTANT, f"constant, of fiscal year {year}", (str(year),), short=f"of FY{year}")
        for year in choices["dollars"]
    )


def _programs(choices: Mapping[str, Any], _: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(key, name) for key, name in choices["programs"])


def _of_book(book: Mapping[str, tuple[Any, ...]]) -> Options:
    """The values of a table of ours, each with its words first."""

    def options(_: Mapping[str, Any], __: Sequence[str]) -> tuple[Option, ...]:
        return tuple(Option(name, each[0]) for name, each in book.items())

    return options


def _firms(*books: str, offered: str = "") -> Options:
    """The most obligated families of a book, and those an address asks for, by their first name."""

    def options(choices: Mapping[str, Any], values: Sequence[str]) -> tuple[Option, ...]:
        named = [choices[book] for book in books]
        # no list holds every vendor; any other is reached by the search box or a link
        most: Iterable[str] = islice(choices[offered], MOST_VENDORS) if offered else ()
        families = dict.fromkeys([*most, *values])
        by_family = {
            family: next((book[family] for book in named if family in book), "")
            for family in families
        }
        # whatever else an address says may be a name or number of one
        family_of = choices.get("family_of", {}.get)
        meant = {
            value: family_of(value)
            for value in values
            if not by_family[value] and value.lower() != NOT_STATED
        }
        of_family = {
            family: next((book[family] for book in named if family in book), "")
            for family in dict.fromkeys([*by_family, *filter(None, meant.values())])
        }
        held = (
            Option(family, name, tuple(each for each, whose in meant.items() if whose == family))
            for family, name in of_family.items()
            if name
        )
        return (*held, *_unstated(values))

    return options


def _days(_: Mapping[str, Any], values: Sequence[str]) -> tuple[Option, ...]:
    spans = dict.fromkeys([*SPANS, *(each for each in values if days.span(each))])
    return tuple(Option(each, days.words(each)) for each in spans)


def _any_of(_: Mapping[str, Any], values: Sequence[str]) -> tuple[Option, ...]:
    """Values in the address, in a record or not."""
    stated = [value for value in dict.fromkeys(values) if value and value.lower() != NOT_STATED]
    return (*(Option(value, _clipped(value)) for value in stated), *_unstated(values))


def _our_classes(_: Mapping[str, Any], values: Sequence[str]) -> tuple[Option, ...]:
    """Classes in the address, even without awards."""
    # addresses write either; the rules write capitals and underlines
    wanted = {each.upper().replace("-", "_") for each in values}
    return tuple(
        Option(name, each.label, (name.replace("_", "-"),))
        for name, each in rules.load().classes.items()
        if name in wanted
    )


def _headline(_: Mapping[str, Any], values: Sequence[str]) -> tuple[Option, ...]:
    return (Option(AS_IN_HEADLINE, "as in the headline"),) if AS_IN_HEADLINE in values else ()


def _vehicles(_: Mapping[str, Any], values: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(key, _number(key)) for key in dict.fromkeys(values))


def _number(key: str) -> str:
    """The number of a vehicle, of its key; else the key."""
    # CONT_IDV_<PIID>_<agency>; whatever else stands in an address is shown as it is
    vehicle = key.startswith("CONT_IDV_") and key.count("_") == 3
    return _clipped(key.split("_")[2] if vehicle else key)


def printable(value: str, length: int = 60) -> str:
    """The beginning of what an address says, as a page may repeat it."""
    # marks that turn the direction of writing, or line ends, would change the sentence around
    return "".join(letter if letter.isprintable() else " " for letter in value)[:length]


def _clipped(name: str) -> str:
    """A name as a page may repeat it; a long one ends in dots."""
    return printable(name, NAME_LENGTH) + ("…" if len(name) > NAME_LENGTH else "")


def _unstated(values: Sequence[str]) -> tuple[Option, ...]:
    """The option `not-stated`, where the address has it."""
    is_among = any(value.lower() == NOT_STATED for value in values)
    return (Option(NOT_STATED, "not stated"),) if is_among else ()


# --- what they ask of a build


def _years(values: Values) -> Mapping[str, Any]:
    """Fiscal years as numbers, and `not-stated` as it is."""
    # `not-stated` chooses actions without a day; it is no number
    return {"fiscal_years": tuple(int(each) if each.isdigit() else each for each in values)}


def _first_and_last(values: Values) -> Mapping[str, Any]:
    since, until = days.span(values[0]) or ("", "")
    return {"since": since or None, "until": until or None}


def _in_headline(_: Values) -> Mapping[str, Any]:
    return {"columns": {"headline": ("true",)}}


def _one(name: str) -> Callable[[Values], Mapping[str, Any]]:
    return lambda values: {name: values[0]}


# --- the table


def _on(*paths: str) -> frozenset[str]:
    return frozenset(paths)


FACETS: tuple[Facet, ...] = (
    Facet("component", "component", _components, "component"),
    Facet("class", "way of buying", _competition_classes, "classes",
          ignored_on=_on(BOUGHT, TECHNOLOGY)),
    Facet("technology", "technology", _technologies, "technology"),
    Facet("vendor", "vendor", _firms("vendors", offered="vendors"), "vendor", any_value=True),
    Facet("fy", "fiscal year", _fiscal_years, _years, ignored_on=_on(CHANGES, LEADS)),
    Facet("maker", "maker", _firms("makers", offered="makers"), "maker", more=True,
          any_value=True),
    Facet("program", "programme", _programs, "program", more=True, ignored_on=_on(PLACES)),
    Facet("kind", "type of award", _of_book(KINDS), "kind", more=True, ours=True),
    Facet("size", "size of award", _of_book(SIZES), "size", more=True, ours=True),
    Facet("days", "days", _days, _first_and_last, more=True, single=True,
          ignored_on=_on(CHANGES, LEADS, PLACES)),
    Facet("money", "obligations", _of_book(MONEY), _one("money"), more=True, single=True,
          ours=True, otherwise="net", ignored_on=_on(CHANGES, EXPLORE, GROWTH, LEADS, PLACES)),
    Facet("name", "vendor’s recorded name", _any_of, "recipient_name", more=True, led_to=True,
          any_value=True, commas=True),
    Facet("purchase", "kind of purchase", _any_of, "psc_family", more=True, led_to=True,
          any_value=True),
    Facet("counts", "maker counted under", _firms("makers", "vendors"), "counted_under",
          more=True, led_to=True, any_value=True),
    Facet("ours", "way of buying by our rules", _our_classes, "our_class", more=True,
          led_to=True, any_value=True, ours=True),
    Facet("vehicle", "vehicle above the order", _vehicles, "under_vehicle", more=True,
          led_to=True, any_value=True),
    # by class alone, a list would hold awards whose contradictory offers keep them out
    Facet("headline", "sole source", _headline, _in_headline, more=True, led_to=True, single=True,
          ours=True),
    Facet("rules", "rule set", _rule_sets, _one("rule_set"), more=True, single=True, ours=True,
          otherwise="ours", ignored_on=_on(CHANGES, LEADS, PLACES, VENDORS)),
    Facet("dollars", "dollars", _dollars, more=True, single=True, ours=True,
          otherwise="nominal",
          ignored_on=_on(AWARDS, BOUGHT, CHANGES, EXPLORE, GROWTH, LEADS, PLACES, TECHNOLOGY,
                         VENDORS)),
)  # fmt: skip
"""Every filter, in the order of pages and addresses."""
BY_NAME: Mapping[str, Facet] = {each.name: each for each in FACETS}
COLUMNS: tuple[str, ...] = tuple(each.column for each in FACETS if each.column)
"""Columns of `awards` of which a build is asked for its values."""
