"""What the rules are unsure of, most money first, with the evidence: a person decides.

A decision is a row in a table of `analysis/rules`, by an editor, a script or a person; the next
build reads and checks it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis import nearest
from analysis.published import Build
from analysis.report import rows
from analysis.review_notices import not_held
from analysis.rules import dossiers, firms, subjects
from fetch.errors import WrongChoice

Row = dict[str, Any]
OF_VENDORS = 400
"""So many families of most money are compared with every other name."""


def document(build: Build, kind: str, top: int = 20) -> Row:
    """The questions of one kind: `asked`, how many there are, and where to decide.

    Each has `what`, `evidence`, `obligated_usd` (the money the answer would move) and, where it
    is of an award, `award_key` and `usaspending_url`. `quiet_rules` are rows that found nothing
    in what is held. WrongChoice for an unknown kind.
    """
    if kind not in KINDS:
        raise WrongChoice(f"nothing to review is called {kind!r}; there are: {', '.join(KINDS)}")
    find, decide_in = KINDS[kind]
    asked = find(build)
    return {
        "kind": kind,
        "asked": asked[:top],
        "count": len(asked),
        "decide_in": f"analysis/rules/{decide_in}",
        "quiet_rules": _quiet(build) if kind in ("technology", "makers") else [],
        **build.told,
    }


def _technology(build: Build) -> list[Row]:
    """Awards that an unsure rule proposes for a category and no sure one has."""
    found = rows(
        build.query(
            "SELECT award_key, piid, recipient_name, label, description, possible_category, "
            "possible_rule, product_or_service_code, obligated_usd, usaspending_url FROM awards "
            "WHERE technology_category IS NULL AND possible_category IS NOT NULL "
            "ORDER BY obligated_usd DESC NULLS LAST, award_key"
        )
    )
    because = {each.rule: each.because for each in subjects.evidence()}
    return [
        {
            **_of(row),
            "what": f"{row['piid']} {row['recipient_name']}: {row['possible_category']}?",
            "evidence": f"rule {row['possible_rule']}, {because[row['possible_rule']]}; "
            f"{_text(row)}",
        }
        for row in found
    ]


def _makers(build: Build) -> list[Row]:
    """Awards of resellers whose text names no product that we know."""
    found = rows(
        build.query(
            "SELECT award_key, piid, recipient_name, label, description, obligated_usd, "
            "usaspending_url FROM awards WHERE maker IS NULL AND vendor_role = 'reseller' "
            "AND coalesce(is_technology, true) ORDER BY obligated_usd DESC NULLS LAST, award_key"
        )
    )
    return [
        {
            **_of(row),
            "what": f"{row['piid']} through {row['recipient_name']}: whose product?",
            "evidence": _text(row),
        }
        for row in found
    ]


def _vendors(build: Build) -> list[Row]:
    """Two names that are alike and of two families: are they one vendor?"""
    from rapidfuzz import fuzz, process

    frame = build.query(
        "SELECT vendor_family AS family, max(vendor_name) AS name, "
        "max(vendor_spelling) AS spelled, sum(obligated_usd) AS obligated_usd "
        "FROM awards WHERE vendor_spelling IS NOT NULL GROUP BY 1 ORDER BY 4 DESC NULLS LAST, 1"
    )
    found = rows(frame)
    apart = {row.key for row in firms.firms() if row.match == "apart"}
    cores = {n: nearest.core(row["spelled"]) for n, row in enumerate(found)}
    cores = {n: core for n, core in cores.items() if core and found[n]["spelled"] not in apart}
    asking = [n for n in cores if n < OF_VENDORS or found[n]["family"] in firms.families()]
    pairs: dict[frozenset[str], Row] = {}
    for n in asking:
        scored = process.extract(
            cores[n], cores, scorer=fuzz.token_set_ratio, score_cutoff=nearest.CLOSE, limit=6
        )
        for _, score, place in scored:
            row, other = found[min(n, place)], found[max(n, place)]
            if other["family"] != row["family"]:
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
    found = rows(
        build.query(
            "SELECT p.programme, p.member, w.award_key, w.piid, w.recipient_name, w.label, "
            "w.description, w.obligated_usd, w.usaspending_url, count(*) AS actions "
            "FROM program_actions p JOIN awards w USING (award_key) WHERE p.role = 'lead' "
            "GROUP BY ALL ORDER BY w.obligated_usd DESC NULLS LAST, w.award_key, p.programme"
        )
    )
    members = {each.number: each for each in dossiers.members()}
    return [
        {
            **_of(row),
            "what": f"{row['piid']} {row['recipient_name']}: part of {row['programme']}?",
            "evidence": f"{members[row['member']].because}; {_text(row)}",
        }
        for row in found
    ]


def _chains(build: Build) -> list[Row]:
    """Links between two awards that the rule finds and nobody has judged."""
    found = rows(
        build.query(
            "SELECT c.*, w.obligated_usd, w.usaspending_url FROM chains c "
            "JOIN awards w ON w.award_key = c.later_key WHERE c.status = 'possible' "
            "ORDER BY w.obligated_usd DESC NULLS LAST, c.earlier_key, c.later_key"
        )
    )
    return [
        {
            "award_key": row["later_key"],
            "usaspending_url": row["usaspending_url"],
            "obligated_usd": row["obligated_usd"],
            "what": f"{row['earlier_key']} > {row['later_key']}: did the later follow?",
            "evidence": f"{row['days_after_end']} days after the end; words in common: "
            f"{row['words_in_common'] or 'none'}",
        }
        for row in found
    ]


def _notices(build: Build) -> list[Row]:
    """Notices that may be of an award, then awards given to one source without a sure one."""
    possible = rows(
        build.query(
            "SELECT l.notice_id, l.score, l.evidence, n.solicitation_number, a.award_key, a.piid, "
            "a.recipient_name, a.label, a.description, a.obligated_usd, a.usaspending_url "
            "FROM notice_links l JOIN awards a USING (award_key) JOIN notices n USING (notice_id) "
            "WHERE l.status = 'possible' "
            "ORDER BY a.obligated_usd DESC NULLS LAST, l.score DESC, l.notice_id"
        )
    )
    without = rows(
        build.query(
            "SELECT award_key, piid, recipient_name, label, description, competition_label, "
            "competition_rule, obligated_usd, usaspending_url FROM awards "
            "WHERE headline AND is_surveillance AND award_kind = 'AWARD' AND award_key NOT IN "
            "(SELECT award_key FROM notice_links WHERE status IN ('certain', 'confirmed')) "
            "ORDER BY obligated_usd DESC NULLS LAST, award_key"
        )
    )
    linked = [
        {
            **_of(row),
            "notice_id": row["notice_id"],
            "what": f"is notice {row['notice_id']} of {row['piid']} {row['recipient_name']}?",
            "evidence": f"score {row['score']}: {row['evidence']}; {_text(row)}",
        }
        for row in possible
    ]
    linked = not_held(build) + linked
    return linked + [
        {
            **_of(row),
            "what": f"{row['piid']} {row['recipient_name']}: which justification?",
            "evidence": f"{row['competition_label']} by rule {row['competition_rule']}; no notice "
            f"of SAM.gov is surely linked to it; {_text(row)}",
        }
        for row in without
    ]


KINDS: dict[str, tuple[Callable[[Build], list[Row]], str]] = {
    "technology": (_technology, "technology.csv or look_alikes.csv"),
    "makers": (_makers, "makers.csv"),
    "vendors": (_vendors, "vendors.csv"),
    "programs": (_programs, "program_members.csv"),
    "chains": (_chains, "chains.csv"),
    "notices": (_notices, "notice_links.csv"),
}
"""What can be reviewed, and the table in which a decision is written."""


def _of(row: Row) -> Row:
    return {name: row[name] for name in ("award_key", "usaspending_url", "obligated_usd")}


def _text(row: Row) -> str:
    """The start of what the record says, or that it says nothing here."""
    said = row["description"] or row["label"]
    return f"“{said[:160]}”" if said else "no text is held"


def _quiet(build: Build) -> list[Row]:
    """Rows whose words stand in nothing that is held: not wrong, and worth a look."""
    heard = set(build.query("SELECT DISTINCT rule FROM mentions")["rule"])
    return [
        {"rule": each.rule, "where": each.where, "because": each.because}
        for each in subjects.evidence()
        if each.words and each.rule not in heard
    ]
