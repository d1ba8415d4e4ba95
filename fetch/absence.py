"""What a whole file leaves out is closed; a partial download closes nothing.

A Full file of the Award Data Archive holds every action of an agency and a fiscal year. An
action of that scope that was last seen before the file's time is not in it, for a row of
the file would be a later sight of it: so nothing but scopes and times is needed, and the
order in which files come makes no difference.

The scope of an action is that of its content seen last. The first whole file after that
closes it; a later sight of the action, in any file, takes that back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fetch import codes, schema
from fetch.settle import KEY, find_held, newly_closed, settle
from fetch.store import Warehouse

LEFT_OUT = "left out of a whole file"
NAMED = re.compile(
    r"FY(?P<year>\d{4})_(?P<agency>\d{3}|All)_Contracts_Full_20\d{6}(?: ?\(\d+\))?\.(?:zip|csv)",
    re.IGNORECASE,
)
"""The whole name: `…_1.csv` is one part of a ZIP, and does not say how many there are."""

DHS = "070"
_COMPONENTS = ", ".join(f"'{code}'" for code in sorted(codes.table("components")))
AGENCY = (
    "coalesce(awarding_agency_code, "
    f"CASE WHEN awarding_sub_agency_code IN ({_COMPONENTS}) THEN '{DHS}' END)"
)
"""SQL: the department that signed; the embedded sample names the component alone."""


@dataclass(frozen=True)
class Scope:
    """An agency (All: any) and a fiscal year of which a file holds everything."""

    agency: str
    fiscal_year: int

    @property
    def words(self) -> str:
        return f"agency {self.agency}, fiscal year {self.fiscal_year}"

    @property
    def holds(self) -> str:
        """SQL: whether a content lies in the scope."""
        agency = "true" if self.agency == "All" else f"{AGENCY} = '{self.agency}'"
        first, last = date(self.fiscal_year - 1, 10, 1), date(self.fiscal_year, 9, 30)
        return f"coalesce(action_date BETWEEN DATE '{first}' AND DATE '{last}' AND {agency}, false)"


def stated_by(name: str) -> Scope | None:
    """The scope that a file's own name states, or None for a file that is no whole one."""
    found = NAMED.fullmatch(Path(name).name)
    if not found or found["year"] == "0000":
        return None
    agency = found["agency"]
    return Scope("All" if agency.casefold() == "all" else agency, int(found["year"]))


def strays(store: Warehouse, scope: Scope) -> list[str]:
    """How many rows of `staged` lie outside a scope, if any."""
    [(count,)] = store.rows(f"SELECT count(*) FROM staged WHERE NOT {scope.holds}")
    return [f"{count:,} of another agency or year ({scope.words})"] if count else []


def doubt(store: Warehouse, scope: Scope, file_ids: list[str], left_out: bool) -> str:
    """Why the parts of a file cannot be taken as everything in its scope; empty if they can."""
    read, unread, times, as_of = store.one(
        "SELECT sum(rows_read), sum(rows_quarantined), count(DISTINCT as_of), min(as_of) "
        "FROM files WHERE file_id IN (SELECT unnest(?))",
        [file_ids],
    )
    if left_out:
        return "a part of it was left out"
    if unread:
        return f"{unread:,} of its rows could not be read"
    if times != 1:
        return "its parts speak for different times"
    inside = f"{scope.holds} AND first_seen <= ? AND last_seen >= ?"
    found = f"SELECT 1 FROM transaction_versions WHERE {inside} LIMIT 1"
    if not (read and store.rows(found, [as_of, as_of])):
        return f"none of its rows is of {scope.words}"
    return ""


def close_left_out(store: Warehouse, scope: Scope, file_ids: list[str]) -> int:
    """Declare the files whole, close what they leave out; how many actions that newly closed."""
    store.execute(
        "UPDATE files SET whole_agency = ?, whole_fiscal_year = ? "
        "WHERE file_id IN (SELECT unnest(?))",
        [scope.agency, scope.fiscal_year, file_ids],
    )
    [(as_of,)] = store.rows("SELECT min(as_of) FROM files WHERE file_id = ?", file_ids[:1])
    earlier = f"WHERE last_seen < ? AND {scope.holds}"
    store.execute(
        f"CREATE OR REPLACE TEMP TABLE unseen AS SELECT {KEY} FROM transactions {earlier} "
        f"UNION SELECT {KEY} FROM past_versions {earlier}",
        [as_of, as_of],
    )
    find_held(store, "unseen")
    _judge(store, "unseen", arriving="")
    store.execute("CREATE OR REPLACE TEMP VIEW staged AS SELECT *, false AS closes FROM "
                  "transactions WHERE false")  # fmt: skip
    settle(store, f"(SELECT {KEY} FROM held_now WHERE {KEY} IN (SELECT {KEY} FROM absent))")
    return newly_closed(store)


def judge_arriving(store: Warehouse) -> None:
    """Note and take back closures by absence of the keys in `staged`; before they are settled.

    Needs `held_now` and `held_past`.
    """
    wholes, later = store.one(
        "SELECT count(*), count(*) FILTER (as_of > (SELECT min(last_seen) FROM staged)) "
        "FROM files WHERE whole_agency IS NOT NULL"
    )
    if not wholes:
        return
    store.execute(
        f"CREATE OR REPLACE TEMP TABLE sighted AS SELECT DISTINCT {KEY} FROM staged "
        "WHERE NOT closes"
    )
    if later:
        _judge(store, "sighted", arriving=f"UNION ALL SELECT {_FACTS} FROM staged WHERE NOT closes")
    else:
        store.execute(f"DELETE FROM closures WHERE {_by_absence_of('sighted')}")


def _by_absence_of(keys: str) -> str:
    return f"because = '{LEFT_OUT}' AND {KEY} IN (SELECT {KEY} FROM {keys})"


_FACTS = f"{KEY}, {AGENCY} AS agency, action_date, last_seen"


def _judge(store: Warehouse, keys: str, arriving: str) -> None:
    """`absent`: the keys that the first whole file after their last sight leaves out.

    The closures by absence of all `keys` are written anew from it.
    """
    store.execute(f"CREATE OR REPLACE TEMP TABLE absent AS {_ABSENT.format(arriving)}")
    store.execute(f"DELETE FROM closures WHERE {_by_absence_of(keys)}")
    columns = schema.names(schema.CLOSURES)
    store.execute(
        f"INSERT INTO closures ({columns}) SELECT {KEY}, as_of, '{LEFT_OUT}', NULL, run_id, "
        f"file_id FROM absent WHERE {KEY} IN (SELECT {KEY} FROM {keys})"
    )


_ABSENT = f"""
WITH wholes AS (
    SELECT whole_agency, make_date(whole_fiscal_year - 1, 10, 1) AS first_day,
        make_date(whole_fiscal_year, 9, 30) AS last_day, as_of, min(file_id) AS file_id,
        arg_min(run_id, file_id) AS run_id
    FROM files WHERE whole_agency IS NOT NULL GROUP BY ALL
), facts AS (
    SELECT {_FACTS} FROM transactions WHERE rowid IN (SELECT place FROM held_now)
    UNION ALL
    SELECT {_FACTS} FROM past_versions WHERE rowid IN (SELECT place FROM held_past)
    {{}}
), newest AS (
    SELECT *, max(last_seen) OVER (PARTITION BY {KEY}) AS newest,
        rank() OVER (PARTITION BY {KEY} ORDER BY agency IS NULL, last_seen DESC) AS place
    FROM facts
)
SELECT {KEY}, min(w.as_of) AS as_of, arg_min(w.file_id, (w.as_of, w.file_id)) AS file_id,
    arg_min(w.run_id, (w.as_of, w.file_id)) AS run_id
FROM newest n JOIN wholes w ON n.newest < w.as_of AND n.action_date BETWEEN first_day AND last_day
    AND (w.whole_agency = 'All' OR w.whole_agency = n.agency)
WHERE n.place = 1 GROUP BY {KEY}"""
"""A content that states the agency tells the scope before one of a shorter file that does not."""
