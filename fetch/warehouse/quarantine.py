"""Quarantine: rows leave it once their action was read elsewhere.

By the time that files speak for, not by the order in which they came: a rebuild, and any
order of import, leaves the same rows.
"""

from __future__ import annotations

from fetch.warehouse.database import Warehouse
from fetch.warehouse.versions import KEY

_SIGHTS = f"""
SELECT {KEY} AS key, file_id, last_seen AS at FROM transactions WHERE source <> 'sample'
UNION ALL SELECT {KEY}, file_id, last_seen FROM past_versions WHERE source <> 'sample'
UNION ALL SELECT {KEY}, NULL, closed_as_of FROM closures"""
_READ_SINCE = f"""
WITH waiting AS (
    SELECT q.rowid AS place, q.file_id, transaction_key AS key, coalesce(kept, false) AS kept,
        coalesce(as_of, TIMESTAMP '-infinity') AS at
    FROM quarantine q JOIN files USING (file_id) WHERE transaction_key IS NOT NULL
), sights AS (
    SELECT s.*, files.as_of AS file_at,
        (s.file_id, s.key) IN (SELECT (file_id, key) FROM waiting WHERE kept) AS lacks
    FROM ({_SIGHTS}) s LEFT JOIN files USING (file_id)
    WHERE s.key IN (SELECT key FROM waiting)
)
SELECT DISTINCT place FROM waiting w JOIN sights s USING (key)
WHERE CASE WHEN kept
    -- held with a null: only a later file's own row, read whole, tells what the cell was
    THEN s.file_id <> w.file_id AND s.file_at >= w.at AND NOT lacks
    -- the very file may have the key twice, once readable: that is not this row
    ELSE s.at >= w.at AND (s.file_id IS DISTINCT FROM w.file_id OR s.at > w.at) END"""


def release(store: Warehouse) -> int:
    """Take out the rows whose action a file of the same time or later has; how many."""
    if not store.rows("SELECT 1 FROM quarantine WHERE transaction_key IS NOT NULL LIMIT 1"):
        return 0
    [(count,)] = store.rows(f"SELECT count(*) FROM ({_READ_SINCE})")
    if count:
        store.execute(f"DELETE FROM quarantine WHERE rowid IN ({_READ_SINCE})")
    return int(count)
