"""Judged links that name what is not held: a row of the table to look at again."""

from __future__ import annotations

from typing import Any

from analysis.published import Build
from analysis.report_cells import rows


def not_held(build: Build) -> list[dict[str, Any]]:
    """Questions: each judged row that names a modification the award as held does not have."""
    lacking = rows(
        build.query(
            "SELECT l.notice_id, l.judged_modification, l.status, a.award_key, a.piid, "
            "a.recipient_name, a.obligated_usd, a.usaspending_url "
            "FROM notice_links l JOIN awards a USING (award_key) "
            "WHERE l.judged_modification IS NOT NULL AND NOT EXISTS (SELECT 1 FROM actions x "
            "WHERE x.award_key = l.award_key "
            "AND coalesce(x.modification_number, '0') = l.judged_modification) "
            "ORDER BY l.award_key, l.notice_id, l.judged_modification"
        )
    )
    return [
        {
            **{name: row[name] for name in ("award_key", "usaspending_url", "obligated_usd")},
            "notice_id": row["notice_id"],
            "what": f"{row['piid']} {row['recipient_name']} as held has no modification "
            f"{row['judged_modification']}: is the row of the table right?",
            "evidence": f"not held: notice {row['notice_id']} is {row['status']} for it in "
            "notice_links.csv",
        }
        for row in lacking
    ]
