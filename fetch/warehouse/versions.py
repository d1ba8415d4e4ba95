"""Versions of an action: all contents weighed together, one the record, the others its past.

Works on the contents held of the keys that matter, found once; the rest of the warehouse
is not looked at.

Contents that differ in `total_dollars_obligated` alone are one (twins): newer Full files state
there the award's total, other files the record's own. The twin seen first stays.
"""

from __future__ import annotations

from fetch.schema import tables
from fetch.warehouse.database import Warehouse

KEY = '"contract_transaction_unique_key"'
COLUMNS = tables.names(tables.TRANSACTIONS)
RECORDED = (*tables.RECORD, *tables.OURS)
NO_VERSION = "total_dollars_obligated"
"""The column that changes no version by itself."""
VERSIONED = tuple(column.name for column in RECORDED if column.name != NO_VERSION)
MUCH = 20
"""A run that moves one of so many rows is worth the time to give their space back."""


def find_held(store: Warehouse, keys: str) -> None:
    """The temporary tables `held_now` and `held_past`: every content held of some keys.

    `place` is the row's place in its table, good for the rest of this transaction. Found by
    key first and read by place then: the other columns are long, and most rows not wanted.
    """
    among = f"WHERE {KEY} IN (SELECT {KEY} FROM {keys})"
    for held, table, more in (
        ("held_now", "transactions", ""),
        ("held_past", "past_versions", ", version_state"),
    ):
        store.execute(
            f"CREATE OR REPLACE TEMP TABLE places AS SELECT rowid AS place FROM {table} {among}"
        )
        store.execute(
            f"CREATE OR REPLACE TEMP TABLE {held} AS SELECT rowid AS place, {KEY}, content_hash, "
            f"layout_columns{more} FROM {table} WHERE rowid IN (SELECT place FROM places)"
        )


def settle(store: Warehouse, contested: str) -> None:
    """The temporary table `settled`: every content of the contested keys with its state.

    Decided from all of them together. Needs `held_now`, `held_past`, `closing` and `staged`.
    """
    _gather(store, contested)
    # files of one layout cannot contain each other: the costly join is left out
    [(lengths,)] = store.rows("SELECT count(DISTINCT layout_columns) FROM seen")
    contained = _CONTAINED if lengths > 1 else _NONE_CONTAINED
    store.execute(f"CREATE OR REPLACE TEMP TABLE settled AS {_SETTLED.format(contained)}")


def write_settled(store: Warehouse, contested: str) -> None:
    """Put the settled contents in the place of what was held of their keys."""
    # by place, not by key: the places were found before and hold until this transaction ends
    for table, held in (("transactions", "held_now"), ("past_versions", "held_past")):
        store.execute(f"DELETE FROM {table} WHERE rowid IN {_places(held, contested)}")
    store.execute(f"INSERT INTO transactions {_whole('', '= ')}")
    store.execute(f"INSERT INTO past_versions {_whole(', s.version_state', '<> ')}")
    moved, rows = store.one(
        "SELECT (SELECT count(*) FROM settled), (SELECT count(*) FROM transactions)"
    )
    if moved * MUCH > rows:
        store.reclaim()


def newly_closed(store: Warehouse) -> int:
    """Actions of `settled` that were not closed before."""
    (count,) = store.one(
        f"""SELECT count(DISTINCT {KEY}) FROM settled WHERE version_state = 'closed' AND {KEY}
        NOT IN (SELECT {KEY} FROM held_past WHERE version_state = 'closed')"""
    )
    return int(count)


def _places(held: str, contested: str) -> str:
    return f"(SELECT place FROM {held} WHERE {KEY} IN {contested})"


def _gather(store: Warehouse, contested: str) -> None:
    """`contents`: every content of the contested keys; `seen`: each once, with its whole time.

    `seen` is narrow: what decides, and where in `contents` the row's text lies.
    """
    said = ", ".join(f'"{name}"' for name in VERSIONED)
    store.execute(
        f"""CREATE OR REPLACE TEMP TABLE contents AS
        SELECT *, hash(row({said})) AS said FROM (
            SELECT {COLUMNS}, 'current' AS was FROM transactions
                WHERE rowid IN {_places("held_now", contested)}
            UNION ALL SELECT {COLUMNS}, 'past' FROM past_versions
                WHERE rowid IN {_places("held_past", contested)}
            UNION ALL SELECT {COLUMNS}, 'arriving' FROM staged
                WHERE NOT closes AND {KEY} IN {contested}
        )"""
    )
    store.execute(
        f"""CREATE OR REPLACE TEMP TABLE seen AS
        -- a content may come in several files: it is seen from the first to the last of them,
        -- and is as full as the fullest; the file that is named is the one that came first
        SELECT rowid AS place, {KEY}, last_modified_date, max(source) OVER same AS source,
            content_hash, max(layout_columns) OVER same AS layout_columns,
            min(first_seen) OVER same AS first_seen, max(last_seen) OVER same AS last_seen,
            run_id, file_id, bool_or(was = 'current') OVER same AS was_current,
            bool_or(was = 'arriving') OVER same AS arrives,
            bool_and(was = 'arriving') OVER same AS is_new
        FROM contents WINDOW same AS (PARTITION BY {KEY}, said)
        QUALIFY row_number() OVER (PARTITION BY {KEY}, said ORDER BY contents.first_seen,
            content_hash, was = 'arriving', file_id) = 1"""
    )


def find_twins(store: Warehouse) -> None:
    """The temporary table `twins`: contents that arrive, each with the twin held of it.

    Where the one held was seen first: nothing but its times can change then.
    """
    store.execute("CREATE OR REPLACE TEMP TABLE twins (arriving UUID, held UUID)")
    # narrow first: most of a monthly file says nothing new, and its rows are long
    store.execute(
        f"""CREATE OR REPLACE TEMP TABLE differing AS
        SELECT a.content_hash, h.place FROM staged a JOIN held_now h ON a.{KEY} = h.{KEY}
        WHERE NOT a.closes AND a.content_hash <> h.content_hash"""
    )
    if not store.one("SELECT count(*) FROM differing")[0]:
        return
    alike = " AND ".join(f'a."{name}" IS NOT DISTINCT FROM t."{name}"' for name in VERSIONED)
    store.execute(
        f"""INSERT INTO twins
        SELECT DISTINCT a.content_hash, t.content_hash
        FROM (SELECT * FROM staged WHERE NOT closes
            AND content_hash IN (SELECT content_hash FROM differing)) a
        JOIN (SELECT * FROM transactions
            WHERE rowid IN (SELECT place FROM differing)) t ON a.{KEY} = t.{KEY}
        WHERE {alike} AND (t.first_seen < a.first_seen
            OR (t.first_seen = a.first_seen AND t.content_hash < a.content_hash))"""
    )


_SAYS_NOTHING_ELSE = " AND ".join(
    f'(less."{name}" IS NULL OR less."{name}" = more."{name}")' for name in VERSIONED
)

_CONTAINED = f"""
    -- a row of a file with fewer columns whose every cell is empty or equal in a fuller row
    SELECT small.content_hash AS small, big.content_hash AS big, small.last_seen
    FROM seen small JOIN seen big ON small.{KEY} = big.{KEY}
        AND small.layout_columns < big.layout_columns
    JOIN contents less ON less.rowid = small.place JOIN contents more ON more.rowid = big.place
    WHERE {_SAYS_NOTHING_ELSE}"""

_NONE_CONTAINED = (
    "SELECT NULL::UUID AS small, NULL::UUID AS big, NULL::TIMESTAMP AS last_seen WHERE false"
)
"""Stand-in where all files have the same columns: none is a part of another."""

_SETTLED = f"""
WITH contained AS ({{}}
), sighted AS (
    -- a fuller content is also seen whenever a part of it is
    SELECT big AS content_hash, max(last_seen) AS in_part FROM contained GROUP BY big
), closed AS (
    -- the latest closure of a key is the one that counts
    SELECT {KEY}, max(closed_as_of) AS closed_as_of FROM closing GROUP BY {KEY}
), judged AS (
    -- alive: never closed, or seen again later than it was closed
    SELECT seen.*,
        coalesce(c.closed_as_of < greatest(seen.last_seen, sighted.in_part), true) AS alive,
        seen.content_hash IN (SELECT small FROM contained) AS in_another
    FROM seen LEFT JOIN closed c ON seen.{KEY} = c.{KEY}
    LEFT JOIN sighted ON seen.content_hash = sighted.content_hash
), ranked AS (
    -- the order of `merge`, head: parts last, then the living before the closed
    SELECT *, row_number() OVER (PARTITION BY {KEY} ORDER BY in_another, alive DESC,
        (source <> 'sample') DESC, last_seen DESC, last_modified_date DESC NULLS LAST,
        layout_columns DESC, content_hash DESC) AS rank
    FROM judged
)
SELECT * EXCLUDE (alive, in_another, rank), CASE WHEN in_another THEN 'partial'
    WHEN rank > 1 THEN 'superseded' WHEN alive THEN 'current' ELSE 'closed' END AS version_state
FROM ranked"""


def _whole(more: str, sign: str) -> str:
    """SQL: the settled rows with their texts, of those that are (or are not) the record."""
    ours = ", ".join(f's."{column.name}"' for column in tables.PROVENANCE)
    recorded = ", ".join(f'c."{column.name}"' for column in RECORDED)
    return (
        f"SELECT {recorded}, {ours}{more} FROM settled s JOIN contents c ON c.rowid = s.place "
        f"WHERE s.version_state {sign}'current'"
    )
