"""Review queue: cases the rules are unsure of, most money first, with the evidence.

A decision is a row in a table of `analysis/rules`, by an editor, a script or a person; the next
build reads and checks it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis import name_matching
from analysis.documents import marks, moved
from analysis.documents.review import review_notices
from analysis.documents.review.review_rows import evidence_of, question
from analysis.published.build import Build
from analysis.rules import dossiers, firms, subjects
from analysis.serialise import rows
from fetch.errors import WrongChoice

Row = dict[str, Any]
OF_VENDORS = 400
"""Largest families by money, compared with every other name."""


def document(build: Build, kind: str, top: int = 20) -> Row:
    """The questions of one kind: `asked`, how many there are, and where to decide.

    Each has `what`, `evidence`, `obligated_usd` (the money the answer would move) and, where it
    is of an award, `award_key`, `usaspending_url` and `look_first`. `quiet_rules` are rows that
    found nothing in what is held. WrongChoice for an unknown kind.
    """
    if kind not in KINDS:
        raise WrongChoice(f"nothing to review is called {kind!r}; there are: {', '.join(KINDS)}")
    find, decide_in = KINDS[kind]
    cases = find(build)
    return {
        "kind": kind,
        "asked": _marked(build, cases[:top]),
        "count": len(cases),
        "decide_in": f"analysis/rules/{decide_in}",
        "quiet_rules": _quiet(build) if kind in ("technology", "makers") else [],
        **build.provenance,
    }


def _marked(build: Build, cases: list[Row]) -> list[Row]:
    """Cases of awards with what may be an error of the record; a pair of vendors has no award."""
    return [
        case
        for each in cases
        for case in (marks.with_look_first(build, [each]) if "award_key" in each else [each])
    ]


def _technology(build: Build) -> list[Row]:
    """Awards that an unsure rule proposes for a category and no sure one has."""
    awards = rows(
        build.query(
            "SELECT award_key, piid, recipient_name, label, description, possible_category, "
            "possible_rule, product_or_service_code, obligated_usd, usaspending_url FROM awards "
            "WHERE technology_category IS NULL AND possible_category IS NOT NULL "
            "ORDER BY obligated_usd DESC NULLS LAST, award_key"
        )
    )
    because = {each.rule: each.because for each in subjects.evidence()}
    return [
        question(
            row,
            f"{row['piid']} {row['recipient_name']}: {row['possible_category']}?",
            f"rule {row['possible_rule']}, {because[row['possible_rule']]}; {evidence_of(row)}",
        )
        for row in awards
    ]


def _makers(build: Build) -> list[Row]:
    """Awards of resellers whose text names no product that we know."""
    awards = rows(
        build.query(
            "SELECT award_key, piid, recipient_name, label, description, obligated_usd, "
            "usaspending_url FROM awards WHERE maker IS NULL AND vendor_role = 'reseller' "
            "AND coalesce(is_technology, true) ORDER BY obligated_usd DESC NULLS LAST, award_key"
        )
    )
    return [
        question(
            row, f"{row['piid']} through {row['recipient_name']}: whose product?", evidence_of(row)
        )
        for row in awards
    ]


def _vendors(build: Build) -> list[Row]:
    """Two names that are alike and of two families: are they one vendor?"""
    from rapidfuzz import fuzz, process

    frame = build.query(
        "SELECT vendor_family AS family, max(vendor_name) AS name, "
        "max(vendor_spelling) AS spelled, sum(obligated_usd) AS obligated_usd "
        "FROM awards WHERE vendor_spelling IS NOT NULL GROUP BY 1 ORDER BY 4 DESC NULLS LAST, 1"
    )
    vendors = rows(frame)
    apart = {row.key for row in firms.firms() if row.match == "apart"}
    cores = {n: name_matching.core(row["spelled"]) for n, row in enumerate(vendors)}
    # names that a person kept apart are decided: they do not come up again
    cores = {n: core for n, core in cores.items() if core and vendors[n]["spelled"] not in apart}
    asking = [n for n in cores if n < OF_VENDORS or vendors[n]["family"] in firms.families()]
    pairs: dict[frozenset[str], Row] = {}
    for n in asking:
        scored = process.extract(
            cores[n], cores, scorer=fuzz.token_set_ratio, score_cutoff=name_matching.CLOSE, limit=6
        )
        for _, score, place in scored:
            row, other = vendors[min(n, place)], vendors[max(n, place)]
            if other["family"] != row["family"]:
                # a pair comes up from both of its sides
                pair = frozenset((row["family"], other["family"]))
                pairs.setdefault(pair, _alike(row, other, score))
    return sorted(pairs.values(), key=lambda pair: -abs(float(pair["obligated_usd"] or 0)))


def _alike(row: Row, other: Row, score: float) -> Row:
    return {
        "what": f"{row['name']} and {other['name']}: one vendor?",
        "evidence": f"{score:.0f} of 100 alike by rapidfuzz; families {row['family']} and "
        f"{other['family']}. A score proposes, a row of the table decides.",
        "obligated_usd": other["obligated_usd"],
        "families": [row["family"], other["family"]],
        "score": round(score, 1),
    }


def _programs(build: Build) -> list[Row]:
    """Awards that may belong to a programme, found by a word or named as a lead."""
    leads = rows(
        build.query(
            "SELECT p.programme, p.member, w.award_key, w.piid, w.recipient_name, w.label, "
            "w.description, w.obligated_usd, w.usaspending_url, count(*) AS actions "
            "FROM program_actions p JOIN awards w USING (award_key) WHERE p.role = 'lead' "
            "GROUP BY ALL ORDER BY w.obligated_usd DESC NULLS LAST, w.award_key, p.programme"
        )
    )
    members = {each.number: each for each in dossiers.members()}
    return [
        question(
            row,
            f"{row['piid']} {row['recipient_name']}: part of {row['programme']}?",
            f"{members[row['member']].because}; {evidence_of(row)}",
        )
        for row in leads
    ]


def _chains(build: Build) -> list[Row]:
    """Links between two awards that the rule finds and nobody has judged."""
    links = rows(
        build.query(
            "SELECT c.*, w.award_key, w.obligated_usd, w.usaspending_url FROM chains c "
            "JOIN awards w ON w.award_key = c.later_key WHERE c.status = 'possible' "
            "ORDER BY w.obligated_usd DESC NULLS LAST, c.earlier_key, c.later_key"
        )
    )
    return [
        question(
            row,
            f"{row['earlier_key']} > {row['later_key']}: did the later follow?",
            f"{row['days_after_end']} days after the end; words in common: "
            f"{row['words_in_common'] or 'none'}",
        )
        for row in links
    ]


def _moved(build: Build) -> list[Row]:
    """Awards that may stand under two numbers; `obligated_usd` is what stands under both."""
    return [
        question(row, f"{row['later_key']}: also {row['earlier_key']}?", row["says"])
        for row in moved.open_ties(build)
    ]


KINDS: dict[str, tuple[Callable[[Build], list[Row]], str]] = {
    "technology": (_technology, "technology.csv or look_alikes.csv"),
    "makers": (_makers, "makers.csv"),
    "vendors": (_vendors, "vendors.csv"),
    "programs": (_programs, "program_members.csv"),
    "chains": (_chains, "chains.csv"),
    "notices": (review_notices.questions, "notice_links.csv"),
    "moved": (_moved, "moved_awards.csv"),
}
"""Kinds of review, each with its query and the table of its decisions."""


def _quiet(build: Build) -> list[Row]:
    """Rules without a match in the records held: not wrong, but worth a look."""
    heard = set(build.query("SELECT DISTINCT rule FROM mentions")["rule"])
    return [
        {"rule": each.rule, "where": each.where, "because": each.because}
        for each in subjects.evidence()
        if each.words and each.rule not in heard
    ]
