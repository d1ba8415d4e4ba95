"""History of an action: every content with its time, file and changes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from fetch.errors import InputError
from fetch.pii import masked
from fetch.schema import tables
from fetch.settings import Settings
from fetch.warehouse.database import Warehouse

KEY, AWARD, PIID = "contract_transaction_unique_key", "contract_award_unique_key", "award_id_piid"
SAID = (*tables.RECORD, *tables.OURS)
SHOWN = (
    "version_state",
    "first_seen",
    "last_seen",
    "run_id",
    "source",
    "action_date",
    "federal_action_obligation",
)

Row = dict[str, Any]


def history(settings: Settings, key: str) -> Row:
    """Every version and closure of an action, or of each action of an award.

    `key` is an action's key, an award's key or a PIID. InputError where nothing is found, or
    where a PIID names several awards: the message lists their keys.
    """
    with Warehouse(settings.warehouse, read_only=True) as store:
        column, wanted = _meant(store, key)
        versions, closures = _versions(store, column, wanted), _closures(store, column, wanted)
    seen, ended = _by_action(versions), _by_action(closures)
    actions = [_action(rows[-1], rows, ended.get(one, [])) for one, rows in seen.items()]
    awards = sorted({action["award_key"] for action in actions})
    return {"key": key, "award_keys": awards, "actions": actions}


def _meant(store: Warehouse, key: str) -> tuple[str, str]:
    """The column that a key stands in, and its spelling there."""
    wanted = key.strip().upper()
    for column in (KEY, AWARD):
        # a person may type a key in lower case
        found = store.rows(
            f"SELECT {column} FROM transaction_versions WHERE upper({column}) = ? LIMIT 1", [wanted]
        )
        if found:
            return column, found[0][0]
    awards = store.rows(
        f"SELECT DISTINCT {AWARD} FROM transaction_versions WHERE upper({PIID}) = ? ORDER BY 1",
        [wanted],
    )
    if len(awards) == 1:
        return AWARD, awards[0][0]
    if awards:
        keys = "\n  ".join(award for (award,) in awards)
        raise InputError(f"{key} names {len(awards)} awards; give one of\n  {keys}")
    raise InputError(
        f"no action and no award {key!r} is held: give a PIID, an action's key, or an award's key "
        "that begins CONT_AWD_ or CONT_IDV_"
    )


def _versions(store: Warehouse, column: str, wanted: str) -> list[Row]:
    """Every content, the actions in order of date, an action's contents as they were first seen."""
    names = ["name", "columns_missing", *SHOWN, *(c.name for c in SAID if c.name not in SHOWN)]
    listed = ", ".join(f'"{name}"' for name in names)
    found = store.rows(
        f"""SELECT {listed} FROM transaction_versions v
        LEFT JOIN (SELECT file_id, name, columns_missing FROM files) f ON v.file_id = f.file_id
        WHERE v.{column} = ?
        -- of contents first seen at one moment the record is the last: no change is told backwards
        ORDER BY min(action_date) OVER (PARTITION BY {KEY}), {KEY}, first_seen,
            version_state = 'current', v.last_modified_date NULLS FIRST, last_seen,
            layout_columns, content_hash""",
        [wanted],
    )
    return [dict(zip(names, row, strict=True)) for row in found]


def _closures(store: Warehouse, column: str, wanted: str) -> list[Row]:
    names = (KEY, "closed_as_of", "because", "last_modified_date", "run_id", "name")
    found = store.rows(
        f"""SELECT {KEY}, closed_as_of, because, last_modified_date, c.run_id, f.name
        FROM closures c LEFT JOIN (SELECT file_id, name FROM files) f ON c.file_id = f.file_id
        WHERE {KEY} IN (SELECT {KEY} FROM transaction_versions WHERE {column} = ?)
        ORDER BY closed_as_of, because""",
        [wanted],
    )
    return [dict(zip(names, row, strict=True)) for row in found]


def _by_action(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[KEY], []).append(row)
    return found


def _action(facts: Row, versions: list[Row], closures: list[Row]) -> Row:
    states = {row["version_state"] for row in versions}
    return {
        "action_key": facts[KEY],
        "award_key": facts[AWARD],
        "piid": facts[PIID],
        "modification_number": facts["modification_number"],
        "state": "current" if "current" in states else "closed",
        "versions": _with_changes(versions),
        "closures": [
            {
                "because": row["because"],
                "closed_as_of": _text(row["closed_as_of"]),
                "last_modified_date": _text(row["last_modified_date"]),
                "run_id": row["run_id"],
                "file": row["name"],
            }
            for row in closures
        ],
    }


def _with_changes(versions: list[Row]) -> list[Row]:
    """Each version with what differs from the one before; a partial one changes nothing.

    A content that was the record again after another comes once more at the end.
    """
    report, before = [], None
    for row in versions:
        shown = _shown_version(row)
        if row["version_state"] != "partial":
            if before is not None:
                shown["changes"] = _changes(before, row)
            before = row
        report.append(shown)
    last = next((row for row in versions if row["version_state"] in ("current", "closed")), None)
    if last and before and last is not before and _is_later(last, before):
        again = {"returned": True, "changes": _changes(before, last)}
        report.append(_shown_version(last) | again)
    return report


def _shown_version(row: Row) -> Row:
    shown = {name: _text(row[name]) for name in SHOWN}
    return shown | {"file": row["name"], "returned": False, "changes": []}


def _is_later(one: Row, other: Row) -> bool:
    """Whether a content was seen after another was seen last."""
    return bool(one["last_seen"] and other["last_seen"] and one["last_seen"] > other["last_seen"])


def _changes(before: Row, after: Row) -> list[Row]:
    """The columns that differ, of those that both files have: a column not there says nothing."""
    absent = {name for row in (before, after) for name in (row["columns_missing"] or "").split()}
    return [
        {"column": c.name, "from": _text(before[c.name]), "to": _text(after[c.name])}
        for c in SAID
        if c.name not in absent and before[c.name] != after[c.name]
    ]


def _text(value: object) -> str | None:
    """A day, time or amount as text; personal data in a text masked."""
    if value is None:
        return None
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return str(value.date())
    return str(value) if isinstance(value, (datetime, Decimal)) else masked(str(value))


def lines(report: Row) -> list[str]:
    """The same for a person to read."""
    listed = []
    for action in report["actions"]:
        listed.append(
            f"{action['piid']} modification {action['modification_number']}: {action['state']} "
            f"({action['action_key']})"
        )
        for number, version in enumerate(action["versions"], start=1):
            listed += _version_lines(number, version)
        listed += [
            f"  {row['because']} as of {row['closed_as_of']}, {row['file']}"
            for row in action["closures"]
        ]
    return listed


def _version_lines(number: int, version: Row) -> list[str]:
    amount = version["federal_action_obligation"]
    obligated = "not stated" if amount is None else f"${Decimal(amount):,.2f}"
    seen = f", seen {version['first_seen']} to {version['last_seen']}"
    if version["returned"]:
        seen = f" again, seen until {version['last_seen']}"
    head = (
        f"  {number}. {version['version_state']}{seen}: "
        f"{version['action_date']}, obligation {obligated}; "
        f"{version['source']}, {version['file']}, run {version['run_id']}"
    )
    return [head] + [
        f"     {one['column']}: {_shown(one['from'])} → {_shown(one['to'])}"
        for one in version["changes"]
    ]


def _shown(value: str | None) -> str:
    return "not stated" if value is None else value
