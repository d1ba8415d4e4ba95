"""Upsert of rows that are their own identity: one row a content, with the time it was seen."""

from __future__ import annotations

from fetch.schema.columns import names
from fetch.schema.tables import TABLES
from fetch.warehouse.database import Warehouse


def sight(store: Warehouse, table: str) -> tuple[int, int]:
    """Bring the rows of `staged` into a table without keys; how many are new, how many held.

    Nothing in such a table is ever changed or closed: there is no key to know it by.
    """
    store.execute(
        """CREATE OR REPLACE TEMP TABLE sighted AS
        -- each content once, with the whole time of its sights; the first file stays named
        SELECT * REPLACE (min(first_seen) OVER same AS first_seen,
            max(last_seen) OVER same AS last_seen)
        FROM staged WINDOW same AS (PARTITION BY content_hash)
        QUALIFY row_number() OVER (
            PARTITION BY content_hash ORDER BY staged.first_seen, file_id) = 1"""
    )
    columns = names(TABLES[table])
    unheld = f"SELECT {columns} FROM sighted WHERE content_hash NOT IN (FROM held_hashes)"
    store.execute(
        f"CREATE OR REPLACE TEMP TABLE held_hashes AS SELECT content_hash FROM {table} "
        "WHERE content_hash IN (SELECT content_hash FROM sighted)"
    )
    rows, new = store.one(
        f"SELECT (SELECT count(*) FROM staged), (SELECT count(*) FROM ({unheld}))"
    )
    _touch(store, table)
    store.execute(f"INSERT INTO {table} {unheld}")
    return new, rows - new


def _touch(store: Warehouse, table: str) -> None:
    """The same content in another file: seen earlier, or later, than we knew."""
    first = f"s.first_seen < {table}.first_seen"
    store.execute(
        f"""UPDATE {table} SET first_seen = least({table}.first_seen, s.first_seen),
            last_seen = greatest({table}.last_seen, s.last_seen),
            run_id = CASE WHEN {first} THEN s.run_id ELSE {table}.run_id END,
            file_id = CASE WHEN {first} THEN s.file_id ELSE {table}.file_id END
        FROM sighted s WHERE {table}.content_hash = s.content_hash
            AND ({first} OR s.last_seen > {table}.last_seen)"""
    )
