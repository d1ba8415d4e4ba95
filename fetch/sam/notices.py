"""Notices in the warehouse: those of one department, each in all its versions.

`notice_versions` has every content that came, with the whole time it was seen; `notices` the
one that is the record now, decided from all versions together, so that the order in which
files come makes no difference: an official one before the sample's, a bulk file before the
API (it has the text), what was seen last, the later posting, the greater hash.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fetch import pii
from fetch.archive.store import Arrival
from fetch.ingest.runs import run_of, write_run
from fetch.ingest.types import Run, RunContext
from fetch.sam import bulk_csv
from fetch.sam.record_counts import DEPARTMENTS, RecordCounts
from fetch.sam.typed_values import DAY, typed_cell
from fetch.schema.columns import names
from fetch.schema.sam import NOTICE, NOTICES, RECORD_OF
from fetch.warehouse.database import Warehouse
from fetch.warehouse.upsert import sight

SAMPLE = Path(__file__).parents[1] / "sample" / "sample_notices.csv"
FREE = ("title", "description", "awardee", "additional_info_link", "office")
BATCH = 2_000
RANK = "CASE source WHEN 'bulk' THEN 0 WHEN 'opportunities' THEN 1 ELSE 2 END"
Row = dict[str, Any]


def read_bulk(store: Warehouse, arrival: Arrival, place: RunContext) -> Run:
    """One run: the department's notices of a bulk file, streamed; all others are passed over."""
    with store.in_little_memory():
        return _read_bulk(store, arrival, place)


def _read_bulk(store: Warehouse, arrival: Arrival, place: RunContext) -> Run:
    run = run_of(arrival)
    as_of = _moment(arrival.about["as_of"])
    counted = RecordCounts(arrival, as_of)
    _begin(store)
    with place.archive.open(arrival.objects["file"]) as stream:
        counted.columns = bulk_csv.columns(stream, arrival.name)
    with place.archive.open(arrival.objects["file"]) as stream:
        for batch in _batches(_of_department(stream, counted, place)):
            store.insert_many("loaded_notices", batch)
    run.add({"rows_read": counted.ours, "rows_quarantined": len(counted.unread)})
    for what, listed in counted.notes():
        run.note(what, listed)

    def take() -> int:
        store.insert_many("quarantine", counted.unread)
        _note_file(store, arrival, counted)
        return _settle(store, run)

    write_run(store, run, take)
    return run


def read_sample(store: Warehouse, arrival: Arrival, place: RunContext) -> Run:
    """One run: the sample's notices; each speaks for the day that its basis names."""
    run = run_of(arrival)
    sha256 = arrival.objects["file"]
    text = place.archive.read(sha256).decode("utf-8")
    rows = []
    for cells in csv.DictReader(io.StringIO(text)):
        typed = {c.name: typed_cell(c.kind, cells.get(c.name, "")) for c in NOTICE}
        day = DAY.search(cells["basis"])
        own = {"label": cells["label"], "basis": cells["basis"], "source": "sample"}
        rows.append(_seen({**typed, **own}, _moment(day[0]) if day else None, arrival, sha256))
    _begin(store)
    store.insert_many("loaded_notices", rows)
    run.add({"rows_read": len(rows)})
    write_run(store, run, lambda: _settle(store, run))
    return run


def take_official(store: Warehouse, run: Run, rows: list[Row]) -> int:
    """Notices out of an answer of the API, typed; inside a transaction. How many files: one."""
    _begin(store)
    store.insert_many("loaded_notices", rows)
    return _settle(store, run)


def version(cells: Mapping[str, str], source: str, arrival: Arrival, file_id: str) -> Row:
    """A notice as a row: its cells under our names, typed, and when it was seen."""
    typed: Row = {c.name: typed_cell(c.kind, cells.get(c.name) or "") for c in NOTICE}
    for name in FREE:
        typed[name] = pii.masked(bulk_csv.plain(typed[name])) if typed[name] else None
    # a spreadsheet takes the zero from 070
    typed["cgac"] = typed["cgac"].zfill(3) if typed["cgac"] else None
    typed["notice_id"] = str(typed["notice_id"]).lower()
    own = {"label": None, "basis": None, "source": source}
    return _seen({**typed, **own}, _moment(arrival.about["as_of"]), arrival, file_id)


def _of_department(stream: Any, counted: RecordCounts, place: RunContext) -> Iterator[Row]:
    moved = place.announce(counted.arrival.name, 0)
    for record in bulk_csv.records(stream, counted.arrival.name):
        counted.records += 1
        moved(len(record.raw))
        if record.cells is None:
            if _may_be_ours(record.raw, counted.code):
                counted.ours += 1
                counted.refuse(record)
        elif counted.is_ours(record.cells):
            counted.ours += 1
            named = {RECORD_OF[n].name: t for n, t in record.cells.items() if n in RECORD_OF}
            row = version(named, "bulk", counted.arrival, counted.file_id)
            counted.note_odd(record.cells, row)
            yield row


def _may_be_ours(raw: str, code: str) -> bool:
    """Whether an unreadable record may concern the department: rather one too many."""
    name = DEPARTMENTS.get(code)
    return name is None or name in raw.upper() or f'"{code}"' in raw


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _begin(store: Warehouse) -> None:
    store.execute("CREATE OR REPLACE TEMP TABLE loaded_notices AS FROM notice_versions LIMIT 0")
    store.execute("CREATE OR REPLACE TEMP VIEW staged AS FROM loaded_notices")


def _settle(store: Warehouse, run: Run) -> int:
    """Bring what was loaded into the versions, and say anew which of them are the record."""
    known = "SELECT DISTINCT notice_id FROM notice_versions"
    [(fresh,)] = store.rows(
        f"SELECT count(DISTINCT notice_id) FROM staged WHERE notice_id NOT IN ({known})"
    )
    with store.writing():
        new, same = sight(store, "notice_versions")
        touched = "SELECT notice_id FROM loaded_notices"
        store.execute(f"DELETE FROM notices WHERE notice_id IN ({touched})")
        store.execute(
            f"INSERT INTO notices SELECT {names(NOTICES)} FROM notice_versions "
            f"WHERE notice_id IN ({touched}) QUALIFY row_number() OVER (PARTITION BY notice_id "
            f"ORDER BY {RANK}, last_seen DESC, posted_date DESC NULLS LAST, content_hash DESC) = 1"
        )
    run.add({"rows_new": fresh, "rows_changed": new - fresh, "rows_same": same})
    return 1


def _note_file(store: Warehouse, arrival: Arrival, counted: RecordCounts) -> None:
    if store.rows("SELECT 1 FROM files WHERE file_id = ?", [counted.file_id]):
        return
    store.insert(
        "files",
        {
            "file_id": counted.file_id,
            "run_id": arrival.run_id,
            "name": arrival.name,
            "sha256": counted.sha256,
            "as_of": counted.as_of,
            "layout": "notices",
            "rows_read": counted.ours,
            "rows_quarantined": len(counted.unread),
            "columns_missing": " ".join(RECORD_OF[name].name for name in counted.missing),
            "columns_unknown": " ".join(name.replace(" ", "_") for name in counted.unknown),
        },
    )


def _seen(row: Row, as_of: datetime | None, arrival: Arrival, file_id: str) -> Row:
    # a sign that no text contains: cells cannot run into each other
    content = "\x1f".join("" if value is None else str(value) for value in row.values())
    digest = hashlib.md5(content.encode(), usedforsecurity=False).hexdigest()
    when = {"first_seen": as_of, "last_seen": as_of, "run_id": arrival.run_id, "file_id": file_id}
    return {**row, "content_hash": digest, **when}


def _moment(text: str) -> datetime | None:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
