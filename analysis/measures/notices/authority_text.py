"""Authorities in texts: citations of a justification, with the sentence and the page.

Plain Python without Ibis, whatever the engine: patterns of `rules/authorities.csv` over the few
thousand justifications, each sentence kept as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from analysis.engines import Rows
from analysis.rules.notice_rules import Authority, authorities

CUE = re.compile(
    r"authorit|pursuant|under |accordance|cited?\b|justif|permit|U\.?S\.?C|basis", re.IGNORECASE
)
"""Words of a sentence that invokes an authority, not one that merely mentions a rule."""
# an end only before a capital, a bracket or a quotation mark: "U.S.C. 3304" goes on
ENDS = re.compile(r"(?<=[a-z\d)\]”\"][.!?;])\s+(?=[A-Z(“\"])|\n\s*\n")
NOT_THIS = re.compile(
    r"\b(?:not|nor|neither|rather than|instead of|other than)\s+"
    r"(?:(?:under|pursuant|to|by|in|accordance|with|the|authority|of|as|at|or|nor|an?|cite[sd]?|"
    r"FAR|sections?|paragraphs?|§|48 CFR|\d[\w.()\u2010-\u2015-]*),?\s*)*$",
    re.IGNORECASE,
)
"""Words before a citation that the text rules out, such as "rather than FAR"."""
LONGEST = 400
CERTAIN, LIKELY, POSSIBLE = "certain", "likely", "possible"


@dataclass(frozen=True)
class Text:
    """Text of a notice: title, description, or one page of an attachment."""

    found_in: str
    page: int | None
    text: str


@dataclass(frozen=True)
class NamedAuthority:
    """Authority in a text, with its sentence."""

    by: Authority
    citation: str
    sentence: str
    text: Text

    @property
    def has_cue(self) -> bool:
        return bool(CUE.search(self.sentence))


def named(texts: Iterable[Text]) -> list[tuple[NamedAuthority, str]]:
    """Authorities in the texts, the likeliest first, each with a confidence.

    `certain`: the one citation that stands in a sentence about authority. `likely`: cited
    otherwise, or one of several. `possible`: in words alone. Nothing found is an empty list:
    the authority is unknown.
    """
    mentions = _without_parts([one for text in texts for one in _in_text(text)])
    # one citation with a cue is certain; with two, the text may compare them
    cited = {one.by.name for one in mentions if one.by.cites and one.has_cue}
    rated = [(one, _confidence(one, cited)) for one in mentions]
    order = (CERTAIN, LIKELY, POSSIBLE)
    best: dict[str, tuple[NamedAuthority, str]] = {}
    # the regulation tells more than the statute behind it, and stands first where both are cited
    by_rank = sorted(rated, key=lambda each: (order.index(each[1]), each[0].by.of_statute))
    for one, confidence in by_rank:
        best.setdefault(one.by.name, (one, confidence))
    # bare words are weak once a citation stands there, unless they tell the lane
    cites_one = any(one.by.cites for one, _ in best.values())
    return [each for each in best.values() if each[0].by.cites or not cites_one or each[0].by.lane]


def _confidence(one: NamedAuthority, cited: set[str]) -> str:
    if not one.by.cites:
        return POSSIBLE
    return CERTAIN if one.has_cue and len(cited) == 1 else LIKELY


def _in_text(text: Text) -> list[NamedAuthority]:
    mentions = []
    for sentence in ENDS.split(text.text):
        plain = " ".join(sentence.split())
        for by in authorities():
            if hit := _meant(by, plain):
                # a sentence of a PDF may have no end: the cut keeps the citation in sight
                start = max(hit.start() - LONGEST // 2, 0)
                mentions.append(NamedAuthority(by, hit[0], plain[start : start + LONGEST], text))
    return mentions


def _meant(by: Authority, sentence: str) -> re.Match[str] | None:
    """First citation of the authority that the sentence does not rule out."""
    hits = by.pattern.finditer(sentence)
    return next((hit for hit in hits if not NOT_THIS.search(sentence[: hit.start()])), None)


def _without_parts(mentions: list[NamedAuthority]) -> list[NamedAuthority]:
    """Citations without the sections of which a paragraph is cited too."""
    cites = {one.by.cites for one in mentions if one.by.cites}
    return [
        one
        for one in mentions
        if not one.by.cites
        or not any(other != one.by.cites and other.startswith(one.by.cites) for other in cites)
    ]


def rows_of(own: Rows, beside: Rows) -> Rows:
    """Rows of authorities, from the notices' own texts and their attachments."""
    pages: dict[str, list[Text]] = {}
    for row in beside:
        pages.setdefault(row["notice_id"], []).append(
            Text(row["found_in"], row["page"], row["text"] or "")
        )
    rows = []
    for row in sorted(own, key=lambda each: each["notice_id"]):
        rated = named([*_own_texts(row), *pages.get(row["notice_id"], ())])
        rows += [_row(row["notice_id"], place, *one) for place, one in enumerate(rated, 1)]
    return rows


def _own_texts(row: dict[str, Any]) -> list[Text]:
    names = {"title": "title", "description": "description", "label": "our label"}
    return [Text(called, None, row[name]) for name, called in names.items() if row[name]]


def _row(notice_id: str, place: int, one: NamedAuthority, confidence: str) -> dict[str, Any]:
    return {
        "notice_id": notice_id,
        "place": place,
        "authority": one.by.name,
        "citation": one.citation,
        "plain": one.by.plain,
        "lane": one.by.lane or None,
        "urgent": one.by.urgent,
        "confidence": confidence,
        "sentence": one.sentence,
        "found_in": one.text.found_in,
        "page": one.text.page,
    }
