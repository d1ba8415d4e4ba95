"""Search over programs, makers, vendors, award numbers and words, with typing errors.

The index is made once a build: names, words, and the texts of each award.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from analysis.published import search_names, vendor_index
from analysis.published.build import Build, opened
from analysis.published.moved import NUMBERS
from analysis.published.search_names import SearchHit
from analysis.published.vendor_index import FirmHeld

CLOSE = 80
"""Similarity of 100 from which one word counts as a typing error of another."""
MOST = 8
# shorter pieces of a number stand in unrelated awards
SHORTEST, SHORTEST_NUMBER = 3, 5
# one text an award: number, vendor, label and every description, so that words may be spread
TEXTS = f"""
    SELECT award_key, any_value(a.piid) AS piid, any_value(w.recipient_name) AS vendor,
        any_value(w.obligated_usd) AS obligated_usd,
        any_value(m.also) AS also,
        lower(concat_ws(' ', any_value(a.piid), any_value(m.also), any_value(w.recipient_name),
            any_value(w.label),
            string_agg(DISTINCT concat_ws(' ', a.label, a.description), ' '))) AS text
    FROM actions a JOIN awards w USING (award_key)
    LEFT JOIN ({NUMBERS}) m USING (award_key) GROUP BY award_key
"""
NAMES = """
    SELECT name, array_agg(DISTINCT vendor_family ORDER BY vendor_family) AS families
    FROM (SELECT recipient_name AS name, vendor_family, obligated_usd FROM vendor_names
        UNION ALL SELECT recipient_doing_business_as_name, vendor_family, NULL FROM vendor_names)
    WHERE name IS NOT NULL GROUP BY 1 ORDER BY sum(obligated_usd) DESC NULLS LAST, 1
"""
COLUMNS = ("name", "families")
WORDS = "SELECT DISTINCT unnest(regexp_extract_all(text, '[a-z]{3,}')) AS word FROM texts"


@dataclass(frozen=True)
class Index:
    """Search index of one build."""

    vendors: tuple[str, ...]
    families: Mapping[str, tuple[str, ...]]
    words: tuple[str, ...]


def index(build: Build) -> Index:
    """Names and words of a build; its texts are kept in memory beside them."""
    build.keep("texts", TEXTS)
    return _index(build.directory)


@lru_cache(maxsize=2)
def _index(directory: Path) -> Index:
    build = opened(directory)
    vendors = build.query(NAMES)
    words = build.query(f"{WORDS} ORDER BY 1")
    families = {name: tuple(each) for name, each in zip(*map(vendors.get, COLUMNS), strict=True)}
    return Index(tuple(families), families, tuple(words["word"]))


def find(build: Build, text: str) -> list[SearchHit]:
    """Hits for the words: programs, makers, vendors, awards by number or by their texts.

    The likeliest first, a few of each kind. Nothing for fewer than three letters.
    """
    wanted = " ".join(text.split())
    if len(wanted) < SHORTEST:
        return []
    known = index(build)
    return [
        *search_names.programs(wanted),
        *search_names.makers(wanted),
        *_vendors(build, known, wanted),
        *_awards(build, wanted),
        *_texts(build, known, wanted),
    ]


def meant(build: Build, text: str) -> str:
    """The words, each unknown one replaced by the most similar known one."""
    known = index(build)
    return " ".join(_meant(known, word) for word in text.lower().split())


def _meant(known: Index, word: str) -> str:
    place = bisect_left(known.words, word)
    # a reader is still typing: the beginning of a known word is no error
    begins = place < len(known.words) and known.words[place].startswith(word)
    if begins or len(word) < SHORTEST or not word.isalpha():
        return word
    # 75: one wrong letter in a word of four is still an error of typing
    likest = process.extractOne(word, known.words, scorer=fuzz.ratio, score_cutoff=CLOSE - 5)
    return likest[0] if likest else word


def _vendors(build: Build, known: Index, wanted: str) -> list[SearchHit]:
    numbered = []
    if any(sign.isdigit() for sign in wanted):
        numbered = [_firm(firm) for firm in vendor_index.firms_of(build, wanted)[:MOST]]
    upper = wanted.upper()
    inside = [name for name in known.vendors if upper in name.upper()][:MOST]
    alike = process.extract(
        upper, known.vendors, scorer=fuzz.partial_ratio, score_cutoff=CLOSE, limit=MOST
    )
    # what holds the words stands before what is merely like them
    names = dict.fromkeys([*inside, *(name for name, _, _ in alike)])
    named = [hit for name in list(names)[:MOST] for hit in _named(build, known, name)]
    return list(dict.fromkeys([*numbered, *named]))[:MOST]


def _named(build: Build, known: Index, name: str) -> list[SearchHit]:
    """The family of a name; where several firms share it, each with its place and day."""
    families = known.families[name]
    if len(families) == 1:
        return [SearchHit("vendor", name, families[0])]
    return [_firm(firm) for firm in vendor_index.firms_of(build, name)]


def _firm(firm: FirmHeld) -> SearchHit:
    return SearchHit("vendor", firm.name, firm.asked_by, firm.in_words.removeprefix(firm.name))


def _awards(build: Build, wanted: str) -> list[SearchHit]:
    number = re.sub(r"[^A-Za-z0-9]", "", wanted).upper()
    if len(number) < SHORTEST_NUMBER or not any(sign.isdigit() for sign in number):
        return []
    rows = build.query(
        "SELECT award_key, piid, vendor, contains(upper(piid), ?) AS own, also FROM texts "
        "WHERE contains(upper(concat_ws(' ', piid, also)), ?) "
        "ORDER BY length(piid), piid LIMIT ?",
        [number, number, MOST],
    )
    return [
        # a number that the award left is said beside the one it bears
        SearchHit("award", piid, key, (vendor or "") if own else f"{vendor or ''}, also {also}")
        for key, piid, vendor, own, also in rows.itertuples(index=False, name=None)
    ]


def _texts(build: Build, known: Index, wanted: str) -> list[SearchHit]:
    words = [_meant(known, word) for word in wanted.lower().split()]
    holds = " AND ".join(["contains(text, ?)"] * len(words))
    counted = build.query(f"SELECT count(*) AS n FROM texts WHERE {holds}", words)
    count = int(counted["n"].iloc[0])
    phrase = " ".join(words)
    return [SearchHit("words", phrase, phrase, f"{count:,}")] if count else []
