"""Claims without an amount: the records beside "no-bid", "first contract", "since 2011"."""

from __future__ import annotations

from typing import Any

from analysis.documents.press.parse import Question
from analysis.documents.press.sums import actions_of, subject, there, within
from analysis.published.build import Build
from analysis.serialise import rows
from analysis.text import NOT_IN_COPY, count, usd

Row = dict[str, Any]
NOTHING: Row = {"says": "No action of it is held.", "rows": []}
MOST_NAMED = 5
"""Awards that a sentence names."""


def answers(build: Build, question: Question) -> list[Row]:
    """For each claim of a question, what is recorded beside it.

    `claim`: as `Question.claims` names it. `says`: in a sentence. `rows`: the figures behind it,
    money in dollars as text. Dates are those of actions held: there may be earlier ones that are
    not held.
    """
    made = {"no-bid": _bought, "competed": _bought, "first": _first, "awarded": _begun,
            "when": _begun}  # fmt: skip
    return [
        {"claim": claim, **made[claim](build, question)}
        for claim in question.claims
        if claim != "awarded" or question.from_day or question.to_day
    ]


def _bought(build: Build, question: Question) -> Row:
    """Awards and obligations by how the awards were bought."""
    sql, values = within(question, *there(question, *subject(question)))
    groups = rows(
        build.query(
            f"SELECT CASE rates_class WHEN 'NOT_HELD' THEN '{NOT_IN_COPY}' "
            "ELSE competition_group END AS how, count(DISTINCT award_key) AS awards, "
            f"sum(obligated_usd) AS obligated_usd FROM {actions_of(build)} WHERE {sql} "
            "GROUP BY 1 ORDER BY 3 DESC NULLS LAST, 1",
            values,
        )
    )
    if not groups:
        return NOTHING
    parts = [
        f"{row['how']}: {count(row['awards'], 'award')}, "
        f"{usd(row['obligated_usd'], 'no obligation stated')} obligated"
        for row in groups
    ]
    return {"says": f"How the awards held were bought: {'; '.join(parts)}.", "rows": groups}


def _first(build: Build, question: Question) -> Row:
    """The earliest award held, whatever the span of the question."""
    sql, values = there(question, *subject(question))
    first = _awards(build, sql, values)
    if not first:
        return NOTHING
    row = first[0]
    begun = "" if row["base_held"] else ", whose base action is not held"
    return {
        "says": f"The first action held is of {row['action_date']}, of {row['piid']}{begun}. "
        "Earlier ones may exist that are not held.",
        "rows": [row],
    }


def _begun(build: Build, question: Question) -> Row:
    """Awards whose base action is of the span, and the days of the actions held."""
    sql, values = there(question, *subject(question))
    every = _awards(build, sql, values)
    if not every:
        return NOTHING
    first, last = question.from_day, question.to_day
    begun = [
        row
        for row in every
        if row["base_held"]
        and (not first or row["action_date"] >= first.isoformat())
        and (not last or row["action_date"] <= last.isoformat())
    ]
    named = "; ".join(f"{row['piid']} of {row['action_date']}" for row in begun[:MOST_NAMED])
    more = f" and {len(begun) - MOST_NAMED:,} more" if len(begun) > MOST_NAMED else ""
    days = f"The actions held begin on {every[0]['action_date']}."
    said = f"Awards held that began {question.span}: {named}{more}." if begun else (
        f"No award held began {question.span}."
    )  # fmt: skip
    return {"says": f"{said} {days}", "rows": begun}


def _awards(build: Build, sql: str, values: list[Any]) -> list[Row]:
    """The first action held of each award, the earliest first."""
    return rows(
        build.query(
            "SELECT award_key, any_value(piid) AS piid, min(action_date) AS action_date, "
            "bool_or(is_base) AS base_held "
            f"FROM {actions_of(build)} WHERE {sql} AND action_date IS NOT NULL "
            "GROUP BY 1 ORDER BY 3, 1",
            values,
        )
    )
