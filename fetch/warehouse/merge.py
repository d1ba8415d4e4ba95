"""Merge: the content of an action that is its record, and those that are its past.

A key may arrive with several contents. The record is decided from all of them together,
so the order in which files come makes no difference:

1. an official row before the embedded sample's;
2. what the publisher said last: the file that speaks for the later time;
3. the later `last_modified_date`;
4. the file with more of the kept columns;
5. the greater hash, so that a tie has one answer.

A deletion closes every content last seen no later than the deletion's file; a whole file
closes what it leaves out (see `closures`). Contents that lose, and closed ones, stay in
`past_versions`. A row of a shorter file that says nothing else than a fuller one is a part
of it, not a change: it stays there too, as `partial`.
"""

from __future__ import annotations

from dataclasses import dataclass

from fetch.warehouse import closures
from fetch.warehouse.database import Warehouse
from fetch.warehouse.versions import (
    COLUMNS,
    KEY,
    find_held,
    find_twins,
    newly_closed,
    settle,
    write_settled,
)


@dataclass(frozen=True)
class MergeCounts:
    """Changes by one run: `new` and `closed` count actions, the others rows."""

    new: int
    changed: int
    same: int
    deleting: int
    closed: int


def merge(store: Warehouse, whole: closures.Snapshot | None = None) -> MergeCounts:
    """Bring the rows of `staged` into the warehouse; inside a transaction, once in each.

    `staged` holds the columns of `transactions` and `closes`, true on a deletion. `whole` is
    what they are all the rows of. Everything is decided before anything is written.
    """
    # the order matters: keys, what is held of them, closures, fates, and only then any writing
    _name_keys(store, whole)
    find_held(store, "concerned")
    find_twins(store)
    closures.judge(store, whole)
    _decide_fates(store)
    settle(store, _CONTESTED)
    with store.writing():
        closures.write_closing(store)
        _touch_same(store)
        write_settled(store, _CONTESTED)
        _insert_new(store)
    return _counted(store)


def _counted(store: Warehouse) -> MergeCounts:
    rows, deleting = store.one(
        "SELECT count(*) FILTER (NOT closes), count(*) FILTER (closes) FROM staged"
    )
    new, changed = _count_unheld(store)
    return MergeCounts(
        new=new,
        changed=changed,
        same=rows - new - changed,
        deleting=deleting,
        closed=newly_closed(store),
    )


def _name_keys(store: Warehouse, whole: closures.Snapshot | None) -> None:
    """`concerned`: the keys that arrive, and those that a whole file may have left out.

    Everything after this looks at what is held of these keys alone.
    """
    # a whole file also concerns keys that it does not name: those it leaves out
    unseen = f"UNION {closures.unseen(whole)}" if whole else ""
    store.execute(
        f"CREATE OR REPLACE TEMP TABLE concerned AS SELECT DISTINCT {KEY} FROM staged {unseen}"
    )


def _decide_fates(store: Warehouse) -> None:
    """One row a key: new, same (seen again word for word), contested, or left as it is."""
    store.execute(
        f"""CREATE OR REPLACE TEMP TABLE fates AS
        WITH compared AS (
            -- one row a key: what arrives of it, against what is held of it
            SELECT k.{KEY}, count(DISTINCT a.content_hash) FILTER (NOT a.closes) AS contents,
                bool_or(a.{KEY} IS NOT NULL) AS arriving, bool_or(t.{KEY} IS NOT NULL) AS held,
                bool_or(a.content_hash = t.content_hash) AS same,
                bool_or(a.layout_columns > t.layout_columns) AS fuller,
                bool_or(p.{KEY} IS NOT NULL) AS past, bool_or(c.{KEY} IS NOT NULL) AS closed
            FROM concerned k
            LEFT JOIN (
                SELECT {KEY}, {_SAID} AS content_hash, layout_columns, closes
                FROM staged LEFT JOIN twins ON content_hash = arriving
            ) a ON k.{KEY} = a.{KEY}
            LEFT JOIN held_now t ON k.{KEY} = t.{KEY}
            LEFT JOIN (SELECT DISTINCT {KEY} FROM held_past) p ON k.{KEY} = p.{KEY}
            LEFT JOIN (SELECT DISTINCT {KEY} FROM closing) c ON k.{KEY} = c.{KEY}
            GROUP BY k.{KEY}
        )
        -- in turn: nothing arrives and nothing closes it; a closure or two contents must be
        -- weighed; the same again only moves times, unless a past content may be a part of a
        -- now fuller one; another content of a known key must be weighed; else it is new
        SELECT {KEY}, held OR past AS held, contents,
            CASE WHEN NOT arriving AND NOT (held AND closed) THEN 'left'
                WHEN closed OR contents > 1 THEN 'contested'
                WHEN held AND same AND NOT (past AND fuller) THEN 'same'
                WHEN held OR past THEN 'contested'
                ELSE 'new' END AS fate
        FROM compared"""
    )


_SAID = "coalesce(twins.held, content_hash)"
"""SQL: the content that a row of `staged` says: a twin says what the one held says."""
_CONTESTED = f"(SELECT {KEY} FROM fates WHERE fate = 'contested')"


def _count_unheld(store: Warehouse) -> tuple[int, int]:
    """Actions that were not held before; and contents that change one that was.

    Those are contents not held before, and what arrives and is the record again though another
    content was. A shorter file's row that says nothing else than what is held is neither.
    """
    new, uncontested = store.one(
        "SELECT count(*) FILTER (NOT held AND contents > 0), count(*) FILTER (fate = 'new') "
        "FROM fates"
    )
    contents, again = store.one(
        """SELECT count(*) FILTER (is_new AND version_state <> 'partial'),
            count(*) FILTER (arrives AND NOT is_new AND NOT was_current
                AND version_state = 'current')
        FROM settled"""
    )
    return new, uncontested + contents + again - new


_FIRST = "s.first_seen < transactions.first_seen"
"""Of two files that say the same for the same time, the one that came first stays named."""


def _touch_same(store: Warehouse) -> None:
    """The same content in another file: seen earlier, or later, than we knew."""
    # the update would read the whole table to change nothing
    if not store.one("SELECT count(*) FROM fates WHERE fate = 'same'")[0]:
        return
    store.execute(
        f"""UPDATE transactions SET first_seen = least(transactions.first_seen, s.first_seen),
            last_seen = greatest(transactions.last_seen, s.last_seen),
            layout_columns = greatest(transactions.layout_columns, s.layout_columns),
            run_id = CASE WHEN {_FIRST} THEN s.run_id ELSE transactions.run_id END,
            file_id = CASE WHEN {_FIRST} THEN s.file_id ELSE transactions.file_id END
        FROM (
            -- a content may stand twice in what arrives: one row each, or the update is undefined
            SELECT {_SAID} AS content_hash, min(first_seen) AS first_seen,
                max(last_seen) AS last_seen, max(layout_columns) AS layout_columns,
                any_value(run_id) AS run_id, arg_min(file_id, (first_seen, file_id)) AS file_id
            FROM staged LEFT JOIN twins ON content_hash = arriving
            WHERE NOT closes AND {KEY} IN (SELECT {KEY} FROM fates WHERE fate = 'same')
            GROUP BY ALL
        ) s
        -- only rows that change are written: most of a monthly file says nothing new
        WHERE transactions.content_hash = s.content_hash AND (
            {_FIRST} OR s.last_seen > transactions.last_seen
            OR s.layout_columns > transactions.layout_columns)"""
    )


def _insert_new(store: Warehouse) -> None:
    new, others = store.one(
        "SELECT count(*) FILTER (fate = 'new'), count(*) FILTER (fate <> 'new') FROM fates"
    )
    if not new:
        return
    rows = f"SELECT {COLUMNS} FROM staged WHERE NOT closes"
    # a semi-join over every row only where some of them must stay out
    if others:
        rows += f" AND {KEY} IN (SELECT {KEY} FROM fates WHERE fate = 'new')"
    # what arrives can hold a row twice, word for word: sorted out only where that is so
    if store.one("SELECT count(*) <> count(DISTINCT content_hash) FROM staged WHERE NOT closes")[0]:
        once = "row_number() OVER (PARTITION BY content_hash ORDER BY first_seen, file_id)"
        rows += f" QUALIFY {once} = 1"
    store.execute(f"INSERT INTO transactions {rows}")
