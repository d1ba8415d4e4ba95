"""Closures: actions that a whole file leaves out; a partial download closes nothing.

A Full file of the Award Data Archive holds every action of an agency and a fiscal year, a
search for all that one agency pays for and others sign in a year every such action. An
action of that scope that was last seen before the file's time is not in it, for a row of
the file would be a later sight of it: so nothing but scopes and times is needed, and the
order in which files come makes no difference.

The scope of an action is that of its content seen last. The first whole file after that
closes it; a later sight of the action, in any file, takes that back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fetch import codes, fiscal
from fetch.schema import tables
from fetch.schema.file_names import ALL, archive_name
from fetch.settings import AGENCY
from fetch.warehouse.database import Warehouse
from fetch.warehouse.versions import KEY

DELETED, LEFT_OUT = "deleted", "left out of a whole file"
UNREAD = "of its rows could not be read"
_COMPONENTS = ", ".join(f"'{code}'" for code in sorted(codes.table("components")))
AWARDING_AGENCY = (
    "coalesce(awarding_agency_code, "
    f"CASE WHEN awarding_sub_agency_code IN ({_COMPONENTS}) THEN '{AGENCY}' END)"
)
"""SQL: the department that signed; the embedded sample names the component alone."""
FISCAL_YEAR = fiscal.sql("action_date")
"""SQL: the fiscal year of an action."""
_FIRST_DAY, _LAST_DAY = fiscal.sql_span("whole_fiscal_year")


PAYS_FOR = " pays for "
"""Between the agency that pays and those that sign, in the scope of a search for both."""


@dataclass(frozen=True)
class Scope:
    """An agency (All: any) and a fiscal year of which a file holds everything.

    The agency is the one that signs, or `070 pays for 047 097`: what one pays for and others
    sign. `rows` is the number of actions that the file must have, where it is known.
    """

    agency: str
    fiscal_year: int
    rows: int | None = None

    @property
    def words(self) -> str:
        payer, pays, _ = self.agency.partition(PAYS_FOR)
        agency = f"what agency {payer} pays for and others sign" if pays else f"agency {payer}"
        return f"{agency}, fiscal year {self.fiscal_year}"

    @property
    def holds(self) -> str:
        """SQL: whether a content lies in the scope."""
        year = fiscal.span(self.fiscal_year)
        days = f"action_date BETWEEN DATE '{year.start}' AND DATE '{year.end}'"
        return f"coalesce({days} AND {self._agencies}, false)"

    @property
    def _agencies(self) -> str:
        payer, pays, signers = self.agency.partition(PAYS_FOR)
        if pays:
            listed = ", ".join(f"'{code}'" for code in signers.split())
            return f"funding_agency_code = '{payer}' AND {AWARDING_AGENCY} IN ({listed})"
        return "true" if self.agency == "All" else f"{AWARDING_AGENCY} = '{self.agency}'"


def paid_for(payer: str, signers: Iterable[str], year: int, rows: int) -> dict[str, Any]:
    """Scope of a search for a whole fiscal year, as its arrival states it: see `asked_for`."""
    agency = f"{payer}{PAYS_FOR}{' '.join(sorted(signers))}"
    return {"whole_agency": agency, "whole_fiscal_year": year, "whole_rows": rows}


def asked_for(about: Mapping[str, Any]) -> Scope | None:
    """The scope that an arrival states, or None for one that is no whole one."""
    if "whole_agency" not in about:
        return None
    return Scope(about["whole_agency"], about["whole_fiscal_year"], about["whole_rows"])


def stated_by(name: str) -> Scope | None:
    """The scope that a file's own name states, or None for a file that is no whole one."""
    found = archive_name(name)
    if not found or found.kind != "Full" or not found.fiscal_year:
        return None
    return Scope("All" if found.agency == ALL else found.agency, found.fiscal_year)


@dataclass(frozen=True)
class Snapshot:
    """Everything of a scope, as it was at a time."""

    scope: Scope
    as_of: datetime


def strays(store: Warehouse, scope: Scope) -> list[str]:
    """Count, in words, of rows of `staged` outside a scope; empty where there are none."""
    [(count,)] = store.rows(f"SELECT count(*) FROM staged WHERE NOT {scope.holds}")
    return [f"{count:,} of another agency or year ({scope.words})"] if count else []


def declare(store: Warehouse, scope: Scope, file_ids: list[str]) -> Snapshot | str:
    """Note in `files` that these hold everything in a scope; or why they cannot be taken so."""
    # a search's download has its sub-awards in it too: they are of no scope
    ours = "layout IN ('transactions', 'delta') AND file_id IN (SELECT unnest(?))"
    read, unread, times, as_of = store.one(
        "SELECT sum(rows_read), sum(rows_quarantined), count(DISTINCT as_of), min(as_of) "
        f"FROM files WHERE {ours}",
        [file_ids],
    )
    if scope.rows is not None and read != scope.rows:
        return f"{read or 0:,} rows came of the {scope.rows:,} that the service counts"
    if unread:
        return f"{unread:,} {UNREAD}"
    # an action absent from one part may stand in another of a later day
    if times != 1:
        return "its parts speak for different times"
    if not read or not _any_inside(store, scope, as_of):
        return f"none of its rows is of {scope.words}"
    store.execute(
        f"UPDATE files SET whole_agency = ?, whole_fiscal_year = ? WHERE {ours}",
        [scope.agency, scope.fiscal_year, file_ids],
    )
    return Snapshot(scope, as_of)


def _any_inside(store: Warehouse, scope: Scope, as_of: datetime) -> bool:
    """Whether a row of the scope arrives, or is held as seen at that time (read before)."""
    if store.rows(f"SELECT 1 FROM staged WHERE {scope.holds} LIMIT 1"):
        return True
    held = f"{scope.holds} AND first_seen <= ? AND last_seen >= ?"
    return bool(
        store.rows(f"SELECT 1 FROM transaction_versions WHERE {held} LIMIT 1", [as_of, as_of])
    )


def unseen(whole: Snapshot) -> str:
    """SQL: the keys of a scope with a content last seen before the whole file's time."""
    # both tables: a content that lost as the record was seen too
    earlier = f"WHERE last_seen < TIMESTAMP '{whole.as_of}' AND {whole.scope.holds}"
    return (
        f"SELECT {KEY} FROM transactions {earlier} UNION SELECT {KEY} FROM past_versions {earlier}"
    )


def judge(store: Warehouse, whole: Snapshot | None) -> None:
    """The temporary table `closing`: every closure of the keys in `concerned`.

    Those held, with what `staged` deletes (a later file's time wins) and what the whole
    files leave out. Needs `held_now` and `held_past`.
    """
    store.execute(f"CREATE OR REPLACE TEMP TABLE closing AS {_DELETIONS}")
    wholes, later = store.one(
        "SELECT count(*), count(*) FILTER (as_of > (SELECT min(last_seen) FROM staged)) "
        "FROM files WHERE whole_agency IS NOT NULL"
    )
    if wholes:
        # the full comparison only where a whole file can close something: most runs bring none
        absent = _ABSENT if later or whole else _STILL_ABSENT
        store.execute(
            f"INSERT INTO closing SELECT {KEY}, as_of, '{LEFT_OUT}', NULL, run_id, file_id "
            f"FROM ({absent})"
        )


def write_closing(store: Warehouse) -> None:
    """Put `closing` in the place of what `closures` held of these keys."""
    store.execute(f"DELETE FROM closures WHERE {KEY} IN (SELECT {KEY} FROM concerned)")
    store.execute(f"INSERT INTO closures ({CLOSURE}) SELECT {CLOSURE} FROM closing")


CLOSURE = tables.names(tables.CLOSURES)

_DELETIONS = f"""
SELECT {CLOSURE} FROM (
    -- deletions known before, of the keys in question
    SELECT {CLOSURE}, false AS arriving FROM closures
    WHERE because = '{DELETED}' AND {KEY} IN (SELECT {KEY} FROM concerned)
    UNION ALL
    -- deletions that arrive: one a key, for the latest time at which it was marked D
    SELECT {KEY}, max(first_seen), '{DELETED}', max(last_modified_date), any_value(run_id),
        min(file_id), true
    FROM staged WHERE closes GROUP BY {KEY}
)
-- of two deletions of a key the later stands; of the same one, what was known before
QUALIFY row_number() OVER (
    PARTITION BY {KEY} ORDER BY closed_as_of DESC, last_modified_date DESC NULLS LAST, arriving
) = 1"""

_FACTS = f"{KEY}, {AWARDING_AGENCY} AS agency, funding_agency_code AS payer, action_date, last_seen"
_SIGNERS = f"string_split(split_part(w.whole_agency, '{PAYS_FOR}', 2), ' ')"

_ABSENT = f"""
WITH wholes AS (
    -- one row a whole file: the parts of a ZIP speak for the same scope and time
    SELECT whole_agency, {_FIRST_DAY} AS first_day, {_LAST_DAY} AS last_day, as_of,
        min(file_id) AS file_id, arg_min(run_id, file_id) AS run_id
    FROM files WHERE whole_agency IS NOT NULL GROUP BY ALL
), facts AS (
    -- every sight of the keys in question: the record, its past, and what arrives
    SELECT {_FACTS} FROM transactions WHERE rowid IN (SELECT place FROM held_now)
    UNION ALL
    SELECT {_FACTS} FROM past_versions WHERE rowid IN (SELECT place FROM held_past)
    UNION ALL
    SELECT {_FACTS} FROM staged WHERE NOT closes
), newest AS (
    -- `newest`: when the action was last seen, in whatever content; `place` 1: the content
    -- that says of which scope it is, rather one that states the agency
    SELECT *, max(last_seen) OVER (PARTITION BY {KEY}) AS newest,
        rank() OVER (PARTITION BY {KEY} ORDER BY agency IS NULL, last_seen DESC) AS place
    FROM facts
)
SELECT {KEY}, min(w.as_of) AS as_of, arg_min(w.file_id, (w.as_of, w.file_id)) AS file_id,
    arg_min(w.run_id, (w.as_of, w.file_id)) AS run_id
-- a whole file of the scope, later than the last sight: it would have shown the action if
-- there were one; the first such file closes it
FROM newest n JOIN wholes w ON n.newest < w.as_of AND n.action_date BETWEEN first_day AND last_day
    AND (w.whole_agency = 'All' OR w.whole_agency = n.agency OR (
        contains(w.whole_agency, '{PAYS_FOR}') AND list_contains({_SIGNERS}, n.agency)
        AND split_part(w.whole_agency, '{PAYS_FOR}', 1) = n.payer))
WHERE n.place = 1 GROUP BY {KEY}"""
"""A content that states the agency tells the scope before one of a shorter file that does not."""

_STILL_ABSENT = f"""
SELECT {KEY}, closed_as_of AS as_of, file_id, run_id FROM closures WHERE because = '{LEFT_OUT}'
    AND {KEY} IN (SELECT {KEY} FROM concerned)
    AND {KEY} NOT IN (SELECT {KEY} FROM staged WHERE NOT closes)"""
"""Where no whole file is later than the arriving rows: the known absences, less the keys that
came again."""
