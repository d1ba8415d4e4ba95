"""Reader of a search: its awards replace those of the same query before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from fetch.archive.store import Arrival
from fetch.errors import InputError
from fetch.ingest.runs import run_of, write_run
from fetch.ingest.types import Run, RunContext
from fetch.schema.columns import as_text
from fetch.settings import Settings
from fetch.usaspending.award.reader import stamped
from fetch.usaspending.award.responses import Document, cents, pages_of
from fetch.warehouse.database import Warehouse

AT_ONCE = 50
"""Pages whose rows are in memory together; a search can have thousands."""
SHOWN = (
    "award_key",
    "piid",
    "recipient_name",
    "obligated_usd",
    "base_date",
    "agency",
    "sub_agency",
    "award_type",
    "description",
    "psc_code",
    "naics_code",
    "as_of",
)


def read_search(store: Warehouse, arrival: Arrival, place: RunContext) -> Run:
    """One run: every award found, once."""
    question = json.dumps(arrival.about["query"], sort_keys=True, ensure_ascii=False)
    stamp = {"query": question, **stamped(arrival), "run_id": arrival.run_id}
    run = run_of(arrival)

    def take() -> int:
        store.execute("DELETE FROM finds WHERE query = ?", [question])
        for found in _found(arrival, place):
            store.insert_many("finds", [row | stamp for row in found])
        return 0

    write_run(store, run, take)
    return run


def _found(arrival: Arrival, place: RunContext) -> Iterator[list[Document]]:
    """The rows, some pages at a time, each award once: as the last page that has it says.

    InputError for a page that is not as expected.
    """
    known: set[str] = set()
    names = pages_of(arrival.objects, "page")[::-1]
    try:
        for start in range(0, len(names), AT_ONCE):
            found: dict[str, Document] = {}
            for name in names[start : start + AT_ONCE]:
                found = _rows(place, arrival.objects[name], known) | found
            known |= found.keys()
            yield list(found.values())
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise InputError(
            f"{arrival.name}: a page is not as expected ({type(error).__name__}: {error}); run "
            "`python -m fetch doctor` to see whether the service has changed"
        ) from error


def _rows(place: RunContext, sha256: str, known: set[str]) -> dict[str, Document]:
    listed = json.loads(place.archive.read(sha256), parse_float=Decimal).get("results") or []
    found = {row["generated_internal_id"]: _row(row) for row in listed}
    return {key: row for key, row in found.items() if key not in known}


def _row(row: Document) -> Document:
    return {
        "award_key": row["generated_internal_id"],
        "piid": row["Award ID"],
        "recipient_name": row.get("Recipient Name"),
        "recipient_uei": row.get("Recipient UEI"),
        "obligated_usd": cents(row.get("Award Amount")),
        "description": row.get("Description"),
        "award_type": row.get("Contract Award Type"),
        "base_date": row.get("Base Obligation Date"),
        "last_modified_date": (row.get("Last Modified Date") or "")[:10] or None,
        "agency": row.get("Awarding Agency"),
        "sub_agency": row.get("Awarding Sub Agency"),
        "psc_code": (row.get("PSC") or {}).get("code"),
        "naics_code": (row.get("NAICS") or {}).get("code"),
    }


def finds_of(settings: Settings, keys: Iterable[str], part_of: str) -> list[dict[str, Any]]:
    """Awards of one command's searches, in the order of the keys; amounts and days as text."""
    order = {key: place for place, key in enumerate(keys)}
    if not order:
        return []
    with Warehouse(settings.warehouse, read_only=True) as store:
        rows = store.rows(
            f"SELECT {', '.join(SHOWN)} FROM finds WHERE run_id IN "
            "(SELECT run_id FROM runs WHERE part_of = ?)",
            [part_of],
        )
    found = [dict(zip(SHOWN, map(as_text, row), strict=True)) for row in rows]
    return sorted(found, key=lambda row: order[row["award_key"]])
