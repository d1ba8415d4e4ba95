"""Moved-award part of the award document: the other numbers of an award, with what ties them.

A tie is a question with its evidence, until a person answers it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from analysis.measures.moved_verdicts import BY_RULE, CARRIED, CONFIRMED, MOVED, POSSIBLE, REJECTED
from analysis.published import moved
from analysis.published.build import Build
from analysis.serialise import plain
from analysis.text import count, usd
from fetch import codes

DECIDE_IN = "analysis/rules/moved_awards.csv"
TIE = (
    "status",
    "earlier_key",
    "later_key",
    "earlier_piid",
    "later_piid",
    "earlier_held",
    "later_held",
    "recipient_name",
    "recipient_uei",
    "way",
    "shared_actions",
    "shared_days",
    "shared_usd",
    "shared_from",
    "shared_to",
    "moved_usd",
    "carried_usd",
    "moving_key",
    "moving_number",
    "moving_day",
    "moving_code",
    "open_because",
    "because",
    "source",
    "since",
    "by",
)
ACTION = (
    "transaction_key",
    "counted_as",
    "recorded_key",
    "modification_number",
    "action_date",
    "obligated_usd",
    "ceiling_change_usd",
)
STAKES = ("shared_usd", "moved_usd", "carried_usd")
"""What stands under both numbers, by the way that the award went."""
Row = dict[str, Any]


def moved_of(build: Build, award_key: str) -> Row:
    """Every tie of an award, the actions that are counted once, and both in words."""
    ties = [_tie(row, award_key) for row in moved.ties_of(build, award_key)]
    twice = moved.counted_once(build, award_key) if ties else []
    stated = [row["obligated_usd"] for row in twice if not pd.isna(row["obligated_usd"])]
    return {
        "ties": ties,
        "counted_once": [{name: plain(row[name]) for name in ACTION} for row in twice],
        "counted_once_usd": str(sum(stated)) if stated else None,
        "decide_in": DECIDE_IN,
    }


def sentences(part: Row) -> list[str]:
    """The ties in words, then what is counted once."""
    said = [tie["says"] for tie in part["ties"]]
    if once := part["counted_once"]:
        said.append(
            f"{count(len(once), 'action')} ({usd(part['counted_once_usd'])}) that "
            f"{'stands' if len(once) == 1 else 'stand'} under both numbers "
            f"{'is' if len(once) == 1 else 'are'} counted once."
        )
    if any(tie["status"] != REJECTED for tie in part["ties"]):
        said.append(f"Confirmed or refused by a row in {DECIDE_IN}.")
    return said


def open_ties(build: Build) -> list[Row]:
    """Ties that nobody has judged, most money under both numbers first."""
    frame = build.query(
        "SELECT m.*, w.award_key AS of_award, w.obligated_usd, w.usaspending_url "
        "FROM moved_awards m JOIN awards w "
        "ON w.award_key = coalesce(m.award_key, CASE WHEN later_held THEN later_key "
        "ELSE earlier_key END) WHERE m.status IN (?, ?) "
        "ORDER BY coalesce(m.shared_usd, m.moved_usd, m.carried_usd) DESC NULLS LAST, "
        "earlier_key, later_key",
        [POSSIBLE, BY_RULE],
    )
    return [
        {
            **_tie(row, row["later_key"]),
            "award_key": row["of_award"],
            "usaspending_url": plain(row["usaspending_url"]),
            "obligated_usd": next(
                (usd for name in STAKES if (usd := plain(row[name])) is not None), None
            ),
        }
        for row in frame.to_dict("records")
    ]


def _tie(row: Mapping[Hashable, Any], award_key: str) -> Row:
    cells = {name: plain(row[name]) for name in TIE}
    mine = "later" if row["later_key"] == award_key else "earlier"
    other = "earlier" if mine == "later" else "later"
    if award_key not in (row["earlier_key"], row["later_key"]):
        # two of the numbers before it
        mine, other = "later", "earlier"
    return {**cells, "other_key": cells[f"{other}_key"], "says": _says(cells, mine, other)}


def _says(tie: Row, mine: str, other: str) -> str:
    here, there = tie[f"{mine}_piid"], tie[f"{other}_piid"]
    if here == there:
        # the number stayed and the office's code in the key changed
        here, there = tie[f"{mine}_key"], tie[f"{other}_key"]
    if tie["status"] == CONFIRMED:
        return f"{here} is also {there}: {_person(tie)}."
    if tie["status"] == REJECTED:
        return f"{here} is not {there}: {_person(tie)}. Nothing is counted once."
    asked = f"Is {here} also {there}? {_evidence(tie)}."
    gone = "" if tie[f"{other}_held"] else f" {there} is no longer published."
    if tie["status"] == POSSIBLE:
        twice = "" if gone else "; the same money may stand under both"
        return f"{asked}{gone} Not counted as one, because {tie['open_because']}{twice}."
    how = "both actions count, and net out" if tie["way"] == MOVED else "each action counts once"
    return f"{asked}{gone} Counted as one award here: {how}."


def _person(tie: Row) -> str:
    return f"{tie['because']} ({tie['source']}; {tie['by']}, {tie['since']})"


def _evidence(tie: Row) -> str:
    uei = f" (UEI {tie['recipient_uei']})" if tie["recipient_uei"] else ""
    if tie["shared_actions"]:
        days = tie["shared_from"]
        if tie["shared_to"] != days:
            days = f"{days} to {tie['shared_to']}"
        have = "has" if tie["shared_actions"] == 1 else "have"
        says = (
            f"{count(tie['shared_actions'], 'action')} of {tie['recipient_name']}{uei} {have} the "
            f"same day and amounts under both, {usd(tie['shared_usd'])} obligated, {days}"
        )
    elif tie["way"] == CARRIED:
        says = (
            f"one obligates {usd(tie['carried_usd'])} to {tie['recipient_name']}{uei} at once, all "
            "that was obligated under the other by then"
        )
    else:
        says = (
            f"{usd(tie['moved_usd'])} of {tie['recipient_name']}{uei} was taken back under one and "
            "given under the other within a month"
        )
    return f"{says}; {_moving(tie)}"


def _moving(tie: Row) -> str:
    """The action by which a number changed, quoted."""
    code = tie["moving_code"]
    meaning = codes.table("action_type").get(code or "", {}).get("meaning", "type not stated")
    return (
        f"action {tie['moving_number'] or '0'} of {tie['moving_day']} ({tie['moving_key']}) "
        f"is of type {code}, {meaning.lower()}"
    )
