"""SAM.gov part of the award document: notices, contract records, vendor.

Money is text with two decimals, a missing figure is null. A link is the one that the record
states; none is made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.published.build import Build
from analysis.published.moved import keys_of
from analysis.serialise import plain, rows

Row = dict[str, Any]


def notices_of(build: Build, award_key: str) -> list[Row]:
    """Every notice linked to an award and not ruled out: justifications first, oldest first."""
    notices = rows(notices_frame(build, award_key))
    authorities = _authorities(build, [row["notice_id"] for row in notices])
    attached = _attached(build, [row["notice_id"] for row in notices])
    for row in notices:
        named = authorities.get(row["notice_id"], [])
        row["authority"] = named[0] if named else None
        row["other_authorities"] = named[1:]
        row["attachments"] = attached.get(row["notice_id"], [])
    return notices


def notices_frame(build: Build, award_key: str) -> pd.DataFrame:
    """The same notices as a frame, without their authorities and attachments."""
    return build.query(
        "SELECT n.*, l.status AS link_status, l.score AS link_score, l.evidence, "
        "l.because AS link_because, l.judged_from, l.since AS judged_since, l.by AS judged_by, "
        "l.judged_modification, "
        "j.transaction_key, j.modification_number, j.action_date, j.action_status, "
        "j.action_evidence, j.days_to_posting, j.days_allowed, j.days_late, "
        "j.deadline_paragraph, j.deadline_unconfirmed, j.deadline_because, j.deadline_source "
        "FROM notice_links l JOIN notices n USING (notice_id) "
        "LEFT JOIN justified_actions j ON j.notice_id = l.notice_id "
        "AND j.award_key = l.award_key "
        "AND j.judged_modification IS NOT DISTINCT FROM l.judged_modification "
        "WHERE l.award_key = ? AND l.status <> 'rejected' "
        "ORDER BY n.kind <> 'justification', n.posted_date NULLS LAST, n.notice_id, "
        "j.action_date NULLS LAST, l.judged_modification NULLS FIRST",
        [award_key],
    )


def _authorities(build: Build, ids: list[str]) -> dict[str, list[Row]]:
    return _by_notice(
        build,
        "SELECT notice_id, authority, citation, plain, lane, urgent, confidence, sentence, "
        "found_in, page FROM authorities WHERE {} ORDER BY notice_id, place",
        ids,
    )


def _attached(build: Build, ids: list[str]) -> dict[str, list[Row]]:
    return _by_notice(
        build,
        "SELECT notice_id, name, url, pages, text_state FROM attachments WHERE {} "
        "ORDER BY notice_id, url",
        ids,
    )


def _by_notice(build: Build, sql: str, ids: list[str]) -> dict[str, list[Row]]:
    """Rows of some notices, by notice."""
    if not ids:
        return {}
    listed = f"notice_id IN ({', '.join('?' * len(ids))})"
    by_notice: dict[str, list[Row]] = {}
    for row in rows(build.query(sql.format(listed), ids)):
        by_notice.setdefault(row.pop("notice_id"), []).append(row)
    return by_notice


def sam_of(build: Build, award: Mapping[str, Any]) -> Row:
    """SAM.gov beside USAspending: its records of the award, differences, the vendor."""
    keys, uei = keys_of(build, award["award_key"]), plain(award["recipient_uei"])
    listed = f"award_key IN ({', '.join('?' * len(keys))})"
    return {
        "records": rows(
            build.query(
                f"SELECT * FROM contract_records WHERE {listed} "
                "ORDER BY action_date NULLS LAST, action_key",
                keys,
            )
        ),
        "differences": rows(
            build.query(
                f"SELECT * FROM service_differences WHERE {listed} ORDER BY action_key, field",
                keys,
            )
        ),
        "vendor": rows(
            build.query(
                "SELECT * FROM vendor_standing WHERE recipient_uei = ? ORDER BY service",
                [uei or ""],
            )
        ),
    }
