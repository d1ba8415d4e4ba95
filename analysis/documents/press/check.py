"""Fact check: a published figure, or a claim without one, held against the records."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, cast

import pandas as pd

from analysis.documents.press.claims import answers
from analysis.documents.press.parse import Question, from_figure, from_words, question_of
from analysis.documents.press.sums import (
    ASKED,
    BEYOND,
    KINDS,
    NARROW,
    SINGLE,
    TOLD,
    WORDS,
    actions_of,
    amounts_of_awards,
    compared,
    no_sums,
    now,
    share_matched,
    subject,
    subjects_held,
    sums,
    there,
    whom,
)
from analysis.documents.types.press import CheckDocument
from analysis.published.build import Build
from analysis.rules import dossiers, firms, press_figures
from analysis.serialise import rows
from analysis.text import usd
from fetch.reports.coverage import never_held

Row = dict[str, Any]
REPRODUCED = "reproduced"
OTHERWISE = "reproduced under another definition"
CHANCE = "not told apart from chance"
NOT = "not reproduced"
NOT_BY_THESE = "not reproduced with what is held"
CANNOT = "not answerable with what is held"
NOT_UNDERSTOOD = "no verdict: part of the question was not understood"
NO_AMOUNT = "no amount to hold against the records"
NEAREST = 6
MOST_BY_CHANCE = 0.05
"""Largest share of invented figures of the same size that may match: docs/decisions/0100."""
__all__ = [
    "Question",
    "check",
    "figures_table",
    "from_words",
    "known_figures",
    "question_of",
    "subjects_held",
]


def check(
    build: Build, question: Question | str, known: Collection[str] | None = None
) -> CheckDocument:
    """Verdict on a figure, with the nearest sums in the records, and answers to claims.

    A text is read by `from_words`. Every sum has its definition, days, awards and actions;
    `asked` is the one of the question itself. `tried` counts the sums, and how many of a thousand
    invented figures of the same size one of them would match. `now` is the matching amount on the
    newest day held, where it has grown since. `sql` finds the sums again. No verdict is given
    where a part of a sentence is not understood. `known`: the answer of `subjects_held`, where
    many are checked: no sum is asked for of a subject of which nothing is held.
    """
    wanted = from_words(build, question) if isinstance(question, str) else question
    held = _held(build, wanted)
    candidates: list[Row] = []
    if wanted.amount_usd is not None and not wanted.not_understood:
        has_sums = known is None or not subject(wanted)[1] or whom(wanted) in known
        found = sums(build, wanted) if has_sums else no_sums(wanted)
        candidates = [compared(each, wanted) for each in found]
    made = {name: text for each in candidates for name, text in each.pop("sql").items()}
    # of equal distance the sum in question comes first
    ranked = sorted(candidates, key=lambda each: (abs(each["differs_by"]), _place(each)))
    number, singles = amounts_of_awards(build, wanted) if candidates else (0, [])
    verdict, match = _verdict(build, wanted, held, ranked, singles)
    document = {
        "verdict": verdict,
        "definition": match["definition"] if match else None,
        "question": _question(wanted),
        "asked": next((_plain(each) for each in candidates if each["kind"] == ASKED), None),
        "nearest": [_plain(each) for each in ranked[:NEAREST]],
        "tried": _tried(wanted, candidates, number, singles),
        "now": _now(build, wanted, match),
        "claims": [] if wanted.not_understood else answers(build, wanted),
        "held": held,
        "not_held": _not_held(build, wanted, held),
        "sql": made,
        **build.provenance,
    }
    return cast(CheckDocument, document)  # the test of types holds its keys


def _place(candidate: Row) -> int:
    return KINDS.index(candidate["kind"])


def _verdict(
    build: Build, question: Question, held: Row, ranked: list[Row], singles: list[float]
) -> tuple[str, Row | None]:
    if question.not_understood:
        return NOT_UNDERSTOOD, None
    if question.amount_usd is None:
        return NO_AMOUNT, None
    near = (each for each in ranked if each["within"] and each["kind"] != BEYOND)
    close = sorted(near, key=_place)
    if close and close[0]["kind"] == ASKED and "column" not in close[0]:
        return REPRODUCED, close[0]  # one sum, named beforehand: chance has one try
    if close:
        tried = [each for each in ranked if _place(each) <= _place(close[0])]
        amounts = [float(each["usd"]) for each in tried if each["usd"] is not None]
        if "column" in close[0]:
            amounts += singles
        told = share_matched(amounts, question) <= MOST_BY_CHANCE
        named = REPRODUCED if close[0]["kind"] == ASKED else OTHERWISE
        return named if told else CHANCE, close[0]
    # what is missing could be the difference: docs/decisions/0033
    counted = (each["actions"] for each in ranked if each["kind"] != BEYOND)
    if not held["actions"] and not any(counted):
        return CANNOT, None
    return NOT_BY_THESE if _is_partial(build, question) else NOT, None


def _is_partial(build: Build, question: Question) -> bool:
    """Is more known to exist of the span than the records held?"""
    late = question.to_day and question.to_day.isoformat() > build.as_of
    return build.only_sample or bool(late)


def _tried(
    question: Question, candidates: list[Row], number: int, singles: list[float]
) -> Row | None:
    if not candidates:
        return None
    others = [float(row["usd"]) for row in candidates if row["usd"] is not None]
    named = sum(row["kind"] != SINGLE and "column" not in row for row in candidates)
    share = share_matched([*others, *singles], question)
    return {"sums": named + number, "of_a_thousand_invented": round(1000 * share)}


def _now(build: Build, question: Question, match: Row | None) -> Row | None:
    """The amount of a match on the newest day, where it is another by then."""
    grown = match and match["usd"] is not None and now(build, question, match)
    if not match or not grown or grown["usd"] in (None, match["usd"]):
        return None
    return {"usd": grown["usd"], "was_usd": match["usd"], "was_on": match["last_action_date"],
            "action_date": grown["day"], "as_of": grown["as_of"]}  # fmt: skip


def read_as(question: Mapping[str, Any]) -> str:
    """How the words of a question were read, so that a reader sees a wrong reading."""
    whom = question["name"] or question["award_key"] or question["vendor"] or "nobody in particular"
    mod = f", modification {question['modification']}" if question["modification"] else ""
    where = " or ".join(question["components"]) or "all of DHS"
    parts = [f"of {whom}{mod}", f"component {where}", question["span"]]
    if question["amount_usd"]:
        near = f"give or take {usd(question['tolerance_usd'])}"
        near += " (5 %: the words say about)" if question["about"] else ""
        near = "and up to 5 % above" if question["least"] else near
        measure = question["measure_in_words"]
        parts = [f"{usd(question['amount_usd'])}, {near}", *parts, measure]
    return f"Read as: {'; '.join(parts)}."


def tried_in_words(tried: Mapping[str, Any]) -> str:
    """Sentence on the number of sums tried and what a match is worth."""
    many, invented = tried["sums"], tried["of_a_thousand_invented"]
    return (
        f"{many:,} {'sum was' if many == 1 else 'sums were'} tried; of 1,000 invented figures of "
        f"this size {invented or 'none'} would match one of them."
    )


def now_in_words(grown: Mapping[str, Any]) -> str:
    """Sentence on an amount that has grown since the day of the figure."""
    return (
        f"The total of {usd(grown['was_usd'])} of {grown['was_on']} is {usd(grown['usd'])} now, "
        f"as of {grown['as_of']}."
    )


# --- what is held of it


def _held(build: Build, question: Question) -> Row:
    sql, values = there(question, *subject(question))
    return rows(
        build.query(
            "SELECT count(*) AS actions, count(DISTINCT award_key) AS awards, "
            "min(action_date) AS first_action_date, max(action_date) AS last_action_date, "
            "count(*) FILTER (obligated_usd IS NULL) AS obligations_missing, "
            "count(*) FILTER (ceiling_change_usd IS NULL) AS ceiling_changes_missing, "
            "string_agg(DISTINCT component, ', ' ORDER BY component) AS components, "
            f"max(as_of) AS as_of FROM {actions_of(build)} WHERE {sql}",
            values,
        )
    )[0]


def _not_held(build: Build, question: Question, held: Row) -> list[str]:
    """Records not held that could make a difference, in sentences."""
    sentences = []
    if build.only_sample:
        sentences.append(
            f"Only the embedded sample is held: {build.manifest['actions']:,} actions of "
            f"{build.manifest['awards']:,} awards, chosen by hand. `python -m fetch sync` "
            "brings the rest."
        )
    if not held["actions"]:
        sentences.append("Nothing of what the question is about is among them.")
    for name, what in (
        ("obligations_missing", "obligation"),
        ("ceiling_changes_missing", "change of the ceiling"),
    ):
        if held[name]:
            sentences.append(f"{held[name]:,} of its actions state no {what}.")
    if question.to_day and question.to_day.isoformat() > build.as_of:
        sentences.append(f"The records speak for {build.as_of}, before the span ends.")
    if question.vendor:
        sentences.append("What resellers sold without naming the product is in no maker's sum.")
    return sentences + [f"{row['what']}: {row['because']}" for row in never_held()]


# --- the answer


def _plain(candidate: Row) -> Row:
    far = candidate["differs_by"]
    kept = {key: value for key, value in candidate.items() if key not in ("differs_by", "column")}
    kept["asked"] = kept["kind"] == ASKED
    return {**kept, "differs_by_usd": str(far) if far.is_finite() else None}


def _question(question: Question) -> Row:
    listed = firms.families().get(question.vendor)
    programme = dossiers.programs().get(question.programme)
    named = question.amount_usd is not None
    return {
        "amount_usd": f"{question.amount_usd:.2f}" if named else None,
        "tolerance_usd": f"{question.tolerance_usd:f}" if named else None,
        "about": question.about,
        "least": question.least,
        "vendor": question.vendor or None,
        "name": listed.name if listed else programme.name if programme else None,
        "programme": question.programme or None,
        "award_key": question.award or None,
        "modification": question.modification or None,
        "components": list(question.components),
        "from": question.from_day and question.from_day.isoformat(),
        "to": question.to_day and question.to_day.isoformat(),
        "span": question.span,
        "measure": question.measure,
        "measure_in_words": WORDS[question.measure],
        "not_understood": list(question.not_understood),
        "why_not": question.why_not or None,
    }


# --- figures that are known


def figures_table(build: Build) -> pd.DataFrame:
    """Every row of `press_figures.csv` held against a build: published as `press_figures`."""
    build.keep(TOLD, NARROW)
    table, known = [], subjects_held(build)
    for figure in press_figures.figures():
        answer = check(build, from_figure(figure), known)
        near: dict[str, Any] = dict(answer["nearest"][0]) if answer["nearest"] else {}
        table.append(
            {
                "figure": figure.figure,
                "says": figure.says,
                "usd": figure.usd,
                "verdict": answer["verdict"],
                "definition": answer["definition"] or near.get("definition"),
                "nearest_usd": _money(near.get("usd")),
                "differs_by_usd": _money(near.get("differs_by_usd")),
                "nearest_chosen": json.dumps(near.get("chosen", {})),
                "published": figure.published,
                "basis": figure.basis,
                "source": figure.source,
                "because": figure.because,
            }
        )
    return pd.DataFrame(table)


def _money(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def known_figures(build: Build) -> list[Row]:
    """The published table of known figures, in the order of the file."""
    by_figure = {row["figure"]: row for row in rows(build.query("SELECT * FROM press_figures"))}
    return [by_figure[each.figure] for each in press_figures.figures() if each.figure in by_figure]
