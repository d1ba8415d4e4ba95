"""Publication gate: compare totals with the last accepted round; block on apparent loss.

A round closes every command that wrote. Its levels (actions and obligations per component
and fiscal year) are compared with those of the last round that was in order. A loss stops
the publication, never the archive: `python -m analysis build` refuses until a later round
mends it or a person accepts it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from fetch.archive.store import Arrival
from fetch.errors import PublicationBlocked
from fetch.ingest.runs import run_of
from fetch.ingest.types import Run, RunContext
from fetch.warehouse.closures import AWARDING_AGENCY, FISCAL_YEAR, PAYS_FOR
from fetch.warehouse.database import Warehouse, now

SHRINKS = Decimal("0.01")
"""A fiscal year that loses more than this share of its actions stops the publication."""
LACKING = "other rows came than the service states"
LEVEL = f"coalesce({AWARDING_AGENCY}, ''), coalesce(awarding_sub_agency_code, '')"
HOW_TO_GO_ON = (
    "look at them; sync again when the publisher has mended its files, or accept them as they "
    "are with: python -m fetch accept"
)


@dataclass(frozen=True)
class GateCheck:
    """Something that a round found odd; one that `stops` holds the publication back."""

    name: str
    subject: str
    before: int
    after: int
    stops: bool


def close_round(store: Warehouse, arrival: Arrival, _: RunContext) -> Run:
    """Write the round of an arrival: its levels, and what its checks found."""
    with store.transaction():
        base = _base(store)
        _write_levels(store, arrival.run_id)
        # an accepted round is the new base: its own losses are those that a person accepted
        checks = [] if arrival.about.get("accepts") else _checks(store, arrival, base)
        before, after = _obligated(store, base), _obligated(store, arrival.run_id)
        store.insert(
            "rounds",
            {
                "run_id": arrival.run_id,
                "part_of": arrival.part_of,
                "command": arrival.command,
                "base": base,
                "runs_covered": store.one("SELECT count(*) FROM runs")[0],
                "in_order": not any(check.stops for check in checks),
                "obligated_before_usd": before,
                "obligated_after_usd": after,
                "about": json.dumps(arrival.about, ensure_ascii=False),
                "checks": json.dumps([asdict(check) for check in checks], ensure_ascii=False),
                "finished_at": now(),
            },
        )
    return run_of(arrival)


def held_back(store: Warehouse) -> list[GateCheck]:
    """The checks that hold the publication back; none where the last round is in order."""
    # by rowid: ids of two rounds within one second do not sort by time
    last = store.rows("SELECT in_order, checks FROM rounds ORDER BY rowid DESC LIMIT 1")
    if not last or last[0][0]:
        return []
    return [check for one in json.loads(last[0][1]) if (check := GateCheck(**one)).stops]


def require_in_order(store: Warehouse) -> None:
    """PublicationBlocked where the last round found a loss that nobody has mended or accepted."""
    stopped = held_back(store)
    if stopped:
        listed = "; ".join(check_text(check) for check in stopped[:5])
        more = f" and {len(stopped) - 5} more" if len(stopped) > 5 else ""
        raise PublicationBlocked(f"not published: {listed}{more}; {HOW_TO_GO_ON}")


def check_text(check: GateCheck) -> str:
    """A check in words."""
    if check.name == LACKING:
        return f"{check.name}: {check.subject} ({check.before:,} stated, {check.after:,} came)"
    return f"{check.name}: {check.subject} ({check.before:,} before, {check.after:,} now)"


def _base(store: Warehouse) -> str | None:
    """The last round that was in order: what a new one is compared with."""
    rows = store.rows("SELECT run_id FROM rounds WHERE in_order ORDER BY rowid DESC LIMIT 1")
    return rows[0][0] if rows else None


def _write_levels(store: Warehouse, run_id: str) -> None:
    # the sample is no level: a whole file that lacks some of its rows has lost nothing
    store.execute(
        f"INSERT INTO levels SELECT ?, {LEVEL}, max(awarding_sub_agency_name), {FISCAL_YEAR}, "
        "count(*), sum(federal_action_obligation) FROM transactions WHERE source <> 'sample' "
        "GROUP BY ALL",
        [run_id],
    )


def _obligated(store: Warehouse, run_id: str | None) -> Any:
    return store.one("SELECT sum(obligated_usd) FROM levels WHERE run_id = ?", [run_id])[0]


def _checks(store: Warehouse, arrival: Arrival, base: str | None) -> list[GateCheck]:
    return [
        *_shrunk_years(store, arrival.run_id, base),
        *_vanished_components(store, arrival.run_id, base),
        *_smaller_files(store, base),
        *_rows_lacking(store, arrival),
    ]


def _shrunk_years(store: Warehouse, run_id: str, base: str | None) -> list[GateCheck]:
    rows = store.rows(
        """WITH years AS (
            -- components together: a reorganization moves actions between them
            SELECT run_id, agency, fiscal_year, sum(actions)::BIGINT AS n FROM levels GROUP BY ALL
        )
        SELECT b.agency, b.fiscal_year, b.n, coalesce(a.n, 0)
        FROM (FROM years WHERE run_id = ?) b LEFT JOIN (FROM years WHERE run_id = ?) a
            ON a.agency = b.agency AND a.fiscal_year = b.fiscal_year
        WHERE b.n - coalesce(a.n, 0) > b.n * ? ORDER BY ALL""",
        [base, run_id, SHRINKS],
    )
    return [
        GateCheck("a fiscal year shrank", f"agency {agency or 'unknown'}, FY{year}", b, a, True)
        for agency, year, b, a in rows
    ]


def _vanished_components(store: Warehouse, run_id: str, base: str | None) -> list[GateCheck]:
    rows = store.rows(
        """SELECT component, max(component_name), sum(actions)::BIGINT FROM levels
        WHERE run_id = ? AND component <> '' AND
            component NOT IN (SELECT component FROM levels WHERE run_id = ?)
        GROUP BY 1 ORDER BY 1""",
        [base, run_id],
    )
    return [
        GateCheck("a component vanished", f"{code} {name or ''}".strip(), before, 0, True)
        for code, name, before in rows
    ]


def _smaller_files(store: Warehouse, base: str | None) -> list[GateCheck]:
    """Whole files taken since the base that have fewer rows than the one before of their scope.

    Only the latest of a scope counts: a fuller one that follows mends it.
    """
    rows = store.rows(
        """WITH whole AS (
            -- one row a whole file, in the order in which they were read
            SELECT r.rowid AS place, r.run_id, r.file, f.whole_agency AS agency,
                f.whole_fiscal_year AS fiscal_year, max(f.as_of) AS as_of,
                sum(f.rows_read)::BIGINT AS n
            FROM files f JOIN runs r ON f.run_id = r.run_id
            -- of a search the service's own count says that it is whole
            WHERE f.whole_agency IS NOT NULL AND NOT contains(f.whole_agency, ?) GROUP BY ALL
        ), compared AS (
            -- each with the one before of its scope, and whether another follows
            SELECT *, lag(n) OVER scope AS b, lead(n) OVER scope AS later
            FROM whole WINDOW scope AS (PARTITION BY agency, fiscal_year ORDER BY as_of, place)
        )
        SELECT file, b, n FROM compared WHERE n < b AND later IS NULL AND place >= (
            SELECT coalesce(max(runs_covered), 0) FROM rounds WHERE run_id = ?)
        ORDER BY file""",
        [PAYS_FOR, base],
    )
    return [GateCheck("a file is smaller than the one before", f, b, n, True) for f, b, n in rows]


def _rows_lacking(store: Warehouse, arrival: Arrival) -> list[GateCheck]:
    """Downloads that brought another number of rows than the service states: each is a note."""
    checks = [
        GateCheck(LACKING, one["what"], one["counted"], one["came"], False)
        for one in arrival.about.get("lacking", {}).values()
    ]
    # earlier syncs noted the counts alone
    rows = {run_id: (file, read) for run_id, file, read in store.rows(
        "SELECT run_id, file, rows_read FROM runs WHERE part_of = ?", [arrival.part_of]
    )}  # fmt: skip
    return checks + [
        GateCheck("rows the service counts did not come", rows[run_id][0], counted, read, False)
        for run_id, counted in arrival.about.get("counted", {}).items()
        if run_id in rows and (read := rows[run_id][1]) < counted
    ]


def lacking(store: Warehouse) -> dict[str, GateCheck]:
    """Downloads, by their runs, that the last sync left lacking and nobody accepted since."""
    found: dict[str, GateCheck] = {}
    for (text,) in store.rows("SELECT about FROM rounds ORDER BY rowid"):
        about = json.loads(text)
        if "lacking" in about:
            found = {
                run_id: GateCheck(LACKING, one["what"], one["counted"], one["came"], False)
                for run_id, one in about["lacking"].items()
            }
        for run_id in about.get("accepts_lacking", []):
            found.pop(run_id, None)
    return found


def is_owed(store: Warehouse) -> bool:
    """Whether runs were written that no round has looked at: a command was cut off."""
    covered = "SELECT coalesce(max(runs_covered), 0) FROM rounds"
    return bool(store.one(f"SELECT count(*) > ({covered}) FROM runs")[0])
