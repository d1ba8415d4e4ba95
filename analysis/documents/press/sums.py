"""Candidate sums for a published figure, each with its definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from analysis.documents.press.parse import Question, calendar, fiscal
from analysis.published.build import Build
from analysis.published.moved import PRESENT
from analysis.rules.base_numbers import base
from analysis.serialise import rows

Row = dict[str, Any]
TOLD = "told_actions"
NARROW = """
    SELECT transaction_key, award_key, piid, modification_number, component_code, component,
        vendor_family, maker, action_date, obligated_usd, ceiling_change_usd,
        cumulative_obligated_usd, cumulative_ceiling_usd, as_of
    FROM actions
"""
"""Input columns of the sums, kept in memory for hundreds of sums at once."""
WORDS = {
    "obligated": "obligated, net of what was taken back",
    "given": "obligated, without what was taken back",
    "ceiling": "ceiling (base and all options), of one award",
}
SUMS = {
    "obligated": "sum(obligated_usd)",
    "given": "sum(obligated_usd) FILTER (obligated_usd > 0)",
}


def actions_of(build: Build) -> str:
    """The actions as they are published, or the few columns of them that are kept."""
    return TOLD if build.keeps(TOLD) else "actions"


def subject(question: Question, under: str = "maker") -> tuple[str, list[Any]]:
    """Condition on `actions` for the subject of the question, and its parameters."""
    if question.award:
        return f"award_key = coalesce({PRESENT}, ?)", [question.award] * 2
    if question.programme:
        counted = "SELECT transaction_key FROM program_actions WHERE programme = ?"
        return f"transaction_key IN ({counted} AND role = 'programme')", [question.programme]
    if question.vendor:
        return f"{under} = ?", [question.vendor]
    return "true", []


def there(question: Question, sql: str, values: list[Any]) -> tuple[str, list[Any]]:
    """The condition within the components of the question."""
    if not question.components:
        return sql, values
    places = ", ".join("?" * len(question.components))
    return f"{sql} AND component_code IN ({places})", [*values, *question.components]


@dataclass(frozen=True)
class Sum:
    """Candidate sum: a measure over a condition, with its definition."""

    where: str
    values: list[Any]
    measure: str
    definition: str
    asked: bool
    chosen: Row


def sums(build: Build, question: Question) -> Iterator[Row]:
    """The sum in question, then other sums that such words have meant.

    `sql` of each: the question that found it, by a name, for plain DuckDB. `chosen` of each: the
    fields of a `Selection` of the same actions, or the key of its `award`.
    """
    wanted = list(_wanted(build, question))
    one = (
        "SELECT {place} AS place, {usd} AS usd, count(*) AS actions, "
        "count(DISTINCT award_key) AS awards, min(action_date) AS first_action_date, "
        "max(action_date) AS last_action_date FROM {actions} WHERE {where}"
    )
    queries = [
        one.format(place=n, usd=SUMS[each.measure], actions=actions_of(build), where=each.where)
        for n, each in enumerate(wanted)
    ]
    values = [value for each in wanted for value in each.values]
    if wanted:
        frame = build.query(" UNION ALL ".join(queries) + " ORDER BY place", values)
        made = {"sums": frame.attrs["sql"]}
        for row in rows(frame):
            each = wanted[row.pop("place")]
            facts = {"definition": each.definition, "asked": each.asked, "chosen": each.chosen}
            yield {**row, **facts, "sql": made}
    if subject(question)[1]:
        yield from _of_awards(build, question)


def _wanted(build: Build, question: Question) -> Iterator[Sum]:
    if question.measure != "ceiling":
        yield _sum(question, question.measure, asked_=True)
    for other in _spans(question, build):
        for measure in SUMS:
            if other is not question or measure != question.measure:
                yield _sum(other, measure)
    if question.components:
        yield _sum(replace(question, components=()), "obligated", "all components")
    if question.vendor:
        # a seller's sum holds other makers' products, and lacks its own sold by resellers
        yield _sum(question, "obligated", "counted under the seller", under="vendor_family")


def _spans(question: Question, build: Build) -> Iterator[Question]:
    """The same question over other spans: of the other calendar, to date, since a presidency."""
    yield question
    end = question.to_day
    if question.from_day is None and end is None:
        return
    yield replace(question, from_day=None, span=f"until {end or build.as_of}")
    yield replace(question, from_day=None, to_day=None, span="all that is held")
    year = (end or question.from_day or date.today()).year
    # "in 2025" is said of both calendars
    for other in (fiscal(question, year), calendar(question, year)):
        if (other.from_day, other.to_day) != (question.from_day, end):
            yield other


def _sum(
    question: Question,
    measure: str,
    words: str = "",
    *,
    under: str = "maker",
    asked_: bool = False,
) -> Sum:
    sql, values = there(question, *subject(question, under))
    for day, sign in ((question.from_day, ">="), (question.to_day, "<=")):
        if day:
            sql = f"{sql} AND action_date {sign} CAST(? AS DATE)"
            values = [*values, day.isoformat()]
    definition = "; ".join(filter(None, (WORDS[measure], question.span, words)))
    return Sum(sql, values, measure, definition, asked_, _chosen(question, measure, under))


def _chosen(question: Question, measure: str, under: str) -> Row:
    """Selection of the actions of a sum, without empty parts."""
    if question.award:
        return {"award": question.award}
    days = {"since": question.from_day, "until": question.to_day}
    named = {
        "program": question.programme,
        "maker" if under == "maker" else "vendor": not question.programme and question.vendor,
        "component": list(question.components),
        "money": "given" if measure == "given" else None,
        **{name: day.isoformat() for name, day in days.items() if day},
    }
    return {name: value for name, value in named.items() if value}


def _of_awards(build: Build, question: Question) -> Iterator[Row]:
    """Amounts of single awards and actions nearest to the amount in question."""
    sql, values = there(question, *subject(question))
    kinds = {
        "cumulative_obligated_usd": "running total obligated on {piid} after {mod} of {day}",
        "obligated_usd": "one action: obligated by {mod} of {piid} on {day}",
        "cumulative_ceiling_usd": "ceiling of {piid} after {mod} of {day}",
    }
    one = (
        "(SELECT {column}::DECIMAL(38,2) AS usd, award_key, piid, modification_number AS mod, "
        "action_date AS day, '{column}' AS kind FROM {actions} WHERE {where} "
        "AND {column} IS NOT NULL "
        # the nearest alone is of interest; date and key make it one
        "ORDER BY abs({column} - CAST(? AS DECIMAL(18,2))), action_date, award_key LIMIT 1)"
    )
    queries = [one.format(column=name, actions=actions_of(build), where=sql) for name in kinds]
    bound = [value for _ in kinds for value in (*values, question.amount_usd)]
    frame = build.query(" UNION ALL ".join(queries), bound)
    by_kind = {row["kind"]: row for row in rows(frame)}
    for column, words in kinds.items():
        if row := by_kind.get(column):
            mod = "the base action" if base(row["mod"]) else row["mod"]
            yield {
                "usd": row["usd"],
                "actions": 1 if column == "obligated_usd" else None,
                "awards": 1,
                "first_action_date": row["day"],
                "last_action_date": row["day"],
                "definition": words.format(piid=row["piid"], mod=mod, day=row["day"]),
                "asked": _is_asked(question, column),
                "chosen": {"award": row["award_key"]},
                "sql": {"single awards": frame.attrs["sql"]},
            }


def _is_asked(question: Question, column: str) -> bool:
    return question.measure == "ceiling" and column == "cumulative_ceiling_usd"


def compared(candidate: Row, question: Question) -> Row:
    usd = Decimal(candidate["usd"]) if candidate["usd"] is not None else None
    far = Decimal("Infinity") if usd is None else usd - question.amount_usd
    return {**candidate, "differs_by": far, "within": abs(far) <= question.tolerance_usd}
