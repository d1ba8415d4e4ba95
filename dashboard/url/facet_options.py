"""What can be chosen on a page: of a build, and what an address asks for besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from analysis import rules
from analysis.published.selection import KINDS, MONEY, NOT_STATED, SIZES
from dashboard.url import query
from dashboard.url.query import Option

SPANS = ("2025-01-20..", "2021-01-20..2025-01-19", "2017-01-20..2021-01-19")
"""Spans of days that are offered: the terms of presidents."""
MOST_VENDORS = 25
NAME_LENGTH = 120
"""How much of a name that an address asks for a page repeats."""


def options(choices: Mapping[str, Any], search: str = "") -> dict[str, tuple[Option, ...]]:
    """What can be chosen, from `analysis.published.facet_values.choices`.

    Of vendors and makers the most obligated, and those an address asks for; of days a few spans,
    and the span it asks for; what a row of figures leads to only where it is asked for.
    """
    asked = query.parameters(search)
    vendors, makers = choices["vendors"], choices["makers"]
    return {
        "component": (
            *(
                Option(
                    short or code,
                    ", ".join(filter(None, (short or code, name))),
                    tuple(filter(None, (code, called))),
                    short,
                )
                for code, short, name, called in choices["components"]
            ),
            *_unstated(asked.get("component", ())),
        ),
        "class": tuple(Option(name, label) for name, label in choices["classes"]),
        "technology": (
            *(Option(name, name) for name in choices["technologies"]),
            *_unstated(asked.get("technology", ())),
        ),
        "vendor": _firms(asked.get("vendor", ()), vendors, offered=vendors),
        "fy": (
            *(Option(str(year), f"FY{year}") for year in choices["fiscal_years"]),
            *_unstated(asked.get("fy", ())),
        ),
        "rules": tuple(
            Option(name, query.RULES[name][0], short=query.RULES[name][1])
            for name in choices["rules"]
        ),
        "dollars": tuple(
            Option(
                query.CONSTANT,
                f"constant, of fiscal year {year}",
                (str(year),),
                short=f"of FY{year}",
            )
            for year in choices["dollars"]
        ),
        "maker": _firms(asked.get("maker", ()), makers, offered=makers),
        "program": tuple(Option(key, name) for key, name in choices["programs"]),
        "kind": tuple(Option(name, each[0]) for name, each in KINDS.items()),
        "size": tuple(Option(name, each[0]) for name, each in SIZES.items()),
        "days": _spans(asked.get("days", ())),
        "money": tuple(Option(name, each[0]) for name, each in MONEY.items()),
        "name": _any_of(asked.get("name", ())),
        "purchase": _any_of(asked.get("purchase", ())),
        "counts": _firms(asked.get("counts", ()), makers, vendors),
        "ours": _classes(asked.get("ours", ())),
        "vehicle": tuple(
            Option(key, _number(key)) for key in dict.fromkeys(asked.get("vehicle", ()))
        ),
    }


def _firms(
    asked: Sequence[str], *named: Mapping[str, str], offered: Iterable[str] = ()
) -> tuple[Option, ...]:
    """The first of the families offered and those asked for, by the first name of each."""
    most = dict.fromkeys([*islice(offered, MOST_VENDORS), *asked])
    found = {
        family: next((book[family] for book in named if family in book), "") for family in most
    }
    options = (Option(family, name) for family, name in found.items() if name)
    return (*options, *_unstated(asked))


def _classes(asked: Sequence[str]) -> tuple[Option, ...]:
    """The ways of buying that are asked for, also those of which nothing is held."""
    wanted = {each.upper().replace("-", "_") for each in asked}
    return tuple(
        Option(name, each.label, (name.replace("_", "-"),))
        for name, each in rules.load().classes.items()
        if name in wanted
    )


def _any_of(asked: Sequence[str]) -> tuple[Option, ...]:
    """Values of the records that are asked for, whether a record has them or not."""
    stated = [value for value in dict.fromkeys(asked) if value and value.lower() != NOT_STATED]
    return (*(Option(value, _clipped(value)) for value in stated), *_unstated(asked))


def _clipped(name: str) -> str:
    """A name as a page may repeat it; a long one ends in dots."""
    return query.printable(name, NAME_LENGTH) + ("…" if len(name) > NAME_LENGTH else "")


def _number(key: str) -> str:
    """The number of a vehicle, of its key; else the key."""
    vehicle = key.startswith("CONT_IDV_") and key.count("_") == 3
    return _clipped(key.split("_")[2] if vehicle else key)


def _unstated(asked: Sequence[str]) -> tuple[Option, ...]:
    """That no value is stated, where it is asked for."""
    told = any(value.lower() == NOT_STATED for value in asked)
    return (Option(NOT_STATED, "not stated"),) if told else ()


def _spans(asked: Sequence[str]) -> tuple[Option, ...]:
    spans = dict.fromkeys([*SPANS, *(each for each in asked if query.span(each))])
    return tuple(Option(each, query.span_words(each)) for each in spans)
