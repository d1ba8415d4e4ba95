"""Subjects: categories, products and makers, other evidence, look-alikes.

    categories.csv        the fifteen kinds of surveillance technology, and what only looks so
    makers.csv            words for a product, its maker and category
    technology.csv        vendors, words, product codes and single awards of a category
    look_alikes.csv       what a word of ours also means
    technology_codes.csv  product and industry codes that are technology

Loading checks them: a repeated, contradicting or dead row stops with file, line and reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.rules import FOLDER, decisions, firms
from analysis.rules.phrases import covers, phrases
from analysis.rules.reachability import BrokenRules
from analysis.rules.row_types import Line, filled, one_of

LOOK_ALIKE, SUPPORT = "look-alike", "support"
KINDS = ("surveillance", SUPPORT, LOOK_ALIKE)
MAKERS = "rule maker product category words also unless vendor source"
TECHNOLOGY = "rule verdict category vendor words also unless psc component award source"
LOOK_ALIKES = "rule kind looks_like vendor words also unless source"
RANK = {"award": 1, "product": 2, "vendor and words": 3, "vendor": 4, "words": 5, "code": 6}
"""Priority of evidence, the lowest first. A code alone only raises a question."""


@dataclass(frozen=True)
class Category:
    """A kind of technology; `kind` says whether it counts as surveillance."""

    number: int
    name: str
    kind: str
    plain: str
    where: str


@dataclass(frozen=True)
class Evidence:
    """Row of makers.csv, technology.csv or look_alikes.csv: a verdict and its conditions.

    `vendors` are families, each alone or as `family:NAME` for one registered name; they are
    the only ones where `barred` is false, and those left out where it is true. A row of the
    verdict `unsure` counts nowhere and asks a person.
    """

    rule: str
    kind: str
    verdict: str
    category: str
    because: str
    source: str
    where: str
    words: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    barred: bool = False
    psc: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    award: str = ""
    maker: str = ""
    product: str = ""

    @property
    def rank(self) -> int:
        # look-alikes speak last: they explain only what nothing else claims
        return RANK.get(self.kind, 9)


@cache
def categories(folder: Path = FOLDER) -> dict[str, Category]:
    """The categories by name, in their order."""

    def category(row: Line) -> Category:
        return Category(
            int(row["number"]),
            filled(row, "category"),
            one_of(row, "kind", KINDS),
            filled(row, "plain"),
            row["where"],
        )

    table = decisions.table(folder / "categories.csv", "number category kind plain", category)
    decisions.once(table, lambda row: row.name, lambda row: row.plain)
    return {row.name: row for row in table}


@cache
def evidence(folder: Path = FOLDER) -> tuple[Evidence, ...]:
    """Every row of the three tables, in the order in which they are tried."""
    makers = decisions.table(folder / "makers.csv", MAKERS, lambda row: _maker(row, folder))
    others = decisions.table(
        folder / "technology.csv", TECHNOLOGY, lambda row: _technology(row, folder)
    )
    alike = decisions.table(
        folder / "look_alikes.csv", LOOK_ALIKES, lambda row: _look_alike(row, folder)
    )
    every_row = (*makers, *others, *alike)
    decisions.once(every_row, lambda row: row.rule, lambda _: "a rule number")
    for rows in (makers, others, alike):
        _check(rows)
    _check_against(alike, (*makers, *others))
    return every_row


def _maker(row: Line, folder: Path) -> Evidence:
    maker = decisions.known(row["maker"], firms.families(folder), "vendor family")
    if not row["words"]:
        raise ValueError("words is empty")
    return Evidence(
        kind="product",
        verdict="counts",
        maker=maker,
        product=row["product"],
        **_shared(row, folder),
    )


def _technology(row: Line, folder: Path) -> Evidence:
    given = {name: bool(row[name]) for name in ("award", "vendor", "words", "psc")}
    return Evidence(
        kind=_kind(given, barred=row["vendor"].startswith("!")),
        verdict=one_of(row, "verdict", ("counts", "unsure")),
        psc=tuple(row["psc"].split()),
        components=tuple(row["component"].split()),
        award=decisions.award_key(row),
        **_shared(row, folder),
    )


def _kind(given: dict[str, bool], *, barred: bool) -> str:
    if given["award"]:
        return "award"
    if given["words"]:
        return "vendor and words" if given["vendor"] and not barred else "words"
    if given["vendor"] and not barred:
        return "vendor"
    if given["psc"]:
        return "code"
    raise ValueError("the row looks for nothing: give vendor, words, psc or award")


def _look_alike(row: Line, folder: Path) -> Evidence:
    """Look-alike: `other` is certainly something else, `word` only has another meaning too."""
    kind = one_of(row, "kind", ("other", "word"))
    if row["kind"] == "word" and not row["words"]:
        raise ValueError("words is empty")
    # the category is the one that it is mistaken for, so that it can cancel evidence of it
    row = {**row, "category": row["looks_like"]}
    return Evidence(kind=f"look-alike, {kind}", verdict="counts", **_shared(row, folder))


def _shared(row: Line, folder: Path) -> dict[str, Any]:
    barred = row["vendor"].startswith("!")
    vendors = tuple(filter(None, row["vendor"].lstrip("!").split("|")))
    for vendor in vendors:
        decisions.known(vendor.split(":")[0], firms.families(folder), "vendor family")
    return {
        "rule": filled(row, "rule"),
        "category": decisions.known(row["category"], categories(folder), "category"),
        **{name: phrases(row[name]) for name in ("words", "also", "unless")},
        "vendors": vendors,
        "barred": barred,
        "because": row["because"],
        "source": filled(row, "source"),
        "where": row["where"],
    }


def _looks(row: Evidence) -> tuple[object, ...]:
    """Conditions of a row: a second row with the same ones repeats or contradicts it."""
    wanted = (row.words, row.also, row.unless, row.vendors)
    return (*map(frozenset, wanted), row.barred, row.psc, row.components, row.award)


def _check(rows: Sequence[Evidence]) -> None:
    """BrokenRules for a repeated row, or one that an earlier row always precedes."""
    decisions.once(rows, _looks, lambda row: (row.category, row.maker, row.product, row.verdict))
    for place, row in enumerate(rows):
        if row.words and covers(row.unless, row.words):
            raise BrokenRules(f"{row.where}: dead, its own `unless` rules out its words")
        for earlier in rows[:place]:
            if _always_first(earlier, row):
                raise BrokenRules(f"{row.where}: dead, {earlier.where} always decides before it")


def _always_first(earlier: Evidence, row: Evidence) -> bool:
    """True where the earlier row, of the same kind, matches everything that this one does."""
    # `also` and `unless` narrow the earlier row: it may then let this one through
    if earlier.kind != row.kind or not row.words or earlier.also or earlier.unless:
        return False
    same_place = not earlier.psc and not earlier.components and not earlier.award
    everyone = not earlier.vendors
    listed = not earlier.barred and not row.barred and set(row.vendors) <= set(earlier.vendors)
    who = everyone or (bool(row.vendors) and listed)
    return same_place and who and covers(earlier.words, row.words)


def _check_against(alike: Sequence[Evidence], counting: Sequence[Evidence]) -> None:
    """BrokenRules for a look-alike with the conditions of a counting row."""
    wanted = {_looks(row): row for row in counting}
    for row in alike:
        if row.kind == "look-alike, other" and (other := wanted.get(_looks(row))) is not None:
            raise BrokenRules(f"{row.where}: contradicts {other.where}")


@dataclass(frozen=True)
class Codes:
    """Product or industry codes that speak for technology, and how strongly."""

    system: str
    codes: tuple[str, ...]
    strength: str
    where: str


@cache
def codes(folder: Path = FOLDER) -> tuple[Codes, ...]:
    """The rows of technology_codes.csv. No code twice in a system."""

    def row_of(row: Line) -> Codes:
        return Codes(
            one_of(row, "system", ("psc", "naics")),
            tuple(filled(row, "codes").split()),
            one_of(row, "strength", ("core", "extended", "possible")),
            row["where"],
        )

    path = folder / "technology_codes.csv"
    table = decisions.table(path, "system codes strength what source", row_of)
    single = [(code, row) for row in table for code in row.codes]
    seen: dict[tuple[str, str], Codes] = {}
    for code, row in single:
        if (other := seen.setdefault((row.system, code), row)) is not row or (
            row.codes.count(code) > 1
        ):
            raise BrokenRules(f"{row.where}: repeats {code} of {other.where}")
    return table
