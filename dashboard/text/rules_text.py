"""Rules text: the words of our tables and of the government's lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from analysis import rules, text
from analysis.documents import award as award_document
from analysis.rules.notice_rules import COAST_GUARD
from dashboard.text import format as fmt
from fetch import codes

Row = dict[str, str]

FIELDS = (
    ("extent competed", "extent_competed_code", "extent_competed"),
    (
        "fair opportunity / limited sources",
        "fair_opportunity_limited_sources_code",
        "fair_opportunity_limited_sources",
    ),
    (
        "reason not competed",
        "other_than_full_and_open_competition_code",
        "other_than_full_and_open_competition",
    ),
    ("solicitation procedures", "solicitation_procedures_code", "solicitation_procedures"),
    ("type of set-aside", "type_of_set_aside_code", "type_of_set_aside"),
)
"""Name of the field, the column that holds its code, the list that explains it."""
CEILING = "base_and_all_options_value"
OFFERS = "number_of_offers_received"


@cache
def rule_rows() -> tuple[Row, ...]:
    """The decision table, in its own order."""
    return rules.rows("competition.csv")


@cache
def rows_of_others() -> tuple[Row, ...]:
    """The rules of others, set by set."""
    return rules.rows("rule_sets.csv")


def question(flag: str) -> str:
    """What to ask where one flag is raised; the flag itself where our table lacks it."""
    return award_document.questions().get(flag, flag)


@cache
def class_words(name: str) -> str:
    """A competition class in plain words."""
    return rules.load().classes[name].plain


def class_label(name: str) -> str:
    """A competition class by its short name in words."""
    return rules.load().classes[name].label


def class_group(name: str) -> str:
    """The group that a class is drawn in."""
    return rules.load().classes[name].group


def rule(number: str, class_name: str) -> Row | None:
    """The row of the decision table that gave an award its class; None where there is none."""
    rows = [row for row in rule_rows() if row["rule"] == number]
    exact = [row for row in rows if row["class"] == class_name]
    return next(iter(exact or rows), None)


def follows(row: Row) -> str:
    """Whose reading a rule follows, spelled out where the table abbreviates."""
    if row["follows"] == "own decision":
        return "It is our own decision."
    named = [LONGER.get(name, name) for name in row["follows"].split(", ")]
    return f"It follows {fmt.join(named)}."


LONGER = {
    "dictionary": "the FPDS data dictionary",
    "all": "every authority read",
}


def quoted(award: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """The code fields of an award: name, code, meaning, paragraph of the rule behind the code.

    In words why there is no code; the paragraph is empty where the list names none.
    """
    fields = [
        (name, *_code(award, column, known), paragraph(known, award[column], award))
        for name, column, known in FIELDS
    ]
    offers = fmt.text(award[OFFERS], text.blank(listed(award), OFFERS))
    return [*fields, ("number of offers received", offers, "", "")]


def ceiling(row: Mapping[str, Any], name: str) -> str:
    """A ceiling of an award or action to the cent, or why there is none."""
    return fmt.exact(row[name], text.blank(listed(row), CEILING))


def listed(row: Mapping[str, Any]) -> str | None:
    """The official columns that the copy of an award or action could not state."""
    names = row["not_in_copy"]
    return None if fmt.missing(names) else str(names)


def paragraph(known: str, code: Any, award: Mapping[str, Any]) -> str:
    """Paragraph of the FAR that a code stands for, in the numbers of the award's day.

    From the day DHS adopted the overhaul both numberings stand side by side: what was solicited
    before keeps the older one. The statute is the one that the award's component buys under.
    """
    row = codes.table(known).get(str(code), {})
    if not row.get("far"):
        return ""
    words = [f"FAR {row['far']}"]
    if (fmt.day(award["first_action_date"], "") >= OVERHAUL_FROM) and row["far_overhaul"]:
        words.append(f"{row['far_overhaul']} in the overhaul’s numbers")
    if exception := EXCEPTION.match(row["far"]):
        coast_guard = award["component_code"] == COAST_GUARD
        statute = "10 U.S.C. 3204(a)" if coast_guard else "41 U.S.C. 3304(a)"
        words.append(f"{statute}({exception[1]})")
    return "; ".join(words)


OVERHAUL_FROM = "2025-11-03"
"""Day from which DHS uses the overhaul's text for most parts: docs/decisions/0102."""
EXCEPTION = re.compile(r"6\.302-([1-7])")


def code_meaning(known: str, code: Any) -> str:
    """What a code means in the government's list, or that it is in none."""
    row = codes.table(known).get(str(code))
    return row["meaning"] if row else "in no published list"


def _code(award: Mapping[str, Any], column: str, known: str) -> tuple[str, str]:
    code = award[column]
    if fmt.missing(code):
        return text.blank(listed(award), column), ""
    return str(code), code_meaning(known, code)
