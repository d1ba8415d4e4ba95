"""Review of notices: judged rows, possible links, awards without a notice."""

from __future__ import annotations

from typing import Any

from analysis.documents.review.review_rows import evidence_of, question
from analysis.published.build import Build
from analysis.serialise import rows

Row = dict[str, Any]
OF_AWARD = (
    "a.award_key, a.piid, a.recipient_name, a.label, a.description, a.obligated_usd, "
    "a.usaspending_url"
)


def questions(build: Build) -> list[Row]:
    """Judged rows not held, then possible links, then awards without a sure notice."""
    return not_held(build) + possible(build) + without(build)


def not_held(build: Build) -> list[Row]:
    """Each judged row that names a modification the award as held does not have."""
    lacking = rows(
        build.query(
            f"SELECT l.notice_id, l.judged_modification, l.status, {OF_AWARD} "
            "FROM notice_links l JOIN awards a USING (award_key) "
            "WHERE l.judged_modification IS NOT NULL AND NOT EXISTS (SELECT 1 FROM actions x "
            "WHERE x.award_key = l.award_key "
            "AND coalesce(x.modification_number, '0') = l.judged_modification) "
            "ORDER BY l.award_key, l.notice_id, l.judged_modification"
        )
    )
    return [
        question(
            row,
            f"{row['piid']} {row['recipient_name']} as held has no modification "
            f"{row['judged_modification']}: is the row of the table right?",
            f"not held: notice {row['notice_id']} is {row['status']} for it in notice_links.csv",
            notice_id=row["notice_id"],
        )
        for row in lacking
    ]


def possible(build: Build) -> list[Row]:
    """Notices that may be of an award, the award of most money first."""
    links = rows(
        build.query(
            f"SELECT l.notice_id, l.score, l.evidence, {OF_AWARD} "
            "FROM notice_links l JOIN awards a USING (award_key) WHERE l.status = 'possible' "
            "ORDER BY a.obligated_usd DESC NULLS LAST, l.score DESC, l.notice_id"
        )
    )
    return [
        question(
            row,
            f"is notice {row['notice_id']} of {row['piid']} {row['recipient_name']}?",
            f"score {row['score']}: {row['evidence']}; {evidence_of(row)}",
            notice_id=row["notice_id"],
        )
        for row in links
    ]


def without(build: Build) -> list[Row]:
    """Awards of surveillance given to one source without a justification that is surely theirs."""
    awards = rows(
        build.query(
            f"SELECT a.competition_label, a.competition_rule, {OF_AWARD} FROM awards a "
            "WHERE headline AND is_surveillance AND award_kind = 'AWARD' AND award_key NOT IN "
            "(SELECT l.award_key FROM notice_links l JOIN notices n USING (notice_id) "
            "WHERE l.status IN ('certain', 'confirmed') AND n.kind = 'justification') "
            "ORDER BY obligated_usd DESC NULLS LAST, award_key"
        )
    )
    return [
        question(
            row,
            f"{row['piid']} {row['recipient_name']}: which justification?",
            f"{row['competition_label']} by rule {row['competition_rule']}; no justification "
            f"of SAM.gov is surely linked to it; {evidence_of(row)}",
        )
        for row in awards
    ]
