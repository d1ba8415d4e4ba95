"""Dossiers: programs, their members, and statements about them with a basis.

    programs.csv           one row a system: names, component, vendor, maker, in plain words
    program_members.csv    awards and single modifications that belong to it, by key or rule
    program_says.csv       how it was bought, reports, claims, what is not known; each its basis
    program_searches.csv   searches that were run, what they found and when

`basis` is FACT (a record or an official document), DERIVED (a sum or search over records),
REPORT (said by others) or CLAIM (said, and contradicted or not reproduced by the record).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.rules import FOLDER, decisions, firms
from analysis.rules.phrases import phrases
from analysis.rules.row_types import Line, filled, one_of

PROGRAMS = "programme name also what component vendor maker chain public source"
MEMBERS = "programme role takes award modification vendor maker words unless basis source"
SAYS = "programme kind said basis as_of source"
SEARCHES = "programme words searched found basis as_of source"
BASES = ("FACT", "DERIVED", "REPORT", "CLAIM")
ROLES = ("programme", "support", "lead", "apart")
KINDS = ("bought", "growth", "justification", "reported", "claim", "not known", "trap")
DAY = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?)?")


@dataclass(frozen=True)
class Program:
    """System under its public name. `public`: some contract is publicly tied to it."""

    programme: str
    name: str
    also: tuple[str, ...]
    what: str
    component: str
    vendor: str
    maker: str
    chain: str
    public: bool
    source: str
    where: str


@dataclass(frozen=True)
class ProgramMember:
    """Member of a program: an award or one modification by key, a vendor, a maker, or words.

    Only the role `programme` counts in sums. `support`, `lead` (not proved) and `apart`
    (known to be something else that is easily mixed up) are shown beside it.
    """

    number: str
    programme: str
    role: str
    takes: str
    award: str
    modification: str
    vendor: str
    maker: str
    words: tuple[str, ...]
    unless: tuple[str, ...]
    basis: str
    because: str
    source: str
    where: str


@dataclass(frozen=True)
class Statement:
    """A sentence of ours on a programme, with its basis; a search where `kind` is `search`."""

    programme: str
    kind: str
    said: str
    basis: str
    as_of: str
    source: str
    where: str
    words: tuple[str, ...] = ()
    found: str = ""


@cache
def programs(folder: Path = FOLDER) -> dict[str, Program]:
    """By short name, in the order of the file."""
    table = decisions.table(folder / "programs.csv", PROGRAMS, _program)
    decisions.once(table, lambda row: row.programme, lambda row: row.what)
    return {row.programme: row for row in table}


@cache
def members(folder: Path = FOLDER) -> tuple[ProgramMember, ...]:
    """Every row, numbered `P2`, `P3` … by its line."""
    path = folder / "program_members.csv"
    table = decisions.table(path, MEMBERS, lambda row: _member(row, folder))
    decisions.once(table, _wanted, lambda row: row.role)
    return table


@cache
def says(folder: Path = FOLDER) -> tuple[Statement, ...]:
    """Statements, then searches, in the order of their files."""
    path = folder / "program_says.csv"
    statements = decisions.table(path, SAYS, lambda row: _said(row, folder))
    decisions.once(
        statements, lambda row: (row.programme, row.kind, row.said), lambda row: row.basis
    )
    path = folder / "program_searches.csv"
    searched = decisions.table(path, SEARCHES, lambda row: _searched(row, folder))
    decisions.once(searched, lambda row: (row.programme, row.words, row.said), lambda r: r.found)
    return (*statements, *searched)


def of_key(key: str, folder: Path = FOLDER) -> tuple[Program, ...]:
    """Programs whose rows name the whole award or vehicle of that key, in the file's order."""
    named = {
        each.programme
        for each in members(folder)
        if each.award == key and each.role == "programme" and not each.modification
    }
    return tuple(each for name, each in programs(folder).items() if name in named)


RECORDED = ("FACT", "DERIVED")
"""Bases of a sentence that rests on records, not on what others say."""


def stated_of(piid: str, folder: Path = FOLDER) -> tuple[Statement, ...]:
    """Sentences of the dossiers that name an award by its number and rest on records."""
    named = re.compile(rf"\b{re.escape(piid)}\b")
    return tuple(
        each
        for each in says(folder)
        if each.kind != "search" and each.basis in RECORDED and named.search(each.said)
    )


def _program(row: Line) -> Program:
    texts = {name: filled(row, name) for name in ("name", "what", "component", "source")}
    return Program(
        programme=decisions.slug(row, "programme"),
        also=tuple(filter(None, row["also"].split("|"))),
        public=one_of(row, "public", ("yes", "no")) == "yes",
        where=row["where"],
        **{name: row[name] for name in ("vendor", "maker", "chain")},
        **texts,
    )


def _member(row: Line, folder: Path) -> ProgramMember:
    given = [name for name in ("award", "vendor", "maker", "words") if row[name]]
    if not given:
        raise ValueError("the row takes nothing: give award, vendor, maker or words")
    if row["modification"] and (row["takes"] != "action" or not row["award"]):
        raise ValueError("a modification is one action of an award that is given")
    for name in ("vendor", "maker"):
        if row[name]:
            decisions.known(row[name].split(":")[0], firms.families(folder), "vendor family")
    return ProgramMember(
        # the line is the number: it leads a reader from a member straight to its row
        number="P" + row["where"].rsplit(" ", 1)[-1],
        programme=decisions.known(row["programme"], programs(folder), "programme"),
        role=one_of(row, "role", ROLES),
        takes=one_of(row, "takes", ("award", "action")),
        award=decisions.award_key(row),
        words=phrases(row["words"]),
        unless=phrases(row["unless"]),
        basis=one_of(row, "basis", BASES),
        source=filled(row, "source"),
        **{name: row[name] for name in ("modification", "vendor", "maker", "because", "where")},
    )


def _wanted(row: ProgramMember) -> tuple[object, ...]:
    words = (frozenset(row.words), frozenset(row.unless))
    return (row.programme, row.award, row.modification, row.vendor, row.maker, *words)


def _said(row: Line, folder: Path) -> Statement:
    return Statement(
        kind=one_of(row, "kind", KINDS), said=filled(row, "said"), **_basis(row, folder)
    )


def _searched(row: Line, folder: Path) -> Statement:
    return Statement(
        kind="search",
        said=filled(row, "searched"),
        words=phrases(filled(row, "words")),
        found=filled(row, "found"),
        **_basis(row, folder),
    )


def _basis(row: Line, folder: Path) -> dict[str, Any]:
    if not DAY.fullmatch(row["as_of"]):
        raise ValueError(f"as_of {row['as_of']!r} is no year, month or day")
    return {
        "programme": decisions.known(row["programme"], programs(folder), "programme"),
        "basis": one_of(row, "basis", BASES),
        "as_of": row["as_of"],
        "source": filled(row, "source"),
        "where": row["where"],
    }
