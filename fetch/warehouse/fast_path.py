"""Fast path for a file of new actions alone: rows are written as they are read.

Most of a first sync is that. Whatever speaks against it (a row that cannot be read, an action
twice, or one that is known) undoes it, and the file is weighed row by row (`staging`, `merge`).
Both ways leave the same store.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from fetch.schema import tables
from fetch.warehouse import closures, quarantine
from fetch.warehouse.checked_csv import CheckedCsv
from fetch.warehouse.database import DatabaseError, Warehouse
from fetch.warehouse.staging import (
    StagedFile,
    forget_rejects,
    moment,
    provenance,
    rejected,
    strict_rows,
    table_of,
)
from fetch.warehouse.versions import KEY


class NotFastPath(Exception):
    """A file that has to be weighed row by row after all; nothing of it was written."""


def is_likely(
    store: Warehouse,
    scope: closures.Scope | None,
    kinds: Collection[str],
    times: Collection[datetime | None],
) -> bool:
    """Whether a file likely brings new actions alone, so that none has to be weighed.

    `kinds` and `times` are those of its CSVs. Its scope, or with no scope the warehouse, has
    no action yet, and no whole file is later.
    """
    stated = [time for time in times if time]
    # files of actions whose names all state a time; anything else has to be weighed
    if set(kinds) != {"transactions"} or len(stated) < len(times):
        return False
    inside = scope.holds if scope else "true"
    return not store.rows(
        f"SELECT 1 FROM transactions WHERE {inside} UNION ALL "
        "SELECT 1 FROM files WHERE whole_agency IS NOT NULL AND as_of > ? LIMIT 1",
        [min(stated)],
    )


def put(store: Warehouse, file: CheckedCsv, run_id: str) -> StagedFile:
    """Write a file's actions as they are read, without a copy between; in a transaction.

    NotFastPath unless the fast reader took every record and could type it. The caller
    answers for their keys: none twice, none held before (see `require_new`).
    """
    if file.wrapped:
        raise NotFastPath
    table, columns = table_of(file), tables.names(tables.TRANSACTIONS)
    rows = strict_rows(file.path, file.layout)
    as_of = moment(file.as_of)
    ours = provenance(file, run_id, as_of, as_of)
    forget_rejects(store)
    try:
        [(taken,)] = store.rows(
            f"INSERT INTO transactions ({columns}) SELECT {columns} FROM "
            f"(SELECT *, {ours} FROM ({rows}) WHERE NOT odd)"
        )
    except DatabaseError as error:
        raise NotFastPath from error
    # the header is one of the lines
    if (taken, rejected(store)) != (file.lines - 1, 0):
        raise NotFastPath
    quarantine.begin(store, table)
    store.execute(
        f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT *, false AS closes FROM transactions "
        f"WHERE file_id = '{file.file_id}'"
    )
    return StagedFile(file, table, taken, 0, file.as_of)


def require_new(store: Warehouse, run_id: str) -> None:
    """NotFastPath where an action that a run wrote came twice, or was known before it."""
    ours = f"SELECT {KEY} FROM transactions WHERE run_id = ?"
    # closures too: a row that a later file deleted must be weighed against that
    known = " UNION ALL ".join(
        f"SELECT {KEY} FROM {table}{which}"
        for table, which in (
            ("transactions", " WHERE run_id <> ?"),
            ("past_versions", ""),
            ("closures", ""),
        )
    )
    with store.writing():
        [(twice,)] = store.rows(f"SELECT count(*) > count(DISTINCT {KEY}) FROM ({ours})", [run_id])
        if twice or store.rows(
            f"SELECT 1 FROM ({known}) WHERE {KEY} IN ({ours}) LIMIT 1", [run_id, run_id]
        ):
            raise NotFastPath
