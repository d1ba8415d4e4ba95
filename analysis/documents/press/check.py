"""Fact check of a published figure: a verdict and the nearest sums, each with its definition.

Verdicts: `reproduced`, `reproduced under another definition`, `not reproduced` and `not
answerable with what is held`. The last applies without any matching record, or with the sample
alone and no close sum: the missing records could make the difference.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, cast

import pandas as pd

from analysis.documents.press.parse import Question, from_figure, from_words, question_of
from analysis.documents.press.sums import (
    NARROW,
    TOLD,
    WORDS,
    actions_of,
    compared,
    subject,
    sums,
    there,
)
from analysis.documents.types.press import CheckDocument
from analysis.published.build import Build
from analysis.rules import dossiers, firms, press_figures
from analysis.serialise import rows
from fetch.reports.coverage import never_held

Row = dict[str, Any]
REPRODUCED = "reproduced"
OTHERWISE = "reproduced under another definition"
NOT = "not reproduced"
CANNOT = "not answerable with what is held"
NEAREST = 6
__all__ = ["Question", "check", "figures_table", "from_words", "known_figures", "question_of"]


def check(build: Build, question: Question | str) -> CheckDocument:
    """Verdict on a figure, with the nearest sums in the records.

    A text is read by `from_words`. Every sum has its definition, days, awards and actions;
    `asked` is the one of the question itself. `sql` finds the sums again.
    """
    wanted = from_words(build, question) if isinstance(question, str) else question
    held = _held(build, wanted)
    candidates = [compared(each, wanted) for each in sums(build, wanted)]
    made = {name: text for each in candidates for name, text in each.pop("sql").items()}
    # of equal distance the sum in question comes first
    ranked = sorted(candidates, key=lambda each: (abs(each["differs_by"]), not each["asked"]))
    verdict, match = _verdict(build, held, ranked)
    document = {
        "verdict": verdict,
        "definition": match["definition"] if match else None,
        "question": _question(wanted),
        "asked": next((_plain(each) for each in candidates if each["asked"]), None),
        "nearest": [_plain(each) for each in ranked[:NEAREST]],
        "held": held,
        "not_held": _not_held(build, wanted, held),
        "sql": made,
        **build.provenance,
    }
    return cast(CheckDocument, document)  # the test of types holds its keys


def _verdict(build: Build, held: Row, ranked: list[Row]) -> tuple[str, Row | None]:
    close = [each for each in ranked if each["within"]]
    of_itself = [each for each in close if each["asked"]]
    if of_itself:
        return REPRODUCED, of_itself[0]
    if close:
        return OTHERWISE, close[0]
    # what is missing could be the difference: docs/decisions/0033
    if not held["actions"] or build.only_sample:
        return CANNOT, None
    return NOT, None


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
    kept = {key: value for key, value in candidate.items() if key != "differs_by"}
    return {**kept, "differs_by_usd": str(far) if far.is_finite() else None}


def _question(question: Question) -> Row:
    listed = firms.families().get(question.vendor)
    programme = dossiers.programs().get(question.programme)
    return {
        "amount_usd": f"{question.amount_usd:.2f}",
        "tolerance_usd": f"{question.tolerance_usd:f}",
        "vendor": question.vendor or None,
        "name": listed.name if listed else programme.name if programme else None,
        "programme": question.programme or None,
        "award_key": question.award or None,
        "components": list(question.components),
        "from": question.from_day and question.from_day.isoformat(),
        "to": question.to_day and question.to_day.isoformat(),
        "span": question.span,
        "measure": question.measure,
        "measure_in_words": WORDS[question.measure],
    }


# --- figures that are known


def figures_table(build: Build) -> pd.DataFrame:
    """Every row of `press_figures.csv` held against a build: published as `press_figures`."""
    build.keep(TOLD, NARROW)
    table = []
    for figure in press_figures.figures():
        answer = check(build, from_figure(figure))
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
