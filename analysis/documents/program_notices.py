"""Justifications of a program: notices held, and statements where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from analysis.documents.notices import notices_of
from analysis.published.build import Build

Row = dict[str, Any]
NOTICE = re.compile(r"sam\.gov/(?:workspace/contract/)?opp/([0-9a-f]{32})")
KIND = "justification"


def notices(build: Build, awards: Iterable[Row], says: Sequence[Row]) -> list[Row]:
    """The justifications held and linked to the programme's awards, each with its award.

    Of an award that belongs only in part: those of its own modifications, and those that a
    sentence of the dossier names by their address. `said` is that sentence, or None.
    """
    named = {_named(each): each for each in says if each["kind"] == KIND and _named(each)}
    justifications: list[Row] = []
    for award in awards:
        own = {each["transaction_key"] for each in award["modifications"]}
        for notice in notices_of(build, award["award_key"]):
            # an award that belongs in part brings other work's notices: those are left out
            is_its = award["whole"] or notice["transaction_key"] in own
            if notice["kind"] == KIND and (is_its or notice["notice_id"] in named):
                about = {"piid": award["piid"], "award_key": award["award_key"]}
                justifications.append({**notice, **about, "said": named.get(notice["notice_id"])})
    return justifications


def without_notices(says: Iterable[Row], shown: Iterable[Row]) -> list[Row]:
    """The sentences, but for justifications whose own notice is shown."""
    held = {each["notice_id"] for each in shown}
    return [each for each in says if each["kind"] != KIND or _named(each) not in held]


def _named(statement: Row) -> str | None:
    """Notice id in the source address of a statement; None without one."""
    match = NOTICE.search(statement["source"] or "")
    return match[1] if match else None
